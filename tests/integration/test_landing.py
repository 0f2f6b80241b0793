"""The landing zone in a folder and behind a real S3 endpoint."""

from pathlib import Path

import pytest

from extract_load.landing import Landing, LandingError, open_landing


@pytest.fixture(params=["folder", "s3"])
def landing(request: pytest.FixtureRequest, tmp_path: Path) -> Landing:
    if request.param == "folder":
        return open_landing(f"file://{tmp_path}/landing")
    bucket = f"bucket-{abs(hash(tmp_path))}"
    request.getfixturevalue("s3").create_bucket(Bucket=bucket)
    return open_landing(f"s3://{bucket}/some/prefix")


def test_what_is_written_is_read_with_the_version_that_is_listed(landing: Landing) -> None:
    landing.write("fred/a.gz", b"one")
    (stored,) = landing.list()
    assert landing.read("fred/a.gz") == (b"one", stored.version)
    assert (stored.key, stored.size) == ("fred/a.gz", 3)


def test_a_new_content_is_a_new_version(landing: Landing) -> None:
    landing.write("fred/a.gz", b"one")
    (before,) = landing.list()
    landing.write("fred/a.gz", b"two")
    (after,) = landing.list()
    assert before.version != after.version


def test_what_is_not_there_is_none(landing: Landing) -> None:
    assert landing.read("nothing") is None
    assert list(landing.list("nothing/")) == []


def test_keys_are_listed_by_prefix_and_in_order(landing: Landing) -> None:
    for key in ("b/2", "a/1", "b/1", "bb/3"):
        landing.write(key, b"x")
    assert [stored.key for stored in landing.list("b/")] == ["b/1", "b/2"]
    assert [stored.key for stored in landing.list("b")] == ["b/1", "b/2", "bb/3"]


def test_hidden_files_are_no_objects(tmp_path: Path) -> None:
    (tmp_path / ".half-written").write_bytes(b"x")
    assert list(open_landing(f"file://{tmp_path}").list()) == []


def test_a_folder_with_a_space_is_found(tmp_path: Path) -> None:
    open_landing(f"file://{tmp_path}/a%20b").write("x", b"1")
    assert (tmp_path / "a b" / "x").read_bytes() == b"1"


def test_an_unusable_folder_says_what_to_check(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LandingError, match=r"cannot write the landing zone in .*file.*; check LANDING_URL"):
        open_landing(f"file://{tmp_path}/file").write("x", b"1")


@pytest.mark.usefixtures("s3")
def test_a_bucket_that_does_not_exist_says_what_to_check() -> None:
    with pytest.raises(LandingError, match=r"s3://no-such-bucket/: .*NoSuchBucket.*; check LANDING_URL"):
        list(open_landing("s3://no-such-bucket").list())
