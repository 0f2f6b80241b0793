"""Where Bellwether runs: AWS (`aws/`) and one machine (`local/`)."""
