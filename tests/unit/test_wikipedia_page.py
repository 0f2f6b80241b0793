"""What the page has looked like, read or refused."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime

import pytest

from extract_load.catalog import SOURCES
from extract_load.envelope import Envelope, Outcome, Status
from extract_load.source import BadRecord, Columns
from extract_load.sources.wikipedia import read_page

HEADERS = [
    "Symbol",
    "Security",
    "GICS Sector",
    "GICS Sub-Industry",
    "Headquarters Location",
    "Date added",
    "CIK",
    "Founded",
]
CELLS = [
    "MMM",
    "3M",
    "Industrials",
    "Industrial Conglomerates",
    "St Paul",
    "1957-03-04",
    "0000066740\n",
    "1902\n",
]
CHANGE = ["May 9, 2026", "NEW", "New Co", "OLD", "Old Co", 'Acquired.<sup class="reference">[3]</sup>']
CHANGE_HEADERS = (["Effective Date", "Added", "Removed", "Reason"], ["Ticker", "Security"] * 2)


def table(name: str, *rows: Sequence[str]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f'<table class="wikitable" id="{name}"><tbody>{lines}</tbody></table>'


def body(
    headers: Sequence[str] = HEADERS,
    rows: Iterable[Sequence[str]] = (CELLS,),
    changes: Iterable[Sequence[str]] = (CHANGE,),
    text: Callable[[str], object] = str,
) -> str:
    html = table("constituents", headers, *rows) + table("changes", *CHANGE_HEADERS, *changes)
    return json.dumps({"parse": {"title": "List of S&P 500 companies", "revid": 7, "text": text(html)}})


def an_envelope(page: str) -> Envelope:
    outcome = Outcome(Status.OK, 200, len(page), 0.1, 1)
    day = date(2026, 5, 9)
    return Envelope("wikipedia", "page", day, day, day, {}, {}, outcome, datetime.now(UTC), page)


def rows_of(page: str) -> dict[str, Columns]:
    (source,) = (source for source in SOURCES if source.name == "wikipedia")
    return {table.name: columns for table, columns in source.rows(an_envelope(page))}


def test_cells_come_stripped_and_without_footnotes() -> None:
    found = rows_of(body())
    assert found["wikipedia_members"]["cik"] == ["0000066740"]
    assert found["wikipedia_members"]["observed_on"] == [date(2026, 5, 9)]
    assert found["wikipedia_changes"]["reason"] == ["Acquired."]
    assert found["wikipedia_changes"]["row_number"] == [1]


def test_a_blank_cell_is_null() -> None:
    found = rows_of(
        body(rows=([*CELLS[:6], "", ""],), changes=(["May 9, 2026", "NEW", "New Co", "", "", ""],))
    )
    assert found["wikipedia_members"]["cik"] == [None]
    assert found["wikipedia_changes"]["removed_ticker"] == [None]


def test_the_older_shape_of_the_answer_is_read_too() -> None:
    assert len(read_page(body(text=lambda html: {"*": html})).members) == 1


@pytest.mark.parametrize(
    ("old", "new"), [("Security", "Company"), ("Date added", "Date first added"), ("Symbol", "Ticker symbol")]
)
def test_a_renamed_column_is_recognised(old: str, new: str) -> None:
    headers = [new if name == old else name for name in HEADERS]
    assert read_page(body(headers)).members == read_page(body()).members


def test_a_lost_column_is_named() -> None:
    with pytest.raises(BadRecord, match=r"missing or unknown are \['security'\]"):
        read_page(body(HEADERS[:1] + HEADERS[2:], (CELLS[:1] + CELLS[2:],)))


def test_an_additional_column_is_named() -> None:
    with pytest.raises(BadRecord, match="SEC filings"):
        read_page(body([*HEADERS, "SEC filings"], ([*CELLS, "reports"],)))


def test_a_broken_header_row_is_refused() -> None:
    with pytest.raises(BadRecord, match="headers are"):
        read_page(body([""] * 17, (CELLS,)))


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(BadRecord, match="row 2 of the members has 7 cells, not 8"):
        read_page(body(rows=(CELLS, CELLS[1:])))


def test_a_page_without_the_table_is_refused() -> None:
    with pytest.raises(BadRecord, match="no table with the id 'constituents'"):
        read_page(body().replace("constituents", "components"))
