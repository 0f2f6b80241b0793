"""The simulated providers, asked over HTTP as the product asks the real ones."""

import csv
import io
import re
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
import requests

from infra.local.simulator import Simulator, world, write_trends
from infra.local.simulator.companies import companies, members
from infra.local.simulator.sessions import is_early_close, is_session, sessions

AGENT = {"User-Agent": "Bellwether/1.0 (https://example.org; ops@example.org)"}
TITLE = "List_of_S%26P_500_companies"
PAGE = f"/w/api.php?action=parse&page={TITLE}&prop=text%7Crevid&format=json&formatversion=2"
SPELLS = "/fja05680/sp500/master/sp500_ticker_start_end.csv"
VIEWS = "/api/rest_v1/metrics/pageviews/per-article/en.wikipedia/all-access/user"
NEWS = "/api/v2/doc/doc?query=depression&mode=timelinevolraw&format=json"
WEATHER = (
    "/v1/archive?timezone=GMT&daily=precipitation_sum,temperature_2m_max,temperature_2m_min,cloud_cover_mean"
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(shared: Simulator) -> Iterator[Simulator]:
    yield shared
    shared.set_clock(world.DEFAULT_TODAY)
    shared.set_faults(0)
    shared.script([])


def get(simulator: Simulator, path: str, **headers: str) -> requests.Response:
    return requests.get(simulator.url + path, headers={**AGENT, **headers}, timeout=60)


def epoch(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def ask_chart(
    simulator: Simulator, symbol: str, start: date = world.WINDOW_START, end: date = date(2027, 1, 1)
) -> requests.Response:
    symbol = quote(symbol)
    span = f"period1={epoch(start)}&period2={epoch(end)}"
    return get(simulator, f"/v8/finance/chart/{symbol}?{span}&interval=1d&events=div%2Csplits")


def chart(simulator: Simulator, symbol: str, **span: date) -> dict[str, Any]:
    result: dict[str, Any] = ask_chart(simulator, symbol, **span).json()["chart"]["result"][0]
    return result


def local_days(result: dict[str, Any]) -> list[date]:
    zone = ZoneInfo(result["meta"]["exchangeTimezoneName"])
    return [datetime.fromtimestamp(stamp, zone).date() for stamp in result["timestamp"]]


def column(result: dict[str, Any], name: str) -> dict[date, Any]:
    return dict(zip(local_days(result), result["indicators"]["quote"][0][name], strict=True))


def event_days(result: dict[str, Any], kind: str) -> dict[date, dict[str, Any]]:
    events = result.get("events", {}).get(kind, {})
    return {datetime.fromtimestamp(int(stamp), UTC).date(): event for stamp, event in events.items()}


def member_symbols(simulator: Simulator) -> list[str]:
    html = get(simulator, PAGE).json()["parse"]["text"]
    table = html[html.index('id="constituents"') : html.index('id="Selected_changes"')]
    return re.findall(r'<td><a rel="nofollow"[^>]*>([^<]*)</a>', table)


def spell_rows(simulator: Simulator) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(simulator, SPELLS).text)))


def fred(simulator: Simulator, name: str) -> dict[date, str]:
    rows = csv.DictReader(io.StringIO(get(simulator, f"/graph/fredgraph.csv?id={name}").text))
    return {date.fromisoformat(row["observation_date"]): row[name] for row in rows}


# The calendar


@pytest.mark.parametrize(
    ("year", "count"), [(2020, 253), (2021, 252), (2022, 251), (2023, 250), (2024, 252), (2025, 250)]
)
def test_each_year_has_the_exchanges_number_of_sessions(year: int, count: int) -> None:
    assert sum(day.year == year for day in sessions()) == count


def test_holidays_and_early_closes_are_the_exchanges() -> None:
    closed = ["2022-06-20", "2023-01-02", "2024-03-29", "2024-06-19", "2025-01-09", "2025-07-04"]
    assert not any(is_session(date.fromisoformat(day)) for day in closed)
    assert is_session(date(2021, 12, 31))
    early = [day for day in sessions() if is_early_close(day) and day.year in (2024, 2025)]
    expected = ["2024-07-03", "2024-11-29", "2024-12-24", "2025-07-03", "2025-11-28", "2025-12-24"]
    assert [str(day) for day in early] == expected


# The world


