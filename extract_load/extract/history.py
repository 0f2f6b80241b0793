"""Ask for a page as it was at the end of each month: each month once, from the newest back to the oldest.

A list is judged beside its neighbours, the accepted one next later and whichever is next earlier. So that
what is accepted does not depend on what landed when, a month waits for the later ones: one that fails leaves
all before it for the next run. A refused list gives way to the next older one of its month; after some the
month is closed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract_load.envelope import Envelope, Status
from extract_load.extract.client import Client, failure
from extract_load.extract.documents import newest
from extract_load.extract.parts import SUFFIX, key_of, read_part, write_part
from extract_load.extract.plan import Asked
from extract_load.extract.report import SourceReport
from extract_load.extract.state import Landed, State, as_it_lies_there, read_own_state, write_state
from extract_load.landing import Landing
from extract_load.source import Request, Window
from extract_load.sources.wikipedia import Member, Wikipedia, read_page
from extract_load.sources.wikipedia_revisions import (
    Revision,
    WikipediaRevisions,
    continuation,
    members_of,
    month_before,
    months_until,
    name_of,
    observed_on,
    revisions_in,
)
from extract_load.values import from_json

_MONTHS_A_PART = 12
_GIVES_WAY = 5
"""How many older lists of a month are tried after its newest."""


class _Unanswered(Exception):
    """A request that failed; the month, and all before it, must wait."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(envelope.outcome.message)
        self.envelope = envelope


@dataclass(frozen=True)
class _Read:
    """A revision's answer, and its members; None where they cannot be read, or it is not there any more."""

    envelope: Envelope
    members: Sequence[Member] | None


def ask_history(
    landing: Landing,
    source: WikipediaRevisions,
    asked: Asked,
    client: Client,
    report: SourceReport,
    advance: Callable[[int], object],
) -> None:
    """Land every month that is not closed yet, from the newest back to the oldest, and note which are now.

    Args:
        landing: where to.
        source: whose revisions.
        asked: the run's window and today.
        client: of this source.
        report: counts every answer.
        advance: is told how many months are done.
    """
    own = as_it_lies_there(landing, source.name, read_own_state(landing, source.name, asked.today))
    known = {name: landed for name, landed in own.subjects.items() if landed.covered}
    every, objects = months_until(asked.full.start, asked.today), set(own.objects)
    past = _Past(landing, source, client, every, known, asked.today)
    for part in _parts([month for month in every if name_of(month) not in known]):
        envelopes = [envelope for month in part for envelope in past.close(month)]
        key = key_of(source.name, asked.today, Window(part[-1].start, part[0].end), "part-0000")
        report.add(envelopes, write_part(landing, key, envelopes, source.stable))
        advance(len(part))
        objects.add(key)
        subjects = {**known, **{name_of(month): Landed((month,)) for month in past.closed}}
        state = State(subjects, objects=frozenset(objects), summary=report.summary())
        write_state(landing, source.name, asked.today, state)


def _parts(months: Sequence[Window]) -> Iterator[Sequence[Window]]:
    for first in range(0, len(months), _MONTHS_A_PART):
        yield months[first : first + _MONTHS_A_PART]


