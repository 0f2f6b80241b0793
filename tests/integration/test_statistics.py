"""The statistics that SQL computes, held against SciPy's."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
import psycopg2
import psycopg2.extras
import pytest
import scipy  # what is named of it is imported when it is

from extract_load.warehouse.bootstrap import bootstrap
from tests.built_world import environment_of_runs
from tests.databases import own_database
from tests.integration.conftest import Ask, ask, dbt

SESSIONS = [date(2020, 1, 1) + timedelta(days=number) for number in range(620)]
FIRST_SESSION = 5990
RNG_SEED = 11
SERIES = (
    "kind text, series text, gics_sector text, series_number bigint, is_target boolean, trade_date date,"
    " session_number bigint, series_session bigint, value float8, score float8"
)
MODELS = (
    "fct_signal_daily",
    "int_signal_pairs",
    "int_signal_autocorrelations",
    "int_signal_correlations",
    "int_signal_inference",
    "rpt_signal_correlations",
    "int_industry_mood_days",
    "int_industry_autocorrelations",
    "int_industry_moods",
    "rpt_industry_mood_sensitivity",
)
MACROS = {
    "erfc": "erfc('a')",
    "two_sided_p": "normal_two_sided_p('a')",
    "pearson": "pearson('a', 'b')",
    "pearson_of_itself": "pearson('a', 'a + 0 * b')",
    "pearson_of_a_constant": "pearson('a', 'c')",
    "q_step": "benjamini_hochberg_step('a', ['b'])",
    "q": "benjamini_hochberg('a', 'step', ['b'])",
    "fisher_low": "fisher_bound('a', 'b', '-')",
    "fisher_high": "fisher_bound('a', 'b', '+')",
}

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@pytest.fixture(scope="module")
def sql(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The macros as SQL on the columns a, b and c, all from one compilation."""
    with own_database(server) as environment, pytest.MonkeyPatch.context() as patched:
        folders = environment_of_runs(tmp_path_factory.mktemp("dbt"), "", SESSIONS[-1])
        for name, value in (environment | folders).items():
            patched.setenv(name, value)
        bootstrap()
        text = " | ".join("{{ " + call + " }}" for call in MACROS.values())
        compiled = dbt("compile", "--inline", text).result
    return dict(zip(MACROS, compiled.results[0].node.compiled_code.split(" | "), strict=True))


@pytest.fixture
def evaluate(database: None, sql: dict[str, str]) -> Callable[..., Numbers]:  # noqa: ARG001
    """Rows of a query over the given columns a, b, …; `{name}` is a macro's SQL, null is NaN."""

    def run(query: str, *columns: Sequence[float] | Numbers) -> Numbers:
        names = "abc"[: len(columns)]
        given = [(at, *_known(row)) for at, row in enumerate(zip(*columns, strict=True))]
        _create("given", "position int, " + ", ".join(f"{name} float8" for name in names), given)
        return np.array(ask(query.format(**sql)), dtype=float)

    return run