def test_the_members_span_all_sectors_and_small_and_large_industries() -> None:
    now = members(world.DEFAULT_TODAY)
    sizes = [sum(c.sub_industry == name for c in now) for name in {c.sub_industry for c in now}]
    assert len({company.sector for company in now}) == 11
    assert 55 <= len(now) <= 65
    assert sizes.count(1) > 0
    assert sum(size >= 3 for size in sizes) >= 5
    assert all(re.fullmatch(r"[A-Z]{1,5}([.-][AB])?", company.ticker) for company in companies())


def test_every_response_names_the_simulator(simulator: Simulator) -> None:
    paths = [PAGE, SPELLS, "/v8/finance/chart/NOPE", "/graph/fredgraph.csv?id=SP500", "/nowhere"]
    assert {get(simulator, path).headers["Server"] for path in paths} == {"bellwether-simulator"}


def test_two_simulators_serve_the_same_world(simulator: Simulator) -> None:
    with Simulator() as other:
        assert ask_chart(simulator, "KESL").content == ask_chart(other, "KESL").content


# Yahoo


def test_a_chart_has_one_bar_for_each_session_and_none_for_holidays(simulator: Simulator) -> None:
    expected = [day for day in sessions() if world.WINDOW_START <= day <= world.DEFAULT_TODAY]
    assert local_days(chart(simulator, "^GSPC")) == expected
    assert local_days(chart(simulator, "^VIX")) == expected


def test_all_arrays_of_a_chart_are_aligned_and_plausible(simulator: Simulator) -> None:
    for company in members(world.DEFAULT_TODAY):
        quote = chart(simulator, company.ticker.replace(".", "-"))["indicators"]["quote"][0]
        bars = zip(quote["low"], quote["open"], quote["close"], quote["high"], quote["volume"], strict=True)
        for low, opening, close, high, volume in bars:
            assert low is None or (
                0 < low <= min(opening, close) <= max(opening, close) <= high and volume > 0
            )


def test_the_vix_runs_on_chicago_time(simulator: Simulator) -> None:
    meta = chart(simulator, "^VIX")["meta"]
    assert (meta["exchangeTimezoneName"], meta["exchangeName"]) == ("America/Chicago", "CGI")


def test_prices_are_32_bit_floats(simulator: Simulator) -> None:
    closes = column(chart(simulator, "KESL"), "close").values()
    assert any(close != round(close, 6) for close in closes)


@pytest.mark.parametrize("split", world.SPLITS, ids=lambda split: split.ticker)
def test_the_past_is_restated_as_the_clock_passes_a_split(simulator: Simulator, split: world.Split) -> None:
    earlier = split.day - timedelta(days=30)
    simulator.set_clock(split.day - timedelta(days=1))
    before = chart(simulator, split.ticker, start=earlier)
    simulator.set_clock(split.day)
    after = chart(simulator, split.ticker, start=earlier)
    day = local_days(before)[0]
    restated = column(before, "close")[day] / column(after, "close")[day]
    assert restated == pytest.approx(split.ratio, rel=1e-6)
    assert column(after, "volume")[day] / column(before, "volume")[day] == pytest.approx(
        split.ratio, rel=1e-5
    )
    assert split.day not in event_days(before, "splits")
    event = event_days(after, "splits")[split.day]
    assert event["numerator"] / event["denominator"] == pytest.approx(split.ratio)


def test_no_company_jumps_on_a_day_once_events_are_counted(simulator: Simulator) -> None:
    for company in members(world.DEFAULT_TODAY):
        adjusted = chart(simulator, company.ticker.replace(".", "-"))["indicators"]["adjclose"][0]["adjclose"]
        returns = [b / a - 1 for a, b in pairwise(adjusted) if a is not None and b is not None]
        assert max(map(abs, returns)) < 0.2
        assert 0.005 < statistics.stdev(returns) < 0.04


def test_a_spin_off_dividend_takes_a_large_part_of_the_price(simulator: Simulator) -> None:
    ticker, day = world.SPIN_OFF_DIVIDEND
    result = chart(simulator, ticker)
    close = column(result, "close")
    before = close[max(session for session in close if session < day)]
    assert event_days(result, "dividends")[day]["amount"] / before == pytest.approx(
        world.SPIN_OFF_SHARE, rel=1e-3
    )


def test_a_dividend_on_the_day_of_a_split_is_per_new_share(simulator: Simulator) -> None:
    ticker, day = world.SPLIT_DAY_DIVIDEND
    result = chart(simulator, ticker)
    close = column(result, "close")
    before = close[max(session for session in close if session < day)]
    amount = event_days(result, "dividends")[day]["amount"]
    assert day in event_days(result, "splits")
    assert amount / before == pytest.approx(world.SPLIT_DAY_DIVIDEND_SHARE, abs=1e-4)


