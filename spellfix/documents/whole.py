"""A text file read whole, for formats that make sense only as a whole; knows nothing of them."""

from pathlib import Path

from spellfix.errors import InputError
from spellfix.lines import open_binary, read_lines

LARGEST = 64 << 20  # bytes; parsed, a document takes some fifty times as much memory


def read_whole(path: Path) -> str:
    """The text of `path`; encoded again it is the very bytes of the file.

    Raises InputError where it cannot be read, is no UTF-8 text, or is larger than LARGEST.
    """
    with open_binary(path) as stream:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(
                f"{path}: 너무 큽니다 / too large: {size >> 20} MiB; "
                f"{LARGEST >> 20} MiB까지 / at most: 나누어 고치세요 / split it"
            )
        portions = read_lines(stream, str(path))
        return "".join(line.text + line.end for lines in portions for line in lines)
