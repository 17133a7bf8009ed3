"""`spellfix correct`: lines in, corrected lines out, in order and none lost; knows no model."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from spellfix.corrector import Correction, Corrector
from spellfix.errors import ConfigError, InputError
from spellfix.lines import Line, open_binary, read_lines, read_texts, standard_input

Form = Callable[[Line, Correction], str]


def run(arguments: Sequence[str]) -> None:
    """Correct what the arguments name. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    if options.text and options.file:
        raise ConfigError("TEXT와 --file 가운데 하나만 / give either TEXT or --file, not both")
    portions = _portions(options)
    corrector = Corrector.from_pretrained(
        options.model,
        min_confidence=options.min_confidence,
        protect=_terms(options.protect),
    )
    form = FORMS[options.format]
    for lines in portions:
        corrections = corrector.correct_batch([line.text for line in lines])
        answer = "".join(form(line, done) for line, done in zip(lines, corrections, strict=True))
        sys.stdout.buffer.write(answer.encode("utf-8"))
        sys.stdout.buffer.flush()


def as_text(line: Line, correction: Correction) -> str:
    """The corrected line."""
    return f"{correction.text}{line.end}"


def as_diff(line: Line, correction: Correction) -> str:
    """The line with each edit written as [-before-]{+after+}."""
    parts, done = [], 0
    for edit in correction.edits:
        parts.append(line.text[done : edit.start])
        parts.append(f"[-{edit.before}-]" if edit.before else "")
        parts.append(f"{{+{edit.after}+}}" if edit.after else "")
        done = edit.end
    return "".join([*parts, line.text[done:], line.end])


def as_json(line: Line, correction: Correction) -> str:
    """One JSON object a line; offsets are code points of `input`."""
    record = {
        "line": line.number,
        "input": line.text,
        "text": correction.text,
        "score": correction.score,
        "edits": [asdict(edit) for edit in correction.edits],
    }
    return f"{json.dumps(record, ensure_ascii=False)}\n"


FORMS: dict[str, Form] = {"text": as_text, "diff": as_diff, "json": as_json}


def _portions(options: Namespace) -> Iterator[list[Line]]:
    if options.text:
        return iter([[_argument(text, number) for number, text in enumerate(options.text, 1)]])
    if options.file and options.file != "-":
        path = Path(options.file)
        return read_lines(open_binary(path), str(path))
    if sys.stdin.isatty():
        sys.stderr.write("한 줄씩 입력하세요 / type a line, end with Ctrl-D\n")
    return read_lines(standard_input(), "<stdin>")


def _argument(text: str, number: int) -> Line:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"TEXT {number}: UTF-8 글이 아닙니다 / not UTF-8: {text!r}") from error
    return Line(text, "\n", number)


def _terms(path: Path | None) -> list[str]:
    if path is None:
        return []
    return [term for line in read_texts(path) if (term := line.strip())]


def _share(given: str) -> float:
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ArgumentTypeError(f"0에서 1 사이의 수 / expected a number from 0 to 1, got {given!r}")
    return share


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix correct",
        description="한국어 오타를 고칩니다. Correct Korean text, offline. "
        "TEXT가 없으면 표준 입력을 한 줄씩 읽어 고친 줄을 순서대로 씁니다 "
        "(without TEXT: lines on stdin become corrected lines on stdout, in order).",
    )
    add = parser.add_argument
    add("text", nargs="*", metavar="TEXT", help="고칠 글 / text to correct")
    add("--file", metavar="PATH|-", help="UTF-8 파일, -는 표준 입력 / UTF-8 file, - is stdin")
    add("--format", choices=FORMS, default="text", help="출력 형식 / output (default: text)")
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    add(
        "--min-confidence",
        type=_share,
        metavar="X",
        help="0에서 1; 덜 확실한 수정은 버림 / drop edits below X (default: the model's)",
    )
    add(
        "--protect",
        type=Path,
        metavar="FILE",
        help="고치지 않을 말, 한 줄에 하나 / terms to leave alone, one a line",
    )
    return parser
