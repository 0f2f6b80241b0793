"""What the console says instead of an answer."""


class Refused(Exception):
    """The console does not run a query, or the server could not answer it; the message is for its writer.

    Args:
        reason: what is wrong and what to do.
        mark: the line of the query at fault with a caret below, where it is known.
    """

    def __init__(self, reason: str, mark: str = "") -> None:
        super().__init__(reason)
        self.mark = mark
