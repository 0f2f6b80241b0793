"""Secrets Manager: JSON objects of texts, found by the ARN that a variable of the environment holds."""

import json
import os
from collections.abc import Mapping

import boto3
from botocore.exceptions import ClientError


class SecretMissing(Exception):
    """A secret has no value, or not the one that is needed; the message says which, and what to do."""


def read(variable: str, *keys: str) -> dict[str, str]:
    """The secret that `variable` names.

    Raises:
        SecretMissing: it has no value yet, or one without these keys.
    """
    arn = os.environ[variable]
    found = _value(arn)
    if found is None:
        raise SecretMissing(f"the secret {arn} ({variable}) has no value yet: {_REMEDY}")
    missing = [key for key in keys if not found.get(key)]
    if missing:
        raise SecretMissing(f"the secret {arn} ({variable}) lacks {', '.join(missing)}: {_REMEDY}")
    return found


def login(variable: str) -> dict[str, str]:
    """The variables of libpq that log in as the secret's user.

    Raises:
        SecretMissing: see `read`.
    """
    secret = read(variable, "username", "password")
    return {"PGUSER": secret["username"], "PGPASSWORD": secret["password"]}


def password_of(variable: str, username: str, *, anew: bool) -> str:
    """The password of a role's secret, made where there is none yet, or `anew`."""
    arn = os.environ[variable]
    found = None if anew else _value(arn)
    if found and found.get("password"):
        return found["password"]
    client = boto3.client("secretsmanager")
    made = str(client.get_random_password(PasswordLength=40, ExcludePunctuation=True)["RandomPassword"])
    text = json.dumps({"username": username, "password": made})
    client.put_secret_value(SecretId=arn, SecretString=text)
    return made


_REMEDY = "the logins' are made by bellwether-prepare on the ETL instance, all others are put by a person"


def _value(arn: str) -> dict[str, str] | None:
    try:
        text = boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return None
    value = json.loads(text)
    if not isinstance(value, Mapping):
        raise SecretMissing(f"the secret {arn} is no JSON object: {_REMEDY}")
    return dict(value)
