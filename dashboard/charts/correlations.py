"""Correlations: a matrix, one pair by lag, one pair over time. What is not claimed is not coloured."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.series import SIGNIFICANT, name_of, short_name_of
from dashboard.charts.theme import INDEX, band, finish, ink, line, written
from dashboard.widgets.wording import UNKNOWN, number, probability, signed

# From -1 to 1: nought is the page itself, and the ends let the words on them be read, whatever the theme.
DIVERGING = [
    [0, "rgba(213, 94, 0, 0.6)"],
    [0.5, "rgba(213, 94, 0, 0)"],
    [0.5, "rgba(0, 114, 178, 0)"],
    [1, "rgba(0, 114, 178, 0.6)"],
]
INTERVAL = (
    "r = %{customdata[0]:+.2f} [%{customdata[1]:+.2f}, %{customdata[2]:+.2f}]<br>"
    "n = %{customdata[3]:,.0f}, n_eff = %{customdata[4]:,.0f}"
)
HOVER = INTERVAL + ", q = %{customdata[5]}<extra></extra>"
MEASURES = ["r", "ci_low", "ci_high", "n", "n_eff", "q_value"]


def correlation_matrix(pairs: pd.DataFrame) -> go.Figure:
    """Draw `r` of every `target` (down) and `indicator` (across), in the order in which they come.

    Only cells with a `q_value` below SIGNIFICANT have a colour; the numbers of the others are faint.
    """
    named = pairs.assign(row=pairs["target"].map(name_of), column=pairs["indicator"].map(short_name_of))
    claimed = named["q_value"] < SIGNIFICANT
    figure = go.Figure(
        go.Heatmap(
            x=named["column"],
            y=named["row"],
            z=named["r"].where(claimed),
            colorscale=DIVERGING,
            zmin=-1,
            zmax=1,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_traces(
        [
            _coefficients(named[~claimed]).update(textfont_color=INDEX),
            _coefficients(named[claimed]).update(textfont_color=ink()),
        ]
    )
    rows, columns = named["row"].unique(), named["column"].unique()
    figure.update_xaxes(
        side="top", dtick=1, tickangle=-45, showgrid=False, fixedrange=True, categoryarray=columns
    )
    figure.update_yaxes(
        autorange="reversed", showgrid=False, automargin=True, fixedrange=True, categoryarray=rows
    )
    return finish(figure, 90 + 30 * len(rows))


def _coefficients(cells: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=cells["column"],
        y=cells["row"],
        mode="text",
        text=[_coefficient(r) for r in cells["r"]],
        textfont={"size": 11},
        customdata=measures(cells),
        hovertemplate="<b>%{y}</b> with <b>%{x}</b><br>" + HOVER,
    )


def measures(pairs: pd.DataFrame) -> pd.DataFrame:
    """Take what HOVER says of pairs, their q as words: none is ever nought."""
    return pairs[MEASURES].assign(q_value=pairs["q_value"].map(probability))


def _coefficient(r: float) -> str:
    """0.123 -> '.12'."""
    return UNKNOWN if pd.isna(r) else number(round(r, 2) + 0.0, 2).replace("0.", ".", 1)


def lead_lag(lags: pd.DataFrame, colour: str) -> go.Figure:
    """Draw `r` with its interval at each of `lag_sessions`; what is not claimed is hollow."""
    known = lags.dropna(subset=["r"])
    claimed = known["q_value"] < SIGNIFICANT
    figure = go.Figure(
        go.Scatter(
            x=known["lag_sessions"],
            y=known["r"],
            mode="markers",
            marker={
                "size": 11,
                "color": colour,
                "symbol": claimed.map({True: "circle", False: "circle-open"}),
            },
            error_y={
                "array": known["ci_high"] - known["r"],
                "arrayminus": known["r"] - known["ci_low"],
                "color": colour,
                "thickness": 1.5,
                "width": 4,
            },
            customdata=measures(known),
            hovertemplate="lag %{x:+d}<br>" + HOVER,
        )
    )
    _zero(figure)
    figure.update_xaxes(
        range=[-5.6, 5.6],
        tickvals=lags["lag_sessions"],
        ticktext=[signed(lag, 0) for lag in lags["lag_sessions"]],
        zeroline=False,
        title="indicator follows ◂  lag, sessions  ▸ leads",
    )
    figure.update_yaxes(tickformat=".2~f", title="Correlation r", zeroline=False)
    return finish(figure, 380)


def rolling(windows: pd.DataFrame, colour: str) -> go.Figure:
    """Draw `r` of the windows that end on each `trade_date`, with its interval."""
    days = written(windows["trade_date"])
    figure = go.Figure(band(days, windows["ci_low"], windows["ci_high"], colour))
    figure.add_trace(
        line(days, windows["r"], colour, "+.2f").update(
            line_width=1.5,
            customdata=windows[MEASURES[:-1]],
            hovertemplate="%{x|%d %b %Y}<br>" + INTERVAL + "<extra></extra>",
        )
    )
    _zero(figure)
    figure.update_yaxes(range=[-1, 1], tickformat=".1f", title="Correlation r", zeroline=False)
    return finish(figure, 320)


def _zero(figure: go.Figure) -> None:
    figure.add_hline(0, line={"color": INDEX, "width": 1})
