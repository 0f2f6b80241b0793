"""MediaWiki `/w/api.php?action=parse` of "List of S&P 500 companies", with both of its tables."""

from datetime import date
from html import escape

from infra.local.simulator import world
from infra.local.simulator.companies import Company, companies, members
from infra.local.simulator.wire.exchange import Answer, Request, json_answer
from infra.local.simulator.wire.wikimedia import GENERIC_AGENT

_TITLE = "List of S&P 500 companies"
_FIRST_REVISION = 1_200_000_000
_FIRST_CIK = 9_000_000
_MEMBER_HEADERS = (
    "Symbol",
    "Security",
    "GICS Sector",
    "GICS Sub-Industry",
    "Headquarters Location",
    "Date added",
    "CIK",
    "Founded",
)


def api(request: Request) -> Answer:
    """The parsed page as of the request's clock; an API error has status 200."""
    query = request.query
    if request.has_generic_agent():
        return GENERIC_AGENT
    if query.get("action") != "parse":
        return _error("badvalue", f'Unrecognized value for parameter "action": {query.get("action", "")}.')
    if query.get("page", "").replace("_", " ") != _TITLE:
        return _error("missingtitle", "The page you specified doesn't exist.")
    html = _page(request.today)
    parse: dict[str, object] = {"title": _TITLE, "pageid": 2676045}
    asked = query.get("prop", "text|revid").split("|")
    if "revid" in asked:
        parse["revid"] = _revision(request.today)
    if "text" in asked:
        parse["text"] = html if query.get("formatversion") == "2" else {"*": html}
    return json_answer({"parse": parse})


def _error(code: str, info: str) -> Answer:
    help_text = "See https://en.wikipedia.org/w/api.php for API usage."
    return json_answer({"error": {"code": code, "info": info, "docref": help_text}})


def _revision(today: date) -> int:
    """The number of the page's newest edit: it changes only when the page does."""
    edits = [change.day for change in world.MEMBERSHIP_CHANGES] + [
        world.RENAME.day,
        world.RECLASSIFICATION.day,
    ]
    return _FIRST_REVISION + max((day.toordinal() for day in edits if day <= today), default=0)


def _page(today: date) -> str:
    return (
        '<div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr">'
        '<style data-mw-deduplicate="TemplateStyles:r1">.mw-parser-output .navbox{width:100%}</style>\n'
        '<h2 id="S&amp;P_500_component_stocks">S&amp;P 500 component stocks</h2>\n'
        f"{_members_table(today)}\n"
        '<h2 id="Selected_changes">Selected changes to the list of S&amp;P 500 components</h2>\n'
        f"{_changes_table(today)}\n"
        '<table class="nowraplinks navbox-inner"><tbody><tr><th>Stock indices</th></tr></tbody></table></div>'
    )


def _members_table(today: date) -> str:
    header = "".join(f"<th>{name}\n</th>" for name in _MEMBER_HEADERS)
    rows = "".join(_member_row(company, today) for company in members(today))
    return (
        '<table class="wikitable sortable mw-collapsible sticky-header" id="constituents">\n'
        f"<tbody><tr>\n{header}</tr>\n{rows}</tbody></table>"
    )


def _member_row(company: Company, today: date) -> str:
    ticker = escape(company.ticker_on(today))
    link = f'<a rel="nofollow" class="external text" href="https://exchange.invalid/{ticker}">{ticker}</a>\n'
    name = escape(company.name_on(today))
    title = f'<a href="/wiki/{name.replace(" ", "_")}" title="{name}">{name}</a>'
    others = (*company.classification_on(today), company.headquarters, str(company.added), _cik(company))
    cells = (link, title, *(escape(text) for text in others), escape(company.founded) + "\n")
    return "<tr>\n" + "".join(f"<td>{cell}</td>\n" for cell in cells) + "</tr>\n"


def _cik(company: Company) -> str:
    return f"{_FIRST_CIK + companies().index(company):010d}"


def _changes_table(today: date) -> str:
    changes = sorted(
        (c for c in world.MEMBERSHIP_CHANGES if c.day <= today), key=lambda c: c.day, reverse=True
    )
    return (
        '<table class="wikitable sortable" id="changes">\n<tbody><tr>\n'
        '<th rowspan="2">Effective Date\n</th><th colspan="2">Added\n</th><th colspan="2">Removed\n</th>'
        '<th rowspan="2">Reason\n</th></tr>\n'
        "<tr><th>Ticker\n</th><th>Security\n</th><th>Ticker\n</th><th>Security\n</th></tr>\n"
        + "".join(_change_row(change, number) for number, change in enumerate(changes, 1))
        + "</tbody></table>"
    )


def _change_row(change: world.MembershipChange, number: int) -> str:
    note = f'<sup id="cite_ref-{number}" class="reference"><a href="#cite_note-{number}">[{number}]</a></sup>'
    names = {company.ticker: company.name for company in companies()}
    texts = (
        f"{change.day:%B} {change.day.day}, {change.day.year}",
        change.added,
        names.get(change.added, ""),
        change.removed,
        names.get(change.removed, ""),
    )
    cells = "".join(f"<td>{escape(text)}\n</td>" for text in texts)
    return f"<tr>\n{cells}<td>{escape(change.reason)}{note}\n</td></tr>\n"
