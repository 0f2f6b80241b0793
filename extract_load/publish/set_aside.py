"""Whether too much of the newest session is set aside or missing, and nobody has accepted that."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from psycopg2.extensions import cursor

MOST_SET_ASIDE = 0.02
"""Of the members' bars of the newest session."""

_SHOWN = 5
_PRICES = ("yahoo", "tiingo")
_NEEDED = (
    "rpt_completeness_daily",
    "rpt_rows_set_aside",
    "fct_stock_daily",
    "rpt_member_gaps",
    "fct_market_daily",
)
_STANDING = """
select source, subject, date_day, reason from marts_next.rpt_rows_set_aside as rows
where not exists (
    select from raw.rows_accepted as accepted
    where accepted.provider = rows.source and accepted.subject = rows.subject
        and accepted.date_day = rows.date_day and accepted.reason = rows.reason
)
"""
_OF_MEMBERS = """
with newest as (
    select trade_date, members from marts_next.rpt_completeness_daily order by trade_date desc limit 1
), standing as ({standing})
select standing.*, newest.members
from standing inner join newest on standing.date_day = newest.trade_date
where standing.source = any(%s) and (
    exists (
        select from marts_next.fct_stock_daily as stocks
        where stocks.ticker = standing.subject and stocks.trade_date = standing.date_day and stocks.is_member
    ) or exists (
        select from marts_next.rpt_member_gaps as gaps
        where gaps.ticker = standing.subject and gaps.reason = 'set_aside'
            and standing.date_day between gaps.first_session and gaps.last_session
    )
)
order by standing.subject
"""
_INDEX = """
select max(stocks.trade_date) from marts_next.fct_stock_daily as stocks
having max(stocks.trade_date) > coalesce(
    (select max(trade_date) from marts_next.fct_market_daily where index_close is not null), '-infinity'
) and not exists (
    select from raw.rows_accepted
    where subject = %s and date_day = max(stocks.trade_date) and reason = %s
)
"""
_TOO_FEW = """
with counted as (
    select trade_date, bars, lag(bars) over (order by trade_date) as bars_before
    from marts_next.rpt_completeness_daily
), newest as (
    select * from counted where bars > 0 order by trade_date desc limit 1
)
select trade_date from newest
where 10 * bars < 9 * bars_before and not exists (
    select from raw.rows_accepted
    where subject = %s and date_day = newest.trade_date and reason = %s
)
"""
_OTHERWISE = (
    (_TOO_FEW, "members", "fewer than nine in ten of the members with a bar on the session before have one"),
    (_INDEX, "^GSPC", "no source has a close of the index"),
)


class Row(NamedTuple):
    """What is set aside, as a person accepts it."""

    source: str
    subject: str
    day: date
    reason: str

    def __str__(self) -> str:
        return f"{self.subject} ({self.reason})"


def too_much_set_aside(cur: cursor) -> list[str]:
    """Why the newest session in `marts_next` is not fit to publish, one line a reason; none if it is."""
    if not _is_there(cur):
        return []
    cur.execute(_OF_MEMBERS.format(standing=_STANDING), (list(_PRICES),))
    found = cur.fetchall()
    rows, members = [Row(*row[:4]) for row in found], next((row[4] for row in found), 0)
    reasons = []
    if len({row.subject for row in rows}) > MOST_SET_ASIDE * members:
        reasons.append(
            f"the bars of {len(rows)} of {members} members on {rows[0].day} are set aside, more than "
            f"{MOST_SET_ASIDE:.0%}: {_some(rows)}; {_way_out(rows[0])}"
        )
    reasons += [f"{row.reason} on {row.day}; {_way_out(row)}" for row in _otherwise(cur)]
    cur.execute("select from marts_next.fct_stock_daily where is_member limit 1")
    if cur.fetchone() is None:
        reasons.append("no member has any bar: see `python -m extract_load status` for what was answered")
    return reasons


def acceptable(cur: cursor, source: str, day: date) -> list[Row]:
    """All that is set aside of a source and day in `marts_next`, and what else would stop that session."""
    if not _is_there(cur):
        return []
    cur.execute(
        "select source, subject, date_day, reason from marts_next.rpt_rows_set_aside"
        " where source = %s and date_day = %s order by subject, reason",
        (source, day),
    )
    rows = [Row(*row) for row in cur]
    return [*rows, *(row for row in _otherwise(cur) if (row.source, row.day) == (source, day))]


def _otherwise(cur: cursor) -> list[Row]:
    """What stops the newest session although no row of it is set aside, as rows that a person may accept."""
    found = []
    for query, subject, reason in _OTHERWISE:
        cur.execute(query, (subject, reason))
        found += [Row(_PRICES[0], subject, day, reason) for (day,) in cur]
    return found


def count_set_aside(cur: cursor) -> int | None:
    """How many rows are set aside in what readers see; None where nobody counts them."""
    cur.execute("select to_regclass('marts.rpt_rows_set_aside') is not null")
    if cur.fetchone() != (True,):
        return None
    cur.execute("select count(*) from marts.rpt_rows_set_aside")
    (count,) = cur.fetchone() or (0,)
    return int(count)


def _is_there(cur: cursor) -> bool:
    cur.execute(
        "select bool_and(to_regclass('marts_next.' || name) is not null) from unnest(%s) as name",
        (list(_NEEDED),),
    )
    return cur.fetchone() == (True,)


def _some(rows: Sequence[Row]) -> str:
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return ", ".join(map(str, rows[:_SHOWN])) + more


def _way_out(row: Row) -> str:
    return f"`python -m extract_load accept --set-aside {row.source} {row.day}` publishes without them"
