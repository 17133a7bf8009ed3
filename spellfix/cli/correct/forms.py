"""What is written for a corrected line: text, diff or JSON; knows no file and no terminal."""

import json
from collections.abc import Callable
from dataclasses import asdict

from spellfix.cli.colour import Marks
from spellfix.corrector import Correction
from spellfix.documents import Corrected
from spellfix.lines import Line

Form = Callable[[Line, Correction], str]


def form_of(name: str, marks: Marks) -> Form:
    """The form of that name: text, diff or json."""
    if name == "diff":
        return lambda line, correction: f"{marked(line.text, correction, marks)}{line.end}"
    return as_json if name == "json" else as_text


def as_text(line: Line, correction: Correction) -> str:
    """The corrected line."""
    return f"{correction.text}{line.end}"


def as_json(line: Line, correction: Correction) -> str:
    """One JSON object a line; offsets are code points of `input`."""
    record = {"line": line.number, "input": line.text, **result(correction)}
    return f"{json.dumps(record, ensure_ascii=False)}\n"


def result(correction: Correction) -> dict[str, object]:
    """The corrected text, its score and its edits, as plain values."""
    return {
        "text": correction.text,
        "score": correction.score,
        "edits": [asdict(edit) for edit in correction.edits],
    }


def marked(text: str, correction: Correction, marks: Marks) -> str:
    """``text`` with each edit between ``marks``, as [-before-]{+after+}."""
    parts, done = [], 0
    for edit in correction.edits:
        parts += [text[done : edit.start], marks.change(edit.before, edit.after)]
        done = edit.end
    return "".join([*parts, text[done:]])


def as_found(name: str, each: Corrected) -> str:
    """One JSON object for a stretch of the file ``name`` that would change."""
    record = {
        "path": name,
        "place": each.place,
        "input": each.text,
        **result(each.correction),
    }
    return f"{json.dumps(record, ensure_ascii=False)}\n"
