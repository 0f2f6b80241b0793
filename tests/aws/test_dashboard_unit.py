"""The dashboard instance's units: serving as the reader over TLS, its login, docs, health, certificate."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from infra.aws.instances.health import is_healthy
from tests.aws.account import Account
from tests.aws.tls_postgres import TlsPostgres
from tests.aws.units import ROOT, Machine
from tests.browser.conftest import browser, free_port

__all__ = ["browser"]

pytestmark = pytest.mark.slow

START_SECONDS = 60
PROVIDER = {
    "client_id": "bellwether",
    "client_secret": "of the provider",
    "server_metadata_url": "https://provider.example/.well-known/openid-configuration",
    "cookie_secret": 'with "quotes" and \\ more',
}


@contextmanager
def served(machine: Machine, **variables: str) -> Iterator[str]:
    """The address at which the unit serves."""
    port = str(free_port())
    changed = {**machine.environment, "STREAMLIT_SERVER_PORT": port, **variables}
    process = replace(machine, environment=changed).start(
        "bellwether-dashboard", machine.state / "dashboard.log"
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_healthy(address):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_the_dashboard_reads_as_the_reader_over_tls(
    machine: Machine, account: Account, rds: TlsPostgres, browser: Browser
) -> None:
    machine.run("bellwether-prepare")
    with served(machine) as address:
        page = browser.new_page()
        page.goto(f"{address}/pipeline_health")
        expect(page.get_by_text("Nothing has been published yet")).to_be_visible(timeout=30_000)
        opened = rds.connect("postgres", "superuser", "postgres")
        with opened, opened.cursor() as cur:
            cur.execute(
                "select distinct usename, ssl from pg_stat_activity join pg_stat_ssl using (pid)"
                " where datname = %s",
                (machine.environment["PGDATABASE"],),
            )
            assert cur.fetchall() == [("bellwether_reader", True)]
        opened.close()
        page.close()
    password = account.secret_value(machine.environment["READER_SECRET_ARN"])["password"]
    assert password not in (machine.state / "dashboard.log").read_text()


def test_with_a_provider_in_its_secret_the_dashboard_asks_for_a_login(
    machine: Machine, account: Account, browser: Browser
) -> None:
    machine.run("bellwether-prepare")
    secret = account.secret(json.dumps(PROVIDER))
    with served(machine, OIDC_SECRET_ARN=secret, DASHBOARD_DOMAIN="market.example") as address:
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_text("Log in to see the pages.")).to_be_visible(timeout=30_000)
        page.close()
    written = machine.state / "secrets.toml"
    assert 'redirect_uri = "https://market.example/oauth2callback"' in written.read_text()
    assert written.stat().st_mode & 0o077 == 0


def test_before_there_is_a_password_the_unit_ends_and_says_who_makes_it(machine: Machine) -> None:
    code, said = machine.run("bellwether-dashboard")
    assert (code, "made by bellwether-prepare on the ETL instance" in said) == (1, True)


def test_a_dashboard_that_does_not_answer_is_not_healthy() -> None:
    assert not is_healthy(f"http://127.0.0.1:{free_port()}/_stcore/health")


def test_the_docs_page_is_fetched_whole_once_there_is_one(
    machine: Machine, account: Account, tmp_path: Path
) -> None:
    release = tmp_path / "release"
    static = release / "dashboard" / "static"
    static.mkdir(parents=True)
    (release / "infra").symlink_to(ROOT / "infra")
    there = replace(machine, release=release)
    assert there.run("bellwether-docs")[0] == 0
    assert list(static.iterdir()) == []
    account.client("s3").put_object(
        Bucket=account.bucket, Key="docs/index.html", Body=b"<html>lineage</html>"
    )
    assert there.run("bellwether-docs") == (0, "")
    assert [(path.name, path.read_bytes()) for path in static.iterdir()] == [
        ("docs.html", b"<html>lineage</html>")
    ]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_machine_without_a_domain_signs_its_own_certificate_once(tmp_path: Path) -> None:
    def run() -> list[bytes]:
        script = ROOT / "infra" / "aws" / "instances" / "certificate.sh"
        env = {
            "PATH": os.environ["PATH"],
            "BELLWETHER_TLS": str(tmp_path / "tls"),
            "DASHBOARD_DOMAIN": "market.example",
        }
        subprocess.run([str(script)], env=env, check=True)
        return [(tmp_path / "tls" / name).read_bytes() for name in ("certificate.pem", "key.pem")]

    first = run()
    names = subprocess.check_output(
        [
            "openssl",
            "x509",
            "-noout",
            "-ext",
            "subjectAltName",
            "-in",
            str(tmp_path / "tls" / "certificate.pem"),
        ],
        text=True,
    )
    assert "DNS:market.example" in names
    assert (tmp_path / "tls" / "key.pem").stat().st_mode & 0o077 == 0
    assert run() == first
