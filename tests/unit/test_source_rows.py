"""What bodies become, one provider after the other."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from extract_load.catalog import SOURCES
from extract_load.envelope import Envelope, Outcome, Status
from extract_load.source import Api, BadRecord, Columns, Window
from extract_load.sources.google_trends import read_export

BY_NAME = {source.name: source for source in SOURCES}
APIS = {source.name: source for source in SOURCES if isinstance(source, Api)}
Rows = dict[str, Columns]
DAY = 86400
JUNE_2 = 1717335000  # Sunday, 2 June 2024, 09:30 in New York


def an_envelope(
    source: str,
    body: str,
    start: str = "2024-06-01",
    end: str = "2024-06-30",
    today: str = "2024-07-01",
    subject: str = "X",
    **context: object,
) -> Envelope:
    outcome = Outcome(Status.OK, 200, len(body), 0.1, 1)
    first, last, now = (date.fromisoformat(day) for day in (start, end, today))
    return Envelope(source, subject, first, last, now, {}, context, outcome, datetime.now(UTC), body)


def rows(source: str, body: object, **about: Any) -> Rows:
    envelope = an_envelope(source, body if isinstance(body, str) else json.dumps(body), **about)
    found = {}
    for table, columns in BY_NAME[source].rows(envelope):
        assert set(columns) <= set(table.columns)
        assert len({len(values) for values in columns.values()}) == 1
        found[table.name] = columns
    return found


def a_chart(
    stamps: list[int],
    closes: Sequence[object] = (),
    events: object = None,
    zone: str = "America/New_York",
    **quote: object,
) -> dict[str, Any]:
    closes = closes or [10.0] * len(stamps)
    meta: object = {
        "symbol": "BRK-B",
        "exchangeTimezoneName": zone,
        "dataGranularity": "1d",
        "currency": "USD",
    }
    prices = {
        "volume": [5] * len(stamps),
        **dict.fromkeys(("open", "high", "low", "close"), closes),
        **quote,
    }
    result = {"meta": meta, "timestamp": stamps, "indicators": {"quote": [prices]}}
    return {"chart": {"result": [{**result, **({"events": events} if events else {})}], "error": None}}


def chart_rows(chart: object, **about: Any) -> Rows:
    return rows("yahoo", chart, ticker="BRK.B", symbol="BRK-B", **about)


class TestYahoo:
    def test_a_bar_carries_its_ticker_time_zone_and_place(self) -> None:
        bars = chart_rows(a_chart([JUNE_2, JUNE_2 + DAY]))["yahoo_bars"]
        assert bars["ticker"] == ["BRK.B"] * 2
        assert bars["symbol"] == ["BRK-B"] * 2
        assert bars["bar_index"] == [0, 1]
        assert bars["exchange_timezone"] == ["America/New_York"] * 2

    def test_bars_after_the_window_are_left_out_and_events_are_not(self) -> None:
        events = {
            "splits": {"1": {"date": JUNE_2 + DAY, "numerator": 4, "denominator": 1, "splitRatio": "4:1"}}
        }
        found = chart_rows(a_chart([JUNE_2, JUNE_2 + DAY], events=events), end="2024-06-02")
        assert found["yahoo_bars"]["bar_time"] == [JUNE_2]
        assert found["yahoo_splits"]["numerator"] == [4]
        assert found["yahoo_dividends"]["amount"] == []

    def test_a_dividend_carries_its_currency_and_that_of_the_prices(self) -> None:
        paid = {
            "1": {"date": JUNE_2, "amount": 1, "currency": "EUR"},
            "2": {"date": JUNE_2 + DAY, "amount": 2},
        }
        found = chart_rows(a_chart([JUNE_2], events={"dividends": paid}))["yahoo_dividends"]
        assert found["currency"] == ["EUR", None]
        assert found["chart_currency"] == ["USD", "USD"]

    def test_no_bar_is_made_for_today(self) -> None:
        bars = chart_rows(a_chart([JUNE_2, JUNE_2 + DAY]), today="2024-06-03")["yahoo_bars"]
        assert bars["bar_time"] == [JUNE_2]

    def test_a_day_ends_where_the_exchange_is(self) -> None:
        late = JUNE_2 + 14 * 3600  # 23:30 in New York, the next day in UTC and in London
        here = chart_rows(a_chart([late]), end="2024-06-02")["yahoo_bars"]
        there = chart_rows(a_chart([late], zone="Europe/London"), end="2024-06-02")["yahoo_bars"]
        assert (here["bar_time"], there["bar_time"]) == ([late], [])

    def test_a_day_twice_is_landed_twice_in_the_order_of_the_array(self) -> None:
        bars = chart_rows(a_chart([JUNE_2, JUNE_2 + 60], [1.0, 2.0]))["yahoo_bars"]
        assert bars["close"] == [1.0, 2.0]

    def test_nulls_and_strange_strings_stay_as_they_are(self) -> None:
        bars = chart_rows(a_chart([JUNE_2, JUNE_2 + DAY], [None, "Infinity"]))["yahoo_bars"]
        assert bars["close"] == [None, "Infinity"]

    def test_without_adjusted_closes_the_column_is_left_out(self) -> None:
        assert "adjclose" not in chart_rows(a_chart([JUNE_2]))["yahoo_bars"]

    def test_a_chart_row_says_what_was_asked_and_told(self) -> None:
        charts = chart_rows(a_chart([JUNE_2]))["yahoo_charts"]
        assert charts["window_end"] == [date(2024, 6, 30)]
        assert charts["currency"] == ["USD"]
        assert charts["first_trade_time"] == [None]

    def test_arrays_of_different_lengths_are_no_rows(self) -> None:
        with pytest.raises(BadRecord, match="1 values of volume for 2 stamps"):
            chart_rows(a_chart([JUNE_2, JUNE_2 + DAY], volume=[5]))

    def test_closes_are_told_as_traded(self) -> None:
        splits = {
            "1": {"date": JUNE_2 + DAY, "numerator": 4, "denominator": 1},
            "2": {"date": JUNE_2 + 40 * DAY, "numerator": 1, "denominator": 2},
        }
        chart = json.dumps(a_chart([JUNE_2, JUNE_2 + DAY], [10.0, 11.0], events={"splits": splits}))
        envelope = an_envelope("yahoo", chart, ticker="BRK.B", symbol="BRK-B")
        assert APIS["yahoo"].closes(envelope) == {date(2024, 6, 2): 20.0, date(2024, 6, 3): 5.5}

    def test_a_request_runs_up_to_now_whatever_its_end(self) -> None:
        window = Window(date(2024, 6, 3), date(2024, 6, 5))
        (request,) = APIS["yahoo"].requests(["BRK.B"], window, date(2024, 7, 1))
        assert request.path == "/v8/finance/chart/BRK-B"
        assert request.params["period1"] == "1717372800"
        assert request.params["period2"] == "1719878400"

    def test_an_index_is_escaped_in_the_path(self) -> None:
        window = Window(date(2024, 6, 3), date(2024, 6, 5))
        (request,) = APIS["yahoo"].requests(["^GSPC"], window, date(2024, 7, 1))
        assert request.path == "/v8/finance/chart/%5EGSPC"


class TestTiingo:
    def test_rows_of_today_are_left_out(self) -> None:
        body = [{"date": "2024-06-28T00:00:00.000Z", "close": 1.5}, {"date": "2024-07-01T00:00:00.000Z"}]
        prices = rows("tiingo", body, ticker="BRK.B", symbol="BRK-B")["tiingo_prices"]
        assert prices["date"] == ["2024-06-28T00:00:00.000Z"]
        assert prices["close"] == [1.5]
        assert prices["split_factor"] == [None]


class TestOpenMeteo:
    def place(self) -> dict[str, object]:
        units = {
            "precipitation_sum": "mm",
            "temperature_2m_max": "°C",
            "temperature_2m_min": "°C",
            "cloud_cover_mean": "%",
        }
        series: dict[str, object] = {
            "time": ["2024-06-29", "2024-06-30"],
            **{name: [1.0, None] for name in units},
        }
        place = {"latitude": 40.7, "longitude": -74.1, "utc_offset_seconds": 0, "daily_units": units}
        return {**place, "daily": series}

    def test_several_places_are_known_by_their_position(self) -> None:
        daily = rows("open_meteo", [self.place(), self.place()], locations=["AL", "NYC"])["open_meteo_daily"]
        assert daily["location"] == ["AL", "AL", "NYC", "NYC"]
        assert daily["precipitation_sum"] == [1.0, None, 1.0, None]
        assert daily["date"][:2] == [date(2024, 6, 29), date(2024, 6, 30)]

    def test_one_place_is_not_an_array(self) -> None:
        daily = rows("open_meteo", self.place(), locations=["NYC"], today="2024-06-30")["open_meteo_daily"]
        assert daily["date"] == [date(2024, 6, 29)]
        assert daily["cloud_cover_mean"] == [1.0]

    def test_the_time_that_an_answer_took_does_not_make_it_another(self) -> None:
        meteo = BY_NAME["open_meteo"]
        one, other = (f'{{"latitude":1,"generationtime_ms":{took},"a":2}}' for took in (0.5, 21258.1))
        assert meteo.stable(one) == meteo.stable(other)

    def test_no_request_outweighs_the_quota_of_a_minute(self) -> None:
        window = Window(date(2014, 3, 1), date(2024, 6, 30))
        asked = list(APIS["open_meteo"].requests(["locations"], window, date(2024, 7, 1)))
        assert max(request.weight for request in asked) <= 600
        assert asked[0].window == Window(date(2014, 3, 1), date(2014, 12, 31))
        assert asked[-1].window == Window(date(2024, 1, 1), date(2024, 6, 30))


class TestGdelt:
    def timeline(self, *days: str) -> dict[str, object]:
        data = [{"date": f"{day}T000000Z", "value": 3, "norm": 1000} for day in days]
        return {
            "query_details": {"date_resolution": "day"},
            "timeline": [{"series": "Article Count", "data": data}],
        }

    def test_today_is_left_out(self) -> None:
        body = self.timeline("20240629", "20240701")
        assert rows("gdelt", body, query="q")["gdelt_timeline"]["date"] == ["20240629T000000Z"]

    def test_backslashes_that_were_not_escaped_are_read_anyway(self) -> None:
        body = "\ufeff" + json.dumps(self.timeline("20240629")).replace("Article Count", r"Article \Count")
        assert rows("gdelt", body, query="q")["gdelt_timeline"]["series"] == [r"Article \Count"]

    @pytest.mark.parametrize(
        ("window", "asked"),
        [
            (("2024-06-28", "2024-06-30"), ("2024-06-21", "2024-06-30")),
            (("2024-05-01", "2024-06-30"), ("2024-05-01", "2024-06-30")),
            (("2017-01-02", "2017-01-03"), ("2017-01-01", "2017-01-10")),
        ],
    )
    def test_a_span_is_long_enough_to_be_answered_in_days(
        self, window: tuple[str, str], asked: tuple[str, str]
    ) -> None:
        start, end = (date.fromisoformat(day) for day in window)
        (request,) = APIS["gdelt"].requests(["depression"], Window(start, end), date(2024, 7, 1))
        assert (str(request.window.start), str(request.window.end)) == asked


class TestWikimedia:
    def test_a_title_is_escaped_once(self) -> None:
        window = Window(date(2024, 6, 28), date(2024, 6, 30))
        (request,) = APIS["wikimedia"].requests(["AC/DC_(band)"], window, date(2024, 7, 1))
        assert request.path.endswith("/user/AC%2FDC_%28band%29/daily/20240628/20240630")

    def test_today_is_left_out(self) -> None:
        items = [
            {"article": "Anxiety", "timestamp": f"{day}00", "views": 9} for day in ("20240630", "20240701")
        ]
        assert rows("wikimedia", {"items": items})["wikimedia_pageviews"]["timestamp"] == ["2024063000"]

    def test_the_article_is_the_one_asked_for_however_it_is_spelled_back(self) -> None:
        body = {"items": [{"article": "Depression_%28mood%29", "timestamp": "2024063000", "views": 9}]}
        found = rows("wikimedia", body, subject="Depression_(mood)")
        assert found["wikimedia_pageviews"]["article"] == ["Depression_(mood)"]


class TestFred:
    @pytest.mark.parametrize("header", ["observation_date", "DATE"])
    def test_both_headers_are_read_and_unknown_values_are_null(self, header: str) -> None:
        body = f"{header},X\n2024-06-27,12.5\n2024-06-28,.\n2024-06-29,\n2024-07-01,13\n"
        found = rows("fred", body)["fred_observations"]
        assert found["value"] == [12.5, None, None]
        assert found["observation_date"][0] == date(2024, 6, 27)

    def test_what_is_no_number_stays_text_for_the_loader_to_reject(self) -> None:
        body = "observation_date,X\n2024-06-27,n/a\nsoon,1\n2024-06-28,2\n"
        assert rows("fred", body.replace("soon", "2024-06-31"))["fred_observations"]["value"] == [
            "n/a",
            1.0,
            2.0,
        ]

    def test_another_series_is_no_answer(self) -> None:
        with pytest.raises(BadRecord, match="not a CSV of X"):
            rows("fred", "observation_date,Y\n2024-06-27,1\n")

    def test_a_cut_off_line_is_no_answer(self) -> None:
        with pytest.raises(BadRecord, match="line 3 of X has 1 cells instead of 2"):
            rows("fred", "observation_date,X\n2024-06-27,1\n2024-06")


class TestMembershipSpells:
    def test_an_open_spell_has_no_end(self) -> None:
        body = "ticker,start_date,end_date\nBRK.B,2010-02-16,\nFB,2013-12-23,2022-06-09\n"
        found = rows("membership_spells", body)["membership_spells"]
        assert found["end_date"] == [None, date(2022, 6, 9)]
        assert found["observed_on"] == [date(2024, 7, 1)] * 2


LEGACY = "Category: All categories\n\nWeek,depression: (United States)\n2024-06-16,71\n2024-06-23,<1\n"
NEW = '"Time","depression","""is it sad"""\n"2024-06-16",71,0\n"2024-06-23",68,5'


class TestGoogleTrends:
    def test_the_older_export_is_read(self) -> None:
        body = rows("google_trends", LEGACY, file_name="multiTimeline.csv", exported_on="2024-06-25")
        interest = body["google_trends_interest"]
        assert interest["interest"] == ["71", "<1"]
        assert interest["geo"] == ["United States"] * 2
        assert interest["resolution"] == ["Week"] * 2
        assert interest["exported_on"] == [date(2024, 6, 25)] * 2

    def test_the_newer_export_has_its_region_in_its_name(self) -> None:
        series = read_export("time_series_US_20240101-0000_20240630-1200.csv", NEW)
        assert [(one.term, one.geo, one.resolution) for one in series] == [
            ("depression", "US", "Week"),
            ('"is it sad"', "US", "Week"),
        ]

    def test_a_byte_order_mark_does_no_harm(self) -> None:
        assert read_export("multiTimeline.csv", "\ufeff" + LEGACY)[0].term == "depression"

    def test_the_highest_interest_has_three_digits_and_none_has_four(self) -> None:
        assert read_export("multiTimeline.csv", LEGACY.replace("71", "100"))[0].interest == ["100", "<1"]
        with pytest.raises(BadRecord, match="is not a period and"):
            read_export("multiTimeline.csv", LEGACY.replace("71", "1000"))

    @pytest.mark.parametrize(
        ("first", "second", "resolution"),
        [
            ("2024-01-01", "2024-01-02", "Day"),
            ("2024-06-16", "2024-06-23", "Week"),
            ("2023-02-01", "2023-03-01", "Month"),
            ("2024-02-01", "2024-03-01", "Month"),
            ("2024-04-01", "2024-05-01", "Month"),
            ("2024-01-01", "2024-02-01", "Month"),
            ("2024-01-01", "2024-01-28", "Time"),
            ("2024-01-01T00", "2024-01-01T01", "Time"),
        ],
    )
    def test_the_newer_export_is_as_fine_as_its_first_step(
        self, first: str, second: str, resolution: str
    ) -> None:
        text = f'"Time","depression"\n"{first}",71\n"{second}",68'
        (series,) = read_export("time_series_US_20230101-0000_20240630-1200.csv", text)
        assert series.resolution == resolution

    def test_only_a_header_in_the_first_line_makes_the_newer_export(self) -> None:
        hours = LEGACY.replace("Week", "Time").replace("06-16", "06-16T05").replace("06-23", "06-16T06")
        (series,) = read_export("multiTimeline.csv", hours)
        assert series[:4] == ("multiTimeline", "United States", "depression", "Time")

    @pytest.mark.parametrize(
        ("name", "text", "reason"),
        [
            ("a.csv", "Kategori: Tüm kategoriler\n\nHafta,depression: (Türkiye)\n2024-06-16,71\n", "English"),
            ("a.csv", "类别\uff1a所有类别\n\n周,depression: (美国)\n2024-06-16,71\n", "English"),
            ("a.csv", "", "not a Google Trends export"),
            ("multiTimeline.csv", LEGACY.replace("71", "abc"), "is not a period and"),
            ("multiTimeline.csv", LEGACY.replace("2024-06-16", "2024-13-45"), "is not a period and"),
            ("a.csv", "a," + "b" * 200_000, "is not a CSV file"),
            ("a.csv", "hello\nworld\n", "not a Google Trends export"),
            ("a.csv", LEGACY.replace("2024-06-16,71", "2024-06-16"), "1 values"),
            ("a.csv", NEW, "region in the file's name"),
            (
                "by_region_US_20240101-0000_20240630-1200.csv",
                '"Region","depression"\n"Ohio",71',
                "first column",
            ),
        ],
    )
    def test_anything_else_is_refused_with_what_to_do(self, name: str, text: str, reason: str) -> None:
        with pytest.raises(BadRecord, match=reason):
            read_export(name, text)
