"""`accept --set-aside`: publish the build that waits without the rows that are set aside.

It is written to the landing zone, so that a warehouse that is built anew knows it as well.
"""

import getpass
import json
from datetime import date

from extract_load.commands.accept import ACCEPTED_BY
from extract_load.commands.note import land_note
from extract_load.config import ConfigError, Settings
from extract_load.landing import open_landing
from extract_load.load.run import load
from extract_load.log import say
from extract_load.publish.run import publish_if_new, reported
from extract_load.publish.set_aside import Row, acceptable
from extract_load.sources.rows_accepted import RowsAccepted
from extract_load.warehouse.bootstrap import bootstrap
from extract_load.warehouse.connection import TRANSFORMER, connect


def accept_rows(settings: Settings, source: str, day: date) -> int:
    """Note who has accepted which rows, and publish; the exit code.

    Raises:
        ConfigError: nothing of that source and day is set aside in the build that waits.
    """
    bootstrap()
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        rows = acceptable(cur, source, day)
    if not rows:
        raise ConfigError(
            f"nothing of {source} on {day} is set aside in the build that waits to be published: "
            "there is nothing to accept"
        )
    landing = open_landing(settings.landing_url)
    body = json.dumps([_record(row) for row in rows])
    land_note(
        landing,
        settings.today,
        RowsAccepted.name,
        source,
        name=source,
        day=day,
        context={ACCEPTED_BY: getpass.getuser()},
        body=body,
    )
    failed = load(landing, {RowsAccepted.name}).failed
    if failed:
        raise ConfigError(f"it is noted in the landing zone, but was not loaded: {failed}")
    say(f"accepted {len(rows)} rows of {source} on {day}: {', '.join(map(str, rows))}")
    return reported("publish", publish_if_new)


def _record(row: Row) -> dict[str, str]:
    return {"provider": row.source, "subject": row.subject, "date_day": str(row.day), "reason": row.reason}
