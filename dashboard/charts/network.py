"""A network: series around an ellipse, and a chord between each two that go together."""

from math import cos, pi, sin

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.correlations import HOVER, measures
from dashboard.charts.series import SERIES, name_of, short_name_of
from dashboard.charts.theme import GAIN, HIGHLIGHT, LOSS, finish

BEND = 0.35  # how near to the centre a chord passes: 1 is straight through its ends' midpoint
Point = tuple[float, float]


def network(pairs: pd.DataFrame, series: list[str]) -> go.Figure:
    """Place `series` on an ellipse, clockwise from the top, and join `target` and `indicator` of each pair.

    A chord is as thick as its `r` is far from nought, blue when positive and vermilion when negative.
    """
    places = {key: _on_circle(number / len(series)) for number, key in enumerate(series)}
    nodes = [_node(key, place) for key, place in places.items()]
    figure = go.Figure([_chord_readings(pairs, places), *nodes])
    weakest_first = pairs[::-1]
    ends = zip(weakest_first["target"], weakest_first["indicator"], weakest_first["r"], strict=True)
    for one, other, r in ends:
        figure.add_shape(_chord(places[one], places[other], r))
    hidden = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=[-1.7, 1.7], **hidden)
    figure.update_yaxes(range=[-1.22, 1.22], **hidden)
    return finish(figure, 560).update_layout(hovermode="closest")


def _on_circle(turn: float) -> Point:
    return sin(2 * pi * turn), cos(2 * pi * turn)


def _middle(one: Point, other: Point) -> Point:
    """Find a chord's half: it is a quadratic curve whose control is its ends' midpoint drawn inwards."""
    share = (1 + BEND) / 4
    return share * (one[0] + other[0]), share * (one[1] + other[1])


def _chord(one: Point, other: Point, r: float) -> dict[str, object]:
    bend = BEND / 2
    control = f"{bend * (one[0] + other[0]):.4f},{bend * (one[1] + other[1]):.4f}"
    line = {"color": GAIN if r > 0 else LOSS, "width": 1 + 7 * r * r}
    return {
        "type": "path",
        "path": f"M{one[0]:.4f},{one[1]:.4f} Q{control} {other[0]:.4f},{other[1]:.4f}",
        "line": line,
        "opacity": 0.3 + 0.6 * abs(r),
        "layer": "below",
    }


def _chord_readings(pairs: pd.DataFrame, places: dict[str, Point]) -> go.Scatter:
    ends = list(zip(pairs["target"], pairs["indicator"], strict=True))
    middles = [_middle(places[one], places[other]) for one, other in ends]
    return go.Scatter(
        x=[x for x, _ in middles],
        y=[y for _, y in middles],
        mode="markers",
        marker={"size": 14, "opacity": 0},
        text=[f"<b>{name_of(one)}</b> with <b>{name_of(other)}</b>" for one, other in ends],
        customdata=measures(pairs),
        hovertemplate="%{text}<br>" + HOVER,
    )


def _node(key: str, place: Point) -> go.Scatter:
    x, y = place
    side = "center" if abs(x) < 0.1 else "right" if x > 0 else "left"
    return go.Scatter(
        x=[x],
        y=[y],
        mode="markers+text",
        marker={"size": 14, "color": SERIES[key].colour if key in SERIES else HIGHLIGHT},
        text=short_name_of(key).replace(" ", "<br>"),
        textposition=f"{'middle' if side != 'center' else 'top' if y > 0 else 'bottom'} {side}",
        textfont_size=12,
        hovertemplate=f"{name_of(key)}<extra></extra>",
        cliponaxis=False,
    )
