"""What the SQL console asks about the warehouse itself, and the queries that it offers."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from dashboard.console.relations import Catalog
from dashboard.database import fetch_published
from dashboard.queries.asking import SQL, of_a_build, sql


@dataclass(frozen=True)
class QuickQuery:
    """A query to begin with: the question that it answers, and its text."""

    question: str
    text: str


@of_a_build
def columns(publish_id: int) -> pd.DataFrame:
    """List every column of every relation that a reader may read, with what it means."""
    return fetch_published(publish_id, sql("console/columns"))


def catalog(publish_id: int) -> Catalog:
    """Say which relations, with which columns, a reader's own query may name."""
    found: dict[str, dict[str, list[str]]] = {"marts": {}, "ops": {}}
    named = columns(publish_id)[["schema_name", "relation_name", "column_name"]]
    for schema, relation, column in named.itertuples(index=False, name=None):
        found[schema].setdefault(relation, []).append(column)
    return found


@cache
def quick_queries() -> list[QuickQuery]:
    """Read them from their files, by number; a file's first line is the question."""
    return [
        _quick_query(path.read_text(encoding="utf-8"))
        for path in sorted((SQL / "console/quick").glob("*.sql"))
    ]


def _quick_query(written: str) -> QuickQuery:
    question, _, text = written.partition("\n")
    return QuickQuery(question.removeprefix("--").strip(), text.strip())
