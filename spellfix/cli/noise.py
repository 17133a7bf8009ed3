"""`spellfix noise`: a file of clean lines becomes a file of pairs; knows no rule of noise."""

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO

from spellfix.cli.lines import read_texts
from spellfix.errors import ConfigError, InputError
from spellfix.noise import Noiser, Noisy, Recipe


def run(arguments: Sequence[str]) -> None:
    """Write the pairs the arguments ask for. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    recipe = Recipe()
    if options.rate is not None:
        recipe = replace(recipe, rate=options.rate)
    if options.mix is not None:
        recipe = replace(recipe, mix=read_mix(options.mix))
    noiser = Noiser(options.seed, recipe)
    lines = read_texts(options.file)
    with new_file(options.output, force=options.force) as output:
        for index, clean in enumerate(lines):
            if clean.strip():
                record = pair(clean, noiser.noise(clean, 0, index))
                output.write(json.dumps(record, ensure_ascii=False) + "\n")


def read_mix(path: Path) -> dict[str, float]:
    """The weights of kinds in a JSON object: ``{"keyboard": 3, "spacing": 1}``.

    Raises ConfigError if the file holds anything else. Recipe knows which kinds there are.
    """
    try:
        weights = json.loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"--mix: 읽을 수 없습니다 / cannot read {path}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"--mix: {path}: JSON이 아닙니다 / not JSON: {error}") from error
    if not isinstance(weights, dict) or not all(
        isinstance(weight, int | float) and not isinstance(weight, bool)
        for weight in weights.values()
    ):
        raise ConfigError(
            f'--mix: {path}: {{"keyboard": 3, "spacing": 1}} 꼴이어야 합니다 / '
            "expected an object of kinds and weights"
        )
    return weights


def pair(clean: str, noisy: Noisy) -> dict[str, object]:
    """One line of the output; the edits are those that made the typos, offsets into `target`."""
    return {
        "input": noisy.text,
        "target": clean,
        "kind": _kind(edit.kind for edit in noisy.edits),
        "edits": [asdict(edit) for edit in noisy.edits],
    }


def _kind(kinds: Iterable[str]) -> str:
    found = sorted(set(kinds))
    return "mixed" if len(found) > 1 else found[0] if found else "clean"


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[TextIO]:
    """A file that is at ``path`` only once it is complete.

    Raises InputError if something is there already (unless ``force``) or cannot be written.
    """
    if path.exists() and not force:
        raise InputError(
            f"이미 있습니다 / exists already: {path}; 덮어쓰려면 --force / --force replaces it"
        )
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        try:
            with partial.open("x", encoding="utf-8", newline="\n") as file:
                yield file
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"쓸 수 없습니다 / cannot write: {path} ({error.strerror or error})"
        ) from error


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix noise",
        description="깨끗한 글(한 줄에 한 문장)에 오타를 내어 학습용 쌍을 만듭니다. "
        "Make typo pairs from clean lines. 같은 --seed는 같은 오타를 냅니다 "
        "(the same seed makes the same typos).",
    )
    add = parser.add_argument
    add("file", type=Path, metavar="FILE", help="UTF-8 파일 / UTF-8 file, one sentence a line")
    add("--seed", type=int, default=0, metavar="N", help="default: 0")
    add(
        "--rate",
        type=float,
        metavar="R",
        help="오타가 나는 어절의 비율 / share of words with an error",
    )
    add("--mix", type=Path, metavar="FILE", help="종류별 가중치 JSON / weights of kinds, JSON")
    add("--output", type=Path, required=True, metavar="PAIRS.jsonl")
    add("--force", action="store_true", help="있는 파일을 덮어씀 / replace an existing file")
    return parser
