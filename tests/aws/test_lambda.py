"""The Lambda's zip: how it is built, and what it does when the real runtime client runs it."""

import gzip
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra.local.simulator import Simulator
from tests.aws.account import Account, clean_environment
from tests.aws.installed import architecture
from tests.aws.lambda_service import ARN, LambdaService
from tests.aws.units import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or importlib.util.find_spec("awslambdaric") is None,
    reason="Lambda's runtime client is for Linux",
)

TODAY = date(2025, 7, 1)
START = "2025-06-02"
MARGIN = 60
OF_THE_RUNTIME = (
    "awslambdaric", "runtime_client*", "simplejson", "snapshot_restore_py*",
    "boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py", "urllib3",
)  # fmt: skip


@pytest.fixture(scope="session")
def build() -> Any:
    return module("build")


def module(name: str) -> Any:
    """A module of the folder that no import can name."""
    spec = importlib.util.spec_from_file_location(f"lambda_{name}", ROOT / "lambda" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="session")
def wheels(build: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locked wheels, for the interpreter that runs the tests."""
    folder = tmp_path_factory.mktemp("wheels")
    target = build.Target(platform.python_version(), architecture())
    try:
        build.fetch(target, build.LOCK, folder)
    except build.CannotFetch as error:
        if "from versions: none" not in str(error):
            raise
        pytest.skip("no package index answers")
    return folder


@pytest.fixture(scope="session")
def packed(build: Any, wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("zip") / "lambda.zip"
    build.pack(wheels, out)
    return out


def test_the_zip_is_the_same_whenever_and_in_whatever_order_its_wheels_came(
    build: Any, wheels: Path, packed: Path, tmp_path: Path
) -> None:
    for wheel in sorted(wheels.iterdir(), reverse=True):
        os.utime(shutil.copy(wheel, tmp_path), (1, 1))
    build.pack(tmp_path, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_the_zip_is_small_and_holds_extraction_alone(packed: Path) -> None:
    assert packed.stat().st_size < 16e6
    names = zipfile.ZipFile(packed).namelist()
    assert {"handler.py", "extract_load/sources/yahoo.py", "requests/__init__.py"} <= set(names)
    unwanted = (
        *("pyarrow/", "pgpq/", "psycopg2", "numpy/", "boto3/"),
        *("extract_load/load/", "build.py", "requirements"),
    )
    assert [name for name in names if name.startswith(unwanted) or "/tests/" in name] == []


@pytest.fixture(scope="session")
def runtime(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An interpreter with what Lambda's runtime has and no more, and the folder of the unpacked zip."""
    folder = tmp_path_factory.mktemp("runtime")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)
    (theirs,) = (folder / "venv").glob("lib/python3*/site-packages")
    ours = Path(next(path for path in sys.path if path.endswith("site-packages")))
    for pattern in OF_THE_RUNTIME:
        for found in ours.glob(pattern):
            (theirs / found.name).symlink_to(found)
    zipfile.ZipFile(packed).extractall(folder / "task")
    return folder / "venv" / "bin" / "python", folder / "task"


class Function:
    """The function in its runtime, until killed, and the service that it serves."""

    def __init__(
        self, runtime: tuple[Path, Path], service: LambdaService, log: Path, env: dict[str, str]
    ) -> None:
        python, task = runtime
        self.service = service
        self._log = log
        self._process = subprocess.Popen(
            [str(python), "-m", "awslambdaric", "handler.handler"],
            cwd=task,
            env=clean_environment()
            | env
            | {
                "PYTHONPATH": str(task),
                "AWS_LAMBDA_RUNTIME_API": service.address,
                "AWS_LAMBDA_FUNCTION_NAME": "bellwether-extract",
                "AWS_ENDPOINT_URL_LAMBDA": f"http://{service.address}",
            },
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def invoke(self, **event: object) -> dict[str, Any]:
        try:
            return self.service.invoke(event)
        except Exception as error:
            raise AssertionError(self._log.read_text()) from error

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._log.read_text().splitlines() if line.startswith("{")]

    def metrics(self) -> dict[str, dict[str, Any]]:
        return {line["Source"]: line for line in self.logged() if "_aws" in line}


@pytest.fixture
def service() -> Iterator[LambdaService]:
    with LambdaService() as running:
        yield running


