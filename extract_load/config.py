"""What the environment says: one typed view of the variables that the README lists."""

import argparse
import math
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")


class ConfigError(Exception):
    """A variable holds something that cannot be used; the message says which and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """The environment of one run. Secrets stay out of `repr`."""

    landing_url: str
    providers_url: str | None
    today: date
    tiingo_api_key: str | None = field(repr=False)
    contact: str | None = None
    lake_url: str | None = None

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the variables.

        Raises:
            ConfigError: BELLWETHER_TODAY is not a date, LANDING_URL is missing or no address, LAKE_URL or
                PROVIDERS_URL is no address, or BELLWETHER_CONTACT is neither an e-mail address nor a page's.
        """
        return cls(
            landing_url=_place("LANDING_URL", os.environ.get("LANDING_URL", "")),
            lake_url=_place("LAKE_URL", os.environ["LAKE_URL"]) if os.environ.get("LAKE_URL") else None,
            providers_url=_providers_url(os.environ.get("PROVIDERS_URL")),
            today=_today(os.environ.get("BELLWETHER_TODAY")),
            tiingo_api_key=os.environ.get("TIINGO_API_KEY") or None,
            contact=_contact(os.environ.get("BELLWETHER_CONTACT")),
        )


def _place(variable: str, url: str) -> str:
    if not re.match(r"s3://[^/]|file:///", url):
        raise ConfigError(
            f"{variable} is {url!r}: write s3://bucket/prefix or file:///folder "
            "(`make pipeline` sets a local folder by itself)"
        )
    return url


def _today(text: str | None) -> date:
    if not text:
        return datetime.now(NEW_YORK).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"BELLWETHER_TODAY is {text!r}: write a date such as 2024-06-28") from None


def day_option(text: str) -> date:
    """A date on the command line.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write one such as 2024-06-28") from None


def seconds_option(text: str) -> float:
    """A time on the command line, in seconds.

    Raises:
        argparse.ArgumentTypeError: it is none, or no time at all.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write seconds, more than 0, such as 780")
    return seconds


def _contact(text: str | None) -> str | None:
    # it goes into a header, within parentheses
    if text and not re.fullmatch(r"(https?://|[\w.+-]+@)[\w.+~/%?=&#:@-]+", text, re.ASCII):
        raise ConfigError(
            f"BELLWETHER_CONTACT is {text!r}: write an e-mail address or the address of a page, "
            "by which a provider can reach you"
        )
    return text or None


def _providers_url(text: str | None) -> str | None:
    if text and not text.startswith(("http://", "https://")):
        raise ConfigError(f"PROVIDERS_URL is {text!r}: write an address such as http://127.0.0.1:8900")
    return text or None
