"""The project, parsed once for all of its conventions."""

from pathlib import Path

import pytest

from infra.local.files import exclusive
from tests.conventions.project import Project, parse


@pytest.fixture(scope="session")
def project(of_the_run: Path) -> Project:
    """The dbt project as dbt parses it."""
    with exclusive(of_the_run / "parsed.lock"):
        return parse(of_the_run / "parsed")
