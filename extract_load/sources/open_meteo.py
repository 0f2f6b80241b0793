"""Open-Meteo archive: daily weather, many locations in one call.

One location answers with an object, several with an array in the order asked; its coordinates are the grid
cell's, so a location is known by its position alone. Asked in GMT: any other time zone's offset would be the
one of the moment of asking, also for days in the other half of the year.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

from extract_load.config import Settings
from extract_load.envelope import Envelope, Status
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.taxonomy import OK, Action, Rule, Verdict, give_up
from extract_load.values import as_date, from_json, is_before

_UNITS = {
    "precipitation_sum": "mm",
    "temperature_2m_max": "°C",
    "temperature_2m_min": "°C",
    "cloud_cover_mean": "%",
}
DAILY = Table(
    "open_meteo_daily",
    {
        "location": "text",
        "latitude": "double",
        "longitude": "double",
        "date": "date",
        "precipitation_sum": "double",
        "temperature_2m_max": "double",
        "temperature_2m_min": "double",
        "cloud_cover_mean": "double",
    },
)

_QUOTA = Verdict(Action.STOP, Status.FAILED, "the provider's quota is used up, the next run goes on: {body}")
_MINUTE = Verdict(Action.RETRY, Status.FAILED, "over the minute's quota: {body}", wait=61.0)
_RULES = (
    Rule(_QUOTA, statuses=(429,), body="Hourly|Daily"),
    Rule(_MINUTE, statuses=(429,), body="Minutely"),
    Rule(give_up("Open-Meteo does not understand the request: {body}"), statuses=(400,)),
)


@dataclass(frozen=True)
class Location:
    """A place by our own code: a state's, or NYC."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class OpenMeteo(Api):
    """Daily weather of `locations`, all in one request per calendar year."""

    provider: Provider
    locations: tuple[Location, ...]
    revision_days: int
    first_day: date
    subjects: tuple[str, ...] = ("locations",)
    name: str = "open_meteo"
    tables: tuple[Table, ...] = (DAILY,)
    rules: tuple[Rule, ...] = _RULES

    def host(self, settings: Settings) -> str:
        """With a key there is a host of its own, which does not limit by address."""
        return (
            self.provider.url.replace("://", "://customer-")
            if settings.open_meteo_api_key
            else self.provider.url
        )

    def secret_params(self, settings: Settings) -> Mapping[str, str]:
        """The key; no header takes it."""
        return {"apikey": settings.open_meteo_api_key} if settings.open_meteo_api_key else {}

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:  # noqa: ARG002
        """One request per calendar year, so that none outweighs a minute's quota."""
        for subject in subjects:
            for part in _years(window):
                yield self._request(subject, part)

    def _request(self, subject: str, window: Window) -> Request:
        params = {
            "latitude": ",".join(str(place.latitude) for place in self.locations),
            "longitude": ",".join(str(place.longitude) for place in self.locations),
            "daily": ",".join(_UNITS),
            "start_date": str(window.start),
            "end_date": str(window.end),
            "timezone": "GMT",
        }
        context = {"locations": [place.code for place in self.locations]}
        days = (window.end - window.start).days + 1
        variables = len(_UNITS) / 10
        weight = len(self.locations) * max(1.0, variables, days / 14 * variables)
        return Request(subject, window, "/v1/archive", params, context, weight)

    def inspect(self, request: Request, body: str) -> Verdict:
        """As many locations as asked, in GMT, in the units that the columns mean."""
        places = _places(body)
        if len(places) != len(request.context["locations"]):
            return give_up(f"{len(places)} locations instead of {len(request.context['locations'])}")
        for place in places:
            units = {name: (place.get("daily_units") or {}).get(name) for name in _UNITS}
            if place.get("utc_offset_seconds") != 0 or units != _UNITS:
                return give_up(f"offset {place.get('utc_offset_seconds')} s and units {units}")
            _series(place)
        return OK

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per location and day before the run's today."""
        columns: dict[str, list[Any]] = {name: [] for name in DAILY.columns}
        for code, place in zip(envelope.context["locations"], _places(envelope.body or ""), strict=True):
            series = _series(place)
            wanted = [is_before(day, envelope.today) for day in series["time"]]
            days = list(compress(series["time"], wanted))
            columns["location"] += [code] * len(days)
            columns["latitude"] += [place.get("latitude")] * len(days)
            columns["longitude"] += [place.get("longitude")] * len(days)
            columns["date"] += [as_date(day) for day in days]
            for name in _UNITS:
                columns[name] += compress(series[name], wanted)
        yield DAILY, columns

    def stable(self, body: str) -> str:
        """Without how long the answer took to make."""
        return re.sub(r'"generationtime_ms":[^,]*,', "", body)


def _years(window: Window) -> Iterator[Window]:
    for year in range(window.start.year, window.end.year + 1):
        yield Window(max(window.start, date(year, 1, 1)), min(window.end, date(year, 12, 31)))


def _places(body: str) -> list[dict[str, Any]]:
    answer = from_json(body)
    places = answer if isinstance(answer, list) else [answer]
    if not all(isinstance(place, dict) and "daily" in place for place in places):
        raise BadRecord(f"not daily weather: it begins with {body[:80]!r}")
    return places


def _series(place: Mapping[str, Any]) -> dict[str, list[Any]]:
    try:
        series = {name: place["daily"][name] for name in ("time", *_UNITS)}
    except (KeyError, TypeError) as error:
        raise BadRecord(f"daily weather without {error}") from None
    lists = {name for name, values in series.items() if not isinstance(values, list)}
    if lists:
        raise BadRecord(f"daily weather without its values: {', '.join(sorted(lists))}")
    lengths = {name: len(values) for name, values in series.items()}
    if len(set(lengths.values())) != 1:
        raise BadRecord(f"series of different lengths: {lengths}")
    return series