class _Past:
    """What is known of the page's months in one run; `closed` are those that it has closed."""

    def __init__(
        self,
        landing: Landing,
        source: WikipediaRevisions,
        client: Client,
        every: Sequence[Window],
        known: Mapping[str, Landed],
        today: date,
    ) -> None:
        self.closed: list[Window] = []
        self._landing, self._source, self._client = landing, source, client
        self._every, self._known, self._today = every, known, today
        self._revisions: dict[str, list[Revision]] = {}
        self._listing: Envelope | None = None
        self._read: dict[int, _Read] = {}
        self._landed: dict[str, list[_Read]] = {}
        self._accepted: dict[str, _Read] = {}
        self._waits_for = ""

    def close(self, month: Window) -> Iterator[Envelope]:
        """All answers about a month, the last of which decides; a failure if it must wait."""
        if self._waits_for:
            yield self._failure(month, f"not asked: waits for {self._waits_for}, which failed")
            return
        try:
            yield from self._answers(month)
        except _Unanswered as unanswered:
            self._waits_for = name_of(month)
            yield self._failure(month, unanswered.envelope.outcome.message)
        else:
            self.closed.append(month)
            for revision in self._revisions.get(name_of(month), ()):
                self._read.pop(revision.number, None)

    def _answers(self, month: Window) -> Iterator[Envelope]:
        listing = self._list()
        revisions = self._revisions.get(name_of(month), [])
        if not revisions:
            yield _empty(listing, month)
            return
        later, earlier = self._later(month), self._earlier(month)
        for revision in revisions[: 1 + _GIVES_WAY]:
            read = self._reading(month, revision)
            reason = self._source.judge(read.envelope, read.members, later, earlier)
            if not reason:
                self._accepted = {name_of(month): read}  # those after it are asked about no more
                yield read.envelope
                return
            refused = replace(read.envelope.outcome, status=Status.REFUSED, message=reason)
            yield replace(read.envelope, outcome=refused)

    def _list(self) -> Envelope:
        """Ask once for the revisions of all months that are open, and of the one before them."""
        if self._listing is None:
            open_months = [month for month in self._every if name_of(month) not in self._known]
            window = Window(month_before(open_months[-1]).start, open_months[0].end)
            envelope = self._note(self._ask(self._source.listing(window)))
            while goes_on := continuation(envelope):
                envelope = self._note(self._ask(self._source.listing(window, goes_on)))
            self._listing = envelope
        return self._listing

    def _note(self, listing: Envelope) -> Envelope:
        for revision in revisions_in(from_json(listing.body or "")):
            self._revisions.setdefault(f"{revision.made_at:%Y-%m}", []).append(revision)
        return listing

    def _later(self, month: Window) -> tuple[Sequence[Member], date] | None:
        """The accepted list next later and its day: a later month's, else the page's of today."""
        for later in reversed(self._every[: self._every.index(month)]):
            found = self._accepted.get(name_of(later)) or _accepted_of(self._landed_of(later))
            if found and found.members:
                return found.members, observed_on(found.envelope)
        page = newest(self._landing, Wikipedia.name, Status.OK, self._today)
        return (read_page(page.body or "").members, page.today) if page else None

    def _earlier(self, month: Window) -> Sequence[Member] | None:
        """The list next earlier that can be read, whatever became of it or will."""
        older = [*self._every[self._every.index(month) + 1 :], month_before(self._every[-1])]
        for earlier in older:
            for read in self._lists(earlier):
                if read.members:
                    return read.members
        return None

    def _lists(self, month: Window) -> Iterator[_Read]:
        """A month's lists, its newest first: as they landed if it is closed, else as they are answered."""
        if name_of(month) in self._known:
            yield from self._landed_of(month)
            return
        for revision in self._revisions.get(name_of(month), [])[: 1 + _GIVES_WAY]:
            yield self._reading(month, revision)

    def _landed_of(self, month: Window) -> list[_Read]:
        """What an earlier run has landed of a month that it closed."""
        name = name_of(month)
        if name in self._known and name not in self._landed:
            found = _landed(self._landing, self._source.name, month)
            self._landed[name] = [_Read(envelope, members_of(envelope)) for envelope in found]
        return self._landed.get(name, [])

    def _reading(self, month: Window, revision: Revision) -> _Read:
        if revision.number not in self._read:
            envelope = self._ask(self._source.reading(month, revision))
            self._read[revision.number] = _Read(envelope, members_of(envelope))
        return self._read[revision.number]

    def _ask(self, request: Request) -> Envelope:
        envelope = next(self._client.ask([request]))
        if envelope.outcome.status is Status.FAILED:
            raise _Unanswered(envelope)
        return envelope

    def _failure(self, month: Window, message: str) -> Envelope:
        return failure(self._source, name_of(month), month, self._today, message)


def _empty(listing: Envelope, month: Window) -> Envelope:
    """The answer for a month without an edit: the list before it still holds."""
    outcome = replace(listing.outcome, status=Status.EMPTY, message="the page was not edited in this month")
    return replace(listing, subject=name_of(month), start=month.start, end=month.end, outcome=outcome)


def _accepted_of(lists: Sequence[_Read]) -> _Read | None:
    return next((read for read in lists if read.envelope.outcome.status is Status.OK), None)


def _landed(landing: Landing, source: str, month: Window) -> list[Envelope]:
    """A month's answers among what has landed; a run that failed of it has left none with a body."""
    keys = [stored.key for stored in landing.list(f"{source}/date=") if stored.key.endswith(SUFFIX)]
    spans = {key: key.split("/")[2].partition("_") for key in keys}
    holding = [key for key, (first, _, last) in spans.items() if first <= str(month.start) <= last]
    found = (envelope for key in holding for envelope in read_part(landing, key))
    return [envelope for envelope in found if envelope.subject == name_of(month) and envelope.body]
