"""`bellwether-health`: whether the dashboard answers through nginx, as a metric; exit 1 if it does not."""

import logging
import sys

import requests
import urllib3

from extract_load import log
from infra.aws.instances import metrics

_ADDRESS = "https://127.0.0.1/_stcore/health"
_SECONDS = 10
_log = logging.getLogger(__name__)


def main() -> int:
    """Ask once."""
    log.set_up()
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    healthy = is_healthy(_ADDRESS)
    metrics.put(DashboardHealthy=int(healthy))
    return 0 if healthy else 1


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
