"""The dbt project as dbt parses it: its nodes, and who reads whom."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "dbt_project"
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "marts": ("fct_", "dim_", "rpt_"),
}
"""How models are called, by the folder that they live in."""

Node = dict[str, Any]


@dataclass(frozen=True)
class Project:
    """A parsed project. Nodes are named by dbt's unique ids, such as `model.bellwether.dim_date`."""

    manifest: dict[str, Any]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Everything but tests: models, seeds, sources and exposures."""
        kinds = ("nodes", "sources", "exposures")
        every = {node_id: node for kind in kinds for node_id, node in self.manifest[kind].items()}
        return {node_id: node for node_id, node in every.items() if node["resource_type"] != "test"}

    @cached_property
    def parents(self) -> dict[str, set[str]]:
        """Whom each node reads directly."""
        return {node_id: set(self.manifest["parent_map"].get(node_id, ())) for node_id in self.nodes}

    @cached_property
    def children(self) -> dict[str, set[str]]:
        """Who reads each node directly; tests do not count."""
        return {
            node_id: {child for child, parents in self.parents.items() if node_id in parents}
            for node_id in self.nodes
        }

    @cached_property
    def tests(self) -> list[Node]:
        """Every data test."""
        return [node for node in self.manifest["nodes"].values() if node["resource_type"] == "test"]

    def of_kind(self, *kinds: str) -> dict[str, Node]:
        """The nodes of these resource types."""
        return {node_id: node for node_id, node in self.nodes.items() if node["resource_type"] in kinds}

    @property
    def models(self) -> dict[str, Node]:
        """Every model."""
        return self.of_kind("model")

    @property
    def marts(self) -> dict[str, Node]:
        """Every model of the marts' layer."""
        return {node_id: node for node_id, node in self.models.items() if layer(node) == "marts"}

    def parents_of_kind(self, node_id: str, kind: str) -> set[str]:
        """Whom a node reads directly, of one resource type."""
        return {parent for parent in self.parents[node_id] if self.nodes[parent]["resource_type"] == kind}

    def tests_of(self, node_id: str) -> list[Node]:
        """The data tests that are attached to a node."""
        return [test for test in self.tests if test.get("attached_node") == node_id]

    def names(self, node_ids: Iterable[str]) -> set[str]:
        """What people call these nodes."""
        return {name(self.nodes[node_id]) for node_id in node_ids}


def parse(target: Path) -> Project:
    """The project as dbt parses it, leaving its files in `target`, or has parsed it already."""
    manifest = target / "manifest.json"
    if not manifest.exists():
        _parse(target)
    return Project(json.loads(manifest.read_text(encoding="utf-8")))


def _parse(target: Path) -> None:
    from dbt.cli.main import dbtRunner

    from extract_load.dbt_build import placed

    written = ["--target-path", str(target), "--log-path", str(target)]
    result = dbtRunner().invoke(["--quiet", "parse", *placed(FOLDER), *written])
    if not result.success:
        raise AssertionError(f"dbt cannot parse the project: {result.exception}")


def name(node: Node) -> str:
    """A node's name; a source's table with the source before it."""
    return f"{node['source_name']}.{node['name']}" if node["resource_type"] == "source" else str(node["name"])


def constraints(node: Node) -> list[Node]:
    """The rules of a model's contract: the table's and its columns'; none where nothing enforces them."""
    declared = [node, *node["columns"].values()] if node["contract"]["enforced"] else []
    return [constraint for where in declared for constraint in where["constraints"]]


def layer(node: Node) -> str:
    """The folder below `models/` that a node's file is in."""
    return str(node["original_file_path"]).split("/")[1]


def folder(path: str) -> str:
    """The folder of a file that dbt names, with or without the project's name before it."""
    return str(Path(path.split("://")[-1]).parent)
