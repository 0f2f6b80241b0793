"""How coarsely a long range is drawn: a point per session, week or month."""

from typing import Literal

from dashboard.widgets.span import Span

Period = Literal["day", "week", "month"]


def period_of(span: Span, most_points: int) -> Period:
    """Choose the finest period that draws a line over the range with about `most_points` at most."""
    days = (span.end - span.start).days
    if days * 5 / 7 <= most_points:
        return "day"
    return "week" if days / 7 <= most_points else "month"
