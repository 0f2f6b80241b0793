"""`fetch`: the marts that Spark built come into `marts_next`, and its records of the build into `ops`.

Tables come out as dbt makes them there: columns, types and rules of the contract, comments, indexes. What
arrived is held against what was sent, row counts and checksums; all in one transaction.
"""

import argparse
import logging
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
from psycopg2 import sql
from psycopg2.extensions import cursor

from extract_load.config import Settings
from extract_load.dbt_build import BuildFailed, manifest, parse
from extract_load.lake import checksum
from extract_load.lake.checksum import Checksum
from extract_load.lake.contracts import Mart, marts
from extract_load.lake.layout import open_lake
from extract_load.lake.written import batches
from extract_load.landing import Landing
from extract_load.load.raw_writer import copy_batch
from extract_load.publish.audit import NEXT, PublishRefused, newest_build
from extract_load.publish.run import SPARK, publish_if_new, reported
from extract_load.warehouse.connection import TRANSFORMER, Lock, LockHeld, connect, hold
from extract_load.warehouse.runs import RunStatus

_RECORDS = ("builds", "build_nodes", "build_results")
_ENFORCE = {
    "not_null": "alter table {table} alter column {columns} set not null",
    "check": "alter table {table} add {name} check ({expression})",
    "primary_key": "alter table {table} add primary key ({columns})",
    "unique": "alter table {table} add unique {expression} ({columns})",
}
_LOCK_WAIT_SECONDS = 60
_log = logging.getLogger(__name__)


def run(_: argparse.Namespace) -> int:
    """Fetch and publish what Spark has built, while no pipeline runs; returns the exit code."""
    lake = open_lake(Settings.from_environment())
    try:
        with hold(Lock.PIPELINE, _LOCK_WAIT_SECONDS):
            return reported("fetch", partial(_fetch_and_publish, lake))
    except LockHeld as held:
        _log.error("%s: fetch when it is done", held)
        return 1


def _fetch_and_publish(lake: Landing) -> tuple[RunStatus, str]:
    try:
        parse()
        fetched = fetch(lake)
    except BuildFailed as error:
        raise PublishRefused(str(error)) from error
    status, summary = publish_if_new(SPARK)
    return status, f"{fetched}; {summary}"


def fetch(lake: Landing) -> str:
    """Take over the lake's marts that the manifest of dbt's last build names; returns how much came.

    Raises:
        BuildFailed: a mart is not in the lake, or did not arrive as it was sent.
        PublishRefused: the build has not ended, or another has been made since; nothing was taken over.
        ConfigError: the lake or the warehouse cannot be reached.
    """
    declared = marts(manifest())
    build = _ended_build(lake)
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        rows = sum(_fetch_mart(cur, lake, mart) for mart in declared)
        _fetch_records(cur, lake)
        _require_newest(cur, lake, build)
    return f"{len(declared)} marts, {rows:,} rows, arrived as they were sent"


def _fetch_mart(cur: cursor, lake: Landing, mart: Mart) -> int:
    _create(cur, mart)
    names = [column.name for column in mart.columns]
    rows, sent = 0, dict.fromkeys(names, Checksum(0, 0))
    for batch in batches(lake, NEXT, mart.name, mart.schema):
        copy_batch(cur, (NEXT, mart.name), names, batch)
        rows += batch.num_rows
        sent = {name: sent[name] + found for name, found in checksum.of_batch(batch).items()}
    _audit(cur, mart, rows, sent)
    _finish(cur, mart)
    return rows


def _create(cur: cursor, mart: Mart) -> None:
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.data_type))
        for column in mart.columns
    ]
    table = sql.Identifier(NEXT, mart.name)
    cur.execute(sql.SQL("drop table if exists {} cascade").format(table))
    cur.execute(sql.SQL("create table {} ({})").format(table, sql.SQL(", ").join(columns)))
    _enforce(cur, mart, "not_null", "check")


