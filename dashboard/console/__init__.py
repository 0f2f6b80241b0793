"""A reader's own SQL: parsed, checked against allow-lists, rewritten, priced, and only then run.

What runs is never the text that was typed, but one written anew from the parsed and checked tree, in which
every identifier is quoted and every relation carries its schema: whatever two parsers may see in a text, the
server is shown only what has been understood here.
"""
