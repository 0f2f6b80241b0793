"""Simulated providers: a deterministic little world served in the real providers' wire formats on one port.

`Simulator` serves it inside a test's own process, `python -m infra.local.simulator` as a process of its own;
`world` has the dates and names that a test can rely on.
"""

from infra.local.simulator.server import Simulator
from infra.local.simulator.trends import write_trends

__all__ = ["Simulator", "write_trends"]
