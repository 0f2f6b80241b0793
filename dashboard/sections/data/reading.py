"""How a file of a release is read elsewhere."""

import streamlit as st

READERS = {
    "pandas": (
        "python",
        """import pandas as pd
days = pd.read_parquet("fct_sector_daily.parquet")
print(days.groupby("gics_sector")["total_return"].describe())""",
    ),
    "DuckDB": (
        "sql",
        """select gics_sector, count(*) as sessions, avg(total_return) as mean_return
from 'fct_sector_daily.parquet'
group by gics_sector order by mean_return desc;""",
    ),
    "R": (
        "r",
        """library(arrow)
days <- read_parquet("fct_sector_daily.parquet")
aggregate(total_return ~ gics_sector, data = days, FUN = mean)""",
    ),
}


def show() -> None:
    """Show three lines for each."""
    st.header("Read it", anchor=False)
    for tab, (language, lines) in zip(st.tabs(list(READERS)), READERS.values(), strict=True):
        tab.code(lines, language)
    st.caption("Null is unknown, never zero; returns are shares: 0.01 is one per cent.")
