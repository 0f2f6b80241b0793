"""Colours and a figure's place on the page: one colour, one meaning, safe for the colour-blind."""

import re
from collections.abc import Collection, Sequence
from functools import partial
from html import escape
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.credits import CREDITS
from dashboard.widgets.span import SHOWN, choose_dragged
from dashboard.widgets.wording import plain

# after Okabe and Ito
GAIN = "#0072B2"
LOSS = "#D55E00"
INDEX = "#6B7688"
MOOD = "#B35C93"
WEATHER = "#00876A"
UNCERTAINTY = "#8F5B3A"  # what people fear: VIX, policy uncertainty
HIGHLIGHT = "#7B61C4"  # what a page is about: a sector, an industry, a stock
PEERS = "#AD7F00"  # the group that it is measured against

FONT = "Arial, Helvetica, sans-serif"  # a saved figure cannot bring the page's, and others are wider
CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"]}
PRICES = ("yahoo", "wikipedia")  # whose data a figure shows
# in the session: what the page stands on, and 'PNG' or 'SVG'
BUILD, FORMAT = "figures_build", "figures_format"
SAVED_WIDTH, LINE = 1100, 150  # pixels, letters
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# pixels; Plotly begins a title of several rows where the last belongs: those below need their room once more
TITLE_ROW, TITLE_STEP, TITLE_GAP = 17, 38, 14


def draw(
    figure: go.Figure, name: str, alt: str, sources: Collection[str] = PRICES, caption: str = ""
) -> None:
    """Put a figure on the page, and its title, caption, sources and build below it where it is saved.

    Args:
        figure: what to draw.
        name: its own on its page; a file's name begins with it.
        alt: what it shows: its title, and what those read who do not see it.
        sources: whose data it is made of.
        caption: how it is read, in Markdown: below it, on the page and where it is saved.
    """
    build, kind = st.session_state.get(BUILD, ""), st.session_state.get(FORMAT) or "PNG"
    words = _title(alt, plain(caption), sources, build)
    room = _below(words) + TITLE_ROW * len(words)
    figure.update_layout(height=(figure.layout.height or 400) + room)
    _hide(f"chart_{name}", room)
    st.plotly_chart(
        _signed(figure, words),
        width="stretch",
        config=CONFIG | {"toImageButtonOptions": _saved(figure, name, build, kind.lower())},
        key=f"chart_{name}",
        alt=alt,
        **_dragged(figure, f"chart_{name}"),
    )
    if caption:
        st.caption(caption)


def _dragged(figure: go.Figure, key: str) -> dict[str, Any]:
    """What has a drag over the days of the page's range choose among them."""
    shown = st.session_state.get(SHOWN)
    if not shown or not any(_has_days(trace) for trace in figure.data):
        return {}
    figure.update_layout(dragmode="select", selectdirection="h")
    return {"on_select": partial(choose_dragged, key, shown), "selection_mode": "box"}


def _has_days(trace: Any) -> bool:  # noqa: ANN401 - Plotly's kinds have no base with an x
    x = getattr(trace, "x", None)
    return x is not None and len(x) > 0 and DAY.fullmatch(str(x[0])) is not None


def _hide(key: str, room: int) -> None:
    """Cut `room` pixels, where the title is, off the lower end of the figure with this key."""
    name = re.sub(r"[^\w-]", "-", key, flags=re.ASCII)
    st.html(f"<style>.st-key-{name} {{ margin-bottom: -{room}px; clip-path: inset(0 0 {room}px 0) }}</style>")


def _title(alt: str, caption: str, sources: Collection[str], build: str) -> list[str]:
    """Write the rows; a caption that begins with the title does not say it twice."""
    names = ", ".join(credit.name for credit in CREDITS if credit.source in sources)
    title, told = (
        [escape(row, quote=False) for row in wrap(text, LINE)]
        for text in (alt, caption.removeprefix(alt).lstrip(".: "))
    )
    credit = f"<span style='font-size:11px'>Data: {names}. Bellwether{build and f', {build}'}.</span>"
    # Streamlit makes a whole title bold
    plain_rows = (f"<span style='font-weight:normal'>{row}</span>" for row in [*told, credit])
    return [*(f"<b>{row}</b>" for row in title), *plain_rows]


def _below(words: Sequence[str]) -> int:
    return TITLE_STEP * (len(words) - 1) + TITLE_GAP


def _signed(figure: go.Figure, words: Sequence[str]) -> go.Figure:
    place = {
        "x": 0.01,
        "xanchor": "left",
        "y": 0,
        "yanchor": "bottom",
        "yref": "container",
        "pad_b": _below(words),
    }
    return figure.update_layout(
        title={**place, "text": "<br>".join(words), "font_size": 13, "automargin": True},
        paper_bgcolor=_themed("backgroundColor"),
        font_family=FONT,
    )


def _saved(figure: go.Figure, name: str, build: str, kind: str) -> dict[str, object]:
    size = {"width": SAVED_WIDTH, "height": figure.layout.height}
    stem = "_".join(filter(None, ["bellwether", name, *re.findall(r"\w{8}(?= )|\d{4}-\d\d-\d\d", build)]))
    return {"format": kind, "filename": stem, "scale": 1 if kind == "svg" else 2, **size}


def ink() -> str:
    """Name the colour of the page's text, for words that stand on a colour: a chart's own are fainter."""
    return _themed("textColor")


def _themed(option: str) -> str:
    kind = "dark" if st.context.theme.type == "dark" else "light"
    return str(st.get_option(f"theme.{kind}.{option}"))


def written(days: pd.Series) -> pd.Series:
    """Write days as plotly.js reads them: it takes ten times as long over each `date`."""
    return days.astype(str)


def line(days: pd.Series, values: pd.Series, colour: str, digits: str) -> go.Scatter:
    """Make a line over `written` days or numbers; `digits` is the format of its values."""
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


def with_room(values: pd.Series, share: float) -> list[float] | None:
    """Widen the values' range by a share on both sides, for the words around them."""
    if values.empty:
        return None
    low, high = values.min(), values.max()
    room = share * (high - low) or 0.01
    return [low - room, high + room]


def finish(figure: go.Figure, height: int) -> go.Figure:
    """Give a figure its height in pixels and narrow margins."""
    return figure.update_layout(
        height=height, margin={"l": 8, "r": 8, "t": 24, "b": 8}, showlegend=False, bargap=0.25
    )
