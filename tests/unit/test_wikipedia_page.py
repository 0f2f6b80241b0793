"""What the page has looked like, read or refused."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime

import pytest

from extract_load.catalog import SOURCES
from extract_load.envelope import Envelope, Outcome, Status
from extract_load.source import BadRecord, Columns
from extract_load.sources.wikipedia import read_members, read_page

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
    with pytest.raises(BadRecord, match=r"the member table lacks \['security'\]"):
        read_page(body(HEADERS[:1] + HEADERS[2:], (CELLS[:1] + CELLS[2:],)))


def test_an_additional_column_is_named() -> None:
    with pytest.raises(BadRecord, match="Weight"):
        read_page(body([*HEADERS, "Weight"], ([*CELLS, "0.5"],)))


def test_a_column_under_two_of_its_names_is_refused() -> None:
    with pytest.raises(BadRecord, match=r"headers are \['Symbol', 'Security', .*'Company'\]"):
        read_page(body([*HEADERS, "Company"], ([*CELLS, "3M"],)))


def test_a_broken_header_row_is_refused() -> None:
    with pytest.raises(BadRecord, match="headers are"):
        read_page(body([""] * 17, (CELLS,)))


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(BadRecord, match="row 2 of the members has 7 cells, not 8"):
        read_page(body(rows=(CELLS, CELLS[1:])))


def test_a_page_without_the_table_is_refused() -> None:
    with pytest.raises(BadRecord, match="no table with the id 'constituents'"):
        read_page(body().replace("constituents", "components"))


OLDEST = [
    "Ticker symbol",
    "Security",
    "SEC filings",
    "GICS Sector",
    "GICS Sub Industry",
    "Address of Headquarters",
    "Date first added",
]
OLDEST_CELLS = ["MMM", "3M", "reports", *CELLS[2:6]]


def test_of_a_page_of_the_past_the_table_with_the_members_is_read_whatever_it_is_called() -> None:
    page = body(OLDEST, (OLDEST_CELLS,)).replace(' id="constituents"', "").replace(' id="changes"', "")
    (member,) = read_members(page)
    assert member["symbol"] == "MMM"
    assert member["gics_sub_industry"] == "Industrial Conglomerates"
    assert member["headquarters_location"] == "St Paul"


def test_a_column_that_the_page_did_not_have_yet_is_unknown() -> None:
    (member,) = read_members(body(OLDEST, (OLDEST_CELLS,)))
    assert (member["cik"], member["founded"]) == (None, None)


def test_a_page_of_the_past_without_members_says_what_it_lacks() -> None:
    with pytest.raises(BadRecord, match="no table with the columns"):
        read_members(body(["A", "B"], (["1", "2"],)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (lambda _: "", "the page cannot be read: Document is empty"),
        (lambda html: "<i>" * 3000 + html, "the page cannot be read to its end: Excessive depth"),
        (lambda html: html.replace("constituents", "<i>" * 300_000), "a page of more than 300,000 tags"),
    ],
)
def test_a_page_that_cannot_be_read_whole_is_refused(text: Callable[[str], object], reason: str) -> None:
    with pytest.raises(BadRecord, match=reason):
        read_page(body(text=text))
