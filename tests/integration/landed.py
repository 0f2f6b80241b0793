"""Landed objects for tests of the loader."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from extract_load.envelope import Envelope, Outcome, Status

TODAY = date(2024, 1, 10)
FOLDER = f"date={TODAY}/2024-01-01_2024-01-09"
GOOD = Envelope(
    source="fred",
    subject="VIXCLS",
    start=date(2024, 1, 1),
    end=date(2024, 1, 9),
    today=TODAY,
    request={"path": "/graph/fredgraph.csv"},
    context={},
    outcome=Outcome(Status.OK, 200, 60, 0.25, 1),
    extracted_at=datetime(2024, 1, 10, 11, 30, 0, 123456, UTC),
    body="observation_date,VIXCLS\n2024-01-02,13.2\n2024-01-03,\n2024-01-04,14.13\n",
)
GOOD_ROWS = 4
"""Three observations and the outcome."""

FAILED = replace(GOOD, body=None, outcome=Outcome(Status.FAILED, 503, 0, 9.5, 5, "unavailable", "a server"))


def with_body(body: str) -> Envelope:
    return replace(GOOD, body=body)


def chart(bars: int = 3, **changed: object) -> Envelope:
    """A Yahoo chart of some bars, any of its arrays replaced."""
    stamps = [1704205800 + 86400 * number for number in range(bars)]
    prices = {name: [10.5 + number for number in range(bars)] for name in ("open", "high", "low", "close")}
    quote = {**prices, "volume": [100] * bars, **changed}
    meta = {"currency": "USD", "symbol": "A", "exchangeTimezoneName": "America/New_York"}
    result = {"meta": meta, "timestamp": stamps, "indicators": {"quote": [quote]}}
    return replace(
        GOOD,
        source="yahoo",
        subject="A",
        end=date(2030, 1, 1),
        today=date(2030, 1, 2),
        context={"ticker": "A", "symbol": "A"},
        body=json.dumps({"chart": {"result": [result], "error": None}}),
    )


def land(landing: Path, lines: Sequence[Envelope | bytes], key: str = "") -> Path:
    """Write an object of these lines under a key (by default the first envelope's source's own)."""
    source = next((line.source for line in lines if isinstance(line, Envelope)), "fred")
    path = landing / (key or f"{source}/{FOLDER}/part-0000.ndjson.gz")
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = [
        line if isinstance(line, bytes) else line.to_line().encode("utf-8", "surrogatepass") for line in lines
    ]
    path.write_bytes(gzip.compress(b"".join(line + b"\n" for line in raw), mtime=0))
    return path
