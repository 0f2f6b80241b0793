"""The second look, without the parser: what the text to be run consists of, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.console import Refused
from dashboard.console.vocabulary import WORDS

_TOKEN = re.compile(
    r"""(?P<space>[ ]+)
    | (?P<name>"(?:[^"]|"")+")
    | (?P<text>'(?:[^']|'')*')
    | (?P<number>\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?(?!\w))
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign>\|\||<=|>=|<>|-(?!-)|/(?!\*)|[+*%<>=(),.])""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """A piece of a text: its kind (a name is quoted, a word is not), itself, and where it begins."""

    kind: str
    text: str
    start: int


def tokens(sql: str) -> Iterator[Token]:
    """Take a generated text apart.

    Raises:
        Refused: a character that belongs to nothing known, such as a comment's, a placeholder's or `;`.
    """
    position = 0
    while position < len(sql):
        found = _TOKEN.match(sql, position)
        if found is None:
            raise Refused(f"The console does not know what to make of {sql[position : position + 12]!r}.")
        yield Token(str(found.lastgroup), found[0], position)
        position = found.end()


def check_words(sql: str) -> None:
    """Hold every word that is not a quoted name against the vocabulary.

    Raises:
        Refused: one is not in it.
    """
    pieces = [token for token in tokens(sql) if token.kind != "space"]
    after = [token.text for token in pieces[1:]] + [""]
    for token, following in zip(pieces, after, strict=True):
        if token.kind == "word" and token.text.lower() not in WORDS:
            raise Refused(_unknown(token.text, following))


def _unknown(word: str, following: str) -> str:
    if following == "(":
        return f"The function {word.lower()} is not one that the console runs; the list is under Help."
    return f"{word.upper()} is not part of what the console runs; the list is under Help."
