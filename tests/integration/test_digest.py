"""What a morning brought is told once to everybody, and what a publish changed is counted by its cause."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler

import boto3
import pytest
from moto import mock_aws

from extract_load.cli import main
from extract_load.config import Settings
from extract_load.digest.run import tell_failure
from tests.integration.conftest import ask, copy_marts
from tests.integration.provider import answer, provider

_PUBLISHED_BEFORE = """
insert into ops.publishes (
    publish_id, action, build_id, published_at, as_of, data_through, engine, rules_held, tests_warned,
    rows_rejected, last_load_id, fingerprint, simulated
) overriding system value
select
    0, 'publish', 'before', published_at - interval '1 day', as_of, %s, engine, rules_held, 0, 0, 0, 'x', true
from ops.publishes
"""
_RESULTS_BEFORE = """
insert into ops.build_results (invocation_id, node_id, name, resource_type, status, project_fingerprint)
select 'before', node_id, name, resource_type, status, %s from ops.build_results
where invocation_id = (select build_id from ops.publishes order by publish_id desc limit 1)
"""


@pytest.fixture
def yesterday(published: str) -> date:  # noqa: ARG001
    """The session before the last: what readers saw, in `marts_previous`, went up to it."""
    copy_marts("marts_previous")
    before: date
    ((last,), (before,)) = ask("select trade_date from marts.fct_market_daily order by 1 desc limit 2")
    ask(_PUBLISHED_BEFORE, before)
    ((code,),) = ask("select max(project_fingerprint) from ops.build_results")
    ask(_RESULTS_BEFORE, code)
    for mart in ("fct_market_daily", "fct_stock_daily"):
        ask(f"delete from marts_previous.{mart} where trade_date = %s", last)
    ask("delete from ops.digests")  # the pipeline has kept its own
    return before


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a webhook was sent, which fails where the text that is to come is an error's number."""
    bodies: list[str] = []

    def take(handler: BaseHTTPRequestHandler) -> None:
        bodies.append(json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))["text"])
        answer(handler, b"ok", 503 if bodies[-1] == bodies[0] and len(bodies) == 1 else 200)

    with provider(take) as address:
        monkeypatch.setenv("BELLWETHER_WEBHOOK_URL", f"{address}/services/T0/secret")
        yield bodies


def told(mart: str) -> list[tuple[str, int, int, int]]:
    return ask(
        "select cause, added, changed, withdrawn from ops.mart_differences where mart = %s order by cause",
        mart,
    )


