"""Corrected lines to standard output, each as soon as it is there."""

import sys
from argparse import Namespace
from collections.abc import Iterable

from spellfix.cli.colour import COLOURED, PLAIN, coloured
from spellfix.cli.correct.engine import corrector_of, given_lines, opened, terms_of
from spellfix.cli.correct.forms import edit_values, form_of
from spellfix.cli.correct.portions import blocks_of, portions
from spellfix.lines import Line


def write_stream(options: Namespace) -> None:
    """Correct TEXT, or the lines of the file or of standard input. Raises SpellfixError."""
    if options.text:
        _write(options, terms_of(options), [given_lines(options.text)])
        return
    with opened(options, eager=True) as source:
        terms = terms_of(options)
        blocks = blocks_of(source, terms, whole=options.format == "json")
        _write(options, terms, portions(blocks, source.name))


def _write(options: Namespace, terms: list[str], given: Iterable[list[Line]]) -> None:
    corrector = corrector_of(options, terms)
    marks = COLOURED if coloured(options.color, sys.stdout) else PLAIN
    form = form_of(options.format, marks, edit_values(options, corrector))
    for lines in given:
        corrections = corrector.correct_batch([line.text for line in lines])
        answer = "".join(form(line, done) for line, done in zip(lines, corrections, strict=True))
        sys.stdout.buffer.write(answer.encode("utf-8"))
        sys.stdout.buffer.flush()
