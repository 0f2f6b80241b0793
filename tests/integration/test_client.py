"""Every way in which a provider answers, over HTTP: what is retried, what is given up, what is an answer."""

import json
import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from extract_load.catalog import SOURCES
from extract_load.config import ConfigError, Settings
from extract_load.envelope import Envelope, Outcome
from extract_load.extract.client import TRIES, Client
from extract_load.extract.http import Deadline, Pacer
from extract_load.source import Provider, Window
from infra.local.simulator import Simulator, world

BY_NAME: dict[str, Any] = {source.name: source for source in SOURCES}
Step = dict[str, Any]
Ask = Callable[..., list[Envelope]]
WINDOW = Window(date(2025, 6, 2), date(2025, 6, 30))
AT_ONCE = {"retry-after": "0"}
MATCH = {
    "yahoo": "/v8/",
    "tiingo": "/tiingo/",
    "open_meteo": "/v1/archive",
    "gdelt": "/doc/doc",
    "wikimedia": "/per-article/",
    "wikipedia": "/w/api.php",
    "fred": "/fredgraph",
    "membership_spells": ".csv",
}
CHART = {"chart": {"result": None, "error": {"code": "Not Found", "description": "No data found"}}}
NO_BARS = {"meta": {"symbol": "^GSPC", "dataGranularity": "1d"}, "indicators": {"quote": [{}]}}
BAD_SPLIT = {
    "meta": {"symbol": "^GSPC", "dataGranularity": "1d", "exchangeTimezoneName": "America/New_York"},
    "timestamp": [1],
    "indicators": {"quote": [{"open": [1], "high": [1], "low": [1], "close": [1], "volume": [1]}]},
    "events": {"splits": {"1": {"date": 1}}},
}
HOURLY = '{"error":true,"reason":"Hourly API request limit exceeded. Please try again in the next hour."}'
MINUTELY = '{"error":true,"reason":"Minutely API request limit exceeded. Please try again in one minute."}'
LIMIT = "Please limit requests to one every 5 seconds or contact us for larger queries.\n"
PROBLEM = '{"detail":"The date(s) you used are valid, but we either do not have data","status":404}'


def of_chart(result: object) -> str:
    return json.dumps({"chart": {"result": [result], "error": None}})


@pytest.fixture
def ask(simulator: Simulator, settings: Settings) -> Ask:
    """Asks one subject of a source after a script of faults, and gives the envelopes."""

    def asked(
        source: str, *steps: Step, subject: str | None = None, deadline: Deadline | None = None
    ) -> list[Envelope]:
        api = BY_NAME[source]
        simulator.script([{"match": MATCH[source], **step} for step in steps])
        subjects = [subject] if subject else list(api.subjects)[:1] or ["OAKM"]
        own = replace(settings, tiingo_api_key="key")
        with Client(api, own, deadline or Deadline()) as client:
            return list(client.ask(api.requests(subjects, WINDOW, settings.today)))

    return asked


def outcome(envelopes: list[Envelope]) -> Outcome:
    (envelope,) = envelopes
    return envelope.outcome


class Visited(ThreadingHTTPServer):
    """A provider that remembers by which name it was last asked."""

    visitor = ""


class _Visit(BaseHTTPRequestHandler):
    server: Visited

    def do_GET(self) -> None:
        self.server.visitor = self.headers["User-Agent"]
        self.send_error(404)


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        (None, "Mozilla/5.0 (compatible; Bellwether/0.1)"),
        ("me@example.org", "Mozilla/5.0 (compatible; Bellwether/0.1; me@example.org)"),
        ("https://example.org/~me", "Mozilla/5.0 (compatible; Bellwether/0.1; https://example.org/~me)"),
    ],
)
def test_a_provider_is_told_who_asks_and_whom_to_reach(
    settings: Settings, contact: str | None, name: str
) -> None:
    api = BY_NAME["fred"]
    with Visited(("127.0.0.1", 0), _Visit) as provider:
        threading.Thread(target=provider.handle_request).start()
        own = replace(settings, providers_url=f"http://127.0.0.1:{provider.server_port}", contact=contact)
        with Client(api, own, Deadline()) as client:
            list(client.ask(api.requests(["SP500"], WINDOW, settings.today)))
        assert provider.visitor == name


@pytest.mark.parametrize("source", MATCH)
def test_a_good_answer_is_ok_at_once(ask: Ask, source: str) -> None:
    (envelope,) = ask(source)
    assert (envelope.outcome.status, envelope.outcome.attempts, envelope.outcome.message) == ("ok", 1, "")
    assert envelope.outcome.server == "bellwether-simulator"
    assert envelope.outcome.bytes == len(str(envelope.body).encode())
    assert list(BY_NAME[source].rows(envelope))