def test_a_new_session_is_counted_where_it_came(yesterday: date, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest"]) == 0
    assert told("fct_market_daily") == [("new session", 1, 0, 0)]
    ((bars,),) = ask("select count(*) from marts.fct_stock_daily where trade_date > %s", yesterday)
    assert told("fct_stock_daily") == [("new session", bars, 0, 0)]
    assert ask("select count(*) from ops.mart_differences") == [(2,)]
    said = capsys.readouterr().out
    assert f"fct_stock_daily: {bars} added (new session)" in said
    assert "average member" in said


def test_each_row_that_differs_has_the_first_cause_that_holds(yesterday: date) -> None:
    ticker, other = (
        row[0] for row in ask("select distinct ticker from marts.fct_stock_daily order by 1 limit 2")
    )
    change = (
        "update marts_previous.fct_stock_daily set close = close * %s where ticker = %s and trade_date = %s"
    )
    ask(change, 1.01, ticker, yesterday)
    ask(change, 1.01, other, yesterday)
    # the last bits of a float are no difference
    ask("update marts_previous.fct_market_daily set vix_close = vix_close * (1 + 1e-9)")
    ask(
        "insert into marts.rpt_price_restatements"
        " (ticker, trade_date, kind, field, old_value, new_value, restated_at, previous_extracted_at)"
        " values (%s, %s, 'correction', 'close', 1, 2, now(), now())",
        ticker,
        yesterday,
    )
    early = yesterday - timedelta(days=4000)
    ask("insert into marts_previous.fct_market_daily (trade_date) values (%s)", early)
    assert main(["digest"]) == 0
    ((_, bars, *_),) = (row for row in told("fct_stock_daily") if row[0] == "new session")
    assert told("fct_stock_daily") == [
        ("late data", 0, 1, 0),
        ("new session", bars, 0, 0),
        ("restatement", 0, 1, 0),
    ]
    assert told("fct_market_daily") == [("new session", 1, 0, 0), ("restatement", 0, 0, 1)]


def test_another_state_of_the_project_is_what_changed_the_rows(yesterday: date) -> None:
    ask("update ops.build_results set project_fingerprint = 'other' where invocation_id = 'before'")
    ask(
        "update marts_previous.fct_market_daily set vix_close = vix_close + 1 where trade_date = %s",
        yesterday,
    )
    ask("drop table marts_previous.dim_state")
    assert main(["digest"]) == 0
    assert told("fct_market_daily") == [("code", 0, 1, 0), ("new session", 1, 0, 0)]
    assert told("dim_state") == [("code", 50, 0, 0)]


@pytest.mark.usefixtures("published")
def test_the_first_digest_of_a_warehouse_compares_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest"]) == 0
    assert "The first build" in capsys.readouterr().out
    assert ask("select count(*) from ops.mart_differences") == [(0,)]


@pytest.mark.usefixtures("published")
def test_what_has_gone_silent_is_told_with_the_day_it_was_last_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    silent = "update marts.rpt_series_freshness set is_silent = true, newest_value_on = %s where series = %s"
    ask(silent, date(2025, 1, 3), "news_share")
    ask(silent, None, "rainfall_mm")
    ask("delete from ops.digests")  # the pipeline has kept its own
    assert main(["digest"]) == 0
    told = capsys.readouterr().out
    assert "news_share (last known 2025-01-03)" in told
    assert "rainfall_mm (never known)" in told


@pytest.mark.usefixtures("published")
def test_a_webhook_is_told_once_and_again_only_if_it_did_not_take_it(
    posted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["digest"]) == 1
    failed = capsys.readouterr().err
    assert "503" in failed
    assert "secret" not in failed
    assert [main(["digest"]), main(["digest"])] == [0, 0]
    first, second = posted
    assert first == second
    assert first.startswith("Bellwether: build ")


@pytest.mark.usefixtures("published")
def test_a_webhook_that_is_not_there_is_told_without_its_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BELLWETHER_WEBHOOK_URL", "http://127.0.0.1:9/secret")
    assert main(["digest"]) == 1
    failed = capsys.readouterr().err
    assert "ConnectionError" in failed
    assert "secret" not in failed


@pytest.mark.usefixtures("published")
def test_one_reason_of_a_failure_is_told_once_a_day_and_no_name_is_markup(posted: list[str]) -> None:
    settings = Settings.from_environment()
    assert len(list(tell_failure(settings, "<!channel> & co"))) == 1
    for _ in range(2):
        assert list(tell_failure(settings, "<!channel> & co")) == []
    assert len(posted) == 2
    assert "not published: &lt;!channel&gt; &amp; co\nReaders still see build " in posted[1]


@mock_aws
@pytest.mark.usefixtures("published")
def test_the_alarms_topic_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    topic = boto3.client("sns").create_topic(Name="alarms")["TopicArn"]
    queue = boto3.client("sqs").create_queue(QueueName="seen")["QueueUrl"]
    boto3.client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:seen"
    )
    monkeypatch.setenv("BELLWETHER_DIGEST_TOPIC_ARN", topic)
    assert [main(["digest"]), main(["digest"])] == [0, 0]
    received = boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert len(received) == 1
    assert "Bellwether: build" in json.loads(received[0]["Body"])["Message"]


@pytest.mark.usefixtures("world")
def test_nothing_published_is_nothing_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest"]) == 1
    assert "nothing has been published yet" in capsys.readouterr().err
