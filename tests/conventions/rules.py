"""The 29 rules of dbt_project_evaluator, under its own names: each tells the nodes that break it.

The thresholds are the package's; where a rule of ours takes more than the package's does, `WIDER` says why.
"""

import re
from collections.abc import Callable, Iterable

from tests.conventions.project import PREFIXES, Node, Project, constraints, folder, layer

FANOUT, JOINS, CHAIN, COVERAGE = 3, 7, 4, 100
READS = re.compile(r"(?<!distinct )\b(?:from|join)\s+(\{\{\s*var\b|[\[`\"']|\w+\.\w+)", re.IGNORECASE)
COMMENTS = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
PRIMARY_KEY = {"unique", "not_null"}
SEVERAL = re.compile(r"^\(.+,.+\)$")  # columns whose values `unique` takes together
VIRTUAL = ("view", "ephemeral")

Rule = Callable[[Project], Iterable[str]]
RULES: dict[str, Rule] = {}


def rule(found: Rule) -> Rule:
    """Register a rule under its function's name."""
    RULES[found.__name__] = found
    return found


# --- the graph


@rule
def direct_join_to_source(project: Project) -> Iterable[str]:
    """A model reads a source and a model."""
    return (
        model
        for model in project.models
        if project.parents_of_kind(model, "source") and project.parents_of_kind(model, "model")
    )


@rule
def duplicate_sources(project: Project) -> Iterable[str]:
    """Two sources are the same table."""
    tables = [(node["schema"], node["identifier"]) for node in project.of_kind("source").values()]
    sources = project.of_kind("source").items()
    return (source for source, node in sources if tables.count((node["schema"], node["identifier"])) > 1)


@rule
def hard_coded_references(project: Project) -> Iterable[str]:
    """A model names a relation itself, or reads it from a variable."""
    models = project.models.items()
    return (model for model, node in models if READS.search(COMMENTS.sub("", node["raw_code"])))


@rule
def marts_or_intermediate_dependent_on_source(project: Project) -> Iterable[str]:
    """A model outside the staging layer reads a source."""
    models = project.models.items()
    return (
        model
        for model, node in models
        if layer(node) != "staging" and project.parents_of_kind(model, "source")
    )


@rule
def model_fanout(project: Project) -> Iterable[str]:
    """Several models that nothing reads hang on one."""
    leaves = {model for model in project.models if not project.children[model]}
    return (model for model in project.models if len(project.children[model] & leaves) >= FANOUT)


@rule
def multiple_sources_joined(project: Project) -> Iterable[str]:
    """A model reads two sources."""
    return (model for model in project.models if len(project.parents_of_kind(model, "source")) > 1)


@rule
def rejoining_of_upstream_concepts(project: Project) -> Iterable[str]:
    """A model joins its parent to that one's own parent, and is the parent's only reader."""
    return (
        child
        for child in project.models
        for between in project.parents[child]
        if project.children[between] == {child} and project.parents[between] & project.parents[child]
    )


@rule
def root_models(project: Project) -> Iterable[str]:
    """A model reads nothing."""
    return (model for model in project.models if not project.parents[model])


@rule
def source_fanout(project: Project) -> Iterable[str]:
    """Two models read one source."""
    return (source for source in project.of_kind("source") if len(project.children[source]) > 1)


@rule
def staging_dependent_on_marts_or_intermediate(project: Project) -> Iterable[str]:
    """A staging model reads a later layer."""
    return _staging_that_reads(project, {"intermediate", "marts"})


@rule
def staging_dependent_on_staging(project: Project) -> Iterable[str]:
    """A staging model reads another."""
    return _staging_that_reads(project, {"staging"})


@rule
def unused_sources(project: Project) -> Iterable[str]:
    """Nobody reads a source."""
    return (source for source in project.of_kind("source") if not project.children[source])


@rule
def too_many_joins(project: Project) -> Iterable[str]:
    """A model reads too many others."""
    return (model for model in project.models if len(project.parents[model]) >= JOINS)


# --- tests


@rule
def missing_primary_key_tests(project: Project) -> Iterable[str]:
    """Neither a set of tests nor a constraint says what a model has one row per."""
    return (model for model in project.models if not _has_primary_key(project, model))


@rule
def sources_without_freshness(project: Project) -> Iterable[str]:
    """Nobody says when a source is stale."""
    sources = project.of_kind("source").items()
    return (source for source, node in sources if not _has_freshness(node))


@rule
def test_coverage(project: Project) -> Iterable[str]:
    """Too few models have a test or a constraint."""
    return _uncovered(project.models, lambda model, node: bool(project.tests_of(model) or constraints(node)))


# --- documentation


@rule
def undocumented_models(project: Project) -> Iterable[str]:
    """A model has no description."""
    return (model for model, node in project.models.items() if not node["description"])


@rule
def documentation_coverage(project: Project) -> Iterable[str]:
    """Too few models have a description."""
    return _uncovered(project.models, lambda _, node: bool(node["description"]))


