"""Choices that live in the page's address, where links between pages set them.

Streamlit's own binding (`bind`) serves a choice that only its widget changes; where pages share a parameter,
or a link changes it, the widget's earlier value would win over the link. Here the address leads: the widget
shows what it says, and writes to it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import streamlit as st

from dashboard.widgets.wording import literal


def choose_one(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    placeholder: str,
    help: str | None = None,  # noqa: A002 - as Streamlit calls it
    written: Callable[[str], str] = str,
    resolve: Callable[[str], str | None] = str,
) -> str | None:
    """Ask for one of the options or none; a parameter that means none of them is dropped from the address.

    Args:
        name: the parameter.
        label: the widget's.
        options: what can be chosen.
        placeholder: in the widget while nothing is chosen.
        help: the widget's.
        written: an option as the widget lists it.
        resolve: the option that a parameter means.
    """
    key = f"address_{name}"
    wanted = st.query_params.get(name)
    meant = None if wanted is None else resolve(wanted)
    known = meant if meant in options else None
    if wanted and known is None:
        say_unknown(label, [wanted])
    write(name, known)
    st.session_state[key] = known
    st.selectbox(
        label,
        options,
        index=None,
        format_func=written,
        key=key,
        help=help,
        on_change=_follow,
        args=(name, key),
        placeholder=placeholder,
    )
    return known


def choose_some(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    placeholder: str,
    help: str | None = None,  # noqa: A002 - as Streamlit calls it
) -> list[str]:
    """Ask for some of the options or none, each a parameter `name`; as `choose_one` otherwise."""
    key = f"address_{name}_some"
    wanted = st.query_params.get_all(name)
    known = [option for option in options if option in wanted]
    if unknown := [option for option in wanted if option and option not in options]:
        say_unknown(label, unknown)
    write(name, known)
    st.session_state[key] = known
    st.multiselect(
        label, options, key=key, help=help, on_change=_follow, args=(name, key), placeholder=placeholder
    )
    return known


def search_industries() -> str:
    """Ask for letters of an industry's or a sector's name: `?search=`."""
    return st.text_input(
        "Search",
        key="search",
        bind="query-params",
        placeholder="Part of a name: bank, software, energy",
        help="Keeps the industries whose name, or whose sector's, holds these letters.",
    ).strip()


def write(name: str, chosen: str | list[str] | None) -> None:
    """Set a parameter of the address, or drop it.

    To be called even where nothing changed: a link to the page that is open reaches the page, but leaves the
    browser's address as it was until something is written to it.
    """
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def read_day(written: str) -> date | None:
    """Read a day of the address, '2024-06-28'; None where it is no date."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def ask_day(key: str, label: str, shown: date, follow: Callable[[], None], help: str | None = None) -> None:  # noqa: A002
    """Ask for a day by its digits, which apply on Enter; a calendar would keep them until it is left."""
    st.session_state[key] = shown.isoformat()
    st.text_input(
        label, key=key, on_change=follow, placeholder="2024-06-28", max_chars=10, width=130, help=help
    )


def tell_unknown(name: str, label: str, options: Iterable[object]) -> None:
    """Tell of a link's wish that is no option of a bound widget: Streamlit drops it without a word."""
    known = {str(option) for option in options}
    if unknown := [wanted for wanted in st.query_params.get_all(name) if wanted and wanted not in known]:
        say_unknown(label, unknown)


def say_unknown(label: str, wanted: Sequence[str]) -> None:
    """Tell that a link asked for what is not here."""
    asked = ", ".join(f"'{literal(value)}'" for value in wanted)
    st.warning(
        f"{label}: nothing here is called {asked}. The link's wish was left out.", icon=":material/link_off:"
    )


def _follow(name: str, key: str) -> None:
    write(name, st.session_state[key])
