"""Commands that a person runs: options in, words and an exit code out."""
