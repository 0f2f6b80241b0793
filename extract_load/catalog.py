"""What is asked of whom. A new provider is one file in `sources/` and one line in `SOURCES`."""

from collections.abc import Collection
from datetime import date

from extract_load.config import ConfigError, Settings
from extract_load.source import Api, Provider, Source
from extract_load.sources.fred import Fred
from extract_load.sources.gdelt import Gdelt
from extract_load.sources.google_trends import GoogleTrends
from extract_load.sources.membership_spells import MembershipSpells
from extract_load.sources.open_meteo import Location, OpenMeteo
from extract_load.sources.rows_accepted import RowsAccepted
from extract_load.sources.tiingo import Tiingo
from extract_load.sources.wikimedia import Wikimedia
from extract_load.sources.wikipedia import Wikipedia
from extract_load.sources.wikipedia_revisions import WikipediaRevisions
from extract_load.sources.yahoo import Yahoo

INDICES = ("^GSPC", "^VIX")
ARTICLES = (
    "Major_depressive_disorder",
    "Depression_(mood)",
    "Anxiety",
    "Anxiety_disorder",
    "Generalized_anxiety_disorder",
    "Insomnia",
    "Psychological_stress",
)
NEWS_QUERIES = {
    "depression": (
        '("clinical depression" OR "major depression" OR "depressive disorder" OR "postpartum depression" '
        'OR "anxiety and depression" OR "depression and anxiety")'
    )
}
"""Phrases: the word alone also finds tropical and economic depressions."""

FRED_SERIES = ("USEPUINDXD", "VIXCLS", "SP500")

LOCATIONS = (
    Location("AL", 32.38, -86.30),
    Location("AK", 58.30, -134.42),
    Location("AZ", 33.45, -112.07),
    Location("AR", 34.75, -92.29),
    Location("CA", 38.58, -121.49),
    Location("CO", 39.74, -104.99),
    Location("CT", 41.76, -72.69),
    Location("DE", 39.16, -75.52),
    Location("FL", 30.44, -84.28),
    Location("GA", 33.75, -84.39),
    Location("HI", 21.31, -157.86),
    Location("ID", 43.62, -116.20),
    Location("IL", 39.80, -89.64),
    Location("IN", 39.77, -86.16),
    Location("IA", 41.59, -93.62),
    Location("KS", 39.05, -95.68),
    Location("KY", 38.20, -84.87),
    Location("LA", 30.45, -91.19),
    Location("ME", 44.31, -69.78),
    Location("MD", 38.98, -76.49),
    Location("MA", 42.36, -71.06),
    Location("MI", 42.73, -84.56),
    Location("MN", 44.95, -93.09),
    Location("MS", 32.30, -90.18),
    Location("MO", 38.58, -92.17),
    Location("MT", 46.59, -112.04),
    Location("NE", 40.81, -96.70),
    Location("NV", 39.16, -119.77),
    Location("NH", 43.21, -71.54),
    Location("NJ", 40.22, -74.76),
    Location("NM", 35.69, -105.94),
    Location("NY", 42.65, -73.76),
    Location("NC", 35.78, -78.64),
    Location("ND", 46.81, -100.78),
    Location("OH", 39.96, -83.00),
    Location("OK", 35.47, -97.52),
    Location("OR", 44.94, -123.04),
    Location("PA", 40.27, -76.88),
    Location("RI", 41.82, -71.41),
    Location("SC", 34.00, -81.03),
    Location("SD", 44.37, -100.35),
    Location("TN", 36.16, -86.78),
    Location("TX", 30.27, -97.74),
    Location("UT", 40.76, -111.89),
    Location("VT", 44.26, -72.58),
    Location("VA", 37.54, -77.44),
    Location("WA", 47.04, -122.90),
    Location("WV", 38.35, -81.63),
    Location("WI", 43.07, -89.40),
    Location("WY", 41.14, -104.82),
    Location("NYC", 40.78, -73.97),
)
"""The capital of each state, and Central Park."""

SOURCES: tuple[Source, ...] = (
    Wikipedia(Provider("https://en.wikipedia.org", 1, 1), ("List_of_S&P_500_companies",)),
    WikipediaRevisions(Provider("https://en.wikipedia.org", 1, 1), "List_of_S&P_500_companies"),
    MembershipSpells(
        Provider("https://raw.githubusercontent.com", 1, 1),
        "/fja05680/sp500/master/sp500_ticker_start_end.csv",
    ),
    Yahoo(Provider("https://query1.finance.yahoo.com", 1, 4), INDICES, revision_days=10),
    Tiingo(Provider("https://api.tiingo.com", 2.5, 4), revision_days=7),
    OpenMeteo(
        Provider("https://archive-api.open-meteo.com", 9, 1, timeout=90),
        LOCATIONS,
        revision_days=14,
        first_day=date(1940, 1, 1),
    ),
    Gdelt(
        Provider("https://api.gdeltproject.org", 0.1, 1, timeout=90),
        NEWS_QUERIES,
        revision_days=10,
        first_day=date(2017, 1, 1),
    ),
    Wikimedia(
        Provider("https://wikimedia.org", 3, 3), ARTICLES, revision_days=14, first_day=date(2015, 7, 1)
    ),
    Fred(Provider("https://fred.stlouisfed.org", 2, 2), FRED_SERIES, revision_days=45),
    GoogleTrends(),
)
"""In the order of a run: who is a member comes before the members' prices."""

LOADED: tuple[Source, ...] = (*SOURCES, RowsAccepted())
"""Whose objects are loaded; the last are a person's word, and nobody is asked for it."""


def chosen(settings: Settings, names: Collection[str] = ()) -> list[Source]:
    """The sources of these names, else all that the environment chooses.

    Raises:
        ConfigError: a name is not known.
    """
    unknown = sorted(set(names) - {source.name for source in SOURCES})
    if unknown:
        known = ", ".join(source.name for source in SOURCES)
        raise ConfigError(f"no source is called {', '.join(unknown)}; known are {known}")
    if names:
        return [source for source in SOURCES if source.name in names]
    return [source for source in SOURCES if not isinstance(source, Api) or source.is_chosen(settings)]
