"""`release`: all marts that readers see, as Parquet with a manifest, to keep and to cite."""

import argparse
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2.extensions import cursor

from extract_load.config import Settings
from extract_load.lake.checksum import of_table
from extract_load.log import say
from extract_load.publish.publishes import Published, published
from extract_load.release.archive import Archive, ReleaseError
from extract_load.release.marts import MARTS, columns_of_marts, read_mart
from extract_load.warehouse.connection import TRANSFORMER, connect

_NOTICE = {
    "licence": "The data remain their providers'; the page Sources and licences says on which terms.",
    "citation": "Bellwether, release {release}, build {build_id}, data through {data_through}.",
}
_SOURCE = """
select publish_id, fingerprint, simulated, engine from ops.publishes order by publish_id desc limit 1
"""
_log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--verify",
        nargs="?",
        const="newest",
        metavar="RELEASE",
        help="instead, prove one (default: the newest) against its manifest and the database it came from",
    )


def run(args: argparse.Namespace) -> int:
    """Release what readers see, or prove a release; returns the exit code."""
    settings = Settings.from_environment()
    archive = Archive.of(settings)
    try:
        said = verify(archive, args.verify) if args.verify else release(archive, settings.releases_kept)
    except ReleaseError as error:
        _log.error("release: %s", error)
        return 1
    say(f"release: {said}")
    return 0


def release(archive: Archive, kept: int) -> str:
    """Write a release of what readers see now, if there is none yet, and remove old ones; what was done.

    Raises:
        ReleaseError: nothing has been published.
    """
    with _one_moment() as cur:
        seen = published(cur)
        if seen is None:
            raise ReleaseError("nothing has been published yet")
        manifest = _manifest(cur, seen)
        name = manifest["release"]
        if name in archive.names():
            return f"{name} is there already"
        archive.write(name, _files(cur, manifest), manifest)
    removed = archive.keep(kept)
    rows = sum(mart["rows"] for mart in manifest["marts"].values())
    gone = f"; removed {', '.join(removed)}" if removed else ""
    return f"{name}: {len(manifest['marts'])} marts, {rows:,} rows{gone}"


def verify(archive: Archive, name: str) -> str:
    """Prove that a release's files are what was released, and hold what the database holds; what was proved.

    Raises:
        ReleaseError: it is not there, a file differs, or readers see another build than it was made of.
    """
    names = archive.names()
    if name == "newest" and names:
        name = names[-1]
    manifest = archive.checked(name)
    with _one_moment() as cur:
        seen = published(cur)
        if seen is None or seen.build_id != manifest["build_id"]:
            raise ReleaseError(
                f"{name} is whole, but the database holds {seen or 'nothing'}: it can only be proved there "
                f"while readers see build {manifest['build_id']}"
            )
        for mart, told in manifest["marts"].items():
            _compare(cur, name, mart, told)
    return f"{name} is whole, and holds what readers see"


@contextmanager
def _one_moment() -> Iterator[cursor]:
    """All marts as readers see them now: a publish meanwhile is the next release."""
    with connect(TRANSFORMER) as opened, opened.cursor() as cur:
        cur.execute("set transaction isolation level repeatable read, read only")
        yield cur


def _compare(cur: cursor, release_name: str, mart: str, told: dict[str, Any]) -> None:
    found = of_table(cur, MARTS, mart, told["columns"])
    differing = [column for column, sums in found.items() if list(sums) != told["checksums"][column]]
    if differing:
        raise ReleaseError(f"{release_name}: {mart} differs from the database in {', '.join(differing)}")


def _manifest(cur: cursor, seen: Published) -> dict[str, Any]:
    cur.execute(_SOURCE)
    publish_id, fingerprint, simulated, engine = cur.fetchone() or (0, "", False, "")
    manifest: dict[str, Any] = {
        "release": f"{publish_id:06}-{seen.published_at:%Y%m%dT%H%M%SZ}",
        "build_id": seen.build_id,
        "published_at": seen.published_at.isoformat(),
        "data_through": seen.data_through,
        "fingerprint": fingerprint,
        "engine": engine,
        "simulated": simulated,
    }
    notice = {name: text.format(**manifest) for name, text in _NOTICE.items()}
    return {**manifest, **notice, "marts": {}}


def _files(cur: cursor, manifest: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name, columns in columns_of_marts(cur).items():
        mart = read_mart(cur, name, columns)
        manifest["marts"][name] = {
            "file": f"{name}.parquet",
            "rows": mart.rows,
            "bytes": len(mart.content),
            "sha256": hashlib.sha256(mart.content).hexdigest(),
            "columns": mart.columns,
            "checksums": {column: list(sums) for column, sums in mart.checksums.items()},
        }
        yield f"{name}.parquet", mart.content
