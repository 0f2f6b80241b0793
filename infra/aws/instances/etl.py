"""`bellwether-etl`: load, build, publish, renew the docs page; the exit code says how it went.

Two logins, one process each: the loader writes raw and cannot touch marts, the transformer the other way
round. Objects that could not be loaded, or a docs page that could not be made, do not keep the rest from
being published: exit 3. Whoever ends it, `ended` puts the metrics.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import boto3

from extract_load import log
from infra.aws.instances import metrics
from infra.aws.instances.secrets_manager import SecretMissing, login, read
from infra.aws.instances.warehouse import asked

_EXTRACT_LOAD = (sys.executable, "-m", "extract_load")
_DBT = Path(sys.executable).with_name("dbt")
_PROJECT = Path("dbt_project")
_DONE, _FAILED, PARTLY = 0, 1, 3
_LOADED_PARTLY = 1
_OPEN_REJECTS = "select count(*) from ops.rejects where state = 'open'"
_log = logging.getLogger(__name__)


def main() -> int:
    """Run everything; 0 if all went well, 3 if readers see a new build and something else did not."""
    log.set_up()
    loader, transformer = login("LOADER_SECRET_ARN"), login("TRANSFORMER_SECRET_ARN")
    loaded = _run(loader, *_EXTRACT_LOAD, "load")
    if loaded not in (_DONE, _LOADED_PARTLY):
        return _FAILED
    published = _run({**transformer, **_webhook()}, *_EXTRACT_LOAD, "pipeline", "--loaded") == _DONE
    metrics.put(RowsRejected=asked(transformer, _OPEN_REJECTS))
    if not published:
        return _FAILED
    documented = _renew_docs(transformer)
    return _DONE if documented and loaded == _DONE else PARTLY


def _webhook() -> dict[str, str]:
    """Where the digest goes besides the alarms' topic; a secret without a value stops no morning."""
    if "WEBHOOK_SECRET_ARN" not in os.environ:
        return {}
    try:
        return {"BELLWETHER_WEBHOOK_URL": read("WEBHOOK_SECRET_ARN", "url")["url"]}
    except SecretMissing as missing:
        _log.error("the digest goes to no webhook: %s", missing)
        return {}


def _run(user: dict[str, str], *command: str) -> int:
    return subprocess.run(command, env={**os.environ, **user}, check=False).returncode  # noqa: S603 - ours


def _renew_docs(user: dict[str, str]) -> bool:
    place = ["--target", "published", "--project-dir", str(_PROJECT), "--profiles-dir", str(_PROJECT)]
    if _run(user, str(_DBT), "--quiet", "docs", "generate", "--static", *place):
        _log.error("the docs page could not be made; the one of before stays")
        return False
    page = Path(os.environ["DBT_TARGET_PATH"]) / "static_index.html"
    address = urlsplit(os.environ["DOCS_URL"])
    kind = {"ContentType": "text/html; charset=utf-8"}
    boto3.client("s3").upload_file(str(page), address.netloc, address.path.lstrip("/"), ExtraArgs=kind)
    return True


if __name__ == "__main__":
    sys.exit(main())
