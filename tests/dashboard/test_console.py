"""What the SQL console answers, and how it says that it does not."""

import time
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard import database
from dashboard.console import Refused
from dashboard.console import ask as console
from dashboard.console.ask import ask
from dashboard.console.columns import Catalog
from dashboard.console.deadline import DeadlinePassed, deadline
from dashboard.queries.console import QuickQuery, catalog, quick_queries
from dashboard.sections.console.browser import beginning
from tests.dashboard.fixtures import publish_again
from tests.dashboard.shown import Open

GOOD = (Path(__file__).parent / "console_queries.sql").read_text(encoding="utf-8").split("\n\n")


@pytest.mark.usefixtures("published")
def test_what_analysts_write_is_run() -> None:
    for query in GOOD:
        assert len(ask(query, catalog(1)).rows.columns) > 0, query


@pytest.mark.usefixtures("published")
def test_an_answer_is_the_servers_own(warehouse: cursor) -> None:
    query = (
        "select ticker, count(*) n from marts.fct_stock_daily where total_return > 0 group by 1 order by 2, 1"
    )
    warehouse.execute(query)
    answer = ask(query, catalog(1)).rows
    assert list(answer.itertuples(index=False, name=None)) == warehouse.fetchall()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("query", quick_queries(), ids=lambda query: query.question)
def test_every_quick_query_runs(query: QuickQuery) -> None:
    assert len(ask(query.text, catalog(1)).rows.columns) > 0


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("interval '1 year 2 months'", "1 year 2 mons"),
        ("interval '1000000000 days'", "1000000000 days"),
        ("cast('infinity' as double precision)", float("inf")),
        ("cast(1.50 as decimal)", Decimal("1.5")),
        ("cast(123456789012345678901234567890.5 as decimal)", Decimal("123456789012345678901234567890.5")),
        ("substring('abcdef' from 2 for 3)", "bcd"),
        ("div(7, 2)", 3),
    ],
)
def test_a_value_comes_back_as_it_is(expression: str, value: object) -> None:
    assert ask(f"select {expression} as v", catalog(1)).rows["v"].iloc[0] == value


@pytest.mark.usefixtures("published")
def test_a_cast_column_keeps_its_name_and_its_query_has_it() -> None:
    answer = ask("select d.vix_close from (select vix_close::decimal from fct_market_daily) d", catalog(1))
    assert list(answer.rows.columns) == ["vix_close"]


def test_a_busy_machine_refuses_nothing_and_an_endless_parser_is_ended() -> None:
    with deadline(0.05):
        time.sleep(0.1)
        len("a call")
    with pytest.raises(DeadlinePassed), deadline(0.05):
        sum(len("a call") for _ in iter(int, 1))


@pytest.mark.usefixtures("published")
def test_at_most_a_thousand_rows_come_and_that_is_said() -> None:
    answer = ask("select ticker from fct_stock_daily", catalog(1))
    assert len(answer.rows) == console.MOST_ROWS
    assert answer.is_cut
    assert not ask("select ticker from fct_stock_daily limit 1000", catalog(1)).is_cut


@pytest.mark.usefixtures("published")
def test_no_row_is_an_answer_with_its_columns() -> None:
    answer = ask("select ticker, ticker from fct_stock_daily where false", catalog(1))
    assert list(answer.rows.columns) == ["ticker", "ticker_2"]
    assert answer.rows.empty