def test_more_than_half_of_the_companies_pay_four_dividends_a_year(simulator: Simulator) -> None:
    counts = [
        len(event_days(chart(simulator, c.ticker, start=date(2024, 7, 1)), "dividends"))
        for c in companies()
        if c.pays_dividends and not c.removed and c.ticker != world.SPLIT_WITH_DIVIDEND.ticker
    ]
    assert set(counts) <= {4, 5}
    assert len(counts) > 30


def test_a_session_may_lack_its_bar_or_have_a_null_one(simulator: Simulator) -> None:
    ticker, day = world.MISSING_BAR
    assert day not in local_days(chart(simulator, ticker))
    ticker, day = world.NULL_BAR
    result = chart(simulator, ticker)
    assert {column(result, name)[day] for name in ("open", "high", "low", "close", "volume")} == {None}


def test_the_index_has_no_volume_on_one_session(simulator: Simulator) -> None:
    volumes = column(chart(simulator, world.INDEX, end=date(2025, 6, 30)), "volume")
    assert [day for day, volume in volumes.items() if volume == 0] == [world.INDEX_WITHOUT_VOLUME]


def test_a_late_bar_appears_when_the_clock_reaches_its_day(simulator: Simulator) -> None:
    late = world.LATE_BAR
    simulator.set_clock(late.settled - timedelta(days=1))
    assert late.session not in local_days(chart(simulator, late.ticker))
    simulator.set_clock(late.settled)
    assert late.session in local_days(chart(simulator, late.ticker))


def test_a_wrong_bar_is_corrected_when_the_clock_reaches_its_day(simulator: Simulator) -> None:
    wrong = world.CORRECTED_BAR
    simulator.set_clock(wrong.settled - timedelta(days=1))
    before = column(chart(simulator, wrong.ticker), "close")[wrong.session]
    simulator.set_clock(wrong.settled)
    after = column(chart(simulator, wrong.ticker), "close")[wrong.session]
    assert before / after == pytest.approx(world.CORRECTED_BAR_ERROR, rel=1e-5)


@pytest.mark.parametrize("ticker", world.DUPLICATED_LAST_BAR)
def test_the_newest_settled_session_may_come_twice_the_last_one_right(
    simulator: Simulator, ticker: str
) -> None:
    result = chart(simulator, ticker)
    settled = date(2025, 6, 30)
    assert local_days(result)[-2:] == [settled, settled]
    simulator.set_clock(date(2025, 7, 3))
    later = column(chart(simulator, ticker), "volume")[settled]
    first, last = result["indicators"]["quote"][0]["volume"][-2:]
    assert first != later
    assert last == later


def test_a_session_under_way_has_a_live_bar_that_changes_when_it_settles(simulator: Simulator) -> None:
    live = chart(simulator, "KESL")
    assert live["timestamp"][-1] == live["meta"]["regularMarketTime"]
    assert live["timestamp"][-1] < live["meta"]["currentTradingPeriod"]["regular"]["end"]
    simulator.set_clock(date(2025, 7, 2))
    settled = chart(simulator, "KESL")
    assert column(live, "volume")[world.DEFAULT_TODAY] < column(settled, "volume")[world.DEFAULT_TODAY]
    null = chart(simulator, world.NULL_LIVE_BAR)
    assert null["indicators"]["quote"][0]["close"][-1] is None


def test_nothing_later_than_the_clock_is_served(simulator: Simulator) -> None:
    simulator.set_clock(date(2023, 1, 18))
    assert max(local_days(chart(simulator, "KESL"))) == date(2023, 1, 18)
    assert max(fred(simulator, "VIXCLS")) == date(2023, 1, 17)
    news = get(simulator, f"{NEWS}&startdatetime=20221201000000&enddatetime=20250101000000").json()
    assert news["timeline"][0]["data"][-1]["date"] == "20230118T000000Z"


def test_dead_tickers_are_not_found_and_zombies_are_empty(simulator: Simulator) -> None:
    response = ask_chart(simulator, world.DEAD_TICKER)
    assert response.status_code == 404
    assert response.json()["chart"]["error"]["description"] == "No data found, symbol may be delisted"
    zombie = chart(simulator, world.ZOMBIE_TICKER)
    assert zombie["meta"]["exchangeName"] == "YHD"
    assert zombie["indicators"]["quote"] == [{}]
    simulator.set_clock(world.ZOMBIE_CHANGE.day - timedelta(days=1))
    assert len(chart(simulator, world.DEAD_TICKER)["timestamp"]) > 100
    assert len(chart(simulator, world.ZOMBIE_TICKER)["timestamp"]) > 100


