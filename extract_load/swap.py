"""The marts' schemas change places in one transaction: readers see the one build or the other, never both.

A statement finds its tables one after the other: one before a swap, it could be, and one after. So the
swap first takes every published table for itself, for an instant: whoever has begun to read ends before it,
whoever comes later finds the other build. Where a reader holds on it gives up at once, well before
PostgreSQL would look for a deadlock and end the reader, and tries again.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from psycopg2 import errors, sql
from psycopg2.extensions import connection, cursor
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random

from extract_load.audit import NEXT, PublishRefused
from extract_load.warehouse import READER, Lock, lock_transaction

PUBLISHED = "marts"
PREVIOUS = "marts_previous"
_PARTING = "marts_parting"
_WAIT_MILLISECONDS = 250
_PATIENCE_SECONDS = 120
_IN_USE = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected)

T = TypeVar("T")


def in_one_transaction(opened: connection, action: Callable[[cursor], T]) -> T:
    """Do `action` in a transaction, one at a time, and again while readers hold what it needs.

    Raises:
        PublishRefused: they did for two minutes.
    """
    attempts = Retrying(
        retry=retry_if_exception_type(_IN_USE),
        stop=stop_after_delay(_PATIENCE_SECONDS),
        wait=wait_random(0.2, 0.8),
        reraise=True,
    )
    try:
        result: T = attempts(_once, opened, action)
    except _IN_USE as error:
        raise PublishRefused(
            f"others have held the marts for {_PATIENCE_SECONDS} s: end them (see pg_stat_activity)"
        ) from error
    return result


def _once(opened: connection, action: Callable[[cursor], T]) -> T:
    with opened, opened.cursor() as cur:
        cur.execute("set local lock_timeout = %s", (_WAIT_MILLISECONDS,))
        lock_transaction(cur, Lock.PUBLISH)
        return action(cur)


def swap_in(cur: cursor, marts: Collection[str]) -> None:
    """Publish `marts_next`: only its tables called `marts`; what is published becomes `marts_previous`."""
    for stray in _tables(cur, NEXT) - set(marts):
        _do(cur, "drop table {}.{} cascade", NEXT, stray)
    _do(cur, "drop schema if exists {} cascade", PREVIOUS)
    _take_from_readers(cur)
    _do(cur, "alter schema {} rename to {}", PUBLISHED, PREVIOUS)
    _do(cur, "alter schema {} rename to {}", NEXT, PUBLISHED)
    _do(cur, "create schema {}", NEXT)
    _grant(cur)


def swap_back(cur: cursor) -> None:
    """`marts` and `marts_previous` change places.

    Raises:
        PublishRefused: there is nothing in `marts_previous`.
    """
    if not _tables(cur, PREVIOUS):
        raise PublishRefused(f"{PREVIOUS} is empty")
    _take_from_readers(cur)
    _do(cur, "alter schema {} rename to {}", PUBLISHED, _PARTING)
    _do(cur, "alter schema {} rename to {}", PREVIOUS, PUBLISHED)
    _do(cur, "alter schema {} rename to {}", _PARTING, PREVIOUS)
    _grant(cur)


def _take_from_readers(cur: cursor) -> None:
    tables = [sql.Identifier(PUBLISHED, name) for name in sorted(_tables(cur, PUBLISHED))]
    if tables:
        # one limit for all of them together: the locks that are held already keep readers waiting
        cur.execute("set local statement_timeout = %s", (_WAIT_MILLISECONDS,))
        cur.execute(sql.SQL("lock table {} in access exclusive mode").format(sql.SQL(", ").join(tables)))
        cur.execute("set local statement_timeout = 0")


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
