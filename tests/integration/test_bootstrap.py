"""Bootstrap: roles, schemas and tables, whoever runs it and however often."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg2
import pytest
from psycopg2 import errors

from extract_load.config import ConfigError
from extract_load.source import Table
from extract_load.warehouse.bootstrap import bootstrap
from extract_load.warehouse.connection import LOADER, TRANSFORMER, connect
from extract_load.warehouse.raw_tables import RAW_TABLES, create_raw_tables
from infra.local.postgres import EmbeddedPostgres
from tests.integration.conftest import READER, Ask, ask


@pytest.fixture
def fresh_server(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EmbeddedPostgres]:
    """A server without our roles, which PG* name."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("fresh") / "postgres")
    try:
        with server:
            for name, value in server.env().items():
                monkeypatch.setenv(name, value)
            yield server
    finally:
        server.remove()


@pytest.fixture
def alone(fresh_server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> Ask:  # noqa: ARG001
    """A warehouse on a server of its own: roles are the whole server's, and other tests use them."""
    monkeypatch.setenv("BELLWETHER_READER_PASSWORD", READER["password"])
    bootstrap()
    return ask


def test_every_declared_table_is_there_with_its_columns_and_its_rows_origin(warehouse: Ask) -> None:
    found = warehouse(
        "select table_name, column_name from information_schema.columns where table_schema = 'raw'"
    )
    origin = {"object_key", "object_version", "line_number", "extracted_at", "load_id"}
    for table in RAW_TABLES.values():
        assert {column for name, column in found if name == table.name} == table.columns.keys() | origin


def test_repeating_it_changes_nothing(alone: Ask) -> None:
    catalog = (
        "select 'c', oid::text, relname::text, relacl::text from pg_class where relnamespace >= 16384"
        " union all select 'a', attrelid::text, attname::text, atttypid::text from pg_attribute"
        " where attrelid >= 16384"
        " union all select 'n', oid::text, nspname::text, nspacl::text from pg_namespace"
        " union all select 'r', oid::text, rolname::text, rolconfig::text from pg_roles"
        " union all select 'd', oid::text, datname::text, datacl::text from pg_database"
        " union all select 's', setdatabase::text, setrole::text, setconfig::text from pg_db_role_setting"
        " union all select 'f', oid::text, proname::text, proacl::text from pg_proc order by 1, 2, 3"
    )
    before = alone(catalog)
    bootstrap()
    assert alone(catalog) == before


@pytest.mark.usefixtures("database")
def test_a_libpq_service_that_dbt_could_not_follow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("PGSERVICE", "production")
        with pytest.raises(ConfigError, match="PGSERVICE is set"):
            bootstrap()


@pytest.mark.usefixtures("database")
def test_bootstraps_at_the_same_moment_do_not_collide() -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(bootstrap) for _ in range(4)]:
            done.result()
    assert ask("select to_regclass('ops.publishes') is not null") == [(True,)]


