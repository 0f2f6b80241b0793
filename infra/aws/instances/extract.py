"""`bellwether-extract`: asks the sources of $SOURCES_HERE, whose providers limit by address, from here.

Only for what nobody has answered today, so that doing it twice is harmless; metrics are those of the Lambda.
"""

import logging
import os
import sys
from dataclasses import replace
from typing import Any

from extract_load import log
from extract_load.catalog import chosen
from extract_load.config import KEYS, Settings
from extract_load.envelope import Status
from extract_load.extract.run import extract
from infra.aws.instances import metrics
from infra.aws.instances.secrets_manager import read

_log = logging.getLogger(__name__)


def main() -> int:
    """Ask them; 1 if anything failed."""
    log.set_up()
    names = os.environ["SOURCES_HERE"].split()
    settings = Settings.from_environment()
    keys: dict[str, Any] = {
        field: read(f"{name.upper()}_SECRET_ARN", "api_key")["api_key"]
        for name, field in KEYS.items()
        if name in names and os.environ.get(f"{name.upper()}_SECRET_ARN")
    }
    settings = replace(settings, **keys)
    report = extract(settings, chosen(settings, names), continues=True)
    _log.info("%s", report)
    for source in report.sources:
        metrics.put_of(source.source, source.measures())
    return int(any(source.statuses[Status.FAILED] for source in report.sources))


if __name__ == "__main__":
    sys.exit(main())
