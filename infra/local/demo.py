"""The whole of Bellwether on one machine: simulated providers, one pipeline run, then the dashboard."""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from infra.local.environment import CHECKOUT, Completed, completed
from infra.local.errors import LocalError
from infra.local.ports import LOOPBACK, is_free, remembered_port
from infra.local.processes import POLL, StopRequest, child, exit_code, watch
from infra.local.simulator.world import DEFAULT_TODAY, WINDOW_START

ANSWER_SECONDS = 60.0
FOREIGN_PREFIXES = ("PG", "BELLWETHER_", "AWS_")
FOREIGN_NAMES = ("LANDING_URL", "LAKE_URL", "PROVIDERS_URL", "TIINGO_API_KEY")


@dataclass(frozen=True)
class Service:
    """A server of the demo: how to start it, and the address that answers once it is up."""

    command: Sequence[str]
    health: str


@dataclass(frozen=True)
class Script:
    """What the demo runs: the providers, the work done while they are up, and the dashboard after it."""

    providers: Service
    work: Sequence[Sequence[str]]
    dashboard: Service
    address: str


def demo(port: int, local: Path) -> int:
    """Plays the demo in the folder `local`, the dashboard on `port`; 0 when it was shown and then stopped.

    Raises:
        LocalError: the port is taken, or a step failed.
    """
    if not is_free(port):
        raise LocalError(
            f"Port {port} is in use, so the dashboard cannot be shown on it. Stop what listens there, "
            "or choose another: python -m infra.local demo --port PORT."
        )
    local.mkdir(parents=True, exist_ok=True)
    # The same port every time: the addresses asked are part of what lands.
    providers_port = remembered_port(local / "simulator_port")
    env = own_environment(os.environ, providers_port)
    return play(demo_script(port, providers_port, local), env, local)


def own_environment(env: Mapping[str, str], providers_port: int) -> dict[str, str]:
    """`env` without what points Bellwether elsewhere, and with the simulated providers and their day."""
    own = {k: v for k, v in env.items() if not k.startswith(FOREIGN_PREFIXES) and k not in FOREIGN_NAMES}
    own["PROVIDERS_URL"] = f"http://{LOOPBACK}:{providers_port}"
    own["BELLWETHER_TODAY"] = DEFAULT_TODAY.isoformat()
    # A proxy for the world must not be asked for this machine.
    own["NO_PROXY"] = own["no_proxy"] = ",".join(filter(None, [env.get("NO_PROXY"), LOOPBACK, "localhost"]))
    return own


def demo_script(port: int, providers_port: int, local: Path) -> Script:
    """The demo's own commands."""
    simulator = [sys.executable, "-m", "infra.local.simulator"]
    inbox = local / "landing" / "inbox" / "google_trends"
    pipeline = [sys.executable, "-m", "extract_load", "pipeline", "--start", WINDOW_START.isoformat()]
    streamlit = [sys.executable, "-m", "streamlit", "run", str(CHECKOUT / "dashboard" / "app.py")]
    streamlit += [f"--server.port={port}", f"--server.address={LOOPBACK}", "--server.headless=true"]
    address = f"http://{LOOPBACK}:{port}"
    return Script(
        Service(
            [*simulator, f"--port={providers_port}"], f"http://{LOOPBACK}:{providers_port}/_simulator/stats"
        ),
        [[*simulator, f"--write-trends={inbox}"], pipeline],
        Service([*streamlit, "--browser.gatherUsageStats=false"], f"{address}/_stcore/health"),
        f"http://localhost:{port}",
    )


def play(script: Script, env: Mapping[str, str], local: Path) -> int:
    """Runs `script` with `env` and the stand-ins of `local`, until SIGINT or SIGTERM.

    Raises:
        LocalError: a step failed, or a server of the script ended by itself.
    """
    with StopRequest() as stop, completed(env, local) as full:
        with child(script.providers.command, full.env, stop, full.leases) as providers:
            _await(script.providers, providers, stop)
            for command in script.work:
                _work(command, full, stop)
        if stop.signal:
            return stop.exit_code
        with child(script.dashboard.command, full.env, stop, full.leases) as dashboard:
            _await(script.dashboard, dashboard, stop)
            _show(script.address, dashboard, stop)
    return 0


def _work(command: Sequence[str], full: Completed, stop: StopRequest) -> None:
    if stop.signal:
        return
    with child(command, full.env, stop, full.leases) as process:
        watch(process, stop)
    code = exit_code(process)
    if code and not stop.signal:
        raise LocalError(
            f"The demo stopped: `{' '.join(command[1:])}` failed with exit code {code}, as told above."
        )


def _show(address: str, dashboard: Popen[bytes], stop: StopRequest) -> None:
    if not stop.signal:
        sys.stdout.write(f"\nBellwether is on {address} with simulated data. Ctrl-C ends it.\n")
        sys.stdout.flush()
    watch(dashboard, stop)
    if not stop.signal:
        raise LocalError(
            f"The dashboard ended by itself with exit code {exit_code(dashboard)}, as told above."
        )


def _await(service: Service, process: Popen[bytes], stop: StopRequest) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while not stop.signal and not _answers(service.health):
        if process.poll() is not None:
            raise LocalError(
                f"`{' '.join(service.command[1:])}` ended with exit code {exit_code(process)}, as told above."
            )
        if time.monotonic() > deadline:
            raise LocalError(f"{service.health} has not answered within {ANSWER_SECONDS:.0f} seconds.")
        time.sleep(POLL)


def _answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False
