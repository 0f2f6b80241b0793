"""What the environment says: one typed view of the variables that the README lists."""

import argparse
import math
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
KEYS = {"tiingo": "tiingo_api_key", "open_meteo": "open_meteo_api_key"}
"""The sources that take a key, and the setting that it becomes."""


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
    releases_url: str | None = None
    releases_kept: int = 5
    open_meteo_api_key: str | None = field(default=None, repr=False)
    webhook_url: str | None = field(default=None, repr=False)
    digest_topic_arn: str | None = None

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the variables.

        Raises:
            ConfigError: BELLWETHER_TODAY is not a date, LANDING_URL is missing or no address, LAKE_URL,
                RELEASES_URL, PROVIDERS_URL or BELLWETHER_WEBHOOK_URL is no address, RELEASES_KEPT is no
                number above 0, or BELLWETHER_CONTACT is neither an e-mail address nor a page's.
        """
        return cls(
            landing_url=_place("LANDING_URL", os.environ.get("LANDING_URL", "")),
            lake_url=_place_if_any("LAKE_URL"),
            releases_url=_place_if_any("RELEASES_URL"),
            releases_kept=_kept(os.environ.get("RELEASES_KEPT") or "5"),
            providers_url=_web_address("PROVIDERS_URL", "http://127.0.0.1:8900"),
            today=_today(os.environ.get("BELLWETHER_TODAY")),
            tiingo_api_key=os.environ.get("TIINGO_API_KEY") or None,
            open_meteo_api_key=os.environ.get("OPEN_METEO_API_KEY") or None,
            webhook_url=_web_address("BELLWETHER_WEBHOOK_URL", "https://…", is_secret=True),
            digest_topic_arn=os.environ.get("BELLWETHER_DIGEST_TOPIC_ARN") or None,
            contact=_contact(os.environ.get("BELLWETHER_CONTACT")),
        )


def _place(variable: str, url: str) -> str:
    if not re.match(r"s3://[^/]|file:///", url):
        raise ConfigError(
            f"{variable} is {url!r}: write s3://bucket/prefix or file:///folder "
            "(`make pipeline` sets a local folder by itself)"
        )
    return url


def _place_if_any(variable: str) -> str | None:
    url = os.environ.get(variable)
    return _place(variable, url) if url else None


def _kept(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ConfigError(f"RELEASES_KEPT is {text!r}: write how many releases are kept, 1 or more")
    return int(text)


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


def _web_address(variable: str, example: str, *, is_secret: bool = False) -> str | None:
    text = os.environ.get(variable)
    if text and not text.startswith(("http://", "https://")):
        told = "no address" if is_secret else repr(text)
        raise ConfigError(f"{variable} is {told}: write an address such as {example}")
    return text or None
