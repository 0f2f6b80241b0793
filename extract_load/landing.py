"""The landing zone: objects under keys, in a folder or in an S3 bucket; the lake is another one.

Keys use `/` and are relative to LANDING_URL. A write is atomic: a reader sees the old object or the new one.
"""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from extract_load.config import ConfigError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class LandingError(ConfigError):
    """The landing zone cannot be used; the message says which, why, and what to check."""


@dataclass(frozen=True)
class Stored:
    """An object as listed. `version` changes whenever the object is written."""

    key: str
    version: str
    size: int
    modified: datetime


class Landing(Protocol):
    """What the landing zone can do. Every method raises LandingError when it cannot be reached."""

    def list(self, prefix: str = "") -> Iterator[Stored]:
        """Objects whose key begins with `prefix`, in the order of their keys."""

    def read(self, key: str) -> tuple[bytes, str] | None:
        """The object's bytes and the version that they are; None if there is no such object."""

    def write(self, key: str, content: bytes) -> None:
        """Create or replace an object."""

    def remove(self, key: str) -> None:
        """Remove an object, if it is there."""


@dataclass(frozen=True)
class Place:
    """What an error calls the place, and the variable that says where it is."""

    name: str
    variable: str


LANDING_ZONE = Place("landing zone", "LANDING_URL")


def open_landing(url: str, place: Place = LANDING_ZONE) -> Landing:
    """The landing zone at LANDING_URL, or another place: `s3://bucket/prefix` or `file:///folder`."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return S3Landing(parts.netloc, parts.path.strip("/"), place)
    return FolderLanding(Path(unquote(parts.path)), place)


class FolderLanding:
    """A landing zone in a folder; hidden files are not objects, and neither is what is no regular file."""

    def __init__(self, folder: Path, place: Place = LANDING_ZONE) -> None:
        self._folder, self._place = folder, place

    def list(self, prefix: str = "") -> Iterator[Stored]:
        """See `Landing`."""
        with self._explained("list"):
            yield from sorted(self._found(prefix), key=lambda stored: stored.key)

    def _found(self, prefix: str) -> Iterator[Stored]:
        start = self._folder / prefix.rpartition("/")[0]
        for folder, _, names in os.walk(start):
            for name in names:
                path = Path(folder) / name
                key = path.relative_to(self._folder).as_posix()
                if key.startswith(prefix) and not name.startswith("."):
                    # a link may lead nowhere, and a file may have gone meanwhile
                    with suppress(FileNotFoundError):
                        status = path.stat()
                        if stat.S_ISREG(status.st_mode):
                            yield _described(key, status)

    def read(self, key: str) -> tuple[bytes, str] | None:
        """See `Landing`."""
        with self._explained("read"):
            try:
                with (self._folder / key).open("rb") as file:
                    return file.read(), _described(key, os.fstat(file.fileno())).version
            except FileNotFoundError:
                return None

    def write(self, key: str, content: bytes) -> None:
        """See `Landing`."""
        path = self._folder / key
        with self._explained("write"):
            path.parent.mkdir(parents=True, exist_ok=True)
            file, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(file, "wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                Path(temporary).chmod(0o644)
                Path(temporary).replace(path)
            finally:
                Path(temporary).unlink(missing_ok=True)

    def remove(self, key: str) -> None:
        """See `Landing`."""
        with self._explained("remove from"):
            (self._folder / key).unlink(missing_ok=True)

    @contextmanager
    def _explained(self, verb: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LandingError(
                f"cannot {verb} the {self._place.name} in {self._folder}: {error}; "
                f"check {self._place.variable}"
            ) from None


def _described(key: str, status: os.stat_result) -> Stored:
    modified = datetime.fromtimestamp(status.st_mtime, UTC)
    return Stored(key, f"{status.st_mtime_ns}-{status.st_size}", status.st_size, modified)


class S3Landing:
    """A landing zone in an S3 bucket; credentials, region and endpoint are boto3's own variables."""

    def __init__(self, bucket: str, prefix: str, place: Place = LANDING_ZONE) -> None:
        # boto3 costs half a second to import and a folder does not need it
        import boto3
        from botocore.config import Config

        self._bucket, self._place = bucket, place
        self._prefix = f"{prefix}/" if prefix else ""
        with self._explained("use"):
            self._client: S3Client = boto3.client("s3", config=Config(retries={"mode": "standard"}))

    def list(self, prefix: str = "") -> Iterator[Stored]:
        """See `Landing`."""
        with self._explained("list"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + prefix
            )
            for page in pages:
                for found in page.get("Contents", ()):
                    key = found["Key"].removeprefix(self._prefix)
                    yield Stored(key, found["ETag"].strip('"'), found["Size"], found["LastModified"])

    def read(self, key: str) -> tuple[bytes, str] | None:
        """See `Landing`."""
        with self._explained("read"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + key)
            except self._client.exceptions.NoSuchKey:
                return None
            return found["Body"].read(), found["ETag"].strip('"')

    def write(self, key: str, content: bytes) -> None:
        """See `Landing`."""
        with self._explained("write"):
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + key, Body=content)

    def remove(self, key: str) -> None:
        """See `Landing`."""
        with self._explained("remove from"):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key)

    @contextmanager
    def _explained(self, verb: str) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError) as error:
            raise LandingError(
                f"cannot {verb} the {self._place.name} s3://{self._bucket}/{self._prefix}: {error}; check "
                f"{self._place.variable}, the bucket, and AWS_PROFILE or the role's permissions"
            ) from None
