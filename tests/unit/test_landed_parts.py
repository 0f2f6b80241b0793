"""Landed objects: the same bytes for the same answers, and no good answer lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extract_load.envelope import Envelope, Outcome, Status
from extract_load.extract.encoding import decode
from extract_load.extract.parts import read_part, write_part
from extract_load.landing import FolderLanding, Landing

KEY = "fred/date=2025-07-01/2025-06-01_2025-06-30/part-0000.ndjson.gz"
NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return FolderLanding(tmp_path)


def an_answer(
    subject: str = "X",
    status: Status = Status.OK,
    body: str = "1,2",
    seconds: float = 0.1,
    attempts: int = 1,
    at: datetime = NOON,
) -> Envelope:
    outcome = Outcome(status, 200, len(body), seconds, attempts)
    days = (date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1))
    return Envelope("fred", subject, *days, {"path": "/x"}, {}, outcome, at, body)


def land(landing: Landing, *envelopes: Envelope, stable: Callable[[str], str] = str) -> bool:
    return write_part(landing, KEY, envelopes, stable)


def landed(landing: Landing) -> list[tuple[str, str, str | None]]:
    return [(e.subject, str(e.outcome.status), e.body) for e in read_part(landing, KEY)]


def test_the_same_answer_at_another_time_is_not_written_again(landing: Landing) -> None:
    assert land(landing, an_answer())
    assert not land(landing, an_answer(seconds=9.0, attempts=3, at=NOON + timedelta(hours=1)))


def test_another_answer_is_written(landing: Landing) -> None:
    land(landing, an_answer())
    assert land(landing, an_answer(body="1,3"))
    assert landed(landing) == [("X", "ok", "1,3")]


def test_what_means_nothing_does_not_make_another_answer(landing: Landing) -> None:
    land(landing, an_answer(body="took 5 ms"), stable=lambda _: "")
    assert not land(landing, an_answer(body="took 6 ms"), stable=lambda _: "")


@pytest.mark.parametrize("status", [Status.FAILED, Status.REFUSED, Status.EMPTY, Status.NOT_FOUND])
def test_a_good_answer_stays_beside_a_later_worse_one(landing: Landing, status: Status) -> None:
    land(landing, an_answer())
    assert land(landing, an_answer(status=status, body="oops"))
    assert landed(landing) == [("X", str(status), "oops"), ("X", "ok", "1,2")]
    assert not land(landing, an_answer(status=status, body="oops"))


def test_a_good_answer_replaces_a_failure(landing: Landing) -> None:
    land(landing, an_answer(status=Status.FAILED, body=""))
    land(landing, an_answer())
    assert landed(landing) == [("X", "ok", "1,2")]


def test_a_good_answer_stays_when_it_is_not_asked_again(landing: Landing) -> None:
    land(landing, an_answer("X"), an_answer("Y"))
    land(landing, an_answer("Z"))
    assert landed(landing) == [("Z", "ok", "1,2"), ("X", "ok", "1,2"), ("Y", "ok", "1,2")]


def test_the_same_answers_make_the_same_bytes(landing: Landing, tmp_path: Path) -> None:
    land(landing, an_answer())
    first = (tmp_path / KEY).read_bytes()
    (tmp_path / KEY).unlink()
    land(landing, an_answer())
    assert (tmp_path / KEY).read_bytes() == first


def test_a_body_comes_back_character_by_character(landing: Landing) -> None:
    body = 'a\u2028b\x85c\x0bd\x00e\n"\\f\ufeffé'
    land(landing, an_answer(body=body), an_answer("Y", body=""))
    assert [envelope.body for envelope in read_part(landing, KEY)] == [body, ""]


@pytest.mark.parametrize(
    "content", [b"plain", "né".encode(), "né".encode("latin-1"), "né".encode("utf-16"), b"\xff\xfe\x00"]
)
def test_no_byte_of_a_body_is_lost(content: bytes) -> None:
    text, encoding = decode(content)
    assert text.encode(encoding) == content


def test_an_envelope_comes_back_as_it_was() -> None:
    envelope = replace(an_answer(), context={"ticker": "BRK.B"})
    assert Envelope.from_line(envelope.to_line()) == envelope


@pytest.mark.parametrize("damage", [b"", b"no gzip", b"\x1f\x8b\x08", b"cut"])
def test_a_damaged_object_is_named_left_out_and_replaced(
    landing: Landing, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    land(landing, an_answer())
    whole, _ = landing.read(KEY) or (b"", "")
    landing.write(KEY, whole[:-9] if damage == b"cut" else damage)
    assert landed(landing) == []
    assert KEY in caplog.text
    assert land(landing, an_answer())
    assert landed(landing) == [("X", "ok", "1,2")]
