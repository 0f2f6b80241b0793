"""What groups are held against, what they rest on, and what is no group."""

import json
from datetime import date

import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.queries import comparison, industries, overview
from dashboard.queries import sectors as queries
from dashboard.widgets.span import Span
from tests.dashboard.shown import Open, words

SPRING = Span(date(2024, 3, 1), date(2024, 5, 31))
FOR_SPRING = {"range": "Custom", "dates": ["2024-03-01", "2024-05-31"]}


def specs(app: AppTest) -> str:
    return "\n".join(chart.proto.spec for chart in app.get("plotly_chart"))


def test_the_average_member_is_what_the_members_days_compound_to(warehouse: cursor) -> None:
    warehouse.execute(
        "select exp(sum(ln(1 + day.total_return))) - 1 from (select avg(total_return) as total_return"
        " from marts.fct_stock_daily where is_member and trade_date between %s and %s group by trade_date)"
        " as day",
        (SPRING.start, SPRING.end),
    )
    [(expected,)] = warehouse.fetchall()
    market = overview.market_performance(1, SPRING).set_index("line")["range_return"]
    assert market["members"] == pytest.approx(expected)
    path = queries.series(1, SPRING, ("Energy",), "cumulative", "week")
    assert path.loc[path["name"] == queries.AVERAGE, "value"].iloc[-1] == pytest.approx(expected)
    lines = comparison.rebased(1, "industry", SPRING, "day", "Energy", "Industry 03")
    for line, made in market.items():
        assert lines.loc[lines["line"] == line, "value"].iloc[-1] / 100 - 1 == pytest.approx(made)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("page", ["", "sectors"])
def test_the_index_is_named_for_what_it_is_and_in_the_numbers_with_the_average_member(
    open_page: Open, page: str
) -> None:
    app = open_page(page, **FOR_SPRING)
    assert "S&P 500, price only" in words(app).replace("\\", "")
    column = "name" if page else "gics_sector"
    numbers = [frame.value[column] for frame in app.dataframe if column in frame.value]
    assert any({"S&P 500, price only", "Average member"} <= set(names) for names in numbers)


@pytest.mark.parametrize(
    ("page", "parameters", "told"),
    [
        ("", {}, "**58 of 60 members have a price**"),
        ("sectors", {"sector": ["Energy"]}, "**4 of 6 members have a price**"),
        ("industries", {}, "**58 of 60 members have a price**"),
        ("industries", {"industry": "Industry 03"}, "**2 of 3 members have a price**"),
    ],
)
def test_a_groups_return_says_how_many_members_it_rests_on(
    warehouse: cursor, open_page: Open, page: str, parameters: dict[str, str], told: str
) -> None:
    for mart, missing in (("sector", 2), ("industry", 1)):
        warehouse.execute(
            f"update marts.fct_{mart}_daily set members_without_bar = %s * (gics_sector = 'Energy')::int",
            (missing,),
        )
    warehouse.execute("update marts.fct_sector_daily set members = 6 where gics_sector = 'Energy'")
    expected = told.replace("60", str(total(warehouse))).replace("58", str(total(warehouse) - 2))
    app = open_page(page, **FOR_SPRING, **parameters)
    assert expected in words(app)
    assert "no fair sample" in words(app)


def total(warehouse: cursor) -> int:
    warehouse.execute("select sum(members)::int from marts.fct_sector_daily where trade_date = '2024-05-31'")
    [(members,)] = warehouse.fetchall()
    return int(members)


def test_what_nobody_has_classified_is_in_no_table_of_groups_and_has_a_line_with_its_n(
    warehouse: cursor, open_page: Open
) -> None:
    warehouse.execute(
        "update marts.fct_sector_daily set gics_sector = 'Unclassified' where gics_sector = 'Energy'"
    )
    warehouse.execute(
        "update marts.fct_industry_daily set gics_sector = 'Unclassified', gics_sub_industry = 'Unclassified'"
        " where gics_sub_industry = 'Industry 03'"
    )
    for page in ("", "industries"):
        app = open_page(page)
        column = "gics_sub_industry" if page else "gics_sector"
        tables = [frame.value[column] for frame in app.dataframe if column in frame.value]
        assert tables
        assert not any((names == "Unclassified").any() for names in tables if page or len(names) > 10)
        drawn = json.loads(app.get("plotly_chart")[2 if page == "" else 0].proto.spec)["data"]
        assert "Unclassified" not in json.dumps(drawn)
    assert "In no industry, for no list or standard has theirs: Unclassified (3 members, " in words(app)
    in_none = "In no sector, for no accepted list has them: 7 members"
    assert in_none in words(open_page())
    assert f"{in_none} on Fri 28 Jun 2024" in words(open_page("sectors"))
    warehouse.execute(
        "delete from marts.fct_sector_daily where gics_sector = 'Unclassified' and trade_date > '2024-03-01'"
    )
    last_month = {"range": "Custom", "dates": ["2024-06-01", "2024-06-28"]}
    assert "In no sector" not in words(open_page("sectors", **last_month))


def test_the_average_member_is_in_the_charts_beside_the_groups(warehouse: cursor, open_page: Open) -> None:
    assert "Average member" in specs(open_page("industries", industry="Industry 03"))
    assert "Average member" in specs(open_page("sectors"))
    warehouse.execute(
        "update marts.fct_market_daily set members_total_return = null, members_return_index = null"
    )
    assert "Average member" not in specs(open_page("sectors", range="3M"))


