"""What a person has accepted to publish without: rows set aside, as `accept --set-aside` landed them."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract_load.envelope import Envelope
from extract_load.source import BadRecord, Columns, Source, Table
from extract_load.values import as_date, columns_of, from_json

ROWS = Table(
    "rows_accepted",
    {"provider": "text", "subject": "text", "date_day": "date", "reason": "text", "accepted_by": "text"},
)


@dataclass(frozen=True)
class RowsAccepted(Source):
    """Each acceptance names its rows one by one: more of them on that day ask again."""

    name: str = "rows_accepted"
    tables: tuple[Table, ...] = (ROWS,)

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per row accepted."""
        records = from_json(envelope.body or "")
        if not isinstance(records, list):
            raise BadRecord("not a list of rows")
        columns = columns_of(("provider", "subject", "date_day", "reason"), records)
        columns["date_day"] = [as_date(str(day)) for day in columns["date_day"]]
        yield ROWS, columns | {"accepted_by": [envelope.context.get("accepted_by")] * len(records)}