def _enforce(cur: cursor, mart: Mart, *types: str) -> None:
    """Have PostgreSQL hold the rules of these types, as dbt lets it do where it builds the mart there."""
    for rule in mart.rules:
        if rule.type in types:
            statement = sql.SQL(_ENFORCE[rule.type]).format(
                table=sql.Identifier(NEXT, mart.name),
                columns=sql.SQL(", ").join(map(sql.Identifier, rule.columns)),
                name=sql.SQL("constraint {}").format(sql.Identifier(rule.name)) if rule.name else sql.SQL(""),
                expression=sql.SQL(rule.expression or ""),
            )
            cur.execute(statement)


def _audit(cur: cursor, mart: Mart, rows: int, sent: dict[str, Checksum]) -> None:
    cur.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(NEXT, mart.name)))
    (arrived,) = cur.fetchone() or (0,)
    types = {column.name: column.data_type for column in mart.columns}
    found = checksum.of_table(cur, NEXT, mart.name, types)
    differing = [name for name in types if found[name] != sent[name]]
    if arrived != rows or differing:
        raise BuildFailed(
            f"{mart.name} did not arrive as it was sent: {rows} rows sent, {arrived} arrived; "
            f"columns with another checksum: {', '.join(differing) or 'none'}"
        )


def _finish(cur: cursor, mart: Mart) -> None:
    """Keys, indexes, comments and the planner's statistics, after the rows: so they are made once."""
    table = sql.Identifier(NEXT, mart.name)
    _enforce(cur, mart, "primary_key", "unique")
    for index in mart.indexes:
        unique = sql.SQL("unique " if index.unique else "")
        columns = sql.SQL(", ").join(map(sql.Identifier, index.columns))
        cur.execute(sql.SQL("create {}index on {} ({})").format(unique, table, columns))
    cur.execute(sql.SQL("comment on table {} is %s").format(table), (mart.comment,))
    for column in mart.columns:
        named = sql.Identifier(NEXT, mart.name, column.name)
        cur.execute(sql.SQL("comment on column {} is %s").format(named), (column.comment,))
    cur.execute(sql.SQL("analyze {}").format(table))


def _fetch_records(cur: cursor, lake: Landing) -> None:
    """What dbt noted of its builds on Spark and is not here yet; results may come later than the start."""
    for table in _RECORDS:
        cur.execute(sql.SQL("select distinct invocation_id from {}").format(sql.Identifier("ops", table)))
        known = pa.array([invocation for (invocation,) in cur], pa.string())
        for batch in batches(lake, "ops", table):
            new = batch.filter(pc.invert(pc.is_in(batch["invocation_id"], known)))
            if new.num_rows:
                copy_batch(cur, ("ops", table), new.schema.names, new)


def _ended_build(lake: Landing) -> str:
    """The newest build in the lake, which writes none of its marts any more."""
    build = _newest_in_lake(lake)
    results = (batch["invocation_id"].to_pylist() for batch in batches(lake, "ops", "build_results"))
    if not any(build in invocations for invocations in results):
        raise PublishRefused(f"build {build} has not ended: fetch when it has; if it was killed, build again")
    return build


def _newest_in_lake(lake: Landing) -> str:
    builds = [
        build
        for batch in batches(lake, "ops", "builds")
        for build in zip(batch["started_at"].to_pylist(), batch["invocation_id"].to_pylist(), strict=True)
    ]
    return str(max(builds)[1])


def _require_newest(cur: cursor, lake: Landing, build: str) -> None:
    """The audit judges the newest build, which has to be the one that the marts are of."""
    if _newest_in_lake(lake) != build:
        raise PublishRefused(
            "another build on Spark began while the marts were fetched: fetch when it is done"
        )
    newest = newest_build(cur)
    if newest != build:
        raise PublishRefused(
            f"the lake's marts are of build {build}, and build {newest} is newer: "
            "`make publish` takes that one, or build on Spark again"
        )
