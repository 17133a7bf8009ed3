"""Pairs through Hugging Face ``datasets`` are those that `spellfix noise` writes for the lines."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import datasets
import pytest

from spellfix.cli import main
from spellfix.errors import InputError
from spellfix.noise import Noiser, Recipe
from spellfix.train.pairs import features, noisy_pairs

RECIPE = Recipe(rate=0.05, clean=0.2)


@pytest.fixture(scope="module")
def lines(clean_lines: list[str]) -> list[str]:
    return [*clean_lines[:200], "", " \t", *clean_lines[200:210]]


@pytest.fixture(scope="module")
def text(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "text.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(text: Path) -> list[dict[str, object]]:
    path = text.with_name("pairs.jsonl")
    options = ["--seed", "4", "--epoch", "2", "--rate", "0.05", "--clean", "0.2"]
    assert main(["noise", str(text), *options, "--output", str(path)]) == 0
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_dataset_and_a_stream_give_the_pairs_of_the_command_line(
    lines: list[str], text: Path, expected: list[dict[str, object]]
) -> None:
    table = datasets.Dataset.from_dict({"line": range(len(lines)), "text": lines})
    noiser = Noiser(4, RECIPE)
    pairs = noisy_pairs(table, noiser, epoch=2)
    assert pairs.column_names == ["input", "target", "kind", "edits"]
    assert pairs.features == features()
    assert pairs.to_list() == expected
    assert list(noisy_pairs(table.to_iterable_dataset(), noiser, epoch=2)) == expected
    streamed = datasets.load_dataset("text", data_files=str(text), split="train", streaming=True)
    assert list(noisy_pairs(streamed, noiser, epoch=2)) == expected
    nameless = datasets.IterableDataset.from_generator(_rows, gen_kwargs={"lines": lines})
    assert nameless.column_names is None
    assert list(noisy_pairs(nameless, noiser, epoch=2)) == expected


def _rows(lines: list[str]):  # type: ignore[no-untyped-def]
    for line in lines:
        yield {"text": line, "length": len(line)}


def test_several_processes_give_the_same_pairs(
    text: Path, expected: list[dict[str, object]]
) -> None:
    code = f"""
import json, sys, datasets
from spellfix.noise import Noiser, Recipe
from spellfix.train.pairs import noisy_pairs
lines = open({str(text)!r}, encoding="utf-8").read().split("\\n")
table = datasets.Dataset.from_dict({{"text": lines}})
pairs = noisy_pairs(table, Noiser(4, Recipe(rate=0.05, clean=0.2)), epoch=2, workers=2)
json.dump(pairs.to_list(), sys.stdout)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == expected


def test_the_cache_tells_noise_apart_by_all_that_decides_about_it() -> None:
    table = datasets.Dataset.from_dict({"text": ["오늘은 날씨가 좋다."], "other": ["글"]})
    noiser = Noiser(1)
    first = noisy_pairs(table, noiser)
    again = noisy_pairs(table, Noiser(1))
    others = [
        noisy_pairs(table, Noiser(2)),
        noisy_pairs(table, Noiser(1, RECIPE)),
        noisy_pairs(table, noiser, epoch=1),
        noisy_pairs(table, noiser, column="other"),
    ]
    assert first._fingerprint == again._fingerprint
    assert len({each._fingerprint for each in [first, *others]}) == 5


def test_a_wrong_column_is_refused_with_those_that_there_are() -> None:
    table = datasets.Dataset.from_dict({"sentence": ["글"], "number": [1]})
    with pytest.raises(InputError, match="'text', found sentence, number"):
        noisy_pairs(table, Noiser())
    with pytest.raises(InputError, match="row 0: expected a text in 'number', got int"):
        noisy_pairs(table, Noiser(), column="number")
    assert isinstance(pickle.loads(pickle.dumps(InputError("row 0"))), InputError)
