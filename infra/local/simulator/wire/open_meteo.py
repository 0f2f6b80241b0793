"""Open-Meteo archive: `/v1/archive`, daily weather of up to a thousand places."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from infra.local.simulator import world
from infra.local.simulator.randomness import Floats
from infra.local.simulator.weather import WEATHER_BEGIN, Climate, cell, climate, has_gap
from infra.local.simulator.wire.exchange import Answer, Request, json_answer

THROTTLED = json_answer(
    {"error": True, "reason": "Minutely API request limit exceeded. Please try again in one minute."}, 429
)

_FIRST = date(1940, 1, 1)
_PLACES = 1000
_WEIGHT = 5000
_UNITS = {
    "temperature_2m_max": "°C",
    "temperature_2m_min": "°C",
    "temperature_2m_mean": "°C",
    "precipitation_sum": "mm",
    "rain_sum": "mm",
    "cloud_cover_mean": "%",
}
_LOST_IN_GAP = {"precipitation_sum", "rain_sum", "cloud_cover_mean"}


class _RefusedError(Exception):
    """A request that the provider answers with status 400; the message is its reason."""


@dataclass(frozen=True)
class _Ask:
    places: list[tuple[float, float]]
    variables: list[str]
    days: list[date]
    zone: ZoneInfo
    consistent_only: bool
    today: date


def archive(request: Request) -> Answer:
    """Daily values at each place: an object for one place, an array for several."""
    try:
        ask = _understood(request)
    except _RefusedError as refusal:
        return json_answer({"error": True, "reason": str(refusal)}, 400)
    answers = [_place(ask, number) for number in range(len(ask.places))]
    return json_answer(answers[0] if len(answers) == 1 else answers)


def _understood(request: Request) -> _Ask:
    query = request.query
    places, variables = _places(request), [name for name in query.get("daily", "").split(",") if name]
    for name in variables:
        if name not in _UNITS:
            raise _RefusedError(
                f"Cannot initialize DailyVariable from invalid String value {name} for key daily"
            )
    days = _days(request)
    weight = len(places) * max(1.0, len(variables) / 10, len(days) / 14 * len(variables) / 10)
    if weight > _WEIGHT:
        raise _RefusedError(
            "Your API call requests too much data. Please reduce the number of variables, locations and/or "
            "weather models."
        )
    return _Ask(places, variables, days, _zone(request), query.get("models") == "era5", request.today)


def _places(request: Request) -> list[tuple[float, float]]:
    latitudes, longitudes = (request.query.get(name, "").split(",") for name in ("latitude", "longitude"))
    if len(latitudes) != len(longitudes):
        raise _RefusedError("Parameter 'latitude' and 'longitude' must have the same number of elements")
    if len(latitudes) > _PLACES:
        raise _RefusedError(f"Only up to {_PLACES} locations can be requested at once")
    try:
        return [(float(north), float(east)) for north, east in zip(latitudes, longitudes, strict=True)]
    except ValueError:
        raise _RefusedError(
            "Cannot initialize Float from invalid String value for key latitude or longitude"
        ) from None


def _days(request: Request) -> list[date]:
    query = request.query
    if "start_date" not in query or "end_date" not in query:
        raise _RefusedError("Both 'start_date' and 'end_date' must be set in the url")
    try:
        start, end = (date.fromisoformat(query[name]) for name in ("start_date", "end_date"))
    except ValueError:
        raise _RefusedError("Invalid date format. Make sure to use 'YYYY-MM-DD'") from None
    if end < start:
        raise _RefusedError("End-date must be larger or equals than start-date")
    for name, day in (("start_date", start), ("end_date", end)):
        if not _FIRST <= day <= request.today:
            raise _RefusedError(
                f"Parameter '{name}' is out of allowed range from {_FIRST} to {request.today}"
            )
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _zone(request: Request) -> ZoneInfo:
    try:
        return ZoneInfo(request.query.get("timezone", "GMT"))
    except (ZoneInfoNotFoundError, ValueError):
        raise _RefusedError("Invalid timezone") from None


def _place(ask: _Ask, number: int) -> dict[str, object]:
    """One place's answer; its key order is the provider's, and the first place has no `location_id`."""
    latitude, longitude = cell(*ask.places[number])
    now = datetime.combine(ask.today, world.CLOCK_TIME, ask.zone)
    offset = int((now.utcoffset() or timedelta()).total_seconds())
    hours = f"GMT{offset / 3600:+g}" if offset else "GMT"
    answer: dict[str, object] = {
        "latitude": latitude,
        "longitude": longitude,
        "generationtime_ms": 0.5,
        "utc_offset_seconds": offset,
        "timezone": ask.zone.key,
        "timezone_abbreviation": hours,
        "elevation": float(round(abs(latitude * longitude) % 800)),
    }
    if number:
        answer["location_id"] = number
    units = {"time": "iso8601", **{name: _UNITS[name] for name in ask.variables}}
    return {**answer, "daily_units": units, "daily": _daily(ask, latitude, longitude)}


def _daily(ask: _Ask, latitude: float, longitude: float) -> dict[str, object]:
    found = climate(latitude, longitude)
    positions = np.array([(day - WEATHER_BEGIN).days for day in ask.days])
    here = Climate(*(_at(column, positions) for column in vars(found).values()))
    columns = _reported(here, np.array([ask.today - day <= world.WEATHER_REVISION for day in ask.days]))
    gap = np.array([has_gap(latitude, longitude, day) for day in ask.days])
    unknown = np.array([_is_unknown(ask, day) for day in ask.days])
    daily: dict[str, object] = {"time": [day.isoformat() for day in ask.days]}
    for name in ask.variables:
        blank = unknown | gap if name in _LOST_IN_GAP else unknown
        daily[name] = _rounded(np.where(blank, np.nan, columns[name]), 2 if _UNITS[name] == "mm" else 1)
    return daily


def _at(column: Floats, positions: np.ndarray) -> Floats:
    return np.where(positions >= 0, column[np.maximum(positions, 0)], np.nan)


def _is_unknown(ask: _Ask, day: date) -> bool:
    """Today is not over, and the consistent model lags the revised one by the time that revisions take."""
    return day >= ask.today or (ask.consistent_only and ask.today - day <= world.WEATHER_REVISION)


def _reported(weather: Climate, early: np.ndarray) -> dict[str, Floats]:
    """The variables as first reported where `early`, as they finally are elsewhere."""
    error = np.where(early, weather.error, 0)
    warmest, coldest = weather.warmest + 0.4 * error, weather.coldest + 0.3 * error
    rain = weather.rain * np.exp(0.2 * error)
    cloud = np.clip(weather.cloud + 2 * error, 0, 100)
    return {
        "temperature_2m_max": warmest,
        "temperature_2m_min": coldest,
        "temperature_2m_mean": (warmest + coldest) / 2,
        "precipitation_sum": rain,
        "rain_sum": np.where(warmest + coldest > 0, rain, 0),
        "cloud_cover_mean": np.round(cloud),
    }


def _rounded(values: Floats, digits: int) -> list[float | None]:
    return [None if math.isnan(value) else value for value in (np.round(values, digits) + 0.0).tolist()]
