"""What a publish changed: the rows of each mart that came, went or hold other values, and by which cause.

Values differ by more than 1e-6 of them and by more than 1e-9. The cause is the first that holds:

- new session: the row is of a day after the last session that was there before;
- correction: a price of its ticker is put right, or is no more, by the seed of corrections;
- code: the project was another one (the seed is part of it: so corrections come first);
- restatement: a provider has said something else of its ticker's past;
- new session: the row is of no day, as summaries' are, and there is a new session;
- late data: all else.

What is made of many tickers takes any one's correction or restatement for its own.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from psycopg2 import sql
from psycopg2.extensions import cursor

from extract_load.publish.swap import PREVIOUS, PUBLISHED
from extract_load.release.marts import columns_of_marts

_OF_MANY_TICKERS = {"gics_sector", "members_total_return", "series", "target"}
_KEYS = """
select relation.relname, array_agg(attribute.attname::text order by attribute.attnum)
from pg_class as relation
inner join pg_index as keys on keys.indrelid = relation.oid and keys.indisprimary
inner join pg_attribute as attribute
    on attribute.attrelid = relation.oid and attribute.attnum = any(keys.indkey)
where relation.relnamespace = to_regnamespace(%s)
group by relation.relname
"""
_BUILDS = """
with seen as (
    select publish_id, build_id, data_through from ops.publishes order by publish_id desc limit 2
)
select data_through, (
    select max(results.project_fingerprint) from ops.build_results as results
    where results.invocation_id = seen.build_id
) from seen order by publish_id desc
"""
_CORRECTED = """
(select * from marts.rpt_price_corrections except select * from marts_previous.rpt_price_corrections)
union all
(select * from marts_previous.rpt_price_corrections except select * from marts.rpt_price_corrections)
"""
_RESTATED = """
select ticker, trade_date, restated_at, field from marts.rpt_price_restatements where kind != 'late'
except select ticker, trade_date, restated_at, field from marts_previous.rpt_price_restatements
"""
_COMPARED = """
with compared as (
    select old.ctid is null as is_added, new.ctid is null as is_withdrawn, {day} as day, {ticker} as ticker
    from {new} as new full join {old} as old using ({key})
    where new.ctid is null or old.ctid is null or {differs}
),

judged as (
    select is_added, is_withdrawn, case
        when day > %(seen_through)s then 'new session'
        when ticker = any(%(corrected)s) or %(is_corrected)s then 'correction'
        when %(is_other_code)s then 'code'
        when ticker = any(%(restated)s) or %(is_restated)s then 'restatement'
        when day is null and %(has_new_session)s then 'new session'
        else 'late data'
    end as cause
    from compared
)

select
    cause,
    count(*) filter (where is_added),
    count(*) filter (where not is_added and not is_withdrawn),
    count(*) filter (where is_withdrawn)
from judged group by cause order by cause
"""


class Difference(NamedTuple):
    """How many rows of a mart came, hold other values, and went, by one cause."""

    mart: str
    cause: str
    added: int
    changed: int
    withdrawn: int


class Table(NamedTuple):
    """A mart's columns with their types, and its primary key."""

    columns: dict[str, str]
    key: list[str]


def differences(cur: cursor) -> Iterator[Difference]:
    """What `marts` holds and `marts_previous` does not, and the other way round."""
    new, old = _tables(cur, PUBLISHED), _tables(cur, PREVIOUS)
    known = _causes(cur, new.keys() & old.keys())
    for mart in sorted(new.keys() | old.keys()):
        if mart in new and mart in old and set(new[mart].key) <= old[mart].columns.keys():
            yield from _compared(cur, mart, new[mart], old[mart], known)
        else:
            yield Difference(
                mart, "code", _rows(cur, PUBLISHED, mart, new), 0, _rows(cur, PREVIOUS, mart, old)
            )


def _compared(cur: cursor, mart: str, new: Table, old: Table, known: dict[str, Any]) -> Iterator[Difference]:
    shared = [name for name, kind in new.columns.items() if old.columns.get(name) == kind]
    values = [_differs(name, new.columns[name]) for name in shared if name not in new.key]
    days = [name for name in new.key if new.columns[name] == "date"]
    is_of_many = "ticker" not in new.columns and bool(_OF_MANY_TICKERS & new.columns.keys())
    query = sql.SQL(_COMPARED).format(
        day=sql.Identifier(days[0]) if days else sql.SQL("null::date"),
        ticker=_either("ticker") if "ticker" in shared else sql.SQL("null::text"),
        new=sql.Identifier(PUBLISHED, mart),
        old=sql.Identifier(PREVIOUS, mart),
        key=sql.SQL(", ").join(map(sql.Identifier, new.key)),
        differs=sql.SQL(" or ").join(values or [sql.SQL("false")]),
    )
    of_any = {
        "is_corrected": is_of_many and bool(known["corrected"]),
        "is_restated": is_of_many and bool(known["restated"]),
    }
    cur.execute(query, {**known, **of_any})
    for cause, *counts in cur.fetchall():
        yield Difference(mart, cause, *counts)


def _either(name: str) -> sql.Composed:
    return sql.SQL("coalesce(new.{0}, old.{0})").format(sql.Identifier(name))


def _differs(name: str, kind: str) -> sql.Composed:
    floats = " and not coalesce(abs(new.{0} - old.{0}) <= greatest(1e-9, 1e-6 * abs(old.{0})), false)"
    text = "(new.{0} is distinct from old.{0}" + (floats if kind == "double precision" else "") + ")"
    return sql.SQL(text).format(sql.Identifier(name))


def _tables(cur: cursor, schema: str) -> dict[str, Table]:
    columns = columns_of_marts(cur, schema)
    cur.execute(_KEYS, (schema,))
    return {mart: Table(columns[mart], key) for mart, key in cur}


def _causes(cur: cursor, marts: set[str]) -> dict[str, Any]:
    """What is known of why rows may differ: the parameters of the comparison."""
    cur.execute(_BUILDS)
    (through, code), (seen_through, seen_code) = cur.fetchall()
    return {
        "seen_through": seen_through,
        "has_new_session": through != seen_through,
        "is_other_code": code != seen_code,
        "corrected": _tickers(cur, _CORRECTED) if "rpt_price_corrections" in marts else [],
        "restated": _tickers(cur, _RESTATED) if "rpt_price_restatements" in marts else [],
    }


def _tickers(cur: cursor, query: str) -> list[str]:
    cur.execute(f"select distinct ticker from ({query}) as differing")  # noqa: S608 - a constant above
    return [ticker for (ticker,) in cur]


def _rows(cur: cursor, schema: str, mart: str, tables: dict[str, Table]) -> int:
    if mart not in tables:
        return 0
    cur.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(schema, mart)))
    (rows,) = cur.fetchone() or (0,)
    return int(rows)
