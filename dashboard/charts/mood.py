"""The market by level of mood."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.correlations import DIVERGING
from dashboard.charts.overview import MOOD_LEVELS
from dashboard.charts.panels import time_panels
from dashboard.charts.theme import INDEX, MOOD, finish, ink
from dashboard.widgets.wording import UNKNOWN, number, signed

INTENSITY = {"Low": 0.15, "Medium": 0.35, "High": 0.6}  # of the mood's colour
FROM_NOUGHT = [[0, "rgba(179, 92, 147, 0)"], [1, "rgba(179, 92, 147, 0.6)"]]
ROW = 24  # pixels


def mood_and_volatility(timeline: pd.DataFrame) -> go.Figure:
    """Draw the depression index with its levels over the index's volatility, on one time axis."""
    figure = time_panels(timeline, ["depression_index", "volatility_7d"])
    for level, (low, high) in MOOD_LEVELS.items():
        place = {"xref": "x domain", "yref": "y"}
        shade = {"fillcolor": MOOD, "opacity": INTENSITY[level] / 2, "line_width": 0, "layer": "below"}
        figure.add_shape(type="rect", x0=0, x1=1, y0=low, y1=high, **place, **shade)
        words = {"text": level, "xanchor": "left", "showarrow": False, "font_size": 11}
        figure.add_annotation(x=1.005, y=(low + high) / 2, **place, **words)
    figure.update_layout(
        margin_r=56, yaxis={"range": [0, 100], "tickvals": [0, 33, 66, 100]}, yaxis2_rangemode="tozero"
    )
    return figure


def boxes(levels: pd.DataFrame, digits: str) -> go.Figure:
    """Draw a box per `mood_level` from its quantiles: quartiles, median, mean; whiskers at 5 and 95 %."""
    figure = go.Figure([_box(level, digits) for _, level in levels.iterrows()])
    figure.update_xaxes(categoryarray=list(MOOD_LEVELS), fixedrange=True)
    figure.update_yaxes(tickformat=digits.lstrip("+"), nticks=6, zerolinecolor=INDEX)
    return finish(figure, 300).update_layout(margin_t=8, boxgap=0.35)


def _box(level: pd.Series, digits: str) -> go.Box:
    known = ["lowerfence", "q1", "median", "q3", "upperfence", "mean"]
    quantiles = zip(known, ["p05", "p25", "p50", "p75", "p95", "mean"], strict=True)
    return go.Box(
        x=[f"{level['mood_level']}<br>n = {level['sessions']:,}"],
        **{name: [level[column]] for name, column in quantiles},
        fillcolor=f"rgba(179, 92, 147, {INTENSITY[level['mood_level']]})",
        line={"color": MOOD, "width": 2},
        yhoverformat=digits,
        name="",
    )


def means_by_level(industries: pd.DataFrame, signs: bool) -> go.Figure:
    """Draw the mean of a measure for each industry (`name`, down) at Low, Medium and High mood (across).

    Args:
        industries: `mean_` and `sessions_` of each level.
        signs: the measure has a sign, so that its colours part at nought.
    """
    cells = pd.concat([_of_level(industries, level) for level in MOOD_LEVELS])
    most = cells["mean"].abs().max()
    figure = go.Figure(
        go.Heatmap(
            x=cells["level"],
            y=cells["name"],
            z=cells["mean"],
            colorscale=DIVERGING if signs else FROM_NOUGHT,
            zmin=-most if signs else 0,
            zmax=most,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_trace(_numbers(cells, signed if signs else number))
    figure.update_xaxes(side="top", tickangle=0, fixedrange=True, showgrid=False)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False, fixedrange=True, dtick=1)
    return finish(figure, 50 + ROW * len(industries))


def _of_level(industries: pd.DataFrame, level: str) -> pd.DataFrame:
    mean, sessions = (industries[f"{of}_{level.lower()}"] for of in ("mean", "sessions"))
    return pd.DataFrame({"name": industries["name"], "level": level, "mean": mean, "sessions": sessions})


def _numbers(cells: pd.DataFrame, written: Callable[[float, int], str]) -> go.Scatter:
    return go.Scatter(
        x=cells["level"],
        y=cells["name"],
        mode="text",
        text=[UNKNOWN if pd.isna(mean) else written(mean, 2) for mean in cells["mean"]],
        textfont={"size": 11, "color": ink()},
        customdata=cells["sessions"],
        hovertemplate="<b>%{y}</b>, %{x} mood<br>%{text} % a day, n = %{customdata:,}<extra></extra>",
    )