@pytest.mark.usefixtures("published")
def test_a_company_is_found_by_the_beginning_of_a_name_it_once_had(open_page: Open) -> None:
    assert open_page("stocks", ticker="fifth old").title[0].value == "Fifth New Corp"


def test_a_company_that_has_no_name_now_keeps_the_last_one(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update marts.dim_company set company_name = null where ticker = 'T05'")
    assert open_page("stocks", ticker="T05").title[0].value == "Fifth Old Corp"


def test_a_past_range_has_the_groups_and_the_name_of_its_time(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update marts.dim_company set gics_sector = 'Energy' where ticker = 'OLD5'")
    then = open_page("stocks", ticker="T05", range="Custom", dates=["2023-10-02", "2023-12-29"])
    assert "On Fri 29 Dec 2023 its name was Fifth Old Corp, its ticker OLD5, its sector Energy." in words(
        then
    )
    assert "headquarters now in Springfield" in words(then)
    links = [link.proto.label for link in then.get("page_link")]
    assert "Energy" in links
    assert "On Fri" not in words(open_page("stocks", ticker="T05")).split("Triangles")[0]


def test_what_is_not_known_yet_is_not_drawn_as_standing_still(warehouse: cursor, open_page: Open) -> None:
    for mart in ("fct_industry_daily", "fct_sector_daily"):
        warehouse.execute(
            f"update marts.{mart} set total_return = null, return_index = 100"
            " where gics_sector = 'Energy' and trade_date < '2024-04-10'"
        )
    lines = comparison.rebased(1, "stock", SPRING, "day", "Energy", "Industry 03", "T03").groupby("line")
    starts = dict(lines["trade_date"].first())
    assert (starts["stock"], lines["value"].first()["stock"]) == (date(2024, 2, 29), 100)
    assert starts["industry"] == starts["sector"] == date(2024, 4, 9)
    assert (
        "(Industry 03 on Tue 9 Apr 2024, Energy on Tue 9 Apr 2024: nothing of it is known before)"
        in words(open_page("stocks", ticker="T03", **FOR_SPRING)).replace("\\", "")
    )
    sector = queries.series(1, SPRING, ("Energy",), "cumulative", "day").dropna().groupby("name")
    assert sector["trade_date"].min()["Energy"] == date(2024, 4, 10)
    assert sector["trade_date"].min()[queries.AVERAGE] == date(2024, 3, 1)
    ranked = industries.ranking(1, SPRING, "Energy", "Industry 03")
    assert 100 not in industries.with_paths(1, SPRING, ranked)["points"].iloc[0]


def test_what_is_known_for_a_part_of_the_range_is_told_and_not_ranked(
    warehouse: cursor, open_page: Open
) -> None:
    for mart in ("fct_industry_daily", "fct_sector_daily"):
        warehouse.execute(
            f"update marts.{mart} set total_return = null"
            " where gics_sector = 'Energy' and trade_date < '2024-03-15'"
        )
    warehouse.execute(  # so far
        "update marts.fct_industry_daily set sessions = sessions - 10"
        " where gics_sector = 'Energy' and trade_date >= '2024-03-15'"
    )
    performance = overview.sector_performance(1, SPRING).set_index("gics_sector")
    assert (performance["sessions"]["Energy"], performance["sessions"]["Utilities"]) == (56, 66)
    assert list(performance.index[~performance["is_whole"]]) == ["Energy"]
    ranked = industries.ranking(1, SPRING, None, "")
    assert set(ranked["gics_sector"][ranked["place"].isna()]) == {"Energy"}
    assert ranked["place"].dropna().tolist() == list(range(1, int(ranked["place"].notna().sum()) + 1))
    told = words(open_page("overview", **FOR_SPRING))
    assert "Not ranked, as known for a part of the range only: Energy (56 sessions, " in told
    told = words(open_page("sectors", **FOR_SPRING))
    assert "Known for a part only: Energy, Fri 15 Mar 2024 to Fri 31 May 2024." in told
    app = open_page("industries", **FOR_SPRING)
    assert "known for a part of the range only, are listed last, without a place." in words(app)
    listed = max((frame.value for frame in app.dataframe), key=len)
    assert listed["place"].isna().tolist() == ranked["place"].isna().tolist()


def test_nine_tenths_of_the_sessions_are_the_whole_range(warehouse: cursor) -> None:
    warehouse.execute(
        "update marts.fct_sector_daily set total_return = null"
        " where gics_sector = 'Energy' and trade_date < '2024-03-08'"  # 5 of 66
    )
    performance = overview.sector_performance(1, SPRING).set_index("gics_sector")
    assert bool(performance["is_whole"]["Energy"])


@pytest.mark.parametrize("without", ["2024-05-31", "2024-05-28"])
def test_a_session_that_no_group_knows_throws_none_out_of_a_short_range(
    warehouse: cursor, open_page: Open, without: str
) -> None:
    for mart in ("fct_sector_daily", "fct_industry_daily"):
        warehouse.execute(f"update marts.{mart} set total_return = null where trade_date = %s", (without,))
    warehouse.execute(
        "update marts.fct_market_daily set members_total_return = null where trade_date = %s", (without,)
    )
    warehouse.execute(
        "update marts.fct_industry_daily set sessions = sessions - 1 where trade_date >= %s", (without,)
    )
    days = Span(date(2024, 5, 28), date(2024, 5, 31))
    assert overview.sector_performance(1, days)["is_whole"].all()
    assert industries.ranking(1, days, None, "")["place"].notna().all()
    told = words(open_page("sectors", range="Custom", dates=["2024-05-28", "2024-05-31"]))
    assert "Known for a part only" not in told
