"""The project, parsed once for all of its conventions."""

import pytest

from tests.conventions.project import Project, parse


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The dbt project as dbt parses it."""
    return parse(tmp_path_factory.mktemp("parsed"))
