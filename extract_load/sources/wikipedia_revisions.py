"""Earlier revisions of Wikipedia's "List of S&P 500 companies": who was called what, and classified how.

The subject is a month, the answer the page as it stood at its end. `action=query&prop=revisions` names the
page's revisions, `action=parse&oldid=` reads one. Revisions give names and classes, never membership: today's
page and the file of spells decide that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from extract_load.envelope import Envelope, Status
from extract_load.extract import members_gate
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.sources.wikipedia import MEMBERS, RULES, Member, columns_of, page_html, read_members
from extract_load.taxonomy import OK, Action, Rule, Verdict
from extract_load.values import from_json

REVISION_MEMBERS = Table("wikipedia_revision_members", MEMBERS.columns)
LISTING = "revisions"
"""The subject of a request that lists revisions."""

_DAY = timedelta(days=1)
_GONE = Verdict(Action.GIVE_UP, Status.NOT_FOUND, "MediaWiki no longer shows this revision: {body}")
_RULES = (
    Rule(_GONE, statuses=(200,), body=r'^\s*\{"error":\s*\{"code":\s*"(nosuchrevid|permissiondenied)"'),
    *RULES,
)


@dataclass(frozen=True)
class Revision:
    """An edit of the page, and when it was made (UTC)."""

    number: int
    made_at: datetime


@dataclass(frozen=True)
class WikipediaRevisions(Api):
    """One page's past; `extract.history` says in which order it is asked."""

    provider: Provider
    page: str
    subjects: tuple[str, ...] = ()
    name: str = "wikipedia_revisions"
    tables: tuple[Table, ...] = (REVISION_MEMBERS,)
    rules: tuple[Rule, ...] = _RULES

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:  # noqa: ARG002
        """One request that lists the window's revisions; they are read one after the other."""
        yield self.listing(window)

    def listing(self, window: Window, goes_on: str = "") -> Request:
        """Which revisions a window has, from its end back to its start; `goes_on` is the answer's before."""
        params = {
            "action": "query",
            "prop": "revisions",
            "titles": self.page,
            "rvprop": "ids|timestamp",
            "rvlimit": "max",
            "rvstart": f"{datetime.combine(window.end, time.max, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "rvend": f"{datetime.combine(window.start, time.min, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "rvdir": "older",
            "format": "json",
            "formatversion": "2",
            **({"rvcontinue": goes_on} if goes_on else {}),
        }
        return Request(LISTING, window, "/w/api.php", params)

    def reading(self, month: Window, revision: Revision) -> Request:
        """The page as it was in a revision."""
        params = {
            "action": "parse",
            "oldid": str(revision.number),
            "prop": "text|revid",
            "format": "json",
            "formatversion": "2",
        }
        context = {"revision": revision.number, "revised_at": revision.made_at.isoformat()}
        return Request(name_of(month), month, "/w/api.php", params, context)

    def inspect(self, request: Request, body: str) -> Verdict:
        """A list of revisions, or a page with members, which is for `judge`; one without will stay so."""
        document = from_json(body)
        if request.subject == LISTING:
            revisions_in(document)
            return OK
        page_html(document)
        try:
            _members_in(body)
        except BadRecord as error:
            return Verdict(Action.TAKE, Status.REFUSED, str(error))
        return OK

    def judge(
        self,
        envelope: Envelope,
        members: Sequence[Member] | None,
        later: tuple[Sequence[Member], date] | None,
        earlier: Sequence[Member] | None,
    ) -> str:
        """Why a month's list must not be used; empty to accept it.

        Args:
            envelope: with the page.
            members: what `members_of` found in it.
            later: the accepted list next later and its day; if there is none, only faults count.
            earlier: the list next earlier, whatever became of it; None if there is none.
        """
        if members is None:
            return envelope.outcome.message
        day = observed_on(envelope)
        reasons = [members_gate.faults(members, day)]
        if later:
            reasons.append(members_gate.relapses(members, later[0], earlier, (later[1] - day).days))
        return "; ".join(reason for reason in reasons if reason)

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per member; a list of revisions has none."""
        if envelope.subject == LISTING:
            return
        members = _members_in(envelope.body or "")
        revision = envelope.context["revision"]
        yield REVISION_MEMBERS, columns_of(REVISION_MEMBERS, revision, members, observed_on(envelope))


def observed_on(envelope: Envelope) -> date:
    """The UTC day on which the revision was made."""
    return datetime.fromisoformat(envelope.context["revised_at"]).astimezone(UTC).date()


def members_of(envelope: Envelope) -> Sequence[Member] | None:
    """The members on a list, whatever became of it; None where there is none that can be read."""
    try:
        return _members_in(envelope.body or "")
    except BadRecord:
        return None


@lru_cache(maxsize=1)
def _members_in(body: str) -> Sequence[Member]:
    """As `read_members`; a page is long to read, and each is asked about several times in a row."""
    return read_members(body)


def revisions_in(document: Any) -> list[Revision]:  # noqa: ANN401 - JSON
    """The revisions in an answer of `prop=revisions`, in its order.

    Raises:
        BadRecord: it is no such answer.
    """
    try:
        (page,) = document["query"]["pages"]
        return [
            Revision(int(entry["revid"]), datetime.fromisoformat(entry["timestamp"]))
            for entry in page.get("revisions", ())
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRecord(f"not a list of revisions ({type(error).__name__}: {error})") from None


def continuation(envelope: Envelope) -> str:
    """What to ask with for the rest of a list of revisions; empty if that was all."""
    document = from_json(envelope.body or "")
    return str((document.get("continue") or {}).get("rvcontinue", ""))


def month_before(month: Window) -> Window:
    """The calendar month before a month."""
    end = month.start - _DAY
    return Window(end.replace(day=1), end)


def months_until(first: date, today: date) -> list[Window]:
    """Every month that has ended by `today`, from the one before `first` on, the newest first."""
    month = month_before(Window(today.replace(day=1), today))
    found = []
    while month.end >= first.replace(day=1) - _DAY:
        found.append(month)
        month = month_before(month)
    return found


def name_of(month: Window) -> str:
    """A month as a subject, such as `2018-09`."""
    return f"{month.start:%Y-%m}"
