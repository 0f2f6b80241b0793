"""`bellwether-health`: whether the dashboard answers through nginx and the database answers it, as a metric.

Exit 1, on which the dashboard is started anew, only where it is the dashboard that does not answer.
"""

import logging
import sys
from contextlib import closing

import psycopg2
import requests
import urllib3

from extract_load import log
from infra.aws.instances import metrics
from infra.aws.instances.secrets_manager import SecretMissing, login

_ADDRESS = "https://127.0.0.1/_stcore/health"
_SECONDS = 10
_log = logging.getLogger(__name__)


def main() -> int:
    """Ask once."""
    log.set_up()
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    healthy = is_healthy(_ADDRESS)
    metrics.put(DashboardHealthy=int(healthy and database_answers()))
    return 0 if healthy else 1


def database_answers() -> bool:
    """Whether the database lets the reader in and answers."""
    try:
        user = login("READER_SECRET_ARN")
        opened = psycopg2.connect(
            "", user=user["PGUSER"], password=user["PGPASSWORD"], connect_timeout=_SECONDS
        )
        with closing(opened), opened.cursor() as cur:
            cur.execute("select 1")
    except (SecretMissing, psycopg2.Error) as error:
        _log.error("the database does not answer the dashboard: %s", error)
        return False
    return True


def is_healthy(address: str) -> bool:
    """Whether Streamlit says that it is well. Its certificate is not for this address."""
    try:
        answer = requests.get(address, timeout=_SECONDS, verify=False)  # noqa: S501 - it is this machine
    except requests.RequestException as error:
        _log.error("the dashboard does not answer: %s", error)
        return False
    if not answer.ok:
        _log.error("the dashboard answers %s: %s", answer.status_code, answer.text[:200])
    return answer.ok


if __name__ == "__main__":
    sys.exit(main())
