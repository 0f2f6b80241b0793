"""A PostgreSQL as RDS has it: TLS only, a certificate to verify, and a master who is no superuser.

The server of the operating system's packages: the embedded one has no TLS.
"""

import datetime
import ipaddress
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from psycopg2.extensions import connection

from infra.local.account import server_account
from infra.local.ports import remembered_port
from tests.databases import quick_folder

MASTER, MASTER_PASSWORD = "master", "of the master"
_START_SECONDS = 30


class TlsPostgres:
    """A server in a folder of its own, for as long as the `with` block lasts."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._account = server_account()
        self.folder = Path(tempfile.mkdtemp(prefix="bellwether-tls-", dir=quick_folder()))
        self.folder.chmod(0o755)

    def __enter__(self) -> Self:
        self._account.give(self.folder)
        self._initialise()
        port = remembered_port(self.folder / "port")
        self._log = (self.folder / "log").open("w")
        settings = {
            "port": str(port),
            "listen_addresses": "localhost",
            "unix_socket_directories": "",
            "ssl": "on",
            "ssl_cert_file": str(self.folder / "server.pem"),
            "ssl_key_file": str(self.folder / "server.key"),
            "hba_file": str(self.folder / "hba.conf"),
            "fsync": "off",
            "max_parallel_workers_per_gather": "0",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        data = str(self.folder / "data")
        self._process = self._account.start(
            [str(self._programs / "postgres"), "-D", data, *options], self._log
        )
        self.address = {
            "PGHOST": "localhost",
            "PGPORT": str(port),
            "PGSSLMODE": "verify-full",
            "PGSSLROOTCERT": str(self.folder / "ca.pem"),
        }
        self._await()
        self.execute(f"create role {MASTER} login createrole createdb password '{MASTER_PASSWORD}'")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, statement: str, user: str = "postgres", password: str = "superuser") -> None:
        """Run a statement about whole databases or roles, outside of any transaction."""
        opened = self.connect(user, password, "postgres")
        opened.autocommit = True
        with opened.cursor() as cur:
            cur.execute(statement)
        opened.close()

    def connect(self, user: str, password: str, database: str, **other: str) -> connection:
        """Log in, over verified TLS unless `other` says otherwise."""
        login: dict[str, Any] = {
            "host": self.address["PGHOST"],
            "port": self.address["PGPORT"],
            "sslmode": self.address["PGSSLMODE"],
            "sslrootcert": self.address["PGSSLROOTCERT"],
            **other,
        }
        opened: connection = psycopg2.connect(user=user, password=password, dbname=database, **login)
        return opened

    def _initialise(self) -> None:
        write_certificates(self.folder)
        (self.folder / "hba.conf").write_text("hostssl all all all scram-sha-256\n")
        (self.folder / "password").write_text("superuser")
        for name in ("server.key", "server.pem", "hba.conf", "password"):
            (self.folder / name).chmod(0o600)
            self._account.give(self.folder / name)
        done = self._account.run(
            [
                str(self._programs / "initdb"),
                f"--pgdata={self.folder / 'data'}",
                "--username=postgres",
                f"--pwfile={self.folder / 'password'}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]
        )
        assert done.returncode == 0, done.stderr

    def _await(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise AssertionError((self.folder / "log").read_text())
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            self.connect("postgres", "superuser", "postgres").close()
        except psycopg2.OperationalError:
            return False
        return True


def _programs() -> Path:
    """The folder of a PostgreSQL server's programs that were built with TLS."""
    found = shutil.which("pg_config")
    named = [subprocess.check_output([found, "--bindir"], text=True).strip()] if found else []
    folders = [*map(Path, named), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    pytest.skip("no PostgreSQL server with TLS is installed (the embedded one has none)")


def write_certificates(folder: Path, days: int = 1) -> None:
    """A throw-away authority, ca.pem, and a certificate of it for localhost: server.pem and server.key."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("authority", authority_key, None, authority_key, days)
    server = _certificate("localhost", key, authority, authority_key, days)
    (folder / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: int,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
