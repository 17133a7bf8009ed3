"""Columns of a line as a client counts them: code units of UTF-16 (or UTF-8, UTF-32).

Everything else in this project counts code points. Lone surrogates, which a client may send, count
as what they are: one unit of UTF-16, three of UTF-8. Knows nothing about documents or protocols.
"""

from __future__ import annotations

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
_FORMS = {UTF8: ("utf-8", 1), UTF16: ("utf-16-le", 2), UTF32: ("utf-32-le", 4)}


def width(text: str, encoding: str) -> int:
    """How many code units of `encoding` `text` has.

    >>> width("가😀", UTF8), width("가😀", UTF16), width("가😀", UTF32)
    (7, 3, 2)
    """
    form, size = _FORMS[encoding]
    return len(text.encode(form, "surrogatepass")) // size


def split(text: str, units: int, encoding: str) -> tuple[str, str]:
    """`text` cut after `units` code units, at its end where it has fewer.

    Inside a character of UTF-16 the cut leaves a lone surrogate on both sides, as it would in the
    memory of a client; inside one of UTF-8 it moves to the character's start.

    >>> split("가😀나", 3, UTF16)
    ('가😀', '나')
    >>> split("가😀나", 2, UTF16)
    ('가\\ud83d', '\\ude00나')
    """
    form, size = _FORMS[encoding]
    data = text.encode(form, "surrogatepass")
    cut = min(max(0, units) * size, len(data))
    while encoding == UTF8 and cut < len(data) and data[cut] & 0xC0 == 0x80:
        cut -= 1
    return data[:cut].decode(form, "surrogatepass"), data[cut:].decode(form, "surrogatepass")


def joined(*parts: str) -> str:
    """`parts` put together; halves of a character that meet become one again.

    >>> joined("가\\ud83d", "\\ude00나")
    '가😀나'
    """
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
