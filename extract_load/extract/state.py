"""What has been landed so far, per source and subject: which days, and the last closes.

`state/<source>/date=<today>.json` in the landing zone: a run reads the newest of an earlier day, so that a
second run on the same day asks the same again, lands under the same keys and finds nothing new.
`state/window.json`: the earliest START.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from extract_load.config import ConfigError
from extract_load.landing import Landing
from extract_load.source import Window

_WINDOW_KEY = "state/window.json"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Landed:
    """What has been landed of one subject.

    Args:
        covered: the windows that were answered with data, apart and in order.
        closes: the newest closes as traded, for those sources that have them.
    """

    covered: tuple[Window, ...] = ()
    closes: Mapping[date, float] = field(default_factory=dict)

    def with_window(self, window: Window, closes: Mapping[date, float]) -> "Landed":
        """With one more answered window and its closes."""
        return Landed(_merged([*self.covered, window]), closes or self.closes)

    def without(self, windows: Iterable[Window]) -> "Landed":
        """With these windows to be asked for again."""
        covered = self.covered
        for gone in windows:
            covered = tuple(left for window in covered for left in _left_of(window, gone))
        return Landed(covered, self.closes)


@dataclass(frozen=True)
class State:
    """What has been landed of one source.

    Args:
        subjects: of an API, by subject.
        files: of an inbox: file name to SHA-256.
        objects: of an API: the keys of the objects that what is covered lies in.
        summary: how the last run ended: a source's `SourceReport.summary`.
    """

    subjects: Mapping[str, Landed] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    objects: frozenset[str] = frozenset()
    summary: Mapping[str, Any] = field(default_factory=dict)


def read_state(landing: Landing, source: str, before: date) -> State:
    """The newest state of an earlier day than `before`; an empty one if there is none."""
    keys = [stored.key for stored in landing.list(f"state/{source}/date=")]
    earlier = [key for key in keys if key < _key(source, before)]
    return _read(landing, max(earlier)) if earlier else State()


def read_own_state(landing: Landing, source: str, today: date) -> State:
    """What an earlier run of the same day has written; of earlier days where there was none."""
    found = landing.read(_key(source, today))
    return _read(landing, _key(source, today)) if found else read_state(landing, source, today)


def as_it_lies_there(landing: Landing, source: str, state: State) -> State:
    """The state without what it believes to be covered by objects that are gone, or empty.

    An object says in its key which days it is of: nobody's are covered any more.
    """
    there = {stored.key for stored in landing.list(f"{source}/") if stored.size}
    gone = [_window_of(key) for key in state.objects - there]
    if not gone:
        return state
    subjects = {subject: landed.without(gone) for subject, landed in state.subjects.items()}
    return replace(state, subjects=subjects, objects=state.objects & there)


def newest_state(landing: Landing, source: str) -> tuple[date | None, State]:
    """The newest state of all, and its day; None and an empty one if there is none."""
    keys = [stored.key for stored in landing.list(f"state/{source}/date=")]
    if not keys:
        return None, State()
    newest = max(keys)
    return date.fromisoformat(newest.rpartition("=")[2].removesuffix(".json")), _read(landing, newest)


def write_state(landing: Landing, source: str, today: date, state: State) -> None:
    """Write the day's state, if it says anything new."""
    text = json.dumps(_plain(state), indent=1, sort_keys=True).encode()
    found = landing.read(_key(source, today))
    if found is None or found[0] != text:
        landing.write(_key(source, today), text)


def note_run(landing: Landing, source: str, today: date, summary: Mapping[str, Any]) -> None:
    """Write how a run ended, whether or not it has landed anything."""
    own = read_own_state(landing, source, today)
    write_state(landing, source, today, replace(own, summary=summary))


def earliest_start(landing: Landing) -> date | None:
    """The earliest START of any run."""
    found = landing.read(_WINDOW_KEY)
    return date.fromisoformat(_parsed(_WINDOW_KEY, found[0])["earliest_start"]) if found else None


def note_start(landing: Landing, start: date) -> None:
    """Remember a START if it is the earliest."""
    known = earliest_start(landing)
    if known is None or start < known:
        landing.write(_WINDOW_KEY, json.dumps({"earliest_start": str(start)}).encode())


def _key(source: str, day: date) -> str:
    return f"state/{source}/date={day}.json"


def _window_of(key: str) -> Window:
    start, end = key.split("/")[2].split("_")
    return Window(date.fromisoformat(start), date.fromisoformat(end))


def _left_of(window: Window, gone: Window) -> Iterator[Window]:
    """What of a window is before and after another one."""
    if gone.end < window.start or window.end < gone.start:
        yield window
        return
    if window.start < gone.start:
        yield Window(window.start, gone.start - _DAY)
    if gone.end < window.end:
        yield Window(gone.end + _DAY, window.end)


def _merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    merged: list[Window] = []
    for window in sorted(windows):
        if merged and window.start <= merged[-1].end + _DAY:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return tuple(merged)


def _plain(state: State) -> dict[str, Any]:
    return {
        "subjects": {
            subject: {
                "covered": [[str(window.start), str(window.end)] for window in landed.covered],
                "closes": {str(day): close for day, close in landed.closes.items()},
            }
            for subject, landed in state.subjects.items()
        },
        "files": dict(state.files),
        "objects": sorted(state.objects),
        "summary": dict(state.summary),
    }


def _read(landing: Landing, key: str) -> State:
    found = landing.read(key)
    plain = _parsed(key, found[0]) if found else {}
    return State(
        {subject: _landed(entry) for subject, entry in plain.get("subjects", {}).items()},
        plain.get("files", {}),
        frozenset(plain.get("objects", ())),
        plain.get("summary", {}),
    )


def _parsed(key: str, content: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(content))
    except (ValueError, TypeError) as error:
        raise ConfigError(
            f"{key} in the landing zone is damaged ({error}): restore it, or delete it and let the next run "
            "ask for everything again"
        ) from error


def _landed(entry: Mapping[str, Any]) -> Landed:
    covered = (Window(date.fromisoformat(start), date.fromisoformat(end)) for start, end in entry["covered"])
    closes = {date.fromisoformat(day): close for day, close in entry["closes"].items()}
    return Landed(tuple(covered), closes)
