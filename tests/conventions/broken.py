"""Little projects that each break one rule, in the shape of dbt's manifest."""

from typing import Any

from tests.conventions.project import Node, Project

STAGING, INTERMEDIATE, MARTS = "staging/s", "intermediate", "marts/core"


def source(name: str = "a", **changes: Any) -> Node:
    """A source table that keeps every rule."""
    return {
        "resource_type": "source",
        "source_name": "s",
        "name": name,
        "schema": "raw",
        "identifier": name,
        "original_file_path": "models/staging/s/_s__sources.yml",
        "freshness": {"warn_after": {"count": 2}},
        "description": "One.",
        "source_description": "All.",
        "reads": (),
    } | changes


def model(name: str, *reads: str, folder: str = INTERMEDIATE, **changes: Any) -> Node:
    """A model that reads the nodes of these names."""
    return {
        "resource_type": "model",
        "name": name,
        "original_file_path": f"models/{folder}/{name}.sql",
        "raw_code": "select * from {{ ref('a') }}",
        "description": "One.",
        "columns": {"c": {"description": "Two.", "constraints": []}},
        "constraints": changes.pop("constraints", []),
        "config": {"materialized": changes.pop("materialized", "table")},
        "access": changes.pop("access", "protected"),
        "contract": {"enforced": changes.pop("enforced", True)},
        "tested": changes.pop("tested", ("unique", "not_null")),
        "tests_in": changes.pop("tests_in", folder),
        "reads": reads,
    } | changes


def rule_of(kind: str, expression: str | None = None) -> Node:
    """A constraint of a table."""
    return {"type": kind, "columns": ["c"], "name": None, "expression": expression}


def page(name: str, *reads: str) -> Node:
    """An exposure."""
    return {"resource_type": "exposure", "name": name, "reads": reads}


def project(*nodes: Node) -> Project:
    """The project of these nodes; a model's tests are on its column `c`."""
    by_id = {f"{node['resource_type']}.{node['name']}": node for node in nodes}
    ids = {node["name"]: node_id for node_id, node in by_id.items()}
    tests = {
        f"test.{node_id}.{test}": {
            "resource_type": "test",
            "attached_node": node_id,
            "test_metadata": {"name": test, "kwargs": {"column_name": node.get("tested_column", "c")}},
            "original_file_path": f"models/{node['tests_in']}/_.yml",
        }
        for node_id, node in by_id.items()
        for test in node.get("tested", ())
    }
    kinds = {"sources": "source", "exposures": "exposure", "nodes": "model"}
    return Project(
        {
            of: {key: node for key, node in by_id.items() if node["resource_type"] == kind}
            for of, kind in kinds.items()
        }
        | {"parent_map": {node_id: [ids[read] for read in node["reads"]] for node_id, node in by_id.items()}}
        | {"nodes": {key: node for key, node in by_id.items() if node["resource_type"] == "model"} | tests}
    )
