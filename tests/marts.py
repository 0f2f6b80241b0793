"""The marts of a schema, and whether two sets are equal: floats to 1e-6 relative or 1e-9 absolute."""

from collections.abc import Collection
from contextlib import closing
from typing import Any

import pandas as pd
import psycopg2
from psycopg2 import sql

RECORDS_OF_RUNS = {"fct_extraction_outcomes", "rpt_price_restatements"}
"""What differs between two histories of runs that know the same."""
_TABLES = """
select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
where nspname = %s and relkind = 'r' order by relname
"""
_DOUBLE = 701

Marts = dict[str, pd.DataFrame]


def marts(schema: str = "marts", **login: Any) -> Marts:
    """All marts, whichever there are, rows in the order of their exact columns."""
    with closing(psycopg2.connect("", **login)) as opened, opened.cursor() as cur:
        cur.execute(_TABLES, (schema,))
        return {name: _table(cur, schema, name) for (name,) in cur.fetchall()}


def _table(cur: Any, schema: str, name: str) -> pd.DataFrame:
    cur.execute(sql.SQL("select * from {}").format(sql.Identifier(schema, name)))
    frame = pd.DataFrame(cur.fetchall(), columns=[column.name for column in cur.description])
    floats = [column.name for column in cur.description if column.type_code == _DOUBLE]
    frame[floats] = frame[floats].astype("float64")
    return in_order(frame, floats)


def in_order(frame: pd.DataFrame, floats: Collection[str]) -> pd.DataFrame:
    """Its rows in the order of all columns but the `floats`, which two engines may tell a little apart."""
    exact = [str(column) for column in frame if column not in floats]
    return frame.sort_values(exact, key=lambda values: values.astype(str), ignore_index=True)


def assert_equal_marts(found: Marts, expected: Marts) -> None:
    """Fail with the first difference, if there is one."""
    assert found.keys() == expected.keys()
    assert found
    for name in expected:
        pd.testing.assert_frame_equal(found[name], expected[name], rtol=1e-6, atol=1e-9, obj=name)


def without_records_of_runs(marts: Marts) -> Marts:
    """The marts that depend on what is known only, and not on when it was asked for."""
    return {name: frame for name, frame in marts.items() if name not in RECORDS_OF_RUNS}
