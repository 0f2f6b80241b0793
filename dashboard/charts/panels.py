"""Small multiples: many series on one time axis, a panel each, and one reading for all of them."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.series import SERIES
from dashboard.charts.theme import finish, line, written

PANEL = 118  # pixels
GAP = 34  # between two, for the lower one's name


def time_panels(frame: pd.DataFrame, keys: list[str]) -> go.Figure:
    """Draw each series of `keys` over `trade_date`, from the top down, rainfall as bars."""
    figure = go.Figure()
    days = written(frame["trade_date"])
    height = len(keys) * (PANEL + GAP)
    for number, key in enumerate(keys, start=1):
        figure.add_trace(_trace(days, frame, key).update(xaxis="x", yaxis=f"y{number}"))
        top = 1 - ((number - 1) * (PANEL + GAP) + GAP) / height
        place = {"domain": [max(0, top - PANEL / height), top], "anchor": "x", "nticks": 5}
        figure.update_layout({f"yaxis{number}": place | {"tickformat": SERIES[key].digits.lstrip("+")}})
        _name(figure, key, top)
    figure.update_xaxes(
        anchor=f"y{len(keys)}", range=[days.iloc[0], days.iloc[-1]] if len(days) > 1 else None
    )
    figure.update_layout(hovermode="x unified", hoversubplots="axis")
    return finish(figure, height + 40).update_layout(margin_t=4)


def _trace(days: pd.Series, frame: pd.DataFrame, key: str) -> go.Scatter | go.Bar:
    series = SERIES[key]
    values = series.factor * frame[key].astype(float)
    hover = f"{series.name}: %{{y:{series.digits}}}<extra></extra>"
    if key == "rainfall_mm":
        return go.Bar(
            x=days,
            y=values,
            marker={"color": series.colour, "line_width": 0},
            hovertemplate=hover,
        )
    trace = line(days, values, series.colour, series.digits)
    return trace.update(mode="lines+markers", marker_size=_sizes(values), line_width=1.5, hovertemplate=hover)


def _sizes(values: pd.Series) -> pd.Series:
    """Give a dot to what a line would not show: a known value between two unknown ones."""
    lonely = values.notna() & values.shift().isna() & values.shift(-1).isna()
    return lonely.map({True: 4, False: 0})


def _name(figure: go.Figure, key: str, top: float) -> None:
    figure.add_annotation(
        text=f"<b>{SERIES[key].name}</b>, {SERIES[key].unit}",
        x=0,
        y=top,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font_size=12,
    )