@rule
def undocumented_source_tables(project: Project) -> Iterable[str]:
    """A source's table has no description."""
    return (source for source, node in project.of_kind("source").items() if not node["description"])


@rule
def undocumented_sources(project: Project) -> Iterable[str]:
    """A source has no description."""
    return (source for source, node in project.of_kind("source").items() if not node["source_description"])


# --- structure


@rule
def test_directories(project: Project) -> Iterable[str]:
    """A model's tests are written down in another folder than the model."""
    return (
        model
        for model, node in project.models.items()
        if {folder(test["original_file_path"]) for test in project.tests_of(model)}
        - {folder(node["original_file_path"])}
    )


@rule
def model_naming_conventions(project: Project) -> Iterable[str]:
    """A model's name does not begin as the names of its layer do."""
    models = project.models.items()
    return (model for model, node in models if not node["name"].startswith(PREFIXES.get(layer(node), ())))


@rule
def source_directories(project: Project) -> Iterable[str]:
    """A source is declared outside the folder of its name."""
    sources = project.of_kind("source").items()
    return (
        source
        for source, node in sources
        if folder(node["original_file_path"]) != f"models/staging/{node['source_name']}"
    )


@rule
def model_directories(project: Project) -> Iterable[str]:
    """A staging model is not in its source's folder, or another's folder is closer than its layer's."""
    return (model for model, node in project.models.items() if not _is_at_home(project, model, node))


# --- performance


@rule
def chained_views_dependencies(project: Project) -> Iterable[str]:
    """Too long a chain of views is run through at every reading."""
    return (model for model in project.models if _chain(project, model) > CHAIN)


@rule
def exposure_parents_materializations(project: Project) -> Iterable[str]:
    """Readers outside read a source, or what is computed at every reading."""
    return (
        parent
        for exposure in project.of_kind("exposure")
        for parent in project.parents[exposure]
        if project.nodes[parent]["resource_type"] == "source"
        or project.nodes[parent]["config"]["materialized"] in VIRTUAL
    )


# --- governance


@rule
def public_models_without_contract(project: Project) -> Iterable[str]:
    """A public model's columns are not promised."""
    return (model for model, node in _public(project) if not node["contract"]["enforced"])


@rule
def exposures_dependent_on_private_models(project: Project) -> Iterable[str]:
    """Readers outside read what is not public."""
    public = {model for model, _ in _public(project)}
    return (exposure for exposure in project.of_kind("exposure") if project.parents[exposure] - public)


@rule
def undocumented_public_models(project: Project) -> Iterable[str]:
    """A public model, or a column of it, has no description."""
    return (
        model
        for model, node in _public(project)
        if not all([node["description"], *(column["description"] for column in node["columns"].values())])
    )


def _staging_that_reads(project: Project, layers: set[str]) -> Iterable[str]:
    for model, node in project.models.items():
        read = {layer(project.nodes[parent]) for parent in project.parents_of_kind(model, "model")}
        if layer(node) == "staging" and read & layers:
            yield model


def _has_primary_key(project: Project, model: str) -> bool:
    tested: dict[str, set[str]] = {}
    for test in project.tests_of(model):
        about = test["test_metadata"]
        tested.setdefault(about["kwargs"].get("column_name", ""), set()).add(about["name"])
    return (
        any(names >= PRIMARY_KEY for names in tested.values())
        or any(SEVERAL.match(columns) and "unique" in names for columns, names in tested.items())
        or any(_is_key(constraint) for constraint in constraints(project.models[model]))
    )


def _is_key(constraint: Node) -> bool:
    """A key that may lack a part is none to PostgreSQL, but as good as one if nulls count as equal."""
    return "primary_key" in constraint["type"] or constraint["expression"] == "nulls not distinct"


def _has_freshness(node: Node) -> bool:
    limits = node["freshness"] or {}
    return any((limits.get(limit) or {}).get("count") for limit in ("warn_after", "error_after"))


def _uncovered(models: dict[str, Node], is_covered: Callable[[str, Node], bool]) -> Iterable[str]:
    bare = [model for model, node in models.items() if not is_covered(model, node)]
    return bare if 100 * (len(models) - len(bare)) < COVERAGE * len(models) else []


def _is_at_home(project: Project, model: str, node: Node) -> bool:
    folders = folder(node["original_file_path"]).split("/")
    layers = [part for part in folders if part in PREFIXES]
    sources = {project.nodes[parent]["source_name"] for parent in project.parents_of_kind(model, "source")}
    expected = {kind for kind, prefixes in PREFIXES.items() if node["name"].startswith(prefixes)}
    return bool(layers) and layers[-1] in expected and sources <= set(folders)


def _chain(project: Project, model: str) -> int:
    if project.nodes[model]["config"]["materialized"] not in VIRTUAL:
        return 0
    views = project.parents_of_kind(model, "model")
    return 1 + max((_chain(project, parent) for parent in views), default=0)


def _public(project: Project) -> list[tuple[str, Node]]:
    return [(model, node) for model, node in project.models.items() if node["access"] == "public"]
