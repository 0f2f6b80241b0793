"""The embedded PostgreSQL starts, is shared, is killed, and comes back."""

import os
import shutil
import socket
import stat
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import psycopg2.extensions
import pytest

from infra.local.errors import LocalError
from infra.local.ports import is_free
from infra.local.postgres import EmbeddedPostgres


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a server that was created, and runs no more."""
    path = tmp_path_factory.mktemp("created") / "postgres"
    with EmbeddedPostgres(path):
        pass
    yield path
    EmbeddedPostgres(path).remove()


@pytest.fixture
def new_folder() -> Iterator[Path]:
    """A folder that there is not yet, where every user of the machine can enter it, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path / "postgres"
        EmbeddedPostgres(path / "postgres").remove()


@pytest.fixture
def folder(new_folder: Path, created: Path) -> Path:
    """The folder of a server as it was created, with a port of its own."""
    new_folder.mkdir()
    for name in ("cluster", "password"):
        subprocess.run(["cp", "-a", (created / name).resolve(), new_folder / name], check=True)
    return new_folder


def connect(env: dict[str, str]) -> psycopg2.extensions.connection:
    return psycopg2.connect(
        host=env["PGHOST"],
        port=env["PGPORT"],
        dbname=env["PGDATABASE"],
        user=env["PGUSER"],
        password=env["PGPASSWORD"],
    )


def answer(env: dict[str, str], query: str) -> str:
    with closing(connect(env)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        connection.commit()
        row = cursor.fetchone() if cursor.description else None
    return str(row[0]) if row else ""


def postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "cluster" / "postmaster.pid").read_text().split()[0]))


def is_up(env: dict[str, str]) -> bool:
    return not is_free(int(env["PGPORT"]))


def test_a_new_folder_becomes_a_server_of_version_18_with_a_database_of_its_own(new_folder: Path) -> None:
    with EmbeddedPostgres(new_folder) as server:
        assert answer(server.env(), "select current_database() || current_setting('server_version_num')") >= (
            "bellwether180000"
        )


def test_data_outlive_the_server(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        answer(server.env(), "create table kept as select 41 + 1 as n")
    with EmbeddedPostgres(folder) as server:
        assert answer(server.env(), "select n from kept") == "42"


def test_a_server_left_by_its_last_user_is_gone(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        env = server.env()
        process = postmaster(folder)
        assert is_up(env)
    assert not process.is_running()
    assert not is_up(env)


def test_the_port_stays_the_same_while_it_is_free(folder: Path) -> None:
    with EmbeddedPostgres(folder) as first:
        before = first.env()["PGPORT"]
    with EmbeddedPostgres(folder) as second:
        assert second.env()["PGPORT"] == before


def test_a_taken_port_is_exchanged_for_a_free_one(folder: Path) -> None:
    with EmbeddedPostgres(folder) as first:
        before = first.env()["PGPORT"]
    with closing(socket.create_server(("127.0.0.1", int(before)))), EmbeddedPostgres(folder) as second:
        assert second.env()["PGPORT"] != before
        assert answer(second.env(), "select 1") == "1"


def test_a_second_user_joins_and_the_last_one_stops_the_server(folder: Path) -> None:
    with EmbeddedPostgres(folder) as outer:
        env = outer.env()
        with EmbeddedPostgres(folder) as inner:
            assert inner.env() == env
        assert answer(env, "select 1") == "1"
    assert not is_up(env)


@pytest.mark.slow
def test_several_first_users_at_once_make_one_server(new_folder: Path) -> None:
    ports: list[str] = []
    together = threading.Barrier(4)

    def use() -> None:
        together.wait()
        with EmbeddedPostgres(new_folder) as server:
            ports.append(server.env()["PGPORT"])
            together.wait()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(ports) == 4
    assert len(set(ports)) == 1


def test_a_wrong_password_is_refused(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server, pytest.raises(psycopg2.OperationalError, match="password"):
        connect(server.env() | {"PGPASSWORD": "guess"})


def test_the_password_is_in_a_file_that_only_its_owner_reads(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        assert stat.S_IMODE(server.password_file.stat().st_mode) == 0o600


def test_a_killed_server_comes_back_with_its_data(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        answer(server.env(), "create table kept as select 42 as n")
        # Our own child, not waited for: a zombie whose pid still answers.
        postmaster(folder).kill()
        with EmbeddedPostgres(folder) as again:
            assert answer(again.env(), "select n from kept") == "42"


def test_a_server_that_dies_while_it_is_joined_comes_back(folder: Path) -> None:
    with EmbeddedPostgres(folder):
        process = postmaster(folder)
        # A stopped server is there and does not answer, as one is whose end is on its way.
        process.suspend()
        death = threading.Timer(0.5, process.kill)
        death.start()
        with EmbeddedPostgres(folder) as again:
            assert answer(again.env(), "select 1") == "1"
        death.join()


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_a_long_statement_comes_back(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        with closing(connect(server.env())) as busy:
            pid = busy.info.backend_pid
            worker = threading.Thread(target=run_forever, args=(busy,))
            worker.start()
            while answer(server.env(), f"select state from pg_stat_activity where pid = {pid}") != "active":
                pass
            postmaster(folder).kill()
            with EmbeddedPostgres(folder) as again:
                assert answer(again.env(), "select 1") == "1"
            worker.join(10)
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def run_forever(connection: psycopg2.extensions.connection) -> None:
    with connection.cursor() as cursor, pytest.raises(psycopg2.OperationalError):
        # A backend at work does not look whether its server is still there.
        cursor.execute("select count(*) from generate_series(1, 1000000000000) n")


def test_a_stale_pid_that_another_process_has_now_is_no_obstacle(folder: Path) -> None:
    with EmbeddedPostgres(folder):
        lines = (folder / "cluster" / "postmaster.pid").read_text().splitlines(keepends=True)
    (folder / "cluster" / "postmaster.pid").write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
    with EmbeddedPostgres(folder) as server:
        assert answer(server.env(), "select 1") == "1"


@pytest.mark.slow
def test_a_creation_that_was_killed_is_begun_again(new_folder: Path) -> None:
    (new_folder / "cluster.new" / "base").mkdir(parents=True)
    with EmbeddedPostgres(new_folder) as server:
        assert answer(server.env(), "select 1") == "1"


def test_a_server_in_use_is_not_stopped_from_outside(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        with pytest.raises(LocalError, match="in use"):
            EmbeddedPostgres(folder).stop()
        assert answer(server.env(), "select 1") == "1"


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    with EmbeddedPostgres(folder):
        pass
    (folder / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(LocalError, match="incompatible with server"), EmbeddedPostgres(folder):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
def test_roots_server_works_below_a_private_folder_and_leaves_it_private(new_folder: Path) -> None:
    new_folder.mkdir(mode=0o700)
    server = EmbeddedPostgres(new_folder / "postgres")
    with server:
        assert answer(server.env(), "select 1") == "1"
        data = (new_folder / "postgres" / "cluster").resolve()
    assert stat.S_IMODE(new_folder.stat().st_mode) == 0o700
    server.remove()
    assert not data.exists()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
def test_data_of_a_deleted_private_folder_do_not_come_back(new_folder: Path) -> None:
    new_folder.mkdir(mode=0o700)
    with EmbeddedPostgres(new_folder / "postgres") as server:
        answer(server.env(), "create table forgotten ()")
    shutil.rmtree(new_folder / "postgres")
    server = EmbeddedPostgres(new_folder / "postgres")
    with server:
        assert answer(server.env(), "select to_regclass('forgotten') is null") == "True"
    server.remove()
