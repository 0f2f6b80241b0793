"""Effects with their intervals, one under the other. What is not claimed is hollow."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import INDEX, MOOD, finish

ROW = 24  # pixels


def forest(effects: pd.DataFrame, unit: str, digits: str = "+.2f") -> go.Figure:
    """Draw `effect` between `ci_low` and `ci_high` of each `name`, from the top down; filled if `claimed`.

    Args:
        effects: what to draw, `reading` being the words under the pointer.
        unit: the axis' title; none if empty.
        digits: Plotly's format of an effect.
    """
    figure = go.Figure(
        go.Scatter(
            x=effects["effect"],
            y=effects["name"],
            mode="markers",
            marker={
                "size": 10,
                "color": MOOD,
                "symbol": effects["claimed"].map({True: "circle", False: "circle-open"}),
                "line_width": 1.5,
            },
            error_x={
                "array": effects["ci_high"] - effects["effect"],
                "arrayminus": effects["effect"] - effects["ci_low"],
                "color": MOOD,
                "thickness": 1.5,
                "width": 3,
            },
            customdata=effects[["ci_low", "ci_high", "reading"]],
            hovertemplate=f"<b>%{{y}}</b><br>%{{x:{digits}}} [%{{customdata[0]:{digits}}}, "
            f"%{{customdata[1]:{digits}}}]<br>%{{customdata[2]}}<extra></extra>",
        )
    )
    figure.add_vline(0, line={"color": INDEX, "width": 1})
    figure.update_xaxes(title=unit or None, tickformat=digits.lstrip("+"), zeroline=False, nticks=6)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False, fixedrange=True, dtick=1)
    return finish(figure, (70 if unit else 64) + ROW * len(effects)).update_layout(margin={"t": 8, "b": 32})
