"""The morning in words: what the market and the mood did, what is unusual, and what readers should know."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from psycopg2.extensions import cursor

from extract_load.digest.difference import Difference
from extract_load.publish.publishes import Published

_MARTS_TOLD = 12
_RARE = 0.01
_ENOUGH_SESSIONS = 252
_MARKET = """
select trade_date, price_return, members_total_return, vix_close, depression_index, mood_level
from marts.fct_market_daily order by trade_date desc limit 1
"""
_SECTORS = """
select gics_sector, total_return from marts.fct_sector_daily
where trade_date = (select max(trade_date) from marts.fct_sector_daily)
    and gics_sector != 'Unclassified' and total_return is not null
order by total_return desc, gics_sector
"""
_UNUSUAL = """
with ranked as (
    select kind, series, trade_date, count(*) over series_values as sessions,
        percent_rank() over (partition by kind, series order by value) as rank
    from marts.fct_signal_daily where value is not null
    window series_values as (partition by kind, series)
)
select series, kind, rank > 0.5, sessions from ranked
where trade_date = (select max(trade_date) from marts.fct_market_daily)
    and sessions >= %s and (rank <= %s or rank >= 1 - %s)
order by kind, series
"""
_VERDICTS = """
select new.evidence, new.indicator_group, new.target_group, new.claims, new.tests, old.claims
from marts.rpt_verdicts as new
inner join marts_previous.rpt_verdicts as old using (evidence, indicator_group, target_group)
where (new.claims > 0) != (old.claims > 0)
order by 1, 2, 3
"""
_SILENT = """
select series, coalesce('last known ' || newest_value_on, 'never known') from marts.rpt_series_freshness
where is_silent order by series
"""
_SET_ASIDE = "select source, count(*) from marts.rpt_rows_set_aside group by source order by source"
_UNANSWERED = """
select source, status, count(*) from marts.fct_extraction_outcomes
where run_date = (select max(run_date) from marts.fct_extraction_outcomes) and status in ('failed', 'refused')
group by source, status order by source, status
"""


def of_publish(cur: cursor, seen: Published, changed: Sequence[Difference], *, is_first: bool) -> str:
    """The message of what readers see now."""
    lines = [f"Bellwether: {seen}"]
    lines += [*_market(cur), *_sectors(cur), *_unusual(cur)]
    lines += [] if is_first else _verdicts(cur)
    lines += [*_counted(cur, "Silent", _SILENT, "{0} ({1})")]
    lines += [*_counted(cur, "Set aside", _SET_ASIDE, "{0} {1:,} rows")]
    lines += [*_counted(cur, "Not answered", _UNANSWERED, "{0} {2:,} {1}")]
    lines += ["The first build"] if is_first else _changes(changed)
    return "\n".join(lines)


def of_failure(error: str, seen: Published | None) -> str:
    """The message of what could not be published."""
    return f"Bellwether: not published: {error}\nReaders still see {seen or 'nothing'}"


def _market(cur: cursor) -> Iterator[str]:
    cur.execute(_MARKET)
    for day, index, members, vix, mood, level in cur:
        known = [
            f"index {index:+.2%}" if index is not None else "index unknown",
            f"average member {members:+.2%}" if members is not None else "average member unknown",
            f"VIX {vix:.1f}" if vix is not None else "VIX unknown",
            f"mood {mood:.0f} of 100 ({level})" if mood is not None else "mood unknown",
        ]
        yield f"{day}: {', '.join(known)}"


def _sectors(cur: cursor) -> Iterator[str]:
    cur.execute(_SECTORS)
    found = cur.fetchall()
    if len(found) > 1:
        (best, most), (worst, least) = found[0], found[-1]
        yield f"Sectors: {best} {most:+.2%} first, {worst} {least:+.2%} last of {len(found)}"


def _unusual(cur: cursor) -> Iterator[str]:
    cur.execute(_UNUSUAL, (_ENOUGH_SESSIONS, _RARE, _RARE))
    for series, kind, is_high, sessions in cur:
        side = "highest" if is_high else "lowest"
        yield f"Unusual: {kind} of {series}, among the {side} {_RARE:.0%} of {sessions:,} sessions"


def _verdicts(cur: cursor) -> Iterator[str]:
    cur.execute("select to_regclass('marts_previous.rpt_verdicts') is not null")
    if cur.fetchone() == (True,):
        cur.execute(_VERDICTS)
        for evidence, indicators, targets, claims, tests, before in cur:
            pair = f"{indicators} and {targets} ({evidence})"
            yield f"Verdict changed: {pair}: {claims} of {tests} tests, was {before}"


def _counted(cur: cursor, title: str, query: str, form: str) -> Iterator[str]:
    cur.execute(query)
    found = [form.format(*row) for row in cur]
    if found:
        yield f"{title}: {', '.join(found)}"


def _changes(changed: Iterable[Difference]) -> list[str]:
    by_mart = [(mart, list(causes)) for mart, causes in groupby(changed, key=attrgetter("mart"))]
    if not by_mart:
        return ["Changed since the last build: nothing"]
    told = [f"  {mart}: {'; '.join(map(_caused, causes))}" for mart, causes in by_mart[:_MARTS_TOLD]]
    more = len(by_mart) - len(told)
    return ["Changed since the last build:", *told, *([f"  and {more} more marts"] if more else [])]


def _caused(difference: Difference) -> str:
    counts = [
        f"{count:,} {what}"
        for what, count in zip(("added", "changed", "withdrawn"), difference[2:], strict=True)
        if count
    ]
    return f"{', '.join(counts)} ({difference.cause})"
