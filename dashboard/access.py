"""Who may see the pages: all who reach the server, or, once OpenID Connect is configured, who has logged in.

Streamlit's own login does the talking: the provider and this app's keys are the `[auth]` section of its
secrets file. Who may log in is the provider's to say.
"""

import streamlit as st


def granted() -> bool:
    """Whether this reader may see the pages."""
    return not _is_configured() or bool(st.user.get("is_logged_in"))


def ask() -> None:
    """Draw what is there for a reader who has not logged in."""
    st.title("Bellwether", anchor=False)
    st.markdown("Log in to see the pages.")
    st.button("Log in", type="primary", icon=":material/login:", on_click=st.login)


def offer_logout() -> None:
    """Draw who is logged in and the way out; nothing where no login is asked for."""
    if _is_configured():
        name = st.user.get("email") or st.user.get("name") or "You"
        st.button(f"Log out {name}", type="tertiary", icon=":material/logout:", on_click=st.logout)


def _is_configured() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets
