"""What the SQL console asks about the warehouse itself, and the queries that it offers."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from dashboard.console.columns import Catalog
from dashboard.database import fetch_published
from dashboard.queries.asking import of_a_build, sql


@dataclass(frozen=True)
class QuickQuery:
    """A query to begin with: the question that it answers, and its text."""

    question: str
    text: str


@of_a_build
def relations(publish_id: int) -> pd.DataFrame:
    """List every relation that a reader may read, with what it is and its column_names."""
    return fetch_published(publish_id, sql("console/relations"))


@of_a_build
def columns(publish_id: int, schema: str, relation: str) -> pd.DataFrame:
    """List the columns of a relation, with what each means."""
    parameters = {"schema": schema, "relation": relation}
    return fetch_published(publish_id, sql("console/columns"), parameters)


def catalog(publish_id: int) -> Catalog:
    """Say which relations, with which columns, a reader's own query may name."""
    found: dict[str, dict[str, list[str]]] = {"marts": {}, "ops": {}}
    named = relations(publish_id)[["schema_name", "relation_name", "column_names"]]
    for schema, relation, column_names in named.itertuples(index=False, name=None):
        found[schema][relation] = column_names
    return found


@cache
def quick_queries() -> list[QuickQuery]:
    """Read them; a comment is the question that the query below it answers."""
    _, *written = f"\n{sql('console/quick')}".split("\n-- ")
    parted = (one.partition("\n") for one in written)
    return [QuickQuery(question, text.strip()) for question, _, text in parted]
