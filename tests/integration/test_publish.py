"""Readers see one audited build or the other: never half of one, never none."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count

import psycopg2
import pytest
from psycopg2 import errors

from extract_load.cli import main
from extract_load.dbt_build import project_state
from extract_load.publish import swap
from extract_load.publish.audit import PublishRefused
from extract_load.publish.run import publish, rollback
from extract_load.warehouse.connection import TRANSFORMER, connect
from tests.integration.conftest import READER, Ask, ask

MARTS = ("fct_market_daily", "fct_stock_daily", "dim_company")
NODES = [
    *(("model", "marts_next", mart) for mart in MARTS),
    ("model", "staging", "stg_bars"),
    ("model", "intermediate", "int_bars"),
    ("seed", "intermediate", "holidays"),
    ("test", "marts_next", "unique_company"),
]
LOADED = """
insert into ops.manifest (
    object_key, object_version, sha256, source, rows_in, rows_loaded, rows_rejected, bytes, seconds
) values ('k', 'v', 's', 'fred', 3, 2, 1, 9, 0.1)
"""
_numbers = count(1)


def invoke(
    command: str = "build", only: str = "", state: str = "v1", empty: bool = False, **statuses: str
) -> str:
    """Leave behind what a dbt invocation does: marts that hold its number, and its notes in ops."""
    number = next(_numbers)
    build_id = f"build-{number}"
    kinds = {"build": "model seed test", "run": "model", "test": "test"}[command].split()
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        cur.execute(
            "insert into ops.builds values (%s, %s, %s, clock_timestamp())", (build_id, command, empty)
        )
        for kind, schema, name in NODES:
            cur.execute(
                "insert into ops.build_nodes values (%s, %s, %s, %s, %s, %s)",
                (build_id, name, kind, schema, name, 2 if name in MARTS else 0),
            )
            if kind not in kinds or (only and name != only):
                continue
            if name in MARTS:
                cur.execute(f"drop table if exists marts_next.{name}")
                cur.execute(
                    f"create table marts_next.{name} as select %s as build, date '2024-01-05' as trade_date",
                    (number,),
                )
            status = statuses.get(name, "pass" if "test" in kind else "success")
            cur.execute(
                "insert into ops.build_results (invocation_id, node_id, name, resource_type, schema_name,"
                " status, message, project_fingerprint) values (%s, %s, %s, %s, %s, %s, %s, %s)",
                (build_id, name, name, kind, schema, status, f"{status} because", state),
            )
    return build_id


def seen() -> set[int]:
    """The numbers of the builds that a reader finds in the marts."""
    union = " union all ".join(f"select build from {mart}" for mart in MARTS)
    return {build for (build,) in ask(union, **READER)}


@pytest.mark.usefixtures("warehouse")
def test_an_audited_build_is_what_readers_see() -> None:
    first = invoke()
    assert publish().build_id == first
    (one,) = seen()
    second = invoke()
    assert seen() == {one}
    assert publish().build_id == second
    (two,) = seen()
    assert two == one + 1


def test_rules_held_are_tests_that_passed_and_constraints_of_what_was_built(warehouse: Ask) -> None:
    invoke()
    told = str(publish())
    assert told.endswith("7 rules held")
    invoke(unique_company="warn")
    assert str(publish()).endswith("6 rules held, 1 warned")
    assert warehouse("select rules_held, tests_warned from ops.publishes order by 1") == [(6, 1), (7, 0)]


def test_a_publish_is_remembered_with_what_it_was_made_from(warehouse: Ask) -> None:
    warehouse(LOADED)
    warehouse("insert into raw.extraction_outcomes (run_date, load_id) values ('2024-01-06', 1)")
    warehouse(
        "insert into raw.rejects (load_id, object_key, object_version, line_number, record, reason,"
        " replayed_load_id, dismissed_at) values (1, 'k', 'v', 1, '', '', null, null),"
        " (1, 'k', 'v', 2, '', '', 2, null), (1, 'k', 'v', 3, '', '', null, now())"
    )
    build_id = invoke(unique_company="warn")
    publish()
    assert warehouse(
        "select action, build_id, as_of::text, data_through::text, engine, rules_held, tests_warned,"
        " rows_rejected, last_load_id, simulated from ops.publishes"
    ) == [("publish", build_id, "2024-01-06", "2024-01-05", "postgres", 6, 1, 1, 1, False)]


def test_what_is_loaded_while_a_build_runs_does_not_count_as_in_it(warehouse: Ask) -> None:
    invoke()
    warehouse(LOADED)
    publish()
    assert warehouse("select last_load_id from ops.publishes") == [(None,)]


def test_what_was_loaded_before_the_first_table_was_begun_counts_as_in_it(warehouse: Ask) -> None:
    invoke()
    warehouse(LOADED)
    invoke("run", only="int_bars")
    warehouse(LOADED.replace("'k'", "'l'"))
    for mart in MARTS:
        invoke("run", only=mart)
    invoke("test")
    publish()
    assert warehouse("select last_load_id from ops.publishes") == [(1,)]


def test_simulated_data_is_marked(warehouse: Ask) -> None:
    warehouse(LOADED)
    warehouse("insert into raw.extraction_outcomes (server, load_id) values ('bellwether-simulator', 1)")
    invoke()
    publish()
    assert warehouse("select simulated from ops.publishes") == [(True,)]


def a_failed_test() -> None:
    invoke(unique_company="fail")


def a_failed_model() -> None:
    invoke(fct_stock_daily="error")


def a_skipped_model() -> None:
    invoke(dim_company="skipped")


def a_run_without_its_tests() -> None:
    invoke("run")


def stale_tests() -> None:
    invoke()
    invoke("run", only="int_bars")


def a_mart_built_for_the_publish_before() -> None:
    invoke("run", only="fct_stock_daily")
    invoke("run", only="fct_market_daily")
    invoke("test")


def a_killed_build() -> None:
    invoke()
    ask("insert into ops.builds (invocation_id, command) values ('killed', 'build')")


def an_empty_build() -> None:
    invoke()
    invoke("run", empty=True)
    invoke("test")


def two_states_of_the_project() -> None:
    invoke()
    invoke("run", only="int_bars", state="v2")
    invoke("test", state="v2")


def a_table_that_is_gone() -> None:
    invoke()
    ask("drop table marts_next.dim_company")


def a_test_that_never_ran() -> None:
    invoke()
    ask("delete from ops.build_results where name = 'unique_company'")


def no_build() -> None:
    """Nothing since the last publish."""


REFUSED = {
    a_failed_test: "test unique_company ended with fail: fail because",
    a_failed_model: "model fct_stock_daily ended with error: error because",
    a_skipped_model: "model dim_company ended with skipped",
    a_run_without_its_tests: "test unique_company has not been run since the last build",
    stale_tests: "test unique_company has not been run since the last build",
    a_mart_built_for_the_publish_before: "model dim_company has not been built since the last publish",
    a_killed_build: "dbt invocation killed is still running or was killed",
    an_empty_build: "model dim_company was last built without its data",
    two_states_of_the_project: "model dim_company was last run by another state of the project",
    a_test_that_never_ran: "test unique_company has never been run",
    a_table_that_is_gone: "model dim_company is not in marts_next",
    no_build: "model dim_company has not been built since the last publish",
}


@pytest.mark.parametrize("spoil", REFUSED, ids=lambda spoil: spoil.__name__)
def test_readers_keep_what_they_have_when_the_next_build_is(
    spoil: Callable[[], None], warehouse: Ask
) -> None:
    invoke()
    publish()
    before = seen()
    spoil()
    with pytest.raises(PublishRefused, match=REFUSED[spoil]):
        publish()
    assert seen() == before
    assert warehouse("select count(*) from ops.publishes") == [(1,)]


@pytest.mark.usefixtures("warehouse")
def test_a_build_tested_afterwards_may_be_published() -> None:
    invoke()
    publish()
    invoke("run")
    tested = invoke("test")
    assert publish().build_id == tested


@pytest.mark.usefixtures("warehouse")
def test_nothing_was_ever_built() -> None:
    with pytest.raises(PublishRefused, match="nothing has been built"):
        publish()


def test_the_command_says_why_it_refuses(warehouse: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    invoke(unique_company="fail")
    assert main(["publish"]) == 1
    assert "test unique_company ended with fail" in capsys.readouterr().err
    assert warehouse("select command, status from ops.runs") == [("publish", "failed")]


def test_publishing_again_says_that_nothing_is_new(
    warehouse: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    build_id = invoke()
    assert main(["publish"]) == 0
    before = seen()
    assert main(["publish"]) == 0
    assert f"nothing new to publish: readers see build {build_id}" in capsys.readouterr().out
    assert seen() == before
    assert warehouse("select count(*) from ops.publishes") == [(1,)]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("command", ["publish", "rollback"])
def test_a_database_that_nobody_has_prepared_is_told_as_one_where_nothing_was_built(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command]) == 1
    assert (
        capsys.readouterr()
        .err.strip()
        .endswith(
            f"{command} refused: nothing has been built here yet: `make pipeline` loads, builds and publishes"
        )
    )


@pytest.mark.usefixtures("warehouse")
def test_publishing_does_not_undo_a_rollback_but_something_new_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, (one,) = (invoke(), publish(), seen())[1:]
    second = (invoke(), publish())[0]
    rollback()
    assert main(["publish"]) == 1
    told = capsys.readouterr().err
    assert f"nothing is new since build {second}" in told
    assert "another `make rollback` returns it" in told
    assert seen() == {one}
    invoke()
    assert main(["publish"]) == 0
    assert seen() == {one + 2}


def test_a_pipeline_with_nothing_new_does_not_undo_a_rollback(
    world: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    first = (invoke(), publish())[0]
    assert main(["extract", "--start", "2025-06-02"]) == main(["load"]) == 0
    second = (invoke(), publish(project_state()))[0]
    rollback()
    before = seen()
    assert main(["pipeline"]) == 1
    told = capsys.readouterr().err
    assert f"nothing is new since build {second}" in told
    assert f"readers still see build {first}" in told
    assert seen() == before
    assert main(["rollback"]) == main(["pipeline"]) == 0
    assert f"nothing new: build {second}" in capsys.readouterr().out
    assert world("select count(*) from ops.publishes where action = 'publish'") == [(2,)]


def test_a_rollback_says_when_readers_first_saw_the_build_that_returns(
    warehouse: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    first = (invoke(), publish())[0]
    warehouse("update ops.publishes set published_at = '2024-01-06 09:30+02'")
    invoke()
    publish()
    assert main(["rollback"]) == 0
    assert f"readers see build {first}, published 2024-01-06 07:30 UTC" in capsys.readouterr().out


def test_a_rollback_brings_the_build_before_back_and_another_one_returns(warehouse: Ask) -> None:
    first, (one,) = (invoke(), publish(), seen())[0::2]
    second, (two,) = (invoke(), publish(), seen())[0::2]
    assert (rollback().build_id, seen()) == (first, {one})
    assert (rollback().build_id, seen()) == (second, {two})
    third = invoke()
    publish()
    assert rollback().build_id == second
    assert warehouse("select action, build_id from ops.publishes order by publish_id") == [
        ("publish", first),
        ("publish", second),
        ("rollback", first),
        ("rollback", second),
        ("publish", third),
        ("rollback", second),
    ]


@pytest.mark.usefixtures("warehouse")
def test_there_is_nothing_to_roll_back_to_after_one_publish() -> None:
    invoke()
    publish()
    before = seen()
    with pytest.raises(PublishRefused, match="no build was published before"):
        rollback()
    assert seen() == before


def test_there_is_nothing_to_roll_back_to_where_the_previous_tables_are_gone(warehouse: Ask) -> None:
    for _ in range(2):
        invoke()
        publish()
    before = seen()
    for mart in MARTS:
        warehouse(f"drop table marts_previous.{mart}")
    with pytest.raises(PublishRefused, match="marts_previous is empty"):
        rollback()
    assert seen() == before
    assert warehouse("select action from ops.publishes") == [("publish",), ("publish",)]


@pytest.mark.usefixtures("warehouse")
def test_there_is_nothing_to_roll_back_to_before_the_first_publish() -> None:
    invoke()
    with pytest.raises(PublishRefused, match="nothing has been published yet"):
        rollback()


@pytest.mark.parametrize("step", [lambda: None, rollback])
def test_readers_read_the_marts_and_no_other_schema_and_write_nothing(
    step: Callable[[], object], warehouse: Ask
) -> None:
    for _ in range(2):
        invoke()
        publish()
    step()
    invoke()
    assert len(seen()) == 1
    for schema in ("marts_previous", "marts_next", "raw", "staging"):
        table = "yahoo_bars" if schema == "raw" else "dim_company"
        with pytest.raises(errors.InsufficientPrivilege):
            warehouse(f"select * from {schema}.{table}", **READER)
    with pytest.raises(errors.ReadOnlySqlTransaction):
        warehouse("delete from marts.dim_company", **READER)
    with pytest.raises(errors.InsufficientPrivilege):
        warehouse("set transaction read write; delete from marts.dim_company", **READER)


def test_a_table_that_the_project_does_not_know_is_not_published(warehouse: Ask) -> None:
    invoke()
    warehouse("set role bellwether_transformer; create table marts_next.fct_old__dbt_tmp (a int)")
    publish()
    assert warehouse(
        "select relname from pg_class where relnamespace = 'marts'::regnamespace order by 1"
    ) == [(mart,) for mart in sorted(MARTS)]


@contextmanager
def readers(number: int, statement: str, isolation: str) -> Iterator[list[object]]:
    """Readers that ask all the time; what they find, one entry a transaction, and what errors they get."""
    found: list[object] = []
    stop = threading.Event()

    def read() -> None:
        with closing(psycopg2.connect("", **READER)) as opened, opened.cursor() as cur:
            opened.set_session(isolation_level=isolation, readonly=True)
            while not stop.is_set():
                try:
                    with opened:
                        builds: set[object] = set()
                        for part in statement.split(";"):
                            cur.execute(part)
                            builds |= set(cur.fetchone() or ())
                        found.append(frozenset(builds))
                except psycopg2.Error as error:
                    found.append(error)

    threads = [threading.Thread(target=read) for _ in range(number)]
    for thread in threads:
        thread.start()
    yield found
    stop.set()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    ("statement", "isolation"),
    [
        (
            "select build from fct_stock_daily; select pg_sleep(0.01) is null; select build from dim_company",
            "READ COMMITTED",
        ),
        ("select build from dim_company; select build from fct_stock_daily", "REPEATABLE READ"),
    ],
    ids=["in one transaction", "in one snapshot"],
)
@pytest.mark.usefixtures("warehouse")
def test_no_reader_ever_sees_two_builds_or_an_error(statement: str, isolation: str) -> None:
    invoke()
    publish()
    with readers(3, statement, isolation) as found:
        for _ in range(5):
            invoke()
            publish()
        rollback()
    assert not [each for each in found if isinstance(each, Exception)]
    builds = [each - {False} for each in found if isinstance(each, frozenset)]
    assert {len(each) for each in builds} == {1}
    assert len(set(builds)) > 3


@pytest.mark.usefixtures("warehouse")
def test_a_publish_waits_for_a_long_read_and_lets_others_read_meanwhile() -> None:
    invoke()
    publish()
    (before,) = seen()
    invoke()
    with closing(psycopg2.connect("", **READER)) as opened, opened.cursor() as cur:
        cur.execute("select build from dim_company")
        swapping = threading.Thread(target=publish)
        swapping.start()
        slowest = 0.0
        for _ in range(20):
            started = time.monotonic()
            assert seen() == {before}
            slowest = max(slowest, time.monotonic() - started)
        cur.execute("select build from fct_stock_daily")
        assert cur.fetchone() == (before,)
        assert swapping.is_alive()
        opened.rollback()
    swapping.join()
    assert seen() == {before + 1}
    assert slowest < 60


@pytest.mark.usefixtures("warehouse")
def test_eight_fast_readers_and_three_who_always_hold_on_see_new_builds_and_none_of_them_torn() -> None:
    invoke()
    publish()
    fast = "select a.build, b.build, c.build from fct_market_daily a, fct_stock_daily b, dim_company c"
    slow = "select a.build, b.build, pg_sleep(0.4)::text = '?' from fct_market_daily a, dim_company b"
    longest = 0.0
    with readers(8, fast, "READ COMMITTED") as found, readers(3, slow, "READ COMMITTED") as found_slowly:
        for _ in range(6):
            invoke()
            started = time.monotonic()
            publish()
            longest = max(longest, time.monotonic() - started)
        rollback()
    assert not [each for each in (*found, *found_slowly) if isinstance(each, Exception)]
    builds = [each - {False} for each in (*found, *found_slowly) if isinstance(each, frozenset)]
    assert {len(each) for each in builds} == {1}
    assert len(set(builds)) > 4
    assert longest < 150


@pytest.mark.usefixtures("warehouse")
def test_a_statement_that_holds_the_marts_for_too_long_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_PATIENCE_SECONDS", 1)
    invoke()
    publish()
    (before,) = seen()
    invoke()
    with closing(psycopg2.connect("", **READER)) as opened, opened.cursor() as cur:
        publishing = threading.Timer(1, publish)
        publishing.start()
        with pytest.raises(errors.QueryCanceled, match="user request"):
            cur.execute("select build, pg_sleep(20) from dim_company")
    publishing.join()
    assert seen() == {before + 1}
