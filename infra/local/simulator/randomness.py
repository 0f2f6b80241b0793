"""Seeded noise: every series has a stream of its own, so that adding one changes no other."""

import zlib
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from infra.local.simulator.world import SEED

Floats = npt.NDArray[np.float64]


def stream(*name: object) -> np.random.Generator:
    """The random numbers that belong to `name`, the same ones every time."""
    return np.random.default_rng([SEED, zlib.crc32(repr(name).encode())])


def autoregressive(shocks: Floats, memory: float) -> Floats:
    """The series x(t) = memory * x(t-1) + shocks(t), scaled to the shocks' own variance in the long run."""
    scale = (1 - memory**2) ** 0.5
    first, *rest = shocks.tolist()
    return np.fromiter(
        accumulate(rest, lambda x, shock: memory * x + scale * shock, initial=first), dtype=np.float64
    )
