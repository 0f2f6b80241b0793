"""`extract`: ask the providers, land what they answer."""

import argparse

from extract_load.catalog import SOURCES, chosen
from extract_load.config import Settings, day_option, seconds_option
from extract_load.extract.run import extract
from extract_load.log import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    names = ", ".join(source.name for source in SOURCES)
    parser.add_argument(
        "--source", action="append", default=[], help=f"only this one; may be repeated: {names}"
    )
    parser.add_argument("--start", type=day_option, help="first day (default: go on from what has landed)")
    parser.add_argument("--end", type=day_option, help="last day (default: yesterday)")
    parser.add_argument(
        "--budget", type=seconds_option, metavar="SECONDS", help="ask nothing more after this time"
    )
    parser.add_argument(
        "--continue",
        action="store_true",
        dest="continues",
        help="ask only for what today's earlier runs, with the same days to ask for, have no answer to",
    )


def run(args: argparse.Namespace) -> int:
    """Extract, and say how it went; 1 if anything failed."""
    settings = Settings.from_environment()
    sources = chosen(settings, args.source)
    report = extract(settings, sources, args.start, args.end, args.budget, args.continues)
    say(str(report))
    return 1 if report.failed else 0
