"""Names and links come from outside: they are shown as they are, and what is unknown is told."""

import pandas as pd
import pytest
from psycopg2.extensions import cursor

from dashboard.widgets.tables import harmless
from dashboard.widgets.wording import literal
from tests.dashboard.shown import Open

IMAGE = "![](http://evil.example/x.png)"


def test_markup_in_a_name_is_text() -> None:
    assert literal(IMAGE) == r"\!\[\](http://evil.example/x.png)"
    assert literal(":red[a] *b* $c$ <d>") == r"\:red\[a\] \*b\* \$c\$ \<d\>"
    assert literal("Best: Oil, Gas (+1.2 %), T-1.") == "Best: Oil, Gas (+1.2 %), T-1."


def test_an_image_in_a_companys_name_is_not_fetched(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update marts.dim_company set company_name = %s where ticker = 'T03'", (IMAGE,))
    app = open_page("stocks", ticker="T03")
    assert app.title[0].value == literal(IMAGE)
    markdown = [*app.title, *app.header, *app.markdown, *app.caption, *app.info]
    assert not any(IMAGE in element.value for element in markdown)


def test_a_cell_of_a_csv_is_no_formula() -> None:
    frame = pd.DataFrame({"name": ["=cmd|'/c calc'!A0", "-1", "A-B", None], "value": [-1.5, 0, 1, None]})
    csv = harmless(frame).to_csv(index=False).splitlines()
    assert csv[1:] == ["'=cmd|'/c calc'!A0,-1.5", "'-1,0.0", "A-B,1.0", ","]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("page", "parameters", "told"),
    [
        ("stocks", {"ticker": "NO*BODY"}, r"'NO\*BODY'"),
        ("industries", {"sector": "Bogus"}, "'Bogus'"),
        ("industries", {"industry": "Bogus"}, "'Bogus'"),
        ("sectors", {"sector": ["Energy", "Bogus"]}, "'Bogus'"),
        ("", {"range": "Custom", "dates": ["soon", "2024-01-05"]}, "(soon)"),
        ("", {"range": "9Y"}, "'9Y'"),
        ("industries", {"industry": "Industry 07", "as_of": "soon"}, "'soon'"),
        ("", {"range": "Custom", "dates": ["1999-01-01", "2024-01-05"]}, "(1999-01-01)"),
        ("", {"range": "Custom", "dates": ["2024-01-05", "2024-02-05", "2024-03-05"]}, "2024-03-05"),
        ("sectors", {"metric": "Bogus"}, "'Bogus'"),
        ("industry_sensitivity", {"measure": "Bogus"}, "'Bogus'"),
        ("market_and_signals", {"target": "Bogus"}, "'Bogus'"),
        ("market_and_signals", {"panels": ["VIX", "Bogus"]}, "'Bogus'"),
        ("sql_console", {"table": "marts.bogus"}, "'marts.bogus'"),
        ("stocks", {"ticker": "T03", "price": "Bogus"}, "'Bogus'"),
    ],
)
def test_a_link_to_what_is_not_there_says_so(
    open_page: Open, page: str, parameters: dict[str, str], told: str
) -> None:
    warnings = [warning.value for warning in open_page(page, **parameters).warning]
    assert any(told in warning for warning in warnings), warnings


@pytest.mark.usefixtures("published")
def test_a_link_to_what_is_there_warns_of_nothing(open_page: Open) -> None:
    app = open_page("stocks", ticker="old5", range="Custom", dates=["2023-10-02", "2023-12-29"])
    assert not [warning.value for warning in app.warning if "link" in warning.value.lower()]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("market_and_signals", {"panels": ""}),  # as Streamlit writes it where the last pill was let go
        ("correlations", {"groups": "", "within": "true"}),
        ("market_and_signals", {"target": "Energy", "indicator": "VIX", "kind": "Levels"}),
        ("sectors", {"range": "Custom", "dates": ""}),
        ("industry_sensitivity", {"measure": "Excess return", "shown": "All"}),
    ],
)
def test_what_pages_write_into_the_address_is_not_called_unknown(
    open_page: Open, page: str, parameters: dict[str, str]
) -> None:
    warnings = [warning.value for warning in open_page(page, **parameters).warning]
    assert not [warning for warning in warnings if "nothing here is called" in warning or "Shown:" in warning]
