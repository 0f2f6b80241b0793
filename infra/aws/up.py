"""`make aws-up`: from an account to a page: preflight, build, plan, a question, apply, the first publish."""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3

from infra.aws.configuration import FOLDER, Configuration, Stopped, account_id, confirmed, opened
from infra.aws.preflight import findings

_ROOT = FOLDER.parents[1]
_MEMBERS = ("wikipedia", "membership_spells")
_PUBLISH_HOURS = 3


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yes", action="store_true", help="apply what is planned without a question")
    parser.add_argument("--built", action="store_true", help="take build/ as it is")
    parser.add_argument("--configuration", type=Path, default=FOLDER, help="(default: %(default)s)")
    options = parser.parse_args()
    try:
        bring_up(opened(options.configuration), options.yes, options.built)
    except Stopped as stopped:
        sys.exit(f"aws-up: {stopped}")
    return 0


def bring_up(configuration: Configuration, is_agreed: bool, is_built: bool) -> None:
    """From the preflight to the address.

    Raises:
        Stopped: nobody agreed, or a step failed.
    """
    _look_before(configuration)
    if not is_built:
        subprocess.run(["make", "lambda", "bundle"], cwd=_ROOT, check=True)  # noqa: S607
    configuration.initialise()
    configuration.terraform("plan", "-out=up.tfplan")
    if not is_agreed and not confirmed("This is what will be made; infra/aws/README.md has its cost.", "yes"):
        raise Stopped("nothing was changed")
    configuration.terraform("apply", "up.tfplan", chosen=False)
    _put_keys(configuration)
    _ask_everything(configuration)
    _await_publish(configuration)
    say(f"the dashboard is at {configuration.output('dashboard_url')}")
    say("confirm the subscription in the mail that AWS has sent, or no alarm ever reaches you")


def say(text: str) -> None:
    """Tell a person."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _look_before(configuration: Configuration) -> None:
    say(f"account {account_id()}, region {configuration.region}")
    found = findings(configuration)
    for finding in found:
        say(str(finding))
    if any(finding.is_good is False for finding in found):
        raise Stopped("mend what says STOP, and begin again")


def _put_keys(configuration: Configuration) -> None:
    wanted = dict(configuration.output("secrets_to_put"))
    key = os.environ.get("TIINGO_API_KEY")
    if key and "tiingo" in wanted:
        text = json.dumps({"api_key": key})
        boto3.client("secretsmanager").put_secret_value(SecretId=wanted.pop("tiingo"), SecretString=text)
    for name in wanted.values():
        say(f"put the secret {name} yourself: infra/aws/README.md has its form")


def _ask_everything(configuration: Configuration) -> None:
    """Have every source asked: members at once, the others after them and by themselves."""
    function = configuration.output("extract_function")
    invoke = boto3.client("lambda").invoke
    members = {"source": list(_MEMBERS)}
    answer = invoke(FunctionName=function, Payload=json.dumps(members).encode())
    if answer.get("FunctionError"):
        raise Stopped(f"the members could not be asked: {answer['Payload'].read().decode()[:500]}")
    for source in configuration.output("extracted_sources"):
        if source not in _MEMBERS:
            event = json.dumps({"source": source}).encode()
            invoke(FunctionName=function, InvocationType="Event", Payload=event)
    say("every source is being asked; the build begins by itself when all have answered")


def _await_publish(configuration: Configuration) -> None:
    """Until there is one of this database's: begun again, it finds that of the morning that it did not await.

    Raises:
        Stopped: none comes.
    """
    began = datetime.now(UTC)
    since = max(_made_at(configuration.output("database_id")), began - timedelta(days=1))
    metric = {
        "Namespace": "Bellwether",
        "MetricName": "PublishSucceeded",
        "Dimensions": [{"Name": "Environment", "Value": configuration.output("environment")}],
        "Period": 300,
        "Statistics": ["Sum"],
    }
    while datetime.now(UTC) < began + timedelta(hours=_PUBLISH_HOURS):
        found = boto3.client("cloudwatch").get_metric_statistics(
            StartTime=since, EndTime=datetime.now(UTC) + timedelta(minutes=1), **metric
        )
        if any(point["Sum"] for point in found["Datapoints"]):
            return
        time.sleep(float(os.environ.get("BELLWETHER_PAUSE", "30")))
    raise Stopped("nothing was published within three hours: see the runbook, publish-missing")


def _made_at(database: str) -> datetime:
    (found,) = boto3.client("rds").describe_db_instances(DBInstanceIdentifier=database)["DBInstances"]
    made: datetime = found["InstanceCreateTime"]
    return made


if __name__ == "__main__":
    sys.exit(main())
