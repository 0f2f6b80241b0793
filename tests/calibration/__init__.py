"""How often the project claims what is not there, and finds what is."""
