"""One metric of the chosen sectors over the range, a small panel each, and the index."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.multiples import Look, multiples
from dashboard.charts.theme import draw
from dashboard.queries import sectors as queries
from dashboard.queries.industries import WHOLE
from dashboard.queries.sectors import AVERAGE, INDEX, Metric
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Period, Span, period_of
from dashboard.widgets.tables import table
from dashboard.widgets.wording import between, compact, day, literal, number, percent, share

MOST_POINTS = 400  # a panel is not much wider in pixels
MARKET = (INDEX, AVERAGE)
SHARE = ".0%"  # an axis: nought has no sign


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
        "change", "price_change_pct", Look("signed bar", "+.2%", ".1%", True), "the mean of its sessions"
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
    if known[~known["name"].isin(MARKET)].empty:
        st.info(
            f"No {name.lower()} is known between {day(span.start)} and {day(span.end)}: "
            "choose a longer range or another metric."
        )
        return
    st.header(name, anchor=False, help=definition(measure.block))
    caption = _caption(known, span, name, period)
    draw(_figure(series, measure), "sectors", f"{name} of {', '.join(sectors)}", caption=caption)
    with st.expander("The numbers"):
        _numbers(series, name, f"sectors_{measure.metric}_{span.start}_{span.end}")


def _figure(series: pd.DataFrame, measure: Measure) -> go.Figure:
    index, average = (series[series["name"] == name].dropna(subset=["value"]) for name in MARKET)
    groups = [(str(group), days) for group, days in series.groupby("name") if group not in MARKET]
    if measure.metric == "cumulative":
        groups.sort(key=lambda group: -_last(group[1]))
    titled = [(_title(group, days, measure.metric), days) for group, days in groups]
    if measure.beside:
        return multiples(titled, measure.look, beside={INDEX: index, AVERAGE: average})
    market = zip(MARKET, (index, average), strict=True)
    plain = [(_title(name, days, measure.metric), days) for name, days in market if len(days)]
    return multiples([*titled, *plain], measure.look, plain=[title for title, _ in plain])


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
    parts = [f"{name}, {between(max(first, span.start), last)}; under each name its last value."]
    if period != "day":
        parts.append(f"A point is a {period}: {measure.over}.")
    if measure.beside:
        lines = {"Dotted": INDEX, "dashed": AVERAGE} if measure.metric == "cumulative" else {"Dotted": INDEX}
        ends = known.groupby("name")["value"].apply(lambda values: _written(values.iloc[-1], measure.metric))
        drawn = [f"{look} grey: {name}, {ends[name]}" for look, name in lines.items() if name in ends]
        parts.append(f"{'; '.join(drawn)}.")
    elif measure.metric == "change":
        parts.append(f"For the {INDEX} no change from the open is published.")
    elif measure.metric == "close":
        parts.append("Each panel has its own scale: a mean of prices as traded is no index.")
    return " ".join([*parts, *_partly(known)])


def _partly(known: pd.DataFrame) -> list[str]:
    """Tell of the sectors that begin more than a tenth of the time later, or end earlier, than any does."""
    days = known[~known["name"].isin(MARKET)].groupby("name")["trade_date"].agg(["min", "max"])
    start, end = days["min"].min(), days["max"].max()
    edge = (1 - WHOLE) * (end - start)
    parts = [
        f"{literal(str(name))}, {between(first, last)}"
        for name, first, last in days.itertuples()
        if first - start > edge or end - last > edge
    ]
    return [f"Known for a part only: {'; '.join(parts)}."] if parts else []


def _numbers(series: pd.DataFrame, name: str, file: str) -> None:
    written = {"close": "%.2f", "volume": "localized"}.get(MEASURES[name].metric, "percent")
    table(
        series.sort_values(["trade_date", "name"], ascending=[False, True]),
        file,
        {
            "trade_date": "Session",
            "name": "Group",
            "value": st.column_config.NumberColumn(name, format=written),
        },
    )
