"""Where the sectors stand on the last session, and the way to their industries."""

import streamlit as st

from dashboard.queries import sectors as queries
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.tables import table
from dashboard.widgets.wording import day

column = st.column_config


def show(publish_id: int, sectors: list[str]) -> None:
    """List the sectors' returns over horizons, their risk and extremes; each leads to its industries."""
    summary = queries.summary(publish_id, tuple(sectors))
    help_text = definition("sessions_back", "horizon_return")
    if summary.empty:
        st.header("Summary", anchor=False, help=help_text)
        st.info("None of these sectors has a member on the last session.")
        return
    st.header(f"As of {day(summary['last_date'].iloc[0])}", anchor=False, help=help_text)
    st.caption(
        "Counted back from the last published session, whatever the range above: horizons and places are "
        "known for that day only. The range's own returns are in the panels and their numbers."
    )
    table(
        summary,
        "sector_summary",
        _returns() | _risk(),
        "Sectors with their returns and risk",
        opens=lambda row: links.link_industries(row["gics_sector"], f"Industries of {row['gics_sector']}"),
    )


def link_industries(sectors: list[str]) -> None:
    """Offer the industries of each sector."""
    st.markdown("**Industries of**")
    with st.container(horizontal=True):
        for sector in sectors:
            links.link_industries(sector, sector)


def _returns() -> dict[str, object]:
    horizons = {
        "1d": "1 session",
        "5d": "5 sessions",
        "21d": "21 sessions",
        "63d": "63 sessions",
        "252d": "252 sessions",
        "ytd": "This year",
    }
    returns = {
        f"total_return_{horizon}": column.NumberColumn(
            label, format="percent", help=definition("horizon_return")
        )
        for horizon, label in horizons.items()
    }
    return {
        "gics_sector": "Sector",
        "members": column.NumberColumn("n", help=definition("members")),
        "members_without_bar": column.NumberColumn("No price", help=definition("members_without_bar")),
        **returns,
        "rank_252d": column.NumberColumn(
            "Place", help=definition("horizon_rank") + " Here over 252 sessions."
        ),
    }


def _risk() -> dict[str, object]:
    year = definition("year_of_returns")
    return {
        "volatility_252d": column.NumberColumn("Volatility a day", format="percent", help=year),
        "max_drawdown_252d": column.NumberColumn(
            "Deepest fall", format="percent", help=definition("max_drawdown")
        ),
        "best_return_252d": column.NumberColumn("Best day", format="percent", help=year),
        "best_date_252d": column.DateColumn("on"),
        "worst_return_252d": column.NumberColumn("Worst day", format="percent", help=year),
        "worst_date_252d": column.DateColumn("on "),
        "mean_close": column.NumberColumn("Mean close", format="%.2f", help=definition("group_mean")),
        "mean_volume_21d": column.NumberColumn("Volume, 21 sessions", format="compact"),
    }
