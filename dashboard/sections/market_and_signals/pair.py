"""One pair, closely: its points and their fit, its leads and lags, its correlation over time."""

import pandas as pd
import streamlit as st

from dashboard.charts import correlations as charts
from dashboard.charts.fit import fitted_scatter
from dashboard.charts.series import INDICATORS, SIGNIFICANT, TARGETS, name_of, sources_of
from dashboard.charts.theme import draw
from dashboard.queries import signals as queries
from dashboard.queries.signals import Pair
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.statistics import statistics_columns, told
from dashboard.widgets.tables import table
from dashboard.widgets.wording import between, count, day, interval, number, signed

WINDOWS = [30, 90, 250]
TOO_FEW = "Fewer than 30 sessions know both: too few to say anything."


def scatter(publish_id: int, pair: Pair, span: Span) -> None:
    """Draw the pair's points in the reader's range, with the line through them."""
    st.header("Point by point", anchor=False, help=definition("signal_kind"))
    points = queries.scatter(publish_id, pair, span)
    if points.empty:
        st.info(
            f"No session between {day(span.start)} and {day(span.end)} knows both: choose a longer range."
        )
        return
    figure = fitted_scatter(
        points,
        INDICATORS[pair.indicator].colour,
        _axis(pair.indicator, pair.kind),
        _axis(pair.target, pair.kind),
    )
    alt = f"{name_of(pair.target)} against {name_of(pair.indicator)}, a point per session"
    draw(figure, "scatter", alt, _sources(pair), _fit_in_words(points.iloc[0]))


def lead_lag(publish_id: int, pair: Pair) -> None:
    """Draw the pair's correlation at each lag."""
    st.header("Who leads", anchor=False, help=definition("lag_sessions"))
    lags = queries.lead_lag(publish_id, pair)
    if lags["r"].notna().sum() == 0:
        st.info(TOO_FEW)
        return
    figure = charts.lead_lag(lags, INDICATORS[pair.indicator].colour)
    alt = f"Correlation of {name_of(pair.target)} and {name_of(pair.indicator)} at each lag"
    draw(figure, "lead_lag", alt, _sources(pair), _lags_in_words(lags, pair))
    with st.expander("The numbers"):
        columns = {
            "lag_sessions": st.column_config.NumberColumn("Lag", format="%d", help=definition("lag_sessions"))
        }
        table(told(lags), f"lead_lag_{_file_name(pair)}", columns | statistics_columns())


def rolling(publish_id: int, pair: Pair, span: Span) -> None:
    """Draw the pair's correlation over windows that end within the reader's range."""
    tell_unknown("window", "Sessions in a window", WINDOWS)
    window = st.segmented_control(
        "Sessions in a window", WINDOWS, default=90, required=True, key="window", bind="query-params"
    )
    windows = queries.rolling(publish_id, pair, window, span)
    if windows["r"].notna().sum() == 0:
        st.info(f"No window of {window} sessions that ends in this range knows both often enough (30 times).")
        return
    alt = f"Correlation of {name_of(pair.target)} and {name_of(pair.indicator)} over {window} sessions"
    caption = (
        f"Each point looks back {window} sessions; the band is its 95 % interval. Windows overlap and "
        "are many: a picture of how steady the relation is, not tests, so nothing here is claimed."
    )
    draw(charts.rolling(windows, INDICATORS[pair.indicator].colour), "rolling", alt, _sources(pair), caption)


def _sources(pair: Pair) -> set[str]:
    return sources_of([pair.target, pair.indicator])


def _axis(key: str, kind: str) -> str:
    """Title an axis: 'VIX, change, points'; a return is one either way."""
    series = INDICATORS.get(key) or TARGETS.get(key)
    if series is None or key == "index_return":
        return f"{name_of(key).removesuffix(' return')}: " + (
            "return, % a day" if kind == "change" else "return index"
        )
    return f"{series.name}, {'change, ' if kind == 'change' else ''}{series.unit}"


def _fit_in_words(fit: pd.Series) -> str:
    days = f"{between(fit['first_date'], fit['last_date'])}, {fit['n']:,.0f} sessions"
    if pd.isna(fit["r"]):
        return f"{days}. {TOO_FEW}"
    if pd.isna(fit["ci_low"]):
        return (
            f"{days}, worth {number(fit['n_eff'], 0)} independent ones (n_eff): both follow their own past "
            "so closely that no line can be told from chance."
        )
    within = (
        "nought is in it, no claim"
        if fit["ci_low"] <= 0 <= fit["ci_high"]
        else "without nought, for this one look"
    )
    return (
        f"{days}, worth {number(fit['n_eff'], 0)} independent ones (n_eff). "
        f"r = {number(fit['r'], 2)}, 95 % interval {interval(fit['ci_low'], fit['ci_high'])}: {within}. "
        "The grey line is the least-squares fit of these points, the band where it may lie."
    )


def _lags_in_words(lags: pd.DataFrame, pair: Pair) -> str:
    claimed = lags[lags["q_value"] < SIGNIFICANT]
    name = name_of(pair.indicator)
    found = f"No lag has q < {SIGNIFICANT}: nothing to claim."
    if len(claimed):
        strongest = claimed.sort_values("r", key=abs).iloc[-1]
        at = ", ".join(signed(lag, 0) for lag in claimed["lag_sessions"])
        found = (
            f"q < {SIGNIFICANT} at lag {at}; strongest r = {number(strongest['r'], 2)} "
            f"at {signed(strongest['lag_sessions'], 0)}."
        )
    own = (
        " VIX is the session's own close, so lag 0 is contemporaneous."
        if pair.indicator == "vix_close"
        else ""
    )
    return (
        f"{found} Filled: q < {SIGNIFICANT}, among all targets, indicators and lags. At lag +2 the session "
        f"is held against {name} as seen two sessions before ({name} leads), at {signed(-2, 0)} as seen two "
        f"sessions after (it follows).{own} Whole history, whatever the range: "
        f"{count(int(lags['n'].max()), 'session')}, {day(lags['first_date'].min())} to "
        f"{day(lags['last_date'].max())}."
    )


def _file_name(pair: Pair) -> str:
    return f"{name_of(pair.target)}_{pair.indicator}_{pair.kind}".lower().replace(" ", "_")
