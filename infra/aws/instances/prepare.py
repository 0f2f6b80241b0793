"""`bellwether-prepare`: schemas, tables and the three roles with the passwords of their secrets.

The master's login is used here and nowhere else. Repeating it changes nothing; `--rotate` makes new
passwords.
"""

import argparse
import os
import subprocess
import sys

from infra.aws.instances.secrets_manager import login, password_of

_ROLES = ("loader", "transformer", "reader")


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rotate", action="store_true", help="give the three roles new passwords")
    rotate = parser.parse_args().rotate
    passwords = {
        f"BELLWETHER_{role.upper()}_PASSWORD": password_of(
            f"{role.upper()}_SECRET_ARN", f"bellwether_{role}", anew=rotate
        )
        for role in _ROLES
    }
    command = [sys.executable, "-m", "extract_load", "bootstrap"]
    env = {**os.environ, **login("MASTER_SECRET_ARN"), **passwords}
    return subprocess.run(command, env=env, check=False).returncode  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main())
