"""A text file read whole, for formats that make sense only as a whole; knows nothing of them."""

from pathlib import Path

from spellfix.errors import InputError
from spellfix.limits import DOCUMENT, advice, limit
from spellfix.lines import open_binary, read_lines


def read_whole(path: Path) -> str:
    """The text of `path`; encoded again it is the very bytes of the file.

    Raises InputError where it cannot be read, is no UTF-8 text, or is larger than DOCUMENT.
    """
    with open_binary(path) as stream:
        size = path.stat().st_size
        if size > limit(DOCUMENT):
            raise InputError(
                f"{path}: 너무 큽니다 / too large: {size >> 20} MiB; {advice(DOCUMENT)}, "
                "또는 나누세요 / or split it"
            )
        portions = read_lines(stream, str(path))
        return "".join(line.text + line.end for lines in portions for line in lines)
