"""Where several series stand, each within its own history."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.series import SERIES, name_of
from dashboard.charts.theme import INDEX, finish

ROW = 34  # pixels


def standings(indicators: pd.DataFrame) -> go.Figure:
    """Place each `indicator` by its percentiles `standing` (a dot) and `earlier_standing` (a circle)."""
    known = indicators.dropna(subset=["standing"])
    names = known["indicator"].map(name_of)
    colours = [SERIES[key].colour for key in known["indicator"]]
    figure = go.Figure()
    for name, colour, (earlier, now) in zip(
        names, colours, known[["earlier_standing", "standing"]].itertuples(index=False), strict=True
    ):
        figure.add_trace(_way(name, colour, [earlier, now]))
    figure.add_traces(
        [
            _points(
                known["earlier_standing"], names, colours, "circle-open", "%{y}, a month before: %{x:.0f}"
            ),
            _points(known["standing"], names, colours, "circle", "%{y}, now: %{x:.0f}"),
        ]
    )
    figure.add_vline(50, line={"color": INDEX, "width": 1, "dash": "dot"})
    figure.update_xaxes(
        range=[-4, 104], tickvals=[0, 25, 50, 75, 100], ticktext=["lowest", "25", "median", "75", "highest"]
    )
    figure.update_yaxes(autorange="reversed", automargin=True, type="category")
    return finish(figure, 60 + ROW * max(len(known), 3))


def _way(name: str, colour: str, ends: list[float]) -> go.Scatter:
    return go.Scatter(
        x=ends, y=[name, name], mode="lines", line={"color": colour, "width": 2}, hoverinfo="skip"
    )


def _points(x: pd.Series, y: pd.Series, colours: list[str], symbol: str, hover: str) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"size": 12, "color": colours, "symbol": symbol, "opacity": 1},
        hovertemplate=hover + "<extra></extra>",
    )
