"""`bellwether-due`: whether this morning's build is to begin, asked every five minutes; 0 if it is, else 1.

It begins when every source has landed all that it was asked for, or when its time is up, and until the day
has been published: a machine that was replaced, or a build that was killed, is made up for, and nothing is
built twice.
"""

import logging
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime, time

from extract_load import log
from extract_load.config import NEW_YORK, Settings
from extract_load.envelope import Status
from extract_load.extract.state import newest_state
from extract_load.landing import Landing, open_landing
from infra.aws.instances import metrics
from infra.aws.instances.secrets_manager import login
from infra.aws.instances.warehouse import asked

_PUBLISHED = "select exists (select from ops.publishes where action = 'publish' and as_of >= %s)"
_log = logging.getLogger(__name__)


def main() -> int:
    """Say whether it is due; a source that is late then is told, and counted."""
    log.set_up()
    settings = Settings.from_environment()
    awaited = os.environ["AWAITED_SOURCES"].split()
    late = sorted(set(awaited) - landed(open_landing(settings.landing_url), awaited, settings.today))
    last_call = time.fromisoformat(os.environ["LAST_CALL"])
    if len(late) == len(awaited) or (late and datetime.now(NEW_YORK).time() < last_call):
        return 1
    if asked(login("TRANSFORMER_SECRET_ARN"), _PUBLISHED, settings.today):
        return 1
    if late:
        _log.error("the build waits no longer for %s", ", ".join(late))
    metrics.put(SourcesLate=len(late))
    return 0


def landed(landing: Landing, sources: Iterable[str], today: date) -> set[str]:
    """Which of the sources have an answer today to all that was asked of them."""
    return {source for source in sources if _is_whole(landing, source, today)}


def _is_whole(landing: Landing, source: str, today: date) -> bool:
    day, state = newest_state(landing, source)
    statuses = state.summary.get("statuses", {})
    expected = state.summary.get("expected", 0)
    return day == today and not statuses.get(Status.FAILED) and sum(statuses.values()) >= expected


if __name__ == "__main__":
    sys.exit(main())