@pytest.mark.parametrize(
    "step",
    [
        {"action": "hangup"},
        {"action": "truncate"},
        {"action": "html"},
        {"status": 429, "headers": AT_ONCE},
        {"status": 408},
        {"status": 500},
        {"status": 503, "body": '{"error":true,"reason":"The service is overloaded"}'},
        {"body": ""},
        {"body": "{"},
    ],
    ids=str,
)
def test_a_passing_trouble_is_retried(ask: Ask, step: Step) -> None:
    result = outcome(ask("wikimedia", step))
    assert (result.status, result.attempts) == ("ok", 2)


@pytest.mark.parametrize(
    ("source", "step"),
    [
        ("yahoo", {"body": of_chart(BAD_SPLIT)}),
        ("yahoo", {"replace": {'"high":': '"hgih":'}}),
        ("open_meteo", {"body": '[{"latitude":1,"daily":{"time":["Unexpected error while streaming data: x'}),
        ("open_meteo", {"status": 429, "body": MINUTELY, "headers": AT_ONCE}),
        ("gdelt", {"status": 429, "body": LIMIT, "headers": AT_ONCE}),
        ("gdelt", {"body": LIMIT, "headers": AT_ONCE}),
        ("wikipedia", {"body": '{"error":{"code":"ratelimited","info":"Too fast."}}', "headers": AT_ONCE}),
        ("wikipedia", {"body": '{"error":{"code":"readonly","info":"Maintenance."}}', "headers": AT_ONCE}),
        ("wikipedia", {"body": '{"parse":{}}'}),
        ("fred", {"body": "observation_date,OTHER\n"}),
        ("membership_spells", {"body": "ticker,start_date,end_date\n"}),
        ("tiingo", {"body": '{"detail":"?"}'}),
    ],
)
def test_a_providers_own_trouble_is_retried(ask: Ask, source: str, step: Step) -> None:
    result = outcome(ask(source, step))
    assert (result.status, result.attempts) == ("ok", 2)


@pytest.mark.parametrize(
    ("source", "step", "status", "message"),
    [
        ("yahoo", {"status": 404, "body": json.dumps(CHART)}, "not_found", "delisted or renamed"),
        ("yahoo", {"body": json.dumps(CHART)}, "not_found", "delisted or renamed"),
        (
            "yahoo",
            {"status": 400, "body": "Data doesn't exist for startDate = 1"},
            "empty",
            "nothing was traded",
        ),
        ("yahoo", {"body": of_chart(NO_BARS)}, "empty", "no bar"),
        (
            "tiingo",
            {"status": 404, "body": '{"detail":"Error: Ticker \'X\' not found"}'},
            "not_found",
            "known",
        ),
        ("tiingo", {"body": "[]"}, "empty", "nothing was traded"),
        ("gdelt", {"body": "{}"}, "empty", "no data"),
        ("gdelt", {"body": '{"timeline": [ ]}'}, "empty", "no data"),
        ("gdelt", {"body": '{"timeline":[{"series":"Article Count","data":[]}]}'}, "empty", "no data"),
        ("wikimedia", {"status": 404, "body": PROBLEM}, "not_found", "no such article"),
        ("wikimedia", {"body": '{"items":[]}'}, "empty", "no views"),
        ("fred", {"body": "observation_date,USEPUINDXD\n"}, "empty", "no observation"),
    ],
)
def test_having_nothing_is_an_answer_not_a_failure(
    ask: Ask, source: str, step: Step, status: str, message: str
) -> None:
    result = outcome(ask(source, step))
    assert (result.status, result.attempts) == (status, 1)
    assert message in result.message


def test_a_dead_ticker_is_an_answer_not_a_failure(ask: Ask) -> None:
    assert outcome(ask("yahoo", subject=world.DEAD_TICKER)).status == "not_found"
    assert outcome(ask("yahoo", subject=world.ZOMBIE_TICKER)).status == "not_found"


