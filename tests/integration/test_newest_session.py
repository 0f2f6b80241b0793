"""A newest session of which too much is set aside or missing is not published, until a person accepts it."""

from collections.abc import Iterator
from datetime import date

import pytest
from psycopg2.extensions import cursor

from extract_load.publish.set_aside import acceptable, too_much_set_aside
from extract_load.warehouse.connection import TRANSFORMER, connect
from tests.integration.conftest import ask, copy_marts


@pytest.fixture
def newest(published: str) -> date:  # noqa: ARG001
    """The last session of a build that waits to be published."""
    copy_marts("marts_next")
    day: date
    ((day,),) = ask("select max(trade_date) from marts.fct_stock_daily")
    return day


@pytest.fixture
def cur(newest: date) -> Iterator[cursor]:  # noqa: ARG001
    with connect(TRANSFORMER) as opened, opened.cursor() as used:
        yield used


def accept(row: tuple[object, ...]) -> None:
    ask("insert into raw.rows_accepted (provider, subject, date_day, reason) values (%s, %s, %s, %s)", *row)


def test_a_whole_session_is_published(cur: cursor) -> None:
    assert too_much_set_aside(cur) == []


def test_one_that_a_tenth_of_the_members_lack_waits_and_an_older_one_does_not(
    newest: date, cur: cursor
) -> None:
    lack = "update marts_next.rpt_completeness_daily set bars = bars - 7 where trade_date %s"
    ask(lack.replace("%s", "= (select max(trade_date) - 30 from marts.fct_stock_daily)"))
    assert too_much_set_aside(cur) == []
    ask(lack.replace("%s", "= (select max(trade_date) from marts.fct_stock_daily)"))
    (reason,) = too_much_set_aside(cur)
    assert reason == (
        f"fewer than nine in ten of the members with a bar on the session before have one on {newest}; "
        f"`python -m extract_load accept --set-aside yahoo {newest}` publishes without them"
    )
    (row,) = acceptable(cur, "yahoo", newest)
    accept(row)
    assert too_much_set_aside(cur) == []


def test_one_without_a_close_of_the_index_waits(newest: date, cur: cursor) -> None:
    ask("update marts_next.fct_market_daily set index_close = null where trade_date = %s", newest)
    (reason,) = too_much_set_aside(cur)
    assert reason.startswith(f"no source has a close of the index on {newest}; ")
    assert acceptable(cur, "fred", newest) == []
    (row,) = acceptable(cur, "yahoo", newest)
    accept(row)
    assert too_much_set_aside(cur) == []


def test_no_bar_of_any_member_cannot_be_accepted(newest: date, cur: cursor) -> None:
    ask("delete from marts_next.fct_stock_daily")
    ask("update marts_next.rpt_completeness_daily set bars = 0")
    (reason,) = too_much_set_aside(cur)
    assert reason.startswith("no member has any bar")
    assert acceptable(cur, "yahoo", newest) == []
