"""The document at one path corrected into another, or the same: all of it or nothing.

The new document grows in a temporary file beside the target and takes its name when it is whole.
Knows the names of the formats and none of their rules.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from spellfix.documents.formats import FORMATS, format_of
from spellfix.documents.plain import rewrite_text
from spellfix.documents.stretches import Correct, Corrected, LongParagraph
from spellfix.errors import ConfigError, InputError
from spellfix.lines import open_binary

Rewrite = Callable[[Path, Correct, "BinaryIO | None"], Iterator[Corrected]]


def rewrite(
    source: Path,
    correct: Correct,
    target: Path | None = None,
    format: str | None = None,  # noqa: A002 - what it is called on the command line
) -> Iterator[Corrected]:
    """Correct the document `source`; yields its stretches in order, as they are corrected.

    Once the iterator is exhausted, `target` holds the corrected document; it may be `source`, and
    keeps its file mode. A consumer that stops earlier, or an error, leaves it as it was. A document
    in which nothing is to correct is copied byte for byte, or left alone where it is the target.
    With no target nothing is written. format: one of `FORMATS`, by the suffix where None.

    Raises InputError for a file that cannot be read, written or understood, and ConfigError for an
    unknown format: both with the first stretch.
    """
    rewrite_format = _named(_rewriter(format_of(source) if format is None else format))
    if target is None:
        yield from rewrite_format(source, correct, None)
        return
    target = _real(target)
    with _draft(source, target) as (sink, draft):
        changed = False
        for each in rewrite_format(source, correct, sink):
            changed = changed or bool(each.correction.edits)
            yield each
        if not changed:
            sink.seek(0)
            sink.truncate()
            with open_binary(source) as stream:
                shutil.copyfileobj(stream, sink)
        if changed or target != _real(source):
            _settle(sink, draft, target)


def _rewriter(name: str) -> Rewrite:
    """Imported where it is needed: a line of text shall not wait for a parser of Markdown."""
    if name == "text":
        return rewrite_text
    if name == "markdown":
        from spellfix.documents.markdown import rewrite_markdown

        return rewrite_markdown
    if name == "html":
        from spellfix.documents.html import rewrite_html

        return rewrite_html
    if name in ("docx", "hwpx"):
        from spellfix.documents.office import rewrite_docx, rewrite_hwpx

        return rewrite_docx if name == "docx" else rewrite_hwpx
    raise ConfigError(
        f"format: {', '.join(FORMATS)} 가운데 하나 / expected one of these, got {name!r}"
    )


def _named(rewrite_format: Rewrite) -> Rewrite:
    """What is said of a stretch of a document names the document too."""

    def named(source: Path, correct: Correct, sink: "BinaryIO | None") -> Iterator[Corrected]:
        try:
            yield from rewrite_format(source, correct, sink)
        except LongParagraph as error:
            raise InputError(f"{source}: {error}") from error

    return named


def _real(path: Path) -> Path:
    """The file that a link leads to, not the link."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise InputError(f"쓸 수 없습니다 / cannot write: {path} ({error})") from error


@contextmanager
def _draft(source: Path, target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file beside `target` with its mode, or that of `source`; gone at the end."""
    if target.exists() and not target.is_file():
        raise InputError(f"파일이 아닙니다 / not a regular file: {target}")
    with open_binary(source):
        pass  # what cannot be read is refused before anything is written
    draft = target.with_name(f".{target.name[:40]}.{token_hex(8)}")
    try:
        with _private(draft, target) as sink:
            shutil.copymode(target if target.exists() else source, draft)
            yield sink, draft
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _private(draft: Path, target: Path) -> BinaryIO:
    """The new file `draft`, for nobody else to read yet; `target` is named where it cannot be."""
    try:
        return open(draft, "x+b", opener=lambda name, flags: os.open(name, flags, 0o600))
    except OSError as error:
        raise InputError(
            f"쓸 수 없습니다 / cannot write: {target} ({error.strerror or error})"
        ) from error


def _settle(sink: BinaryIO, draft: Path, target: Path) -> None:
    """Give the finished draft the name `target`, for good."""
    sink.flush()
    os.fsync(sink.fileno())
    draft.replace(target)
    with suppress(OSError):  # not every system can sync a directory
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
