"""Key figures side by side, each with its recent path if it has one; two beside each other on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from dashboard.charts.theme import INDEX

NARROWEST, HEIGHT, WITH_A_PATH = 150, 123, 178  # pixels, known before their code is there
WIDE, HIGH = 160, 36  # pixels of a path: a wider one would be higher than its card


@dataclass(frozen=True)
class Figure:
    """One key figure.

    Args:
        label: what it is, with its unit.
        value: as written.
        note: below it, mostly its change from the previous session.
        help: what it means.
        path: its recent values, oldest first.
        good: whether it went up (True) or down (False) in a sense that is good or bad; else None.
    """

    label: str
    value: str
    note: str | None
    help: str | None = None
    path: Sequence[float] = ()
    good: bool | None = None


def row(figures: Sequence[Figure]) -> None:
    """Draw figures side by side."""
    height = WITH_A_PATH if any(figure.path for figure in figures) else HEIGHT
    cells = st.grid(len(figures), min_column_width=NARROWEST, row_height=height, border=True)
    for figure in figures:
        with cells.cell():
            _draw(figure)


def _draw(figure: Figure) -> None:
    colour: Literal["blue", "orange", "gray"] = "gray"
    arrow: Literal["up", "down", "off"] = "off"
    if figure.good is not None:
        colour, arrow = ("blue", "up") if figure.good else ("orange", "down")
    st.metric(
        figure.label,
        figure.value,
        figure.note or None,
        delta_color=colour,
        delta_arrow=arrow,
        help=figure.help,
    )
    if figure.path:
        st.image(drawn(figure.path), width=WIDE)


def drawn(path: Sequence[float]) -> str:
    """Draw values as one line of an SVG, the lowest at its foot; Streamlit's own would load all of Vega."""
    low, spread = min(path), max(path) - min(path)
    points = " ".join(
        f"{WIDE * place / max(len(path) - 1, 1):.1f},"
        f"{HIGH - 1 - (HIGH - 2) * ((value - low) / spread if spread else 0.5):.1f}"
        for place, value in enumerate(path)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">'
        f'<polyline fill="none" stroke="{INDEX}" stroke-width="1.5" points="{points}"/></svg>'
    )
