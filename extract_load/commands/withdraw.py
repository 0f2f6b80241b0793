"""`withdraw`: give back a file that was taken from the inbox, and should not have been.

Nothing is deleted: a note lands, and from the next load on the models do without the file's rows.
"""

import argparse
import getpass

from extract_load.catalog import SOURCES
from extract_load.commands.note import land_note
from extract_load.config import ConfigError, Settings
from extract_load.extract.inbox import inbox_prefix
from extract_load.extract.state import newest_state
from extract_load.landing import open_landing
from extract_load.log import say
from extract_load.source import WITHDRAWN_BY, Inbox


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    names = [source.name for source in SOURCES if isinstance(source, Inbox)]
    parser.add_argument("file", metavar="FILE", help="its name in the inbox, such as multiTimeline.csv")
    parser.add_argument(
        "--source", choices=names, default=names[0], help="whose inbox (default: %(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Land the note.

    Raises:
        ConfigError: no file of this name was taken.
    """
    settings = Settings.from_environment()
    landing = open_landing(settings.landing_url)
    _, state = newest_state(landing, args.source)
    if args.file not in state.files:
        taken = ", ".join(sorted(state.files)) or "none"
        raise ConfigError(f"no file {args.file!r} was taken from {inbox_prefix(args.source)}; taken: {taken}")
    land_note(
        landing,
        settings.today,
        args.source,
        args.file,
        name="withdrawn",
        day=settings.today,
        context={"file_name": args.file, WITHDRAWN_BY: getpass.getuser()},
        body=state.files[args.file],
    )
    say(
        f"{args.file} is withdrawn: the next `make pipeline` does without it, and takes it only if changed: "
        f"remove it from {inbox_prefix(args.source)}, or put a better one there"
    )
    return 0