def test_a_class_share_is_written_with_a_dash(simulator: Simulator) -> None:
    assert ask_chart(simulator, world.CLASS_SHARE.replace(".", "-")).status_code == 200
    assert ask_chart(simulator, world.CLASS_SHARE).status_code == 404


def test_a_range_without_sessions_is_empty_and_one_before_the_listing_is_refused(
    simulator: Simulator,
) -> None:
    weekend = chart(simulator, "KESL", start=date(2025, 6, 28), end=date(2025, 6, 29))
    assert "timestamp" not in weekend
    assert weekend["indicators"]["quote"] == [{}]
    early = ask_chart(simulator, world.REUSED_TICKER, start=date(2020, 1, 2), end=date(2020, 2, 2))
    assert early.status_code == 400
    assert early.json()["chart"]["error"]["description"].startswith("Data doesn't exist for startDate")


@pytest.mark.parametrize("agent", ["", "python-requests/2.32", "curl/8.5"])
def test_generic_user_agents_are_refused(simulator: Simulator, agent: str) -> None:
    chart_path = "/v8/finance/chart/KESL?range=5d"
    views = f"{VIEWS}/Anxiety/daily/20240101/20240131"
    statuses = [
        get(simulator, path, **{"User-Agent": agent}).status_code for path in (chart_path, views, PAGE)
    ]
    assert statuses == [429, 403, 403]


# Membership


def test_a_membership_change_is_in_the_page_its_changes_and_the_spells(simulator: Simulator) -> None:
    change = world.MEMBERSHIP_CHANGE
    simulator.set_clock(change.day - timedelta(days=1))
    before = set(member_symbols(simulator))
    simulator.set_clock(change.day)
    after = set(member_symbols(simulator))
    assert (before - after, after - before) == ({change.removed}, {change.added})
    assert "September 18, 2023" in get(simulator, PAGE).json()["parse"]["text"]
    simulator.set_clock(world.DEFAULT_TODAY)
    rows = {(row["ticker"], row["start_date"], row["end_date"]) for row in spell_rows(simulator)}
    assert (change.added, "2023-09-18", "") in rows
    assert (change.removed, "2013-12-23", "2023-09-18") in rows


def test_the_newest_change_is_on_the_page_before_it_is_in_the_spells(simulator: Simulator) -> None:
    added = world.RECENT_CHANGE.added
    assert added in member_symbols(simulator)
    assert added not in {row["ticker"] for row in spell_rows(simulator)}
    simulator.set_clock(world.RECENT_CHANGE.day + world.SPELLS_LAG)
    assert added in {row["ticker"] for row in spell_rows(simulator)}


def test_a_renamed_company_is_found_under_its_ticker_of_the_day(simulator: Simulator) -> None:
    rename = world.RENAME
    assert ask_chart(simulator, rename.old).status_code == 404
    assert local_days(chart(simulator, rename.new))[0] == world.WINDOW_START
    spells = {row["ticker"]: row for row in spell_rows(simulator)}
    assert spells[rename.old]["end_date"] == spells[rename.new]["start_date"] == str(rename.day)
    simulator.set_clock(rename.day - timedelta(days=1))
    assert ask_chart(simulator, rename.new).status_code == 404
    assert rename.old in member_symbols(simulator)
    assert ask_chart(simulator, rename.old).status_code == 200


def test_a_reused_ticker_has_an_old_spell_that_ended_before_its_first_trade(simulator: Simulator) -> None:
    spells = [row for row in spell_rows(simulator) if row["ticker"] == world.REUSED_TICKER]
    first = datetime.fromtimestamp(
        chart(simulator, world.REUSED_TICKER)["meta"]["firstTradeDate"], UTC
    ).date()
    assert date.fromisoformat(spells[0]["end_date"]) < first < date.fromisoformat(spells[1]["start_date"])


def test_the_page_is_classified_anew_with_a_new_revision(simulator: Simulator) -> None:
    change = world.RECLASSIFICATION
    after = get(simulator, PAGE).json()["parse"]
    simulator.set_clock(change.day - timedelta(days=1))
    before = get(simulator, PAGE).json()["parse"]
    assert change.old_sub_industry in before["text"]
    assert change.old_sub_industry not in after["text"]
    assert before["revid"] < after["revid"]


