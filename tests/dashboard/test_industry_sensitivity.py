import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from tests.dashboard.shown import Open, words

PAGE = "industry_sensitivity"


def industries(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["gics_sub_industry"])


def named(app: AppTest) -> list[str]:
    labels = [link.proto.label for link in app.get("page_link")]
    return [label for label in labels if label.startswith("Industry ")]


@pytest.mark.usefixtures("published")
def test_every_section_and_chart_is_drawn(open_page: Open) -> None:
    app = open_page(PAGE)
    assert [header.value for header in app.header] == [
        "High less Low mood", "Means by level", "Every industry",
    ]  # fmt: skip
    assert len(app.get("plotly_chart")) == 2
    assert len(app.get("download_button")) == 2


@pytest.mark.usefixtures("published")
def test_only_what_is_told_from_chance_is_claimed(open_page: Open) -> None:
    app = open_page(PAGE)
    assert "**1 of 27 industries** differ in volatility" in words(app)
    app.segmented_control(key="measure").set_value("total_return").run()
    assert "**None of 27 industries** differs in return by more than chance explains" in words(app)


@pytest.mark.usefixtures("published")
def test_the_most_and_the_least_sensitive_are_named_with_their_links(open_page: Open) -> None:
    labels = named(open_page(PAGE))
    assert labels[:3] == ["Industry 27", "Industry 26", "Industry 25"]
    assert labels[3:6] == ["Industry 01", "Industry 02", "Industry 03"]
    assert labels[6] == "Industry 14"


@pytest.mark.usefixtures("published")
def test_an_industry_of_too_few_sessions_is_listed_last_and_says_so(open_page: Open) -> None:
    app = open_page(PAGE)
    row = app.dataframe[0].value.iloc[-1]
    assert row["gics_sub_industry"] == "Industry 00"
    assert row["note"] == "Too few sessions: 4 High, 80 Low; 10 of each are needed"
    assert "1 industry has too few sessions for an effect." in words(app)


@pytest.mark.usefixtures("published")
def test_an_effect_without_an_interval_says_why(open_page: Open) -> None:
    row = open_page(PAGE).dataframe[0].value.iloc[-2]
    assert (row["gics_sub_industry"], row["note"]) == (
        "Industry 01", "No interval: too persistent, or never varies",
    )  # fmt: skip


@pytest.mark.usefixtures("published")
def test_search_keeps_names_and_sectors_that_hold_the_letters(open_page: Open) -> None:
    app = open_page(PAGE, search="ENERGY")
    assert set(app.dataframe[0].value["gics_sector"]) == {"Energy"}
    assert not named(app)  # too few to name the extremes of
    app.text_input(key="search").set_value("industry 2").run()
    assert len(industries(app)) == 8
    app.text_input(key="search").set_value("(").run()
    assert "has these letters in its name" in words(app)


@pytest.mark.usefixtures("published")
def test_one_industry_of_too_few_sessions_has_means_and_no_effect(open_page: Open) -> None:
    app = open_page(PAGE, search="Industry 00")
    assert "None of these industries has an interval" in words(app)
    assert len(app.get("plotly_chart")) == 1


@pytest.mark.usefixtures("published")
def test_as_many_of_the_ranking_are_drawn_as_asked_for(open_page: Open) -> None:
    assert "The 10 with the largest effects either way" in words(open_page(PAGE, shown="10"))
    assert "All 28" not in words(open_page(PAGE, shown="x"))


@pytest.mark.usefixtures("published")
def test_a_copied_link_shows_the_same_view_and_nonsense_falls_back(open_page: Open) -> None:
    assert open_page(PAGE, measure="Return").session_state["measure"] == "total_return"
    assert open_page(PAGE, measure="x").session_state["measure"] == "volatility_7d"


@pytest.mark.parametrize(
    "emptied",
    [
        "truncate marts.rpt_industry_mood_sensitivity",
        "update marts.rpt_industry_mood_sensitivity set mean_low = null, mean_medium = null, mean_high = null"
        ", effect = null, ci_low = null, ci_high = null, q_value = null, sessions_low = 0, sessions_high = 0",
    ],
)
def test_a_build_without_mood_says_what_it_needs(warehouse: cursor, open_page: Open, emptied: str) -> None:
    warehouse.execute(emptied)
    app = open_page(PAGE)
    assert "No industry has a session of known mood yet" in words(app)
    assert not app.get("plotly_chart")
