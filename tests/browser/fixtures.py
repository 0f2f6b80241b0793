"""The dashboard as a process of its own on the test world, and a browser in front of it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import requests
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

from infra.local.ports import LOOPBACK, free_port
from tests.built_world import BuiltWorld
from tests.databases import own_database

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATHS = [path.stem for path in (ROOT / "dashboard" / "views").glob("*.py") if path.stem != "overview"]
START_SECONDS = 120
PATIENCE = 60_000  # milliseconds: a machine may have much else to do
SHIFTS = """window.shifted = 0
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.shifted += entry.value
})).observe({ type: "layout-shift", buffered: true })"""
Theme = Literal["light", "dark"]
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def dashboard(world: dict[str, str]) -> Iterator[str]:
    """The address of a running dashboard."""
    with own_database(world, world["PGDATABASE"]) as environment, served(environment) as address:
        yield address


@pytest.fixture(scope="session")
def real_dashboard(published_world: BuiltWorld, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one on what the pipeline has built of the simulated world."""
    folder = tmp_path_factory.mktemp("published")
    with published_world.copied(folder) as environment, served(environment) as address:
        yield address


@contextmanager
def served(environment: Mapping[str, str], *options: str, port: int | None = None) -> Iterator[str]:
    """The address of a dashboard that runs with these variables and options of Streamlit's."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)]
    address = f"http://{LOOPBACK}:{port}"
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=os.environ | environment)
    try:
        _wait_for(address)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, dashboard: str) -> Iterator[Visit]:
    """Visits the running dashboard."""
    with visiting(browser, dashboard) as to:
        yield to


def said(page: Page, text: str) -> Locator:
    """Where the page says it; a figure that is saved says it as well, and does not show it."""
    return page.get_by_text(text).filter(visible=True).first


@contextmanager
def visiting(browser: Browser, dashboard: str) -> Iterator[Visit]:
    """Opens a page, waits until it ends in its trust line, and minds everything that it asks for."""
    opened: list[Page] = []
    asked: list[Request] = []
    thrown: list[Error] = []
    logged: list[ConsoleMessage] = []

    def to(path: str = "", theme: Theme = "light", width: int = 1280) -> Page:
        page = browser.new_page(color_scheme=theme, viewport={"width": width, "height": 900})
        opened.append(page)
        page.set_default_timeout(PATIENCE)
        page.add_init_script(SHIFTS)
        page.on("request", lambda request: asked.append(request))
        page.on("pageerror", lambda error: thrown.append(error))
        page.on("console", lambda message: logged.append(message))
        page.goto(f"{dashboard}/{path}")
        page.get_by_text("not investment advice").wait_for()
        return page

    yield to
    for page in opened:
        page.close()
    own = (dashboard, dashboard.replace("http", "ws"), "data:", "blob:")
    assert [request.url for request in asked if not request.url.startswith(own)] == []
    assert [str(error) for error in thrown] == []
    assert [message.text for message in logged if _is_error(message)] == []


def _is_error(message: ConsoleMessage) -> bool:
    # Below a page's own path Streamlit's front end looks for its server there first, and then where it is.
    # Vega warns in the words of a warning, whatever it is logged as.
    is_ours = "/_stcore/" not in message.location["url"]
    return "WARN" in message.text or (message.type == "error" and is_ours)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{address}/_stcore/health", timeout=1).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not answer within {START_SECONDS} s")