def revisions(simulator: Simulator, **more: str) -> Any:
    path = f"/w/api.php?action=query&prop=revisions&titles={TITLE}&rvprop=ids%7Ctimestamp&formatversion=2"
    return get(simulator, path + "".join(f"&{name}={value}" for name, value in more.items())).json()


def test_the_pages_revisions_are_listed_from_the_newest_back_some_at_a_time(simulator: Simulator) -> None:
    span = {"rvstart": "2025-05-31T23:59:59Z", "rvend": "2025-05-01T00:00:00Z"}
    first = revisions(simulator, rvlimit="2", **span)
    goes_on = first["continue"]["rvcontinue"]
    rest = revisions(simulator, rvlimit="2", rvcontinue=quote(goes_on), **span)
    (one,), (other,) = first["query"]["pages"], rest["query"]["pages"]
    days = [entry["timestamp"][:10] for entry in one["revisions"] + other["revisions"]]
    assert days == ["2025-05-24", "2025-05-08", "2025-05-05"]
    assert "continue" not in rest


def test_a_month_without_an_edit_lists_no_revisions(simulator: Simulator) -> None:
    year, month = world.MONTH_WITHOUT_EDIT
    answer = revisions(
        simulator, rvlimit="max", rvstart=f"{year}-{month:02}-28T23:59:59Z", rvend=f"{year}-{month:02}-01"
    )
    assert "revisions" not in answer["query"]["pages"][0]


def test_an_old_revision_has_the_layout_of_its_time(simulator: Simulator) -> None:
    def page_before(day: str) -> str:
        (found,) = revisions(simulator, rvlimit="1", rvstart=day)["query"]["pages"]
        number = found["revisions"][0]["revid"]
        answer = get(simulator, f"/w/api.php?action=parse&oldid={number}&prop=text%7Crevid&formatversion=2")
        assert answer.json()["parse"]["revid"] == number
        return str(answer.json()["parse"]["text"])

    oldest, old, new = (page_before(day) for day in ("2020-07-31", "2021-07-31", "2023-07-31"))
    assert "<th>Ticker symbol" in oldest
    assert "<th>CIK" not in oldest
    assert "id=" in old.partition("<tbody>")[0]
    assert ' id="constituents"' not in oldest
    assert "<th>GICS Sub Industry" in old
    assert "<th>GICS Sub-Industry" in new


