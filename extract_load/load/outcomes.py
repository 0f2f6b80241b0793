"""Every landed line as a row: what was asked, and what became of it."""

from extract_load.envelope import Envelope
from extract_load.source import Columns, Table

OUTCOMES = Table(
    "extraction_outcomes",
    {
        "source": "text",
        "subject": "text",
        "window_start": "date",
        "window_end": "date",
        "run_date": "date",
        "status": "text",
        "http_status": "bigint",
        "bytes": "bigint",
        "seconds": "double",
        "attempts": "bigint",
        "message": "text",
        "server": "text",
    },
)


def outcome_row(envelope: Envelope) -> Columns:
    """One row of `OUTCOMES`."""
    outcome = envelope.outcome
    return {
        "source": [envelope.source],
        "subject": [envelope.subject],
        "window_start": [envelope.start],
        "window_end": [envelope.end],
        "run_date": [envelope.today],
        "status": [str(outcome.status)],
        "http_status": [outcome.http_status],
        "bytes": [outcome.bytes],
        "seconds": [outcome.seconds],
        "attempts": [outcome.attempts],
        "message": [outcome.message or None],
        "server": [outcome.server or None],
    }
