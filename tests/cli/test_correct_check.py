"""`spellfix correct --check`: what would change, the exit status that says so, and the hooks that
pre-commit runs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from spellfix.cli import main
from spellfix.cli.colour import COLOURED
from spellfix.cli.correct.changes import as_change, changes
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.edits import Edit

ROOT = Path(__file__).parents[2]
SPELLFIX = [sys.executable, "-m", "spellfix", "correct"]
TYPOS = "오늘 선셍님이 숙재를 했다.\n"
RIGHT = "오늘 선생님이 숙제를 했다.\n"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a file to correct and one that is right."""
    (tmp_path / "오타.txt").write_text(f"맞는 말이다.\n{TYPOS}", encoding="utf-8")
    (tmp_path / "맞음.txt").write_text(RIGHT, encoding="utf-8")
    return tmp_path


def status(*arguments: str | Path) -> int:
    return main(["correct", *map(str, arguments)])


def test_고칠_낱말이_자리와_종류와_함께_한_줄에_하나씩_나온다(files: Path, capfd: Captured) -> None:
    path = files / "오타.txt"
    assert status("--check", path, files / "맞음.txt") == 1
    first, second = capfd.readouterr().out.splitlines()
    assert first.startswith(f"{path}:2: 선셍님이 → 선생님이 (spelling, 0.")
    assert second.startswith(f"{path}:2: 숙재를 → 숙제를 (spelling, 0.")
    assert path.read_text(encoding="utf-8") == f"맞는 말이다.\n{TYPOS}"
    assert len(list(files.iterdir())) == 2


def test_where_nothing_would_change_nothing_is_said(files: Path, capfd: Captured) -> None:
    (files / "빈.txt").touch()
    assert status("--check", files / "맞음.txt", files / "빈.txt") == 0
    shown = capfd.readouterr()
    assert shown.out == shown.err == ""


def test_a_file_that_fails_is_named_and_the_others_are_checked(
    files: Path, capfd: Captured
) -> None:
    broken = {
        "cp949.txt": TYPOS.encode("cp949"),
        "utf16.txt": TYPOS.encode("utf-16"),
        "nul.txt": b"\0\0",
        "table.rst": b"",
    }
    for name, content in broken.items():
        (files / name).write_bytes(content)
    missing = ["nowhere.txt", "두 낱말.md", str(files)]
    assert status("--check", *(files / name for name in broken), *missing, files / "오타.txt") == 2
    shown = capfd.readouterr()
    assert "숙재를 → 숙제를" in shown.out
    messages = shown.err.splitlines()
    assert len(messages) == 7
    for name, message in zip([*broken, *missing], messages, strict=True):
        assert message.startswith("spellfix: ")
        assert name in message


def test_standard_input_a_file_of_lines_and_a_text_are_checked_too(
    files: Path, capfd: Captured
) -> None:
    for text, expected in ((TYPOS, 1), (RIGHT, 0), ("", 0)):
        done = subprocess.run([*SPELLFIX, "--check"], input=text.encode(), capture_output=True)
        assert done.returncode == expected, done.stderr.decode()
        assert done.stdout.decode().startswith("<stdin>:1: 선셍님이 → 선생님이" * expected)
    assert status("--check", "--file", files / "오타.txt") == 1
    assert f"{files / '오타.txt'}:2: 숙재를" in capfd.readouterr().out
    assert status("--check", TYPOS.strip(), "TEXT인 것은 빈칸으로 안다") == 1
    assert "TEXT:1: 숙재를 → 숙제를" in capfd.readouterr().out


def test_json_and_diff_show_only_what_would_change(files: Path, capfd: Captured) -> None:
    path = files / "오타.txt"
    assert status("--check", path, "--format", "json") == 1
    (found,) = map(json.loads, capfd.readouterr().out.splitlines())
    assert (found["path"], found["place"]) == (str(path), "2")
    assert (found["input"], found["text"]) == (TYPOS.strip(), RIGHT.strip())
    assert [edit["before"] for edit in found["edits"]] == ["셍", "재"]
    assert status("--check", path, "--format", "diff") == 1
    assert (
        capfd.readouterr().out == f"{path}:2: 오늘 선[-셍-]{{+생+}}님이 숙[-재-]{{+제+}}를 했다.\n"
    )


def test_a_change_of_spaces_is_shown_with_the_words_around_it() -> None:
    text = "그럼 할수있다 고 한다"
    edits = (
        Edit(4, 4, "", " ", "spacing", 0.999),
        Edit(5, 5, "", " ", "spacing", 0.75),
        Edit(7, 8, " ", "", "spacing", 0.9),
        Edit(11, 12, "다", "\x1b", "spelling", 0.5),
    )
    shown = [as_change(each, None) for each in changes(text, Correction("", edits, 1.0))]
    assert shown == [
        "할수있다 고 → 할 수 있다고 (spacing, 0.75)",
        "한다 → 한\\u001b (spelling, 0.50)",
    ]
    (first, _) = changes(text, Correction("", edits, 1.0))
    assert as_change(first, COLOURED).startswith("\x1b[31;9m할수있다 고\x1b[0m → \x1b[32;4m할 수")


def test_a_word_without_end_is_not_shown_whole() -> None:
    text = "가" * 500 + "숙재" + "나" * 500
    edits = (Edit(501, 502, "재", "제", "spelling", 0.9),)
    (change,) = changes(text, Correction("", edits, 1.0))
    assert len(change.before) == 41


# -- pre-commit ------------------------------------------------------------------------------


@pytest.fixture
def repository(files: Path) -> Path:
    """A git repository whose hooks are those of this one, run by the spellfix that is tested."""
    hooks: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    )
    assert [hook["id"] for hook in hooks] == ["spellfix", "spellfix-fix"]
    for hook in hooks:
        command, _, rest = hook["entry"].partition(" ")
        assert command == "spellfix"
        assert hook["language"] == "python"
        hook |= {"language": "system", "entry": f'"{sys.executable}" -m spellfix {rest}'}
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (files / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (files / "LICENSE").write_text(TYPOS, encoding="utf-8")
    (files / "code.py").write_text(f'"""{TYPOS}"""\n', encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=files, check=True)
    subprocess.run(["git", "add", "--all"], cwd=files, check=True)
    return files


def hook(repository: Path, name: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pre_commit", "run", name, "--all-files"]
    home = {**os.environ, "PRE_COMMIT_HOME": str(repository.parent / "pre-commit")}
    home["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(command, cwd=repository, env=home, capture_output=True)


def test_the_hooks_of_pre_commit_find_and_mend(repository: Path) -> None:
    found = hook(repository, "spellfix")
    assert found.returncode == 1, found.stderr.decode()
    listed = found.stdout.decode()
    assert "오타.txt:2: 숙재를 → 숙제를" in listed
    assert "LICENSE" not in listed
    assert "code.py" not in listed
    assert hook(repository, "spellfix-fix").returncode == 1  # files were changed, says pre-commit
    assert (repository / "오타.txt").read_text(encoding="utf-8") == f"맞는 말이다.\n{RIGHT}"
    assert not list(repository.glob("*.bak"))
    subprocess.run(["git", "add", "--all"], cwd=repository, check=True)
    for name in ("spellfix", "spellfix-fix"):
        passed = hook(repository, name)
        assert passed.returncode == 0, passed.stdout.decode()


def test_the_listing_agrees_with_the_corrector(files: Path, capfd: Captured) -> None:
    edits = Corrector.from_pretrained().correct(TYPOS).edits
    assert status("--check", files / "오타.txt") == 1
    assert capfd.readouterr().out.count("\n") == len(edits) == 2