def test_a_revision_that_there_is_not_is_an_error(simulator: Simulator) -> None:
    answer = get(simulator, "/w/api.php?action=parse&oldid=7&format=json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (200, "nosuchrevid")


def test_an_api_error_has_status_200(simulator: Simulator) -> None:
    response = get(simulator, "/w/api.php?action=parse&page=Nothing&format=json")
    assert (response.status_code, response.json()["error"]["code"]) == (200, "missingtitle")


# Weather, news, attention, uncertainty


def weather(
    simulator: Simulator, places: list[tuple[float, float]], start: date, end: date, **more: str
) -> Any:
    north, east = (",".join(str(place[i]) for place in places) for i in (0, 1))
    path = f"{WEATHER}&latitude={north}&longitude={east}&start_date={start}&end_date={end}"
    return get(simulator, path + "".join(f"&{name}={value}" for name, value in more.items())).json()


def test_one_place_is_an_object_and_several_are_an_array(simulator: Simulator) -> None:
    day = date(2024, 1, 1)
    one = weather(simulator, [(40.7, -74.0)], day, day)
    several = weather(simulator, [(40.7, -74.0), (34.1, -118.2), (61.2, -149.9)], day, day)
    assert one["daily"] == several[0]["daily"]
    assert [place.get("location_id") for place in several] == [None, 1, 2]
    assert several[0]["daily_units"]["temperature_2m_max"] == "°C"


def test_the_weather_has_seasons_dry_days_and_colder_norths(simulator: Simulator) -> None:
    florida, alaska = weather(
        simulator, [(27.7, -81.7), (64.2, -149.5)], date(2023, 1, 1), date(2024, 12, 31)
    )
    means = [statistics.mean(place["daily"]["temperature_2m_max"]) for place in (florida, alaska)]
    assert means[0] > means[1] + 12
    days = dict(zip(alaska["daily"]["time"], alaska["daily"]["temperature_2m_max"], strict=True))
    assert days["2023-07-15"] > days["2023-01-15"] + 10
    rain = florida["daily"]["precipitation_sum"]
    assert 0.3 < sum(value == 0 for value in rain) / len(rain) < 0.85
    assert 1 < 365 * statistics.mean(rain) / 300 < 8


def test_one_state_lacks_rain_and_clouds_for_some_days(simulator: Simulator) -> None:
    first, last = world.WEATHER_GAP
    wyoming, colorado = weather(simulator, [(43.0, -107.5), (39.0, -105.5)], first, last + timedelta(days=1))
    assert wyoming["daily"]["precipitation_sum"][:-1] == [None] * 3
    assert wyoming["daily"]["cloud_cover_mean"][-1] is not None
    assert None not in wyoming["daily"]["temperature_2m_max"]
    assert None not in colorado["daily"]["precipitation_sum"]


def test_the_last_days_of_the_weather_are_revised(simulator: Simulator) -> None:
    places, span = [(40.7, -74.0)], (date(2025, 6, 1), date(2025, 6, 30))
    early = weather(simulator, places, *span)["daily"]["temperature_2m_max"]
    simulator.set_clock(date(2025, 7, 10))
    final = weather(simulator, places, *span)["daily"]["temperature_2m_max"]
    assert early[:-5] == final[:-5]
    assert early[-5] != final[-5]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("&latitude=1,2&longitude=1&start_date=2024-01-01&end_date=2024-01-02", "same number of elements"),
        ("&latitude=1&longitude=1&start_date=2024-01-01", "Both 'start_date' and 'end_date'"),
        ("&latitude=1&longitude=1&start_date=2024-02-01&end_date=2024-01-02", "End-date must be larger"),
        ("&latitude=1&longitude=1&start_date=2024-02-01&end_date=2026-01-02", "out of allowed range"),
        (
            "&latitude=1&longitude=1&start_date=2024-02-01&end_date=2024-02-02&timezone=Mars",
            "Invalid timezone",
        ),
        ("&latitude=1&longitude=1&start_date=2024-02-01&end_date=2024-02-02&daily=fog", "Cannot initialize"),
        (
            "&latitude=1{0}&longitude=1{0}&start_date=2000-01-01&end_date=2024-01-02".format(",1" * 99),
            "too much",
        ),
    ],
)
def test_a_bad_weather_request_is_told_why(simulator: Simulator, change: str, reason: str) -> None:
    response = get(simulator, WEATHER + change)
    assert response.status_code == 400
    assert reason in response.json()["reason"]


def test_news_days_are_missing_in_outages_and_never_zero(simulator: Simulator) -> None:
    answer = get(simulator, f"{NEWS}&startdatetime=20220701000000&enddatetime=20250630235959").json()
    assert answer["query_details"]["date_resolution"] == "day"
    points = {datetime.fromisoformat(p["date"]).date(): p for p in answer["timeline"][0]["data"]}
    days = [world.WINDOW_START + timedelta(days=n) for n in range(1096)]
    assert [day for day in days if day not in points] == list(world.NEWS_OUTAGES[1:])
    assert min(point["value"] for point in points.values()) > 0
    sundays = [point["norm"] for day, point in points.items() if day.weekday() == 6]
    tuesdays = [point["norm"] for day, point in points.items() if day.weekday() == 1]
    assert statistics.mean(sundays) < 0.4 * statistics.mean(tuesdays)


def test_the_news_norm_is_the_same_for_every_query(simulator: Simulator) -> None:
    span = "startdatetime=20240101000000&enddatetime=20240131235959"
    answers = [
        get(simulator, f"{NEWS}&{span}"),
        get(simulator, f"{NEWS}&{span}".replace("depression", "weather")),
    ]
    first, second = ([p["norm"] for p in answer.json()["timeline"][0]["data"]] for answer in answers)
    assert first == second


def test_a_short_span_gets_finer_buckets(simulator: Simulator) -> None:
    answer = get(simulator, f"{NEWS}&startdatetime=20240101000000&enddatetime=20240102000000").json()
    assert answer["query_details"]["date_resolution"] == "15m"


def test_a_news_error_is_a_sentence_with_status_200(simulator: Simulator) -> None:
    response = get(simulator, "/api/v2/doc/doc?query=a&mode=timelinevolraw")
    assert (response.status_code, response.text.strip()) == (200, "Your query was too short or too long.")


