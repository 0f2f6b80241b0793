"""Whose the columns of a query are.

To PostgreSQL `s.length` is a column of s, and if there is none, the function of that name called with s.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from sqlglot import exp

from dashboard.console import Refused
from dashboard.console.vocabulary import FUNCTIONS

Catalog = Mapping[str, Mapping[str, list[str]]]
"""Schema to relation to its columns: all that the reader may read."""

_UNNAMED = ""
_NAMED_BY_THE_SERVER = FUNCTIONS | {"case"}  # a column without a name is called after its function


def check_columns(tree: exp.Expr, catalog: Catalog) -> None:
    """Refuse the server's hidden columns, and functions that are written like one.

    Args:
        tree: a query whose relations of the catalog have their schemas.
        catalog: the relations.

    Raises:
        Refused: a column is nobody's, or not its relation's.
    """
    columns = {column for relations in catalog.values() for names in relations.values() for column in names}
    given = {named.alias for named in tree.find_all(exp.Alias)}
    given |= {column.name for alias in tree.find_all(exp.TableAlias) for column in alias.columns}
    relations = _Relations(tree, catalog)
    for column in tree.find_all(exp.Column):
        if column.args.get("db"):
            raise Refused(f"Write {column.table}.{column.name}, without the schema.")
        if isinstance(column.this, exp.Star):
            continue
        if column.name not in columns | given | _NAMED_BY_THE_SERVER:
            raise Refused(f"There is no column {column.name}.{meant(column.name, columns | given)}")
        if column.table:
            _check_owner(column, relations)


def meant(name: str, names: Mapping[str, object] | set[str]) -> str:
    """Say which of the names may have been meant."""
    close = get_close_matches(name, names, 1)
    return f" Did you mean {close[0]}?" if close else ""


def name_of(column: exp.Expr) -> str:
    """What the server calls a column of a query; empty where that depends on more than its outermost part."""
    while isinstance(column, exp.Cast | exp.Paren):
        column = column.this
    return column.alias_or_name if isinstance(column, exp.Alias | exp.Column) else _UNNAMED


def _check_owner(column: exp.Column, relations: "_Relations") -> None:
    """Every relation that may be meant must have the column: two readings are one too many."""
    owners = relations.of(column)
    if not owners:
        raise Refused(f"There is no table {column.table} where {column.table}.{column.name} is written.")
    for owner in owners:
        names = set(relations.columns(owner))
        allowed = names | (_NAMED_BY_THE_SERVER if _UNNAMED in names else set())
        if column.name not in allowed:
            raise Refused(f"There is no column {column.name} in {column.table}.{meant(column.name, names)}")


class _Relations:
    """The relations of each query of a tree, and their columns in their order, each found once."""

    def __init__(self, tree: exp.Expr, catalog: Catalog) -> None:
        self._catalog = catalog
        self._ctes: dict[str, list[exp.CTE]] = {}
        self._of_query: dict[int, list[exp.Expr]] = {}
        self._columns: dict[int, list[str]] = {}
        for cte in tree.find_all(exp.CTE):
            self._ctes.setdefault(cte.alias, []).append(cte)
        for each in tree.find_all(exp.Table, exp.Subquery):
            self._of_query.setdefault(id(each.find_ancestor(exp.Select)), []).append(each)

    def of(self, column: exp.Expr) -> list[exp.Expr]:
        """What the column's qualifier may name, in the nearest query around it where that names anything."""
        found, query = list[exp.Expr](), column.find_ancestor(exp.Select)
        while query is not None and not found:
            relations = self._of_query.get(id(query), [])
            found = [each for each in relations if each.alias_or_name == column.text("table")]
            query = query.find_ancestor(exp.Select)
        return found

    def columns(self, relation: exp.Expr) -> list[str]:
        """Its columns; an empty name stands for one that the server calls as it likes."""
        if id(relation) not in self._columns:
            self._columns[id(relation)] = _renamed(self._own_columns(relation), relation)
        return self._columns[id(relation)]

    def _own_columns(self, relation: exp.Expr) -> list[str]:
        if not isinstance(relation, exp.Table):
            return self._outputs(relation.this)
        if relation.db:
            return list(self._catalog[relation.db][relation.name])
        found = [_renamed(self._outputs(cte.this), cte) for cte in self._ctes[relation.name]]
        return found[0] if all(names == found[0] for names in found) else []

    def _outputs(self, query: exp.Expr) -> list[str]:
        match query:
            case exp.Table():  # the first of a join in parentheses
                return self.columns(query)
            case exp.Select():
                return [name for column in query.expressions for name in self._output(column, query)]
        return self._outputs(query.this)  # a union's columns are called as its first query's

    def _output(self, column: exp.Expr, query: exp.Select) -> list[str]:
        if isinstance(column, exp.Star):
            return [name for each in self._of_query.get(id(query), []) for name in self.columns(each)]
        if isinstance(column, exp.Column) and isinstance(column.this, exp.Star):
            return [name for each in self.of(column) for name in self.columns(each)]
        return [name_of(column)]


def _renamed(names: list[str], relation: exp.Expr) -> list[str]:
    alias = relation.args.get("alias")
    first = [column.name for column in alias.columns] if alias else []
    return first + names[len(first) :]
