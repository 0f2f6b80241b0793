"""Land a source's answers part by part, and remember after each what has been landed."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date

from extract_load.envelope import Envelope, Status
from extract_load.extract.parts import write_part
from extract_load.extract.plan import Asked
from extract_load.extract.report import SourceReport
from extract_load.extract.state import (
    Landed,
    State,
    as_it_lies_there,
    read_own_state,
    read_state,
    write_state,
)
from extract_load.landing import Landing
from extract_load.source import Api, Window

_RESTATED = 0.01
_log = logging.getLogger(__name__)


class Progress:
    """One source's landing in one run; `earlier` is what days before the run's today have landed."""

    def __init__(self, landing: Landing, source: Api, asked: Asked, report: SourceReport) -> None:
        self.earlier = as_it_lies_there(landing, source.name, read_state(landing, source.name, asked.today))
        own = as_it_lies_there(landing, source.name, read_own_state(landing, source.name, asked.today))
        self._subjects, self._objects = dict(own.subjects), set(own.objects)
        self._landing = landing
        self._source = source
        self._asked = asked
        self._report = report

    def land(self, envelopes: Sequence[Envelope], key: str) -> None:
        """Land a part, then note what it covers."""
        self._report.add(envelopes, write_part(self._landing, key, envelopes, self._source.stable))
        for envelope in envelopes:
            if envelope.outcome.status is Status.OK:
                self._cover(envelope)
        if any(envelope.outcome.status is Status.OK for envelope in envelopes):
            self._objects.add(key)
        state = State(self._subjects, objects=frozenset(self._objects), summary=self._report.summary())
        write_state(self._landing, self._source.name, self._asked.today, state)

    def _cover(self, envelope: Envelope) -> None:
        subject, window = envelope.subject, Window(envelope.start, envelope.end)
        closes = self._source.closes(envelope)
        before = self.earlier.subjects.get(subject, Landed())
        if window.start > self._asked.full.start and _moved(before.closes, closes):
            _log.warning("%s has restated %s: the next run asks for all of it", self._source.name, subject)
            self._subjects[subject] = Landed((), closes)
        else:
            self._subjects[subject] = self._subjects.get(subject, Landed()).with_window(window, closes)


def _moved(before: Mapping[date, float], now: Mapping[date, float]) -> bool:
    """Whether a close as traded is another than it was: nothing that happens later may change it."""
    return any(
        abs(now[day] / before[day] - 1) > _RESTATED for day in before.keys() & now.keys() if before[day]
    )
