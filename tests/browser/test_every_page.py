"""Each page on a desk and a phone, as it is drawn: whole, still, and without a word that is not its own."""

import time
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.fixtures import PATHS, Theme, Visit, visiting

pytestmark = pytest.mark.slow

DESK, PHONE = 1280, 390  # pixels
GOOD, POOR = 0.1, 0.25  # how far a page may move, as browsers judge it
STARVED = 4  # seconds for a page: it comes piece by piece
SMALL = ["", *PATHS, "stocks?ticker=T01", "industries?sector=Energy&industry=Industry+03"]
REAL = [
    *("", *PATHS, "stocks?ticker=QNTL", "industries?sector=Information+Technology&industry=Semiconductors"),
    *("stocks?ticker=QNTL&range=All", "market_and_signals?range=All&kind=Levels"),
]
CUT_OFF = """[...document.querySelectorAll("[data-testid=stGridCellBody]")]
  .filter((cell) => cell.scrollHeight > cell.clientHeight).map((cell) => cell.innerText)"""

# what of a figure's lower axis is below the edge that the page shows it to
BELOW_THE_EDGE = """[...document.querySelectorAll("[class*=st-key-chart_]")].flatMap((chart) => {
  const edge = chart.getBoundingClientRect().bottom + parseFloat(getComputedStyle(chart).marginBottom)
  return [...chart.querySelectorAll("[class*=xaxislayer] text, .xtitle")]
    .filter((word) => word.getBoundingClientRect().bottom > edge)
    .map((word) => word.textContent)
})"""


@pytest.mark.parametrize("path", SMALL)
def test_on_a_desk_it_is_drawn_whole_and_nothing_jumps(visit: Visit, path: str) -> None:
    expect_whole(visit, path, DESK, "light")


@pytest.mark.parametrize("path", REAL)
def test_on_a_phone_what_is_really_built_is_drawn_whole_and_nothing_jumps(
    browser: Browser, real_dashboard: str, path: str
) -> None:
    with visiting(browser, real_dashboard) as visit:
        page = expect_whole(visit, path, PHONE, "dark")
        expect(page.get_by_text("Simulated data.")).to_have_count(int(path != "sources"))


def expect_whole(visit: Visit, path: str, width: int, theme: Theme) -> Page:
    page = _stands_still(visit, path, width, theme)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(BELOW_THE_EDGE) == []
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))
    return page


def _stands_still(visit: Visit, path: str, width: int, theme: Theme) -> Page:
    """The page, of which one of three visits, each with an empty cache, has moved little."""
    for _ in range(3):
        began = time.monotonic()
        page = visit(path, theme, width)
        most = GOOD if time.monotonic() - began < STARVED else POOR
        shifted = _shifted(page)
        if shifted < most:
            return page
    pytest.fail(f"it moves by {shifted:.3f}, which is not below {most}")


def _shifted(page: Page) -> float:
    """How far what was drawn has moved, once all is."""
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(500)
    return float(page.evaluate("window.shifted"))
