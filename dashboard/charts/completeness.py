"""How many members have no price, by whose doing."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import HIGHLIGHT, INDEX, finish

NOT_TO_BE_HAD = ["not_found", "before_first_trade"]
OURS = ["no_bar_in_answer", "set_aside", "refused", "failed", "not_asked"]


def members_without_price(months: pd.DataFrame) -> go.Figure:
    """Stack, for each `month`, the members whose price nobody has and those whose price is to be got yet."""
    figure = go.Figure(
        [
            _bars(months, NOT_TO_BE_HAD, INDEX, "not to be had"),
            _bars(months, OURS, HIGHLIGHT, "yet to be got"),
        ]
    )
    figure.update_layout(barmode="stack", hovermode="x unified")
    figure.update_yaxes(title="Members", rangemode="tozero", nticks=5)
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    return finish(figure, 260).update_layout(showlegend=True, legend=legend, margin_t=40, bargap=0.1)


def _bars(months: pd.DataFrame, reasons: list[str], colour: str, name: str) -> go.Bar:
    return go.Bar(
        x=months["month"],
        y=months[reasons].sum(axis=1),
        name=f"Without a price, {name}",
        marker={"color": colour, "line_width": 0},
        hovertemplate=f"%{{x|%b %Y}}: %{{y:.1f}} {name}<extra></extra>",
    )
