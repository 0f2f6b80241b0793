"""`bellwether COMMAND …`: a command of extract_load on the ETL instance, as the role whose part it is."""

import os
import sys

from infra.aws.instances.secrets_manager import login

_OF_THE_TRANSFORMER = ("fetch", "pipeline", "publish", "rollback")


def main() -> None:
    """Become that command; all others are the loader's."""
    arguments = sys.argv[1:]
    role = "TRANSFORMER" if arguments[:1] and arguments[0] in _OF_THE_TRANSFORMER else "LOADER"
    env = {**os.environ, **login(f"{role}_SECRET_ARN")}
    os.execve(sys.executable, [sys.executable, "-m", "extract_load", *arguments], env)  # noqa: S606 - ours


if __name__ == "__main__":
    main()
