"""Marts as readers see them, and whether two sets are equal: floats to 1e-6 relative or 1e-9 absolute."""

from contextlib import closing
from typing import Any

import pandas as pd
import psycopg2
from psycopg2 import sql

RECORDS_OF_RUNS = {"fct_extraction_outcomes", "rpt_price_restatements"}
_MARTS = """
select relname from pg_class
where relnamespace = 'marts'::regnamespace and relkind = 'r' and relname <> all(%s) order by relname
"""

Marts = dict[str, pd.DataFrame]


def published_marts(**login: Any) -> Marts:
    """All published marts but those that record runs, rows in the order of their exact columns."""
    with closing(psycopg2.connect("", **login)) as opened, opened.cursor() as cur:
        cur.execute(_MARTS, (sorted(RECORDS_OF_RUNS),))
        return {name: _table(cur, name) for (name,) in cur.fetchall()}


def _table(cur: Any, name: str) -> pd.DataFrame:
    cur.execute(sql.SQL("select * from marts.{}").format(sql.Identifier(name)))
    frame = pd.DataFrame(cur.fetchall(), columns=[column.name for column in cur.description])
    floats = [column.name for column in cur.description if column.type_code == 701]
    frame[floats] = frame[floats].astype("float64")
    exact = [str(column) for column in frame if column not in floats]
    return frame.sort_values(exact, key=lambda values: values.astype(str), ignore_index=True)


def assert_equal_marts(found: Marts, expected: Marts) -> None:
    """Fail with the first difference, if there is one."""
    assert found.keys() == expected.keys()
    assert found
    for name in expected:
        pd.testing.assert_frame_equal(found[name], expected[name], rtol=1e-6, atol=1e-9, obj=name)
