"""The ETL instance's mornings: publish what landed, tell how it went, restore from the landing zone alone."""

import gzip
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
from tests.aws.installed import Installed
from tests.aws.tls_postgres import MASTER, MASTER_PASSWORD, TlsPostgres
from tests.aws.units import ROOT, Machine
from tests.marts import Marts, assert_equal_marts, marts, without_records_of_runs

pytestmark = pytest.mark.slow

START = date(2025, 3, 3)
BEFORE, DAY, AFTER = date(2025, 6, 13), date(2025, 6, 17), date(2025, 6, 24)
"""A split, dividends, a late and a corrected bar and a new member are in between."""

OnTheDay = Callable[..., Machine]


@pytest.fixture
def on(machine: Machine, simulator: Simulator) -> OnTheDay:
    """The machine on a day, which becomes the providers' too, when what they have has landed."""

    def lands(today: date, *sources: str) -> Machine:
        simulator.set_clock(today)
        then = replace(machine, environment={**machine.environment, "BELLWETHER_TODAY": str(today)})
        named = [part for source in sources for part in ("--source", source)]
        subprocess.run(
            [sys.executable, "-m", "extract_load", "extract", "--start", str(START), *named],
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


def test_a_build_begins_once_a_day_when_all_has_landed_or_its_time_is_up(
    machine: Machine,
    account: Account,
    rds: TlsPostgres,
    on: OnTheDay,
    tmp_path: Path,
    installed: Installed,
) -> None:
    """On what the bundle installs."""
    assert machine.run("bellwether-prepare") == (0, "")
    awaited = machine.environment["AWAITED_SOURCES"].split()
    release, python = installed.release, installed.python("etl")
    in_time = on(BEFORE, *(name for name in awaited if name != "fred"))
    morning = replace(in_time, release=release, python=python)
    assert not morning.is_due()  # one is late
    on(BEFORE, "fred")
    assert morning.is_due()
    killed = morning.start("bellwether-etl", tmp_path / "killed.log")
    time.sleep(5)
    killed.kill()
    morning.end("bellwether-etl", tmp_path / "killed.log", killed.wait())
    assert measured(account, machine, "PublishFailed") == [1]
    replaced = replace(morning, state=tmp_path / "replaced")
    replaced.state.mkdir()
    assert replaced.is_due()  # nothing was published yet
    published(replaced)
    assert not replaced.is_due()
    stored = account.client("s3").list_objects_v2(Bucket=account.bucket, Prefix="releases/")
    assert [found for found in stored["Contents"] if found["Key"].endswith("fct_stock_daily.parquet")]
    assert measured(account, machine, "PublishSucceeded") == [1]
    assert measured(account, machine, "SourcesLate") == [0]

    next_morning = replace(on(DAY, "wikipedia", "yahoo"), release=release, python=python)
    assert not next_morning.is_due()
    over = replace(next_morning, environment={**next_morning.environment, "LAST_CALL": "00:00"})
    assert over.is_due()  # one never comes
    assert measured(account, machine, "SourcesLate") == [5]
    assert "waits no longer for fred, gdelt" in (machine.state / "due.log").read_text()
    # what its publish would write, after a build that tells nothing more
    with closing(rds.connect("postgres", "superuser", machine.environment["PGDATABASE"])) as opened, opened:
        opened.cursor().execute("update ops.publishes set as_of = %s", (DAY,))
    assert not over.is_due()
    assert not replace(over, environment={**over.environment, "BELLWETHER_TODAY": str(AFTER)}).is_due()


def test_a_source_that_limits_by_address_is_asked_from_here_with_its_key_and_once(
    machine: Machine, account: Account, simulator: Simulator
) -> None:
    simulator.set_clock(BEFORE)
    secret = account.secret('{"api_key": "open-sesame"}')
    here = {
        "SOURCES_HERE": "fred open_meteo",
        "OPEN_METEO_SECRET_ARN": secret,
        "PROVIDERS_URL": simulator.url,
        "BELLWETHER_TODAY": str(BEFORE),
        "BELLWETHER_CONTACT": "owner@example.com",
    }
    asking = replace(machine, environment={**machine.environment, **here})
    code, said = asking.run("bellwether-extract")
    assert code == 0, said
    asked = simulator.stats()["requests"]
    assert asked.keys() == {"fred", "open_meteo"}  # type: ignore[attr-defined]
    landed = b"".join(gzip.decompress(account.read(key)) for key in account.objects("open_meteo/"))
    assert landed
    assert b"sesame" not in landed + said.encode()
    found = account.client("cloudwatch").list_metrics(
        Namespace="Bellwether", Dimensions=[{"Name": "Source", "Value": "open_meteo"}]
    )["Metrics"]
    assert {"Landed", "AnsweredShare"} <= {metric["MetricName"] for metric in found}
    assert asking.run("bellwether-extract")[0] == 0
    assert simulator.stats()["requests"] == asked


def test_a_build_that_could_not_begin_is_told(machine: Machine, account: Account) -> None:
    assert machine.run("bellwether-failed")[0] == 0
    assert measured(account, machine, "PublishFailed") == [1]


def test_a_morning_that_cannot_publish_says_so_and_no_password_is_in_a_process_list_or_a_log(
    machine: Machine, account: Account
) -> None:
    elsewhere = {**machine.environment, "LANDING_URL": f"s3://{account.bucket}-that-is-not/landing"}
    closed, log = replace(machine, environment=elsewhere), machine.state / "log"
    for unit, code in (("bellwether-prepare", 0), ("bellwether-etl", 1)):
        seen: set[str] = set()
        process = closed.start(unit, log)
        while process.poll() is None:
            seen |= set(command_lines())
            time.sleep(0.05)
        closed.end(unit, log, process.wait())
        assert (unit, process.returncode) == (unit, code)
        if Path("/proc").exists():
            assert [line for line in seen if "extract_load" in line]
        written = "".join(seen) + log.read_text()
        for role in ("MASTER", "LOADER", "TRANSFORMER", "READER"):
            secret = account.secret_value(closed.environment[f"{role}_SECRET_ARN"])
            assert secret["password"] not in written, role
    assert "NoSuchBucket" in log.read_text()
    assert measured(account, closed, "PublishFailed") == [1]
    assert measured(account, closed, "PublishSucceeded") == [0]
    if not Path("/proc").exists():
        pytest.skip("there is no /proc to look at for process lists")


def command_lines() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_text(errors="replace")
