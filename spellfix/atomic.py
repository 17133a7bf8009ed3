"""Files that are there whole or not at all, whatever ends the writing; knows nothing of contents.

A file grows under another name beside its own, is flushed to the disk and renamed. What cannot be
finished is removed; what a killed process leaves is hidden, and of no file the name.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def atomically(path: Path, draft: Path | None = None) -> Iterator[BinaryIO]:
    """A file to be written that is at ``path`` once the context is left. draft: its name until
    then, where it is to be the same for the next process, which writes over what one left that was
    killed. Raises OSError that names ``path``."""
    draft = draft or path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(path)
        raise


def write_atomically(path: Path, content: bytes | str, draft: Path | None = None) -> None:
    """``content`` at ``path``, text in UTF-8. Raises OSError."""
    with atomically(path, draft) as file:
        file.write(content.encode() if isinstance(content, str) else content)
