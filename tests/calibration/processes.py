"""Series that have nothing to do with each other, and yet look alike to a careless eye; a row each."""

import numpy as np
import numpy.typing as npt
import scipy

Numbers = npt.NDArray[np.float64]
Shape = tuple[int, int]
WARM_UP = 2000  # sessions before the first that is kept
YEAR = 252  # sessions


def noise(rng: np.random.Generator, shape: Shape) -> Numbers:
    """Independent standard normals."""
    return rng.standard_normal(shape)


def ar1(rng: np.random.Generator, shape: Shape, carried: float) -> Numbers:
    """What carries over a share of its value to the next session."""
    shocks = noise(rng, (shape[0], shape[1] + WARM_UP))
    return np.asarray(scipy.signal.lfilter([1], [1, -carried], shocks)[:, WARM_UP:], dtype=np.float64)


def long_memory(rng: np.random.Generator, shape: Shape, d: float = 0.4) -> Numbers:
    """Fractionally integrated noise of order d: its autocorrelations fade as a power."""
    steps = np.arange(1, WARM_UP + shape[1])
    weights = np.concatenate([[1.0], np.cumprod((steps - 1 + d) / steps)])
    shocks = noise(rng, (shape[0], WARM_UP + shape[1]))
    whole = scipy.signal.fftconvolve(shocks, weights[np.newaxis], axes=1)
    return np.asarray(whole[:, WARM_UP : WARM_UP + shape[1]], dtype=np.float64)


def season(rng: np.random.Generator, shape: Shape) -> Numbers:
    """A yearly wave of any phase over AR(1) noise of 0.5."""
    phase = rng.uniform(0, 2 * np.pi, (shape[0], 1))
    return 2 * np.sin(2 * np.pi * np.arange(shape[1]) / YEAR + phase) + ar1(rng, shape, 0.5)


def wild_together(rng: np.random.Generator, shape: Shape) -> tuple[Numbers, Numbers]:
    """Two independent series whose variances are one slow series: all rows are wild on the same days."""
    deviation = np.exp(0.15 * ar1(rng, (1, shape[1]), 0.97))
    return deviation * noise(rng, shape), deviation * noise(rng, shape)


def mood(rng: np.random.Generator, sessions: int) -> list[int]:
    """The level, -1, 0 or 1, of an AR(1) series' rank within the year before."""
    values = ar1(rng, (1, sessions + YEAR), 0.98)[0]
    years = np.lib.stride_tricks.sliding_window_view(values, YEAR)[1:]
    ranks = 100 * (years < years[:, -1:]).mean(axis=1)
    return [int(level) - 1 for level in np.digitize(ranks, [33, 66])]
