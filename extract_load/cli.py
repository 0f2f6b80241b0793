"""The parts of Bellwether, one command each; `COMMAND --help` tells its options.

Exit codes: 0 done, 1 something failed and the rest is done, 2 usage or configuration, 130 interrupted.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from extract_load import log
from extract_load.config import ConfigError


class Command(NamedTuple):
    """A command's module and the function in it that does it: `run(args) -> exit code`.

    A module is imported only for its own command: extraction needs neither Arrow nor a database driver.
    Its `add_arguments(parser)`, if it has one, declares the command's options.
    """

    module: str
    summary: str
    function: str = "run"


COMMANDS = {
    "extract": Command("extract_load.commands.extract", "ask the providers, land what they answer"),
    "status": Command("extract_load.commands.status", "what has been landed, and what failed last"),
    "accept": Command(
        "extract_load.commands.accept",
        "use a refused member list after all, or publish without rows that are set aside",
    ),
    "withdraw": Command("extract_load.commands.withdraw", "give back a file that was taken from the inbox"),
    "bootstrap": Command(
        "extract_load.warehouse.bootstrap", "create roles, schemas and tables where missing"
    ),
    "load": Command("extract_load.load.run", "load what has landed into the raw tables"),
    "pipeline": Command(
        "extract_load.pipeline", "extract, load, dbt build, publish; 0 if readers see the result"
    ),
    "fetch": Command("extract_load.lake.fetch", "take over the marts that Spark has built, and publish them"),
    "publish": Command("extract_load.publish.run", "swap the audited build in, if there is a new one"),
    "release": Command(
        "extract_load.release.run",
        "keep the published marts as Parquet, or prove what is kept",
    ),
    "digest": Command("extract_load.digest.run", "tell what the last publish brought, and send it"),
    "rollback": Command(
        "extract_load.publish.run",
        "swap the previous build back, until a run has something new; once more returns",
        "run_rollback",
    ),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    log.set_up()
    parser, chosen = _parser(arguments)
    args = parser.parse_args(arguments)
    command = COMMANDS[chosen]
    try:
        return int(getattr(import_module(command.module), command.function)(args))
    except ConfigError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - this is where the command speaks
        return 2
    except KeyboardInterrupt:
        print("interrupted; what has been done stays", file=sys.stderr)  # noqa: T201
        return 130


def _parser(arguments: Sequence[str]) -> tuple[argparse.ArgumentParser, str]:
    """The parser, with the options of the command that the arguments name, and that command."""
    parser = argparse.ArgumentParser(prog="python -m extract_load", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    chosen = next((argument for argument in arguments if not argument.startswith("-")), "")
    for name, command in COMMANDS.items():
        subparser = commands.add_parser(name, help=command.summary, description=command.summary)
        if name == chosen:
            add_arguments = getattr(import_module(command.module), "add_arguments", None)
            if add_arguments:
                add_arguments(subparser)
    return parser, chosen
