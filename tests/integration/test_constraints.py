"""Rules of a contract: however a table is made, it has them, and what breaks one changes nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extract_load.dbt_build import placed
from tests.integration.conftest import ask
from tests.small_project import PROFILE, PROJECT_FILE, small_project

MACRO = Path(__file__).parents[2] / "dbt_project" / "macros" / "create_table_as.sql"
TABLES = "models: {+materialized: table, +contract: {enforced: true}}\n"
FILES = {
    "whole.sql": "{{ config(unlogged=true) }} select * from public.told",
    "grown.sql": """
{{ config(
    materialized='incremental', unique_key='id', incremental_strategy='delete+insert', on_schema_change='fail'
) }}
select * from public.told
{% if is_incremental() %} where load_id > (select max(load_id) from {{ this }}) {% endif %}
""",
    "_models.yml": """
models:
  - &table
    name: whole
    constraints:
      - {type: primary_key, columns: [id]}
      - {type: unique, columns: [name]}
    columns:
      - {name: load_id, data_type: integer}
      - {name: id, data_type: integer}
      - name: name
        data_type: text
        constraints: [{type: not_null}]
      - name: amount
        data_type: integer
        constraints: [{type: check, name: amount_is_not_negative, expression: "amount >= 0"}]
  - {<<: *table, name: grown}
""",
}
BROKEN = {
    "not_null": ("(2, 9, null, 1)", ['null value in column "name" of relation', "(2, 9, null, 1)"]),
    "check": ("(2, 9, 'i', -1)", ['check constraint "amount_is_not_negative"', "(2, 9, i, -1)"]),
    "primary_key": ("(2, 9, 'i', 1), (2, 9, 'j', 1)", ["_pkey", "Key (id)=(9)"]),
    "unique": ("(2, 9, 'a', 1)", ["_name_key", "Key (name)=(a)"]),
}
"""A kind of rule, the rows that break it, and what of the message tells rule and row."""
RULES = {
    "amount_is_not_negative": "CHECK ((amount >= 0))",
    "pkey": "PRIMARY KEY (id)",
    "name_key": "UNIQUE (name)",
}

Build = Callable[..., dict[str, str]]


@pytest.fixture
def build(tmp_path: Path, database: None) -> Build:  # noqa: ARG001
    """Builds a little project that has our macro; returns what became of each table, and why."""
    from dbt.cli.main import dbtRunner  # takes seconds

    folder = small_project(tmp_path / "dbt", PROJECT_FILE + TABLES, PROFILE.replace("marts_next", "next"))
    for name, text in FILES.items():
        (folder / "models" / name).write_text(text)
    shutil.copytree(MACRO.parent, folder / "macros", ignore=lambda _, names: set(names) - {MACRO.name})
    ask("create table public.told (load_id int, id int, name text, amount int)")
    ask("insert into public.told values (1, 1, 'a', 0), (1, 2, 'b', null)")

    place = [*placed(folder), "--log-path", str(folder)]
    parsed: Any = dbtRunner().invoke(["--quiet", "parse", *place]).result

    def run(*options: str) -> dict[str, str]:
        done = dbtRunner(manifest=parsed).invoke(["--quiet", "build", *options, *place])
        return {
            result.node.name: "" if result.status == "success" else str(result.message)
            for result in done.result.results  # type: ignore[union-attr]
        }

    return run


SOUND = {"whole": "", "grown": ""}


def test_however_a_table_is_made_it_has_every_rule(build: Build) -> None:
    for options in [(), (), ("--full-refresh",), ()]:
        assert build(*options) == SOUND
        assert _rules("next.whole") == _rules("next.grown") == RULES
        assert _required("next.whole") == _required("next.grown") == {"id", "name"}


def test_a_table_has_its_rules_beside_the_published_one(build: Build) -> None:
    assert build() == SOUND
    ask("alter schema next rename to published")
    for _ in range(2):
        assert build() == SOUND
    for table in ("next.whole", "next.grown", "published.whole", "published.grown"):
        assert _rules(table) == RULES


@pytest.mark.parametrize("options", [(), ("--full-refresh",)], ids=["daily", "full"])
def test_what_breaks_a_rule_is_named_and_changes_nothing(build: Build, options: tuple[str, ...]) -> None:
    assert build() == SOUND
    for rows, told in BROKEN.values():
        ask(f"insert into public.told values {rows}")
        messages = build(*options)
        for table, message in messages.items():
            assert [part for part in [table, *told] if part not in message] == []
            assert ask(f"select id from next.{table} order by id") == [(1,), (2,)]
        assert messages.keys() == SOUND.keys()
        ask("delete from public.told where load_id = 2")
    ask("insert into public.told values (2, 3, 'c', 4)")
    assert build() == SOUND
    assert ask("select * from next.whole order by id") == ask("select * from next.grown order by id")


def test_what_is_not_to_outlive_a_crash_is_unlogged(build: Build) -> None:
    build()
    persistence = (
        "select relname, relpersistence from pg_class where relname in ('whole', 'grown') order by 1"
    )
    assert ask(persistence) == [("grown", "p"), ("whole", "u")]


def _rules(table: str) -> dict[str, str]:
    """A table's rules by name; what dbt calls the table while it is made, and a number, are left out."""
    name = table.split(".")[1]
    found = ask(
        "select regexp_replace(conname, %s, '', 'g'), pg_get_constraintdef(oid) from pg_constraint"
        " where conrelid = %s::regclass and contype != 'n'",
        rf"^{name}_(_dbt_tmp_)?|\d+$",
        table,
    )
    return dict(found)


def _required(table: str) -> set[str]:
    columns = "pg_attribute where attrelid = %s::regclass and attnum > 0 and attnotnull"
    return {column for (column,) in ask(f"select attname from {columns}", table)}
