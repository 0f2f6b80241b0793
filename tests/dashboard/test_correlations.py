import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.charts.network import network
from dashboard.charts.theme import GAIN, LOSS
from dashboard.queries import correlations as queries
from dashboard.sections.correlations.groups import across, series_of
from tests.dashboard.shown import Open, words

PAGE = "correlations"


def listed(app: AppTest) -> list[tuple[str, str]]:
    frame = app.dataframe[0].value
    return list(zip(frame["first"], frame["second"], strict=True))


@pytest.mark.usefixtures("published")
def test_every_section_and_chart_is_drawn(open_page: Open) -> None:
    app = open_page(PAGE)
    assert [header.value for header in app.header] == [
        "Everything with everything", "Strongest pairs", "Network",
    ]  # fmt: skip
    assert len(app.get("plotly_chart")) == 2
    assert 2 * len(app.dataframe) == len(app.get("download_button")) == 2
    assert not app.warning


@pytest.mark.usefixtures("published")
def test_what_is_claimed_is_counted_over_the_whole_matrix(open_page: Open) -> None:
    assert "Of 28 tested pairs, 1 claimed (q < 0.05)" in words(open_page(PAGE))


@pytest.mark.usefixtures("published")
def test_pairs_within_a_group_are_left_out_of_the_strongest_unless_asked_for(open_page: Open) -> None:
    app = open_page(PAGE)
    assert listed(app)[0] == ("S&P 500 return", "VIX")
    assert ("Energy", "Utilities") not in listed(app)
    app.toggle(key="within").set_value(True).run()
    assert listed(app)[:2] == [("S&P 500 return", "VIX"), ("Energy", "Utilities")]
    assert app.dataframe[0].value["claimed"].tolist()[:2] == ["✓", "no"]


@pytest.mark.usefixtures("published")
def test_levels_have_their_own_pairs_and_a_warning(open_page: Open) -> None:
    app = open_page(PAGE, kind="Levels")
    assert listed(app)[1] == ("Rainfall", "Attention")
    assert "Levels trend together" in words(app)


@pytest.mark.usefixtures("published")
def test_a_copied_link_shows_the_same_view(open_page: Open) -> None:
    app = open_page(PAGE, groups="Weather", q="0.001", strength="0.3", kind="Levels", within="true")
    assert app.session_state["groups"] == ["Weather"]
    assert (app.session_state["q"], app.session_state["strength"]) == (0.001, 0.3)
    assert len(app.dataframe[0].value) == 3
    assert "No pair passes these thresholds" in words(app)


@pytest.mark.usefixtures("published")
def test_nonsense_in_the_address_falls_back_and_is_told(open_page: Open) -> None:
    app = open_page(PAGE, groups="x", q="7", strength="y", kind="z", within="x")
    assert len(app.get("plotly_chart")) == 2
    assert [warning.value.partition(":")[0] for warning in app.warning] == [
        "Correlate", "Series", "Also pairs within a group", "q below", "r at least",
    ]  # fmt: skip


def test_a_build_of_few_sessions_says_what_is_missing(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update marts.rpt_signal_correlations set n = 1, r = null, q_value = null")
    app = open_page(PAGE)
    assert "both known on 30 sessions" in words(app)
    assert not app.get("plotly_chart")


def test_a_build_without_correlations_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.rpt_signal_correlations")
    assert "both known on 30 sessions" in words(open_page(PAGE))


def test_a_matrix_of_a_single_known_pair_is_drawn(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.rpt_signal_correlations set r = null, q_value = null"
        " where not (target = 'index_return' and indicator = 'vix_close')"
    )
    app = open_page(PAGE)
    assert "Of 1 tested pair, 1 claimed" in words(app)
    assert len(app.get("plotly_chart")) == 2


@pytest.mark.usefixtures("published")
def test_the_network_joins_only_what_it_is_given_and_colours_it_by_sign() -> None:
    pairs = across(queries.matrix(1, "level"))
    together = (pairs["target"] == "rainfall_mm") & (pairs["indicator"] == "attention_views")
    joined = pairs[(pairs["q_value"] < 0.05) | together]
    figure = network(joined, series_of(pairs))
    assert [chord.line.color for chord in figure.layout.shapes] == [GAIN, LOSS]
    assert len(figure.data) == 1 + 12
