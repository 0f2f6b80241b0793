"""Every page on what the pipeline really builds of recorded history."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.fixtures import PATHS, ROOT, served, visiting
from tests.built_world import environment_of_runs
from tests.clocks import ReplayClock
from tests.databases import own_database

YEARS = 2  # of the replay's history


@pytest.mark.slow
def test_every_page_opens_on_recorded_history(
    browser: Browser, server: dict[str, str], tmp_path: Path
) -> None:
    providers = os.environ.get("REPLAY_URL")
    if not providers:
        pytest.skip("REPLAY_URL names no replay of recorded history")
    today = ReplayClock(providers).today
    start = today.replace(year=today.year - YEARS, day=1)
    with built(server, tmp_path, providers, start, today) as address:
        open_all(browser, address)


@contextmanager
def built(server: dict[str, str], folder: Path, providers: str, start: date, today: date) -> Iterator[str]:
    """The address of a dashboard on what one run of the pipeline has published."""
    with own_database(server) as database:
        environment = os.environ | database | environment_of_runs(folder, providers, today)
        command = [sys.executable, "-m", "extract_load", "pipeline", "--start", str(start)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        with served(environment) as address:
            yield address


def open_all(browser: Browser, address: str) -> None:
    """Open each page in one theme or the other, wide or narrow by turns; nothing may go wrong on any."""
    of_everything = ["stocks?ticker=MSFT&range=All", "market_and_signals?range=All&kind=Levels"]
    with visiting(browser, address) as visit:
        for number, path in enumerate(["", *PATHS, *of_everything]):
            narrow, dark = number % 2, number // 2 % 2
            page = visit(path, theme="dark" if dark else "light", width=390 if narrow else 1280)
            expect(page.locator("h1").first).to_be_visible()
            expect(page.get_by_test_id("stException")).to_have_count(0)
            expect(page.get_by_text("Simulated data.")).to_have_count(0)
            page.close()
