"""From what was typed to what is run."""

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from dashboard.console import Refused
from dashboard.console.bounds import bound
from dashboard.console.columns import Catalog
from dashboard.console.deadline import DeadlinePassed, deadline
from dashboard.console.relations import resolve
from dashboard.console.shape import check_shape
from dashboard.console.vocabulary import MOST_CHARACTERS
from dashboard.console.words import check_words

_DIALECT = "postgres"
_SECONDS = 1.0


def check(typed: str, catalog: Catalog) -> str:
    """Rewrite a query so that it can be run.

    Raises:
        Refused: it cannot be understood, or is not one SELECT of what the vocabulary and the catalog hold.
    """
    _check_text(typed)
    try:
        with deadline(_SECONDS):
            return _checked(typed, catalog)
    except (RecursionError, DeadlinePassed):
        raise Refused("This is nested too deep, or too involved.") from None


def _checked(typed: str, catalog: Catalog) -> str:
    tree = _parsed(typed)
    check_shape(tree)
    resolve(tree, catalog)
    bound(tree)
    written = tree.sql(_DIALECT, comments=False)
    check_words(written)
    if _parsed(written) != tree:
        raise Refused("The console is not sure what this means: write it in a plainer way.")
    return written


def _check_text(typed: str) -> None:
    if not typed.strip():
        raise Refused("Write a query, or choose one of the quick ones.")
    if len(typed) > MOST_CHARACTERS:
        raise Refused(f"A query may have up to {MOST_CHARACTERS:,} characters.")
    if not all(letter.isprintable() or letter in "\n\r\t" for letter in typed):
        raise Refused("There is an invisible character in the query: type it anew.")


def _parsed(sql: str) -> exp.Query:
    try:
        statements = [tree for tree in sqlglot.parse(sql, read=_DIALECT) if not _is_empty(tree)]
    except SqlglotError as error:
        raise Refused(*_unparsed(error)) from None
    if len(statements) != 1:
        raise Refused("One query at a time." if statements else "Write a query: there are only comments.")
    (tree,) = statements
    if not isinstance(tree, exp.Query):
        raise Refused("The console only reads: one SELECT, and nothing else.")
    return tree


def _is_empty(tree: exp.Expr | None) -> bool:
    return tree is None or isinstance(tree, exp.Semicolon)


def _unparsed(error: SqlglotError) -> tuple[str, str]:
    found = getattr(error, "errors", [])
    if not found:
        return "This cannot be read as SQL: is a quote or a comment left open?", ""
    first = found[0]
    before = first["start_context"].rpartition("\n")[2]
    after = first["end_context"].partition("\n")[0]
    mark = f"{before}{first['highlight']}{after}\n{' ' * len(before)}^"
    why = first["description"].rstrip(".")
    if why.startswith("Required keyword"):  # the rest names the parser's own classes
        why = "something is missing here"
    return f"This cannot be read as SQL, line {first['line']}: {why}.", mark
