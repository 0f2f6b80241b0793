"""Which marts a page can read, found in its code: from name to name to the SQL files, and in these."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

ROOT = Path(__file__).parents[2]
VIEWS = ROOT / "dashboard" / "views"
SQL = ROOT / "dashboard" / "queries" / "sql"


@dataclass(frozen=True)
class Name:
    """What a module defines, or the whole module where `name` is empty."""

    module: str
    name: str


@dataclass(frozen=True)
class Module:
    """A module's statements by the name that they define, and what its imports stand for."""

    tree: ast.Module
    defined: dict[str, ast.AST]
    imported: dict[str, Name]


def marts_of(page: str) -> set[str]:
    """Name the marts in all SQL files that `views/<page>.py` leads to, whatever its reader chooses."""
    return {mart for file in _files_of(Name(f"dashboard.views.{page}", "")) for mart in _marts_in(file)}


def _files_of(root: Name) -> set[str]:
    seen, waiting = {root}, [root]
    files = set()
    while waiting:
        name = waiting.pop()
        tree = _statement(name)
        files |= set(_files_named(tree)) if tree else set()
        found = set(_mentioned(tree, name.module)) - seen if tree else set()
        seen |= found
        waiting += found
    return files


def _statement(name: Name) -> ast.AST | None:
    module = _module(name.module)
    if module is None:
        return None
    return module.defined.get(name.name) if name.name else module.tree


def _files_named(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "sql":
            yield ast.literal_eval(call.args[0])


def _mentioned(tree: ast.AST, where: str) -> Iterator[Name]:
    module = _module(where)
    assert module
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in module.defined:
            yield Name(where, node.id)
        elif isinstance(node, ast.Name) and node.id in module.imported:
            yield module.imported[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = module.imported.get(node.value.id)
            if owner and _module(f"{owner.module}.{owner.name}"):
                yield Name(f"{owner.module}.{owner.name}", node.attr)


@cache
def _module(name: str) -> Module | None:
    path = ROOT / f"{name.replace('.', '/')}.py"
    if not name.startswith("dashboard.") or not path.exists():
        return None
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Module(tree, dict(_definitions(tree)), dict(_imports(tree)))


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield statement.name, statement
        elif isinstance(statement, ast.Assign):
            yield from ((node.id, statement) for node in statement.targets if isinstance(node, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id, statement


def _imports(tree: ast.Module) -> Iterator[tuple[str, Name]]:
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                yield alias.asname or alias.name, Name(statement.module, alias.name)


def _marts_in(file: str) -> Iterator[str]:
    text = (SQL / f"{file}.sql").read_text(encoding="utf-8").replace("%%", "%")
    for table in sqlglot.parse_one(text, read="postgres").find_all(exp.Table):
        if table.db == "marts":
            yield table.name
