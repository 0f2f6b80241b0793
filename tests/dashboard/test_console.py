"""What the SQL console answers, and how it says that it does not."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard import database
from dashboard.console import ask as console
from dashboard.console.ask import ask
from dashboard.console.refused import Refused
from dashboard.console.relations import Catalog
from dashboard.queries.console import catalog, quick_queries

Open = Callable[..., AppTest]

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
    columns = (
        "action, build_id, as_of, data_through, engine, tests_passed, tests_warned, rows_rejected,"
        " fingerprint, simulated"
    )
    warehouse.execute(f"insert into ops.publishes ({columns}) select {columns} from ops.publishes")
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
