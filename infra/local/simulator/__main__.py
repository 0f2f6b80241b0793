"""`python -m infra.local.simulator`: serve the simulated providers until interrupted, or write Trends exports."""

import argparse
import signal
import sys
from datetime import date
from pathlib import Path

from infra.local.simulator import Simulator, world, write_trends

_ENDING = {signal.SIGINT, signal.SIGTERM}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8900, help="0 takes a free one (default: %(default)s)")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=world.DEFAULT_TODAY,
        help="the clock (default: %(default)s)",
    )
    parser.add_argument(
        "--faults", type=float, default=0.0, metavar="RATE", help="share of requests that fail"
    )
    parser.add_argument(
        "--latency", type=float, default=0.0, metavar="MS", help="milliseconds before each answer"
    )
    parser.add_argument(
        "--write-trends", type=Path, metavar="FOLDER", help="write both Google Trends exports there and end"
    )
    return parser


def main() -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args()
    if options.write_trends:
        for path in write_trends(options.write_trends, options.today):
            print(path)
        return 0
    try:
        simulator = Simulator(options.today, options.port, options.faults, options.latency)
    except (OSError, ValueError) as error:
        print(
            f"The simulator cannot start on port {options.port} at {options.today}: {error}", file=sys.stderr
        )
        return 1
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # before the threads start, which inherit it
    with simulator:
        print(f"Simulated providers on {simulator.url}, where today is {options.today}.", flush=True)
        signal.sigwait(_ENDING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
