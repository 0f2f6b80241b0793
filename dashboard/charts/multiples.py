"""Small multiples: one small panel per group on one time axis, so that a dozen groups stay readable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.charts.theme import HIGHLIGHT, INDEX, finish, gain_or_loss, line, written

COLUMNS = 2  # two fit a phone
PANEL, ONLY_PANEL, GAP = 104, 300, 52  # pixels
DATES = [  # narrow enough for half a phone
    {"dtickrange": [None, "M1"], "value": "%-d<br>%b"},
    {"dtickrange": ["M1", None], "value": "%b<br>%Y"},
]


@dataclass(frozen=True)
class Look:
    """How values are drawn.

    Args:
        mark: 'line'; 'bar'; 'signed bar', coloured by gain or loss.
        digits: Plotly's format of a value.
        ticks: Plotly's format of the axis; '' for large numbers as 5B.
        shared: all panels have one scale.
    """

    mark: Literal["line", "bar", "signed bar"]
    digits: str
    ticks: str
    shared: bool


def multiples(
    groups: Sequence[tuple[str, pd.DataFrame]],
    look: Look,
    beside: Mapping[str, pd.DataFrame] | None = None,
    plain: Sequence[str] = (),
) -> go.Figure:
    """Draw a panel per group.

    Args:
        groups: title of each panel and its `trade_date` and `value`, in order.
        look: how all are drawn.
        beside: lines to draw behind each by their names: the first dotted (the index), the next dashed.
        plain: titles of the panels that are not what the page is about (the index in one of its own).
    """
    columns = min(COLUMNS, len(groups))
    rows = -(-len(groups) // columns)
    height = ONLY_PANEL + GAP if len(groups) == 1 else rows * (PANEL + GAP) + GAP
    figure = make_subplots(
        rows=rows,
        cols=columns,
        shared_xaxes="all",
        shared_yaxes="all" if look.shared else False,
        subplot_titles=[title for title, _ in groups],
        vertical_spacing=GAP / height,
        horizontal_spacing=0.03 if look.shared else 0.1,
    )
    behind = [
        _beside(name, days, look, dash)
        for dash, (name, days) in zip(("dot", "dash"), (beside or {}).items(), strict=False)
        if len(days)
    ]
    for place, (title, values) in enumerate(groups):
        at = {"row": place // columns + 1, "col": place % columns + 1}
        for trace in behind:
            figure.add_trace(trace, **at)
        figure.add_trace(_mark(values, look, INDEX if title in plain else HIGHLIGHT), **at)
    _titles_to_the_left(figure)
    figure.update_yaxes(tickformat=look.ticks, exponentformat="B", nticks=4)
    figure.update_xaxes(nticks=4, tickangle=0, tickformatstops=DATES)
    return finish(figure, height).update_layout(bargap=0, margin_t=40)


def _mark(values: pd.DataFrame, look: Look, colour: str) -> go.Scatter | go.Bar:
    days = written(values["trade_date"])
    if look.mark == "line":
        return line(days, values["value"], colour, look.digits).update(
            hovertemplate=f"%{{x|%d %b %Y}}: %{{y:{look.digits}}}<extra></extra>"
        )
    fill = gain_or_loss(values["value"]) if look.mark == "signed bar" else colour
    return go.Bar(
        x=days,
        y=values["value"],
        marker={"color": fill, "line_width": 0},
        hovertemplate=f"%{{x|%d %b %Y}}: %{{y:{look.digits}}}<extra></extra>",
    )


def _beside(name: str, values: pd.DataFrame, look: Look, dash: str) -> go.Scatter:
    drawn = line(written(values["trade_date"]), values["value"], INDEX, look.digits)
    return drawn.update(
        line={"width": 1.5, "dash": dash},
        hovertemplate=f"{name}: %{{y:{look.digits}}}<extra></extra>",
    )


def _titles_to_the_left(figure: go.Figure) -> None:
    for title, axis in zip(figure.layout.annotations, figure.select_xaxes(), strict=False):
        title.update(x=axis.domain[0], xanchor="left", align="left", font_size=11)
