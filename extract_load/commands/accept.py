"""`accept`: an operator overrules the gate and takes a refused document, such as a member list, after all.

What was doubted is taken. What no later step can use, such as an unknown sector, is not.
"""

import argparse
from dataclasses import replace
from datetime import date

from extract_load.config import ConfigError, Settings, day_option
from extract_load.envelope import Envelope, Status
from extract_load.extract.documents import newest
from extract_load.extract.members_gate import faults
from extract_load.extract.parts import key_of, write_part
from extract_load.landing import Landing, open_landing
from extract_load.log import say
from extract_load.source import BadRecord, Window
from extract_load.sources.wikipedia import Wikipedia, read_page

ACCEPTED_BY = "accepted_by"
"""The key in an accepted envelope's context."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--date", type=day_option, help="the day of the refusal (default: the newest)")


def run(args: argparse.Namespace) -> int:
    """Accept the refused member list; 2 if there is none that can be."""
    settings = Settings.from_environment()
    landing = open_landing(settings.landing_url)
    refused = _refused(landing, args.date, settings.today)
    members = _usable(refused)
    accepted = replace(
        refused,
        context={**refused.context, ACCEPTED_BY: "operator"},
        outcome=replace(refused.outcome, status=Status.OK, message=""),
    )
    key = key_of(Wikipedia.name, refused.today, Window(refused.start, refused.end), "accepted")
    write_part(landing, key, [accepted], lambda body: body)
    reason = refused.outcome.message
    say(
        f"accepted the list of {refused.today} with {members} members, which had been refused: {reason}. "
        "It is in use from now on"
    )
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


def _usable(refused: Envelope) -> int:
    """How many members the list has.

    Raises:
        ConfigError: no later step could use it.
    """
    try:
        members = read_page(refused.body or "").members
        reason = faults(members)
    except BadRecord as error:
        reason = str(error)
    if reason:
        raise ConfigError(
            f"the list refused on {refused.today} cannot be used, so it cannot be accepted: {reason}. "
            "The last accepted one stays in use, and every extract asks for the page again: wait until it is "
            "mended, or mend it. If the index itself has changed so, the gate and dbt's tests must learn it"
        )
    return len(members)
