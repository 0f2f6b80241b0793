"""What this project asks of itself beyond dbt_project_evaluator's rules."""

import re
from pathlib import Path

from tests.conventions.exceptions import WITHOUT_UNIT_TEST
from tests.conventions.project import FOLDER, Node, Project, layer

LINES = 100
NOT_PORTABLE = re.compile(r"::|\bgenerate_series\b|\bdistinct on\b|\berf\(|\bilike\b", re.IGNORECASE)
IMPORTED = re.compile(r"(\w+) as \(\s*select \* from \{\{ ref\('(\w+)'\) \}\}")
UNITED = re.compile(r"select \* from (\w+)(?=\s+union all\s+select \* from (\w+))")
VIEWS = FOLDER.parent / "dashboard" / "views"


def test_every_models_logic_has_a_unit_test_or_a_reason(project: Project) -> None:
    tested = {test["model"] for test in project.manifest["unit_tests"].values()}
    assert project.names(project.models) - tested == set(WITHOUT_UNIT_TEST)


def test_every_model_says_what_it_has_one_row_per(project: Project) -> None:
    described = {**project.models, **project.of_kind("seed", "source")}
    silent = {node_id for node_id, node in described.items() if "One row per " not in node["description"]}
    assert project.names(silent) == set()


def test_every_column_that_is_written_down_is_described(project: Project) -> None:
    described = project.of_kind("model", "seed", "source").items()
    assert project.names(node_id for node_id, node in described if _has_silent_column(node)) == set()


def test_every_mart_promises_its_columns_and_is_read_by_a_page(project: Project) -> None:
    promised = {mart for mart, node in project.marts.items() if node["contract"]["enforced"]}
    pages = {node["name"]: project.parents[page] for page, node in project.of_kind("exposure").items()}
    console = pages.pop("sql_console")
    read = set().union(*pages.values())
    assert project.names(project.marts) == project.names(promised) == project.names(read)
    assert project.names(project.marts) == project.names(console)


def test_every_page_that_reads_data_is_an_exposure_with_its_address(project: Project) -> None:
    home = "http://localhost:8501"
    pages = {page.stem for page in VIEWS.glob("*.py")} - {"sources"}
    addresses = {page: f"{home}/{page}" for page in pages} | {"overview": home}
    assert {node["name"]: node["url"] for node in project.of_kind("exposure").values()} == addresses


def test_no_model_or_macro_is_longer_than_a_hundred_lines() -> None:
    assert {path.name for path in _sql_files() if len(path.read_text().splitlines()) > LINES} == set()


def test_only_standard_sql_is_used() -> None:
    fixtures = (FOLDER / "models").rglob("*__unit_tests.yml")
    written = [*_sql_files(), *fixtures]
    assert {path.name for path in written if NOT_PORTABLE.search(path.read_text())} == set()


def test_tables_that_are_united_whole_have_the_same_columns_in_the_same_order(project: Project) -> None:
    columns = {node["name"]: [*node["columns"]] for node in project.models.values()}
    united = [
        [columns[models[cte]] for cte in couple]
        for node in project.models.values()
        for models in [dict(IMPORTED.findall(node["raw_code"]))]
        for couple in UNITED.findall(node["raw_code"])
    ]
    assert united
    assert all(first == second for first, second in united)


def test_every_docs_block_is_used(project: Project) -> None:
    written = {
        block for block, node in project.manifest["docs"].items() if node["package_name"] == "bellwether"
    }
    nodes = [*project.nodes.values(), *project.manifest["exposures"].values()]
    columns = [column for node in nodes for column in node.get("columns", {}).values()]
    used = {block for described in [*nodes, *columns] for block in described.get("doc_blocks", ())}
    pages_of_their_own = {"doc.bellwether.__overview__", "doc.bellwether.__bellwether__"}
    assert written - used == pages_of_their_own


def test_every_test_of_our_own_says_what_it_is_about(project: Project) -> None:
    silent = {
        test["name"] for test in project.tests if not test.get("test_metadata") and not test["description"]
    }
    assert silent == set()


def test_marts_descriptions_are_kept_in_the_warehouse_for_its_readers(project: Project) -> None:
    kept = {"relation": True, "columns": True}
    silent = (
        node_id
        for node_id, node in project.models.items()
        if layer(node) == "marts" and node["config"]["persist_docs"] != kept
    )
    assert project.names(silent) == set()


def _has_silent_column(node: Node) -> bool:
    return not all(column["description"] for column in node["columns"].values())


def _sql_files() -> list[Path]:
    return [path for part in ("models", "macros", "tests") for path in (FOLDER / part).rglob("*.sql")]
