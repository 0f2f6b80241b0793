"""The Lambda: one run of extract for what an event asks, within the function's time; what is left continues.

A provider's rate is per host, so that workers side by side would break it: a run whose time ends invokes the
function again, for what has no answer yet, and so on until all is answered.
"""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import boto3
from event import Event
from metrics import embedded

from extract_load import log
from extract_load.catalog import chosen
from extract_load.config import KEYS, ConfigError, Settings
from extract_load.extract.report import Report, SourceReport
from extract_load.extract.run import extract
from extract_load.log import say

MARGIN_SECONDS = 60.0
"""Of the function's time, to end the last requests and to land what they answered."""

CONTINUATIONS = 12
"""Lambda itself ends a chain of about 16 invocations as a loop."""

LEAST_SHARE = 0.5
"""A source that answered less of what it was asked has failed, though something landed."""

_log = logging.getLogger("bellwether")


class ExtractFailed(Exception):
    """Most of what an event asked of a source was not answered, or not all within the last continuation."""


class Context(Protocol):
    """What the runtime tells of an invocation."""

    invoked_function_arn: str

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function is ended."""


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Extract what the event asks for, and say what came of it.

    Returns:
        `sources`: by name what its outcomes were, what is written and what failed; `continues`: whether
        another run was begun for what is left.

    Raises:
        BadEvent, ConfigError: what is asked for cannot be done.
        ExtractFailed: a source failed for the most part; all else has landed.
    """
    log.set_up()
    asked = Event.read(event)
    settings = _settings(asked)
    sources = chosen(settings, asked.sources)
    report = extract(settings, sources, asked.start, asked.end, _budget(context), asked.continuation > 0)
    _log.info("%s", report)
    continues = _is_worth_continuing(report, asked)
    if continues:
        _continue(asked, context)
    for source in report.sources:
        say(embedded(source, continues))
    failed = [] if continues else [source.source for source in report.sources if _failed(source)]
    if failed:
        raise ExtractFailed(f"failed: {', '.join(failed)}\n{report}")
    return {
        "today": str(settings.today),
        "continuation": asked.continuation,
        "continues": continues,
        "sources": {source.source: _told(source) for source in report.sources},
    }


def _settings(asked: Event) -> Settings:
    """The environment, with the keys that secrets hold: of those sources alone that may be asked."""
    keys: dict[str, Any] = {
        field: _secret(arn, "api_key")
        for source, field in KEYS.items()
        if (arn := os.environ.get(f"{source.upper()}_SECRET_ARN"))
        and (not asked.sources or source in asked.sources)
    }
    return replace(Settings.from_environment(), **keys)


def _secret(arn: str, key: str) -> str:
    client = boto3.client("secretsmanager")
    try:
        value = json.loads(client.get_secret_value(SecretId=arn)["SecretString"])[key]
    except (client.exceptions.ResourceNotFoundException, ValueError, TypeError, KeyError):
        raise ConfigError(f'the secret {arn} has no {key}: write {{"{key}": "…"}} into it') from None
    return str(value)


def _budget(context: Context) -> float:
    budget = context.get_remaining_time_in_millis() / 1000 - MARGIN_SECONDS
    if budget <= 0:
        raise ConfigError(f"the function's timeout is too short: give it well over {MARGIN_SECONDS:.0f} s")
    return budget


def _is_worth_continuing(report: Report, asked: Event) -> bool:
    out_of_time = any(source.out_of_time for source in report.sources)
    answered = any(source.answered for source in report.sources)
    return out_of_time and answered and asked.continuation < CONTINUATIONS


def _continue(asked: Event, context: Context) -> None:
    boto3.client("lambda").invoke(
        FunctionName=context.invoked_function_arn,
        InvocationType="Event",
        Payload=json.dumps(asked.continued()).encode(),
    )


def _failed(source: SourceReport) -> bool:
    """Whether most of it was not answered, or its time ended and no run follows."""
    return source.share < LEAST_SHARE or source.out_of_time


def _told(source: SourceReport) -> dict[str, Any]:
    return {
        **source.summary(),
        "written": source.written,
        "unchanged": source.unchanged,
        "kept": source.kept,
        "seconds": round(source.seconds, 3),
    }
