"""`python -m infra.local.simulator`: serve simulated providers until interrupted, or write Trends exports."""

import argparse
import signal
import sys
import threading
from datetime import date
from pathlib import Path

from infra.local.simulator import Simulator, world, write_trends


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local.simulator", description=__doc__)
    add, day = parser.add_argument, date.fromisoformat
    add("--port", type=int, default=8900, help="0 takes a free one (default: %(default)s)")
    add("--today", type=day, default=world.DEFAULT_TODAY, help="the clock (default: %(default)s)")
    add("--faults", type=float, default=0.0, metavar="RATE", help="share of requests that fail")
    add("--latency", type=float, default=0.0, metavar="MS", help="milliseconds before each answer")
    add("--write-trends", type=Path, metavar="FOLDER", help="write both Trends exports there and end")
    return parser


def main() -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args()
    if options.write_trends:
        written = write_trends(options.write_trends, options.today)
        sys.stdout.writelines(f"{path}\n" for path in written)
        return 0
    try:
        simulator = Simulator(options.today, options.port, options.faults, options.latency)
    except (OSError, OverflowError, ValueError) as error:
        sys.stderr.write(f"The simulator cannot start on port {options.port}: {error}\n")
        return 1
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with simulator:
        sys.stdout.write(f"Simulated providers on {simulator.url}, where today is {options.today}.\n")
        sys.stdout.flush()
        ended.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