@pytest.fixture
def environment(account: Account, simulator: Simulator) -> dict[str, str]:
    simulator.set_clock(TODAY)
    return account.env | {
        "LANDING_URL": account.landing_url,
        "PROVIDERS_URL": simulator.url,
        "BELLWETHER_TODAY": str(TODAY),
    }


@pytest.fixture
def function(
    runtime: tuple[Path, Path], service: LambdaService, tmp_path: Path, environment: dict[str, str]
) -> Iterator[Function]:
    with running(runtime, service, tmp_path / "log", environment) as started:
        yield started


@contextmanager
def running(
    runtime: tuple[Path, Path], service: LambdaService, log: Path, env: dict[str, str]
) -> Iterator[Function]:
    started = Function(runtime, service, log, env)
    try:
        yield started
    finally:
        started.kill()


def answers(account: Account, source: str) -> dict[str, str]:
    """Each subject that was asked of a source, with its outcome, if all objects are whole."""
    lines = [
        json.loads(line)
        for key in account.objects(f"{source}/")
        for line in gzip.decompress(account.read(key)).splitlines()
    ]
    return {line["subject"]: line["outcome"]["status"] for line in lines}


def test_a_scheduled_run_lands_its_source_says_so_and_a_second_one_changes_nothing(
    function: Function, account: Account
) -> None:
    said = function.invoke(source="fred", start=START)
    assert said["sources"]["fred"]["statuses"] == {"ok": 3}
    assert (said["continues"], said["continuation"], said["today"]) == (False, 0, str(TODAY))
    assert set(answers(account, "fred").values()) == {"ok"}
    before = account.objects()
    again = function.invoke(source="fred", start=START)["sources"]["fred"]
    assert (again["written"], again["unchanged"]) == (0, 1)
    assert account.objects() == before
    metrics = function.metrics()["fred"]
    assert (metrics["Landed"], metrics["Failed"], metrics["Refused"]) == (3, 0, 0)
    (definition,) = metrics["_aws"]["CloudWatchMetrics"]
    assert (definition["Namespace"], definition["Dimensions"]) == ("Bellwether", [["Source"]])
    told = [line for line in function.logged() if line.get("logger") == "bellwether"]
    assert told[0]["message"].startswith("fred")


