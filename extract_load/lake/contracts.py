"""What dbt promises of each mart: its columns and types, its indexes, and what its comments say."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract_load.dbt_build import PROJECT, BuildFailed

_ARROW_TYPES: Mapping[str, pa.DataType] = {
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
class Mart:
    """A mart, as its model's contract and configuration have it."""

    name: str
    comment: str
    columns: Sequence[Column]
    indexes: Sequence[Index]

    @property
    def schema(self) -> pa.Schema:
        """Its columns in Arrow's types."""
        return pa.schema([(column.name, _ARROW_TYPES[column.data_type]) for column in self.columns])


def marts(project: Path = PROJECT) -> list[Mart]:
    """Every mart of the dbt project, as PostgreSQL is to have it.

    Raises:
        BuildFailed: dbt cannot read the project.
    """
    # dbt takes seconds to import, and nothing else of the lake needs it
    from dbt.cli.main import dbtRunner

    with tempfile.TemporaryDirectory() as folder:
        place = ["--project-dir", str(project), "--profiles-dir", str(project)]
        written = ["--target-path", folder, "--log-path", folder]
        done = dbtRunner().invoke(["--quiet", "parse", "--target", "next", *place, *written])
    if not done.success:
        raise BuildFailed(f"dbt cannot read {project}: {done.exception}")
    return sorted(_marts(done.result), key=lambda mart: mart.name)


def _marts(manifest: Any) -> Iterator[Mart]:  # noqa: ANN401 - dbt's own manifest, whose types it does not promise
    for node in manifest.nodes.values():
        if node.resource_type == "model" and node.config.contract.enforced:
            columns = [Column(c.name, c.data_type, c.description) for c in node.columns.values()]
            indexes = [
                Index(index["columns"], bool(index.get("unique")))
                for index in node.config.get("indexes") or ()
            ]
            yield Mart(node.name, node.description, columns, indexes)
