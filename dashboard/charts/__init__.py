"""The figures, a module per kind; `theme` gives all of them their colours and their place on the page."""
