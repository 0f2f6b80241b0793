"""What each series is called and drawn in, on every page; the keys are those of the marts."""

from dataclasses import dataclass

from dashboard.charts.theme import INDEX, MOOD, UNCERTAINTY, WEATHER

SECTOR_RETURN = "sector_return: "
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
    """

    name: str
    short: str
    unit: str
    digits: str
    colour: str
    docs: str


INDICATORS = {
    "rainfall_mm": Series("Rainfall", "Rain", "mm a day", ".1f", WEATHER, "rainfall_mm"),
    "temperature_anomaly_c": Series(
        "Temperature anomaly", "Warmth", "°C above usual", "+.1f", WEATHER, "temperature_anomaly_c"
    ),
    "nyc_cloud_cover_pct": Series(
        "Cloud cover, New York", "Cloud", "% of the sky", ".0f", WEATHER, "nyc_cloud_cover_pct"
    ),
    "news_share": Series("News share", "News", "of 10,000 articles", ".1f", MOOD, "news_share"),
    "attention_views": Series("Attention", "Views", "views a day", ",.0f", MOOD, "attention_views"),
    "depression_index": Series("Depression index", "Mood", "0 to 100", ".0f", MOOD, "depression_index"),
    "policy_uncertainty": Series(
        "Policy uncertainty", "Policy", "1985 to 2010 = 100", ",.0f", UNCERTAINTY, "policy_uncertainty"
    ),
    "vix_close": Series("VIX", "VIX", "points", ".1f", UNCERTAINTY, "vix_close"),
}

TARGETS = {
    "index_return": Series("S&P 500 return", "S&P", "% a day", "+.2f", INDEX, "price_return"),
    "index_volatility": Series("S&P 500 volatility", "Volat.", "% a day", ".2f", INDEX, "volatility_7d"),
}

SERIES = {
    "index_close": Series("S&P 500", "S&P", "points at the close", ",.0f", INDEX, "index_close"),
    "volatility_7d": Series("Volatility, 7 sessions", "Volat.", "% a day", ".2f", INDEX, "volatility_7d"),
    **INDICATORS,
    **TARGETS,
    "attention_7d": Series("Attention, 7-day mean", "Views", "views a day", ",.0f", MOOD, "attention_7d"),
    "trends_interest": Series("Trends interest", "Trends", "0 to 100", ".0f", MOOD, "trends_interest"),
}


def name_of(key: str) -> str:
    """Name a series of the marts in full; a sector's return is named as the sector."""
    return SERIES[key].name if key in SERIES else key.removeprefix(SECTOR_RETURN)


def short_name_of(key: str) -> str:
    """Name a series where there is little room."""
    return SERIES[key].short if key in SERIES else name_of(key)
