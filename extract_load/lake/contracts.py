"""What dbt promises of each mart: its columns and types, its rules and indexes, and what its comments say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from extract_load.publish.audit import NEXT

ARROW_TYPES: Mapping[str, pa.DataType] = {
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "double precision": pa.float64(),
    "int": pa.int32(),
    "integer": pa.int32(),
    "text": pa.string(),
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True)
class Column:
    """A column of a mart: its name, PostgreSQL's name of its type, and its comment."""

    name: str
    data_type: str
    comment: str


@dataclass(frozen=True)
class Index:
    """An index: its columns, and whether no two rows may agree in them."""

    columns: Sequence[str]
    unique: bool


@dataclass(frozen=True)
class Rule:
    """A constraint: its type as dbt has it, the columns it is about, and a check's name and expression."""

    type: str
    columns: Sequence[str]
    name: str | None
    expression: str | None


@dataclass(frozen=True)
class Mart:
    """A mart, as its model's contract and configuration have it."""

    name: str
    comment: str
    columns: Sequence[Column]
    rules: Sequence[Rule]
    indexes: Sequence[Index]

    @property
    def schema(self) -> pa.Schema:
        """Its columns in Arrow's types."""
        return pa.schema([(column.name, ARROW_TYPES[column.data_type]) for column in self.columns])


def marts(manifest: Mapping[str, Any]) -> list[Mart]:
    """Every mart of dbt's manifest, as PostgreSQL is to have it."""
    nodes = manifest["nodes"].values()
    return [_mart(node) for node in nodes if node["resource_type"] == "model" and node["schema"] == NEXT]


def _mart(node: Mapping[str, Any]) -> Mart:
    columns = [
        Column(column["name"], column["data_type"], column["description"])
        for column in node["columns"].values()
    ]
    wanted = node["config"].get("indexes") or ()
    indexes = [Index(index["columns"], bool(index.get("unique"))) for index in wanted]
    return Mart(node["name"], node["description"], columns, list(_rules(node)), indexes)


def _rules(node: Mapping[str, Any]) -> Iterator[Rule]:
    for column in node["columns"].values():
        for rule in column["constraints"]:
            yield Rule(rule["type"], [column["name"]], rule["name"], rule["expression"])
    for rule in node["constraints"]:
        yield Rule(rule["type"], rule["columns"], rule["name"], rule["expression"])
