"""The command line as its users meet it: real processes, real pipes, the shipped model."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spellfix.cli import main

SPELLFIX = [sys.executable, "-m", "spellfix"]
SAMPLES = Path(__file__).parents[1] / "data" / "samples"
ODD_LINES = (
    "오늘 선셍님이 숙재를 않내주셨어요.\n"
    "\n"
    "   \t \n"
    "두  칸,\t탭, ㅋㅋㅋㅋ 👩‍👩‍👧‍👦 그리고 https://example.com/않\r\n"
    "할 수 있다\u2028줄 아닌 줄\x0b끝\r가운데\n"
    "\u1112\u1161\u11ab\u1100\u1173\u11af\n"  # 한글 in conjoining jamo
    "나랏〮말〯ᄊᆞ미 中國귁에 달아\n"
    "The quick brown fox 1,234.5 kg\n"
    "끝"
)


def spellfix(*arguments: str | Path, text: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    given = text.encode() if isinstance(text, str) else text
    return subprocess.run([*SPELLFIX, *map(str, arguments)], input=given, capture_output=True)


def refused(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one message of a command line that was refused."""
    message = done.stderr.decode()
    assert done.returncode == 2, message
    assert "Traceback" not in message
    return message


# -- what needs the shipped model ------------------------------------------------------------


def test_오타가_있는_글은_고쳐진다() -> None:
    done = spellfix("correct", "오늘 선셍님이 숙재를 않내주셨어요.")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().startswith("오늘 선생님이 숙제를 ")


def test_one_corrected_line_comes_out_for_each_line_in_order_with_its_own_end() -> None:
    done = spellfix("correct", text=ODD_LINES)
    assert done.returncode == 0, done.stderr.decode()
    before, after = ODD_LINES.encode().split(b"\n"), done.stdout.split(b"\n")
    assert len(after) == len(before)
    assert [line.endswith(b"\r") for line in after] == [line.endswith(b"\r") for line in before]
    assert after[1:3] == before[1:3]
    assert b"https://example.com/" in after[3]
    assert after[7] == before[7]


def test_nothing_in_is_nothing_out() -> None:
    assert spellfix("correct").stdout == b""
    assert spellfix("correct", "").stdout == b"\n"


def test_a_file_is_corrected_like_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    path.write_bytes(ODD_LINES.encode())
    piped = spellfix("correct", "--file", "-", text=ODD_LINES)
    assert spellfix("correct", "--file", path).stdout == piped.stdout


def test_a_line_of_one_megabyte_keeps_its_other_lines_in_place() -> None:
    long = "0123456789 " * 95_000
    done = spellfix("correct", text=f"앞\n{long}\n뒤\n")
    assert done.stdout.decode().split("\n") == ["앞", long, "뒤", ""]


def test_a_line_is_answered_before_the_next_is_asked_for() -> None:
    with subprocess.Popen([*SPELLFIX, "correct"], stdin=-1, stdout=-1) as process:
        assert process.stdin
        assert process.stdout
        for line in ("첫째 줄\n", "둘째 줄\n"):
            process.stdin.write(line.encode())
            process.stdin.flush()
            assert process.stdout.readline().endswith("줄\n".encode())
        process.stdin.close()
    assert process.returncode == 0


def test_json_lines_hold_edits_with_offsets_into_the_input() -> None:
    done = spellfix("correct", "--format", "json", text="오늘 숙재를 했다.\n맞는 말\n")
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [record["line"] for record in records] == [1, 2]
    for record in records:
        text = record["input"]
        for edit in reversed(record["edits"]):
            assert text[edit["start"] : edit["end"]] == edit["before"]
            text = text[: edit["start"]] + edit["after"] + text[edit["end"] :]
        assert text == record["text"]


def test_diff_marks_the_edits_and_leaves_the_rest() -> None:
    done = spellfix("correct", "--format", "diff", text="오늘 선셍님이 숙재를 했다.\r\n")
    shown = done.stdout.decode()
    assert "[-" in shown
    assert "{+" in shown
    assert shown.startswith("오늘 ")
    assert shown.endswith("\r\n")


def test_an_impossible_confidence_lets_no_edit_through(tmp_path: Path) -> None:
    text = "오늘 선셍님이 숙재를 했다.\n"
    assert spellfix("correct", "--min-confidence", "1", text=text).stdout.decode() == text


