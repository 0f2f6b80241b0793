"""The vocabulary that every source is written in: what to ask of whom, and what a body becomes.

Plain data only: extraction runs in a Lambda whose zip holds neither Arrow nor a database driver.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from extract_load.config import Settings
from extract_load.envelope import Envelope
from extract_load.taxonomy import OK, Rule, Verdict

ColumnType = Literal["text", "bigint", "double", "date", "day"]
"""A day is the provider's own text, which begins with YYYYMMDD or YYYY-MM-DD, a day that there is."""

Columns = Mapping[str, Sequence[Any]]
"""Rows as a provider's own arrays: column name to equally long lists. A column left out is null.

A date is a `datetime.date`. A value that cannot be read as its column's type stays as it came: the loader
rejects its row alone.
"""


@dataclass(frozen=True)
class Table:
    """A raw table, declared once: DDL, Arrow, COPY and Parquet follow from `columns` (name to type)."""

    name: str
    columns: Mapping[str, ColumnType]


@dataclass(frozen=True, order=True)
class Window:
    """Calendar days asked for, both ends included."""

    start: date
    end: date


@dataclass(frozen=True)
class Provider:
    """One host and how politely it is asked.

    Args:
        url: scheme and host; PROVIDERS_URL replaces it.
        per_second: requests started per second on the provider's own host, counted by their `weight`.
        concurrency: requests in flight at once.
        timeout: seconds to wait for the whole of a response.
        most_bytes: how long a body may be, unpacked.
    """

    url: str
    per_second: float
    concurrency: int
    timeout: float = 60.0
    most_bytes: int = 8_000_000


@dataclass(frozen=True)
class Request:
    """One HTTP GET. `weight` is what it counts against the provider's rate."""

    subject: str
    window: Window
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    weight: float = 1.0


@dataclass(frozen=True)
class Refusal:
    """Why a good answer must not be used, and whether an operator may take it after all."""

    reason: str
    may_be_overruled: bool


class BadRecord(ValueError):
    """A body, or a part of one, that cannot become rows; the message is the reject's reason."""


class Source(ABC):
    """Where data comes from: what the loader knows of it.

    Attributes:
        name: the landing zone's first folder and the outcome's source.
        tables: the raw tables that `rows` fills.
    """

    name: str
    tables: tuple[Table, ...]

    @abstractmethod
    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """Turn an `ok` envelope's body into columns of raw tables.

        Raises:
            BadRecord: the body as a whole cannot be parsed.
        """

    def stable(self, body: str) -> str:
        """The body without what changes from answer to answer and means nothing."""
        return body


class Api(Source):
    """A source that is asked over HTTP: a registration in `catalog` gives it its Provider and its settings.

    Attributes:
        provider: whom to ask.
        subjects: what is asked of it, besides the index members' tickers if `asks_tickers`.
        asks_tickers: whether it is also asked for every ticker that was a member in the window.
        is_document: whether it is one document, taken whole at each run, instead of a series of days.
        first_day: the provider has nothing before it.
        revision_days: how many days before the last landed one a run asks for again.
        rules: what its answers mean where `taxonomy.COMMON` does not say it.
    """

    provider: Provider
    subjects: tuple[str, ...]
    asks_tickers: bool = False
    is_document: bool = False
    first_day: date = date(1900, 1, 1)
    revision_days: int = 0
    rules: tuple[Rule, ...] = ()

    @abstractmethod
    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:
        """Say what to ask for these subjects over this window (clamped already to the provider's days)."""

    def inspect(self, request: Request, body: str) -> Verdict:  # noqa: ARG002 - for those who override it
        """Judge a 200's body.

        Raises:
            BadRecord: it is not what the provider sends when it is well; worth another try.
        """
        return OK

    def refusal(self, envelope: Envelope, accepted: Envelope | None) -> Refusal | None:  # noqa: ARG002
        """Why a good answer must not be used, given the last accepted one; None to accept it."""
        return None

    def closes(self, envelope: Envelope) -> Mapping[date, float]:  # noqa: ARG002
        """Closing prices as traded of an `ok` answer's newest days, to notice when the past is restated."""
        return {}

    def is_chosen(self, settings: Settings) -> bool:  # noqa: ARG002
        """Whether a run without `--source` asks it."""
        return True

    def host(self, settings: Settings) -> str:  # noqa: ARG002
        """Where to ask, behind no PROVIDERS_URL."""
        return self.provider.url

    def secret_params(self, settings: Settings) -> Mapping[str, str]:  # noqa: ARG002
        """Parameters to send that are never landed, such as a key where no header takes it."""
        return {}

    def headers(self, settings: Settings) -> Mapping[str, str]:  # noqa: ARG002
        """What else to send, such as a key: never landed.

        Raises:
            ConfigError: the environment lacks what this source needs.
        """
        return {}


WITHDRAWN_BY = "withdrawn_by"
"""The key in the context of a note that a file is withdrawn; who did it."""


class Inbox(Source):
    """A source whose files a person puts into `LANDING_URL/inbox/<name>/`; unknown ones are refused.

    Attributes:
        suffix: how the files' names end; others, and folders, are left where they are.
    """

    suffix: str

    @abstractmethod
    def recognise(self, file_name: str, text: str) -> None:
        """Check that the file is an export that `rows` can read.

        Raises:
            BadRecord: it is not; the message says why and what to do.
        """
