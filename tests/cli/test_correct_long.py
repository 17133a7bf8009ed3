"""`spellfix correct --output`: long files and endless lines, killed and resumed, the same bytes."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep

import pytest

import spellfix
from spellfix.cli import main
from spellfix.cli.correct.portions import SIZE
from spellfix.corrector import Corrector

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SENTENCES = (SAMPLES / "dialogue.txt").read_text(encoding="utf-8").splitlines()[:20]
TYPOS = "오늘 선셍님이 숙재를 했다."
SPELLFIX = [sys.executable, "-m", "spellfix", "correct"]
# Few different sentences, met again and again: many portions for little work.
LINES = "\r\n".join([*SENTENCES, TYPOS, "", " \t "]) + "\n"
LONG = LINES * (7 * SIZE // len(LINES.encode()) + 1)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_bytes(LONG.encode())
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """``LONG`` corrected in one go."""
    path, output = (tmp_path_factory.mktemp("whole") / name for name in ("text", "out"))
    path.write_bytes(LONG.encode())
    assert status("--file", path, "--output", output) == 0
    return output.read_bytes()


def status(*arguments: str | Path) -> int:
    return main(["correct", *map(str, arguments)])


def refusal(capfd: Captured, *arguments: str | Path) -> str:
    """The one message of a command line that is refused."""
    capfd.readouterr()
    assert status(*arguments) == 2
    message = capfd.readouterr().err
    assert message.count("\n") == 1
    return message


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- a file to a file ------------------------------------------------------------------------


def test_한_줄에_한_줄씩_차례대로_고쳐져_파일이_된다(whole: bytes) -> None:
    before, after = LONG.encode().split(b"\n"), whole.split(b"\n")
    assert len(after) == len(before)
    assert [line.endswith(b"\r") for line in after] == [line.endswith(b"\r") for line in before]
    fixed = [new for old, new in zip(before, after, strict=True) if old.startswith(TYPOS.encode())]
    assert len(fixed) > 9
    assert set(fixed) == {"오늘 선생님이 숙제를 했다.\r".encode()}


def test_a_file_gets_what_standard_output_gets(text: Path, whole: bytes) -> None:
    done = subprocess.run([*SPELLFIX, "--file", text], capture_output=True)
    assert done.stdout == whole
    assert done.stderr == b""
    output = text.with_name("out.txt")
    with text.open("rb") as file:
        subprocess.run([*SPELLFIX, "--output", output], stdin=file, check=True)
    assert output.read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b"\n", "맞는 말".encode(), "\ufeff맞는 말\r\n".encode()])
def test_small_files_come_out_whole(tmp_path: Path, content: bytes) -> None:
    path, output = tmp_path / "in", tmp_path / "out"
    path.write_bytes(content)
    assert status("--file", path, "--output", output) == 0
    assert output.read_bytes() == content
    assert names(tmp_path) == ["in", "out"]


def test_json_lines_go_to_a_file_too(tmp_path: Path) -> None:
    path, output = tmp_path / "in", tmp_path / "out"
    long = f"{TYPOS} " * (SIZE // 10)  # longer than a portion, yet one object
    path.write_text(f"앞\n{long}\n뒤\n", encoding="utf-8")
    assert status("--file", path, "--output", output, "--format", "json") == 0
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["line"] for record in records] == [1, 2, 3]
    assert [record["input"] for record in records] == ["앞", long, "뒤"]
    assert "숙재" not in records[1]["text"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{LINES}{TYPOS}".encode("utf-16"), ":1: UTF-8"),
        (LINES.encode() + TYPOS.encode("cp949"), f":{LINES.count(chr(10)) + 1}: UTF-8"),
        (LINES.encode() * 100 + b"\0", "NUL at offset"),
        (b"\xff" * 3 * SIZE, ":1: UTF-8"),
        (("가" * SIZE).encode() + b"\xea\xb0", ":1: UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_before_the_work(
    tmp_path: Path, capfd: Captured, content: bytes, words: str
) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    message = refusal(capfd, "--file", path, "--output", tmp_path / "out")
    assert words in message
    assert str(path) in message
    assert names(tmp_path) == ["broken"]


def test_where_nothing_can_be_written_is_said_so(text: Path, capfd: Captured) -> None:
    for output in ("/proc/out.txt", text / "out.txt", text.parent / ("x" * 300)):
        assert str(output) in refusal(capfd, "--file", text, "--output", output)
    assert names(text.parent) == ["text.txt"]


def test_a_file_that_is_there_is_replaced_only_by_force(text: Path, capfd: Captured) -> None:
    output = text.with_name("out.txt")
    text.write_text(f"{TYPOS}\n", encoding="utf-8")
    output.write_text("dear", encoding="utf-8")
    assert "--force" in refusal(capfd, "--file", text, "--output", output)
    assert output.read_text(encoding="utf-8") == "dear"
    assert status("--file", text, "--output", output, "--force") == 0
    assert output.read_text(encoding="utf-8") == "오늘 선생님이 숙제를 했다.\n"
    assert "--in-place" in refusal(capfd, "--file", text, "--output", text, "--force")


# -- lines without end -----------------------------------------------------------------------


def test_an_endless_line_in_pieces_is_corrected_as_the_whole_line_would_be(tmp_path: Path) -> None:
    part = " ".join([*SENTENCES, TYPOS])
    text = f"{part} " * (3 * SIZE // len(part.encode()))
    path, output = tmp_path / "in", tmp_path / "out"
    path.write_text(f"앞 줄\n{text}\n뒷 줄", encoding="utf-8")
    assert status("--file", path, "--output", output) == 0
    expected = Corrector.from_pretrained().correct(text).text
    assert output.read_text(encoding="utf-8") == f"앞 줄\n{expected}\n뒷 줄"


MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)  # KiB, on Linux
"""
"""Runs a command from a small process: what is measured begins with the memory of its parent."""