def _create(name: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
    with closing(psycopg2.connect("")) as opened, opened, opened.cursor() as cur:
        cur.execute(f"create table {name} ({columns})")
        cur.execute(f"grant select on {name} to public")
        psycopg2.extras.execute_values(cur, f"insert into {name} values %s", rows, page_size=5000)


def _known(values: Iterable[float]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _follows_its_past(carried: float, rng: np.random.Generator, length: int = len(SESSIONS)) -> Numbers:
    values = rng.standard_normal(length)
    for now in range(1, length):
        values[now] += carried * values[now - 1]
    return values


def _autocorrelations(values: Numbers) -> Numbers:
    """Pearson's r of a series with itself 1 to 120 sessions earlier."""
    return np.array([_with_itself(values, lag) for lag in range(1, 121)])


def _with_itself(values: Numbers, lag: int) -> float:
    both = ~np.isnan(values[lag:]) & ~np.isnan(values[:-lag])
    if both.sum() < 30:
        return 0.0
    return float(scipy.stats.pearsonr(values[lag:][both], values[:-lag][both])[0])


def _inflation(n: int, one: Numbers, other: Numbers) -> float:
    lags = np.arange(1, min(n // 4, 120) + 1)
    products = _autocorrelations(one)[: len(lags)] * _autocorrelations(other)[: len(lags)]
    return max(1.0, float(1 + 2 * np.sum((1 - lags / n) * products)))


def test_erfc_is_scipys_to_a_relative_1e_12(evaluate: Callable[..., Numbers]) -> None:
    edges = np.array([1e-8, 0.46875, 4, 26.5])
    near = np.concatenate([edges, edges * (1 - 1e-9)])
    grid = np.concatenate([np.linspace(-10, 26.5, 1500), near, -near, [0, 5e-324, 1e-300, -1e-17]])
    found = evaluate("select {erfc} from given order by position", grid)
    np.testing.assert_allclose(found[:, 0], scipy.special.erfc(grid), rtol=1e-12, atol=0)


def test_erfc_ends_in_zero_and_two(evaluate: Callable[..., Numbers]) -> None:
    ends = [26.6, 1e9, 1e300, np.inf, -26.6, -1e300, np.nan]
    found = evaluate("select {erfc} from given order by position", ends)
    np.testing.assert_array_equal(found[:, 0], [0, 0, 0, 0, 2, 2, np.nan])


def test_the_two_sided_p_is_the_normal_distributions(evaluate: Callable[..., Numbers]) -> None:
    scores = np.linspace(-37, 37, 400)
    found = evaluate("select {two_sided_p} from given order by position", scores)
    np.testing.assert_allclose(found[:, 0], 2 * scipy.stats.norm.sf(np.abs(scores)), rtol=1e-11, atol=0)


def test_pearson_leaves_out_what_is_unknown_and_what_is_constant(evaluate: Callable[..., Numbers]) -> None:
    rng = np.random.default_rng(RNG_SEED)
    x, y = 1e6 + _follows_its_past(0.9, rng, 300), _follows_its_past(0.5, rng, 300)
    x[10:20], y[15:40] = np.nan, np.nan
    query = "select {pearson}, {pearson_of_itself}, {pearson_of_a_constant} from given"
    ((found, itself, constant),) = evaluate(query, x, y, np.full(300, 0.1))
    known = ~np.isnan(x) & ~np.isnan(y)
    assert found == pytest.approx(scipy.stats.pearsonr(x[known], y[known])[0], rel=1e-9)
    assert 1 - 1e-12 <= itself <= 1
    assert np.isnan(constant)


def test_q_is_scipys_with_ties_and_without_the_unknown(evaluate: Callable[..., Numbers]) -> None:
    rng = np.random.default_rng(RNG_SEED)
    p_values = np.round(rng.uniform(0, 1, 60) ** 3, 2)
    p_values[5:9] = np.nan
    families = np.repeat([1.0, 2.0], 30)
    query = "with ranked as (select *, {q_step} as step from given) select {q} from ranked order by position"
    found = evaluate(query, p_values, families)[:, 0]
    for family in (1.0, 2.0):
        tested = (families == family) & ~np.isnan(p_values)
        np.testing.assert_allclose(
            found[tested], scipy.stats.false_discovery_control(p_values[tested]), rtol=1e-12
        )
    assert np.isnan(found[np.isnan(p_values)]).all()


def test_fishers_interval_is_scipys(evaluate: Callable[..., Numbers]) -> None:
    rng = np.random.default_rng(RNG_SEED)
    samples = [rng.standard_normal((2, 40)) + shared for shared in (0, rng.standard_normal(40))]
    results = [scipy.stats.pearsonr(*sample) for sample in samples]
    query = "select {fisher_low}, {fisher_high} from given order by position"
    rows = evaluate(query, [result.statistic for result in results], [40.0] * len(results))
    for row, result in zip(rows, results, strict=True):
        # SciPy's quantile has more digits than the 1.959964 that is agreed
        assert tuple(row) == pytest.approx(tuple(result.confidence_interval(0.95)), rel=1e-6)


def _series() -> dict[str, Numbers]:
    rng = np.random.default_rng(RNG_SEED)
    mood = _follows_its_past(0.9, rng)
    market = _follows_its_past(0.8, rng) + 0.3 * np.roll(mood, 2)
    mood[40:55], market[300], mood[500:502] = np.nan, np.nan, np.nan
    return {"index_volatility": 500 + market, "depression_index": mood}


def _series_rows(series: dict[str, Numbers]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, (name, values) in enumerate(series.items(), start=1):
        scores = _known((values - np.nanmean(values)) / np.nanstd(values))
        for at, (day, value, score) in enumerate(zip(SESSIONS, _known(values), scores, strict=True)):
            session = FIRST_SESSION + at
            row_key = (number, name == "index_volatility", day, session, 100000 * number + session)
            rows.append(("level", name, None, *row_key, value, score))
    return rows


def _expected(target: Numbers, indicator: Numbers, lag: int) -> dict[str, float]:
    led = _lagged(indicator, lag)
    known = ~np.isnan(target) & ~np.isnan(led)
    n, r = int(known.sum()), float(scipy.stats.pearsonr(target[known], led[known])[0])
    squares = scipy.stats.zscore(target[known]) ** 2 * scipy.stats.zscore(led[known]) ** 2
    kappa = max(1.0, float(squares.mean()) / (1 + 2 * r * r))
    n_eff = n / (_inflation(n, target, indicator) * kappa)
    z, error = np.arctanh(r), 1 / np.sqrt(n_eff - 3)
    low, high = np.tanh([z - 1.959964 * error, z + 1.959964 * error])
    p_value = float(2 * scipy.stats.norm.sf(abs(z) / error))
    detectable = float(np.tanh(2.8016 * error))
    return {
        "n": n, "r": r, "n_eff": n_eff, "ci_low": low, "ci_high": high, "p_value": p_value,
        "detectable_r": detectable,
    }  # fmt: skip


def _lagged(values: Numbers, sessions: int) -> Numbers:
    return pd.Series(values).shift(sessions).to_numpy(dtype=np.float64)


def _check_correlations(series: dict[str, Numbers]) -> None:
    target, indicator = series["index_volatility"], series["depression_index"]
    measures = "n, r, n_eff, ci_low, ci_high, p_value, detectable_r, q_value"
    rows = ask(
        f"select {measures} from marts_next.rpt_signal_correlations"
        " where question = 'outside' order by lag_sessions"
    )
    expected = [_expected(target, indicator, lag) for lag in range(-5, 6)]
    q_values = scipy.stats.false_discovery_control([row["p_value"] for row in expected])
    for found, row, q_value in zip(rows, expected, q_values, strict=True):
        assert found == pytest.approx((*row.values(), q_value), rel=1e-9)


def _check_sensitivity(moods: Numbers, industries: dict[str, Numbers]) -> None:
    rows = ask(
        "select gics_sub_industry, sessions_low, sessions_high, effect, standard_error, p_value, q_value"
        " from marts_next.rpt_industry_mood_sensitivity where measure = 'volatility_7d' order by 1"
    )
    expected = []
    for values in industries.values():
        high, low = values[moods == 1], values[moods == -1]
        effect = high.mean() - low.mean()
        welch = scipy.stats.ttest_ind(high, low, equal_var=False).statistic
        error = effect / welch * np.sqrt(_inflation(len(values), values, moods))
        expected.append((len(low), len(high), effect, error, 2 * scipy.stats.norm.sf(abs(effect / error))))
    q_values = scipy.stats.false_discovery_control([row[-1] for row in expected])
    assert [row[0] for row in rows] == list(industries)
    for found, row, q_value in zip(rows, expected, q_values, strict=True):
        assert found[1:] == pytest.approx((*row, q_value), rel=1e-9)


def test_whole_rows_of_the_marts_are_scipys(world: Ask) -> None:
    rng = np.random.default_rng(RNG_SEED)
    series = _series()
    moods = np.digitize(_follows_its_past(0.9, rng), [-1, 1]).astype(np.float64) - 1
    industries = {"Coal": _follows_its_past(0.9, rng), "Gas": _follows_its_past(0.0, rng)}
    names = {-1.0: "Low", 0.0: "Medium", 1.0: "High"}
    world("create schema if not exists intermediate authorization bellwether_transformer")
    _create("intermediate.int_signal_series", SERIES, _series_rows(series))
    _create(
        "marts_next.fct_market_daily",
        "trade_date date, mood_level text, members_total_return float8",
        [(day, names[mood], None) for day, mood in zip(SESSIONS, moods, strict=True)],
    )
    _create(
        "intermediate.int_sessions",
        "session_date date, session_number bigint",
        [(day, FIRST_SESSION + at) for at, day in enumerate(SESSIONS)],
    )
    _create(
        "marts_next.fct_industry_daily",
        "trade_date date, gics_sector text, gics_sub_industry text,"
        " total_return float8, volatility_7d float8",
        [
            (day, "Energy", industry, None, float(value))
            for industry, values in industries.items()
            for day, value in zip(SESSIONS, values, strict=True)
        ],
    )
    assert dbt("run", "--select", *MODELS).success
    _check_correlations(series)
    _check_sensitivity(moods, industries)
