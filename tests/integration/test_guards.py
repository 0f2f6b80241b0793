"""What is broken on purpose fails the rules that are there for it, no others, and is not published."""

from datetime import date
from typing import NamedTuple

import pytest

from extract_load.publish.audit import PublishRefused
from extract_load.publish.run import publish
from infra.local.simulator.world import DEFAULT_TODAY
from tests.integration.conftest import ask, dbt_build

pytestmark = pytest.mark.usefixtures("published")
SESSION = date(2025, 5, 15)


class Broken(NamedTuple):
    """What is done to raw rows, what is built of them, and which tests and tables must not stand it."""

    things: str
    statements: tuple[str, ...]
    select: tuple[str, ...]
    guards: set[str]


def _bars(where: str, day: date = SESSION) -> str:
    """What picks bars of a day of raw.yahoo_bars."""
    day_of = "(to_timestamp(bar_time) at time zone exchange_timezone)::date"
    return f"ctid in (select ctid from raw.yahoo_bars where {where} and {day_of} = '{day}')"


GRID = _bars("ticker = 'GRID'")
LATER = 86400 * (DEFAULT_TODAY - SESSION).days

BROKEN = [
    Broken(
        "a bar loaded twice, a listed company without a sector",
        (
            f"insert into raw.yahoo_bars select * from raw.yahoo_bars where {GRID}",
            "update raw.wikipedia_members set gics_sector = null where symbol = 'GRID'",
        ),
        ("path:models/staging",),
        {
            "unique_stg_yahoo__bars__load_id_line_number_bar_index_",
            "member_is_named_and_classified",
        },
    ),
    Broken(
        "a bar of today",
        (f"update raw.yahoo_bars set bar_time = bar_time + {LATER} where {GRID}",),
        ("path:models/staging", "+int_bars_daily", "+int_sessions"),
        {"not_in_the_future_int_bars_daily_trade_date"},
    ),
    Broken(
        "a member that nobody asked for",
        (
            "delete from raw.yahoo_bars where ticker = 'GRID'",
            "delete from raw.extraction_outcomes where subject = 'GRID'",
        ),
        ("+rpt_completeness_daily",),
        {"rpt_completeness_daily"},
    ),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.things)
def test_each_of_them_is_told_and_keeps_readers_from_the_build(broken: Broken) -> None:
    for statement in broken.statements:
        ask(statement)
    selected = ["--select", *broken.select, "--indirect-selection", "cautious"]
    assert not dbt_build("--full-refresh", *selected)
    failed = ask("select name from ops.build_results where status in ('fail', 'error')")
    assert {name for (name,) in failed} == broken.guards
    with pytest.raises(PublishRefused) as refused:
        publish()
    assert [guard for guard in broken.guards if guard not in str(refused.value)] == []
