"""`accept`: an operator overrules the gate and takes a refused document, such as a member list, after all."""

import argparse
from dataclasses import replace
from datetime import date

from extract_load.config import ConfigError, Settings, day_option
from extract_load.envelope import Envelope, Status
from extract_load.extract.documents import newest
from extract_load.extract.parts import key_of, write_part
from extract_load.landing import Landing, open_landing
from extract_load.log import say
from extract_load.source import BadRecord, Window
from extract_load.sources.wikipedia import Wikipedia, read_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--date", type=day_option, help="the day of the refusal (default: the newest)")


def run(args: argparse.Namespace) -> int:
    """Accept the refused member list; 2 if there is none that can be."""
    settings = Settings.from_environment()
    landing = open_landing(settings.landing_url)
    refused = _refused(landing, args.date, settings.today)
    members = _readable(refused)
    accepted = replace(
        refused,
        context={**refused.context, "accepted_by": "operator"},
        outcome=replace(refused.outcome, status=Status.OK, message=""),
    )
    key = key_of(Wikipedia.name, refused.today, Window(refused.start, refused.end), "accepted")
    write_part(landing, key, [accepted], lambda body: body)
    reason = refused.outcome.message
    say(f"accepted the list of {refused.today} with {members} members; it was refused because {reason}")
    return 0


def _refused(landing: Landing, day: date | None, today: date) -> Envelope:
    """The refused list of a day, or the newest one.

    Raises:
        ConfigError: there is none, or a newer list is in use already.
    """
    refused = newest(landing, Wikipedia.name, Status.REFUSED, day or today)
    if refused is None or (day and refused.today != day):
        raise ConfigError(
            f"no member list was refused{f' on {day}' if day else ''}: there is nothing to accept"
        )
    used = newest(landing, Wikipedia.name, Status.OK, today)
    if used and used.extracted_at >= refused.extracted_at:
        raise ConfigError(
            f"the list of {used.today} is in use and not older than the one refused on {refused.today}"
        )
    return refused


def _readable(refused: Envelope) -> int:
    """How many members the list has.

    Raises:
        ConfigError: it cannot be read, so that accepting it would bring nothing.
    """
    try:
        return len(read_page(refused.body or "").members)
    except BadRecord as error:
        raise ConfigError(
            f"the list refused on {refused.today} cannot be read, so it cannot be used: {error}"
        ) from None
