"""Ask the providers, judge what they answer, and land it: one source after the other, each by itself."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from tqdm import tqdm

from extract_load.config import ConfigError, Settings
from extract_load.envelope import Envelope, Status
from extract_load.extract.client import Client, failure
from extract_load.extract.documents import newest
from extract_load.extract.history import ask_history
from extract_load.extract.http import Deadline
from extract_load.extract.inbox import fingerprint, ignored, pending, wrap
from extract_load.extract.parts import Identity, answered, identity_of, key_of, write_part
from extract_load.extract.plan import Asked, asked_for, batches
from extract_load.extract.progress import Progress
from extract_load.extract.report import Report, SourceReport
from extract_load.extract.state import (
    State,
    earliest_start,
    note_run,
    note_start,
    read_own_state,
    read_state,
    write_state,
)
from extract_load.extract.tickers import NoMembersError, tickers_in
from extract_load.landing import Landing, open_landing
from extract_load.source import Api, Inbox, Refusal, Request, Source, Window
from extract_load.sources.wikipedia import Wikipedia
from extract_load.sources.wikipedia_revisions import WikipediaRevisions

_LINES_A_PART = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Run:
    settings: Settings
    landing: Landing
    asked: Asked
    deadline: Deadline
    continues: bool


def extract(
    settings: Settings,
    sources: Sequence[Source],
    start: date | None = None,
    end: date | None = None,
    budget: float | None = None,
    continues: bool = False,
) -> Report:
    """Bring the sources' data up to date in the landing zone.

    Args:
        settings: the environment.
        sources: what to ask, in this order; prices need the members' sources before them, now or earlier.
        start: first day; by default each subject goes on from what has been landed of it.
        end: last day, by default the day before the run's today.
        budget: seconds after which nothing more is asked; what is left fails and is asked by the next run.
        continues: whether to ask only for what no earlier run of the day, with the same days to ask for, has
            an answer to.

    Raises:
        ConfigError: the window is empty, a key is missing, or the landing zone cannot be used.
    """
    for source in sources:
        if isinstance(source, Api):
            source.headers(settings)
    landing = open_landing(settings.landing_url)
    asked = asked_for(start, end, earliest_start(landing), settings.today)
    note_start(landing, asked.full.start)
    run = _Run(settings, landing, asked, Deadline(budget), continues)
    return Report([_extract(run, source) for source in sources])


def _extract(run: _Run, source: Source) -> SourceReport:
    report = SourceReport(source.name)
    began = time.monotonic()
    try:
        if isinstance(source, Inbox):
            _take_files(run, source, report)
        elif isinstance(source, WikipediaRevisions):
            _ask_past(run, source, report)
        elif isinstance(source, Api):
            _ask(run, source, report)
    except ConfigError:
        raise
    except Exception as error:
        _log.exception("%s could not be extracted", source.name)
        report.fail(f"{type(error).__name__}: {error}")
    report.out_of_time = run.deadline.left() <= 0 and report.statuses[Status.FAILED] > 0
    note_run(run.landing, source.name, run.settings.today, report.summary())
    report.seconds = time.monotonic() - began
    return report


def _ask(run: _Run, source: Api, report: SourceReport) -> None:
    progress = Progress(run.landing, source, run.asked, report)
    subjects = [*source.subjects, *_tickers(run, source, progress)]
    work = batches(source, subjects, progress.earlier.subjects, run.asked)
    requests = {
        window: list(source.requests(some, window, run.settings.today)) for window, some in work.items()
    }
    total = sum(len(asked) for asked in requests.values())
    report.expected = report.statuses.total() + total
    if not total:
        report.note = f"nothing to ask (the provider begins on {source.first_day})"
        return
    with (
        Client(source, run.settings, run.deadline) as client,
        tqdm(total=total, desc=source.name, unit=" requests", disable=None, leave=False) as bar,
    ):
        for window, asked in requests.items():
            for number, part in enumerate(_parts(asked)):
                key = key_of(source.name, run.settings.today, window, f"part-{number:04}")
                before = _answered_before(run, part, key)
                left = [request for request in part if identity_of(request) not in before]
                bar.update(len(before))
                fresh = _judged(run, source, client.ask(left), bar.update, report)
                envelopes = [before.get(identity_of(request)) or next(fresh) for request in part]
                if left:
                    progress.land(envelopes, key)
                else:
                    report.add(envelopes, written=False)
                report.kept += len(before)


def _ask_past(run: _Run, source: WikipediaRevisions, report: SourceReport) -> None:
    with (
        Client(source, run.settings, run.deadline) as client,
        tqdm(desc=source.name, unit=" months", disable=None, leave=False) as bar,
    ):
        ask_history(run.landing, source, run.asked, client, report, bar.update)
    report.expected = report.statuses.total()
    if not report.expected:
        report.note = "every month that has ended was asked for before"


def _parts(requests: Iterable[Request]) -> Iterator[list[Request]]:
    left = iter(requests)
    while part := list(islice(left, _LINES_A_PART)):
        yield part


def _answered_before(run: _Run, part: Sequence[Request], key: str) -> Mapping[Identity, Envelope]:
    """What earlier runs of the day have landed of a part, if this one continues them."""
    if not run.continues:
        return {}
    landed = answered(run.landing, key)
    return {asked: landed[asked] for asked in map(identity_of, part) if asked in landed}


def _tickers(run: _Run, source: Api, progress: Progress) -> list[str]:
    if not source.asks_tickers:
        return []
    try:
        return tickers_in(run.landing, run.asked.full, run.settings.today)
    except NoMembersError as error:
        window = run.asked.full
        unknown = failure(source, "tickers", window, run.settings.today, str(error))
        progress.land([unknown], key_of(source.name, run.settings.today, window, "tickers"))
        return []


def _judged(
    run: _Run,
    source: Api,
    envelopes: Iterator[Envelope],
    advance: Callable[[], object],
    report: SourceReport,
) -> Iterator[Envelope]:
    """The envelopes, those refused that must not be used."""
    for envelope in envelopes:
        advance()
        yield _gated(run, source, envelope, report) if source.is_document else envelope


def _gated(run: _Run, source: Api, envelope: Envelope, report: SourceReport) -> Envelope:
    if envelope.outcome.status is not Status.OK:
        return envelope
    accepted = newest(run.landing, source.name, Status.OK, run.settings.today)
    refusal = _refusal(source, envelope, accepted)
    if not refusal:
        return envelope
    report.hint = f"the one of {accepted.today} stays in use" if accepted else "none is in use yet"
    if refusal.may_be_overruled:
        report.hint += f"; `python -m extract_load accept{_option(source)}` overrules"
    refused = replace(envelope.outcome, status=Status.REFUSED, message=refusal.reason)
    return replace(envelope, outcome=refused)


def _option(source: Api) -> str:
    return "" if source.name == Wikipedia.name else f" --source {source.name}"


def _refusal(source: Api, envelope: Envelope, accepted: Envelope | None) -> Refusal | None:
    """Why the document must not be used; also where it is so odd that judging it fails."""
    try:
        return source.refusal(envelope, accepted)
    except Exception as error:
        return Refusal(f"it cannot be judged: {type(error).__name__}: {error}"[:500], may_be_overruled=False)


def _take_files(run: _Run, source: Inbox, report: SourceReport) -> None:
    today = run.settings.today
    earlier = read_state(run.landing, source.name, today)
    found = list(pending(run.landing, source, earlier))
    envelopes = [wrap(source, stored, content, today) for stored, content in found]
    report.expected = len(envelopes)
    notes = ("" if envelopes else "no new file in the inbox", ignored(run.landing, source))
    report.note = "; ".join(note for note in notes if note)
    if not envelopes:
        return
    key = key_of(source.name, today, Window(today, today), "part-0000")
    report.add(envelopes, write_part(run.landing, key, envelopes, source.stable))
    hashes: Mapping[str, str] = {
        envelope.subject: fingerprint(content)
        for envelope, (_, content) in zip(envelopes, found, strict=True)
    }
    own = read_own_state(run.landing, source.name, today)
    write_state(
        run.landing, source.name, today, State(files={**own.files, **hashes}, summary=report.summary())
    )
