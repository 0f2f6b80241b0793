"""The statistics that SQL computes, held against SciPy's."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import psycopg2
import psycopg2.extras
import pytest
from dbt.cli.main import dbtRunner
from scipy import special, stats

from extract_load.warehouse.bootstrap import bootstrap
from tests.databases import own_database
from tests.integration.conftest import Ask, ask

PROJECT = Path(__file__).parents[2] / "dbt_project"
SESSIONS = [date(2020, 1, 1) + timedelta(days=number) for number in range(620)]
FIRST_SESSION = 5990
RNG_SEED = 11
SERIES = (
    "kind text, series text, gics_sector text, series_number int, is_target boolean, trade_date date,"
    " session_number bigint, series_session bigint, value float8, previous_value float8"
)
MODELS = (
    "stg_ops__manifest",
    "int_signal_pairs",
    "int_signal_correlations",
    "int_signal_pair_days",
    "int_signal_revisions",
    "int_rolling_correlations",
    "rpt_signal_correlations",
    "rpt_signal_correlations_rolling",
    "int_industry_moods",
    "rpt_industry_mood_sensitivity",
)
MACROS = {
    "erfc": "erfc('a')",
    "two_sided_p": "normal_two_sided_p('a')",
    "pearson": "pearson('a', 'b')",
    "pearson_of_itself": "pearson('a', 'a + 0 * b')",
    "pearson_of_a_constant": "pearson('a', 'c')",
    "q_step": "benjamini_hochberg_step('a', 'tests', ['b'])",
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
        for name, value in environment.items():
            patched.setenv(name, value)
        bootstrap()
        text = " | ".join("{{ " + call + " }}" for call in MACROS.values())
        compiled = _dbt(tmp_path_factory.mktemp("dbt"), "compile", "--inline", text)
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


def _dbt(written: Path, *command: str) -> Any:
    place = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    place += ["--target-path", f"{written}/target", "--log-path", f"{written}/logs"]
    done = dbtRunner().invoke(["--quiet", *command, *place])
    assert done.success, done.exception or done.result
    return done.result


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


def _autocorrelation(values: Numbers, before: Numbers, known: Flags) -> float:
    both = known & ~np.isnan(values) & ~np.isnan(before)
    return float(stats.pearsonr(values[both], before[both])[0])


def test_erfc_is_scipys_to_a_relative_1e_12(evaluate: Callable[..., Numbers]) -> None:
    edges = np.array([1e-8, 0.46875, 4, 26.5])
    near = np.concatenate([edges, edges * (1 - 1e-9)])
    grid = np.concatenate([np.linspace(-10, 26.5, 1500), near, -near, [0, 5e-324, 1e-300, -1e-17]])
    found = evaluate("select {erfc} from given order by position", grid)
    np.testing.assert_allclose(found[:, 0], special.erfc(grid), rtol=1e-12, atol=0)


def test_erfc_ends_in_zero_and_two(evaluate: Callable[..., Numbers]) -> None:
    ends = [26.6, 1e9, 1e300, np.inf, -26.6, -1e300, np.nan]
    found = evaluate("select {erfc} from given order by position", ends)
    np.testing.assert_array_equal(found[:, 0], [0, 0, 0, 0, 2, 2, np.nan])


def test_the_two_sided_p_is_the_normal_distributions(evaluate: Callable[..., Numbers]) -> None:
    scores = np.linspace(-37, 37, 400)
    found = evaluate("select {two_sided_p} from given order by position", scores)
    np.testing.assert_allclose(found[:, 0], 2 * stats.norm.sf(np.abs(scores)), rtol=1e-11, atol=0)


def test_pearson_leaves_out_what_is_unknown_and_what_is_constant(evaluate: Callable[..., Numbers]) -> None:
    rng = np.random.default_rng(RNG_SEED)
    x, y = 1e6 + _follows_its_past(0.9, rng, 300), _follows_its_past(0.5, rng, 300)
    x[10:20], y[15:40] = np.nan, np.nan
    query = "select {pearson}, {pearson_of_itself}, {pearson_of_a_constant} from given"
    ((found, itself, constant),) = evaluate(query, x, y, np.full(300, 0.1))
    known = ~np.isnan(x) & ~np.isnan(y)
    assert found == pytest.approx(stats.pearsonr(x[known], y[known])[0], rel=1e-9)
    assert 1 - 1e-12 <= itself <= 1
    assert np.isnan(constant)


def test_q_is_scipys_with_ties_and_without_the_unknown(evaluate: Callable[..., Numbers]) -> None:
    rng = np.random.default_rng(RNG_SEED)
    p_values = np.round(rng.uniform(0, 1, 60) ** 3, 2)
    p_values[5:9] = np.nan
    families = np.repeat([1.0, 2.0], 30)
    query = (
        "with counted as (select *, count(a) over (partition by b) as tests from given),"
        " ranked as (select *, {q_step} as step from counted) select {q} from ranked order by position"
    )
    found = evaluate(query, p_values, families)[:, 0]
    for family in (1.0, 2.0):
        tested = (families == family) & ~np.isnan(p_values)
        np.testing.assert_allclose(found[tested], stats.false_discovery_control(p_values[tested]), rtol=1e-12)
    assert np.isnan(found[np.isnan(p_values)]).all()


def test_fishers_interval_is_scipys(evaluate: Callable[..., Numbers]) -> None:
    rng = np.random.default_rng(RNG_SEED)
    samples = [rng.standard_normal((2, 40)) + shared for shared in (0, rng.standard_normal(40))]
    results = [stats.pearsonr(*sample) for sample in samples]
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
        known = _known(values)
        for at, (day, now, before) in enumerate(zip(SESSIONS, known, [None, *known[:-1]], strict=True)):
            session = FIRST_SESSION + at
            row_key = (number, name == "index_volatility", day, session, 100000 * number + session)
            rows.append(("level", name, None, *row_key, now, before))
    return rows


def _expected(
    target: Numbers, indicator: Numbers, lag: int = 0, rows: slice = slice(None)
) -> dict[str, float]:
    asked = np.zeros(len(target), dtype=bool)
    asked[rows] = True
    led = _lagged(indicator, lag)
    known = asked & ~np.isnan(target) & ~np.isnan(led)
    n, r = int(known.sum()), float(stats.pearsonr(target[known], led[known])[0])
    a = _autocorrelation(target, _lagged(target, 1), known)
    b = _autocorrelation(led, _lagged(indicator, lag + 1), known)
    n_eff = n if a * b <= 0 else n * (1 - a * b) / (1 + a * b)
    z, error = np.arctanh(r), 1 / np.sqrt(n_eff - 3)
    low, high = np.tanh([z - 1.959964 * error, z + 1.959964 * error])
    p_value = float(2 * stats.norm.sf(abs(z) / error))
    return {"n": n, "r": r, "n_eff": n_eff, "ci_low": low, "ci_high": high, "p_value": p_value}


def _lagged(values: Numbers, sessions: int) -> Numbers:
    return pd.Series(values).shift(sessions).to_numpy(dtype=np.float64)


def _check_correlations(series: dict[str, Numbers]) -> None:
    target, indicator = series["index_volatility"], series["depression_index"]
    measures = "n, r, n_eff, ci_low, ci_high, p_value, q_value"
    rows = ask(
        f"select {measures} from marts_next.rpt_signal_correlations"
        " where family = 'lead_lag' order by lag_sessions"
    )
    expected = [_expected(target, indicator, lag) for lag in range(-5, 6)]
    q_values = stats.false_discovery_control([row["p_value"] for row in expected])
    for found, row, q_value in zip(rows, expected, q_values, strict=True):
        assert found == pytest.approx((*row.values(), q_value), rel=1e-9)

    rolling = ask(
        f"select trade_date, window_sessions, {measures} from marts_next.rpt_signal_correlations_rolling"
        " where n >= 30 order by 1, 2"
    )
    assert len(rolling) > 1500
    for day, window, *measured in rolling[::25]:
        last = SESSIONS.index(day)
        row = _expected(target, indicator, rows=slice(max(0, last - window + 1), last + 1))
        assert measured == pytest.approx([*row.values(), row["p_value"]], rel=1e-9)


def _check_sensitivity(moods: Numbers, industries: dict[str, Numbers]) -> None:
    rows = ask(
        "select gics_sub_industry, sessions_low, sessions_high, effect, standard_error, p_value, q_value"
        " from marts_next.rpt_industry_mood_sensitivity where measure = 'volatility_7d' order by 1"
    )
    expected = []
    for values in industries.values():
        high, low = values[moods == 1], values[moods == -1]
        effect = high.mean() - low.mean()
        always = np.ones(len(values), dtype=bool)
        ab = _autocorrelation(values, _lagged(values, 1), always)
        ab *= _autocorrelation(moods, _lagged(moods, 1), always)
        welch = stats.ttest_ind(high, low, equal_var=False).statistic
        error = effect / welch * np.sqrt(max(1, (1 + ab) / (1 - ab)))
        expected.append((len(low), len(high), effect, error, 2 * stats.norm.sf(abs(effect / error))))
    q_values = stats.false_discovery_control([row[-1] for row in expected])
    assert [row[0] for row in rows] == list(industries)
    for found, row, q_value in zip(rows, expected, q_values, strict=True):
        assert found[1:] == pytest.approx((*row, q_value), rel=1e-9)


def test_whole_rows_of_the_marts_are_scipys(warehouse: Ask, tmp_path: Path) -> None:
    rng = np.random.default_rng(RNG_SEED)
    series = _series()
    moods = np.digitize(_follows_its_past(0.9, rng), [-1, 1]).astype(np.float64) - 1
    industries = {"Coal": _follows_its_past(0.9, rng), "Gas": _follows_its_past(0.0, rng)}
    names = {-1.0: "Low", 0.0: "Medium", 1.0: "High"}
    warehouse("create schema if not exists intermediate authorization bellwether_transformer")
    _create("intermediate.int_signal_series", SERIES, _series_rows(series))
    _create(
        "marts_next.fct_market_daily",
        "trade_date date, mood_level text",
        [(day, names[mood]) for day, mood in zip(SESSIONS, moods, strict=True)],
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
    _dbt(tmp_path, "run", "--select", *MODELS)
    _check_correlations(series)
    _check_sensitivity(moods, industries)
