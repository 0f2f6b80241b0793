"""`bellwether-etl`: load, build, publish, renew the docs page; metrics and the exit code say how it went.

Two logins, one process each: the loader writes raw and cannot touch marts, the transformer the other way
round. Objects that could not be loaded do not keep the rest from being published; they are told, and exit 1.
"""

import logging
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import psycopg2

from extract_load import log
from infra.aws.instances import metrics
from infra.aws.instances.secrets_manager import login

_EXTRACT_LOAD = (sys.executable, "-m", "extract_load")
_DBT = Path(sys.executable).with_name("dbt")
_PROJECT = Path("dbt_project")
_DONE, _PARTLY = 0, 1
_log = logging.getLogger(__name__)


def main() -> int:
    """Run everything; 0 if all went well."""
    log.set_up()
    published = False
    try:
        loader, transformer = login("LOADER_SECRET_ARN"), login("TRANSFORMER_SECRET_ARN")
        loaded = _run(loader, *_EXTRACT_LOAD, "load")
        if loaded in (_DONE, _PARTLY):
            published = _run(transformer, *_EXTRACT_LOAD, "pipeline", "--loaded") == 0
            metrics.put(RowsRejected=_open_rejects(transformer))
    finally:
        metrics.put(PublishSucceeded=int(published), PublishFailed=int(not published))
    documented = published and _renew_docs(transformer)
    return 0 if documented and loaded == _DONE else 1


def _run(user: dict[str, str], *command: str) -> int:
    return subprocess.run(command, env={**os.environ, **user}, check=False).returncode  # noqa: S603 - ours


def _open_rejects(user: dict[str, str]) -> int:
    opened = psycopg2.connect("", user=user["PGUSER"], password=user["PGPASSWORD"])
    with closing(opened), opened.cursor() as cur:
        cur.execute("select count(*) from ops.rejects where state = 'open'")
        (count,) = cur.fetchone() or (0,)
    return int(count)


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
