"""The ETL instance's mornings: publish what landed, tell how it went, restore from the landing zone alone."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from infra.local.simulator import Simulator, write_trends
from tests.aws.account import Account, clean_environment
from tests.aws.tls_postgres import MASTER, MASTER_PASSWORD, TlsPostgres
from tests.aws.units import ROOT, Machine
from tests.marts import Marts, assert_equal_marts, marts, without_records_of_runs

pytestmark = pytest.mark.slow

START = date(2025, 3, 3)
BEFORE, DAY, AFTER = date(2025, 6, 13), date(2025, 6, 17), date(2025, 6, 24)
"""A split, dividends, a late and a corrected bar and a new member are in between."""

OnTheDay = Callable[[date], Machine]


@pytest.fixture
def on(machine: Machine, simulator: Simulator) -> OnTheDay:
    """The machine on a day, which becomes the providers' too, when what they have has landed."""

    def lands(today: date) -> Machine:
        simulator.set_clock(today)
        then = replace(machine, environment={**machine.environment, "BELLWETHER_TODAY": str(today)})
        subprocess.run(
            [sys.executable, "-m", "extract_load", "extract", "--start", str(START)],
            cwd=ROOT,
            env={**clean_environment(), **then.environment, "PROVIDERS_URL": simulator.url},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        return then

    return lands


def published(machine: Machine) -> str:
    """What a run of the ETL unit, which has to go well, said."""
    code, said = machine.run("bellwether-etl")
    assert code == 0, said
    return said


def load(machine: Machine) -> None:
    """What a person's `bellwether load` does."""
    subprocess.run(
        [sys.executable, "-m", "infra.aws.instances.command", "load"],
        cwd=ROOT,
        env={**clean_environment(), **machine.environment},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def readers_see(machine: Machine, account: Account) -> Marts:
    secret = account.secret_value(machine.environment["READER_SECRET_ARN"])
    login = {
        name.lower(): machine.environment[f"PG{name}"] for name in ("HOST", "PORT", "SSLMODE", "SSLROOTCERT")
    }
    return marts(
        user=secret["username"],
        password=secret["password"],
        dbname=machine.environment["PGDATABASE"],
        **login,
    )


def written_when(folder: Path) -> dict[Path, float]:
    return {path: path.stat().st_mtime for path in folder.rglob("*") if path.is_file()}


def measured(account: Account, machine: Machine, name: str) -> list[float]:
    """The sums of a metric of this environment, of minutes that have any."""
    found = account.client("cloudwatch").get_metric_statistics(
        Namespace="Bellwether",
        MetricName=name,
        Dimensions=[{"Name": "Environment", "Value": machine.environment["BELLWETHER_ENVIRONMENT"]}],
        StartTime=datetime.now(UTC) - timedelta(hours=2),
        EndTime=datetime.now(UTC) + timedelta(minutes=2),
        Period=7200,
        Statistics=["Sum"],
    )
    return [point["Sum"] for point in found["Datapoints"]]


def test_mornings_are_published_and_the_landing_zone_alone_gives_the_same_marts(
    machine: Machine,
    account: Account,
    rds: TlsPostgres,
    simulator: Simulator,
    on: OnTheDay,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    for export in write_trends(tmp_path, BEFORE):
        key = f"landing/inbox/google_trends/{export.name}"
        account.client("s3").upload_file(str(export), account.bucket, key)
    assert machine.run("bellwether-prepare") == (0, "")
    release = written_when(ROOT / "dbt_project")
    assert "pipeline: readers see build" in published(on(BEFORE))
    assert "pipeline: nothing new" in published(on(BEFORE))
    assert written_when(ROOT / "dbt_project") == release  # on the instance it is read-only
    assert measured(account, machine, "PublishSucceeded") == [2]
    assert measured(account, machine, "PublishFailed") == [0]
    assert_docs_are_there(account)

    # two runs of one day differ: the landing zone keeps the newest versions, raw has all
    simulator.script(
        [
            {"match": "/chart/ARBO", "status": 404, "body": "a page"},
            {"match": "/w/api.php", "replace": {"Clovexa Software": "Clovexa"}},
        ]
    )
    for day in (DAY, DAY):
        load(on(day))
    assert versions_of_one_object(machine, account, rds) == 2
    published(on(AFTER))
    before = readers_see(machine, account)

    started = time.monotonic()
    for statement in ("drop database {} with (force)", "create database {}"):
        rds.execute(statement.format(machine.environment["PGDATABASE"]), MASTER, MASTER_PASSWORD)
    assert machine.run("bellwether-prepare") == (0, "")
    published(replace(machine, environment={**machine.environment, "BELLWETHER_TODAY": str(AFTER)}))
    record_property("restore_seconds", round(time.monotonic() - started, 1))
    assert versions_of_one_object(machine, account, rds) == 1
    restored = readers_see(machine, account)
    assert_equal_marts(without_records_of_runs(restored), without_records_of_runs(before))


def assert_docs_are_there(account: Account) -> None:
    page = account.client("s3").get_object(Bucket=account.bucket, Key="docs/index.html")
    assert page["ContentType"].startswith("text/html")
    assert b"fct_stock_daily" in page["Body"].read()


def versions_of_one_object(machine: Machine, account: Account, rds: TlsPostgres) -> int:
    """How many versions of one object the loader has loaded, of the object with the most."""
    secret = account.secret_value(machine.environment["LOADER_SECRET_ARN"])
    database = machine.environment["PGDATABASE"]
    with closing(rds.connect(secret["username"], secret["password"], database)) as opened:
        cur = opened.cursor()
        cur.execute(
            "select max(count) from (select count(*) from ops.manifest group by object_key) as counted"
        )
        return int((cur.fetchone() or (0,))[0])


@pytest.fixture
def closed(machine: Machine, account: Account) -> Machine:
    """A prepared machine whose landing zone cannot be read."""
    machine.run("bellwether-prepare")
    elsewhere = {**machine.environment, "LANDING_URL": f"s3://{account.bucket}-that-is-not/landing"}
    return replace(machine, environment=elsewhere)


def test_a_morning_that_cannot_publish_says_so_in_metric_and_exit_code(
    closed: Machine, account: Account
) -> None:
    code, said = closed.run("bellwether-etl")
    assert (code, "NoSuchBucket" in said) == (1, True)
    assert measured(account, closed, "PublishFailed") == [1]
    assert measured(account, closed, "PublishSucceeded") == [0]


@pytest.mark.skipif(not Path("/proc").exists(), reason="there is no /proc to look at")
@pytest.mark.parametrize("unit", ["bellwether-prepare", "bellwether-etl"])
def test_no_password_is_in_a_process_list_or_a_log(closed: Machine, account: Account, unit: str) -> None:
    process = closed.start(unit, closed.state / "log")
    secrets = [
        account.secret_value(closed.environment[f"{role}_SECRET_ARN"])["password"]
        for role in ("MASTER", "LOADER", "TRANSFORMER", "READER")
    ]
    seen: set[str] = set()
    while process.poll() is None:
        seen |= set(command_lines())
        time.sleep(0.05)
    assert [line for line in seen if "extract_load" in line]
    written = "".join(seen) + (closed.state / "log").read_text()
    assert not [secret for secret in secrets if secret in written]


def command_lines() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_text(errors="replace")
