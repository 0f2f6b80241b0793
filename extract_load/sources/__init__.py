"""One file per provider: what to ask, and how a body becomes raw rows."""
