"""What is broken on purpose, one thing at a time, fails the right test and is not published."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest

from extract_load.cli import main
from extract_load.publish.audit import PublishRefused
from extract_load.publish.run import publish
from infra.local.simulator import Simulator
from tests.databases import maintain, own_database
from tests.integration.conftest import ask, dbt_build, environment_of_runs

START = date(2025, 5, 1)
TODAY = date(2025, 6, 27)
SESSION = date(2025, 5, 15)


class Broken(NamedTuple):
    """What is done to the rows, and which test says so."""

    thing: str
    statement: str
    test: str
    is_raw: bool = True


def _bars(where: str = "ticker = 'GRID'") -> str:
    """What picks bars of a day of raw.yahoo_bars."""
    day = f"(to_timestamp(bar_time) at time zone exchange_timezone)::date = '{SESSION}'"
    return f"ctid in (select ctid from raw.yahoo_bars where {where} and {day})"


BROKEN = [
    Broken(
        "a bar that was loaded twice",
        f"insert into raw.yahoo_bars select * from raw.yahoo_bars where {_bars()}",
        "unique_combination_stg_yahoo__bars_load_id__line_number__bar_index",
    ),
    Broken(
        "a bar that is twice in a mart",
        "insert into marts_next.fct_stock_daily select * from marts_next.fct_stock_daily"
        f" where ticker = 'GRID' and trade_date = '{SESSION}'",
        "unique_combination_fct_stock_daily_ticker__trade_date",
        is_raw=False,
    ),
    Broken(
        "a bar of today",
        f"update raw.yahoo_bars set bar_time = bar_time + 86400 * {(TODAY - SESSION).days} where {_bars()}",
        "not_in_the_future_int_bars_daily_trade_date",
    ),
    Broken(
        "a listed company without a sector",
        "update raw.wikipedia_members set gics_sector = null where symbol = 'GRID'",
        "not_null_stg_wikipedia__members_gics_sector",
    ),
    Broken(
        "a negative volume",
        f"update raw.yahoo_bars set volume = -volume where {_bars()}",
        "within_range_int_bars_daily_volume__0",
    ),
    Broken(
        "more articles about depression than articles",
        "update raw.gdelt_timeline set value = norm + 1 where date like '20250515%%'",
        "within_range_stg_gdelt__article_counts_matching_articles__monitored_articles__0",
    ),
    Broken(
        "a session without a bar of the index",
        "delete from raw.yahoo_bars where " + _bars("ticker = '^GSPC'"),
        "assert_index_bars_match_sessions",
    ),
    Broken(
        "a session that all companies lack",
        "delete from raw.yahoo_bars where " + _bars("ticker not like '^%%'"),
        "assert_answered_sessions_have_bars",
    ),
    Broken(
        "a member that nobody asked for",
        "delete from raw.yahoo_bars where ticker = 'GRID';"
        " delete from raw.extraction_outcomes where subject = 'GRID'",
        "within_range_rpt_completeness_daily_not_asked__0",
    ),
    Broken(
        "no list of members",
        "delete from raw.wikipedia_members",
        "landed_recently_stg_wikipedia__members_extracted_at__7",
    ),
]


@pytest.fixture(scope="module")
def sound(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a database that holds a build fit to publish, to copy from."""
    folder = tmp_path_factory.mktemp("guards")
    with own_database(server) as environment, Simulator(TODAY) as simulator:
        environment |= environment_of_runs(folder, simulator.url, TODAY)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            assert main(["extract", "--start", str(START)]) == 0
            assert main(["load"]) == 0
            assert dbt_build()
        yield environment


@pytest.fixture(scope="module")
def kept(sound: dict[str, str]) -> Iterator[str]:
    """The name of a copy of that database."""
    with own_database(sound, sound["PGDATABASE"]) as copy:
        yield copy["PGDATABASE"]


@pytest.fixture(autouse=True)
def _sound_again(sound: dict[str, str], kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a sound build; always of the same name, so that dbt need not parse again."""
    for name, value in sound.items():
        monkeypatch.setenv(name, value)
    maintain(sound, "drop database {} with (force)", sound["PGDATABASE"])
    maintain(sound, "create database {} template {}", sound["PGDATABASE"], kept)


def test_what_is_sound_is_published() -> None:
    assert main(["publish"]) == 0


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.thing)
def test_the_test_that_is_there_for_it_keeps_readers_from(broken: Broken) -> None:
    ask(broken.statement)
    selected = f"+{broken.test}" if broken.is_raw else broken.test
    assert not dbt_build("--full-refresh", "--select", selected, "--indirect-selection", "empty")
    results = "select name, status from ops.build_results where status in ('fail', 'error')"
    assert ask(results) == [(broken.test, "fail")]
    with pytest.raises(PublishRefused, match=f"test {broken.test} ended with fail"):
        publish()
