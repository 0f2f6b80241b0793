"""The marts as the dbt project's contracts promise them: what makes tables of the world's rows."""

from functools import cache
from pathlib import Path

import yaml
from psycopg2.extensions import cursor

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"

Columns = dict[str, str]


@cache
def contracts() -> dict[str, Columns]:
    """Each mart's columns with their types."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in MARTS.rglob("_*__models.yml")]
    return {
        mart["name"]: {column["name"]: column["data_type"] for column in mart["columns"]}
        for file in files
        for mart in file["models"]
    }


def fulfil(opened: cursor) -> None:
    """Give every mart all columns of its contract: what the world's rows do not say is null.

    Raises:
        LookupError: the world holds a mart or a column that no contract knows.
    """
    for mart, known in _written(opened).items():
        unknown = known - set(contracts().get(mart, {}))
        if unknown:
            raise LookupError(f"marts.{mart} of the world has {sorted(unknown)}, and its contract has not")
    for mart, columns in contracts().items():
        added = (f"add column if not exists {name} {data_type}" for name, data_type in columns.items())
        typed = (f"alter column {name} type {data_type}" for name, data_type in columns.items())
        opened.execute(f"create table if not exists marts.{mart} ()")
        opened.execute(f"alter table marts.{mart} {', '.join(added)}")
        opened.execute(f"alter table marts.{mart} {', '.join(typed)}")


def _written(opened: cursor) -> dict[str, set[str]]:
    opened.execute(
        "select table_name, array_agg(column_name::text) from information_schema.columns "
        "where table_schema = 'marts' group by table_name"
    )
    return {mart: set(columns) for mart, columns in opened.fetchall()}
