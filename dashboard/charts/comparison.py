"""A stock or an industry beside its groups and the index, all 100 at one close."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import HIGHLIGHT, INDEX, PEERS, finish, line, written

SUBJECT: dict[str, Any] = {"color": HIGHLIGHT, "width": 2.5}
LOOKS: dict[str, dict[str, Any]] = {  # told apart without their colours too
    "index": {"color": INDEX, "width": 1.5, "dash": "dot"},
    "members": {"color": INDEX, "width": 1.5, "dash": "longdash"},
    "sector": {"color": PEERS, "width": 1.5, "dash": "dash"},
    "industry": {"color": PEERS, "width": 2},
}


def rebased(lines: pd.DataFrame, names: Mapping[str, str], subject: str) -> go.Figure:
    """Draw each line ('stock', 'industry', 'sector', 'members', 'index') under its name, the subject on top.

    Args:
        lines: line, trade_date, value.
        names: a line's name in the legend.
        subject: the line that the page is about.
    """
    figure = go.Figure()
    looks = {kind: look for kind, look in LOOKS.items() if kind != subject} | {subject: SUBJECT}
    for kind, look in looks.items():
        days = lines[lines["line"] == kind]
        if len(days):
            drawn = line(written(days["trade_date"]), days["value"], look["color"], ".1f")
            drawn.update(
                line=look, name=names[kind], hovertemplate=f"{names[kind]}: %{{y:.1f}}<extra></extra>"
            )
            figure.add_trace(drawn)
    figure.add_hline(100, line={"width": 1, "color": INDEX}, opacity=0.5)
    figure.update_yaxes(tickformat=",.0f")
    figure.update_layout(hovermode="x unified")
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"}
    return finish(figure, 380).update_layout(showlegend=True, legend=legend, margin_t=48)
