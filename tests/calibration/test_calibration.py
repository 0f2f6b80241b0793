"""The project's own SQL on series that have nothing to do with each other, and on some that do.

`make bench` prints the tables. What each share may be is the design's; unknown p are no claims.
"""

import numpy as np
import pandas as pd
import pytest
import scipy

from tests.calibration import processes as made
from tests.calibration.processes import Numbers
from tests.calibration.tables import Pairs, write_moods
from tests.integration.conftest import Ask, ask, dbt

pytestmark = pytest.mark.slow

SEED = 20
LENGTHS = (373, 1836)  # sessions
LAGS = [-5, 0, 5]
BLOCKS, ROWS = 5, 20  # 5 times 20 series against 20: 2,000 pairs a case
POWER_BLOCKS, POWER_ROWS = 250, 2  # 250 indicators, each with 2 targets of its own
WORLDS, WORLD_SESSIONS = 500, 200
TARGETS, INDICATORS = 13, 7  # the index, its volatility and eleven sectors; what is asked as `outside`
MOODS, INDUSTRIES = 10, 200
MODELS = ("int_signal_autocorrelations", "int_signal_correlations", "int_signal_inference")
SENSITIVITY = ("int_industry_autocorrelations", "int_industry_moods", "rpt_industry_mood_sensitivity")
CARRIED = (0.3, 0.9, 0.98)
AT_MOST = {"long memory": 0.08}
NO_NULL_CASE = "season with season"


def _pair(case: str, rng: np.random.Generator, shape: made.Shape) -> tuple[Numbers, Numbers]:
    match case:
        case "long memory":
            return made.long_memory(rng, shape), made.long_memory(rng, shape)
        case "season with AR(1) 0.98":
            return made.season(rng, shape), made.ar1(rng, shape, 0.98)
        case "season with noise":
            return made.season(rng, shape), made.noise(rng, shape)
        case "wild together":
            return made.wild_together(rng, shape)
        case "season with season":
            return made.season(rng, shape), made.season(rng, shape)
    carried = float(case.removeprefix("AR(1) "))
    return made.ar1(rng, shape, carried), made.ar1(rng, shape, carried)


CASES = [
    *(f"AR(1) {carried}" for carried in CARRIED),
    "long memory", "season with AR(1) 0.98", "season with noise", "wild together",
]  # fmt: skip


@pytest.fixture
def engine(world: Ask) -> Ask:
    """A warehouse whose models read the tables that we fill."""
    world("create schema if not exists intermediate authorization bellwether_transformer")
    return world


def _inferred() -> pd.DataFrame:
    assert dbt("run", "--select", *MODELS).success
    names = ["kind", "target", "lag", "n_eff", "p", "detectable_r"]
    rows = ask(
        "select kind, target_number, lag_sessions, n_eff, p_value, detectable_r"
        " from intermediate.int_signal_inference inner join intermediate.int_signal_pairs using (pair_number)"
    )
    return pd.DataFrame(rows, columns=names)


def _nulls(rng: np.random.Generator, cases: list[str]) -> pd.DataFrame:
    pairs = Pairs()
    for case in cases:
        for sessions in LENGTHS:
            for _ in range(BLOCKS):
                pairs.crossed(f"{case}, {sessions}", *_pair(case, rng, (ROWS, sessions)), LAGS)
    pairs.write()
    return _inferred()


def _related(medians: "pd.Series[float]", rng: np.random.Generator) -> pd.DataFrame:
    pairs = Pairs()
    for carried in CARRIED:
        for sessions in LENGTHS:
            kind, shape = f"AR(1) {carried}, {sessions}", (POWER_ROWS, sessions)
            r = medians[kind]
            for x in made.ar1(rng, (POWER_BLOCKS, sessions), carried):
                own = made.ar1(rng, shape, carried)
                pairs.crossed(kind, r * x + np.sqrt(1 - r * r) * own, x[np.newaxis], [0])
    pairs.write()
    return _inferred()


def _told(title: str, table: pd.DataFrame) -> None:
    print(f"\n{title}\n{table.to_string(float_format=lambda value: f'{value:.3f}')}")


@pytest.mark.usefixtures("engine")
def test_unrelated_series_are_seldom_claimed_and_related_ones_found(request: pytest.FixtureRequest) -> None:
    # no test judges it: it is made for who reads the table
    told = [NO_NULL_CASE] if request.config.getoption("capture") == "no" else []
    nulls = _nulls(np.random.default_rng(SEED), [*CASES, *told])
    claimed = nulls.assign(claimed=nulls["p"].astype(float) < 0.05)
    shares = claimed.pivot_table(index="kind", columns="lag", values="claimed", sort=False)
    medians = nulls.groupby("kind", sort=False)["detectable_r"].median().astype(float)
    related = _related(medians, np.random.default_rng(SEED + 1))
    found = (related["p"].astype(float) < 0.05).groupby(related["kind"]).mean()
    table = shares.assign(detectable_r=medians, power=found)
    _told("Share of unrelated pairs with p < 0.05, by lag, and power at the median detectable r", table)
    judged = shares[~shares.index.str.startswith(NO_NULL_CASE)]
    most = [AT_MOST.get(kind.split(",")[0], 0.07) for kind in judged.index]
    assert (judged.le(most, axis=0)).all(axis=None), judged
    assert found.between(0.75, 0.85).all(), found


def _market(rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Targets that share a market, and as many sorts of indicator as there are."""
    targets = made.noise(rng, (TARGETS, WORLD_SESSIONS)) + made.noise(rng, (1, WORLD_SESSIONS))
    carried = np.linspace(0, 0.9, INDICATORS)
    levels = [made.ar1(rng, (1, WORLD_SESSIONS + 1), share) for share in carried]
    return targets, np.diff(np.concatenate(levels))


@pytest.mark.usefixtures("engine")
def test_few_worlds_without_any_relation_claim_one() -> None:
    rng = np.random.default_rng(SEED)
    pairs = Pairs()
    for number in range(WORLDS):
        pairs.crossed(str(number), *_market(rng), list(range(-5, 6)))
    pairs.write()
    p_values = _inferred().groupby("kind")["p"]
    claims = [scipy.stats.false_discovery_control(p.dropna().astype(float)).min() < 0.05 for _, p in p_values]
    share = float(np.mean(claims))
    print(f"\nWorlds without a relation in which some q < 0.05: {share:.3f} of {len(claims)}")
    assert share <= 0.08 + 0.024


@pytest.mark.usefixtures("engine")
def test_industries_that_mood_does_not_move_are_seldom_claimed() -> None:
    rng = np.random.default_rng(SEED)
    p_values: list[float] = []
    for _ in range(MOODS):
        write_moods(made.mood(rng, LENGTHS[1]), made.long_memory(rng, (INDUSTRIES, LENGTHS[1])))
        assert dbt("run", "--select", *SENSITIVITY).success
        rows = ask("select p_value from marts_next.rpt_industry_mood_sensitivity where p_value is not null")
        p_values += [p for (p,) in rows]
    share = float(np.sum(np.array(p_values) < 0.05)) / (MOODS * INDUSTRIES)
    print(f"\nIndustries that mood does not move, with p < 0.05: {share:.3f} of {MOODS * INDUSTRIES:,}")
    assert share <= 0.08
