"""What a page shows its reader, as tests ask an app for it."""

from collections.abc import Callable

import pandas as pd
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
"""Opens a page of the app, the Overview unless another file is named, with query parameters."""


def words(app: AppTest) -> str:
    """Everything that it says, kind by kind, but tables and figures."""
    said = [*app.title, *app.header, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(element.value for element in said)


def frame_with(app: AppTest, column: str) -> pd.DataFrame:
    """The first table that has the column."""
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)
