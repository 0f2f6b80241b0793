"""Which landed objects are new, and whose they are."""

from collections.abc import Callable, Collection, Iterator, Sequence

from tqdm import tqdm

from extract_load.catalog import LOADED
from extract_load.config import ConfigError
from extract_load.extract.parts import SUFFIX
from extract_load.landing import Landing, Stored
from extract_load.load.load_object import ObjectFailed
from extract_load.load.report import Report
from extract_load.source import Source
from extract_load.unpack import LARGEST_OBJECT

_SOURCES = {source.name: source for source in LOADED}
_NOT_LOADED = {"inbox", "state"}


def source_of(key: str) -> Source:
    """The source whose folder an object lies in.

    Raises:
        ObjectFailed: there is none.
    """
    name = key.partition("/")[0]
    if name not in _SOURCES:
        raise ObjectFailed(f"no source is called {name!r}: move the object away, or register its source")
    return _SOURCES[name]


def known(names: Collection[str]) -> Collection[str]:
    """The names, if each is a source's.

    Raises:
        ConfigError: one is not.
    """
    unknown = sorted(set(names) - _SOURCES.keys())
    if unknown:
        raise ConfigError(f"no source is called {', '.join(unknown)}; there are {', '.join(_SOURCES)}")
    return names


def new_objects(
    landing: Landing, names: Collection[str], is_loaded: Callable[[Stored], bool], report: Report
) -> Sequence[Stored]:
    """The objects of these sources (empty: of all) that are not loaded, by the day of their run.

    So load_ids follow the extraction. The others are counted in `report`.
    """
    new = []
    for stored in landing.list():
        folder = stored.key.partition("/")[0]
        if not stored.key.endswith(SUFFIX) or folder in _NOT_LOADED or (names and folder not in names):
            continue
        if not _is_text(stored.key):
            report.failed[ascii(stored.key)] = "its name is no UTF-8: rename it, or move it away"
        elif stored.size > LARGEST_OBJECT:
            report.failed[stored.key] = f"it is larger than {LARGEST_OBJECT // 1_000_000} MB"
        elif is_loaded(stored):
            report.unchanged += 1
        else:
            new.append(stored)
    return sorted(new, key=lambda stored: stored.key.partition("/")[::-1])


def _is_text(key: str) -> bool:
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True


def with_progress(new: Sequence[Stored]) -> Iterator[Stored]:
    """The objects, with a bar on a terminal that fills by their bytes."""
    total = sum(stored.size for stored in new)
    with tqdm(total=total, desc="load", unit="B", unit_scale=True, disable=None) as bar:
        for stored in new:
            bar.set_postfix_str(stored.key)
            yield stored
            bar.update(stored.size)
