"""Logging: warnings in words at a terminal or in a pipe, JSON lines on AWS, where a machine reads them."""

import json
import logging
import os
import sys
from datetime import UTC, datetime


def set_up() -> None:
    """Configure the root logger, on stderr: results alone go to stdout."""
    on_aws = "AWS_EXECUTION_ENV" in os.environ or "AWS_LAMBDA_FUNCTION_NAME" in os.environ
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if on_aws else logging.Formatter("%(levelname)s: %(message)s"))
    logging.basicConfig(level=logging.INFO if on_aws else logging.WARNING, handlers=[handler], force=True)
    # boto3 tells at level INFO where it found its credentials, on every run
    logging.getLogger("botocore").setLevel(logging.WARNING)


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def say(text: str) -> None:
    """Print a result to stdout."""
    print(text, flush=True)  # noqa: T201 - the one place where commands speak
