"""The dashboard instance's units: serving as the reader over TLS, its login, docs, health, certificate."""

import json
import shutil
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, expect

from infra.aws.instances.health import database_answers, is_healthy
from infra.local.ports import free_port
from tests.aws.account import Account, clean_environment
from tests.aws.tls_postgres import TlsPostgres, write_certificates
from tests.aws.units import ROOT, Machine
from tests.browser.fixtures import ARGUMENTS, CHROMIUM

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
        process.wait(60)


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_healthy(address):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_the_dashboard_serves_as_the_reader_over_tls_alone_and_behind_nginx_once_there_is_a_password(
    machine: Machine,
    account: Account,
    rds: TlsPostgres,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in machine.environment.items():
        monkeypatch.setenv(name, value)
    code, said = machine.run("bellwether-dashboard")
    assert (code, "made by bellwether-prepare on the ETL instance" in said) == (1, True)
    assert not database_answers()
    machine.run("bellwether-prepare")
    assert database_answers()
    with served(machine) as inside:
        visited(browser, inside)
        assert logins(rds, machine.environment["PGDATABASE"]) == [("bellwether_reader", True)]
        if has_nginx := bool(shutil.which("nginx") and shutil.which("openssl")):
            # its WebSocket too, without which a page stays empty
            with behind_nginx(inside, tmp_path) as address:
                assert visited(browser, address)["x-content-type-options"] == "nosniff"
    password = account.secret_value(machine.environment["READER_SECRET_ARN"])["password"]
    assert password not in (machine.state / "dashboard.log").read_text()
    monkeypatch.setenv("PGPORT", str(free_port()))
    assert not database_answers()
    if not has_nginx:
        pytest.skip("nginx or openssl is not installed: all but what is behind nginx was looked at")


def visited(browser: Browser, address: str) -> dict[str, str]:
    """The headers of a page that says that there is nothing to show yet."""
    page = browser.new_page(ignore_https_errors=True)
    answer = page.goto(f"{address}/pipeline_health")
    expect(page.get_by_text("Nothing has been published yet")).to_be_visible(timeout=60_000)
    assert answer is not None
    page.close()
    return answer.headers


def logins(rds: TlsPostgres, database: str) -> list[tuple[str, bool]]:
    """Who is connected to a database, and whether over TLS."""
    with closing(rds.connect("postgres", "superuser", "postgres")) as opened, opened.cursor() as cur:
        cur.execute(
            "select distinct usename, ssl from pg_stat_activity join pg_stat_ssl using (pid)"
            " where datname = %s",
            (database,),
        )
        return cur.fetchall()


def test_with_a_provider_in_its_secret_the_dashboard_asks_for_a_login(
    machine: Machine, account: Account, browser: Browser
) -> None:
    machine.run("bellwether-prepare")
    secret = account.secret(json.dumps(PROVIDER))
    with served(machine, OIDC_SECRET_ARN=secret, DASHBOARD_DOMAIN="market.example") as address:
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_text("Log in to see the pages.")).to_be_visible(timeout=60_000)
        page.close()
    written = machine.state / "secrets.toml"
    assert 'redirect_uri = "https://market.example/oauth2callback"' in written.read_text()
    assert written.stat().st_mode & 0o077 == 0


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


MOST_BYTES = 3_500_000
_BYTES = "performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)"


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_the_first_page_takes_few_bytes_and_a_second_visit_hardly_any(
    dashboard: str, browser: Browser, tmp_path: Path
) -> None:
    with behind_nginx(dashboard, tmp_path) as address:
        # an own profile that trusts the certificate: nothing is cached of an address with a doubtful one
        trusted = f"--ignore-certificate-errors-spki-list={key_digest(tmp_path / 'tls' / 'certificate.pem')}"
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=[*ARGUMENTS, trusted]
        )
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_text("not investment advice")).to_be_visible(timeout=60_000)
        page.wait_for_timeout(6_000)  # the cards' charts come last
        first = page.evaluate(_BYTES)
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_timeout(6_000)
        second = page.evaluate(_BYTES)
        context.close()
    assert 500_000 < first < MOST_BYTES
    assert second < first / 5


