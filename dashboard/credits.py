"""Whose data this is: each provider, what it gives, under which terms, and the citation that it asks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Credit:
    """One provider.

    Args:
        source: as the landing zone and the catalog name it.
        name: the provider's own name.
        url: where it is found.
        gives: what is taken from it.
        terms: the licence or the terms in a few words, as Markdown.
        citation: the words that it asks for, as Markdown; empty where it asks for none.
    """

    source: str
    name: str
    url: str
    gives: str
    terms: str
    citation: str = ""


CREDITS = (
    Credit(
        "yahoo",
        "Yahoo Finance",
        "https://finance.yahoo.com/",
        "Daily prices, dividends and splits of the members; the S&P 500 and VIX.",
        "Yahoo's terms: for personal use, and not to be passed on.",
    ),
    Credit(
        "tiingo",
        "Tiingo",
        "https://www.tiingo.com/",
        "Daily prices, dividends and splits, in place of Yahoo's where its key is set.",
        "Licensed by Tiingo to the holder of the key, for internal use; not to be passed on.",
    ),
    Credit(
        "wikipedia",
        "Wikipedia",
        "https://en.wikipedia.org/wiki/List_of_S%26P_500_companies",
        "The members of the S&P 500, their sectors and industries, and the changes.",
        "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/): shared alike.",
        "List of S&P 500 companies, Wikipedia, by its contributors, CC BY-SA 4.0; parsed and dated here.",
    ),
    Credit(
        "wikipedia_revisions",
        "Wikipedia, earlier revisions",
        "https://en.wikipedia.org/w/index.php?title=List_of_S%26P_500_companies&action=history",
        "The sectors and industries of the members as the page had them, a revision a month.",
        "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/): shared alike.",
        "List of S&P 500 companies, Wikipedia, by its contributors, CC BY-SA 4.0; parsed and dated here.",
    ),
    Credit(
        "membership_spells",
        "fja05680/sp500",
        "https://github.com/fja05680/sp500",
        "From when to when each company was a member.",
        "[MIT licence](https://github.com/fja05680/sp500/blob/master/LICENSE).",
    ),
    Credit(
        "open_meteo",
        "Open-Meteo",
        "https://open-meteo.com/",
        "Daily rainfall, temperature and cloud cover of the fifty capitals and New York.",
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/); free for what is not commercial.",
        "[Weather data by Open-Meteo.com](https://open-meteo.com/)",
    ),
    Credit(
        "gdelt",
        "The GDELT Project",
        "https://www.gdeltproject.org/",
        "How many of the world's news articles speak of depression.",
        "Free for any use, with a citation and a link.",
        "News volume: [The GDELT Project](https://www.gdeltproject.org/)",
    ),
    Credit(
        "wikimedia",
        "Wikimedia pageviews",
        "https://wikimedia.org/api/rest_v1/",
        "How often Wikipedia's articles on depression and anxiety are read.",
        "[CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/).",
    ),
    Credit(
        "fred",
        "FRED, Federal Reserve Bank of St. Louis",
        "https://fred.stlouisfed.org/",
        "Economic policy uncertainty (USEPUINDXD, by Baker, Bloom and Davis), VIXCLS (Cboe) and SP500 (S&P).",
        "FRED's [terms of use](https://fred.stlouisfed.org/legal/); series keep their owners' copyright.",
        "USEPUINDXD, VIXCLS and SP500, retrieved from FRED, Federal Reserve Bank of St. Louis.",
    ),
    Credit(
        "google_trends",
        "Google Trends",
        "https://trends.google.com/",
        "Weekly search interest, exported by a person.",
        "Google's terms: to be named as the source.",
        "Data source: [Google Trends](https://www.google.com/trends)",
    ),
)
TRADEMARKS = (
    "S&P 500 and GICS are marks of S&P and of S&P and MSCI; this is neither theirs nor endorsed by them."
)
