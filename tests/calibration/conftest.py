"""The warehouse and the world of the integration tests."""

from tests.integration.conftest import database, warehouse, world

__all__ = ["database", "warehouse", "world"]
