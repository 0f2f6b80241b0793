"""The marts' schemas change places in one transaction: readers see the one build or the other, never both.

A statement finds its tables one after the other: one before a swap, it could be, and one after. So the
swap first takes every published table for itself, for an instant: whoever has begun to read ends before it,
whoever comes later finds the other build. Where a reader holds on it gives up at once, well before
PostgreSQL would look for a deadlock and end the reader, and tries again. Only for the first table, while
it has none that a reader could wait for, it waits longer each time; after two minutes it cancels the
statements of readers that hold one.
"""

import time
from collections.abc import Callable, Collection
from typing import TypeVar

from psycopg2 import errors, sql
from psycopg2.extensions import connection, cursor
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random

from extract_load.publish.audit import NEXT, PublishRefused
from extract_load.warehouse.connection import READER, Lock, lock_transaction

PUBLISHED = "marts"
PREVIOUS = "marts_previous"
_PARTING = "marts_parting"
_WAIT_SECONDS = 0.25
_LONGER = 1.3
_LONGEST_WAIT_SECONDS = 2  # readers queue behind it, and give up after ten
_PATIENCE_SECONDS = 120
_GRACE_SECONDS = 30
_CANCEL = """
select pg_cancel_backend(held.pid)
from pg_locks as held
inner join pg_stat_activity as session using (pid)
where held.relation = %s::regclass and held.granted and session.usename = %s
"""

T = TypeVar("T")


class Swap:
    """One change of places, tried until readers let it happen."""

    def __init__(self) -> None:
        self._contended: list[str] = []
        self._wait = _WAIT_SECONDS
        self._patient_until = time.monotonic() + _PATIENCE_SECONDS

    def in_one_transaction(self, opened: connection, action: Callable[[cursor], T]) -> T:
        """Do `action` in a transaction, one at a time, and again while others hold what it needs.

        Raises:
            PublishRefused: they did for two minutes, and are no readers whose statements could be cancelled.
        """
        attempts = Retrying(
            retry=retry_if_exception_type(errors.LockNotAvailable),
            stop=stop_after_delay(_PATIENCE_SECONDS + _GRACE_SECONDS),
            wait=wait_random(0.1, 0.5),
            reraise=True,
        )
        try:
            result: T = attempts(_once, opened, action)
        except errors.LockNotAvailable as error:
            raise PublishRefused(
                f"others have held the marts for {_PATIENCE_SECONDS + _GRACE_SECONDS} s: "
                "end them (see pg_stat_activity)"
            ) from error
        return result

    def forward(self, cur: cursor, marts: Collection[str]) -> None:
        """Publish the tables called `marts` of `marts_next`; what was published becomes previous."""
        for stray in _tables(cur, NEXT) - set(marts):
            _do(cur, "drop table {}.{} cascade", NEXT, stray)
        _do(cur, "drop schema if exists {} cascade", PREVIOUS)
        self._take_from_readers(cur)
        _do(cur, "alter schema {} rename to {}", PUBLISHED, PREVIOUS)
        _do(cur, "alter schema {} rename to {}", NEXT, PUBLISHED)
        _do(cur, "create schema {}", NEXT)
        _grant(cur)

    def back(self, cur: cursor) -> None:
        """What is published and what was before it change places.

        Raises:
            PublishRefused: the previous tables are gone.
        """
        if not _tables(cur, PREVIOUS):
            raise PublishRefused(f"{PREVIOUS} is empty")
        self._take_from_readers(cur)
        _do(cur, "alter schema {} rename to {}", PUBLISHED, _PARTING)
        _do(cur, "alter schema {} rename to {}", PREVIOUS, PUBLISHED)
        _do(cur, "alter schema {} rename to {}", _PARTING, PREVIOUS)
        _grant(cur)

    def _take_from_readers(self, cur: cursor) -> None:
        """Lock all published tables within a moment, for while it waits for one it keeps readers from others.

        A table that could not be had comes first next time: readers begin with it, and will wait for it
        without holding another one.
        """
        order = {table: place for place, table in enumerate(self._contended)}
        tables = sorted(_tables(cur, PUBLISHED), key=lambda table: (order.get(table, len(order)), table))
        for table in tables[:1]:
            self._lock(cur, table, self._wait)
        deadline = time.monotonic() + _WAIT_SECONDS
        for table in tables[1:]:
            self._lock(cur, table, deadline - time.monotonic())

    def _lock(self, cur: cursor, table: str, seconds: float) -> None:
        if time.monotonic() > self._patient_until:
            cur.execute(_CANCEL, (f"{PUBLISHED}.{table}", READER))
        cur.execute("set local lock_timeout = %s", (max(1, round(1000 * seconds)),))
        try:
            _do(cur, "lock table {}.{} in access exclusive mode", PUBLISHED, table)
        except errors.LockNotAvailable:
            self._contended = [table, *(other for other in self._contended if other != table)]
            self._wait = min(_LONGER * self._wait, _LONGEST_WAIT_SECONDS)
            raise


def _once(opened: connection, action: Callable[[cursor], T]) -> T:
    with opened, opened.cursor() as cur:
        cur.execute("set local lock_timeout = %s", (round(1000 * _WAIT_SECONDS),))
        lock_transaction(cur, Lock.PUBLISH)
        return action(cur)


def _grant(cur: cursor) -> None:
    _do(cur, "revoke all on schema {} from {}", PREVIOUS, READER)
    _do(cur, "grant usage on schema {} to {}", PUBLISHED, READER)
    _do(cur, "grant select on all tables in schema {} to {}", PUBLISHED, READER)


def _tables(cur: cursor, schema: str) -> set[str]:
    cur.execute(
        "select relname from pg_class where relnamespace = to_regnamespace(%s) and relkind = 'r'", (schema,)
    )
    return {name for (name,) in cur}


def _do(cur: cursor, statement: str, *names: str) -> None:
    cur.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
