"""Corrected lines to a file that is there when all is done, and can be gone on with after a kill.

The work is noted block by block (`spellfix.cli.draft`); what is noted is not done again.
"""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import spellfix
from spellfix.cli.colour import COLOURED, PLAIN
from spellfix.cli.correct.engine import corrector_of, opened, terms_of
from spellfix.cli.correct.forms import edit_values, form_of
from spellfix.cli.correct.portions import Source, blocks_of, check_text, lines_of
from spellfix.cli.draft import Draft, fingerprint
from spellfix.cli.outputs import cannot_write, refuse_existing
from spellfix.cli.progress import progress
from spellfix.errors import InputError
from spellfix.lines import Line
from spellfix.manifest import MANIFEST
from spellfix.pretrained import ModelDirectory
from spellfix.text import segment


def write_file(options: Namespace) -> None:
    """Write the corrected lines to ``options.output``. Raises SpellfixError."""
    output: Path = options.output
    if not options.force:
        refuse_existing(output)
    terms = terms_of(options)
    draft = Draft(output, _wanted(options, terms))
    if not (options.resume or options.force):
        draft.refuse_unfinished()
    with _checked(options) as source:
        try:
            with draft, _told_how_to_go_on(draft):
                _write(draft, source, terms, options)
        except OSError as error:
            raise cannot_write(output, error) from error


def _write(draft: Draft, source: Source, terms: list[str], options: Namespace) -> None:
    blocks = blocks_of(source, terms, whole=options.format == "json")
    done = 0
    if options.resume:
        done = draft.resume(blocks)["taken"]
    else:
        draft.begin()
    marks = COLOURED if options.color == "always" else PLAIN
    corrector = corrector_of(options, terms)
    form = form_of(options.format, marks, edit_values(options, corrector))
    shown = progress(options.progress, sys.stderr, source.total)
    shown.start(done)
    try:
        for block in blocks:
            lines = list(lines_of(block, source.name))
            corrections = corrector.correct_batch([line.text for line in lines])
            made = "".join(map(form, lines, corrections)).encode()
            draft.add(
                made,
                read=fingerprint(block.raw),
                made=fingerprint(made),
                lines=len(lines),
                taken=len(block.raw),
            )
            shown.advance(len(block.raw), sum(map(_sentences, lines)) if shown.shown else 0)
    finally:
        shown.end()
    draft.finish()


def _wanted(options: Namespace, terms: list[str]) -> dict[str, object]:
    """What decides about the bytes that are written, beside the input."""
    model = ModelDirectory.open(options.model)
    return {
        "spellfix": spellfix.__version__,
        "model": fingerprint((model.path / MANIFEST).read_bytes()),  # with SHA-256 of every file
        "min_confidence": options.min_confidence,
        "protect": fingerprint("\n".join(terms).encode()),
        "format": options.format,
        "color": options.color == "always",
        "explain": options.explain,
    }


@contextmanager
def _checked(options: Namespace) -> Iterator[Source]:
    """The input from its beginning. A file is checked to its end first: what is wrong with it is
    answered before the work and not after hours. Raises InputError."""
    output: Path = options.output
    with opened(options, eager=False) as source:
        if source.rewind:
            if output.exists() and output.samefile(options.file):
                raise InputError(
                    f"--output: 입력 파일입니다 / this is the input: {output}; "
                    "그 자리에서 고치려면 / to rewrite it: --in-place"
                )
            check_text(source, whole=options.format == "json")
            source.rewind()
        yield source


@contextmanager
def _told_how_to_go_on(draft: Draft) -> Iterator[None]:
    """Who interrupts a run learns that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(
            f"멈췄습니다 / stopped: {draft.partial}; --resume으로 이어집니다 / --resume goes on\n"
        )
        raise


def _sentences(line: Line) -> int:
    return sum(not each.protected for each in segment(line.text))
