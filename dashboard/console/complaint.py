"""The server's complaint about a query, as its writer can use it."""

import re

import psycopg2

from dashboard.console.words import tokens


def complaint(error: psycopg2.Error) -> str:
    """Write the server's own sentence and its hint in one paragraph."""
    parts = (error.diag.message_primary, error.diag.message_hint)
    sentences = [f"{part[0].upper()}{part[1:].rstrip('.')}." for part in parts if part]
    return " ".join(sentences) or "The server gave no reason."


def mark(error: psycopg2.Error, run: str, offset: int, typed: str) -> str:
    """Point into what was typed at the word that the server stopped at; empty where that cannot be told.

    Args:
        error: what the server said of `run`, from its character `offset` on.
        run: the text that was run, other than the typed one in quotes and case.
        offset: characters before it in the statement that the server saw.
        typed: the text as its writer sees it.
    """
    position = int(error.diag.statement_position or 0) - 1 - offset
    words = [token for token in tokens(run) if token.kind != "space"]
    at = next((token for token in words if token.start == position), None)
    if at is None:
        return ""
    same = [token for token in words if _bare(token.text) == _bare(at.text)]
    places = [found.start() for found in re.finditer(_pattern(_bare(at.text)), typed, re.IGNORECASE)]
    return _caret(typed, places[same.index(at)]) if len(places) == len(same) else ""


def _bare(text: str) -> str:
    return text.strip('"').lower()


def _pattern(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}(?!\w)"


def _caret(typed: str, place: int) -> str:
    begin = typed.rfind("\n", 0, place) + 1
    line = typed[begin:].partition("\n")[0]
    return f"{line}\n{' ' * (place - begin)}^"