def test_views_lag_a_day_and_miss_one(simulator: Simulator) -> None:
    article, gap = world.VIEWS_GAP
    items = get(simulator, f"{VIEWS}/{article}/daily/2024020100/2024022900").json()["items"]
    stamps = [item["timestamp"] for item in items]
    assert f"{gap:%Y%m%d}00" not in stamps
    assert len(stamps) == 28
    newest = [
        get(simulator, f"{VIEWS}/{name}/daily/20250601/20250701").json()["items"][-1]["timestamp"]
        for name in ("Major_depressive_disorder", world.SLOW_ARTICLE)
    ]
    assert newest == ["2025063000", "2025062900"]


def test_views_that_do_not_exist_are_a_problem_document(simulator: Simulator) -> None:
    for tail in ("No_such_article/daily/20240101/20240131", "Anxiety/daily/20250701/20250701"):
        response = get(simulator, f"{VIEWS}/{tail}")
        assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
        assert response.json()["title"] == "Not Found"


def test_attention_is_low_medium_and_high_in_turn(simulator: Simulator) -> None:
    items = get(simulator, f"{VIEWS}/Major_depressive_disorder/daily/20220701/20250630").json()["items"]
    views = [item["views"] for item in items]
    means = [statistics.mean(views[i - 6 : i + 1]) for i in range(6, len(views))]
    ranks = [100 * sum(x <= means[i] for x in means[i - 363 : i + 1]) / 364 for i in range(363, len(means))]
    assert min(sum(r <= 33 for r in ranks), sum(33 < r <= 66 for r in ranks), sum(r > 66 for r in ranks)) > 60


def test_fred_agrees_with_yahoo_and_marks_holidays_as_missing(simulator: Simulator) -> None:
    for name, symbol, missing in (("VIXCLS", "^VIX", "."), ("SP500", "^GSPC", "")):
        observed, closes = fred(simulator, name), column(chart(simulator, symbol), "close")
        known = [day for day in observed if day in closes]
        assert len(known) > 740
        assert all(abs(float(observed[day]) - closes[day]) < 0.005 for day in known)
        assert observed[date(2025, 6, 19)] == missing


def test_uncertainty_comes_late_and_is_revised(simulator: Simulator) -> None:
    early = fred(simulator, "USEPUINDXD")
    assert max(early) == date(2025, 6, 29)
    simulator.set_clock(date(2025, 7, 20))
    later = fred(simulator, "USEPUINDXD")
    assert min(day for day in early if early[day] != later[day]) == date(2025, 6, 24)


def test_an_unknown_series_is_an_html_page(simulator: Simulator) -> None:
    response = get(simulator, "/graph/fredgraph.csv?id=NOPE")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/html")


# Tiingo


def test_tiingo_needs_a_key(simulator: Simulator) -> None:
    path = "/tiingo/daily/kesl/prices"
    assert get(simulator, path).status_code == 403
    assert get(simulator, path, Authorization="Bearer x").status_code == 401
    assert get(simulator, path, Authorization="Token x").status_code == 200
    assert get(simulator, "/tiingo/daily/NOPE/prices", Authorization="Token x").status_code == 404


def test_tiingo_gives_as_traded_prices_that_agree_with_yahoo(simulator: Simulator) -> None:
    split = world.SEVEN_FOR_ONE
    path = f"/tiingo/daily/{split.ticker}/prices?startDate=2025-06-12&endDate=2025-06-30"
    rows = get(simulator, path, Authorization="Token x").json()
    closes = column(chart(simulator, split.ticker), "close")
    for row in rows:
        day = date.fromisoformat(row["date"][:10])
        later = split.ratio if day < split.day else 1
        assert row["close"] == pytest.approx(closes[day] * later, abs=0.001)
        assert row["splitFactor"] == (split.ratio if day == split.day else 1)
    assert get(simulator, path + "&format=csv", Authorization="Token x").text.startswith(
        "date,close,high,low,open"
    )


def test_tiingo_gives_the_newest_row_of_every_ticker(simulator: Simulator) -> None:
    rows = get(simulator, "/tiingo/daily/prices", Authorization="Token x").json()
    assert {row["date"][:10] for row in rows} == {"2025-06-30"}
    assert {"QRS-B", world.RENAME.new} <= {row["ticker"] for row in rows}
    assert world.DEAD_TICKER not in {row["ticker"] for row in rows}


# The server


def test_a_script_makes_the_next_matching_requests_fail(simulator: Simulator) -> None:
    simulator.script(
        [{"match": "chart/KESL", "status": 503, "body": "down", "headers": {"Retry-After": "7"}, "times": 2}]
    )
    assert ask_chart(simulator, "QNTL").status_code == 200
    failed = ask_chart(simulator, "KESL")
    assert (failed.status_code, failed.text, failed.headers["Retry-After"]) == (503, "down", "7")
    assert [ask_chart(simulator, "KESL").status_code for _ in range(2)] == [503, 200]


