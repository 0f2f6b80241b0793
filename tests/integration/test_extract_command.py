"""The command line, as a person or a scheduler runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from extract_load.config import Settings
from infra.local.simulator import Simulator

Ended = subprocess.CompletedProcess[str]
Command = Callable[..., Ended]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def command(simulator: Simulator, settings: Settings) -> Command:
    """Runs `python -m extract_load` and gives what came of it."""

    def ran(*arguments: str, today: str | None = None, **variables: str) -> Ended:
        if today:
            simulator.set_clock(date.fromisoformat(today))
        environment = {
            **os.environ,
            "LANDING_URL": settings.landing_url,
            "PROVIDERS_URL": simulator.url,
            "BELLWETHER_TODAY": today or "2025-07-01",
            **variables,
        }
        return subprocess.run(
            [sys.executable, "-m", "extract_load", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return ran


def test_done_is_0_with_a_line_per_source_and_no_noise(command: Command) -> None:
    ended = command("extract", "--source", "fred", "--source", "gdelt", "--start", "2025-06-01")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["gdelt", "fred"]


def test_a_failure_is_1_and_is_named(command: Command, simulator: Simulator) -> None:
    simulator.script([{"match": "VIXCLS", "status": 404, "body": "gone"}])
    ended = command("extract", "--source", "fred", "--start", "2025-06-01")
    assert ended.returncode == 1
    assert "2 ok" in ended.stdout
    assert "VIXCLS failed: HTTP 404: gone" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "variables", "message"),
    [
        (["extract", "--source", "bloomberg"], {}, "no source is called bloomberg; known are wikipedia, "),
        (["extract", "--source", "tiingo"], {}, "set TIINGO_API_KEY"),
        (["extract", "--start", "yesterday"], {}, "'yesterday' is no date: write one such as 2024-06-28"),
        (["extract", "--start", "2025-06-02", "--end", "2025-06-01"], {}, "2025-06-02 is after the last"),
        (["extract"], {"LANDING_URL": "/tmp"}, "write s3://bucket/prefix or file:///folder"),
        (["extract"], {"BELLWETHER_TODAY": "now"}, "BELLWETHER_TODAY is 'now'"),
        (["extract"], {"LANDING_URL": "file:///proc/nothing"}, "check LANDING_URL"),
        (["accept"], {}, "no member list was refused"),
        (["transform"], {}, "invalid choice: 'transform'"),
        ([], {}, "usage:"),
    ],
)
def test_a_mistake_is_2_and_says_what_to_do(
    command: Command, arguments: list[str], variables: dict[str, str], message: str
) -> None:
    ended = command(*arguments, **variables)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command_name", ["extract", "status", "accept"])
def test_extraction_needs_neither_arrow_nor_a_database_driver(command_name: str) -> None:
    code = (
        "import sys; from extract_load.cli import main; import extract_load.extract.run\n"
        f"try: main(['{command_name}', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'pyarrow', 'psycopg2', 'pandas', 'boto3'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_status_says_how_far_each_source_is(command: Command) -> None:
    assert "never landed" in command("status").stdout
    command("extract", "--source", "fred", "--start", "2025-06-01")
    line = next(line for line in command("status").stdout.splitlines() if line.startswith("fred"))
    assert "last run 2025-07-01: 3 ok" in line
    assert "3 subjects, 2025-06-01 to 2025-06-30" in line


def test_status_names_what_failed_and_what_waits(
    command: Command, simulator: Simulator, settings: Settings
) -> None:
    inbox = Path(settings.landing_url.removeprefix("file://")) / "inbox" / "google_trends"
    inbox.mkdir(parents=True)
    (inbox / "multiTimeline.csv").write_text("later")
    simulator.script([{"match": "VIXCLS", "status": 404, "body": "gone"}])
    command("extract", "--source", "fred", "--start", "2025-06-01")
    said = command("status").stdout
    assert "VIXCLS failed: HTTP 404: gone" in said
    assert "waits in the inbox: inbox/google_trends/multiTimeline.csv" in said


def test_an_operator_accepts_a_refused_list(command: Command, simulator: Simulator) -> None:
    command("extract", "--source", "wikipedia", today="2025-06-13")
    restructured = {">Energy<": ">Utilities<"}
    simulator.script([{"match": "/w/api.php", "replace": restructured}])
    refused = command("extract", "--source", "wikipedia", today="2025-06-18")
    assert refused.returncode == 0
    assert "values of gics_sector changed" in refused.stdout
    assert "`python -m extract_load accept` overrules" in refused.stdout
    accepted = command("accept", today="2025-06-18")
    assert accepted.returncode == 0
    assert "accepted the list of 2025-06-18" in accepted.stdout
    again = command("accept", today="2025-06-18")
    assert (again.returncode, "is in use" in again.stderr) == (2, True)
    simulator.script([{"match": "/w/api.php", "replace": restructured}])
    assert "1 ok" in command("extract", "--source", "wikipedia", today="2025-06-19").stdout


def test_a_list_that_cannot_be_read_cannot_be_accepted(command: Command, simulator: Simulator) -> None:
    simulator.script([{"match": "/w/api.php", "replace": {'id=\\"constituents\\"': 'id=\\"x\\"'}}])
    command("extract", "--source", "wikipedia")
    ended = command("accept")
    assert ended.returncode == 2
    assert "cannot be used: the page has no table with the id 'constituents'" in ended.stderr


def test_on_aws_warnings_are_json(command: Command) -> None:
    ended = command(
        "extract", "--source", "fred", "--start", "2025-06-01", AWS_LAMBDA_FUNCTION_NAME="extract"
    )
    assert ended.returncode == 0
    assert all(line.startswith('{"time"') for line in ended.stderr.splitlines())