@pytest.mark.parametrize(
    ("source", "step", "message"),
    [
        (
            "yahoo",
            {"replace": {'"dataGranularity":"1d"': '"dataGranularity":"3mo"'}},
            "bars of 3mo instead of 1d",
        ),
        ("yahoo", {"replace": {'"symbol":"^GSPC"': '"symbol":"^DJI"'}}, "the answer is about '^DJI'"),
        ("yahoo", {"status": 404, "body": "nothing here"}, "HTTP 404: nothing here"),
        (
            "open_meteo",
            {"status": 400, "body": '{"error":true,"reason":"Invalid timezone"}'},
            "Invalid timezone",
        ),
        ("open_meteo", {"replace": {'"mm"': '"inch"'}}, "inch"),
        ("open_meteo", {"replace": {'"utc_offset_seconds":0': '"utc_offset_seconds":-14400'}}, "-14400"),
        ("open_meteo", {"body": '[{"daily":{}}]'}, "1 locations instead of 51"),
        ("gdelt", {"body": "The specified phrase is too short.\n"}, "phrase is too short"),
        (
            "gdelt",
            {"replace": {'"date_resolution":"day"': '"date_resolution":"15m"'}},
            "'15m' instead of days",
        ),
        (
            "wikimedia",
            {"status": 400, "body": '{"detail":"start timestamp is invalid"}'},
            "timestamp is invalid",
        ),
        (
            "wikipedia",
            {"body": '{"error":{"code":"missingtitle","info":"It doesn\'t exist."}}'},
            "missingtitle",
        ),
        ("fred", {"status": 404, "body": "<html>404</html>"}, "HTTP 404"),
        ("membership_spells", {"status": 404, "body": "404: Not Found"}, "HTTP 404: 404: Not Found"),
    ],
)
def test_what_will_not_get_better_fails_at_once_and_says_why(
    ask: Ask, source: str, step: Step, message: str
) -> None:
    result = outcome(ask(source, step))
    assert (result.status, result.attempts) == ("failed", 1)
    assert message in result.message


@pytest.mark.parametrize(
    ("source", "step", "message"),
    [
        ("open_meteo", {"status": 429, "body": HOURLY}, "quota is used up"),
        ("wikimedia", {"status": 403, "body": "Please set a user-agent"}, "user agent"),
        ("tiingo", {"status": 401, "body": '{"detail":"Invalid token."}'}, "TIINGO_API_KEY is not accepted"),
        ("yahoo", {"status": 401, "body": "Invalid Crumb"}, "turns us away"),
        ("yahoo", {"status": 451, "body": "Not in your country"}, "turns us away: HTTP 451"),
    ],
)
def test_a_provider_that_turns_us_away_is_asked_nothing_more(
    simulator: Simulator, settings: Settings, source: str, step: Step, message: str
) -> None:
    api = BY_NAME[source]
    simulator.script([{"match": MATCH[source], **step}])
    one_at_a_time = replace(api, provider=replace(api.provider, concurrency=1))
    subjects = [*api.subjects, "OAKM", "AERO"]
    window = Window(date(2022, 7, 1), date(2025, 6, 30))
    with Client(one_at_a_time, replace(settings, tiingo_api_key="key"), Deadline()) as client:
        first, *others = client.ask(api.requests(subjects[:2], window, settings.today))
    assert message in first.outcome.message
    assert others
    assert all(e.outcome.message.startswith(f"not asked: {first.outcome.message}") for e in others)
    assert simulator.stats()["requests"] == {source: 1}


def test_a_block_stops_the_loop_after_three_symbols(simulator: Simulator, settings: Settings) -> None:
    blocked = {"match": "/v8/", "status": 429, "body": "Too Many Requests", "headers": AT_ONCE, "times": 9999}
    simulator.script([blocked])
    yahoo = BY_NAME["yahoo"]
    tickers = [f"T{chr(65 + number)}" for number in range(20)]
    with Client(yahoo, settings, Deadline()) as client:
        outcomes = [e.outcome for e in client.ask(yahoo.requests(tickers, WINDOW, settings.today))]
    assert {result.status for result in outcomes} == {"failed"}
    # any three of those in flight: which of them are first is up to the threads
    assert [result.attempts for result in outcomes].count(TRIES) >= 3
    assert outcomes[-1].attempts == 0
    assert outcomes[-1].message.startswith("not asked: blocked or down, 3 requests in a row failed")
    assert sum(result.attempts for result in outcomes) <= TRIES * (3 + yahoo.provider.concurrency)


def test_a_wait_that_is_too_long_is_not_waited_for(ask: Ask) -> None:
    began = time.monotonic()
    result = outcome(
        ask("wikimedia", {"status": 429, "body": "slow down", "headers": {"retry-after": "3600"}})
    )
    assert (result.status, result.attempts) == ("failed", 1)
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("is_date", [False, True])
def test_the_wait_that_a_provider_asks_for_is_kept(ask: Ask, is_date: bool) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=4)) if is_date else "1"
    result = outcome(ask("fred", {"status": 429, "headers": {"retry-after": soon}}))
    assert result.attempts == 2
    assert result.seconds >= 0.9


