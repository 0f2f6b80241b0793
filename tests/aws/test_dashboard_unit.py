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
INSTANCES = ROOT / "infra" / "aws" / "instances"
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


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_behind_nginx_the_dashboard_is_served_over_tls_websocket_and_all(
    machine: Machine, browser: Browser, tmp_path: Path
) -> None:
    machine.run("bellwether-prepare")
    with served(machine) as inside, behind_nginx(inside, tmp_path) as address:
        page = browser.new_page(ignore_https_errors=True)
        answer = page.goto(f"{address}/pipeline_health")
        expect(page.get_by_text("Nothing has been published yet")).to_be_visible(timeout=30_000)
        assert answer is not None
        assert answer.headers["x-content-type-options"] == "nosniff"
        page.close()


@contextmanager
def behind_nginx(inside: str, folder: Path) -> Iterator[str]:
    """The address of an nginx with the instance's own configuration, but for its places here."""
    sign_certificate(folder / "tls")
    port = free_port()
    text = (INSTANCES / "nginx.conf").read_text()
    for there, here in (
        ("user nginx;", ""),
        ("443", str(port)),
        ("http://127.0.0.1:8501", inside),
        ("/etc/bellwether/tls", str(folder / "tls")),
        ("/var/log/nginx", str(folder)),
        ("/run/nginx.pid", str(folder / "nginx.pid")),
    ):
        assert there in text
        text = text.replace(there, here)
    (folder / "nginx.conf").write_text(text)
    command = [
        "nginx",
        "-e",
        "stderr",
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-g",
        "daemon off;",
    ]
    process = subprocess.Popen(command)
    try:
        wait_until_healthy(f"https://127.0.0.1:{port}/_stcore/health", process)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def sign_certificate(folder: Path) -> list[bytes]:
    env = {"PATH": os.environ["PATH"], "BELLWETHER_TLS": str(folder), "DASHBOARD_DOMAIN": "market.example"}
    subprocess.run([str(INSTANCES / "certificate.sh")], env=env, check=True)
    return [(folder / name).read_bytes() for name in ("certificate.pem", "key.pem")]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_machine_without_a_domain_signs_its_own_certificate_once(tmp_path: Path) -> None:
    first = sign_certificate(tmp_path / "tls")
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
    assert sign_certificate(tmp_path / "tls") == first
