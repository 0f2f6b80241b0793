"""`python -m infra.local run` and the demo: what they give a command, and what they leave behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from infra.local.environment import NAMES_A_WAREHOUSE
from infra.local.ports import is_free
from tests.integration.conftest import CHECKOUT

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('up', flush=True); time.sleep(60)"
)
PARENT = (
    "import subprocess, sys, time;"
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True);"
    "time.sleep(60)"
)


def environment(local: Path, **more: str) -> dict[str, str]:
    foreign = (*NAMES_A_WAREHOUSE, "LANDING_URL", "LAKE_URL", "BELLWETHER_READER_PASSWORD")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"BELLWETHER_LOCAL": str(local)} | more


def wrapper(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "infra.local", *arguments]


def run(local: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = environment(local, **more)
    return subprocess.run(
        wrapper("run", "--", *command),
        env=env,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def begin(local: Path, code: str) -> tuple[subprocess.Popen[str], str]:
    """A run of `code`, and the first line that it wrote."""
    command = wrapper("run", "--", sys.executable, "-c", code)
    process = subprocess.Popen(
        command, env=environment(local), cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def server_is_up(local: Path) -> bool:
    return not is_free(int((local / "postgres" / "port").read_text()))


def ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_command_gets_a_warehouse_that_answers(local: Path) -> None:
    code = "import psycopg2; c = psycopg2.connect('').cursor(); c.execute('select 1'); print(c.fetchone()[0])"
    done = run(local, sys.executable, "-c", code)
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr
    assert not server_is_up(local)


def test_folders_and_the_readers_password_are_set_where_nothing_names_them(local: Path) -> None:
    names = "LANDING_URL", "LAKE_URL", "BELLWETHER_READER_PASSWORD"
    done = run(local, sys.executable, "-c", f"import os; print(*(os.environ[n] for n in {names}))")
    password = (local / "reader_password").read_text()
    assert done.stdout.split() == [(local / "landing").as_uri(), (local / "lake").as_uri(), password]


def test_what_the_environment_names_stays_and_no_server_is_started(tmp_path: Path) -> None:
    named = {"PGHOST": "db.example", "LANDING_URL": "s3://bucket/prefix"}
    code = "import os; print(os.environ['PGHOST'], os.environ['LANDING_URL'], 'PGPASSWORD' in os.environ)"
    done = run(tmp_path, sys.executable, "-c", code, **named)
    assert done.stdout.split() == ["db.example", "s3://bucket/prefix", "False"]
    assert not (tmp_path / "postgres").exists()


def test_a_libpq_service_that_dbt_could_not_follow_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "true", PGSERVICE="production")
    assert done.returncode == 1
    assert done.stderr.startswith("bellwether: PGSERVICE is set")
    assert len(done.stderr.splitlines()) == 1


def test_the_commands_exit_code_is_the_runs(local: Path) -> None:
    assert run(local, sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_a_command_that_does_not_exist_is_told_and_the_server_is_stopped(local: Path) -> None:
    done = run(local, "no-such-command")
    assert done.returncode == 1
    assert "no-such-command" in done.stderr
    assert not server_is_up(local)


def test_options_after_the_dashes_are_the_commands(local: Path) -> None:
    done = run(local, sys.executable, "-c", "import sys; print(sys.argv[1:])", "--help", "--", "-x")
    assert done.stdout.strip() == "['--help', '--', '-x']"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_its_children_and_the_server(local: Path, number: signal.Signals) -> None:
    process, grandchild = begin(local, PARENT)
    assert server_is_up(local)
    process.send_signal(number)
    assert process.wait(40) != 0
    assert ended(int(grandchild))
    assert not server_is_up(local)


def test_a_command_that_ignores_the_signal_is_killed_within_eight_seconds(local: Path) -> None:
    process, _ = begin(local, STUBBORN)
    process.terminate()
    assert process.wait(40) == 128 + signal.SIGKILL
    assert not server_is_up(local)


def test_a_run_that_ends_leaves_the_server_to_the_other(local: Path) -> None:
    process, _ = begin(local, PARENT)
    assert run(local, "true").returncode == 0
    assert server_is_up(local)
    process.terminate()
    process.wait(40)
    assert not server_is_up(local)


def test_a_killed_wrapper_leaves_the_server_to_its_command_and_then_to_the_next_run(local: Path) -> None:
    process, grandchild = begin(local, PARENT)
    child = psutil.Process(int(grandchild)).parent()
    assert child
    process.kill()
    process.wait()
    assert run(local, "true").returncode == 0
    assert server_is_up(local)
    child.kill()
    psutil.Process(int(grandchild)).kill()
    assert run(local, "true").returncode == 0
    assert not server_is_up(local)


def test_env_prints_no_password(local: Path) -> None:
    assert run(local, "true").returncode == 0
    done = subprocess.run(
        wrapper("env"), env=environment(local), cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert f"export LANDING_URL={(local / 'landing').as_uri()}" in done.stdout
    assert "PGHOST=127.0.0.1" in done.stdout
    for secret in (local / "reader_password", local / "postgres" / "password"):
        assert secret.read_text() not in done.stdout
