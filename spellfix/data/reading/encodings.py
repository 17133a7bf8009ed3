"""How the bytes of a text file become characters: UTF-8, UTF-16 or CP949, told by the bytes.

Older Korean text is CP949 and Windows programs write UTF-16: both are converted, and the source
says so. Bytes that fit no character become U+FFFD, which the filters count. Knows no format.
"""

import codecs
from typing import IO

HEAD = 1 << 16  # bytes that are looked at
UTF_8, UTF_16, CP949, BINARY = "utf-8", "utf-16", "cp949", "binary"
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
COMMON = frozenset(  # the 80 commonest syllables of reviews, petitions, laws, speech, articles
    "이다는하에의을가지한로니고를기서사은있수시정도제리어해나으인대자아라요보여습화그부들면게스전과일만우장주할용적국위상되세원것경동영"
    "조성관트입구공드러합와모음소유"
)
LEAST = 0.2  # share of those among all syllables: 0.5 to 0.7 in Korean, below 0.15 in Chinese
FEW = 0.1  # share of bytes that fit nothing, from which on it is another encoding


def encoding_of(head: bytes) -> str:
    """The encoding of a text that begins so; "binary" for what is no Korean text.

    >>> encoding_of("안녕하세요".encode()), encoding_of("안녕하세요".encode("cp949"))
    ('utf-8', 'cp949')
    """
    if head.startswith(MARKS):
        return UTF_16
    if b"\0" in head:
        return _with_nul(head)
    utf_8, cp949 = (head.decode(encoding, "replace") for encoding in (UTF_8, CP949))
    damage = utf_8.count("\ufffd")
    if damage > 2 and damage > FEW * _foreign(head):
        if _is_korean(cp949):
            return CP949
        return BINARY if _foreign(head) > FEW * len(head) else UTF_8
    return BINARY if _controls(head) > FEW * len(head) else UTF_8


def without_halves(text: str) -> str:
    """``text`` with U+FFFD for half a surrogate pair, which no UTF-8 can hold.

    >>> without_halves("가\\ud800")
    '가�'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _foreign(head: bytes) -> int:
    return sum(byte >= 0x80 for byte in head)


def _controls(head: bytes) -> int:
    return sum(byte < 0x20 and byte not in b"\t\n\v\f\r\x1b" for byte in head)


def _with_nul(head: bytes) -> str:
    """UTF-16 without a mark, where every other byte is often NUL (a space, a line end); a text with
    a few NULs; or none."""
    nuls = head.count(0)
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[at::2].count(0) > 0.95 * nuls and nuls > 0.02 * len(head):
            text = head[: len(head) // 2 * 2].decode(encoding, "replace")
            if _hangul(text) + sum(each < "\x7f" for each in text) > 0.8 * len(text):
                return encoding
    return UTF_8 if nuls < 0.01 * len(head) and _controls(head) < 0.02 * len(head) else BINARY


def _is_korean(text: str) -> bool:
    """Whether the syllables of a text are those of Korean, not of Chinese read as CP949."""
    common = sum(each in COMMON for each in text)
    return common > LEAST * _hangul(text)


def _hangul(text: str) -> int:
    return sum("가" <= each <= "힣" for each in text)


def first_foreign(stream: IO[bytes]) -> bytes:
    """The first bytes of a file, or those from where it is more than ASCII on, if it ever is."""
    head = block = stream.read(HEAD)
    while block.isascii() and b"\0" not in head:
        rest = block.rpartition(b"\n")[2]  # so that no character is cut
        block = stream.read(HEAD)
        if not block:
            return head
        block = rest + block if len(rest) < HEAD else block
    return block