@pytest.mark.usefixtures("published")
def test_a_row_of_unknowns_is_a_row() -> None:
    assert len(ask("select null from fct_stock_daily limit 1", catalog(1)).rows) == 1


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("query", "reason", "mark"),
    [
        ("select 1\nfrom dim_dat", "There is no marts.dim_dat. Did you mean dim_date?", ""),
        ("select * from runs", "write ops.runs", ""),
        ("select index_clos from fct_market_daily", "Did you mean index_close?", ""),
        (
            "select trade_date\nfrom fct_market_daily where vix_close > 'much'",
            'Invalid input syntax for type double precision: "much".',
            "from fct_market_daily where vix_close > 'much'\n                                        ^",
        ),
        (
            "select trade_date\n, ticker\nfrom fct_market_daily",
            'Column "ticker" does not exist',
            ", ticker\n  ^",
        ),
        ("select 1 / 0", "Division by zero.", ""),
        ("select date '0044-03-15 BC'", "outside of the years 1 to 9999", ""),
        ("select date 'infinity'", "outside of the years 1 to 9999", ""),
        ("select timestamptz '-infinity'", "outside of the years 1 to 9999", ""),
        ("select trade_date from\nfct_market_daily where (", "line 2", "fct_market_daily where (\n"),
        ("   ", "Write a query", ""),
    ],
)
def test_a_mistake_is_explained_where_it_was_made(query: str, reason: str, mark: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(query, catalog(1))
    assert reason in str(refused.value)
    assert refused.value.mark.startswith(mark)


def test_a_query_that_takes_too_long_is_ended(warehouse: cursor, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse.execute("alter table marts.dim_date rename to kept")
    warehouse.execute("create view marts.dim_date as select kept.* from marts.kept, pg_sleep(5)")
    warehouse.execute("grant select on marts.dim_date to bellwether_reader")
    monkeypatch.setitem(console._SETTINGS, "statement_timeout", "200ms")
    with pytest.raises(Refused, match="Stopped after"):
        ask("select * from dim_date", catalog(1))


@pytest.mark.usefixtures("published")
def test_an_answer_too_large_to_send_is_refused_whole() -> None:
    longest = "'" + "x" * 500 + "'"
    columns = ", ".join(f"{longest} || ticker as c{n}" for n in range(8)) + ", " + ", ".join(["c.t"] * 100)
    with pytest.raises(Refused, match="more than the 5 MB"):
        ask(f"select {columns} from fct_stock_daily, (select {longest} as t) as c", catalog(1))


@pytest.mark.usefixtures("published")
def test_one_query_runs_at_a_time_and_the_pages_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PATIENCE_SECONDS", 0.1)
    known = catalog(1)
    with console._alone:
        assert "Another reader's query is running" in refusal_of("select 1", known)
        assert database.fetch("select 1 as n")["n"].iloc[0] == 1


def refusal_of(query: str, known: Catalog) -> str:
    with pytest.raises(Refused) as refused:
        ask(query, known)
    return str(refused.value)


@pytest.mark.usefixtures("published")
def test_the_console_sees_what_the_reader_may_read_and_no_more() -> None:
    known = catalog(1)
    assert set(known) == {"marts", "ops"}
    assert {"date_day", "is_session"} <= set(known["marts"]["dim_date"])
    assert "record" not in known["ops"]["rejects"]


# --- the page


def answer_of(app: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = app.dataframe[0].value
    return found


def press_run(app: AppTest) -> AppTest:
    return app.button[0].click().run()


@pytest.mark.usefixtures("published")
def test_a_query_in_the_address_is_shown_and_not_run(open_page: Open) -> None:
    app = open_page("sql_console", q="select 1 as one")
    assert app.text_area[0].value == "select 1 as one"
    assert "Press Run" in app.info[0].value
    assert list(answer_of(press_run(app)).columns) == ["one"]


@pytest.mark.usefixtures("published")
def test_a_refusal_is_shown_and_the_text_stays(open_page: Open) -> None:
    app = press_run(open_page("sql_console", q="drop table marts.dim_date"))
    assert "only reads" in app.error[0].value
    assert app.text_area[0].value == "drop table marts.dim_date"


@pytest.mark.usefixtures("published")
def test_a_quick_query_fills_the_text_and_waits_for_run(open_page: Open) -> None:
    app = open_page("sql_console")
    chosen = quick_queries()[-1]
    app.selectbox[0].select(chosen.question).run()
    assert app.text_area[0].value == chosen.text
    assert "Press Run" in app.info[0].value
    assert len(answer_of(press_run(app))) == 1


def test_an_answer_of_an_earlier_build_says_so(warehouse: cursor, open_page: Open) -> None:
    app = press_run(open_page("sql_console", q="select 1"))
    assert not app.info
    publish_again(warehouse)
    assert "A new build was published" in app.run().info[0].value


@pytest.mark.usefixtures("published")
def test_an_answer_without_rows_is_a_designed_state(open_page: Open) -> None:
    app = press_run(open_page("sql_console", q="select 1 where false"))
    assert "no row answers it" in app.info[0].value


@pytest.mark.usefixtures("published")
def test_the_tables_are_listed_with_their_columns_meanings(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("comment on table marts.dim_date is 'Every day.'")
    warehouse.execute("comment on column marts.dim_date.is_session is 'Whether shares are traded.'")
    app = open_page("sql_console", table="marts.dim_date")
    assert "Every day." in [caption.value for caption in app.caption]
    assert "Whether shares are traded." in app.dataframe[0].value["description"].tolist()


@pytest.mark.usefixtures("published")
def test_a_query_that_begins_with_a_table_runs_and_takes_members_where_others_are_too(
    open_page: Open,
) -> None:
    columns = catalog(1)["marts"]["fct_stock_daily"]
    assert "where is_member" in beginning("marts.fct_stock_daily", columns)
    assert ask(beginning("marts.fct_stock_daily", columns), catalog(1)).rows["is_member"].all()
    app = open_page("sql_console", table="marts.dim_state")
    next(button for button in app.button if button.label == "Begin with this table").click().run()
    assert app.text_area[0].value == "select *\nfrom marts.dim_state\nlimit 100"


@pytest.mark.usefixtures("published")
def test_a_query_is_named_in_the_link_and_a_quick_one_brings_its_question(open_page: Open) -> None:
    assert open_page("sql_console", name="My question").text_input(key="name").value == "My question"
    app = open_page("sql_console")
    app.selectbox(key="quick").set_value(quick_queries()[0].question).run()
    assert app.text_input(key="name").value == quick_queries()[0].question
