"""`ops.publishes`: which build readers see, what it was made from, and which they saw before."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from psycopg2.extensions import cursor

from extract_load.publish.audit import Build, PublishRefused
from extract_load.publish.set_aside import count_set_aside

_INPUT = """
with last as (
    select max(load_id) as load_id from ops.manifest where loaded_at < coalesce(%s, 'infinity'::timestamptz)
)
select
    last.load_id,
    max(outcomes.run_date),
    coalesce(bool_or(outcomes.server = 'bellwether-simulator'), false)
from last left join raw.extraction_outcomes as outcomes on outcomes.load_id <= last.load_id
group by last.load_id
"""
_PUBLISH = """
insert into ops.publishes (
    action, build_id, as_of, data_through, engine, rules_held, tests_warned, rows_rejected,
    rows_set_aside, last_load_id, fingerprint, simulated
) values (
    'publish', %s, %s, (select max(trade_date) from marts.fct_market_daily), %s, %s, %s,
    (select count(*) from raw.rejects where replayed_load_id is null and dismissed_at is null), %s, %s, %s, %s
)
returning build_id, published_at, data_through, fingerprint, rules_held, tests_warned, rows_set_aside
"""
_ROLL_BACK = """
insert into ops.publishes (
    action, build_id, as_of, data_through, engine, rules_held, tests_warned, rows_rejected,
    rows_set_aside, last_load_id, fingerprint, simulated
)
select
    'rollback', build_id, as_of, data_through, engine, rules_held, tests_warned, rows_rejected,
    rows_set_aside, last_load_id, fingerprint, simulated
from ops.publishes order by publish_id desc offset 1 limit 1
returning
    build_id,
    (select min(p.published_at) from ops.publishes as p where p.build_id = publishes.build_id),
    data_through,
    fingerprint,
    rules_held,
    tests_warned,
    rows_set_aside
"""
_NEWEST = """
select
    action = 'rollback', build_id, min(published_at) over (partition by build_id), data_through, fingerprint,
    rules_held, tests_warned, rows_set_aside
from ops.publishes order by publish_id desc limit 2
"""


@dataclass(frozen=True)
class Input:
    """What marts are made from: all loads up to one, the newest of which took `as_of` for today."""

    last_load_id: int | None
    as_of: date | None
    simulated: bool

    def fingerprint(self, project: str, engine: str) -> str:
        """Equal for builds that give equal marts."""
        text = f"{self.last_load_id}|{self.as_of}|{project}|{engine}"
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Published:
    """A build that readers see, or saw; `published_at` is when they first did."""

    build_id: str
    published_at: datetime
    data_through: date | None
    fingerprint: str
    rules_held: int
    tests_warned: int
    rows_set_aside: int | None

    def __str__(self) -> str:
        at = self.published_at.astimezone(UTC)
        through = f"data through {self.data_through}" if self.data_through else "without market data"
        warned = f", {self.tests_warned} warned" if self.tests_warned else ""
        aside = f", {self.rows_set_aside:,} rows set aside" if self.rows_set_aside else ""
        return (
            f"build {self.build_id}, published {at:%Y-%m-%d %H:%M} UTC, {through}, "
            f"{self.rules_held:,} rules held{warned}{aside}"
        )


def published(cur: cursor) -> Published | None:
    """What readers see now; None before the first publish."""
    return _standing(cur)[0]


def unchanged(cur: cursor, is_same: Callable[[Published], bool]) -> Published | None:
    """What readers see, if it is what would be published; None if there is something new.

    Raises:
        PublishRefused: it was rolled back, and publishing it would undo that.
    """
    current, rolled_back = _standing(cur)
    if current and is_same(current):
        return current
    if rolled_back and is_same(rolled_back):
        raise PublishRefused(
            f"nothing is new since {rolled_back}, was rolled back; another `make rollback` returns it"
        )
    return None


def _standing(cur: cursor) -> tuple[Published | None, Published | None]:
    """What readers see, and what the last change, if it was a rollback, took from them."""
    cur.execute(_NEWEST)
    rows = cur.fetchall()
    builds = [Published(*row[1:]) for row in rows]
    was_rollback = bool(rows) and rows[0][0]
    return (builds[0] if builds else None), (builds[1] if was_rollback else None)


def input_until(cur: cursor, moment: datetime | None = None) -> Input:
    """What had been loaded by a moment, or by now."""
    cur.execute(_INPUT, (moment,))
    return Input(*(cur.fetchone() or (None, None, False)))


def note_publish(cur: cursor, build: Build, project: str | None, engine: str) -> Published:
    """Write the row of a build that was just swapped in; `project` identifies the state of dbt's project."""
    made_from = input_until(cur, build.started_at)
    fingerprint = made_from.fingerprint(project or build.fingerprint, engine)
    cur.execute(
        _PUBLISH,
        (
            build.build_id,
            made_from.as_of,
            engine,
            build.rules_held,
            build.tests_warned,
            count_set_aside(cur),
            made_from.last_load_id,
            fingerprint,
            made_from.simulated,
        ),
    )
    return Published(*(cur.fetchone() or ()))


def note_rollback(cur: cursor) -> Published | None:
    """Write the row of the build that the newest row's took the place of; None if there is no such build."""
    # each row's build, swapped in or back in, took the place of the one of the row before it
    cur.execute(_ROLL_BACK)
    row = cur.fetchone()
    return Published(*row) if row else None
