"""What the warehouse answers to one question."""

from contextlib import closing
from typing import Any

import psycopg2


def asked(user: dict[str, str], question: str, *values: object) -> Any:  # noqa: ANN401 - what it is depends on the question
    """The one value that a statement returns to this login, None if it returns no row."""
    opened = psycopg2.connect("", user=user["PGUSER"], password=user["PGPASSWORD"])
    with closing(opened), opened.cursor() as cur:
        cur.execute(question, values)
        (value,) = cur.fetchone() or (None,)
    return value
