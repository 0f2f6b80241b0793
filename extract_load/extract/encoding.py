"""Bytes as text and back, without losing one: envelopes are JSON, and not every body is UTF-8."""

import codecs

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding that turns it back into the same bytes.

    Latin-1 gives every byte a character: the last resort keeps a body verbatim even where it misreads it.
    """
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"
