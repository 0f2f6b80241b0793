"""The Overview's key figures, each with its recent path."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard.queries import overview as queries
from dashboard.widgets.figures import places
from dashboard.widgets.wording import UNKNOWN, number, percent, signed


@dataclass(frozen=True)
class Figure:
    """One key figure.

    Args:
        label: what it is, with its unit.
        value: as written.
        note: beside it, mostly its change from the previous session.
        explanation: what it is made of.
        history: the recent path, oldest first; its unknown values are left out.
        good: whether it went up (True) or down (False) in a sense that is good or bad; else None.
    """

    label: str
    value: str
    note: str
    explanation: str
    history: pd.Series | None = None
    good: bool | None = None


def show(publish_id: int) -> None:
    """Draw the figures of the last session in two rows (two beside each other on a phone)."""
    market = queries.recent_market(publish_id)
    average = queries.recent_members(publish_id)["average_return"]
    _row("market", [*_of_the_market(market, average), *_of_the_surroundings(market)])
    _row("universe", _of_the_universe(queries.recent_universe(publish_id), market))


def _of_the_market(market: pd.DataFrame, average: pd.Series) -> list[Figure]:
    move = _last(market["price_return"])
    return [
        Figure(
            "S&P 500",
            number(_last(market["index_close"]), 2),
            percent(move),
            "Index close, and its change from the previous session.",
            market["index_close"],
            good=move > 0 if move else None,
        ),
        Figure(
            "Average member",
            percent(_last(average)),
            f"{percent(_last(average, 2))} before",
            "Mean total return, dividends included, of the members on that day, equally weighted.",
            average,
        ),
        Figure(
            "VIX",
            number(_last(market["vix_close"]), 2),
            _change(market["vix_close"], 2),
            "What options expect of the next 30 days: the session's own close.",
            market["vix_close"],
        ),
    ]


def _of_the_surroundings(market: pd.DataFrame) -> list[Figure]:
    level = market["mood_level"].iloc[-1]
    return [
        Figure(
            f"Mood: {level.lower() if isinstance(level, str) else UNKNOWN}",
            number(_last(market["depression_index"]), 0),
            _change(market["depression_index"], 0),
            "Depression index, 0 to 100: percentile of a week's attention to depression within the year "
            "before. Low up to 33, high above 66.",
            market["depression_index"],
        ),
        Figure(
            "Rainfall, mm",
            number(_last(market["rainfall_mm"]), 1),
            _change(market["rainfall_mm"], 1),
            "Mean of the states over the days before the session opened.",
            market["rainfall_mm"],
        ),
    ]


def _of_the_universe(universe: pd.DataFrame, market: pd.DataFrame) -> list[Figure]:
    volatility = 100 * market["volatility_7d"].astype(float)
    return [
        Figure(
            "Members",
            number(_last(universe["members"]), 0),
            f"{number(_last(universe['members_without_bar']), 0)} without a price",
            "Members of the S&P 500 as of the session, point in time.",
        ),
        Figure("Sectors", number(_last(universe["sectors"]), 0), "analysed", "GICS sectors with a member."),
        Figure(
            "Industries",
            number(_last(universe["industries"]), 0),
            "analysed",
            "GICS sub-industries with a member.",
        ),
        Figure(
            "Volatility, % a day",
            number(_last(volatility), 2),
            _change(volatility, 2),
            "Sample standard deviation of the index's last seven daily returns, not annualised.",
        ),
    ]


def _row(name: str, figures: Sequence[Figure]) -> None:
    for place, figure in zip(places(name, len(figures)), figures, strict=True):
        with place:
            _draw(figure)


def _draw(figure: Figure) -> None:
    colour: Literal["blue", "orange", "gray"] = "gray"
    arrow: Literal["up", "down", "off"] = "off"
    if figure.good is not None:
        colour, arrow = ("blue", "up") if figure.good else ("orange", "down")
    path = [] if figure.history is None else figure.history.dropna().tolist()
    st.metric(
        figure.label,
        figure.value,
        figure.note or None,
        delta_color=colour,
        delta_arrow=arrow,
        help=figure.explanation + (f" The line: its last {len(path)} sessions." if path else ""),
        chart_data=path or None,
        border=True,
    )


def _last(values: pd.Series, back: int = 1) -> float | None:
    """Take the last value, or the one `back` - 1 before it; None where there is none or it is unknown."""
    known = len(values) >= back and pd.notna(values.iloc[-back])
    return float(values.iloc[-back]) if known else None


def _change(values: pd.Series, digits: int) -> str:
    last, previous = _last(values), _last(values, 2)
    return "" if last is None or previous is None else signed(last - previous, digits)
