"""The whole suite: unit, integration, dashboard, browser."""
