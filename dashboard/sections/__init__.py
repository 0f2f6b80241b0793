"""What pages are made of: a folder per page, a module per section."""
