"""What the parsed tree may be made of, and how much of it."""

from sqlglot import exp

from dashboard.console import Refused
from dashboard.console.vocabulary import (
    MOST,
    MOST_CHARACTERS_OF_A_VALUE,
    MOST_JOINED_TEXTS,
    NODES,
    TYPES,
)

_SAID = {
    exp.Into: "SELECT INTO writes a table; the console only reads.",
    exp.Lock: "FOR UPDATE and FOR SHARE lock rows; the console only reads.",
    exp.Lateral: "LATERAL is not something the console runs: join, or use a window function.",
    exp.Command: "The console answers one SELECT, and nothing else.",
    exp.DDL: "The console only reads: one SELECT.",
    exp.DML: "The console only reads: one SELECT.",
    exp.Dot: "Functions and columns are written without a schema before them.",
    exp.RegexpLike: "Regular expressions are not run here: use LIKE or ILIKE.",
    exp.RegexpILike: "Regular expressions are not run here: use LIKE or ILIKE.",
    exp.SimilarTo: "Regular expressions are not run here: use LIKE or ILIKE.",
    exp.Array: "Arrays are not something the console runs.",
}


def check_shape(tree: exp.Expr) -> None:
    """Hold every node of the tree against the vocabulary.

    Raises:
        Refused: one is of a kind that is not in it, or there are too many of one kind.
    """
    for node in tree.walk():
        if not isinstance(node, NODES) or isinstance(node, tuple(_SAID)):
            raise Refused(_said(node))
        _check_node(node)
    for what, (most, kinds) in MOST.items():
        _check_number(what, sum(1 for _ in tree.find_all(*kinds)), most)
    joined = sum(max(1, len(node.expressions)) for node in tree.find_all(exp.DPipe, exp.Concat))
    _check_number("joined texts (||, concat)", joined, MOST_JOINED_TEXTS)


def _check_number(what: str, number: int, most: int) -> None:
    if number > most:
        raise Refused(f"Too many {what} in one query: {most} is the most.")


def _check_node(node: exp.Expr) -> None:
    match node:
        case exp.With() if node.args.get("recursive"):
            raise Refused("WITH RECURSIVE may never end; the console does not run it.")
        case exp.DataType():
            _check_type(node)
        case exp.Literal() if len(node.this) > MOST_CHARACTERS_OF_A_VALUE:
            raise Refused(f"A value may have up to {MOST_CHARACTERS_OF_A_VALUE} characters.")
        case exp.Anonymous() if not isinstance(node.this, str):
            raise Refused("Write a function's name without quotes.")
        case exp.Identifier():
            _check_name(node.name)


def _check_type(kind: exp.DataType) -> None:
    sized = bool(kind.expressions) and kind.this != exp.DataType.Type.DECIMAL
    if kind.this not in TYPES or kind.args.get("nested") or sized:
        names = ", ".join(sorted(TYPES.values()))
        raise Refused(f"{kind.sql('postgres')} is not a type that the console casts to; those are {names}.")


def _check_name(name: str) -> None:
    if not name.isprintable() or not 0 < len(name.encode()) < 64:
        raise Refused("A name has up to 63 bytes, all of them printable.")


def _said(node: exp.Expr) -> str:
    for kind, words in _SAID.items():
        if isinstance(node, kind):
            return words
    return f"{type(node).__name__.upper()} is not something the console runs."
