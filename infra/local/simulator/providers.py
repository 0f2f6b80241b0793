"""Which provider answers a path."""

from collections.abc import Callable
from dataclasses import dataclass

from infra.local.simulator.wire import (
    fred,
    gdelt,
    open_meteo,
    spells,
    tiingo,
    wikimedia,
    wikipedia,
    yahoo,
)
from infra.local.simulator.wire.exchange import Answer, Request


@dataclass(frozen=True)
class Provider:
    """A provider's endpoint: its path (`*` is any one segment), and its answer when it is asked too often."""

    name: str
    path: str
    answer: Callable[[Request], Answer]
    throttled: Answer

    def owns(self, parts: tuple[str, ...]) -> bool:
        """Whether the decoded segments of a path are this endpoint's."""
        pattern = self.path.split("/")
        return len(pattern) == len(parts) and all(
            wanted in ("*", part) for wanted, part in zip(pattern, parts, strict=True)
        )


_PAGEVIEWS = "api/rest_v1/metrics/pageviews/per-article/*/*/*/*/daily/*/*"
_SPELLS = "fja05680/sp500/master/sp500_ticker_start_end.csv"

PROVIDERS = (
    Provider("yahoo", "v8/finance/chart/*", yahoo.chart, yahoo.THROTTLED),
    Provider("open_meteo", "v1/archive", open_meteo.archive, open_meteo.THROTTLED),
    Provider("gdelt", "api/v2/doc/doc", gdelt.timeline, gdelt.THROTTLED),
    Provider("wikimedia", _PAGEVIEWS, wikimedia.per_article, wikimedia.THROTTLED),
    Provider("wikipedia", "w/api.php", wikipedia.api, wikimedia.THROTTLED),
    Provider("fred", "graph/fredgraph.csv", fred.graph, fred.THROTTLED),
    Provider("tiingo", "tiingo/daily/prices", tiingo.latest, tiingo.THROTTLED),
    Provider("tiingo", "tiingo/daily/*/prices", tiingo.history, tiingo.THROTTLED),
    Provider("spells", _SPELLS, spells.table, spells.THROTTLED),
)


def provider_of(parts: tuple[str, ...]) -> Provider | None:
    """The provider whose endpoint a path is, if any."""
    return next((provider for provider in PROVIDERS if provider.owns(parts)), None)
