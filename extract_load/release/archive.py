"""Releases below RELEASES_URL: a folder for each publish, with a file for each mart and a manifest.

The manifest is written last and removed first: a folder without one is no release.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract_load.config import ConfigError, Settings
from extract_load.landing import Landing, Place, open_landing

_MANIFEST = "manifest.json"


class ReleaseError(Exception):
    """A release is not there, or is not what it says; the message says which, and what is wrong."""


@dataclass(frozen=True)
class Archive:
    """The place where releases are kept."""

    place: Landing

    @classmethod
    def of(cls, settings: Settings) -> "Archive":
        """The archive at RELEASES_URL.

        Raises:
            ConfigError: it is not set.
        """
        if not settings.releases_url:
            raise ConfigError("RELEASES_URL is not set: write s3://bucket/prefix or file:///folder")
        return cls(open_landing(settings.releases_url, Place("releases' place", "RELEASES_URL")))

    def names(self) -> list[str]:
        """The releases, the newest last."""
        keys = (stored.key for stored in self.place.list())
        return sorted(key.rpartition("/")[0] for key in keys if key.endswith(f"/{_MANIFEST}"))

    def manifest(self, release: str) -> dict[str, Any]:
        """What a release says of itself.

        Raises:
            ReleaseError: there is no such release.
        """
        return dict(json.loads(self._read(f"{release}/{_MANIFEST}")))

    def file(self, release: str, name: str) -> bytes:
        """A file of a release.

        Raises:
            ReleaseError: it is not there.
        """
        return self._read(f"{release}/{name}")

    def write(self, release: str, files: Iterator[tuple[str, bytes]], manifest: dict[str, Any]) -> None:
        """Write a release's files, then the manifest, which learns of each while it is written."""
        for name, content in files:
            self.place.write(f"{release}/{name}", content)
        content = json.dumps(manifest, indent=2, default=str).encode()
        self.place.write(f"{release}/{_MANIFEST}", content)

    def keep(self, number: int) -> list[str]:
        """Remove all but the newest releases; returns what was removed."""
        old = self.names()[:-number]
        for release in old:
            self.place.remove(f"{release}/{_MANIFEST}")
            for stored in list(self.place.list(f"{release}/")):
                self.place.remove(stored.key)
        return old

    def checked(self, release: str) -> dict[str, Any]:
        """The manifest of a release whose files are the ones that it lists.

        Raises:
            ReleaseError: a file is missing or differs.
        """
        manifest = self.manifest(release)
        for name, mart in manifest["marts"].items():
            if hashlib.sha256(self._read(f"{release}/{mart['file']}")).hexdigest() != mart["sha256"]:
                raise ReleaseError(f"{release}: the file of {name} is not the one that was released")
        return manifest

    def _read(self, key: str) -> bytes:
        found = self.place.read(key)
        if found is None:
            raise ReleaseError(f"{key} is not there")
        return found[0]
