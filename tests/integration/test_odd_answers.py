"""However odd an answer is, it is that request's failure, with a reason, in bounded time and memory."""

import gzip
import json
import random
import resource
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from extract_load.catalog import SOURCES
from extract_load.config import Settings
from extract_load.envelope import Envelope
from extract_load.extract import client as client_module
from extract_load.extract.client import Client
from extract_load.extract.http import Deadline
from extract_load.load.arrow import to_batch
from extract_load.load.lines import read_line
from extract_load.source import Api, Window
from infra.local.simulator import Simulator
from tests.integration.provider import Answering, answer, provider

APIS = {source.name: source for source in SOURCES if isinstance(source, Api)}
SUBJECTS = {"yahoo": ["OAKM"], "tiingo": ["OAKM"], "wikimedia": ["Anxiety"], "fred": ["VIXCLS"]}
WINDOW = Window(date(2025, 6, 2), date(2025, 6, 30))
MOST_MEMORY = 400_000  # kilobytes, as the kernel counts
SEED = 20250701

Ask = Callable[..., Envelope]


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is odd is asked for once here: how often it is tried is another test's."""
    monkeypatch.setattr(client_module, "TRIES", 1)


@pytest.fixture
def ask(settings: Settings) -> Ask:
    """Asks one subject of a source of a provider that answers so."""

    def asked(answering: Answering, source: str = "fred", budget: float | None = None) -> Envelope:
        with provider(answering) as url:
            (envelope,) = _asked(settings, source, url, budget)
        return envelope

    return asked


def _asked(settings: Settings, source: str, url: str, budget: float | None = None) -> list[Envelope]:
    api = APIS[source]
    own = replace(settings, providers_url=url, tiingo_api_key="key")
    with Client(api, own, Deadline(budget)) as client:
        subjects = SUBJECTS.get(source) or list(api.subjects)[:1]
        return list(client.ask(api.requests(subjects, WINDOW, settings.today)))


@pytest.fixture(scope="module")
def good() -> Iterator[dict[str, Envelope]]:
    """An answer of each provider's as it should be."""
    with Simulator() as simulator:
        settings = Settings("file:///nowhere", simulator.url, date(2025, 7, 1), "key")
        yield {name: _asked(settings, name, simulator.url)[0] for name in APIS}


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"2025-06-02,1\n" * 5000)


def _bomb(handler: BaseHTTPRequestHandler) -> None:
    answer(handler, gzip.compress(b"0" * 300_000_000, 9), Content_Encoding="gzip")


def _bomb_in_a_bomb(handler: BaseHTTPRequestHandler) -> None:
    packed = gzip.compress(gzip.compress(b"0" * 100_000_000, 9), 9)
    answer(handler, packed, Content_Encoding="gzip, gzip")


def _elsewhere(handler: BaseHTTPRequestHandler) -> None:
    answer(handler, b"", 302, Location="http://localhost:1/observation_date,VIXCLS")


def _no_address(handler: BaseHTTPRequestHandler) -> None:
    answer(handler, b"", 302, Location="http://[::1/")


def _round_and_round(handler: BaseHTTPRequestHandler) -> None:
    answer(handler, b"", 302, Location=handler.path)


def _superscript(handler: BaseHTTPRequestHandler) -> None:
    answer(handler, b"slow down", 429, Retry_After="\xb2")


def _half_packed(handler: BaseHTTPRequestHandler) -> None:
    packed = gzip.compress(b"observation_date,VIXCLS\n2025-06-02,1\n" * 100)
    answer(handler, packed[:-20], Content_Encoding="gzip")


def _long_cell(handler: BaseHTTPRequestHandler) -> None:
    answer(handler, b"observation_date,VIXCLS\n2025-06-02," + b"1" * 200_000)


