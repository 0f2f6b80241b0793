"""`make aws-restore`: the database as it was at a moment of the last days, in the place of the one there is.

RDS restores to a new instance with the network, the parameters and the protection of the old one; then names
are swapped, and Terraform takes the new one over. The old one stays, under another name, until you delete it.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from infra.aws.configuration import FOLDER, Configuration, Stopped, confirmed, opened

_WAIT = {"Delay": 30, "MaxAttempts": 240}


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    at = "such as 2026-03-01T12:00:00+00:00 (default: as late as can be)"
    parser.add_argument("--at", type=datetime.fromisoformat, help=at)
    parser.add_argument("--yes", action="store_true", help="swap without a question")
    parser.add_argument("--configuration", type=Path, default=FOLDER, help="(default: %(default)s)")
    options = parser.parse_args()
    try:
        restore(opened(options.configuration), options.at, options.yes)
    except Stopped as stopped:
        sys.exit(f"restore: {stopped}")
    return 0


def restore(configuration: Configuration, at: datetime | None, is_agreed: bool) -> None:
    """Restore, ask, swap, and let Terraform take it over.

    Raises:
        Stopped: nobody agreed, or a step failed.
    """
    configuration.initialise()
    name = str(configuration.output("database_id"))
    rds = boto3.client("rds")
    new, old = f"{name}-restored", f"{name}-until-{datetime.now(UTC):%Y%m%d-%H%M}"
    _restored(rds, name, new, at)
    sys.stdout.write(f"{new} is there: look at it from the ETL instance before you agree\n")
    if not is_agreed and not confirmed(f"{new} takes the place of {name}, which becomes {old}.", name):
        raise Stopped(f"{new} stays beside {name}: delete it when you have looked")
    for before, after in ((name, old), (new, name)):
        rds.modify_db_instance(
            DBInstanceIdentifier=before, NewDBInstanceIdentifier=after, ApplyImmediately=True
        )
        rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=after, WaiterConfig=_WAIT)
    configuration.terraform("state", "rm", "aws_db_instance.this", chosen=False)
    configuration.terraform("import", "aws_db_instance.this", name)
    configuration.terraform("apply", "-auto-approve")  # the master's new secret replaces the instances, too
    sys.stdout.write(f"{name} is the restored one; {old} stays, and is billed until you delete it\n")


def _restored(
    rds: Any,  # noqa: ANN401 - boto3's are made at run time
    name: str,
    new: str,
    at: datetime | None,
) -> None:
    moment: dict[str, Any] = {"RestoreTime": at} if at else {"UseLatestRestorableTime": True}
    (there,) = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    rds.restore_db_instance_to_point_in_time(
        SourceDBInstanceIdentifier=name,
        TargetDBInstanceIdentifier=new,
        DBInstanceClass=there["DBInstanceClass"],
        DBSubnetGroupName=there["DBSubnetGroup"]["DBSubnetGroupName"],
        VpcSecurityGroupIds=[group["VpcSecurityGroupId"] for group in there["VpcSecurityGroups"]],
        DBParameterGroupName=there["DBParameterGroups"][0]["DBParameterGroupName"],
        DeletionProtection=there["DeletionProtection"],
        PubliclyAccessible=False,
        CopyTagsToSnapshot=True,
        **moment,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=new, WaiterConfig=_WAIT)
    # a restored instance has the old master's password, which nobody knows
    rds.modify_db_instance(DBInstanceIdentifier=new, ManageMasterUserPassword=True, ApplyImmediately=True)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=new, WaiterConfig=_WAIT)


if __name__ == "__main__":
    sys.exit(main())