def test_a_scripted_429_is_the_providers_own(simulator: Simulator) -> None:
    paths = [
        "/v8/finance/chart/KESL",
        "/v1/archive",
        "/api/v2/doc/doc",
        f"{VIEWS}/Anxiety/daily/20240101/20240131",
    ]
    simulator.script([{"match": path, "status": 429} for path in paths])
    bodies = [get(simulator, path).text for path in paths]
    assert [body[:26] for body in bodies] == [
        "Edge: Too Many Requests",
        '{"error":true,"reason":"Mi',
        "Please limit requests to o",
        "You are making too many re",
    ]


def test_a_script_can_hang_up_truncate_and_answer_html(simulator: Simulator) -> None:
    simulator.script([{"match": SPELLS, "action": name} for name in ("hangup", "truncate", "html")])
    with pytest.raises(requests.ConnectionError):
        get(simulator, SPELLS)
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        get(simulator, SPELLS)
    assert "<html>" in get(simulator, SPELLS).text
    assert get(simulator, SPELLS).text.startswith("ticker,start_date,end_date\n")


def test_a_script_can_change_a_part_of_the_real_answer(simulator: Simulator) -> None:
    simulator.script([{"match": "chart", "replace": {'"dataGranularity":"1d"': '"dataGranularity":"3mo"'}}])
    assert chart(simulator, "KESL")["meta"]["dataGranularity"] == "3mo"
    assert chart(simulator, "KESL")["meta"]["dataGranularity"] == "1d"


def test_the_clock_the_faults_and_the_script_obey_http(simulator: Simulator) -> None:
    control = simulator.url + "/_simulator/"
    assert requests.post(control + "clock?date=2024-05-01", timeout=60).json()["today"] == "2024-05-01"
    assert requests.post(control + "script", json=[{"match": "fred", "status": 500}], timeout=60).ok
    assert get(simulator, "/graph/fredgraph.csv?id=SP500").status_code == 500
    assert requests.post(control + "faults?rate=0.5", timeout=60).ok
    assert requests.post(control + "clock?date=1999-01-01", timeout=60).status_code == 400
    assert requests.post(control + "script", json=[{"mach": "x"}], timeout=60).status_code == 400


def test_a_share_of_the_requests_fails_in_every_way(simulator: Simulator) -> None:
    simulator.set_faults(1)
    seen = set()
    for _ in range(60):
        try:
            response = get(simulator, SPELLS)
            seen.add("html" if "<html>" in response.text else str(response.status_code))
        except requests.RequestException as error:
            seen.add("cut" if "IncompleteRead" in str(error) else "hangup")
    assert seen == {"429", "500", "html", "cut", "hangup"}


def test_statistics_count_the_requests_by_provider(simulator: Simulator) -> None:
    before = requests.get(simulator.url + "/_simulator/stats", timeout=60).json()["requests"]
    get(simulator, SPELLS)
    ask_chart(simulator, "KESL")
    after = requests.get(simulator.url + "/_simulator/stats", timeout=60).json()["requests"]
    assert {name: after[name] - before.get(name, 0) for name in after} | {"spells": 1, "yahoo": 1} == {
        **dict.fromkeys(after, 0),
        "spells": 1,
        "yahoo": 1,
    }


def test_the_command_serves_until_it_is_terminated() -> None:
    command = [sys.executable, "-m", "infra.local.simulator", "--port", "0", "--today", "2024-05-01"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = re.search(r"http://[\d.:]+", line)
        assert url is not None
        assert requests.get(url[0] + "/_simulator/stats", timeout=60).json()["today"] == "2024-05-01"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


# Google Trends


def test_both_trends_exports_are_written_the_same_every_time(tmp_path: Any) -> None:
    legacy, current = write_trends(tmp_path)
    first = legacy.read_bytes(), current.read_bytes()
    assert [path.read_bytes() for path in write_trends(tmp_path)] == list(first)
    assert first[0].startswith(b"Category: All categories\n\nWeek,depression: (United States)\n2022-07-03,")
    assert current.name == "time_series_US_20220703-0000_20250701-0000.csv"
    assert first[1].startswith(b'"Time","depression"\n"2022-07-03",')
    assert not first[1].endswith(b"\n")
    values = [int(line.split(b",")[1]) for line in first[0].splitlines()[3:]]
    assert max(values) == 100
    assert len(values) == 157
