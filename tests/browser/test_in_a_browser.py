import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visit


def test_the_overview_opens_without_an_error_or_a_request_elsewhere(visit: Visit) -> None:
    overview = visit()
    expect(overview.locator(".js-plotly-plot")).to_have_count(4)
    # eleven sectors, the average member and the index
    expect(overview.locator(".js-plotly-plot .scatterlayer .textpoint text")).to_have_count(13)


@pytest.mark.slow
def test_a_typed_day_applies_on_enter_and_back_undoes_the_page_not_the_range(visit: Visit) -> None:
    page = visit()
    page.goto(f"{page.url.rstrip('/')}/sectors?range=Custom&dates=2024-01-02&dates=2024-03-28")
    page.wait_for_function("window.bellwether")  # the last thing on a page
    page.get_by_label("From").fill("2024-02-15")
    page.get_by_label("From").press("Enter")
    expect(page).to_have_url(re.compile("dates=2024-02-15&dates=2024-03-28"))
    page.get_by_text("6M", exact=True).click()
    expect(page).to_have_url(re.compile("range=6M"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("sectors"))


@pytest.mark.slow
def test_a_range_is_chosen_with_the_keyboard_alone_or_by_a_drag_and_a_figure_is_saved(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit("sectors")
    expect(page).to_have_title("Sectors · Bellwether")
    choose_with_the_keyboard(page)
    expect(page).to_have_url(re.compile("range=1M"))
    page.get_by_text("1Y", exact=True).click()
    expect(page).not_to_have_url(re.compile("range"))  # a year is what is chosen where nothing is
    name, saved = saved_figure(page, tmp_path)
    assert name == "bellwether_sectors_b0a1d2c3_2024-06-28.svg"
    assert "Cumulative return of Communication Services" in saved
    assert "build b0a1d2c3 through 2024-06-28" in saved
    # the title's last row, which is the third here, is whole above the lower edge
    height = float(re.findall(r'<svg[^>]* height="([\d.]+)"', saved)[0])
    title = saved[saved.index('class="gtitle"') :]
    begins = float(re.findall(r' y="([\d.]+)"', title)[0])
    last = float(re.findall(r'dy="([\d.]+)em"', title.partition("</text>")[0])[-1])
    assert begins + 13 * last < height - 5
    drag_over_a_figure(page)
    expect(page).to_have_url(re.compile(r"range=Custom&dates=2023-(09|10)-\d\d&dates=2024-0[34]-\d\d"))


def choose_with_the_keyboard(page: Page) -> None:
    focused = page.locator("*:focus")
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused.get_attribute("role") == "radio":
            break
    page.keyboard.press("Enter")


def saved_figure(page: Page, folder: Path) -> tuple[str, str]:
    """The first figure's file: its name and its text."""
    page.get_by_role("radio", name="SVG").click()
    figure = page.locator(".js-plotly-plot").first
    figure.wait_for()
    page.wait_for_timeout(2000)
    figure.hover()
    with page.expect_download() as download:
        figure.locator(".modebar-btn").first.click()
    download.value.save_as(folder / "figure.svg")
    return download.value.suggested_filename, (folder / "figure.svg").read_text()


def drag_over_a_figure(page: Page) -> None:
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()


@pytest.mark.slow
def test_a_table_downloads_as_csv(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    numbers = page.get_by_test_id("stExpander")
    numbers.get_by_text("The numbers").click()
    with page.expect_download() as download:
        numbers.get_by_role("button", name="CSV", exact=True).click()
    saved = tmp_path / "sectors.csv"
    download.value.save_as(saved)
    lines = saved.read_text().splitlines()
    assert download.value.suggested_filename == "sectors_2023-07-03_2024-06-28.csv"
    assert lines[0] == "gics_sector,members,priced,sessions,range_return,volatility"
    assert len(lines) == 14  # the index and the average member beside them
