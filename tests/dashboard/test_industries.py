from datetime import date

import pytest
from psycopg2.extensions import cursor

from dashboard.queries import comparison, stocks
from dashboard.queries import industries as queries
from dashboard.queries.industries import Industry
from dashboard.widgets.span import Span
from tests.dashboard.shown import Open, words

YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))
SPRING = Span(date(2024, 3, 1), date(2024, 5, 31))
FIRST = Industry("Communication Services", "Industry 00")
SEVENTH = Industry("Information Technology", "Industry 07")


@pytest.mark.usefixtures("published")
def test_all_industries_are_ranked_with_their_members(open_page: Open) -> None:
    ranking = open_page("industries").dataframe[0].value
    assert list(ranking["place"]) == list(range(1, 29))
    assert ranking["range_return"].is_monotonic_decreasing
    assert set(ranking["members"]) == {2, 3}


@pytest.mark.usefixtures("published")
def test_a_search_keeps_each_industrys_place_among_all(open_page: Open) -> None:
    whole = open_page("industries").dataframe[0].value.set_index("gics_sub_industry")["place"]
    found = open_page("industries", search="TRY 1").dataframe[0].value.set_index("gics_sub_industry")["place"]
    assert sorted(found.index) == [f"Industry {n}" for n in range(10, 20)]
    assert (found == whole[found.index]).all()


@pytest.mark.usefixtures("published")
def test_a_search_that_finds_nothing_says_what_to_do(open_page: Open) -> None:
    app = open_page("industries", search="100 % nothing_", sector="Energy")
    assert app.info[0].value == r"No industry in Energy has '100 % nothing\_' in its name. Try fewer letters."


@pytest.mark.usefixtures("published")
def test_a_sector_in_the_link_shows_its_industries_only(open_page: Open) -> None:
    app = open_page("industries", sector="Energy")
    assert set(app.dataframe[0].value["gics_sector"]) == {"Energy"}
    assert len(app.selectbox[1].options) == len(app.dataframe[0].value)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "parameters",
    [{"industry": "Bogus"}, {"sector": "Bogus"}, {"sector": "Energy", "industry": "Industry 00"}],
    ids=["no such industry", "no such sector", "another sector's industry"],
)
def test_a_link_to_what_is_not_there_falls_back_to_the_ranking(
    open_page: Open, parameters: dict[str, str]
) -> None:
    app = open_page("industries", **parameters)
    assert app.title[0].value == "Industries"
    assert "Bogus" not in str(app.query_params)
    assert "industry" not in app.query_params


@pytest.mark.usefixtures("published")
def test_an_industrys_page_has_its_path_members_and_standing(open_page: Open) -> None:
    app = open_page("industries", industry="Industry 07", range="3M")
    assert app.title[0].value == "Industry 07"
    assert {metric.label for metric in app.metric} == {
        "Total return", "Volatility a day", "Deepest fall", "Members",
    }  # fmt: skip
    assert [header.value for header in app.header] == [
        "Beside its groups and the index", "Members", "As of Fri 28 Jun 2024",
    ]  # fmt: skip
    assert list(app.dataframe[-1].value["place"].dropna()) == [1, 2, 3, 4, 6]


@pytest.mark.usefixtures("published")
def test_the_figure_the_ranking_and_the_chart_agree() -> None:
    ranked = queries.ranking(1, SPRING, None, "Industry 07")["range_return"].iloc[0]
    drawn = comparison.rebased(1, "industry", SPRING, "day", SEVENTH.sector, SEVENTH.industry)
    ends = drawn[drawn["line"] == "industry"].iloc[[0, -1]]
    assert ends["value"].iloc[0] == 100
    assert ends["value"].iloc[1] / 100 - 1 == pytest.approx(ranked)
    assert queries.figures(1, SEVENTH, SPRING)["range_return"] == pytest.approx(ranked)
    assert set(drawn[drawn["trade_date"] == date(2024, 2, 29)]["value"]) == {100}