def test_protected_terms_are_left_alone_with_particles_too(tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("\n숙재\n 선셍님 \n", encoding="utf-8")
    text = "오늘 선셍님이 숙재를 했다.\n"
    answer = spellfix("correct", "--protect", terms, text=text).stdout.decode()
    assert "선셍님" in answer
    assert "숙재" in answer


def test_a_pipe_that_closes_early_is_no_error() -> None:
    with subprocess.Popen(
        [*SPELLFIX, "correct", "--file", SAMPLES / "wiki.txt"], stdout=-1, stderr=-1
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_an_interrupt_ends_with_130_and_without_a_traceback() -> None:
    with subprocess.Popen([*SPELLFIX, "correct"], stdin=-1, stdout=-1, stderr=-1) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("한 줄\n".encode())
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130


def test_evaluate_prints_both_numbers_for_people_and_one_object_for_programs(
    tmp_path: Path,
) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(
        '{"input": "숙재를 했다.", "target": "숙제를 했다.", "kind": "spelling"}\n'
        '{"input": "문을 닫았다.", "target": "문을 닫았다."}\n',
        encoding="utf-8",
    )
    report = spellfix("evaluate", pairs).stdout.decode()
    assert "typo accuracy" in report
    assert "correct-text accuracy" in report
    numbers = json.loads(spellfix("evaluate", pairs, "--json").stdout)
    assert (numbers["n_typo"], numbers["n_clean"]) == (1, 1)
    assert numbers["sentences_per_second"] > 0


def test_lines_before_a_broken_one_are_answered_then_it_is_named() -> None:
    done = spellfix("correct", text="첫 줄\n".encode() + b"\xb0\xa1\n")
    assert "<stdin>:2:" in refused(done)
    assert "offset 8" in refused(done)
    assert done.stdout.count(b"\n") == 1


# -- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("가나\n".encode("cp949"), ":1: UTF-8"),
        (b"\x7fELF\0\0\0", "NUL at offset 4"),
        (b"ok\n" * 30_000 + b"\xff", ":30001:"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "binary"
    path.write_bytes(content)
    message = refused(spellfix("noise", path, "--output", tmp_path / "pairs.jsonl"))
    assert words in message
    assert str(path) in message
    assert [path.name for path in tmp_path.iterdir()] == ["binary"]


@pytest.mark.parametrize("command", ["correct --file", "evaluate", "noise --output pairs.jsonl"])
def test_a_missing_file_is_named(command: str) -> None:
    assert "nowhere.txt" in refused(spellfix(*command.split(), "nowhere.txt"))


def test_a_missing_model_directory_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "no model"
    assert str(missing) in refused(spellfix("correct", "--model", missing, "글"))


def test_a_broken_line_of_pairs_is_named_with_file_and_number(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"input": "a", "target": "a"}\n{"input": \n', encoding="utf-8")
    assert f"{pairs}:2:" in refused(spellfix("evaluate", pairs))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["correct", "글", "--file", "x.txt"], "TEXT"),
        (["correct", "글", "--min-confidence", "2"], "min"),
        (["correct", "글", "--min-confidence", "much"], "--min-confidence"),
        (["correct", "글", "--format", "xml"], "--format"),
        (["noise", __file__, "--rate", "7", "--output", "pairs.jsonl"], "--rate"),
        (["noise", __file__], "--output"),
        (["korrect"], "korrect"),
    ],
)
def test_a_wrong_option_is_refused_in_the_words_of_the_option(
    arguments: list[str], words: str
) -> None:
    assert words in refused(spellfix(*arguments))


def test_an_argument_that_is_no_utf8_is_refused() -> None:
    done = subprocess.run([*map(os.fsencode, SPELLFIX), b"correct", b"\xff"], capture_output=True)
    assert "UTF-8" in refused(done)


# -- the program itself ----------------------------------------------------------------------


def test_version_and_help_need_no_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("spellfix ")
    assert "correct" in shown


def test_a_terminal_without_hangul_still_gets_help() -> None:
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for arguments in ([], ["correct", "--help"]):
        done = subprocess.run([*SPELLFIX, *arguments], env=ascii_only, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        assert b"correct" in done.stdout


def test_a_full_disk_is_reported_without_a_traceback() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*SPELLFIX, "--help"], stdout=full, stderr=-1)
    assert done.returncode == 2
    assert done.stderr.startswith(b"spellfix: ")


@pytest.mark.parametrize("command", ["correct", "evaluate", "noise", "train", "export"])
def test_every_command_explains_itself(command: str) -> None:
    done = spellfix(command, "--help")
    assert done.returncode == 0, done.stderr.decode()
    assert f"spellfix {command}" in done.stdout.decode()
