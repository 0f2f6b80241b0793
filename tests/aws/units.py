"""The instances' systemd units, started as they are: command, folder and variables are read from them."""

import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.aws.account import clean_environment

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "infra" / "aws" / "instances" / "units"


@dataclass(frozen=True)
class Machine:
    """What an instance has and this machine keeps elsewhere: its folders, and its environment file."""

    state: Path
    environment: Mapping[str, str]
    release: Path = ROOT
    python: str = sys.executable

    def start(
        self, unit: str, log: Path, *arguments: str, setting: str = "ExecStart", **told: str
    ) -> subprocess.Popen[bytes]:
        """Start a unit's process, or another setting's, which writes to `log`; systemd has `told` it."""
        settings = list(self._settings(unit))
        (command,) = (value for name, value in settings if name == setting)
        (folder,) = (value for name, value in settings if name == "WorkingDirectory")
        own = [shlex.split(value) for name, value in settings if name == "Environment"]
        with log.open("a") as file:
            return subprocess.Popen(
                [*shlex.split(command), *arguments],
                cwd=folder,
                env={
                    **clean_environment(),
                    **self._variables([pair for pairs in own for pair in pairs]),
                    **told,
                },
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def run(self, unit: str, *arguments: str) -> tuple[int, str]:
        """A unit's exit code, and what it wrote."""
        log = self.state / f"{unit}.log"
        log.unlink(missing_ok=True)
        code = self.start(unit, log, *arguments).wait()
        self.end(unit, log, code)
        return code, log.read_text()

    def end(self, unit: str, log: Path, code: int) -> None:
        """What systemd does when a unit's process has ended so, however it did."""
        settings = dict(self._settings(unit))
        if "ExecStopPost" in settings:
            successes = {"0", settings.get("SuccessExitStatus", "0")}
            result = "signal" if code < 0 else "success" if str(code) in successes else "exit-code"
            told = {"SERVICE_RESULT": result, "EXIT_STATUS": str(code)}
            assert self.start(unit, log, setting="ExecStopPost", **told).wait() == 0

    def is_due(self) -> bool:
        """Whether the timer's next look begins the build."""
        code = self.start("bellwether-due", self.state / "due.log", setting="ExecCondition").wait()
        assert code in (0, 1), (self.state / "due.log").read_text()
        return code == 0

    def _settings(self, unit: str) -> Iterator[tuple[str, str]]:
        (path,) = UNITS.glob(f"*/{unit}.service")
        for line in path.read_text().splitlines():
            name, is_setting, value = line.partition("=")
            if is_setting and not line.startswith("#"):
                yield name, self._here(value)

    def _here(self, text: str) -> str:
        for there, here in (
            ("/opt/bellwether/current/.venv/bin/python", self.python),
            ("/opt/bellwether/current", str(self.release)),
            ("/var/lib/bellwether", str(self.state)),
        ):
            text = text.replace(there, here)
        return text

    def _variables(self, pairs: list[str]) -> dict[str, str]:
        own = dict(pair.split("=", 1) for pair in pairs)
        # systemd takes the file's over the unit's own
        return {"RUNTIME_DIRECTORY": str(self.state), **own, **self.environment}
