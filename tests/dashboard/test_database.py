from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard import database
from infra.local.postgres import EmbeddedPostgres
from tests.dashboard.fixtures import build_world, forget_everything

Open = Callable[..., AppTest]


@pytest.mark.usefixtures("published")
def test_the_dashboard_is_the_reader_whoever_the_environment_names() -> None:
    assert database.fetch("select current_user as name")["name"].iloc[0] == database.READER


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "statement",
    [
        "delete from ops.publishes",
        "create table marts.mine (n int)",
        "create temporary table mine (n int)",
        "select * from raw.rejects",
    ],
)
def test_the_dashboard_can_neither_write_nor_read_what_is_not_published(statement: str) -> None:
    with pytest.raises((psycopg2.Error, database.NotPublished)):
        database.fetch(statement)


@pytest.mark.usefixtures("published")
def test_values_are_bound_never_spliced() -> None:
    text = "'; drop table marts.dim_date; --"
    assert database.fetch("select %(text)s as text", {"text": text})["text"].iloc[0] == text


@pytest.mark.usefixtures("published")
def test_more_readers_than_connections_wait_their_turn() -> None:
    with ThreadPoolExecutor(12) as readers:
        answers = readers.map(
            lambda n: database.fetch("select %(n)s as n, pg_sleep(0.05)", {"n": n}), range(24)
        )
        assert [int(answer["n"].iloc[0]) for answer in answers] == list(range(24))
    sessions = (
        "select count(*) as n from pg_stat_activity"
        " where application_name = 'bellwether-dashboard' and datname = current_database()"
    )
    assert database.fetch(sessions)["n"].iloc[0] == database.POOL_SIZE


def test_connections_that_the_server_ended_are_replaced_unnoticed(warehouse: cursor) -> None:
    database.fetch("select 1")
    warehouse.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where usename = 'bellwether_reader' and datname = current_database()"
    )
    assert database.fetch("select 1 as n")["n"].iloc[0] == 1


def test_an_open_page_survives_a_restart_of_the_server(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres = EmbeddedPostgres(tmp_path / "postgres")
    with postgres:
        for name, value in (postgres.env() | {"BELLWETHER_READER_PASSWORD": "known-to-the-test"}).items():
            monkeypatch.setenv(name, value)
        forget_everything()
        build_world()
        app = open_page()
        headline = app.title[0].value
    assert app.run().title[0].value == "No database"
    with postgres:
        monkeypatch.setenv("PGPORT", postgres.env()["PGPORT"])
        assert app.run().title[0].value == headline
    postgres.remove()
