import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, free_port, served
from tests.databases import own_database

Visit = Callable[..., Page]
DRAWING = 30_000  # milliseconds: the first chart waits for its library


PATHS = [path.stem for path in (ROOT / "dashboard" / "views").glob("*.py") if path.stem != "overview"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_overview_opens_without_an_error_or_a_request_elsewhere(visit: Visit, theme: str) -> None:
    overview = visit(theme=theme)
    expect(overview.locator(".js-plotly-plot")).to_have_count(4, timeout=DRAWING)
    expect(overview.locator(".js-plotly-plot .scatterlayer .textpoint text")).to_have_count(
        12, timeout=DRAWING
    )


@pytest.mark.parametrize("path", PATHS)
def test_every_other_page_opens_without_an_error_or_a_request_elsewhere(visit: Visit, path: str) -> None:
    expect(visit(path).locator("h1").first).to_be_visible()


def test_the_first_visit_may_be_to_any_page(browser: Browser, world: dict[str, str]) -> None:
    with (
        own_database(world, world["PGDATABASE"]) as environment,
        served(environment, free_port()) as address,
        browser.new_page() as page,
    ):
        page.goto(f"{address}/correlations")
        expect(page.get_by_text("not investment advice")).to_be_visible(timeout=DRAWING)
        expect(page.get_by_test_id("stHeaderLogo")).to_be_visible()  # drawn by app.py, around every page


def test_a_chosen_range_is_in_the_address_and_the_address_shows_it_again(visit: Visit) -> None:
    page = visit()
    page.get_by_text("6M", exact=True).click()
    expect(page.get_by_text("Fri 29 Dec 2023 to Fri 28 Jun 2024")).to_be_visible()
    address, _, query = page.url.partition("?")
    assert query == "range=6M", address
    expect(visit(f"?{query}").get_by_text("Fri 29 Dec 2023 to Fri 28 Jun 2024")).to_be_visible()


def test_a_range_is_chosen_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("sectors")
    expect(page).to_have_title("Sectors · Bellwether")
    focused = page.locator("*:focus")
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused.get_attribute("role") == "radio":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("range=1M"))


def test_a_custom_range_is_in_the_address_too(visit: Visit) -> None:
    page = visit("?range=Custom&dates=2024-01-02&dates=2024-03-28")
    expect(page.get_by_text("Tue 2 Jan 2024 to Thu 28 Mar 2024")).to_be_visible()


def test_a_table_downloads_as_csv(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    numbers = page.get_by_test_id("stExpander")
    numbers.get_by_text("The numbers").click()
    with page.expect_download() as download:
        numbers.get_by_test_id("stDownloadButton").get_by_role("button").click()
    saved = tmp_path / "sectors.csv"
    download.value.save_as(saved)
    lines = saved.read_text().splitlines()
    assert download.value.suggested_filename == "sectors_2023-07-03_2024-06-28.csv"
    assert lines[0] == "gics_sector,members,sessions,range_return,volatility"
    assert len(lines) == 12


@pytest.mark.parametrize("path", ["", *PATHS])
def test_nothing_runs_off_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
