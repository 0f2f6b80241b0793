"""Colours and a figure's place on the page: one colour, one meaning, safe for the colour-blind."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

# after Okabe and Ito
GAIN = "#0072B2"
LOSS = "#D55E00"
INDEX = "#6B7688"
MOOD = "#B35C93"
WEATHER = "#00876A"
UNCERTAINTY = "#8F5B3A"  # what people fear: VIX, policy uncertainty
HIGHLIGHT = "#7B61C4"  # what a page is about: a sector, an industry, a stock
PEERS = "#AD7F00"  # the group that it is measured against

CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"]}


def draw(figure: go.Figure, name: str, alt: str) -> None:
    """Put a figure on the page; `alt` says what it shows to those who do not see it."""
    st.plotly_chart(figure, width="stretch", config=CONFIG, key=f"chart_{name}", alt=alt)


def ink() -> str:
    """Name the colour of the page's text, for words that stand on a colour: a chart's own are fainter."""
    kind = "dark" if st.context.theme.type == "dark" else "light"
    return str(st.get_option(f"theme.{kind}.textColor"))


def line(days: pd.Series, values: pd.Series, colour: str, digits: str) -> go.Scatter:
    """Make a line over days; `digits` is the format of its values."""
    return go.Scatter(
        x=days,
        y=values,
        mode="lines",
        line={"color": colour, "width": 2},
        hovertemplate=f"%{{y:{digits}}}<extra></extra>",
    )


def band(x: pd.Series, low: pd.Series, high: pd.Series, colour: str) -> go.Scatter:
    """Make the area between two lines, with a hole wherever either is unknown."""
    known = low.notna() & high.notna()
    corners_x: list[object] = []
    corners_y: list[float | None] = []
    for _, stretch in known[known].groupby((~known).cumsum()[known]):
        there = stretch.index
        corners_x += [*x[there], *x[there][::-1], None]
        corners_y += [*high[there], *low[there][::-1], None]
    return go.Scatter(
        x=corners_x,
        y=corners_y,
        mode="none",
        fill="toself",
        fillcolor=colour,
        opacity=0.18,
        hoverinfo="skip",
    )


def gain_or_loss(returns: pd.Series) -> pd.Series:
    """Colour each return by its sign."""
    return (returns >= 0).map({True: GAIN, False: LOSS})


def with_room(values: pd.Series, share: float, *, origin: bool = False) -> list[float] | None:
    """Widen the values' range by a share on both sides, for the words around them."""
    if values.empty:
        return None
    low, high = values.min(), values.max()
    if origin:
        low, high = min(low, 0), max(high, 0)
    room = share * (high - low) or 0.01
    return [low - room if low or not origin else 0, high + room if high or not origin else 0]


def finish(figure: go.Figure, height: int) -> go.Figure:
    """Give a figure its height in pixels and narrow margins."""
    return figure.update_layout(
        height=height, margin={"l": 8, "r": 8, "t": 24, "b": 8}, showlegend=False, bargap=0.25
    )
