"""The plan of the release, and the text that it makes of corpora."""

import json
import lzma
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest

from spellfix.lines import read_texts

Script = Callable[[str], ModuleType]
LINES = (
    "좀더 보자.",
    "그대로 둔다.",
    "좀더 보자.",
    "",
    "잰 글은 배우지 않는다.",
)


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    folder = tmp_path / "corpora"
    folder.mkdir()
    with lzma.open(folder / "a.txt.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in LINES)
    return folder


def recipe_of(corpora: Path) -> dict[str, object]:
    found = sha256((corpora / "a.txt.xz").read_bytes()).hexdigest()
    return {
        "corpora": {"a.txt.xz": {"weight": 0.5, "sha256": found}},
        "own": {"voices.txt": {"weight": 3, "learnt": 20}},
        "pairs": {"natural.jsonl": {"learnt": 1.5, "sha256": ""}},
    }


def test_text_is_mended_and_its_errors_become_pairs(
    script: Script, corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = recipe_of(corpora)
    script("text").write(recipe, corpora, tmp_path, frozenset(LINES[-1:]))
    assert (tmp_path / "a.txt").read_text("utf-8") == "좀 더 보자.\n그대로 둔다.\n좀 더 보자.\n"
    (pair,) = map(json.loads, (tmp_path / "natural.jsonl").read_text("utf-8").splitlines())
    assert pair == {"input": "좀더 보자.", "target": "좀 더 보자.", "kind": "mixed"}
    assert capsys.readouterr().out == "a.txt.xz: 2 of 3 lines mended\n"
    script("own").write(recipe, tmp_path, frozenset())
    (mended, weight), (own, counted) = script("recipe").read(recipe, tmp_path)
    assert (len(mended), weight, counted) == (3, 0.5, 3)
    assert len(own) > 2000


def test_what_is_measured_on_is_not_learnt_from(
    script: Script, corpora: Path, tmp_path: Path
) -> None:
    text = script("text")
    others = tmp_path / "others.jsonl"
    others.write_text('{"input": "않 읽는다.", "target": "안 읽는다."}\n', encoding="utf-8")
    apart = text.kept_apart([others])
    assert apart >= {"않 읽는다.", "안 읽는다."}
    for folder in ("benchmark", "behaviour", "calibration"):
        for path in sorted((text.DATA / folder).glob("*.jsonl")):
            for row in map(json.loads, read_texts(path)):
                assert row["input"].strip() in apart
    voices = script("own")
    voices.write(recipe_of(corpora), tmp_path, frozenset())
    first, second, *_ = read_texts(tmp_path / "voices.txt")
    voices.write(recipe_of(corpora), tmp_path, frozenset({first}))
    assert next(iter(read_texts(tmp_path / "voices.txt"))) == second


def test_another_file_than_before_is_told(script: Script, corpora: Path, tmp_path: Path) -> None:
    text = script("text")
    recipe = recipe_of(corpora)
    with (corpora / "a.txt.xz").open("ab") as file:
        file.write(lzma.compress("또 한 줄.\n".encode()))
    with pytest.raises(script("recipe").DiffersError, match=r"a\.txt\.xz: SHA-256 .* expected"):
        text.write(recipe, corpora, tmp_path, frozenset())
    (corpora / "a.txt.xz").unlink()
    with pytest.raises(script("recipe").DiffersError, match="no such file"):
        text.write(recipe, corpora, tmp_path, frozenset())


def test_weights_are_told_as_training_takes_them(
    script: Script, corpora: Path, tmp_path: Path
) -> None:
    told = script("recipe").learnt
    recipe = recipe_of(corpora)
    assert list(told(recipe, "corpora", Path("x"))) == ["x/a.txt:0.5"]
    assert list(told(recipe, "own", Path("x"))) == ["x/voices.txt:20"]
    assert list(told(recipe, "pairs", Path("x"))) == ["x/natural.jsonl:1.5"]


def test_all_that_is_learnt_from_has_its_source_told(script: Script) -> None:
    recipe = script("recipe").plan()
    told = (script("recipe").DATA / "training_sources.md").read_text("utf-8")
    names = [*recipe["corpora"], *recipe["own"], *recipe["pairs"]]
    assert len(names) > 40
    assert [name for name in names if f"| {name} |" not in told] == []
