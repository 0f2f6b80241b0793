"""Where a digest goes besides standard output: a webhook of Slack's and Teams' common form, and an SNS topic.

Each takes a digest once. Whether it has is noted before it is sent, and taken back if that fails: whatever
kills a run, nothing comes twice.
"""

from collections.abc import Callable, Iterator

import requests
from psycopg2.extensions import cursor

from extract_load.config import Settings
from extract_load.warehouse.connection import TRANSFORMER, connect

_TIMEOUT_SECONDS = 10
_NOTE = """
update ops.digests set {0}_at = clock_timestamp() where subject = %s and {0}_at is null returning text
"""
_TAKE_BACK = "update ops.digests set {0}_at = null where subject = %s"
_WEBHOOK, _TOPIC = "webhook", "topic"


class NotDelivered(Exception):
    """A message did not arrive; the text names neither the address nor what is secret in it."""


def deliver(settings: Settings, subject: str) -> Iterator[str]:
    """Send a kept digest to whoever has not had it; yields what went wrong."""
    if settings.webhook_url:
        yield from _once(subject, _WEBHOOK, lambda text: _post(settings.webhook_url or "", text))
    if settings.digest_topic_arn:
        yield from _once(subject, _TOPIC, lambda text: _publish(settings.digest_topic_arn or "", text))


def _once(subject: str, place: str, send: Callable[[str], None]) -> Iterator[str]:
    with connect(TRANSFORMER) as opened:
        with opened, opened.cursor() as cur:
            text = _noted(cur, subject, place)
        if text is None:
            return
        try:
            send(text)
        except NotDelivered as error:
            with opened, opened.cursor() as cur:
                cur.execute(_TAKE_BACK.format(place), (subject,))
            yield f"the digest did not reach the {place}: {error}; `extract_load digest` tries again"


def _noted(cur: cursor, subject: str, place: str) -> str | None:
    cur.execute(_NOTE.format(place), (subject,))
    row = cur.fetchone()
    return str(row[0]) if row else None


def _post(url: str, text: str) -> None:
    # what is markup to Slack: names come from outside
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        answer = requests.post(url, json={"text": escaped}, timeout=_TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        # its text has the address, and that is the key
        raise NotDelivered(type(error).__name__) from None
    if not 200 <= answer.status_code < 300:
        raise NotDelivered(f"it answers {answer.status_code}")


def _publish(topic_arn: str, text: str) -> None:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    title = text.partition("\n")[0].encode("ascii", "replace").decode()[:99]
    try:
        boto3.client("sns").publish(TopicArn=topic_arn, Subject=title, Message=text)
    except (BotoCoreError, ClientError) as error:
        raise NotDelivered(str(error)) from error
