"""Weather anywhere: a smooth climate, weather systems that neighbours share, and noise of each grid cell."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np

from infra.local.simulator import world
from infra.local.simulator.mood import DAYS, EPOCH
from infra.local.simulator.randomness import Floats, autoregressive, stream

WEATHER_BEGIN = EPOCH
"""Earlier days have no observations."""
GRID = 0.25
"""Degrees between grid points."""

_SYSTEMS = 6
_MIDSUMMER = 200
_DRY_BELOW = 0.45


@dataclass(frozen=True)
class Climate:
    """Final daily weather of a cell since `WEATHER_BEGIN` in °C, mm and %; and how far first reports err."""

    warmest: Floats
    coldest: Floats
    rain: Floats
    cloud: Floats
    error: Floats


def cell(latitude: float, longitude: float) -> tuple[float, float]:
    """The grid point nearest to a place."""
    return round(latitude / GRID) * GRID, round(longitude / GRID) * GRID


@cache
def _systems() -> tuple[Floats, Floats]:
    """Strength by system and day, and each system's wave vector and phase."""
    random = stream("weather systems")
    strength = [autoregressive(random.standard_normal(DAYS), 0.7) for _ in range(_SYSTEMS)]
    return np.array(strength), random.uniform(-1, 1, (_SYSTEMS, 3)) * np.array([0.2, 0.12, np.pi])


def _passing(latitude: float, longitude: float, shift: float) -> Floats:
    strength, waves = _systems()
    loading = np.cos(waves[:, 0] * latitude + waves[:, 1] * longitude + waves[:, 2] + shift)
    return np.asarray(loading @ strength / (_SYSTEMS / 2) ** 0.5)


@lru_cache(maxsize=1024)
def climate(latitude: float, longitude: float) -> Climate:
    """The weather of the grid cell at a point that `cell` returned."""
    noise = stream("weather", latitude, longitude).standard_normal((4, DAYS))
    season = np.cos(2 * np.pi * (np.arange(DAYS) - _MIDSUMMER) / 365.2425) * (1 if latitude >= 0 else -1)
    mean = 30 - 0.55 * abs(latitude) + (0.28 * abs(latitude)) * season
    mean = mean + 3.5 * _passing(latitude, longitude, 0) + noise[0]
    wet = 0.8 * _passing(latitude, longitude, 1.3) + 0.6 * noise[1]
    cloud = 100 / (1 + np.exp(-(0.1 + 1.3 * wet)))
    rain = 9 * np.maximum(wet - _DRY_BELOW, 0) ** 1.4 * np.exp(0.4 * noise[2])
    swing = 6.5 - 0.035 * cloud
    return Climate(mean + swing, mean - swing, rain, cloud, noise[3])


def has_gap(latitude: float, longitude: float, day: date) -> bool:
    """Whether precipitation and cloud cover are unknown there on that day."""
    south, north, west, east = world.WEATHER_GAP_BOX
    first, last = world.WEATHER_GAP
    return first <= day <= last and south <= latitude <= north and west <= longitude <= east
