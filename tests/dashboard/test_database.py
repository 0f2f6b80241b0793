from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from psycopg2.extensions import cursor

from dashboard import database


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
