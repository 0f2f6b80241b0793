"""Extract: ask the providers, judge what they answer, and land it."""
