"""`accept`: an operator takes a refused document, such as a member list, after all, or does without rows.

What was doubted is taken. What no later step can use, such as an unknown sector, is not.
"""

import argparse
from dataclasses import replace
from datetime import date

from extract_load.catalog import SOURCES
from extract_load.config import ConfigError, Settings, day_option
from extract_load.envelope import Envelope, Status
from extract_load.extract.documents import newest
from extract_load.extract.parts import key_of, write_part
from extract_load.landing import Landing, open_landing
from extract_load.log import say
from extract_load.source import Api, Window
from extract_load.sources.wikipedia import Wikipedia

ACCEPTED_BY = "accepted_by"
"""The key in an accepted envelope's context."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--set-aside",
        nargs=2,
        metavar=("SOURCE", "SESSION"),
        help="publish the build that waits without the rows of this source and session that are set aside",
    )
    parser.add_argument(
        "--source", default=Wikipedia.name, help="whose refused list is taken (default: %(default)s)"
    )
    parser.add_argument("--date", type=day_option, help="the day of the refusal (default: the newest)")


def run(args: argparse.Namespace) -> int:
    """Accept the refused member list, or the rows set aside; 2 if there is nothing that can be accepted."""
    settings = Settings.from_environment()
    if args.set_aside:
        return _accept_rows(settings, *args.set_aside)
    landing = open_landing(settings.landing_url)
    source = _document(args.source)
    refused = _refused(landing, source, args.date, settings.today)
    _check_usable(source, refused)
    accepted = replace(
        refused,
        context={**refused.context, ACCEPTED_BY: "operator"},
        outcome=replace(refused.outcome, status=Status.OK, message=""),
    )
    key = key_of(source.name, refused.today, Window(refused.start, refused.end), "accepted")
    write_part(landing, key, [accepted], lambda body: body)
    reason = refused.outcome.message
    say(
        f"accepted the list of {refused.today} of {source.name}, which had been refused: {reason}. "
        "It is in use from now on"
    )
    return 0


def _accept_rows(settings: Settings, source: str, session: str) -> int:
    # only here: without it no command of extraction imports a database driver
    from extract_load.commands.accept_rows import accept_rows

    try:
        return accept_rows(settings, source, date.fromisoformat(session))
    except ValueError:
        raise ConfigError(f"{session!r} is no date: write one such as 2024-06-28") from None


def _refused(landing: Landing, source: Api, day: date | None, today: date) -> Envelope:
    """The refused list of a day, or the newest one.

    Raises:
        ConfigError: there is none, or a newer list is in use already.
    """
    refused = newest(landing, source.name, Status.REFUSED, day or today)
    if refused is None or (day and refused.today != day):
        raise ConfigError(
            f"no list of {source.name} was refused{f' on {day}' if day else ''}: there is nothing to accept"
        )
    used = newest(landing, source.name, Status.OK, today)
    if used and used.extracted_at >= refused.extracted_at:
        raise ConfigError(
            f"the list of {used.today} is in use and not older than the one refused on {refused.today}"
        )
    return refused


def _check_usable(source: Api, refused: Envelope) -> None:
    """See that a later step can use it.

    Raises:
        ConfigError: none could.
    """
    refusal = source.refusal(refused, None)
    if refusal and not refusal.may_be_overruled:
        raise ConfigError(
            f"the list refused on {refused.today} cannot be used, so it cannot be accepted: "
            f"{refusal.reason}. "
            "The last accepted one stays in use, and every extract asks for it again: wait until it is "
            "mended, or mend it. If the index itself has changed so, the gate and dbt's tests must learn it"
        )


def _document(name: str) -> Api:
    """The source of this name, which gives documents.

    Raises:
        ConfigError: there is none.
    """
    documents = {found.name: found for found in SOURCES if isinstance(found, Api) and found.is_document}
    if name not in documents:
        raise ConfigError(f"{name!r} gives no list that could be refused; there are {', '.join(documents)}")
    return documents[name]
