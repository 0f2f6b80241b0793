"""The releases that are kept, and the files of one of them."""

import json
import os
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.trust import Publish
from dashboard.widgets.address import choose_one
from dashboard.widgets.tables import table
from dashboard.widgets.wording import count, literal
from extract_load.config import ConfigError
from extract_load.landing import Place, open_landing
from extract_load.release.archive import Archive, ReleaseError

column = st.column_config
SETTING = "RELEASES_URL"


def show(publish: Publish) -> None:
    """Ask for a release, the newest unless a link says otherwise, and draw it."""
    st.header("Releases", anchor=False)
    url = os.environ.get(SETTING)
    if not url:
        st.info(
            "This dashboard was not told where releases are kept. Start it, and the pipeline, with "
            f"`{SETTING}` (`file:///folder` or `s3://bucket/prefix`); `python -m extract_load release` "
            "leaves one now."
        )
        return
    try:
        archive = Archive(open_landing(url, Place("releases' place", SETTING)))
        names = archive.names()[::-1]
        _choose(archive, url, names, publish)
    except (ConfigError, ReleaseError) as error:
        st.error(f"The releases cannot be read: {error}", icon=":material/folder_off:")


def _choose(archive: Archive, url: str, names: list[str], publish: Publish) -> None:
    if not names:
        st.info("No release is kept yet: `python -m extract_load release` leaves one of this build.")
        return
    chosen = choose_one("release", "Release", names, placeholder=f"The newest: {names[0]}") or names[0]
    manifest = _manifest(archive, url, chosen)
    same = "the build that readers see" if manifest["build_id"] == publish.build_id else "another build"
    st.markdown(f"**{literal(chosen)}**, of {same}: {', '.join(_facts(manifest))}.")
    if manifest["simulated"]:
        st.warning("Simulated data: not the real market.", icon=":material/science:")
    st.markdown(f"**Licence.** {literal(manifest['licence'])}")
    st.page_link("views/sources.py", label="Sources and licences", icon=":material/copyright:")
    st.markdown("**Cite as**")
    st.code(manifest["citation"], None, wrap_lines=True)
    _files(archive, chosen, manifest)


@st.cache_data(ttl="1h", max_entries=50, show_spinner=False)
def _manifest(_archive: Archive, url: str, release: str) -> dict[str, Any]:  # noqa: ARG001 - the cache's key
    """Read what a release says of itself; `url` is where it is kept."""
    return _archive.manifest(release)


def _facts(manifest: dict[str, Any]) -> list[str]:
    rows = sum(mart["rows"] for mart in manifest["marts"].values())
    return [
        count(len(manifest["marts"]), "mart"),
        count(rows, "row"),
        f"data through {manifest['data_through']}",
        f"build `{manifest['build_id'][:8]}`",
        f"code `{literal(str(manifest['fingerprint'])[:8])}`",
    ]


def _files(archive: Archive, release: str, manifest: dict[str, Any]) -> None:
    st.download_button(
        "Manifest",
        json.dumps(manifest, indent=2),
        file_name=f"{release}.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
    )
    marts = [
        {"mart": name, "fields": len(mart["columns"])} | mart for name, mart in manifest["marts"].items()
    ]
    table(
        pd.DataFrame(marts)[["mart", "rows", "fields", "bytes", "sha256", "file"]],
        f"release_{release}",
        {
            "mart": "Mart",
            "rows": column.NumberColumn("Rows", format="localized"),
            "fields": column.NumberColumn("Columns"),
            "bytes": column.NumberColumn("Size", format="bytes"),
            "sha256": column.TextColumn("SHA-256", help="`sha256sum` of the file says the same"),
        },
        "The files of the release",
        opens=lambda mart: _offer(archive, release, mart["file"]),
    )


def _offer(archive: Archive, release: str, file: str) -> None:
    st.download_button(
        file,
        lambda: archive.file(release, file),
        file_name=file,
        mime="application/vnd.apache.parquet",
        icon=":material/download:",
        on_click="ignore",
    )
