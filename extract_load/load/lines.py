"""From a landed line to rows; a line from which none can be made becomes a reject, and the others go on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from extract_load.envelope import Envelope, Status
from extract_load.load.outcomes import OUTCOMES, outcome_row
from extract_load.source import BadRecord, Columns, Source, Table
from extract_load.unpack import LONGEST_LINE

_KEPT_CHARACTERS = 100_000
_KEPT_REASON = 1000


@dataclass(frozen=True)
class Reject:
    """What could not be loaded, and why.

    Args:
        line_number: of the object, counted from 1.
        extracted_at: None if the line is no envelope.
        table_name: whose row it is; None if nothing of the line's body was loaded.
        record: the row as JSON, or the beginning of the body or line.
        reason: for a person.
    """

    line_number: int
    extracted_at: datetime | None
    table_name: str | None
    record: str
    reason: str


@dataclass(frozen=True)
class Line:
    """A line's rows, or its reject; of a good envelope with a bad body its outcome and its reject."""

    number: int
    extracted_at: datetime | None
    rows: Sequence[tuple[Table, Columns]]
    reject: Reject | None = None


def read_line(source: Source, number: int, raw: bytes) -> Line:
    """Turn a line into rows of `OUTCOMES` and of the source's tables."""
    try:
        if len(raw) > LONGEST_LINE:
            raise BadRecord(f"a line of more than {LONGEST_LINE // 1_000_000} MB")
        envelope = Envelope.from_line(raw.decode("utf-8", "surrogatepass"))
        if envelope.source != source.name:
            raise BadRecord(f"it is of {envelope.source!r} and lies in the folder of {source.name!r}")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        beginning = raw[:_KEPT_CHARACTERS].decode(errors="replace")
        return Line(number, None, [], _whole(number, None, beginning, error))
    rows: list[tuple[Table, Columns]] = [(OUTCOMES, outcome_row(envelope))]
    try:
        if envelope.outcome.status is Status.OK:
            rows += list(_checked(source.rows(envelope)))
    except Exception as error:
        # whatever a body does to a source's code, the other lines load
        reject = _whole(number, envelope.extracted_at, envelope.body or "", error)
        return Line(number, envelope.extracted_at, rows, reject)
    return Line(number, envelope.extracted_at, rows)


def _checked(rows: Iterable[tuple[Table, Columns]]) -> Iterator[tuple[Table, Columns]]:
    for table, columns in rows:
        unknown = columns.keys() - table.columns.keys()
        if unknown:
            raise BadRecord(f"{table.name} has no column {', '.join(sorted(unknown))}")
        counts = {name: len(values) for name, values in columns.items()}
        if len(set(counts.values())) > 1:
            raise BadRecord(f"arrays of unequal length for {table.name}: {counts}")
        yield table, columns


def _whole(number: int, extracted_at: datetime | None, text: str, error: Exception) -> Reject:
    reason = str(error) if isinstance(error, BadRecord) else f"{type(error).__name__}: {error}"
    return Reject(
        number, extracted_at, None, _storable(text[:_KEPT_CHARACTERS]), _storable(reason[:_KEPT_REASON])
    )


def _storable(text: str) -> str:
    """The text with what PostgreSQL cannot hold, lone surrogates and NUL, as readable escapes."""
    return text.encode(errors="backslashreplace").decode().replace("\0", "\\x00")