@pytest.mark.usefixtures("published")
def test_members_are_those_of_the_day_and_nobody_who_came_later() -> None:
    before = queries.members(1, SEVENTH, date(2024, 1, 1), YEAR.start)
    after = queries.members(1, SEVENTH, date(2024, 1, 2), YEAR.start)
    assert set(after["ticker"]) - set(before["ticker"]) == {"T07"}
    assert set(before["session"]) == {date(2024, 1, 1)}


@pytest.mark.usefixtures("published")
def test_a_member_without_a_price_is_listed_with_the_reason(open_page: Open) -> None:
    members = open_page("industries", industry="Industry 00", as_of="2023-12-29").dataframe[1].value
    gone = members.set_index("ticker").loc["GONE"]
    assert gone["reason"] == "the provider does not know the ticker"
    assert "GONE" not in set(queries.members(1, FIRST, date(2024, 1, 1), YEAR.start)["ticker"])


@pytest.mark.usefixtures("published")
def test_a_renamed_member_has_the_name_of_the_day() -> None:
    fifth = Industry("Health Care", "Industry 05")
    names = [
        queries.members(1, fifth, day, YEAR.start).set_index("company_id").loc["OLD5", "company_name"]
        for day in (date(2023, 12, 29), date(2024, 1, 2))
    ]
    assert names == ["Fifth Old Corp", "Fifth New Corp"]


@pytest.mark.usefixtures("published")
def test_a_day_without_a_session_shows_the_session_before(open_page: Open) -> None:
    assert "on Fri 14 Jun 2024" in words(open_page("industries", industry="Industry 07", as_of="2024-06-16"))


@pytest.mark.usefixtures("published")
def test_the_members_follow_the_range(open_page: Open) -> None:
    app = open_page("industries", industry="Industry 07", range="Custom", dates=["2023-10-02", "2023-12-29"])
    assert "on Fri 29 Dec 2023." in words(app)
    (listed,) = app.dataframe[1].value.to_dict("records")
    days = Span(date(2023, 10, 2), date(2023, 12, 29))
    expected = stocks.figures(1, listed["company_id"], days)["range_return"]
    assert listed["range_return"] == pytest.approx(100 * expected, abs=0.005)


@pytest.mark.usefixtures("published")
def test_a_day_outside_the_range_is_its_last(open_page: Open) -> None:
    app = open_page("industries", industry="Industry 07", as_of="2024-06-14", range="Custom",
                    dates=["2023-10-02", "2023-12-29"])  # fmt: skip
    assert "on Fri 29 Dec 2023" in words(app)
    assert "as_of" not in app.query_params


@pytest.mark.usefixtures("published")
def test_a_nonsense_day_in_the_link_falls_back_to_the_last_session(open_page: Open) -> None:
    assert "on Fri 28 Jun 2024" in words(open_page("industries", industry="Industry 07", as_of="soon"))


def test_an_industry_that_began_later_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "delete from marts.fct_industry_daily where gics_sub_industry = 'Industry 07' and"
        " trade_date < '2024-06-01'"
    )
    app = open_page("industries", industry="Industry 07", as_of="2024-01-15", range="Custom",
                    dates=["2024-01-02", "2024-03-28"])  # fmt: skip
    assert "Industry 07 has no known return between" in words(app)
    assert "had no member on Mon 15 Jan 2024" in words(app)


def test_an_industry_of_one_session_says_that_there_is_nothing_to_compare(
    warehouse: cursor, open_page: Open
) -> None:
    warehouse.execute("delete from marts.fct_industry_daily where trade_date < '2024-06-28'")
    app = open_page("industries", industry="Industry 07")
    assert "not two sessions to compare" in words(app)
    assert len(open_page("industries").dataframe[0].value) == 28


def test_a_build_without_industries_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.fct_industry_daily")
    assert "holds no industry" in open_page("industries").info[0].value
