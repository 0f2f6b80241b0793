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
from extract_load.config import ConfigError, Settings
from extract_load.envelope import Status
from extract_load.extract.report import Report, SourceReport
from extract_load.extract.run import extract
from extract_load.log import say

MARGIN_SECONDS = 60.0
"""Of the function's time, to end the last requests and to land what they answered."""

CONTINUATIONS = 12
"""Lambda itself ends a chain of about 16 invocations as a loop."""

_log = logging.getLogger("bellwether")


class ExtractFailed(Exception):
    """Nothing that an event asked of a source was answered, or not all within the last continuation."""


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
        ExtractFailed: a source failed wholly; all else has landed.
    """
    log.set_up()
    asked = Event.read(event)
    settings = _settings()
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


def _settings() -> Settings:
    """The environment, with the key that the secret of TIINGO_SECRET_ARN holds."""
    settings = Settings.from_environment()
    arn = os.environ.get("TIINGO_SECRET_ARN")
    return replace(settings, tiingo_api_key=_secret(arn, "api_key")) if arn else settings


def _secret(arn: str, key: str) -> str:
    text = boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    try:
        value = json.loads(text)[key]
    except (ValueError, TypeError, KeyError):
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
    """Whether nothing of it was answered, or its time ended and no run follows."""
    nothing = source.statuses[Status.FAILED] > 0 and source.answered + source.kept == 0
    return nothing or source.out_of_time


def _told(source: SourceReport) -> dict[str, Any]:
    return {
        **source.summary(),
        "written": source.written,
        "unchanged": source.unchanged,
        "kept": source.kept,
        "seconds": round(source.seconds, 3),
    }
