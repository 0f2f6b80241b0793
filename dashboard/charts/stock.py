"""One company's history: price, drawdown, returns and volatility on one time axis."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.charts.theme import HIGHLIGHT, INDEX, LOSS, finish, gain_or_loss, line, written

PRICE, FALL, RETURN, RISK = 1, 2, 3, 4


@dataclass(frozen=True)
class Mark:
    """How a dividend or a split is marked on the price."""

    symbol: str
    size: int
    hover: str
    label: str = ""


MARKS = {
    "dividend": Mark("triangle-up", 9, "dividend $%{customdata[0]:.4~f}"),
    "split": Mark("diamond", 12, "split %{customdata[1]:.6~g} for 1", "%{customdata[1]:.6~g} for 1"),
}


def history(days: pd.DataFrame, actions: pd.DataFrame, price: str, title: str) -> go.Figure:
    """Draw the panels; where there is no bar there is no line.

    Args:
        days: trade_date, close, close_adjusted, total_return, volatility_7d, drawdown, is_member.
        actions: trade_date, action, dividend, split_ratio and the same prices.
        price: the column to draw as the price.
        title: what that price is.
    """
    titles = [
        title,
        "Drawdown: below the highest total return so far in the range",
        "Total return",
        "Volatility, last 7 sessions",
    ]
    figure = make_subplots(
        rows=4,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.07,
        row_heights=[0.46, 0.18, 0.18, 0.18],
        subplot_titles=titles,
    )
    figure.update_annotations(x=0, xanchor="left", font_size=12)
    dates = written(days["trade_date"])
    figure.add_trace(line(dates, days[price], HIGHLIGHT, "$,.2f"), PRICE, 1)
    for action, mark in MARKS.items():
        figure.add_trace(_marks(actions[actions["action"] == action], mark, price), PRICE, 1)
    figure.add_trace(_fall(dates, days["drawdown"]), FALL, 1)
    figure.add_trace(_bars(dates, days["total_return"]), RETURN, 1)
    figure.add_trace(line(dates, days["volatility_7d"], HIGHLIGHT, ".2%"), RISK, 1)
    _shade_non_membership(figure, days)
    figure.update_yaxes(tickprefix="$", row=PRICE, col=1)
    for row, ticks in ((FALL, ".0%"), (RETURN, ".0%"), (RISK, ".1%")):
        figure.update_yaxes(tickformat=ticks, nticks=6, row=row, col=1)
    figure.update_xaxes(range=[dates.iloc[0], dates.iloc[-1]] if len(dates) > 1 else None)
    figure.update_layout(hovermode="x unified")
    return finish(figure, 720).update_layout(bargap=0)


def _shade_non_membership(figure: go.Figure, days: pd.DataFrame) -> None:
    known = days.dropna(subset=["is_member"])
    stretch = (known["is_member"] != known["is_member"].shift()).cumsum()
    for _, outside in known[~known["is_member"].astype(bool)].groupby(stretch)["trade_date"]:
        figure.add_vrect(
            outside.iloc[0], outside.iloc[-1], row=PRICE, col=1, fillcolor=INDEX, opacity=0.15, line_width=0
        )


def _marks(actions: pd.DataFrame, mark: Mark, price: str) -> go.Scatter:
    return go.Scatter(
        x=written(actions["trade_date"]),
        y=actions[price],
        mode="markers+text" if mark.label else "markers",
        texttemplate=mark.label or None,
        textposition="top center",
        customdata=actions[["dividend", "split_ratio"]],
        marker={
            "symbol": mark.symbol,
            "size": mark.size,
            "color": HIGHLIGHT,
            "line": {"width": 1.5, "color": INDEX},
        },
        hovertemplate=f"{mark.hover}<extra></extra>",
        cliponaxis=False,
    )


def _fall(dates: pd.Series, drawdown: pd.Series) -> go.Scatter:
    drawn = line(dates, drawdown, LOSS, ".1%")
    return drawn.update(line_width=1.5, fill="tozeroy", fillcolor="rgba(213, 94, 0, 0.2)")


def _bars(dates: pd.Series, returns: pd.Series) -> go.Bar:
    return go.Bar(
        x=dates,
        y=returns,
        marker={"color": gain_or_loss(returns), "line_width": 0},
        hovertemplate="%{y:+.2%}<extra></extra>",
    )
