"""What an operator decides lands like a provider's answer, so that a new warehouse knows it as well."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from extract_load.envelope import Envelope, Outcome, Status
from extract_load.extract.parts import key_of, write_part
from extract_load.landing import Landing
from extract_load.source import Window


def land_note(
    landing: Landing,
    today: date,
    source: str,
    subject: str,
    *,
    name: str,
    day: date,
    context: Mapping[str, str],
    body: str,
) -> None:
    """Land a decision of today about a source's `subject` and a `day`, as the part `name`."""
    note = Envelope(
        source=source,
        subject=subject,
        start=day,
        end=day,
        today=today,
        request={},
        context=dict(context),
        outcome=Outcome(Status.OK, None, len(body), 0.0, 1),
        extracted_at=datetime.now(UTC),
        body=body,
    )
    write_part(landing, key_of(source, today, Window(day, day), name), [note], lambda text: text)
