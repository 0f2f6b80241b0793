"""What the names in a query stand for: relations of `marts` and `ops`, or its own `with`."""

from sqlglot import exp

from dashboard.console import Refused
from dashboard.console.columns import Catalog, check_columns, meant

SEARCHED = "marts"


def resolve(tree: exp.Expr, catalog: Catalog) -> None:
    """Quote every name of the tree in place, and put its schema before every relation.

    Raises:
        Refused: a relation is neither in the catalog nor the query's own, or a column is nobody's.
    """
    for identifier in tree.find_all(exp.Identifier):
        _quote(identifier)
    _resolve_relations(tree, frozenset(), catalog)
    check_columns(tree, catalog)


def _quote(identifier: exp.Identifier) -> None:
    if not identifier.args.get("quoted"):
        identifier.set("this", _folded(identifier.name))
        identifier.set("quoted", True)


def _folded(name: str) -> str:
    # as PostgreSQL folds what is not quoted: ASCII alone
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


def _resolve_relations(node: exp.Expr, own: frozenset[str], catalog: Catalog) -> None:
    """Go down the tree with the names that are `own` to the query at this place of it."""
    if isinstance(node, exp.Table):
        _resolve_relation(node, own, catalog)
    with_ = node.args.get("with_")
    for cte in with_.expressions if with_ else ():
        _resolve_relations(cte.this, own, catalog)  # sees those before it, never itself
        own |= {_own_name(cte)}
    for child in node.iter_expressions():
        if child is not with_:
            _resolve_relations(child, own, catalog)


def _own_name(cte: exp.CTE) -> str:
    # whatever the server may take for a relation of its own catalog
    if cte.alias.startswith("pg_"):
        raise Refused(f"Call {cte.alias} something else: names that begin with pg_ are the server's.")
    return str(cte.alias)


def _resolve_relation(table: exp.Table, own: frozenset[str], catalog: Catalog) -> None:
    if not isinstance(table.this, exp.Identifier):
        raise Refused("A function cannot be read like a table here.")
    if table.catalog:
        raise Refused(f"Write {table.name} with its schema only: marts.… or ops.…")
    if not table.db and table.name in own:
        return
    schema = table.db or SEARCHED
    if table.name not in catalog.get(schema, {}):
        raise Refused(_missing(schema, table.name, catalog))
    table.set("db", exp.to_identifier(schema, quoted=True))


def _missing(schema: str, name: str, catalog: Catalog) -> str:
    if schema not in catalog:
        return f"The console reads {' and '.join(sorted(catalog))}, not {schema}."
    for other, relations in catalog.items():
        if name in relations:
            return f"{name} is in {other}: write {other}.{name}."
    return f"There is no {schema}.{name}.{meant(name, catalog[schema])}"
