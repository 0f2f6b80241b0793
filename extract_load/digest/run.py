"""`digest`: what a publish brought, in words, to whoever has not been told."""

import argparse
import hashlib
import logging
from collections.abc import Iterator

from psycopg2.extensions import cursor

from extract_load.config import Settings
from extract_load.digest import message
from extract_load.digest.delivery import deliver
from extract_load.digest.difference import differences
from extract_load.log import say
from extract_load.publish.publishes import published
from extract_load.publish.swap import PREVIOUS
from extract_load.warehouse.bootstrap import bootstrap
from extract_load.warehouse.connection import TRANSFORMER, connect

_KEEP = "insert into ops.digests (subject, text) values (%s, %s) on conflict (subject) do nothing"
_KEPT = "select text from ops.digests where subject = %s"
_DIFFERENCE = """
insert into ops.mart_differences (build_id, mart, cause, added, changed, withdrawn)
values (%s, %s, %s, %s, %s, %s)
"""
_log = logging.getLogger(__name__)


def run(_: argparse.Namespace) -> int:
    """Tell what readers see, and send it where it has not been; returns the exit code."""
    settings = Settings.from_environment()
    bootstrap()
    kept = keep()
    if kept is None:
        _log.error("digest: nothing has been published yet: `make pipeline` loads, builds and publishes")
        return 1
    subject, text = kept
    say(text)
    trouble = list(deliver(settings, subject))
    for said in trouble:
        _log.error("%s", said)
    return 1 if trouble else 0


def keep() -> tuple[str, str] | None:
    """The digest of what readers see, made and kept where it is not yet: its subject and text.

    None before the first publish. The comparison is the publish's, so what was published before must still be
    there: it is, until the next one.
    """
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        cur.execute("set transaction isolation level repeatable read")
        seen = published(cur)
        if seen is None:
            return None
        cur.execute(_KEPT, (seen.build_id,))
        found = cur.fetchone()
        if found:
            return seen.build_id, str(found[0])
        is_first = not _has_previous(cur)
        changed = [] if is_first else list(differences(cur))
        text = message.of_publish(cur, seen, changed, is_first=is_first)
        for difference in changed:
            cur.execute(_DIFFERENCE, (seen.build_id, *difference))
        cur.execute(_KEEP, (seen.build_id, text))
    return seen.build_id, text


def tell_publish(settings: Settings) -> Iterator[str]:
    """Keep and send the digest of what readers see; yields what went wrong."""
    kept = keep()
    if kept:
        yield from deliver(settings, kept[0])


def tell_failure(settings: Settings, error: str) -> Iterator[str]:
    """Keep and send why nothing was published, once a day for one reason; yields what went wrong."""
    subject = hashlib.sha256(f"{settings.today}|{error}".encode()).hexdigest()
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        cur.execute(_KEEP, (subject, message.of_failure(error, published(cur))))
    yield from deliver(settings, subject)


def _has_previous(cur: cursor) -> bool:
    cur.execute("select exists (select from pg_class where relnamespace = to_regnamespace(%s))", (PREVIOUS,))
    return bool((cur.fetchone() or (False,))[0])
