"""`bellwether-certificate`: nginx's certificate, which outlives the instance in a secret of its own.

The secret's, where it holds one: put there by a person, or by an instance that certbot has given one, which
proves the domain through Route 53 and does so again a month before the end. Else, and until there is one, one
that this machine has signed itself; only then browsers are not told to insist on a good one.
"""

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
from botocore.exceptions import ClientError
from cryptography import x509

from extract_load import log
from infra.aws.instances import metrics

_MONTH = timedelta(days=30)
_HSTS = 'add_header Strict-Transport-Security "max-age=31536000" always;\n'
_CERTBOT = "/opt/bellwether/certbot/bin/certbot"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pair:
    """A certificate with its chain, and its key; both PEM."""

    certificate: str
    key: str

    @property
    def left(self) -> timedelta:
        """How long it is valid."""
        return self._first.not_valid_after_utc - datetime.now(UTC)

    @property
    def is_self_signed(self) -> bool:
        """Whether nobody vouches for it."""
        return self._first.issuer == self._first.subject

    @property
    def _first(self) -> x509.Certificate:
        return x509.load_pem_x509_certificates(self.certificate.encode())[0]


def main() -> int:
    """Put a certificate where nginx.conf has it; 1 if a better one could not be had."""
    log.set_up()
    folder = Path(os.environ.get("BELLWETHER_TLS", "/etc/bellwether/tls"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    domain = os.environ.get("DASHBOARD_DOMAIN") or "bellwether"
    pair = _kept() or _present(folder)
    failed = False
    if os.environ.get("CERTBOT") == "true" and (not pair or pair.is_self_signed or pair.left < _MONTH):
        try:
            pair = _from_certbot(domain)
            _keep(pair)
        except (OSError, subprocess.CalledProcessError) as error:
            _log.error("certbot has given no certificate: %s", error)
            failed = True
    if not pair or (pair.is_self_signed and pair.left < _MONTH):
        pair = _self_signed(domain, folder)
    _place(pair, folder)
    if os.environ.get("BELLWETHER_ENVIRONMENT"):
        metrics.put(CertificateDays=pair.left.days)
    return int(failed)


def _kept() -> Pair | None:
    arn = os.environ.get("CERTIFICATE_SECRET_ARN")
    if not arn:
        return None
    try:
        text = boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return None
    return Pair(**json.loads(text))


def _keep(pair: Pair) -> None:
    arn = os.environ.get("CERTIFICATE_SECRET_ARN")
    if arn:
        text = json.dumps({"certificate": pair.certificate, "key": pair.key})
        boto3.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=text)


def _present(folder: Path) -> Pair | None:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    return Pair(certificate.read_text(), key.read_text()) if key.exists() else None


def _from_certbot(domain: str) -> Pair:
    state = Path(os.environ["STATE_DIRECTORY"])
    folders = [part for name in ("config", "work", "logs") for part in (f"--{name}-dir", str(state / name))]
    asked = ["certonly", "--dns-route53", "--non-interactive", "--agree-tos", "--force-renewal"]
    names = ["--email", os.environ["CERTBOT_EMAIL"], "--domain", domain, "--cert-name", "bellwether"]
    program = os.environ.get("CERTBOT_PROGRAM", _CERTBOT)
    subprocess.run([program, *asked, *names, *folders], check=True)  # noqa: S603 - our own
    live = state / "config" / "live" / "bellwether"
    return Pair((live / "fullchain.pem").read_text(), (live / "privkey.pem").read_text())


def _self_signed(domain: str, folder: Path) -> Pair:
    places = ["-keyout", str(folder / "key.new"), "-out", str(folder / "certificate.new")]
    about = ["-days", "397", "-subj", f"/CN={domain}", "-addext", f"subjectAltName=DNS:{domain}"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = ["openssl", "req", *kind, *about, *places]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    return Pair(*((folder / f"{name}.new").read_text() for name in ("certificate", "key")))


def _place(pair: Pair, folder: Path) -> None:
    os.umask(0o077)
    hsts = "" if pair.is_self_signed else _HSTS
    for name, text in (("certificate.pem", pair.certificate), ("key.pem", pair.key), ("hsts.conf", hsts)):
        (folder / f"{name}.new").write_text(text)
        (folder / f"{name}.new").replace(folder / name)
    for draft in folder.glob("*.new"):
        draft.unlink()
    subprocess.run(["systemctl", "try-reload-or-restart", "nginx"], check=False)  # noqa: S607 - if there is one


if __name__ == "__main__":
    sys.exit(main())
