"""How large what a query computes may become, where the server itself knows no end or cannot be stopped."""

import re
from collections import Counter
from math import prod

from sqlglot import exp

from dashboard.console import Refused
from dashboard.console.columns import name_of

MOST_DIGITS_OF_A_NUMBER = 100
MOST_DIGITS = 40_000
"""Of what is multiplied: to divide numbers of that many takes a moment, and nothing ends it before."""

_DECIMALS = 30
_OF_A_VALUE = 600  # of a quoted one, in hexadecimal digits
_OF_A_FACTOR = 10
_LONG = re.compile(r"\s*[+-]?[\d_.]*e[+-]?[\d_]{3,}\s*", re.IGNORECASE)


def bound(tree: exp.Expr) -> None:
    """Write the tree so that its numbers stay small, in place.

    A cast to decimal gets a size; powers are taken of double precision; a part of a text goes by numbers, for
    with a text in their place it is a regular expression; a window's frame gets the end that it has unsaid.

    Raises:
        Refused: a number is too long, or too many are multiplied with each other.
    """
    for literal in tree.find_all(exp.Literal):
        _check_literal(literal)
    _check_products(tree)
    for node in list(tree.walk()):
        match node:
            case exp.Cast() if node.to.this == exp.DataType.Type.DECIMAL and not _is_quotient(node):
                _size(node)
            case exp.Pow() | exp.Exp():
                _cast_arguments(node, ("this", "expression"), "double precision")
            case exp.Substring():
                _cast_arguments(node, ("start", "length"), "int")
            case exp.WindowSpec() if not node.args.get("end"):
                node.set("end", "CURRENT ROW")


def _check_literal(literal: exp.Literal) -> None:
    if literal.is_string:
        if _LONG.fullmatch(literal.this):
            raise Refused(f"{literal.this} is too large a number for the console.")
    elif len(literal.this) > MOST_DIGITS_OF_A_NUMBER:
        raise Refused(f"A number may have up to {MOST_DIGITS_OF_A_NUMBER} digits.")


def _check_products(tree: exp.Expr) -> None:
    """A product has the digits of both factors; a query that stands on another multiplies what that has."""
    factors = list(tree.find_all(exp.Mul))
    short = [node for node in factors if any(map(_is_short, (node.this, node.expression)))]
    long = [node for node in factors if node not in short]
    in_query = Counter(id(node.find_ancestor(exp.Select)) for node in long)
    digits = (_OF_A_VALUE + _OF_A_FACTOR * len(short)) * prod(number + 1 for number in in_query.values())
    if digits > MOST_DIGITS:
        raise Refused("Too many numbers are multiplied with each other, in one query upon the other.")


def _is_short(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and len(node.this) <= _OF_A_FACTOR and "e" not in node.this.lower()


def _size(cast: exp.Cast) -> None:
    sizes = cast.to.expressions
    if sizes:
        if any(not size.name.isdecimal() or int(size.name) > MOST_DIGITS_OF_A_NUMBER for size in sizes):
            raise Refused(f"A decimal has up to {MOST_DIGITS_OF_A_NUMBER} digits.")
        return
    kind = exp.DataType.build(f"decimal({MOST_DIGITS_OF_A_NUMBER}, {_DECIMALS})", dialect="postgres")
    sized = exp.Anonymous(this="trim_scale", expressions=[exp.Cast(this=cast.this.copy(), to=kind)])
    if isinstance(cast.parent, exp.Select) and cast.arg_key == "expressions":
        name = exp.to_identifier(name_of(cast) or "numeric", quoted=True)
        cast.replace(exp.Alias(this=sized, alias=name))
    else:
        cast.replace(sized)


def _is_quotient(cast: exp.Cast) -> bool:
    """Whether it stands for `div`, which the parser takes for a cast."""
    return isinstance(cast.this, exp.IntDiv)


def _cast_arguments(node: exp.Expr, names: tuple[str, ...], kind: str) -> None:
    for name in names:
        if node.args.get(name):
            node.set(name, exp.cast(node.args[name], kind, dialect="postgres"))