@pytest.mark.slow
def test_a_manual_run_asks_for_its_days(function: Function, account: Account) -> None:
    function.invoke(source=["gdelt", "wikimedia"], start="2025-05-01", end="2025-05-31")
    days = {key.split("/")[2] for key in account.objects() if key.endswith(".gz")}
    assert days == {"2025-05-01_2025-05-31"}


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ({"sources": "fred"}, "the event has sources; known are source, start, end, continuation"),
        ({"source": 1}, "source is 1: write a name"),
        ({"source": "fred", "start": "June"}, "start is 'June': write a date"),
        ({"source": "fred", "continuation": "1"}, "continuation is '1'"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused_with_what_to_write(event: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        module("event").Event.read(event)


def test_a_source_that_fails_for_the_most_part_is_an_error_and_a_lesser_part_is_not(
    function: Function, account: Account, simulator: Simulator
) -> None:
    simulator.script([{"match": "VIXCLS", "status": 404, "body": "no"}])
    part = function.invoke(source="fred", start=START)["sources"]["fred"]
    assert part["statuses"] == {"failed": 1, "ok": 2}
    assert part["trouble"] == ["VIXCLS failed: HTTP 404: no"]
    assert function.metrics()["fred"]["Failed"] == 1
    assert function.metrics()["fred"]["AnsweredShare"] == 66.7
    simulator.script(
        [{"match": f"id={series}", "status": 404, "body": "no"} for series in ("VIXCLS", "SP500")]
    )
    assert "failed: fred" in function.invoke(source="fred", start=START)["errorMessage"]
    assert function.metrics()["fred"]["AnsweredShare"] == 33.3
    simulator.script([{"match": "/per-article/", "status": 403, "body": "no", "times": 99}])
    error = function.invoke(source=["gdelt", "wikimedia"], start=START)
    assert error["errorType"] == "ExtractFailed"
    assert "failed: wikimedia" in error["errorMessage"]
    assert set(answers(account, "gdelt").values()) == {"ok"}
    assert "no source is called fed; known are wikipedia" in function.invoke(source="fed")["errorMessage"]


@pytest.mark.slow
def test_the_key_of_a_provider_comes_from_its_secret_and_is_nowhere_else(
    runtime: tuple[Path, Path],
    service: LambdaService,
    tmp_path: Path,
    account: Account,
    environment: dict[str, str],
) -> None:
    environment["TIINGO_SECRET_ARN"] = account.secret('{"api_key": "open sesame"}')
    with running(runtime, service, tmp_path / "log", environment) as function:
        function.invoke(source=["wikipedia", "membership_spells"])
        said = function.invoke(source="tiingo", start="2025-06-26")
    assert said["sources"]["tiingo"]["statuses"]["ok"] > 50
    everything = (tmp_path / "log").read_bytes() + b"".join(
        gzip.decompress(account.read(key)) for key in account.objects("tiingo/")
    )
    assert b"sesame" not in everything + json.dumps(said).encode()


def test_a_key_that_nobody_has_put_yet_keeps_only_its_own_source_from_being_asked(
    runtime: tuple[Path, Path],
    service: LambdaService,
    tmp_path: Path,
    account: Account,
    environment: dict[str, str],
) -> None:
    environment["TIINGO_SECRET_ARN"] = account.secret(None)
    with running(runtime, service, tmp_path / "log", environment) as function:
        assert function.invoke(source="fred", start=START)["sources"]["fred"]["statuses"] == {"ok": 3}
        error = function.invoke(source="tiingo", start=START)
    assert (error["errorType"], "has no api_key: write" in error["errorMessage"]) == ("ConfigError", True)


def test_a_run_whose_time_ends_continues_until_all_is_answered_and_asks_nothing_twice(
    runtime: tuple[Path, Path],
    tmp_path: Path,
    account: Account,
    simulator: Simulator,
    environment: dict[str, str],
) -> None:
    with LambdaService() as service, running(runtime, service, tmp_path / "log", environment) as function:
        function.invoke(source=["wikipedia", "membership_spells"])
        service.seconds = MARGIN + 3
        simulator_is_slow(simulator, seconds=0.3)
        said = [function.invoke(source="yahoo", start=START)]
        while said[-1]["continues"]:
            said.append(service.result())
    assert [one["continuation"] for one in said] == list(range(len(said)))
    assert len(said) > 1
    assert [(call["type"], call["event"]) for call in service.invoked] == [
        ("Event", {"source": ["yahoo"], "start": START, "continuation": number})
        for number in range(1, len(said))
    ]
    assert all(ARN.replace(":", "%3A") in call["path"] for call in service.invoked)
    outcomes = answers(account, "yahoo")
    assert simulator.stats()["requests"]["yahoo"] == len(outcomes)  # type: ignore[index]
    assert said[-1]["sources"]["yahoo"]["statuses"] == Counter(outcomes.values())
    assert "failed" not in outcomes.values()


def simulator_is_slow(simulator: Simulator, seconds: float) -> None:
    simulator.script([{"match": "/chart/", "seconds": seconds, "times": 999}])


@pytest.mark.slow
def test_a_function_killed_midway_leaves_whole_objects_and_the_next_one_lands_the_rest(
    runtime: tuple[Path, Path], service: LambdaService, tmp_path: Path, account: Account,
    simulator: Simulator, environment: dict[str, str],
) -> None:  # fmt: skip
    sources = ["wikipedia", "membership_spells", "yahoo", "fred"]
    simulator_is_slow(simulator, seconds=2)
    with running(runtime, service, tmp_path / "killed", environment):
        service.events.put({"source": sources, "start": START})
        deadline = time.monotonic() + 60
        while not simulator.stats()["requests"].get("yahoo"):  # type: ignore[attr-defined]
            assert time.monotonic() < deadline
            time.sleep(0.05)
    for source in ("wikipedia", "membership_spells"):
        assert set(answers(account, source).values()) == {"ok"}
    assert answers(account, "yahoo") == {}
    simulator.script([])
    with running(runtime, service, tmp_path / "next", environment) as function:
        said = function.invoke(source=sources, start=START)["sources"]
    assert [list(said[source]["statuses"]) for source in sources] == [["ok"]] * 4
    assert len(answers(account, "yahoo")) > 50
