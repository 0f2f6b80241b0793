"""Falls of the market and recessions behind a time axis."""

from datetime import date

import plotly.graph_objects as go

from dashboard.charts.theme import INDEX
from dashboard.events import events_within

ROOM_FOR_A_NAME = 0.12  # of the axis


def shaded(figure: go.Figure, start: date, end: date) -> go.Figure:
    """Shade the events behind all panels of a figure whose x is days, and name those that have room."""
    for event in events_within(start, end):
        first, last = max(event.start, start), min(event.end, end)
        where = {"xref": "x", "yref": "paper"}
        shade = {"fillcolor": INDEX, "opacity": 0.1, "line_width": 0, "layer": "below"}
        figure.add_shape(type="rect", x0=first, x1=last, y0=0, y1=1, **where, **shade)
        if (last - first) / max((end - start), last - first) >= ROOM_FOR_A_NAME:
            words = {"text": event.name, "font": {"size": 10, "color": INDEX}, "showarrow": False}
            figure.add_annotation(x=first, y=1, xanchor="left", yanchor="top", **where, **words)
    return figure
