"""What pages choose and show with: ranges in the URL, tables with their CSV, words for numbers."""