def key_digest(certificate: Path) -> str:
    """Of its public key, SHA-256 in Base64, as Chromium names keys."""
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    encoded = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(sha256(encoded).digest()).decode()


@contextmanager
def behind_nginx(inside: str, folder: Path) -> Iterator[str]:
    """The address of an nginx with the instance's own configuration, but for its places here."""
    certificate_of(folder)
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
        process.wait(60)


def certificate_of(folder: Path, *, account: Account | None = None, **variables: str) -> int:
    """Run the unit's program with its files in a folder; returns its exit code."""
    own = {"BELLWETHER_TLS": str(folder / "tls"), "STATE_DIRECTORY": str(folder)}
    env = {**clean_environment(), **(account.env if account else {}), **own, **variables}
    command = [sys.executable, "-m", "infra.aws.instances.certificate"]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def placed(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "tls").iterdir()}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_machine_without_a_domain_signs_its_own_certificate_once(tmp_path: Path) -> None:
    assert certificate_of(tmp_path, DASHBOARD_DOMAIN="market.example") == 0
    first = placed(tmp_path)
    assert first.keys() == {"certificate.pem", "key.pem", "hsts.conf"}
    certificate = x509.load_pem_x509_certificate(first["certificate.pem"].encode())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["market.example"]
    assert first["hsts.conf"] == ""
    assert (tmp_path / "tls" / "key.pem").stat().st_mode & 0o077 == 0
    certificate_of(tmp_path, DASHBOARD_DOMAIN="market.example")
    assert placed(tmp_path) == first


CERTBOT = """#!/bin/bash
echo asked >>"$STATE_DIRECTORY/../asked"
[ ! -e "$STATE_DIRECTORY/../no" ] || exit 1
mkdir -p "$STATE_DIRECTORY/config/live/bellwether"
cp "$STATE_DIRECTORY/../server.pem" "$STATE_DIRECTORY/config/live/bellwether/fullchain.pem"
cp "$STATE_DIRECTORY/../server.key" "$STATE_DIRECTORY/config/live/bellwether/privkey.pem"
"""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_new_machine_has_the_certificate_of_the_one_before(account: Account, tmp_path: Path) -> None:
    secret = account.secret(None)
    write_certificates(tmp_path, days=90)
    (tmp_path / "certbot").write_text(CERTBOT)
    (tmp_path / "certbot").chmod(0o755)
    options = {
        "CERTBOT": "true",
        "CERTBOT_PROGRAM": str(tmp_path / "certbot"),
        "CERTBOT_EMAIL": "owner@example.com",
        "DASHBOARD_DOMAIN": "localhost",
        "CERTIFICATE_SECRET_ARN": secret,
    }
    for machine in ("first", "second"):
        (tmp_path / machine).mkdir()
        assert certificate_of(tmp_path / machine, account=account, **options) == 0
        assert placed(tmp_path / machine)["certificate.pem"] == (tmp_path / "server.pem").read_text()
        assert "max-age" in placed(tmp_path / machine)["hsts.conf"]
    assert (tmp_path / "asked").read_text() == "asked\n"  # Let's Encrypt gives five a week
    # a month before its end another is asked for, and until there is one it goes on
    write_certificates(tmp_path, days=20)
    account.client("secretsmanager").put_secret_value(
        SecretId=secret,
        SecretString=json.dumps(
            {
                "certificate": (tmp_path / "server.pem").read_text(),
                "key": (tmp_path / "server.key").read_text(),
            }
        ),
    )
    (tmp_path / "no").touch()
    assert certificate_of(tmp_path / "second", account=account, **options) == 1
    assert placed(tmp_path / "second")["certificate.pem"] == (tmp_path / "server.pem").read_text()
    assert (tmp_path / "asked").read_text() == "asked\nasked\n"