def test_an_endless_line_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    most = {}
    for size in (1 << 16, 2_000_000):
        path = tmp_path / str(size)
        path.write_bytes(b"0123456789 " * (size // 11))
        command = [*SPELLFIX, "--file", path, "--output", tmp_path / f"{size}.out"]
        measured = [sys.executable, "-c", MEASURED, *command]
        most[size] = int(subprocess.run(measured, stdout=-1, check=True).stdout)
        assert (tmp_path / f"{size}.out").read_bytes() == path.read_bytes()
    assert most[2_000_000] < most[1 << 16] + 2_000


@pytest.mark.parametrize("unit", ["ㅋ", "a", "👩‍👩‍👧", "`", "한글/"])
def test_an_endless_word_comes_back(tmp_path: Path, unit: str) -> None:
    path, output = tmp_path / "in", tmp_path / "out"
    path.write_text("https://example.com/" + unit * (3 * SIZE), encoding="utf-8")
    assert status("--file", path, "--output", output) == 0
    assert output.read_bytes() == path.read_bytes()


# -- killed and resumed ----------------------------------------------------------------------


def cut_off(text: Path, output: Path, *, by: int) -> bytes:
    """What a run says that a signal meets in the middle of its work."""
    journal = output.with_name(f"{output.name}.partial.journal")
    command = [*SPELLFIX, "--file", text, "--output", output]
    with subprocess.Popen(command, stderr=-1) as process:
        assert process.stderr
        deadline = monotonic() + 60
        while not journal.exists() or journal.read_bytes().count(b"\n") < 3:
            assert process.poll() is None
            assert monotonic() < deadline
            sleep(0.005)
        process.send_signal(by)
        said = process.stderr.read()
    assert process.returncode == (130 if by == signal.SIGINT else -by)
    assert not output.exists()
    return said


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_was_killed_goes_on_to_the_same_bytes(text: Path, whole: bytes, by: int) -> None:
    output = text.with_name("out.txt")
    said = cut_off(text, output, by=by).decode()
    assert ("--resume" in said) == (by != signal.SIGKILL)
    assert "Traceback" not in said
    partial = output.with_name("out.txt.partial")
    assert 0 < partial.stat().st_size < len(whole)
    with partial.open("ab") as file:  # written, but not noted any more
        file.write("찢긴 글".encode()[:-1])
    assert status("--file", text, "--output", output, "--resume") == 0
    assert output.read_bytes() == whole
    assert names(text.parent) == ["out.txt", "text.txt"]


def test_an_endless_line_is_resumed_in_its_middle(tmp_path: Path) -> None:
    path, output, expected = (tmp_path / name for name in ("in", "out", "expected"))
    path.write_text(LONG.replace("\r\n", " ").replace("\n", " "), encoding="utf-8")
    cut_off(path, output, by=signal.SIGKILL)
    assert status("--file", path, "--output", output, "--resume") == 0
    assert status("--file", path, "--output", expected) == 0
    assert output.read_bytes() == expected.read_bytes()


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a run was killed."""
    folder = tmp_path_factory.mktemp("torn")
    (folder / "text.txt").write_bytes(LONG.encode())
    cut_off(folder / "text.txt", folder / "out.txt", by=signal.SIGKILL)
    return folder


@pytest.fixture
def unfinished(torn: Path, tmp_path: Path) -> Path:
    """Where a run was to write that was killed; its input lies beside it as text.txt."""
    folder = tmp_path / "desk"
    shutil.copytree(torn, folder)
    return folder / "out.txt"


def test_an_unfinished_file_is_neither_lost_nor_taken_without_being_asked(
    unfinished: Path, whole: bytes, capfd: Captured
) -> None:
    arguments = ["--file", unfinished.with_name("text.txt"), "--output", unfinished]
    message = refusal(capfd, *arguments)
    assert "--resume" in message
    assert "--force" in message
    assert status(*arguments, "--force") == 0
    assert unfinished.read_bytes() == whole


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--min-confidence", "0.9"], "min_confidence: None then, 0.9 now"),
        (["--format", "diff"], "format: text then, diff now"),
        (["--protect", "TERMS"], "protect: "),
        (["--model", "MODEL"], "model: "),
    ],
)
def test_a_run_is_not_resumed_with_other_options(
    unfinished: Path, tmp_path: Path, capfd: Captured, options: Sequence[str], words: str
) -> None:
    (tmp_path / "TERMS").write_text("숙재\n", encoding="utf-8")
    shipped = Path(spellfix.__file__).parent / "default_model"
    shutil.copytree(shipped, tmp_path / "MODEL", ignore=shutil.ignore_patterns("*.safetensors"))
    facts = json.loads((shipped / "spellfix.json").read_text(encoding="utf-8"))
    (tmp_path / "MODEL" / "spellfix.json").write_text(json.dumps({**facts, "version": "another"}))
    given = [str(tmp_path / each) if each.isupper() else each for each in options]
    before = unfinished.with_name("out.txt.partial").read_bytes()
    text = unfinished.with_name("text.txt")
    message = refusal(capfd, "--file", text, "--output", unfinished, "--resume", *given)
    assert words in message
    assert message.count(" then, ") == 1
    assert "--force" in message
    assert unfinished.with_name("out.txt.partial").read_bytes() == before


def test_a_run_is_not_resumed_with_another_input(unfinished: Path, capfd: Captured) -> None:
    text = unfinished.with_name("text.txt")
    text.write_bytes(b"!" + LONG.encode())
    arguments = ["--file", text, "--output", unfinished, "--resume"]
    assert "input differs" in refusal(capfd, *arguments)
    text.write_bytes((LINES * 3).encode())
    assert "input differs" in refusal(capfd, *arguments)


def test_resuming_what_was_never_begun_begins(text: Path, whole: bytes) -> None:
    output = text.with_name("out.txt")
    assert status("--file", text, "--output", output, "--resume") == 0
    assert output.read_bytes() == whole


# -- progress --------------------------------------------------------------------------------


def test_progress_comes_as_json_lines_on_request_and_else_not_at_all(
    text: Path, unfinished: Path, capfd: Captured
) -> None:
    output = text.with_name("out.txt")
    assert status("--file", text, "--output", output) == 0
    assert capfd.readouterr().err == ""
    arguments = ["--file", unfinished.with_name("text.txt"), "--output", unfinished, "--resume"]
    assert status(*arguments, "--progress", "json") == 0
    last = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert last["bytes"] == last["total"] == len(LONG.encode())
    assert last["share"] == 1.0
    assert last["seconds_left"] == 0.0
    assert 0 < last["sentences"] < LONG.count("\n")  # those of this sitting
    assert last["sentences_per_second"] > 0
