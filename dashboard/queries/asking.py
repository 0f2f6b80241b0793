"""How a question is put: its SQL from its file, its answer cached while its build is what readers see."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st

from dashboard.widgets.span import Span

SQL = Path(__file__).parent / "sql"

P = ParamSpec("P")
R = TypeVar("R")


def of_a_build(question: Callable[P, R]) -> Callable[P, R]:
    """Cache a question on marts by its arguments, the publish id first: a new build shows at once."""
    cached: Callable[P, R] = st.cache_data(ttl="12h", max_entries=200, show_spinner=False)(question)
    return cached


@cache
def sql(name: str) -> str:
    """Read the SQL of '<topic>/<question>'."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def ends(span: Span) -> dict[str, date]:
    """Bind a range as `start` and `end`, both included."""
    return {"start": span.start, "end": span.end}
