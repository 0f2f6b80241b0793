"""Google Trends exports of the simulated world, as a person would download them from the website."""

from datetime import date, timedelta
from pathlib import Path

from infra.local.simulator import mood, world

_TERM = "depression"
_WEEK = timedelta(days=7)


def write_trends(folder: Path, today: date = world.DEFAULT_TODAY) -> list[Path]:
    """Write the weekly interest in "depression" up to `today` in both formats; the same bytes every time.

    The last week is under way, as in any export. Returns the files, `multiTimeline.csv` first.
    """
    start = mood.next_sunday(world.WINDOW_START)
    weeks = [start + n * _WEEK for n in range((today - start) // _WEEK + 1)]
    newer = f"time_series_US_{start:%Y%m%d}-0000_{today:%Y%m%d}-0000.csv"
    texts = {"multiTimeline.csv": _legacy(weeks), newer: _current(weeks)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in texts]


def _legacy(weeks: list[date]) -> str:
    values = mood.weekly_interest(weeks[0], len(weeks), "legacy")
    rows = "".join(f"{week},{value}\n" for week, value in zip(weeks, values, strict=True))
    return f"Category: All categories\n\nWeek,{_TERM}: (United States)\n{rows}"


def _current(weeks: list[date]) -> str:
    values = mood.weekly_interest(weeks[0], len(weeks), "current")
    rows = [f'"{week}",{value}' for week, value in zip(weeks, values, strict=True)]
    return "\n".join([f'"Time","{_TERM}"', *rows])
