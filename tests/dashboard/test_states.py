import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard import database
from dashboard.queries import overview as queries
from tests.dashboard.fixtures import publish_again
from tests.dashboard.reading import VIEWS
from tests.dashboard.shown import Open, words

PAGES = ["", *sorted(path.stem for path in VIEWS.glob("*.py") if path.stem not in ("overview", "sources"))]


def last_words(app: AppTest) -> str:
    return str(app.caption[-1].value)


def warnings(app: AppTest) -> str:
    return " ".join(warning.value for warning in app.warning)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_its_build_is_and_without_one_what_to_do(
    warehouse: cursor, open_page: Open, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.execute("update ops.publishes set published_at = now() - interval '3 hours'")
    with monkeypatch.context() as unreachable:
        unreachable.setenv("PGPORT", "1")
        app = open_page(page)
        assert [title.value for title in app.title] == ["No database"]
        assert "make demo" in app.code[0].value

    assert "No database" not in [title.value for title in app.run().title]
    assert not app.warning
    assert not app.error
    line = last_words(app)
    assert "Build `b0a1d2c3` · published 3 h ago" in line
    assert "data through Fri 28 Jun 2024 · 8 rules held, 1 warned · 6 rows rejected" in line
    assert "Sources and licences" in [link.proto.label for link in app.get("page_link")]

    warehouse.execute("update ops.publishes set simulated = true, action = 'rollback'")
    app.run()
    assert "Simulated data." in warnings(app)
    assert "Rolled back." in app.info[0].value

    warehouse.execute("update ops.publishes set published_at = now() - interval '37 hours'")
    warehouse.execute("delete from ops.runs where command = 'pipeline'")
    assert "ended 37 h ago" in warnings(app.run())

    warehouse.execute("drop schema ops cascade; drop schema marts cascade")
    assert app.run().title[0].value == "Nothing published yet"


def test_a_run_that_found_nothing_new_keeps_a_build_fresh(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update ops.publishes set published_at = now() - interval '3 days'")
    warehouse.execute("update ops.runs set status = 'unchanged' where command = 'pipeline'")
    assert not open_page().warning


def test_prices_that_end_before_the_last_session_are_stale(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update ops.publishes set data_through = '2024-06-27'")
    assert "Prices end on Thu 27 Jun 2024" in warnings(open_page())


@pytest.mark.usefixtures("published")
def test_a_refused_login_says_so_without_the_password(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELLWETHER_READER_PASSWORD", "guessed-wrongly")
    app = open_page()
    assert app.title[0].value == "No database"
    assert "password authentication failed" in last_words(app)
    assert "guessed-wrongly" not in words(app)


def test_before_the_first_publish_the_overview_says_what_to_do(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate ops.publishes")
    app = open_page()
    assert app.title[0].value == "Nothing published yet"
    assert "make pipeline" in app.code[0].value


def test_before_the_first_publish_pipeline_health_shows_what_ran(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate ops.publishes")
    app = open_page("pipeline_health")
    assert "Nothing has been published yet" in app.info[0].value
    assert list(app.dataframe[0].value["command"]) == ["pipeline", "load", "load"]


def test_marts_that_a_page_cannot_find_are_a_designed_state(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("alter table marts.fct_market_daily drop column rainfall_mm")
    app = open_page()
    assert app.title[-1].value == "Nothing published yet"
    assert "rainfall_mm" in last_words(app)


def test_a_query_beyond_the_time_limit_is_a_designed_state(
    warehouse: cursor, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    # not a setting of the role's: roles are the cluster's, and another test's bootstrap resets it
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=300")
    warehouse.execute("alter table marts.fct_market_daily rename to kept")
    warehouse.execute("create view marts.fct_market_daily as select kept.* from marts.kept, pg_sleep(5)")
    warehouse.execute("grant select on marts.fct_market_daily to bellwether_reader")
    assert "took too long" in open_page().error[0].value


def test_a_new_build_shows_at_the_next_interaction(warehouse: cursor, open_page: Open) -> None:
    app = open_page()
    warehouse.execute(
        "update marts.fct_market_daily set index_close = 1234.5 where trade_date = '2024-06-28'"
    )
    assert app.run().metric[0].value != "1,234.50"  # the published build is what is cached
    publish_again(warehouse)
    assert app.run().metric[0].value == "1,234.50"


def test_a_page_never_mixes_two_builds(warehouse: cursor) -> None:
    publish_again(warehouse)
    with pytest.raises(database.Republished):
        queries.recent_market(1)
    assert len(queries.recent_market(2)) == queries.RECENT_SESSIONS
