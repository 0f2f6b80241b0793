"""How fresh each source should be: what the dbt project says of its sources says it here too."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

STAGING = Path(__file__).parents[1] / "dbt_project" / "models" / "staging"


@dataclass(frozen=True)
class Expectation:
    """How old a source's last usable answer may be; `overdue` is None where its lack is no fault."""

    late: timedelta
    overdue: timedelta | None


@cache
def expectations() -> dict[str, Expectation]:
    """Read each source's `freshness`."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in STAGING.glob("*/*__sources.yml")]
    sources = [source for file in files for source in file["sources"]]
    return {source["name"]: _expectation(source["config"]["freshness"]) for source in sources}


def standing(expected: Expectation | None, age: timedelta | None) -> str:
    """Say how a source stands whose last usable answer is so old; None where there never was one."""
    if age is None:
        return "✗ never answered"
    if expected is None:
        return "? nothing expected"
    if expected.overdue and age > expected.overdue:
        return "✗ overdue"
    return "◐ late" if age > expected.late else "✓ fresh"


def _expectation(freshness: dict[str, Any]) -> Expectation:
    error = freshness.get("error_after")
    return Expectation(_span(freshness["warn_after"]), _span(error) if error else None)


def _span(limit: dict[str, Any]) -> timedelta:
    return timedelta(**{f"{limit['period']}s": limit["count"]})
