"""Every question that a page asks, typed, a module per topic; its SQL is in `sql/<topic>`."""
