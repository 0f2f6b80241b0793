"""How the lake is laid out below LAKE_URL, and which loads are in it.

    raw/<table>/<load>.parquet     an object version's rows of a raw table, `rejects` among them
    ops/manifest/<load>.parquet    the entry that makes the load count, written last
    columns.parquet                all columns of these tables: of the files, older ones may lack one
    warehouse/                     what Spark builds

A load is called `<load_id>-<digest of the object's key>-<digest of its version>`: a listing tells what was
loaded, and a load that is tried again replaces its own files.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from extract_load.config import ConfigError, Settings
from extract_load.landing import Landing, Place, open_landing
from extract_load.warehouse.raw_tables import LINEAGE, RAW_TABLES

RAW = "raw/"
MANIFEST = "ops/manifest/"
REJECTS = "raw/rejects/"
SUFFIX = ".parquet"
COLUMNS = f"columns{SUFFIX}"
_DIGITS = 10

MANIFEST_COLUMNS: Mapping[str, str] = {
    "load_id": "bigint",
    "object_key": "text",
    "object_version": "text",
    "sha256": "text",
    "kind": "text",
    "source": "text",
    "rows_in": "bigint",
    "rows_loaded": "bigint",
    "rows_rejected": "bigint",
    "bytes": "bigint",
    "seconds": "double",
    "loaded_at": "timestamptz",
}
REJECT_COLUMNS: Mapping[str, str] = {
    "table_name": "text",
    "record": "text",
    "reason": "text",
    **LINEAGE,
}
TABLES: Mapping[str, Mapping[str, str]] = {
    MANIFEST: MANIFEST_COLUMNS,
    REJECTS: REJECT_COLUMNS,
    **{f"{RAW}{name}/": {**table.columns, **LINEAGE} for name, table in RAW_TABLES.items()},
}
"""Each table's folder, and its columns with the names of their types."""


@dataclass(frozen=True, order=True)
class LakeLoad:
    """A load of one object version: its number, and digests of the object's key and version."""

    load_id: int
    key_digest: str
    version_digest: str

    @classmethod
    def of(cls, load_id: int, key: str, version: str) -> "LakeLoad":
        """The load number `load_id`, of this object version."""
        return cls(load_id, digest(key), digest(version))

    @classmethod
    def named(cls, file_name: str) -> "LakeLoad":
        """The load whose file is called so."""
        number, key_digest, version_digest = file_name.removesuffix(SUFFIX).split("-")
        return cls(int(number), key_digest, version_digest)

    @property
    def file_name(self) -> str:
        """What its file is called in every table's folder."""
        return f"{self.load_id:0{_DIGITS}}-{self.key_digest}-{self.version_digest}{SUFFIX}"


def digest(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_lake(settings: Settings) -> Landing:
    """The lake at LAKE_URL.

    Raises:
        ConfigError: the environment does not name it.
    """
    if settings.lake_url is None:
        raise ConfigError(
            "LAKE_URL is not set: write s3://bucket/prefix or file:///folder "
            "(`make pipeline` sets a local folder by itself)"
        )
    return open_landing(settings.lake_url, Place("lake", "LAKE_URL"))


def files_in(lake: Landing, folder: str) -> Iterator[tuple[str, LakeLoad]]:
    """The key of every load's file below a folder, without the markers by which Spark makes folders in S3."""
    for stored in lake.list(folder):
        if stored.key.endswith(SUFFIX):
            yield stored.key, LakeLoad.named(PurePosixPath(stored.key).name)
