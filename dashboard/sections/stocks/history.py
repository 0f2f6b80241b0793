"""The company's price with its dividends and splits, its returns, volatility and drawdown."""

import pandas as pd
import streamlit as st

from dashboard.charts import stock as charts
from dashboard.charts.shading import shaded
from dashboard.charts.theme import draw
from dashboard.events import in_words
from dashboard.queries import stocks as queries
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Period, Span, period_of
from dashboard.widgets.tables import table
from dashboard.widgets.wording import between, count

MOST_POINTS = 3000
PRICES = {
    "Adjusted": ("close_adjusted", "Close, adjusted for splits (not for dividends)"),
    "As traded": ("close", "Close, as traded"),
}
column = st.column_config


def show(publish_id: int, company_id: str, ticker: str, span: Span) -> None:
    """Draw the panels, say what they show, and list the numbers and the corporate actions."""
    st.header("History", anchor=False, help=definition("close_adjusted", "as_traded", "total_return"))
    tell_unknown("price", "Price", PRICES)
    chosen = st.segmented_control(
        "Price", list(PRICES), default="Adjusted", required=True, key="price", bind="query-params"
    )
    price, title = PRICES[chosen or "Adjusted"]
    period = period_of(span, MOST_POINTS)
    days = queries.history(publish_id, company_id, span, period)
    actions = queries.actions(publish_id, company_id, span)
    caption = f"{_caption(days, actions, period)} {in_words(span.start, span.end)}".rstrip()
    figure = shaded(charts.history(days, actions, price, title), span.start, span.end)
    draw(figure, "stock", f"{ticker}: {title}", caption=caption)
    numbers, paid = st.columns(2)
    with numbers.expander("The numbers"):
        _list_days(days, f"{ticker}_{span.start}_{span.end}")
    with paid.expander(f"Dividends and splits: {len(actions)}"):
        _list_actions(actions, f"{ticker}_actions_{span.start}_{span.end}")


def _caption(days: pd.DataFrame, actions: pd.DataFrame, period: Period) -> str:
    known = days.dropna(subset=["close"])
    kinds = actions["action"].value_counts()
    parts = [
        f"{between(known['trade_date'].iloc[0], known['trade_date'].iloc[-1])}.",
        f"Triangles: {count(int(kinds.get('dividend', 0)), 'dividend')};",
        f"diamonds: {count(int(kinds.get('split', 0)), 'split')}.",
    ]
    if len(known) < len(days):
        parts.append("Where the line breaks there is no price.")
    if not known["is_member"].astype(bool).all():
        parts.append("Shaded: not a member of the index.")
    if period != "day":
        parts.append(f"A point is a {period}: its last close, its compounded return, its deepest drawdown.")
    return " ".join(parts)


def _list_days(days: pd.DataFrame, name: str) -> None:
    table(
        days.dropna(subset=["close"]).iloc[::-1],
        f"stock_{name}",
        {
            "trade_date": "Session",
            "close": column.NumberColumn("As traded", format="dollar", help=definition("as_traded")),
            "close_adjusted": column.NumberColumn(
                "Adjusted", format="dollar", help=definition("close_adjusted")
            ),
            "total_return": column.NumberColumn("Return", format="percent", help=definition("total_return")),
            "volatility_7d": column.NumberColumn(
                "Volatility", format="percent", help=definition("volatility_7d")
            ),
            "drawdown": column.NumberColumn("Drawdown", format="percent"),
        },
    )


def _list_actions(actions: pd.DataFrame, name: str) -> None:
    if actions.empty:
        st.markdown("None in this range.")
        return
    table(
        actions,
        f"stock_{name}",
        {
            "trade_date": "Ex-date",
            "action": "What",
            "dividend": column.NumberColumn("Dividend", format="$%.4f", help=definition("dividend")),
            "split_ratio": column.NumberColumn("New for old", format="%.4f", help=definition("split_ratio")),
            "close": column.NumberColumn("Close", format="dollar", help=definition("as_traded")),
        },
    )
