"""What `spellfix noise` refuses, and that it says why and leaves nothing behind."""

import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from spellfix.cli import main
from spellfix.cli.noise.blocks import LONGEST

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SPELLFIX = [sys.executable, "-m", "spellfix", "noise"]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("오늘은 날씨가 좋다.\n", encoding="utf-8")
    return path


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The one message of a command line that is refused."""
    assert main(["noise", *map(str, arguments)]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    return message


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text"),
        (b"\n \r\n\t\n", "no text"),
        ("가나\n".encode("cp949"), ":1: UTF-8"),
        ("한 줄\n".encode() * 20_000 + b"\xff", ":20001: UTF-8"),
        (b"a\nPK\0\0", "NUL at offset 4"),
        (b"a\n" + b"b" * (LONGEST + 1), f"this line is too long: {LONGEST + 1:,} bytes"),
    ],
)
def test_an_input_that_is_no_text_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "text"
    path.write_bytes(content)
    message = refusal(capsys, path, "--output", tmp_path / "pairs.jsonl")
    assert f"{path}" in message
    assert words in message
    assert names(tmp_path) == ["text"]


@pytest.mark.parametrize("content", [b"", "한 줄\n".encode() * 20_000 + b"\xff"], ids=["no", "bad"])
def test_a_pipe_that_brings_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pairs.jsonl"
    command = [*SPELLFIX, "-", "--output", path, "--workers", "2", "--rate", "0"]
    done = subprocess.run(command, input=content, capture_output=True)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("spellfix: <stdin>:")
    assert done.stderr.count(b"\n") == 1
    assert not path.exists()


def test_a_line_of_a_hundred_megabytes_is_answered_at_once_with_its_number_and_length(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text"
    with path.open("wb") as file:
        file.write("첫 줄\n".encode())
        for _ in range(100):
            file.write(b"0123456789" * 100_000)
        file.write("\n셋째 줄\n".encode())
    start = monotonic()
    message = refusal(capsys, path, "--output", tmp_path / "pairs.jsonl")
    assert monotonic() - start < 5
    assert f"{path}:2:" in message
    assert "100,000,000 bytes" in message
    assert names(tmp_path) == ["text"]


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("[mix]\nspacing = 1\ntypo = 2\n", "'typo'; there are keyboard, conversion, spelling"),
        ('[rules]\n"keyboard.neighbor" = 2\n', "keyboard.neighbour"),
        ("[mix]\nkeyboard = -1\n", "keyboard=-1"),
        ("[mix]\nkeyboard = 0\nspacing = 0\n", "positive weight"),
        ("rate = 2\n", "--rate: expected 0 to 1, got 2"),
        ("rate = 'much'\n", "rate: expected a number"),
        ("[mix\n", "not TOML"),
        ('{"typo": 1}', "'typo'; there are keyboard"),
        ('{"keyboard": "1"}', "expected a table of weights"),
        ('{"keyboard": -1}', "keyboard=-1"),
        ('{"keyboard": 0}', "positive weight"),
        ('{"keyboard"', "not JSON"),
    ],
)
def test_a_recipe_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], recipe: str, words: str
) -> None:
    path = tmp_path / "recipe"
    path.write_text(recipe, encoding="utf-8")
    for option in ("--mix", "--recipe"):
        message = refusal(
            capsys, SAMPLES / "wiki.txt", option, path, "--output", tmp_path / "pairs.jsonl"
        )
        assert words in message
    assert names(tmp_path) == ["recipe"]


@pytest.mark.parametrize("given", ["0", "-2", "two"])
def test_a_number_of_workers_is_a_whole_number_from_1(tmp_path: Path, given: str) -> None:
    done = subprocess.run(
        [*SPELLFIX, __file__, "--output", tmp_path / "pairs.jsonl", f"--workers={given}"],
        capture_output=True,
    )
    assert done.returncode == 2
    assert "--workers" in done.stderr.decode()


def test_an_output_that_cannot_be_there_is_refused(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = text.read_bytes()
    assert "this is the input" in refusal(capsys, text, "--output", text, "--force")
    nowhere = text.parent / "no folder" / "pairs.jsonl"
    assert str(nowhere) in refusal(capsys, text, "--output", nowhere)
    assert text.read_bytes() == before
    assert names(text.parent) == ["text.txt"]
