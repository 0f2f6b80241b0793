"""What a query would cost, by the server's own plan, before it is run."""

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg2.extensions import cursor

from dashboard.console import Refused

MOST_ROWS = 30_000_000
MOST_COST = 3_000_000.0
"""In the planner's units: a full sort of the largest mart is about a tenth of it."""

EXPLAIN = "explain (format json) "
_ADVICE = "Join on keys (ticker, trade_date), narrow the days with WHERE, or aggregate first."

Plan = Mapping[str, Any]


def check_cost(cur: cursor, query: str) -> None:
    """Let the server plan a checked query, without running it.

    Raises:
        Refused: it would go through too many rows, as a join without a condition does.
        psycopg2.Error: the server cannot plan it.
    """
    cur.execute(f"{EXPLAIN}{query}")
    plan = (cur.fetchone() or ([{}],))[0][0]["Plan"]
    rows = max(part["Plan Rows"] for part in _parts(plan))
    if rows > MOST_ROWS:
        raise Refused(f"This would go through about {rows:,.0f} rows, too many for the console. {_ADVICE}")
    if plan["Total Cost"] > MOST_COST:
        raise Refused(f"This would take too long: something is done again for every row. {_ADVICE}")


def _parts(plan: Plan) -> Iterator[Plan]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _parts(part)
