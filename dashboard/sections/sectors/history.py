"""One metric of the chosen sectors over the range, a small panel each, and the index."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.multiples import Look, multiples
from dashboard.charts.theme import draw
from dashboard.queries import sectors as queries
from dashboard.queries.periods import Period, period_of
from dashboard.queries.sectors import INDEX, Metric
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.tables import table
from dashboard.widgets.wording import compact, day, number, percent, share

MOST_POINTS = 400  # a panel is not much wider in pixels
SHARE = "+.0%"


@dataclass(frozen=True)
class Measure:
    """A metric as the reader sees it.

    Args:
        metric: its name in the query.
        block: the docs block that defines it.
        look: how it is drawn.
        over: what a point over several sessions is, in words.
        beside: the index is drawn behind each sector, else in a panel of its own.
    """

    metric: Metric
    block: str
    look: Look
    over: str
    beside: bool = False


MEASURES = {
    "Cumulative return": Measure(
        "cumulative", "group_return_index", Look("line", "+.2%", SHARE, True), "its last session", True
    ),
    "Return": Measure("return", "group_return", Look("signed bar", "+.2%", SHARE, True), "compounded"),
    "Close": Measure("close", "group_mean", Look("line", ",.2f", ",.0f", False), "its last session"),
    "Volume": Measure("volume", "volume", Look("bar", ",.0f", "", False), "the mean of its sessions"),
    "Change": Measure(
        "change", "price_change_pct", Look("signed bar", "+.2%", "+.1%", True), "the mean of its sessions"
    ),
    "Volatility": Measure(
        "volatility", "group_volatility_7d", Look("line", ".2%", ".1%", True), "its last session", True
    ),
}


def show(publish_id: int, span: Span, sectors: list[str], name: str) -> None:
    """Draw the panels of the metric called `name`, say what they show, and list their numbers."""
    measure = MEASURES[name]
    period = period_of(span, MOST_POINTS)
    series = queries.series(publish_id, span, tuple(sectors), measure.metric, period)
    known = series.dropna(subset=["value"])
    if known[known["name"] != INDEX].empty:
        st.info(
            f"No {name.lower()} is known between {day(span.start)} and {day(span.end)}: "
            "choose a longer range or another metric."
        )
        return
    st.subheader(name, anchor=False, help=definition(measure.block))
    draw(_figure(series, measure), "sectors", f"{name} of {', '.join(sectors)}")
    st.caption(_caption(known, span, name, period))
    with st.expander("The numbers"):
        _numbers(series, f"sectors_{measure.metric}_{span.start}_{span.end}")


def _figure(series: pd.DataFrame, measure: Measure) -> go.Figure:
    index = series[series["name"] == INDEX].dropna(subset=["value"])
    groups = [(str(group), days) for group, days in series.groupby("name") if group != INDEX]
    if measure.metric == "cumulative":
        groups.sort(key=lambda group: -_last(group[1]))
    titled = [(_title(group, days, measure.metric), days) for group, days in groups]
    if measure.beside or index.empty:
        return multiples(titled, measure.look, beside=index)
    alone = _title(INDEX, index, measure.metric)
    return multiples([*titled, (alone, index)], measure.look, plain=[alone])


def _title(group: str, days: pd.DataFrame, metric: Metric) -> str:
    return f"<b>{group}</b><br>{_written(_last(days), metric)}"


def _last(days: pd.DataFrame) -> float:
    known = days["value"].dropna()
    return float(known.iloc[-1]) if len(known) else float("nan")


def _written(value: float, metric: Metric) -> str:
    match metric:
        case "close":
            return number(value, 2)
        case "volume":
            return compact(value)
        case "volatility":
            return share(value)
        case _:
            return percent(value, 1)


def _caption(known: pd.DataFrame, span: Span, name: str, period: Period) -> str:
    measure = MEASURES[name]
    first, last = known["trade_date"].min(), known["trade_date"].max()
    parts = [f"{name}, {day(max(first, span.start))} to {day(last)}; under each name its last value."]
    if period != "day":
        parts.append(f"A point is a {period}: {measure.over}.")
    if measure.beside:
        parts.append(f"Dotted grey: the {INDEX}, without dividends.")
    elif measure.metric == "change":
        parts.append(f"For the {INDEX} no change from the open is published.")
    elif measure.metric == "close":
        parts.append("Each panel has its own scale: a mean of prices as traded is no index.")
    return " ".join(parts)


def _numbers(series: pd.DataFrame, name: str) -> None:
    table(
        series.sort_values(["trade_date", "name"], ascending=[False, True]),
        name,
        {"trade_date": "Session", "name": "Group", "value": st.column_config.NumberColumn("Value")},
    )
