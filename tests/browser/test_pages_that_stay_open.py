"""Pages open in a browser while a build is published, PostgreSQL stops, and it comes back."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, expect
from psycopg2.extensions import make_dsn

from infra.local.postgres import EmbeddedPostgres
from tests.browser.fixtures import said, served
from tests.conftest import READER_PASSWORD
from tests.dashboard.fixtures import build_world

# one of each way to the data: the pool and the cache, what runs now, a connection of its own
PATHS = ["overview", "pipeline_health", "sql_console"]
PUBLISH = """
insert into ops.publishes
    (action, build_id, as_of, data_through, engine,
    rules_held, tests_warned, rows_rejected, fingerprint, simulated)
select 'publish', 'next-build', as_of, data_through, engine, 9, 0, 0, 'g', simulated from ops.publishes
"""


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A server of the test's own, so that it can be stopped; the test world is in it."""
    server = EmbeddedPostgres(tmp_path / "postgres")
    try:
        with server, pytest.MonkeyPatch.context() as patch:
            for name, value in (server.env() | {"BELLWETHER_READER_PASSWORD": READER_PASSWORD}).items():
                patch.setenv(name, value)
            build_world()
        yield server
    finally:
        server.remove()


@pytest.mark.slow
def test_open_pages_show_a_new_build_and_outlive_a_stopped_database(
    browser: Browser, postgres: EmbeddedPostgres
) -> None:
    environment = os.environ | postgres.env() | {"BELLWETHER_READER_PASSWORD": READER_PASSWORD}
    with served(environment) as address, ExitStack() as opened:
        with postgres:
            pages = [opened.enter_context(browser.new_page()) for _ in PATHS]
            for page, path in zip(pages, PATHS, strict=True):
                page.goto(f"{address}/{path if path != 'overview' else ''}")
            expect_on_each(pages, "Build b0a1d2c3")
            publish_again(postgres.env())
            interact(pages)
            expect_on_each(pages, "Build next-bui")
        interact(pages)
        expect_on_each(pages, "Nothing answers as PostgreSQL")
        with postgres:
            for page in pages:
                page.get_by_role("button", name="Try again").click()
            expect_on_each(pages, "Build next-bui")


def interact(pages: list[Page]) -> None:
    """Ask each page to be made again, as any choice on it does; one that is just being made hears no key."""
    for page in pages:
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.locator("body").press("r")


def expect_on_each(pages: list[Page], words: str) -> None:
    for page in pages:
        expect(said(page, words)).to_be_visible()


def publish_again(env: dict[str, str]) -> None:
    where = make_dsn(
        host=env["PGHOST"],
        port=env["PGPORT"],
        dbname=env["PGDATABASE"],
        user=env["PGUSER"],
        password=env["PGPASSWORD"],
    )
    with closing(psycopg2.connect(where)) as connection, connection:
        connection.cursor().execute(PUBLISH)