def test_a_table_whose_declaration_grew_gets_its_new_column_and_keeps_its_rows(warehouse: Ask) -> None:
    before, after = Table("growing", {"a": "text"}), Table("growing", {"a": "text", "b": "double"})
    with connect(LOADER) as opened, opened, opened.cursor() as cur:
        create_raw_tables(cur, [before])
        cur.execute("insert into raw.growing (a) values ('kept')")
        create_raw_tables(cur, [after])
    assert warehouse("select a, b from raw.growing") == [("kept", None)]


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("table", ["yahoo_bars", "rejects"])
def test_a_complete_table_is_not_locked_by_a_bootstrap(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=1s")
    with connect() as opened, opened, opened.cursor() as reading:
        reading.execute(f"lock table raw.{table} in access share mode")
        bootstrap()


def test_the_reader_reads_ops_and_marts_and_nothing_else(warehouse: Ask) -> None:
    warehouse(
        "set role bellwether_transformer; create table marts.t ();"
        " grant select on marts.t to bellwether_reader"
    )
    assert warehouse("select count(*) from t", **READER) == [(0,)]
    assert warehouse("select count(*) from ops.runs", **READER) == [(0,)]
    for table in ("raw.yahoo_bars", "raw.rejects"):
        with pytest.raises(errors.InsufficientPrivilege):
            warehouse(f"select * from {table}", **READER)
    with pytest.raises(errors.ReadOnlySqlTransaction):
        warehouse("create temporary table mine ()", **READER)
    assert warehouse("show statement_timeout", **READER) == [("30s",)]


def test_the_loader_writes_raw_and_the_transformer_only_reads_it(warehouse: Ask) -> None:
    warehouse("set role bellwether_loader; insert into raw.fred_observations (series_id) values ('X')")
    assert warehouse("set role bellwether_transformer; select series_id from raw.fred_observations") == [
        ("X",)
    ]
    with pytest.raises(errors.InsufficientPrivilege):
        warehouse("set role bellwether_transformer; delete from raw.fred_observations")
    with pytest.raises(errors.InsufficientPrivilege):
        warehouse("set role bellwether_loader; create table marts.t ()")


def test_the_readers_password_can_be_changed(alone: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_READER_PASSWORD", "another")
    bootstrap()
    assert alone("select 1", user="bellwether_reader", password="another") == [(1,)]
    with pytest.raises(psycopg2.OperationalError):
        alone("select 1", **READER)


def test_readers_cannot_take_all_of_the_server(warehouse: Ask) -> None:
    limits = warehouse(
        "select current_setting('temp_file_limit'), current_setting('work_mem'), rolconnlimit"
        " from pg_roles where rolname = current_user",
        **READER,
    )
    assert limits == [("1GB", "16MB", 30)]


@pytest.mark.parametrize(
    "statement",
    [
        "select lo_create(0)",
        "select lo_from_bytea(0, 'much')",
        "select pg_advisory_lock(1)",
        "select pg_try_advisory_xact_lock_shared(1, 2)",
        "create temporary table mine ()",
        "create schema mine",
        "create table public.mine ()",
        "create table marts.mine ()",
    ],
)
@pytest.mark.usefixtures("warehouse")
def test_a_reader_that_allows_itself_to_write_may_only_read(statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        ask(f"set transaction read write; {statement}", **READER)


@pytest.mark.parametrize("name", ["postgres", "template1"])
@pytest.mark.usefixtures("warehouse")
def test_a_reader_makes_no_temporary_tables_in_the_servers_own_databases(name: str) -> None:
    with closing(psycopg2.connect("", dbname=name, **READER)) as opened, opened.cursor() as cur:
        cur.execute("set transaction read write")
        with pytest.raises(errors.InsufficientPrivilege):
            cur.execute("create temporary table mine ()")


def test_what_a_reader_changed_of_its_own_settings_does_not_last(alone: Ask) -> None:
    settings = (
        "select setdatabase, setconfig from pg_db_role_setting where setrole = 'bellwether_reader'::regrole"
    )
    (before,) = alone(settings)
    for change in (
        "set statement_timeout = 0",
        "set default_transaction_read_only = off",
        "set maintenance_work_mem = '1GB'",
        f"in database {os.environ['PGDATABASE']} set statement_timeout = 0",
        "password 'mine'",
    ):
        alone(f"set transaction read write; alter role bellwether_reader {change}", **READER)
    assert len(alone(settings)) == 2
    bootstrap()
    ((everywhere, now),) = alone(settings)
    assert (everywhere, sorted(now)) == (before[0], sorted(before[1]))
    assert alone("show statement_timeout", **READER) == [("30s",)]


def test_sessions_work_by_the_servers_memory_and_compile_nothing(warehouse: Ask) -> None:
    asked = (
        "select current_setting('jit'), pg_size_bytes(current_setting('shared_buffers'))"
        " / pg_size_bytes(current_setting('work_mem'))"
    )
    assert warehouse(f"set role bellwether_transformer; {asked}") == [("off", 8)]
    warehouse(f"alter database {os.environ['PGDATABASE']} set work_mem = '64kB'")
    bootstrap()
    assert warehouse(asked) == [("off", 8)]


def test_a_reader_sees_why_a_record_was_rejected_and_not_the_record(warehouse: Ask) -> None:
    warehouse(
        "set role bellwether_loader; insert into raw.rejects"
        " (load_id, object_key, object_version, line_number, record, reason, dismissed_at)"
        " values (1, 'fred/x', '1', 7, 'a secret', 'close: not a number', now())"
    )
    rejects = warehouse("select * from ops.rejects", **READER)
    assert len(rejects) == 1
    assert {7, "close: not a number", "dismissed"} <= set(rejects[0])
    assert "a secret" not in rejects[0]


def log_in_as(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGUSER", name)
    monkeypatch.setenv("PGPASSWORD", "p")


@pytest.mark.usefixtures("fresh_server")
def test_no_superuser_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    ask("create role master login createrole password 'p'")
    ask("alter database bellwether owner to master")
    log_in_as("master", monkeypatch)
    bootstrap()
    bootstrap()
    owners = dict(
        ask("select nspname, nspowner::regrole::text from pg_namespace where nspname in ('raw', 'marts')")
    )
    assert owners == {"raw": LOADER, "marts": TRANSFORMER}
    (settings,) = ask("select rolconfig from pg_roles where rolname = 'bellwether_reader'")[0]
    assert "work_mem=16MB" in settings
    assert not [setting for setting in settings if setting.startswith("temp_file_limit")]
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        cur.execute("alter schema marts_next rename to renamed; create schema marts_next")


def test_a_unit_with_one_role_finds_all_prepared_or_is_told_what_to_do(
    fresh_server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("create role loading_unit login password 'p'")
    admin = fresh_server.env()
    log_in_as("loading_unit", monkeypatch)
    with pytest.raises(ConfigError, match=r"loading_unit cannot prepare database bellwether.*as a superuser"):
        bootstrap()
    for name, value in admin.items():
        monkeypatch.setenv(name, value)
    bootstrap()
    ask("grant bellwether_loader to loading_unit")
    log_in_as("loading_unit", monkeypatch)
    bootstrap()
    with (
        pytest.raises(ConfigError, match="loading_unit cannot act as bellwether_transformer"),
        connect(TRANSFORMER),
    ):
        pass


def test_a_server_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "127.0.0.1")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATABASE", "market")
    monkeypatch.setenv("PGPASSWORD", "open sesame")
    with pytest.raises(ConfigError, match=r"database market on 127\.0\.0\.1, port 1,.*Set PGHOST") as raised:
        bootstrap()
    assert "sesame" not in str(raised.value)
