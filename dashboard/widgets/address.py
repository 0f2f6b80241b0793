"""Choices that live in the page's address, where links between pages set them.

Streamlit's own binding (`bind`) serves a choice that only its widget changes; where pages share a parameter,
or a link changes it, the widget's earlier value would win over the link. Here the address leads: the widget
shows what it says, and writes to it.
"""

from collections.abc import Callable, Sequence

import streamlit as st


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
    write(name, known)
    st.session_state[key] = known
    st.multiselect(
        label, options, key=key, help=help, on_change=_follow, args=(name, key), placeholder=placeholder
    )
    return known


def write(name: str, chosen: str | list[str] | None) -> None:
    """Set a parameter of the address, or drop it.

    To be called even where nothing changed: a link to the page that is open reaches the page, but leaves the
    browser's address as it was until something is written to it.
    """
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def _follow(name: str, key: str) -> None:
    write(name, st.session_state[key])
