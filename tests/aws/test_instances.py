"""The instances' units, run as they are: with Secrets Manager, S3, and a PostgreSQL that takes TLS alone."""

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import errors

from tests.aws.account import Account, clean_environment
from tests.aws.tls_postgres import MASTER, MASTER_PASSWORD, TlsPostgres
from tests.aws.units import ROOT, UNITS, Machine

LOADER, TRANSFORMER, READER = "LOADER_SECRET_ARN", "TRANSFORMER_SECRET_ARN", "READER_SECRET_ARN"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("kind", ["etl", "dashboard"])
def test_systemd_understands_every_unit(kind: str, tmp_path: Path) -> None:
    for unit in (UNITS / kind).iterdir():
        text = unit.read_text().replace("/opt/bellwether/current/", f"{tmp_path}/")
        (tmp_path / unit.name).write_text(text)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch(mode=0o755)
    units = [str(path) for path in tmp_path.iterdir() if path.is_file()]
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", sorted(UNITS.glob("*/*.service")), ids=lambda path: path.stem)
def test_a_unit_may_do_little(unit: Path) -> None:
    """Its exposure is below 5 of 10."""
    options = ["--offline=true", "--threshold=50", "--no-pager"]
    judged = subprocess.run(
        ["systemd-analyze", "security", *options, str(unit)], capture_output=True, text=True, check=False
    )
    assert judged.returncode == 0, judged.stdout.splitlines()[-1:]


class Logins:
    """Statements of those who log in with the secrets' passwords."""

    def __init__(self, machine: Machine, account: Account, rds: TlsPostgres) -> None:
        self._machine, self._account, self._rds = machine, account, rds

    def ask(self, variable: str, statement: str) -> list[tuple[object, ...]]:
        secret = self._account.secret_value(self._machine.environment[variable])
        database = self._machine.environment["PGDATABASE"]
        opened = self._rds.connect(secret["username"], secret["password"], database)
        try:
            with opened, opened.cursor() as cur:
                cur.execute(statement)
                return cur.fetchall() if cur.description else []
        finally:
            opened.close()

    def may_not(self, variable: str, statement: str) -> None:
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
            self.ask(variable, statement)


@pytest.fixture
def logins(machine: Machine, account: Account, rds: TlsPostgres) -> Logins:
    return Logins(machine, account, rds)


def test_each_role_logs_in_with_its_secret_and_can_do_its_own_part_alone(
    machine: Machine, logins: Logins
) -> None:
    assert machine.run("bellwether-prepare") == (0, "")
    assert machine.run("bellwether-prepare") == (0, "")
    logins.ask(LOADER, "insert into raw.fred_observations (series_id) values ('X')")
    logins.ask(TRANSFORMER, "create table marts.t (a int); grant select on marts.t to bellwether_reader")
    assert logins.ask(TRANSFORMER, "select series_id from raw.fred_observations") == [("X",)]
    assert logins.ask(READER, "select count(*) from t") == [(0,)]
    logins.may_not(LOADER, "select * from marts.t")
    logins.may_not(LOADER, "create table marts.u ()")
    logins.may_not(LOADER, "set role bellwether_transformer")
    logins.may_not(TRANSFORMER, "insert into raw.fred_observations (series_id) values ('Y')")
    logins.may_not(TRANSFORMER, "create table raw.u ()")
    logins.may_not(TRANSFORMER, "set role bellwether_loader")
    logins.may_not(READER, "select * from raw.fred_observations")
    logins.may_not(READER, "select * from intermediate.anything")
    for statement in ("insert into t values (1)", "create temporary table mine ()", "delete from ops.runs"):
        logins.may_not(READER, f"set transaction read write; {statement}")


@pytest.mark.slow
def test_new_passwords_take_the_place_of_the_old_ones(
    machine: Machine, logins: Logins, account: Account, rds: TlsPostgres
) -> None:
    machine.run("bellwether-prepare")
    before = account.secret_value(machine.environment[READER])
    assert machine.run("bellwether-rotate") == (0, "")
    assert logins.ask(READER, "select 1") == [(1,)]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        rds.connect(before["username"], before["password"], machine.environment["PGDATABASE"])


@pytest.mark.slow
def test_a_person_runs_a_command_as_the_role_whose_part_it_is(machine: Machine) -> None:
    machine.run("bellwether-prepare")
    for command, code, says in (
        ("status", 0, "0 open, 0 dismissed"),
        ("load", 0, "load: 0 objects loaded"),
        ("rollback", 1, "nothing has been published yet"),
        ("pipeline --start 2025-01-01 --loaded", 2, "--loaded extracts nothing"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "infra.aws.instances.command", *command.split()],
            cwd=ROOT,
            env={**clean_environment(), **machine.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        found = (command, done.returncode, says in done.stdout + done.stderr)
        assert found == (command, code, True), done.stdout + done.stderr


def test_nobody_gets_in_without_tls_or_past_a_strangers_certificate(rds: TlsPostgres, tmp_path: Path) -> None:
    with pytest.raises(psycopg2.OperationalError, match="no encryption"):
        rds.connect(MASTER, MASTER_PASSWORD, "postgres", sslmode="disable")
    stranger = tmp_path / "ca.pem"
    shutil.copy(rds.folder / "server.pem", stranger)
    with pytest.raises(psycopg2.OperationalError, match="certificate verify failed"):
        rds.connect(MASTER, MASTER_PASSWORD, "postgres", sslrootcert=str(stranger))
