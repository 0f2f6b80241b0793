"""Wikipedia's "List of S&P 500 companies" by MediaWiki's `action=parse`: today's members and past changes.

Anybody can edit it, so a list is judged against the last accepted one before it is used (`members_gate`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from extract_load.envelope import Envelope
from extract_load.extract import members_gate
from extract_load.source import Api, BadRecord, Columns, Provider, Refusal, Request, Table, Window
from extract_load.taxonomy import OK, Rule, Verdict, give_up, retry
from extract_load.values import from_json

MEMBERS = Table(
    "wikipedia_members",
    {
        "revision": "bigint",
        "observed_on": "date",
        "symbol": "text",
        "security": "text",
        "gics_sector": "text",
        "gics_sub_industry": "text",
        "headquarters_location": "text",
        "date_added": "text",
        "cik": "text",
        "founded": "text",
    },
)
CHANGES = Table(
    "wikipedia_changes",
    {
        "revision": "bigint",
        "observed_on": "date",
        "row_number": "bigint",
        "effective_date": "text",
        "added_ticker": "text",
        "added_security": "text",
        "removed_ticker": "text",
        "removed_security": "text",
        "reason": "text",
    },
)

_MEMBER_HEADERS = {
    "Symbol": "symbol",
    "Ticker symbol": "symbol",
    "Ticker": "symbol",
    "Security": "security",
    "Company": "security",
    "GICS Sector": "gics_sector",
    "GICS Sub-Industry": "gics_sub_industry",
    "GICS Sub Industry": "gics_sub_industry",
    "Headquarters Location": "headquarters_location",
    "Headquarters": "headquarters_location",
    "Address of Headquarters": "headquarters_location",
    "Location": "headquarters_location",
    "Date added": "date_added",
    "Date first added": "date_added",
    "CIK": "cik",
    "Founded": "founded",
}
"""Every name that a column has had, and ours."""

_IGNORED_HEADERS = {"SEC filings"}
_ALWAYS_THERE = {"symbol", "security", "gics_sector"}
"""What a table must have to be the members': for years it had no id."""

_CHANGE_HEADERS = (
    ["effective date", "added", "removed", "reason", "ticker", "security", "ticker", "security"],
    ["date", "added", "removed", "reason", "ticker", "security", "ticker", "security"],
)
_MOST_TAGS = 300_000
"""Several times what the page has: each of them takes memory many times its length."""

_CHANGE_CELLS = (
    "effective_date",
    "added_ticker",
    "added_security",
    "removed_ticker",
    "removed_security",
    "reason",
)
RULES = (
    Rule(
        retry("MediaWiki cannot answer now: {body}"),
        statuses=(200,),
        body=r'^\s*\{"error":\s*\{"code":\s*"(ratelimited|readonly|maxlag|internal_api_error)',
    ),
    Rule(give_up("MediaWiki: {body}"), statuses=(200,), body=r'^\s*\{"error":'),
)


Member = Mapping[str, str | None]
"""A row of the member table, cell by cell as on the page, by our names of its columns."""


@dataclass(frozen=True)
class Page:
    """Both tables of one revision, cell by cell as on the page."""

    revision: int | None
    members: Sequence[dict[str, str]]
    changes: Sequence[dict[str, str]]


