"""A reader's own SQL: parsed, checked against allow-lists, rewritten, priced, and only then run.

What runs is never the text that was typed, but one written anew from the parsed and checked tree, in which
every identifier is quoted and every relation carries its schema: whatever two parsers may see in a text, the
server is shown only what has been understood here.
"""


class Refused(Exception):
    """The console does not run a query, or the server could not answer it; the message is for its writer.

    Args:
        reason: what is wrong and what to do.
        mark: the line of the query at fault with a caret below, where it is known.
    """

    def __init__(self, reason: str, mark: str = "") -> None:
        super().__init__(reason)
        self.mark = mark