def test_a_wait_that_is_over_is_not_waited_for(ask: Ask) -> None:
    past = "Sun, 01 Jan 2006 00:00:00 GMT"
    assert outcome(ask("fred", {"status": 429, "headers": {"retry-after": past}})).seconds < 60


def test_when_time_is_up_nothing_more_is_asked(ask: Ask, simulator: Simulator) -> None:
    result = outcome(ask("fred", deadline=Deadline(0)))
    assert (result.status, result.attempts) == ("failed", 0)
    assert result.message == "not asked: out of time budget"
    assert simulator.stats()["requests"] == {}


def test_no_retry_outlives_the_time_budget(ask: Ask) -> None:
    began = time.monotonic()
    step = {"status": 429, "headers": {"retry-after": "100"}, "times": 99}
    assert outcome(ask("fred", step, deadline=Deadline(20))).status == "failed"
    assert time.monotonic() - began < 20


def test_answers_come_in_the_order_of_the_requests(settings: Settings, simulator: Simulator) -> None:
    simulator.script([{"match": "Major_depressive", "seconds": 0.5}])
    wikimedia = BY_NAME["wikimedia"]
    with Client(wikimedia, settings, Deadline()) as client:
        envelopes = list(client.ask(wikimedia.requests(wikimedia.subjects, WINDOW, settings.today)))
    assert [envelope.subject for envelope in envelopes] == list(wikimedia.subjects)


class _Latin(BaseHTTPRequestHandler):
    body = '{"items":[{"article":"café","timestamp":"2025060200","views":1}]}'.encode("latin-1")

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)


def test_a_body_that_is_not_utf_8_is_kept_byte_by_byte_and_says_so(settings: Settings) -> None:
    wikimedia = BY_NAME["wikimedia"]
    with ThreadingHTTPServer(("127.0.0.1", 0), _Latin) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = replace(settings, providers_url=f"http://127.0.0.1:{server.server_port}")
        with Client(wikimedia, here, Deadline()) as client:
            (envelope,) = client.ask(wikimedia.requests(["Anxiety"], WINDOW, settings.today))
        server.shutdown()
    assert str(envelope.body).encode(envelope.context["body_encoding"]) == _Latin.body


def test_a_key_is_sent_and_never_landed(ask: Ask) -> None:
    (envelope,) = ask("tiingo")
    assert envelope.outcome.status == "ok"
    assert "key" not in envelope.to_line().lower().replace("apikey", "")


def test_without_its_key_a_source_cannot_be_asked(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="set TIINGO_API_KEY"):
        Client(BY_NAME["tiingo"], settings, Deadline())


def test_requests_to_a_providers_own_host_are_spaced() -> None:
    pacer = Pacer(per_second=2.0)
    turns = [pacer.reserve(1.0) for _ in range(4)]
    assert all(later - earlier == pytest.approx(0.5, abs=0.05) for earlier, later in pairwise(turns))


def test_a_heavy_request_makes_the_next_one_wait_longer() -> None:
    pacer = Pacer(per_second=10.0)
    assert pacer.reserve(500.0) == 0.0
    assert pacer.reserve(1.0) == pytest.approx(50.0, abs=0.1)


def test_behind_one_host_for_all_nothing_is_spaced() -> None:
    assert [Pacer(math.inf).reserve(500.0) for _ in range(2)] == [0.0, 0.0]


def test_a_provider_that_is_down_is_a_failure_with_words(settings: Settings) -> None:
    fred = BY_NAME["fred"]
    nowhere = replace(settings, providers_url="http://127.0.0.1:9")
    with Client(fred, nowhere, Deadline(1.0)) as client:
        (envelope,) = client.ask(fred.requests(["SP500"], WINDOW, settings.today))
    assert envelope.outcome.message == "the connection failed (ConnectionError)"
    assert (envelope.outcome.http_status, envelope.body) == (None, None)


def test_a_slow_answer_times_out_and_is_retried(settings: Settings, simulator: Simulator) -> None:
    simulator.script([{"match": "/fredgraph", "seconds": 8.0}])
    fred = BY_NAME["fred"]
    impatient = replace(fred, provider=Provider(fred.provider.url, 1, 1, timeout=3.0))
    with Client(impatient, settings, Deadline()) as client:
        (envelope,) = client.ask(impatient.requests(["SP500"], WINDOW, settings.today))
    assert (envelope.outcome.status, envelope.outcome.attempts) == ("ok", 2)