@dataclass(frozen=True)
class Wikipedia(Api):
    """The page, by its title."""

    provider: Provider
    subjects: tuple[str, ...]
    is_document: bool = True
    name: str = "wikipedia"
    tables: tuple[Table, ...] = (MEMBERS, CHANGES)
    rules: tuple[Rule, ...] = RULES

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:  # noqa: ARG002
        """One request per page."""
        for page in subjects:
            params = {
                "action": "parse",
                "page": page,
                "prop": "text|revid",
                "format": "json",
                "formatversion": "2",
            }
            yield Request(page, window, "/w/api.php", params)

    def inspect(self, request: Request, body: str) -> Verdict:  # noqa: ARG002
        """A parsed page; what it says is for `refusal` to judge."""
        page_html(from_json(body))
        return OK

    def refusal(self, envelope: Envelope, accepted: Envelope | None) -> Refusal | None:
        """Why this list must not replace the last accepted one; what no later step can use is never taken."""
        try:
            members = read_page(envelope.body or "").members
        except BadRecord as error:
            return Refusal(str(error), may_be_overruled=False)
        faults = members_gate.faults(members, envelope.today)
        known = read_page(accepted.body or "").members if accepted else ()
        days = (envelope.today - accepted.today).days if accepted else 0
        reasons = [reason for reason in (faults, members_gate.doubts(members, known, days)) if reason]
        return Refusal("; ".join(reasons), may_be_overruled=not faults) if reasons else None

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per member, and one per change."""
        page = read_page(envelope.body or "")
        yield MEMBERS, columns_of(MEMBERS, page.revision, page.members, envelope.today)
        yield CHANGES, columns_of(CHANGES, page.revision, page.changes, envelope.today)


def read_page(body: str) -> Page:
    """Read both tables.

    Raises:
        BadRecord: a table is missing, or its headers or rows are not as they should be.
    """
    document = from_json(body)
    page = _parsed(document)
    members = _members(_table(page, "constituents"))
    missing = sorted(set(MEMBERS.columns) - {"revision", "observed_on"} - set(members[0]))
    if missing:
        raise BadRecord(f"the member table lacks {missing}")
    return Page(document["parse"].get("revid"), members, _changes(page))


def read_members(body: str) -> list[Member]:
    """Read the members of a page as it was at some time; a cell of a column that it did not have is None.

    Raises:
        BadRecord: no table has members, or its headers or rows are not as they should be.
    """
    for table in _parsed(from_json(body)).iter("table"):
        head = next(table.iter("tr"), None)
        if head is not None and {_MEMBER_HEADERS.get(name) for name in _texts(head)} >= _ALWAYS_THERE:
            lacking = dict.fromkeys(_MEMBER_HEADERS.values())
            return [{**lacking, **member} for member in _members(table)]
    raise BadRecord(f"the page has no table with the columns {sorted(_ALWAYS_THERE)}")


def _parsed(document: Any) -> HtmlElement:  # noqa: ANN401 - JSON
    """The page without footnotes' marks and styles, which stand within cells."""
    parser = HTMLParser(encoding="utf-8")
    try:
        page = document_fromstring(page_html(document).encode(errors="replace"), parser=parser)
    except ParserError as error:
        raise BadRecord(f"the page cannot be read: {error}") from None
    if fatal := list(parser.error_log.filter_from_fatals()):  # what follows it is missing
        raise BadRecord(f"the page cannot be read to its end: {fatal[0].message}")
    for aside in list(page.iter("style", "sup")):
        if aside.tag == "style" or "reference" in aside.classes:
            aside.drop_tree()
    return page


def page_html(document: Any) -> str:  # noqa: ANN401 - JSON
    """The page in an answer of `action=parse`.

    Raises:
        BadRecord: it holds none.
    """
    try:
        text = document["parse"]["text"]
    except (KeyError, TypeError):
        raise BadRecord("not a parsed page") from None
    html = text.get("*") if isinstance(text, dict) else text
    if not isinstance(html, str):
        raise BadRecord("a parsed page without its text")
    if html.count("<") > _MOST_TAGS:
        raise BadRecord(f"a page of more than {_MOST_TAGS:,} tags")
    return html


def _members(table: HtmlElement) -> list[dict[str, str]]:
    header, *lines = _cells(table)
    columns = [_MEMBER_HEADERS.get(name, name) for name in header]
    known = [column for column in columns if column not in _IGNORED_HEADERS]
    unexpected = sorted(set(known) - set(_MEMBER_HEADERS.values()))
    if unexpected or len(columns) != len(set(columns)):
        raise BadRecord(f"the member table's headers are {header}: twice or unknown are {unexpected}")
    for number, line in enumerate(lines, 1):
        if len(line) != len(columns):
            raise BadRecord(f"row {number} of the members has {len(line)} cells, not {len(columns)}")
    return [dict(zip(columns, line, strict=True)) for line in lines]


def _changes(page: HtmlElement) -> list[dict[str, str]]:
    first, second, *lines = _cells(_table(page, "changes"))
    if [name.lower() for name in first + second] not in _CHANGE_HEADERS:
        raise BadRecord(f"the table of changes has the headers {first} and {second}")
    for number, line in enumerate(lines, 1):
        if len(line) != len(_CHANGE_CELLS):
            raise BadRecord(f"row {number} of the changes has {len(line)} cells, not {len(_CHANGE_CELLS)}")
    return [dict(zip(_CHANGE_CELLS, line, strict=True)) for line in lines]


def _table(page: HtmlElement, name: str) -> HtmlElement:
    for table in page.iter("table"):
        if table.get("id") == name:
            return table
    raise BadRecord(f"the page has no table with the id {name!r}")


def _cells(table: HtmlElement) -> list[list[str]]:
    rows = [_texts(row) for row in table.iter("tr")]
    if len(rows) < 2:
        raise BadRecord(f"the table {table.get('id')!r} is empty")
    return rows


def _texts(row: HtmlElement) -> list[str]:
    return [str(cell.text_content()).strip() for cell in row.iter("th", "td")]


def columns_of(
    table: Table, revision: int | None, lines: Sequence[Mapping[str, str | None]], observed_on: date
) -> Columns:
    """A raw table's columns from the rows of a revision's table; a blank cell is null."""
    constant: dict[str, Any] = {"revision": revision, "observed_on": observed_on}
    columns: dict[str, list[Any]] = {name: [value] * len(lines) for name, value in constant.items()}
    for name in table.columns:
        if name == "row_number":
            columns[name] = list(range(1, len(lines) + 1))
        elif name not in constant:
            columns[name] = [line[name] or None for line in lines]
    return columns
