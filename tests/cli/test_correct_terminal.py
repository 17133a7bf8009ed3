"""`spellfix correct` on a real terminal, its colours and its progress; and what it refuses."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from spellfix.cli import main

SPELLFIX = [sys.executable, "-m", "spellfix", "correct"]
TYPOS = "오늘 선셍님이 숙재를 했다."
PLAIN = "오늘 선[-셍-]{+생+}님이 숙[-재-]{+제+}를 했다."
COLOURED = (
    "오늘 선\x1b[31;9m셍\x1b[0m\x1b[32;4m생\x1b[0m님이 "
    "숙\x1b[31;9m재\x1b[0m\x1b[32;4m제\x1b[0m를 했다."
)
NAMES = ("NO_COLOR", "FORCE_COLOR", "TERM")


def surroundings(**given: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    return {**kept, "TERM": "xterm-256color", **given}


def on_terminal(*arguments: str | Path, env: dict[str, str]) -> str:
    """What a terminal is sent."""
    ours, theirs = pty.openpty()
    command = [*SPELLFIX, *map(str, arguments)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        shown = b""
        while part := _read(ours):
            shown += part
    os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how Linux says that nobody is at the other end any more
        return b""


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    [
        ({}, [], COLOURED),
        ({}, ["--color", "never"], PLAIN),
        ({"NO_COLOR": "1"}, [], PLAIN),
        ({"NO_COLOR": "", "FORCE_COLOR": ""}, [], COLOURED),
        ({"NO_COLOR": "1"}, ["--color", "always"], COLOURED),
        ({"TERM": "dumb"}, [], PLAIN),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, [], COLOURED),
    ],
)
def test_단말기에서는_지운_것과_더한_것이_색으로_보인다(
    given: dict[str, str], options: list[str], expected: str
) -> None:
    shown = on_terminal(TYPOS, "--format", "diff", *options, env=surroundings(**given))
    assert shown == f"{expected}\r\n"


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    [
        ({}, [], PLAIN),
        ({}, ["--color", "always"], COLOURED),
        ({"FORCE_COLOR": "1"}, [], COLOURED),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], PLAIN),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], PLAIN),
    ],
)
def test_a_pipe_gets_colour_only_on_request(
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, str],
    options: list[str],
    expected: str,
) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings(**given).items():
        monkeypatch.setenv(name, value)
    assert main(["correct", TYPOS, "--format", "diff", *options]) == 0
    assert capfd.readouterr().out == f"{expected}\n"


def test_text_and_json_are_never_coloured() -> None:
    for form in ("text", "json"):
        shown = on_terminal(TYPOS, "--format", form, "--color", "always", env=surroundings())
        assert "\x1b" not in shown


def test_a_terminal_shows_one_line_of_progress(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_text(f"{TYPOS}\n" * 3000, encoding="utf-8")
    arguments = ["--file", path, "--output", tmp_path / "out.txt"]
    shown = on_terminal(*arguments, env=surroundings())
    assert shown.endswith("\x1b[K\r\n")
    assert shown.count("\n") == 1
    size = f"{path.stat().st_size:,}"
    *_, last = shown.split("\r")[:-1]
    assert last.startswith(f"{size} / {size} bytes (100.0%), ")
    assert "ETA 0:00:00" in last
    assert on_terminal(*arguments, "--force", "--progress", "none", env=surroundings()) == ""


def test_who_types_is_told_how_to_end() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(SPELLFIX, stdin=theirs, stdout=-1, stderr=-1) as process:
        assert process.stdout
        assert process.stderr
        os.write(ours, f"{TYPOS}\n".encode())
        assert process.stdout.readline().decode() == "오늘 선생님이 숙제를 했다.\n"
        os.write(ours, b"\x04")
        assert "Ctrl-D" in process.stderr.read().decode()
    os.close(theirs)
    os.close(ours)
    assert process.returncode == 0


# -- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("글 --colour always", ["--colour", "did you mean --color?"]),
        ("글 --color red", ["--color", "auto, always, never", "'red'"]),
        ("글 --format xml", ["--format", "text, diff, json", "'xml'"]),
        ("글 --min-confidence 2", ["--min-confidence", "0에서 1", "'2'"]),
        ("글 --fo text", ["--fo", "--format, --force", "모호"]),
        ("--file", ["--file", "값이 빠졌습니다"]),
        ("--check=yes", ["--check", "값을 받지 않습니다"]),
        ("글 --file x.txt", ["TEXT", "--file", "'글'"]),
        ("글 --output x.txt", ["TEXT", "--output"]),
        ("--check x.md --file x.txt", ["PATH", "--file"]),
        ("--in-place", ["--in-place", "PATH"]),
        ("--in-place --check x.txt", ["--in-place", "--check", "함께"]),
        ("--in-place --file x.txt", ["--in-place", "--file"]),
        ("--in-place x.txt --output y.txt", ["--in-place", "--output"]),
        ("--in-place x.txt --format json", ["--in-place", "--format"]),
        ("--in-place x.txt --color never", ["--in-place", "--color"]),
        ("--check --output x.txt", ["--check", "--output"]),
        ("글 --backup .bak", ["--backup", "--in-place"]),
        ("글 --no-backup", ["--no-backup", "--in-place"]),
        ("--in-place x.txt --backup .bak --no-backup", ["--backup, --no-backup"]),
        ("--in-place x.txt --backup=", ["--backup", "''"]),
        ("--in-place x.txt --backup /tmp/x", ["--backup", "'/tmp/x'"]),
        ("글 --force", ["--force", "--in-place, --output"]),
        ("글 --resume", ["--resume", "--output"]),
        ("글 --progress json", ["--progress", "--output"]),
        ("--progress lots --output x.txt", ["--progress", "auto, json, none"]),
        ("글 --explain", ["--explain", "--format json", "--format text"]),
        ("글 --explain --format diff", ["--explain", "--format diff"]),
        ("글 --protect nowhere.txt", ["nowhere.txt"]),
        ("--file nowhere.txt --output x.txt", ["nowhere.txt"]),
        ("--file nowhere.DOCX", ["nowhere.DOCX", "--in-place", "--check"]),
    ],
)
def test_a_command_line_that_cannot_be_meant_is_refused_in_one_line(
    arguments: str, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["correct", *arguments.split(" ")]) == 2
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("spellfix: ")
    assert shown.err.count("\n") == 1
    for word in words:
        assert word in shown.err


def test_help_shows_each_way_to_call_it(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["correct", "--help"])
    assert end.value.code == 0
    shown = capfd.readouterr().out
    for word in ("--in-place PATH", "--check [PATH ...]", "--resume", "종료 상태", "exit status"):
        assert word in shown
