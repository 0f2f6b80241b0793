"""Bellwether's stand-ins on one machine. `python -m infra.local --help`."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable

from infra.local.environment import (
    completed,
    embedded,
    folder_urls,
    local_folder,
    names_a_warehouse,
    reader_password_file,
)
from infra.local.errors import LocalError
from infra.local.postgres import EmbeddedPostgres
from infra.local.processes import StopRequest, child, exit_code, watch

DASHBOARD_PORT = 8501
PORTS = range(1, 65536)
DEMO = "demo"


def run(arguments: argparse.Namespace) -> int:
    """The exit code of the command, run with the completed environment."""
    with StopRequest() as stop, completed(os.environ, local_folder()) as full:
        if stop.signal:
            return stop.exit_code
        with child(arguments.command, full.env, stop, full.leases) as process:
            watch(process, stop)
        return exit_code(process)


def show_env(_: argparse.Namespace) -> int:
    """Prints what `run` would set, in the shell's language; a password as the file that it is read from."""
    local = local_folder()
    values, files = folder_urls(os.environ, local), {}
    if not os.environ.get("BELLWETHER_READER_PASSWORD"):
        files["BELLWETHER_READER_PASSWORD"] = reader_password_file(local)
    if not names_a_warehouse(os.environ):
        server = embedded(local)
        values |= server.address()
        files["PGPASSWORD"] = server.password_file
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in values.items()]
    lines += [f'export {name}="$(cat {shlex.quote(str(file))})"\n' for name, file in files.items()]
    sys.stdout.writelines(lines)
    return 0


def stop_servers(_: argparse.Namespace) -> int:
    """Stops the servers that killed runs left: the ordinary one and the demo's."""
    stopped = [server.stop() for server in _servers()]
    sys.stdout.write("Stopped.\n" if any(stopped) else "No embedded PostgreSQL was running.\n")
    return 0


def remove_servers(_: argparse.Namespace) -> int:
    """Deletes the data of both servers."""
    for server in _servers():
        server.remove()
    return 0


def _servers() -> list[EmbeddedPostgres]:
    return [embedded(local_folder()), embedded(local_folder() / DEMO)]


def show_demo(arguments: argparse.Namespace) -> int:
    """Runs the demo until it is told to stop."""
    # The simulated world's numpy is no part of an ordinary run.
    from infra.local.demo import demo

    return demo(arguments.port, local_folder() / DEMO)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write one from {PORTS[0]} to {PORTS[-1]}")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, action: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(action=action)
        return sub

    runner = add("run", run, "run a command; stand-ins complete what the environment does not name")
    runner.add_argument("command", nargs="+", help="the command and its arguments, after --")
    add("env", show_env, "print what run would set, as export lines")
    add("stop", stop_servers, "stop what a killed run or demo left running")
    add("remove", remove_servers, "stop the embedded PostgreSQL and delete its data, the demo's too")
    shown = add(
        "demo", show_demo, "the whole pipeline on simulated providers, then the dashboard, until Ctrl-C"
    )
    shown.add_argument(
        "--port", type=_port, default=DASHBOARD_PORT, help="the dashboard's port (default %(default)s)"
    )
    return top


def main() -> int:
    """Runs one command; its exit code."""
    arguments = parser().parse_args()
    try:
        return int(arguments.action(arguments))
    except (LocalError, OSError) as error:
        sys.stderr.write(f"bellwether: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
