"""Whose prices are asked for: every ticker that was a member at any time in a window, the dead included.

Read from what has landed, so that prices can be extracted by themselves. The file of spells says it up to its
newest date; after that the member list and its table of changes do.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from extract_load.envelope import Envelope, Status
from extract_load.extract.documents import newest
from extract_load.extract.members_gate import ticker_of
from extract_load.extract.spells_gate import Spell
from extract_load.landing import Landing
from extract_load.source import Window
from extract_load.sources.membership_spells import MembershipSpells, spells
from extract_load.sources.wikipedia import Wikipedia, read_page


class NoMembersError(Exception):
    """Neither a member list nor spells have been landed; the message says what to do."""


def tickers_in(landing: Landing, window: Window, today: date) -> list[str]:
    """The members' tickers as S&P writes them, in order.

    Raises:
        NoMembersError: nothing says who is a member.
    """
    file = newest(landing, MembershipSpells.name, Status.OK, today)
    page = newest(landing, Wikipedia.name, Status.OK, today)
    if file is None and page is None:
        raise NoMembersError(
            "who is a member is not known: neither a member list nor the spells have been landed; "
            "run `python -m extract_load extract --source wikipedia --source membership_spells` first"
        )
    known = spells((file and file.body) or "") if file else []
    found = {spell.ticker for spell in known if _overlaps(spell, window)}
    if page:
        found |= set(_on_page(page, window, after=_newest_date(known)))
    return sorted(found)


def _overlaps(spell: Spell, window: Window) -> bool:
    starts_in_time = isinstance(spell.start, date) and spell.start <= window.end
    return starts_in_time and (not isinstance(spell.end, date) or spell.end > window.start)


def _newest_date(known: Iterable[Spell]) -> date:
    dates = [day for spell in known for day in (spell.start, spell.end) if isinstance(day, date)]
    return max(dates, default=date.min)


def _on_page(envelope: Envelope, window: Window, after: date) -> Iterator[str]:
    """Members by the page: by a change after the spells, and on its own day if the window reaches it."""
    page = read_page(envelope.body or "")
    if window.end >= envelope.today - timedelta(days=1) or after == date.min:
        yield from (ticker_of(member["symbol"]) for member in page.members)
    for change in page.changes:
        day = _date_of(change["effective_date"])
        if day and day > after:
            if change["added_ticker"] and day <= window.end:
                yield ticker_of(change["added_ticker"])
            if change["removed_ticker"] and day > window.start:
                yield ticker_of(change["removed_ticker"])


def _date_of(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%B %d, %Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None