@pytest.mark.parametrize(
    ("answering", "reason"),
    [
        (_endless, "the answer cannot be used: it is longer than 8 MB"),
        (_bomb, "the answer cannot be used: it is longer than 8 MB"),
        (_bomb_in_a_bomb, "the answer cannot be used: it is packed as 'gzip, gzip'"),
        (_elsewhere, "the answer cannot be used: a redirect to another host: 'http://localhost:1/"),
        (_no_address, "the answer cannot be used: ValueError: Invalid IPv6 URL"),
        (_round_and_round, "the answer cannot be used: more than 3 redirects"),
        (_superscript, "too many requests: HTTP 429, slow down"),
        (_half_packed, "the answer was cut off (ChunkedEncodingError)"),
        (_long_cell, "not what was asked for: Error: field larger than field limit (131072)"),
    ],
)
def test_it_fails_with_its_reason(ask: Ask, answering: Answering, reason: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    outcome = ask(answering).outcome
    assert outcome.status == "failed"
    assert outcome.message.startswith(reason)
    assert time.monotonic() - started < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY


def test_a_redirect_of_the_providers_own_is_followed(ask: Ask) -> None:
    def moved(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/new":
            answer(handler, b"observation_date,VIXCLS\n2025-06-02,18.1\n")
        else:
            answer(handler, b"", 301, Location="/new")

    assert ask(moved).outcome.status == "ok"


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_drip_of_bytes_ends_with_the_budget(ask: Ask, part: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        handler.wfile.write(b"X-Slow: " if part == "headers" else b"\r\n")
        while True:
            handler.wfile.write(b"2")
            time.sleep(0.05)

    started = time.monotonic()
    outcome = ask(drip, budget=2).outcome
    assert time.monotonic() - started < 60
    assert (outcome.status, outcome.message) == ("failed", "no answer in time (Timeout)")


A_MILLION = {"date": 1748900000, "numerator": 1e6, "denominator": 1}
ODD: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "yahoo": [
        ("a close that is no array", {"chart.result.0.indicators.quote.0.close": None}),
        ("a stamp that is none, in a split", {"chart.result.0.events": {"splits": {"1": {"numerator": 2}}}}),
        ("splits as a list", {"chart.result.0.events": {"splits": [1]}}),
        ("a split of a million", {"chart.result.0.events": {"splits": {"1": A_MILLION}}}),
        ("a time zone that Python alone knows", {"chart.result.0.meta.exchangeTimezoneName": "Factory"}),
    ],
    "gdelt": [
        ("no details of the query", {"query_details": None}),
        ("days that are numbers", {"timeline.0.data": [1, 2]}),
    ],
    "open_meteo": [
        ("a series that is none", {"0.daily.precipitation_sum": None}),
        ("no units", {"0.daily_units": None}),
    ],
    "wikimedia": [("items that are numbers", {"items": [1]})],
    "tiingo": [("rows that are texts", {"0": "x"})],
}


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        pytest.param(name, changes, id=f"{name}: {what}")
        for name, cases in ODD.items()
        for what, changes in cases
    ],
)
def test_a_body_of_which_nothing_can_be_made_is_no_answer(
    ask: Ask, good: dict[str, Envelope], source: str, changes: dict[str, Any]
) -> None:
    document = json.loads(str(good[source].body))
    for path, value in changes.items():
        _put(document, path.split("."), value)
    outcome = ask(lambda handler: answer(handler, json.dumps(document).encode()), source).outcome
    assert outcome.status == "failed"
    assert outcome.message


def _put(document: Any, path: list[str], value: object) -> None:
    for step in path[:-1]:
        document = document[int(step) if isinstance(document, list) else step]
    document[int(path[-1]) if isinstance(document, list) else path[-1]] = value


def test_a_stamp_that_is_none_is_its_own_bars_fault(ask: Ask, good: dict[str, Envelope]) -> None:
    document = json.loads(str(good["yahoo"].body))
    document["chart"]["result"][0]["timestamp"][3] = None
    envelope = ask(lambda handler: answer(handler, json.dumps(document).encode()), "yahoo")
    assert envelope.outcome.status == "ok"
    bars = next(columns for table, columns in APIS["yahoo"].rows(envelope) if table.name == "yahoo_bars")
    assert [bars["bar_time"][row] for row in to_batch(APIS["yahoo"].tables[1], _filled(bars))[1]] == ["None"]


def _filled(columns: Any) -> dict[str, Any]:
    count = len(next(iter(columns.values())))
    return {name: columns.get(name, [None] * count) for name in APIS["yahoo"].tables[1].columns}


