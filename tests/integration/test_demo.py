"""The demo's processes: in order, with an environment of its own, and all ended with it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from infra.local.__main__ import parser
from infra.local.demo import demo, demo_script, own_environment
from infra.local.errors import LocalError
from infra.local.ports import LOOPBACK, is_free, remembered_port
from tests.integration.conftest import CHECKOUT

# Plays a demo of two file servers with one command between; arguments: folder, two ports, the command.
PLAY = """
import os, sys
from pathlib import Path
from infra.local.demo import Script, Service, own_environment, play
from infra.local.errors import LocalError
folder, first, second, work = sys.argv[1:]
def served(port):
    command = [sys.executable, "-m", "http.server", port, "--bind", "127.0.0.1", "--directory", folder]
    return Service(command, f"http://127.0.0.1:{port}/")
script = Script(served(first), [[sys.executable, "-c", work]], served(second), f"http://localhost:{second}")
try:
    sys.exit(play(script, own_environment(os.environ, int(first)), Path(folder)))
except LocalError as error:
    sys.exit(str(error))
"""


def begin(local: Path, ports: tuple[int, int], work: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PLAY, str(local), str(ports[0]), str(ports[1]), work]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def free_ports(local: Path) -> tuple[int, int]:
    return remembered_port(local / "first"), remembered_port(local / "second")


def line_with(stream: Iterator[str] | None, words: str) -> str:
    return next(line for line in stream or () if words in line)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_dashboard_is_shown_until_a_signal_and_then_nothing_runs(
    local: Path, number: signal.Signals
) -> None:
    ports = free_ports(local)
    work = f"import urllib.request as u; print(u.urlopen('http://{LOOPBACK}:{ports[0]}/').status)"
    process = begin(local, ports, work)
    assert f"http://localhost:{ports[1]}" in line_with(process.stdout, "Bellwether is on")
    with urllib.request.urlopen(f"http://{LOOPBACK}:{ports[1]}/") as response:
        assert response.status == 200
    process.send_signal(number)
    assert process.wait(40) == 0
    assert all(is_free(port) for port in (*ports, int((local / "postgres" / "port").read_text())))


def test_a_signal_during_the_work_ends_everything(local: Path) -> None:
    ports = free_ports(local)
    process = begin(local, ports, "import time; print('working', flush=True); time.sleep(60)")
    line_with(process.stdout, "working")
    process.terminate()
    assert process.wait(40) == 128 + signal.SIGTERM
    assert all(is_free(port) for port in (*ports, int((local / "postgres" / "port").read_text())))


def test_work_that_fails_ends_the_demo_with_its_exit_code_told(local: Path) -> None:
    ports = free_ports(local)
    process = begin(local, ports, "raise SystemExit(3)")
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "exit code 3" in told
    assert all(is_free(port) for port in ports)


def test_a_taken_port_is_told_before_any_work(tmp_path: Path) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LocalError, match=f"Port {port} is in use"):
            demo(port, tmp_path / "demo")
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("port", ["99999", "0", "-1", "web"])
def test_what_is_no_port_is_a_usage_error(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["demo", f"--port={port}"])
    assert ended.value.code == 2
    assert f"'{port}' is no port" in capsys.readouterr().err


def test_the_demos_environment_points_at_its_own_stand_ins_only() -> None:
    foreign = {
        "PGHOST": "db",
        "PGSSLMODE": "require",
        "LANDING_URL": "s3://x",
        "AWS_PROFILE": "x",
        "HOME": "/home",
    }
    own = own_environment({**foreign, "TIINGO_API_KEY": "x", "BELLWETHER_READER_PASSWORD": "x"}, 8900)
    assert sorted(own) == ["BELLWETHER_TODAY", "HOME", "NO_PROXY", "PROVIDERS_URL", "no_proxy"]
    assert own["PROVIDERS_URL"] == f"http://{LOOPBACK}:8900"


def test_the_demos_exports_land_in_the_inbox_of_its_landing_zone(tmp_path: Path) -> None:
    inbox = tmp_path / "landing" / "inbox" / "google_trends"
    trends = next(iter(demo_script(8501, 8900, tmp_path).work))
    subprocess.run(trends, cwd=CHECKOUT, env=dict(os.environ), check=True, capture_output=True)
    assert list(inbox.glob("*.csv"))
