"""What each series is called and drawn in, on every page; the keys are those of the marts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from dashboard.charts.theme import INDEX, MOOD, PRICES, UNCERTAINTY, WEATHER

SECTOR_RETURN = "sector_return: "
PROJECT = Path(__file__).parents[2] / "dbt_project" / "dbt_project.yml"
COLOURS = {"weather": WEATHER, "mood": MOOD, "uncertainty": UNCERTAINTY, "market": UNCERTAINTY}
SIGNIFICANT = 0.05  # what has a q below it is claimed


@dataclass(frozen=True)
class Series:
    """One series.

    Args:
        name: in full.
        short: where there is no room.
        unit: of its values as pages show them.
        digits: d3's format of its values.
        colour: that of what it is about.
        docs: the docs block that defines it.
        group: an indicator's: weather, mood, uncertainty or market; empty for all else.
        source: as the landing zone names it.
        factor: of the marts' values, for those as pages show them.
    """

    name: str
    short: str
    unit: str
    digits: str
    colour: str
    docs: str
    group: str = ""
    source: str = ""
    factor: float = 1


def _indicators() -> dict[str, Series]:
    """Take the indicators from the models' own list, in its order."""
    listed = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))["vars"]["indicators"]
    return {
        one["series"]: Series(
            one["label"],
            one["short"],
            one["unit"],
            one["digits"],
            COLOURS[one["group"]],
            docs=one["series"],
            group=one["group"],
            source=one["source"],
            factor=one.get("factor", 1),
        )
        for one in listed
    }


INDICATORS = _indicators()

TARGETS = {
    "index_return": Series(
        "S&P 500 return", "S&P", "% a day", "+.2f", INDEX, "price_return", source="yahoo", factor=100
    ),
    "index_volatility": Series(
        "S&P 500 volatility", "Volat.", "% a day", ".2f", INDEX, "volatility_7d", source="yahoo", factor=100
    ),
}

SERIES = {
    "index_close": Series(
        "S&P 500", "S&P", "points at the close", ",.0f", INDEX, "index_close", source="yahoo"
    ),
    "volatility_7d": replace(TARGETS["index_volatility"], name="Volatility, 7 sessions"),
    **INDICATORS,
    **TARGETS,
    "attention_7d": replace(
        INDICATORS["attention_views"], name="Attention, 7-day mean", docs="attention_7d", group=""
    ),
    "trends_interest": Series(
        "Trends interest", "Trends", "0 to 100", ".0f", MOOD, "trends_interest", source="google_trends"
    ),
}


def name_of(key: str) -> str:
    """Name a series of the marts in full; a sector's return is named as the sector."""
    return SERIES[key].name if key in SERIES else key.removeprefix(SECTOR_RETURN)


def sources_of(keys: Iterable[str]) -> set[str]:
    """Name the sources of these series; what has a sector in its name is a group of companies."""
    return {source for key in keys for source in (PRICES if ": " in key else [SERIES[key].source])}


def short_name_of(key: str) -> str:
    """Name a series where there is little room."""
    return SERIES[key].short if key in SERIES else name_of(key)


def factor_of(key: str, kind: str) -> float:
    """Tell what a series' values are multiplied by where they are shown; a return's level is its index."""
    if key == "index_return" or key.startswith(SECTOR_RETURN):
        return 100 if kind == "change" else 1
    return SERIES[key].factor
