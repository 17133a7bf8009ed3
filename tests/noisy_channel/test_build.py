"""The command builds a speller from anybody's text and pairs, the same one every time."""

import json
import lzma
from pathlib import Path

import pytest

from spellfix.errors import InputError
from spellfix.noisy_channel import NoisyChannel
from spellfix.noisy_channel.__main__ import main
from spellfix.noisy_channel.build import Source, read_pairs
from spellfix.noisy_channel.storage import ARRAYS, FACTS, LANGUAGE, load

from .conftest import LINES, PAIRS


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    with lzma.open(tmp_path / "text.txt.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(LINES * 5))
    (tmp_path / "clean.txt").write_text("학교는 숙제가 많아요.\n", encoding="utf-8")
    records = [json.dumps({"input": typed, "target": meant}) for typed, meant in PAIRS]
    (tmp_path / "pairs.jsonl").write_text("\n".join(records), encoding="utf-8")
    return [
        "build",
        *("--text", f"{tmp_path}/text.txt.xz:2", "--pairs", f"{tmp_path}/pairs.jsonl"),
        *("--clean", f"{tmp_path}/clean.txt", "--least-gain", "0", "--least-word", "1"),
    ]


def test_the_command_builds_a_speller(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--output", str(tmp_path / "model")]) == 0
    assert "30 lines of text" in capsys.readouterr().err
    speller = NoisyChannel.from_pretrained(tmp_path / "model")
    assert speller.min_confidence >= 0.5
    assert speller.correct("내일은 숙재를 꼭 해 오세요.").text == "내일은 숙제를 꼭 해 오세요."
    made = load(tmp_path / "model").facts
    assert made["text"] == [{"file": "text.txt.xz", "weight": 2.0, "lines": 30}]
    assert made["pairs"] == len(PAIRS)


def test_the_same_files_give_the_same_model(arguments: list[str], tmp_path: Path) -> None:
    for name in ("one", "other"):
        main([*arguments, "--output", str(tmp_path / name)])
    for name in (ARRAYS, LANGUAGE, FACTS):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_clean_lines_are_left_out_of_the_text(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(LINES[0], encoding="utf-8")
    main([*arguments, "--output", str(tmp_path / "model")])
    assert load(tmp_path / "model").facts["text"] == [
        {"file": "text.txt.xz", "weight": 2.0, "lines": 25}
    ]


def test_a_missing_file_is_named_in_a_line(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.txt.xz").unlink()
    assert main([*arguments, "--output", str(tmp_path / "model")]) == 2
    assert "text.txt.xz" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    "line", ["가", "[]", '{"input": "가"}', '{"input": 1, "target": "가"}', ""]
)
def test_broken_pairs_are_named_by_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "pairs.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=r"pairs\.jsonl"):
        read_pairs(tmp_path / "pairs.jsonl")


@pytest.mark.parametrize("weight", ["0", "-1", "much", "nan"])
def test_a_weight_is_above_zero(weight: str) -> None:
    with pytest.raises(InputError, match="WEIGHT"):
        Source.parse(f"nowhere.txt:{weight}")
