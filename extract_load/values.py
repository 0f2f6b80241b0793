"""Reading what providers send as text. What cannot be read stays text: the loader rejects its row alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from extract_load.source import BadRecord

_UNKNOWN = {"", "."}


def from_json(body: str) -> Any:  # noqa: ANN401 - JSON
    """Parse a JSON body, with or without a byte order mark.

    Raises:
        BadRecord: it is not JSON.
    """
    try:
        return orjson.loads(body.removeprefix("\ufeff"))
    except ValueError as error:
        raise BadRecord(f"not JSON: {error}; it begins with {body[:80]!r}") from None


def as_date(text: str) -> date | str | None:
    """An ISO date; null when empty."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return text


def as_day(value: object) -> date | None:
    """The day that a text begins with, as YYYYMMDD or YYYY-MM-DD; None if it begins with none."""
    return _day_of(str(value)[:10])


@lru_cache(maxsize=50_000)  # many rows tell the same days
def _day_of(text: str) -> date | None:
    digits = text.replace("-", "")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits.isdecimal() else None
    except ValueError:
        return None


def is_before(value: object, today: date) -> bool:
    """Whether a text's day is over. Where it has none it stays, for the loader to reject it and to tell."""
    day = as_day(value)
    return day is None or day < today


def as_number(text: str) -> float | str | None:
    """A number; null when empty or FRED's `.`."""
    try:
        return None if text in _UNKNOWN else float(text)
    except ValueError:
        return text


def columns_of(names: Iterable[str], records: Sequence[Any]) -> dict[str, list[Any]]:
    """Turn records (JSON objects) into columns; what a record lacks is null.

    Raises:
        BadRecord: a record is not an object.
    """
    if not all(isinstance(record, dict) for record in records):
        raise BadRecord("an array of objects holds something else")
    return {name: [record.get(name) for record in records] for name in names}
