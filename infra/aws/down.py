"""`make aws-destroy`: the end of a deployment, in the order that leaves nothing half-gone.

First its protection is lifted: secrets are then deleted at once, and not for thirty days in which their names
are taken; then everything goes. What stays is named.
"""

import argparse
import sys
from pathlib import Path

import boto3

from infra.aws.configuration import FOLDER, Configuration, Stopped, account_id, confirmed, opened


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yes", action="store_true", help="destroy without a question")
    parser.add_argument("--no-snapshot", action="store_true", help="keep nothing of the database")
    parser.add_argument("--keep-landing", action="store_true", help="leave the landing zone's bucket")
    parser.add_argument("--configuration", type=Path, default=FOLDER, help="(default: %(default)s)")
    options = parser.parse_args()
    try:
        name = destroy(opened(options.configuration), options.yes, options.no_snapshot, options.keep_landing)
    except Stopped as stopped:
        sys.exit(f"aws-destroy: {stopped}")
    for line in _left(name):
        sys.stdout.write(f"{line}\n")
    return 0


def destroy(
    configuration: Configuration, is_agreed: bool, without_snapshot: bool, keeps_landing: bool
) -> str:
    """Destroy it; returns its name.

    Raises:
        Stopped: nobody agreed, or a step failed.
    """
    configuration.initialise()
    name = str(configuration.output("database_id"))
    if not is_agreed and not confirmed(f"ALL data of {name} in account {account_id()} goes.", name):
        raise Stopped("nothing was changed")
    unprotected = ["-auto-approve", "-var=protected=false", "-var=wait_for_boot_minutes=0"]
    if without_snapshot:
        unprotected.append("-var=final_snapshot=false")
    configuration.terraform("apply", *unprotected)
    if keeps_landing:
        # not before the apply, which would make the bucket anew
        configuration.terraform("state", "rm", "module.landing", chosen=False)
    configuration.terraform("destroy", *unprotected)
    return name


def _left(name: str) -> list[str]:
    found = boto3.client("rds").describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    snapshots = [
        shot["DBSnapshotIdentifier"] for shot in found if shot["DBSnapshotIdentifier"].startswith(name)
    ]
    buckets = [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]]
    return [
        *(f"the snapshot {snapshot} stays, and is billed until you delete it" for snapshot in snapshots),
        *(
            f"the bucket {bucket} stays: with landing_kept = true the next deployment goes on with it"
            for bucket in buckets
            if bucket.startswith(f"{name}-landing-")
        ),
        f"the state's bucket bellwether-state-{account_id()} stays",
    ]


if __name__ == "__main__":
    sys.exit(main())
