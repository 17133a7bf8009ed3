"""Pairs as `spellfix noise` writes them: the same bytes in any number of processes and sittings."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

import spellfix
from spellfix.cli import main
from spellfix.cli.blocks import Block
from spellfix.cli.noise.blocks import BLOCK, LONGEST
from spellfix.cli.noise.work import Task, pieces
from spellfix.errors import SpellfixError
from spellfix.noise import Noiser, Recipe

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LINES = [
    line
    for path in sorted(SAMPLES.glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
# Few, long lines with one typo each: many blocks for little work.
LONG = "\n".join(" ".join(LINES[at : at + 12]) for at in range(0, len(LINES), 12))
BLOCKS = f"앞\r\n\n{LONG}\n \t\n" * 14
ONE_TYPO = ("--rate", "0", "--seed", "5")
SPELLFIX = [sys.executable, "-m", "spellfix", "noise"]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(BLOCKS, encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The pairs of ``BLOCKS``, made in one go."""
    path, output = (tmp_path_factory.mktemp("whole") / name for name in ("text", "pairs"))
    path.write_text(BLOCKS, encoding="utf-8", newline="")
    assert path.stat().st_size > 12 * BLOCK
    assert main(["noise", str(path), *ONE_TYPO, "--output", str(output)]) == 0
    return output.read_bytes()


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The one message of a command line that is refused."""
    assert main(["noise", *map(str, arguments)]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    return message


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- the pairs -------------------------------------------------------------------------------


def test_a_pair_is_what_the_noiser_makes_of_its_line_and_blank_lines_make_none(
    tmp_path: Path,
) -> None:
    clean, path = tmp_path / "clean.txt", tmp_path / "pairs.jsonl"
    lines = [*LINES[:30], "", "  ", LINES[30]]
    clean.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    arguments = [clean, "--seed", "7", "--epoch", "3", "--rate", "0.1", "--clean", "0.2"]
    assert main(["noise", *map(str, arguments), "--output", str(path)]) == 0
    noiser = Noiser(7, Recipe(rate=0.1, clean=0.2))
    made = [(at, line, noiser.noise(line, 3, at)) for at, line in enumerate(lines) if line.strip()]
    pairs = read(path)
    assert [(pair["input"], pair["target"]) for pair in pairs] == [
        (noisy.text, line) for _, line, noisy in made
    ]
    assert {pair["kind"] for pair in pairs} >= {"clean", "mixed"}
    for pair, (_, line, noisy) in zip(pairs, made, strict=True):
        assert [edit["rule"] for edit in pair["edits"]] == [edit.rule for edit in noisy.edits]
        for edit in pair["edits"]:
            assert line[edit["start"] : edit["end"]] == edit["before"]


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_processes_makes_the_same_bytes(
    text: Path, whole: bytes, workers: int
) -> None:
    path = text.with_name("pairs.jsonl")
    arguments = [text, *ONE_TYPO, "--workers", workers, "--output", path]
    assert main(["noise", *map(str, arguments)]) == 0
    assert path.read_bytes() == whole
    assert names(text.parent) == ["pairs.jsonl", "text.txt"]


def test_standard_input_gives_the_pairs_of_the_file(text: Path, whole: bytes) -> None:
    path = text.with_name("pairs.jsonl")
    with text.open("rb") as file:
        subprocess.run([*SPELLFIX, "-", *ONE_TYPO, "--output", path], stdin=file, check=True)
    assert path.read_bytes() == whole


def test_parquet_holds_the_pairs_of_the_json_lines(tmp_path: Path) -> None:
    import datasets

    lines, table = tmp_path / "pairs.jsonl", tmp_path / "pairs.parquet"
    for path in (lines, table):
        assert main(["noise", str(SAMPLES / "wiki.txt"), "--output", str(path)]) == 0
    assert names(tmp_path) == ["pairs.jsonl", "pairs.parquet"]
    held = datasets.Dataset.from_parquet(str(table), cache_dir=tmp_path / "cache")
    assert held.to_list() == read(lines)


def test_parquet_without_datasets_names_the_extra() -> None:
    code = (
        "import sys; sys.modules['datasets'] = None; from spellfix.cli import main; "
        f"sys.exit(main(['noise', {__file__!r}, '--output', 'pairs.parquet']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert done.returncode == 2
    assert "pip install 'spellfix[train]'" in done.stderr.decode()


def test_오타_생성_모델도_쌍을_만든다(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, path = tmp_path / "model", tmp_path / "pairs.jsonl"
    shipped = Path(spellfix.__file__).parent / "default_model"
    shutil.copytree(shipped, model, ignore=shutil.ignore_patterns("*.safetensors"))
    facts = json.loads((shipped / "spellfix.json").read_text(encoding="utf-8"))
    facts |= {"direction": "generate"}  # it draws corrections then, but it draws
    (model / "spellfix.json").write_text(json.dumps(facts), encoding="utf-8")
    text = tmp_path / "text.txt"
    text.write_text("오늘 선셍님이 숙재를 했다.\n\n않녕하세요 여러분.\n", encoding="utf-8")
    arguments: list[str | Path] = [text, "--output", path, "--generator", model]
    assert "--temperature" in refusal(capsys, *arguments, "--rate", "0.1")
    assert "--temperature" in refusal(capsys, *arguments, "--temperature", "0")
    assert "corrector" in refusal(capsys, text, "--output", path, "--generator", shipped)
    assert main(["noise", *map(str, arguments), "--temperature", "0.2"]) == 0
    pairs = read(path)
    assert [pair["target"] for pair in pairs] == [
        "오늘 선셍님이 숙재를 했다.",
        "않녕하세요 여러분.",
    ]
    assert {edit["rule"] for pair in pairs for edit in pair["edits"]} == {"learned"}


def test_a_dial_on_the_command_line_comes_before_the_recipe(tmp_path: Path) -> None:
    recipe, path = tmp_path / "recipe.toml", tmp_path / "pairs.jsonl"
    recipe.write_text('clean = 1.0\n[mix]\nkeyboard = 1\n[rules]\n"keyboard.shift" = 0\n', "utf-8")
    arguments = [SAMPLES / "wiki.txt", "--mix", recipe, "--output", path]
    assert main(["noise", *map(str, arguments)]) == 0
    assert {pair["kind"] for pair in read(path)} == {"clean"}
    assert main(["noise", *map(str, arguments), "--clean", "0", "--force"]) == 0
    pairs = read(path)
    assert {pair["kind"] for pair in pairs} == {"keyboard"}
    assert "keyboard.shift" not in {edit["rule"] for pair in pairs for edit in pair["edits"]}


def test_the_longest_line_that_is_taken_is_taken(tmp_path: Path) -> None:
    path, pairs = tmp_path / "text", tmp_path / "pairs.jsonl"
    long = ("0123456789 " * LONGEST)[: LONGEST - 4] + " 끝"
    path.write_text(f"{long}\n{long}\n{long}", encoding="utf-8")
    assert main(["noise", str(path), *ONE_TYPO, "--output", str(pairs)]) == 0
    targets = [pair["target"] for pair in read(pairs)]
    assert targets == [long] * 3


# -- interrupted and resumed -----------------------------------------------------------------


def cut_off(text: Path, output: Path, *options: str, by: int) -> subprocess.Popen[bytes]:
    """A run that has read half of ``text``, has written something, and is ended by a signal."""
    half = text.read_bytes()[: text.stat().st_size // 2]
    journal = output.with_name(f"{output.name}.partial.journal")
    command = [*SPELLFIX, "-", *ONE_TYPO, *options, "--output", str(output)]
    with subprocess.Popen(command, stdin=-1, stderr=-1) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(half)
        process.stdin.flush()
        deadline = monotonic() + 20
        while not journal.exists() or journal.read_bytes().count(b"\n") < 2:
            assert monotonic() < deadline
            sleep(0.02)
        process.send_signal(by)
        if by == signal.SIGINT:
            process.stdin.close()
        said = process.stderr.read()  # ends when the last process that writes there is gone
        assert b"Traceback" not in said
        assert by == signal.SIGKILL or not said
    return process


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_killed_goes_on_to_the_same_bytes(
    text: Path, whole: bytes, workers: str, by: int
) -> None:
    path = text.with_name("pairs.jsonl")
    process = cut_off(text, path, "--workers", workers, by=by)
    assert process.returncode == (130 if by == signal.SIGINT else -signal.SIGKILL)
    assert names(text.parent) == ["pairs.jsonl.partial", "pairs.jsonl.partial.journal", "text.txt"]
    left = path.with_name("pairs.jsonl.partial")
    assert 0 < left.stat().st_size < len(whole)
    with left.open("ab") as file:  # written, but not noted any more
        file.write(b'{"input": "torn')
    with path.with_name("pairs.jsonl.partial.journal").open("ab") as file:
        file.write(b'{"lines": 3, "by')
    assert main(["noise", str(text), *ONE_TYPO, "--output", str(path), "--resume"]) == 0
    assert path.read_bytes() == whole
    assert names(text.parent) == ["pairs.jsonl", "text.txt"]


def test_a_process_that_dies_is_reported_with_the_way_to_go_on() -> None:
    others = set(multiprocessing.active_children())  # of tests before this one

    def blocks() -> Iterator[Block]:
        for number in range(400):  # enough for the death to be noticed while there is work left
            if number == 5:
                worker = (set(multiprocessing.active_children()) - others).pop()
                os.kill(worker.pid or 0, signal.SIGKILL)
                worker.join()
            yield Block("오늘은 날씨가 좋다.\n".encode(), number, 0)

    task = Task("text", 1, 0, json.dumps(Recipe().to_dict()))
    with pytest.raises(SpellfixError, match=r"worker process died .* --resume"):
        list(pieces(task, blocks(), 2))


@pytest.fixture
def unfinished(text: Path) -> Path:
    """Where the pairs of ``text`` will be; a broken line kept a pipe from getting there."""
    path = text.with_name("pairs.jsonl")
    broken = text.read_bytes()[: 3 * BLOCK] + b"\xff\n"
    command = [*SPELLFIX, "-", *ONE_TYPO, "--output", str(path)]
    done = subprocess.run(command, input=broken, capture_output=True)
    assert done.returncode == 2
    assert "UTF-8" in done.stderr.decode()
    return path


def test_an_unfinished_file_is_neither_lost_nor_taken_without_being_asked(
    text: Path, whole: bytes, unfinished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(text), *ONE_TYPO, "--output", str(unfinished)]
    message = refusal(capsys, *arguments)
    assert "--resume" in message
    assert "--force" in message
    assert main(["noise", *arguments, "--force"]) == 0
    assert unfinished.read_bytes() == whole


def test_pairs_that_were_damaged_on_the_disk_are_made_again(
    text: Path, whole: bytes, unfinished: Path
) -> None:
    partial = unfinished.with_name("pairs.jsonl.partial")
    data = bytearray(partial.read_bytes())
    data[len(data) // 2] ^= 1
    partial.write_bytes(data)
    assert main(["noise", str(text), *ONE_TYPO, "--output", str(unfinished), "--resume"]) == 0
    assert unfinished.read_bytes() == whole


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--seed", "6", "--rate", "0"], "seed: 5 then, 6 now"),
        (["--seed", "5", "--rate", "0.5"], "recipe.rate: 0.0 then, 0.5 now"),
        ([*ONE_TYPO, "--epoch", "1"], "epoch: 0 then, 1 now"),
    ],
)
def test_a_run_is_not_resumed_with_other_options(
    text: Path,
    unfinished: Path,
    capsys: pytest.CaptureFixture[str],
    options: Sequence[str],
    words: str,
) -> None:
    before = unfinished.with_name("pairs.jsonl.partial").read_bytes()
    message = refusal(capsys, text, *options, "--output", unfinished, "--resume")
    assert words in message
    assert message.count(" then, ") == 1
    assert unfinished.with_name("pairs.jsonl.partial").read_bytes() == before


@pytest.mark.parametrize("kept", [0, 100, BLOCK + 100])
def test_a_run_is_not_resumed_with_another_input(
    text: Path, unfinished: Path, capsys: pytest.CaptureFixture[str], kept: int
) -> None:
    whole_text = text.read_bytes()
    text.write_bytes(whole_text[:kept].rpartition(b"\n")[0] + "\n다른 글\n".encode())
    message = refusal(capsys, text, *ONE_TYPO, "--output", unfinished, "--resume")
    assert "input differs" in message
    text.write_bytes(whole_text)
    assert main(["noise", str(text), *ONE_TYPO, "--output", str(unfinished), "--resume"]) == 0


def test_resuming_what_was_never_begun_begins(text: Path, whole: bytes) -> None:
    path = text.with_name("pairs.jsonl")
    assert main(["noise", str(text), *ONE_TYPO, "--output", str(path), "--resume"]) == 0
    assert path.read_bytes() == whole


def test_two_runs_do_not_write_the_same_file(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = text.with_name("pairs.jsonl")
    command = [*SPELLFIX, "-", *ONE_TYPO, "--output", str(path)]
    with subprocess.Popen(command, stdin=-1) as process:
        assert process.stdin
        process.stdin.write(text.read_bytes())
        process.stdin.flush()
        deadline = monotonic() + 20
        while not path.with_name("pairs.jsonl.partial").exists():
            assert monotonic() < deadline
            sleep(0.02)
        message = refusal(capsys, text, *ONE_TYPO, "--output", path, "--resume")
        assert "another run" in message
        process.stdin.close()
    assert process.returncode == 0
    assert path.exists()
