"""What systemd runs when a build has ended, however it did: out of memory or time, it cannot tell itself.

Its result is in $SERVICE_RESULT, and in none where the build could not even begin.
"""

import logging
import os
import sys

from extract_load import log
from infra.aws.instances import metrics
from infra.aws.instances.etl import PARTLY

_NEVER_BEGAN = "dependency"
_log = logging.getLogger(__name__)


def main() -> int:
    """Put the metrics of it; always 0."""
    log.set_up()
    result = os.environ.get("SERVICE_RESULT", _NEVER_BEGAN)
    published = result == "success"
    partly = published and os.environ.get("EXIT_STATUS") == str(PARTLY)
    if not published:
        _log.error("no build was published: %s", result)
    metrics.put(
        PublishSucceeded=int(published), PublishFailed=int(not published), PublishIncomplete=int(partly)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