def test_an_endpoint_that_is_gone_knows_nothing_about_a_ticker(ask: Ask) -> None:
    gone = b'{"finance":{"result":null,"error":{"code":"Not Found","description":"No such endpoint"}}}'
    assert ask(lambda handler: answer(handler, gone, 404), "yahoo").outcome.status == "failed"


VALUES: list[Any] = [
    None,
    "",
    "x",
    -1,
    0,
    1e308,
    -1e308,
    2**70,
    True,
    [],
    {},
    [None],
    "²",
    "\u200b",
    "2025-02-30",
    1e-320,
]


def mutated(body: str, dice: random.Random) -> str:
    """A body with something wrong with it: a value, a key or an element of its JSON, or its text."""
    try:
        document = json.loads(body)
    except ValueError:
        return _mutated_text(body, dice)
    if dice.random() < 0.2:
        return _mutated_text(body, dice)
    for _ in range(dice.choice([1, 1, 1, 3])):
        _mutate(document, dice)
    return json.dumps(document)


def _mutate(document: Any, dice: random.Random) -> None:
    parent: Any = {"": document}
    key: Any = ""
    node: Any = document
    while isinstance(node, dict | list) and node and (parent == {"": document} or dice.random() < 0.85):
        parent = node
        key = dice.choice(list(node) if isinstance(node, dict) else range(len(node)))
        node = parent[key]
    if parent == {"": document}:
        return
    kind = dice.randrange(4)
    if kind == 0:
        del parent[key]
    elif kind == 1 and isinstance(parent, list):
        parent.insert(key, node)
    else:
        parent[key] = dice.choice(VALUES)


def _mutated_text(body: str, dice: random.Random) -> str:
    place = dice.randrange(max(1, len(body)))
    lines = body.splitlines(keepends=True)
    line = dice.randrange(max(1, len(lines)))
    return dice.choice(
        [
            body[:place],
            body[:place] + dice.choice(['"', ",", "\n", "<", "\0", "\u200b", "[" * 5000]) + body[place:],
            body[:place] + body[place + dice.randrange(1, 20) :],
            "".join(lines[:line] + lines[line : line + 1] + lines[line:]),
            "".join([*lines[:line], "9" * 200_000 + "\n", *lines[line:]]),
            "<html>" + body,
            body + "\n\n",
            "",
        ]
    )


@pytest.mark.parametrize("source", APIS)
def test_of_a_hundred_bodies_with_something_wrong_what_is_ok_can_be_loaded(
    settings: Settings, good: dict[str, Envelope], source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "_ODD_IN_A_ROW", 1000)
    monkeypatch.setattr(client_module, "_IN_A_ROW", 1000)
    api, dice, lock = APIS[source], random.Random(f"{SEED} {source}"), threading.Lock()

    def wrong(handler: BaseHTTPRequestHandler) -> None:
        with lock:
            body = mutated(str(good[source].body), dice)
        answer(handler, body.encode("utf-8", "surrogatepass"))

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (
        provider(wrong) as url,
        Client(api, replace(settings, providers_url=url, tiingo_api_key="key"), Deadline()) as client,
    ):
        subjects = SUBJECTS.get(source) or list(api.subjects)[:1]
        requests = [next(iter(api.requests(subjects, WINDOW, settings.today))) for _ in range(100)]
        envelopes = list(client.ask(requests))
    statuses = {str(envelope.outcome.status) for envelope in envelopes}
    assert statuses <= {"ok", "empty", "not_found", "failed"}
    assert all(len(envelope.outcome.message) <= 500 for envelope in envelopes)
    # a page is long to read: every fifth will do
    for number, envelope in enumerate(envelopes[:: 5 if source == "wikipedia" else 1], 1):
        if envelope.outcome.status == "ok" and not (api.is_document and api.refusal(envelope, None)):
            line = read_line(api, number, envelope.to_line().encode("utf-8", "surrogatepass"))
            assert line.reject is None
            for table, columns in line.rows:
                count = len(next(iter(columns.values()), ()))
                to_batch(table, {name: columns.get(name, [None] * count) for name in table.columns})
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
