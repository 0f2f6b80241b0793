"""The vocabulary that every source is written in: what to ask of whom, and what a body becomes.

Plain data only: extraction runs in a Lambda whose zip holds neither Arrow nor a database driver.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from extract_load.envelope import Envelope

ColumnType = Literal["text", "bigint", "double", "date"]
Columns = Mapping[str, Sequence[Any]]
"""Rows as a provider's own arrays: column name to equally long lists. A column left out is null."""


@dataclass(frozen=True)
class Table:
    """A raw table, declared once: DDL, Arrow, COPY and Parquet follow from `columns` (name to type)."""

    name: str
    columns: Mapping[str, ColumnType]


@dataclass(frozen=True)
class Window:
    """Calendar days asked for, both ends included."""

    start: date
    end: date


@dataclass(frozen=True)
class Provider:
    """One host and how politely it is asked.

    Args:
        url: scheme and host; PROVIDERS_URL replaces it.
        per_second: requests started per second on the provider's own host.
        concurrency: requests in flight at once.
        timeout: seconds to wait for a response.
    """

    url: str
    per_second: float
    concurrency: int
    timeout: float = 60.0


@dataclass(frozen=True)
class Request:
    """One HTTP GET. `headers` may hold a key: they are sent and never landed."""

    subject: str
    window: Window
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class BadRecord(ValueError):
    """A body, or a part of one, that cannot become rows; the message is the reject's reason."""


class Source(ABC):
    """One provider's data: a registration in `catalog` gives it its Provider and its settings.

    Attributes:
        name: the landing zone's first folder and the outcome's source.
        provider: whom to ask.
        tables: the raw tables that `rows` fills.
        first_day: the provider has nothing before it.
        revision_days: how many days before the last landed one a run asks for again.
    """

    name: str
    provider: Provider
    tables: tuple[Table, ...]
    first_day: date = date(1900, 1, 1)
    revision_days: int = 0

    @abstractmethod
    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """Turn an `ok` envelope's body into columns of raw tables.

        Raises:
            BadRecord: the body as a whole cannot be parsed.
        """

    @abstractmethod
    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:
        """Say what to ask for these subjects over this window (clamped already to the provider's days)."""
