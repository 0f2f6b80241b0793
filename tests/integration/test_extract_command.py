"""The command line, as a person or a scheduler runs it."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import takewhile
from pathlib import Path

import pytest

from extract_load.config import Settings
from extract_load.landing import open_landing
from infra.local.simulator import Simulator
from tests.integration.conftest import ran

Ended = subprocess.CompletedProcess[str]
Command = Callable[..., Ended]

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "extract_load"]


@pytest.fixture
def environment(simulator: Simulator, settings: Settings) -> dict[str, str]:
    """The simulated providers, and a folder to land in."""
    return {
        "LANDING_URL": settings.landing_url,
        "PROVIDERS_URL": simulator.url,
        "BELLWETHER_TODAY": "2025-07-01",
    }


@pytest.fixture
def command(simulator: Simulator, environment: dict[str, str]) -> Command:
    """Does what `python -m extract_load` does, in this process, and gives what came of it."""

    def ended(*arguments: str, today: str | None = None, **variables: str) -> Ended:
        if today:
            simulator.set_clock(date.fromisoformat(today))
        day = {"BELLWETHER_TODAY": today} if today else {}
        return ran(*arguments, **{**environment, **day, **variables})

    return ended


@pytest.fixture
def process(environment: dict[str, str]) -> Command:
    """Runs `python -m extract_load`, where it matters that it is a process."""

    def ended(*arguments: str, **variables: str) -> Ended:
        return subprocess.run(
            [*PROGRAM, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment, **variables},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return ended


def test_done_is_0_with_a_line_per_source_and_no_noise(process: Command) -> None:
    ended = process("extract", "--source", "fred", "--source", "gdelt", "--start", "2025-06-01")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["gdelt", "fred"]


def test_troubles_that_are_not_shown_are_counted_and_status_tells_them_all(
    command: Command, simulator: Simulator
) -> None:
    simulator.script([{"match": "/per-article/", "status": 404, "body": f"no {n}"} for n in range(7)])
    said = command("extract", "--source", "wikimedia", "--start", "2025-06-01").stdout
    assert said.count("failed: HTTP 404: no") == 5
    assert said.endswith("and 2 more troubles; `python -m extract_load status` tells all of it\n")
    assert command("status").stdout.count("failed: HTTP 404: no") == 7


def test_one_trouble_of_many_subjects_is_told_once(command: Command, simulator: Simulator) -> None:
    simulator.script([{"match": "/per-article/", "status": 404, "body": "no", "times": 99}])
    said = command("extract", "--source", "wikimedia", "--start", "2025-06-01").stdout
    assert (
        "Generalized_anxiety_disorder and 2 more failed: HTTP 404: no\n    `python -m extract_load s" in said
    )
    assert "Insomnia, Psychological_stress failed: HTTP 404: no" in command("status").stdout


def test_a_failure_is_1_and_is_named(process: Command, simulator: Simulator) -> None:
    simulator.script([{"match": "VIXCLS", "status": 404, "body": "gone"}])
    ended = process("extract", "--source", "fred", "--start", "2025-06-01")
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
        (["extract", "--budget", "-5"], {}, "'-5' is no time: write seconds, more than 0"),
        (["extract", "--budget", "0"], {}, "'0' is no time: write seconds, more than 0"),
        (["extract"], {"BELLWETHER_CONTACT": "Me (at home)"}, "BELLWETHER_CONTACT is 'Me (at home)'"),
        (["extract"], {"LANDING_URL": "/tmp"}, "write s3://bucket/prefix or file:///folder"),
        (["extract"], {"LANDING_URL": "s3://"}, "write s3://bucket/prefix or file:///folder"),
        (["extract"], {"BELLWETHER_TODAY": "now"}, "BELLWETHER_TODAY is 'now'"),
        (["extract"], {"LANDING_URL": "file:///proc/nothing"}, "check LANDING_URL"),
        (["accept"], {}, "no list of wikipedia was refused"),
        (["transform"], {}, "invalid choice: 'transform'"),
    ],
)
def test_a_mistake_is_2_and_says_what_to_do(
    command: Command, arguments: list[str], variables: dict[str, str], message: str
) -> None:
    ended = command(*arguments, **variables)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_mistake_ends_the_process_with_2_and_no_traceback(process: Command) -> None:
    ended = process()
    assert ended.returncode == 2
    assert "usage:" in ended.stderr
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


def test_status_shows_a_source_that_crashed_and_keeps_what_it_had_landed(
    command: Command, settings: Settings
) -> None:
    names = ("membership_spells", "wikipedia", "yahoo")
    sources = [option for name in names for option in ("--source", name)]
    command("extract", *sources, "--start", "2025-06-25", today="2025-06-30")
    damage(settings)
    crashed = command("extract", "--source", "yahoo")
    assert crashed.returncode == 1
    line, trouble = about("yahoo", command("status"))[:2]
    assert "last run 2025-07-01: 1 failed" in line
    assert "2025-06-25 to 2025-06-29" in line
    assert trouble.startswith("    failed: BadRecord: not the file of spells")


def damage(settings: Settings) -> None:
    """Make the landed file of spells, which was good, one that breaks whoever reads it."""
    folder = Path(settings.landing_url.removeprefix("file://")) / "membership_spells"
    (part,) = folder.rglob("*.gz")
    part.write_bytes(gzip.compress(gzip.decompress(part.read_bytes()).replace(b"ticker,", b"symbol,")))


def test_status_shows_that_a_run_was_killed(
    command: Command, simulator: Simulator, settings: Settings, environment: dict[str, str]
) -> None:
    simulator.script([{"match": "VIXCLS", "status": 404, "body": "gone"}])
    command("extract", "--source", "fred", "--start", "2025-05-01", today="2025-06-30")
    # VIXCLS, asked for all its days, lands before the others are asked for their last ones
    simulator.script([{"match": "SP500", "seconds": 5}])
    killed = subprocess.Popen(
        [*PROGRAM, "extract", "--source", "fred"], cwd=ROOT, env=os.environ | environment
    )
    landing = open_landing(settings.landing_url)
    deadline = time.monotonic() + 60
    while not landing.read("state/fred/date=2025-07-01.json"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    killed.kill()
    killed.wait()
    line, *_ = about("fred", command("status"))
    assert "last run 2025-07-01: 1 ok; broken off before all 3" in line


def about(source: str, ended: Ended) -> list[str]:
    """What `status` says of a source: its line, and those that belong to it."""
    lines = ended.stdout.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(source))
    return [lines[start], *takewhile(lambda line: line.startswith(" "), lines[start + 1 :])]


RESTRUCTURED = {">Energy<": ">Utilities<"}


def test_an_operator_accepts_a_refused_list_and_status_tells(command: Command, simulator: Simulator) -> None:
    command("extract", "--source", "wikipedia", today="2025-06-13")
    simulator.script([{"match": "/w/api.php", "replace": RESTRUCTURED}])
    refused = command("extract", "--source", "wikipedia", today="2025-06-18")
    assert refused.returncode == 0
    assert "values of gics_sector changed" in refused.stdout
    assert "the one of 2025-06-13 stays in use; `python -m extract_load accept` overrules" in refused.stdout
    assert about("wikipedia", command("status"))[-1] == "    in use: the one of 2025-06-13"
    accepted = command("accept", today="2025-06-18")
    assert accepted.returncode == 0
    assert "accepted the list of 2025-06-18" in accepted.stdout
    assert "stays in use" not in accepted.stdout
    line, trouble, in_use = about("wikipedia", command("status"))
    assert "last run 2025-06-18: 1 refused" in line
    assert "overrules" not in trouble
    assert in_use == "    in use: the one of 2025-06-18, accepted by an operator"
    again = command("accept", today="2025-06-18")
    assert (again.returncode, "is in use" in again.stderr) == (2, True)


ODD_NUMBERS = {"<td>00": "<td>"}
"""On the page, CIKs have ten digits."""


@pytest.mark.parametrize("change", [RESTRUCTURED, ODD_NUMBERS])
@pytest.mark.parametrize("next_day", ["2025-06-18", "2025-06-19"])
def test_an_accepted_list_is_what_the_next_ones_are_judged_by_whatever_their_revision(
    command: Command, simulator: Simulator, change: dict[str, str], next_day: str
) -> None:
    command("extract", "--source", "wikipedia", today="2025-06-13")
    simulator.script([{"match": "/w/api.php", "replace": change}])
    assert "1 refused" in command("extract", "--source", "wikipedia", today="2025-06-18").stdout
    assert command("accept", today="2025-06-18").returncode == 0
    edited = {**change, '"revid":': '"revid":9'}
    simulator.script([{"match": "/w/api.php", "replace": edited}])
    assert "1 ok" in command("extract", "--source", "wikipedia", today=next_day).stdout


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({'id=\\"constituents\\"': 'id=\\"x\\"'}, "the page has no table with the id 'constituents'"),
        ({">Energy<": ">Cats<"}, "values of gics_sector are malformed: 'Cats'"),
    ],
)
def test_a_list_that_no_later_step_can_use_cannot_be_accepted(
    command: Command, simulator: Simulator, change: dict[str, str], reason: str
) -> None:
    command("extract", "--source", "wikipedia", today="2025-06-13")
    simulator.script([{"match": "/w/api.php", "replace": change}])
    refused = command("extract", "--source", "wikipedia", today="2025-06-18")
    assert "the one of 2025-06-13 stays in use |" in refused.stdout
    ended = command("accept", today="2025-06-18")
    assert ended.returncode == 2
    assert reason in ended.stderr
    assert "The last accepted one stays in use, and every extract asks for it again" in ended.stderr
    assert about("wikipedia", command("status"))[-1] == "    in use: the one of 2025-06-13"


def test_the_first_list_ever_says_that_none_is_in_use(command: Command, simulator: Simulator) -> None:
    simulator.script([{"match": "/w/api.php", "replace": {">Energy<": ">Cats<"}}])
    assert "none is in use yet |" in command("extract", "--source", "wikipedia").stdout


def test_on_aws_warnings_are_json(process: Command) -> None:
    ended = process(
        "extract", "--source", "fred", "--start", "2025-06-01", AWS_LAMBDA_FUNCTION_NAME="extract"
    )
    assert ended.returncode == 0
    assert all(line.startswith('{"time"') for line in ended.stderr.splitlines())
