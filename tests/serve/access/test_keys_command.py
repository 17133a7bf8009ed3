"""`spellfix keys` as an administrator meets it."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from spellfix.errors import ConfigError, InputError
from spellfix.serve.access import Caller, KeyRing
from spellfix.serve.access.key_file import change_keys, read_keys
from spellfix.serve.key import Key
from spellfix.serve.key_command import keys


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.jsonl"


def test_만든_키는_한_번만_보이고_그_키로_부를_수_있다(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "spellfix", "keys", "add", "3반", "--file", file],
        capture_output=True,
        text=True,
        check=True,
    )
    key = made.stdout.strip()
    assert re.fullmatch(r"sfk_[\w-]{43}", key)
    assert key not in made.stderr
    assert KeyRing.read(file).caller(key) == Caller("3반", 600)
    keys(["list", "--file", str(file)])
    shown = capsys.readouterr().out
    assert "3반" in shown
    assert key not in shown


def add(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    keys(["add", *arguments])
    return capsys.readouterr().out.strip()


def test_바꾸는_동안_두_키가_함께_쓰이고_옛것만_거둔다(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = add(capsys, "3반", "--file", str(file), "--rate", "5")
    new = add(capsys, "3반", "--file", str(file), "--rate", "0")
    ring = KeyRing.read(file)
    assert (ring.caller(old), ring.caller(new)) == (Caller("3반", 5), Caller("3반", None))
    ids = [each.id for each in read_keys(file)]
    with pytest.raises(InputError, match=f"{ids[0]}, {ids[1]}"):
        keys(["revoke", "3반", "--file", str(file)])
    keys(["list", "--file", str(file)])
    assert ids[0] in capsys.readouterr().out
    keys(["revoke", "3반", "--file", str(file), "--id", ids[0]])
    assert (ring.caller(old), ring.caller(new)) == (None, Caller("3반", None))
    keys(["revoke", "3반", "--file", str(file)])
    assert ring.caller(new) is None
    with pytest.raises(InputError, match="3반"):
        keys(["revoke", "3반", "--file", str(file)])


def test_a_name_is_the_same_however_its_syllables_are_encoded(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(capsys, "\u1112\u1161\u11ab", "--file", str(file))
    assert [each.name for each in read_keys(file)] == ["한"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["add"],
        ["add", "3반"],
        ["add", "3 반", "--file", "F"],
        ["add", "", "--file", "F"],
        ["add", "a\n", "--file", "F"],
        ["add", "가" * 65, "--file", "F"],
        ["add", "a", "--file", "F", "--rate", "-1"],
        ["add", "a", "--file", "F", "--rate", "1.5"],
        ["add", "a", "--file", "F", "--rate", "1000001"],
        ["show", "--file", "F"],
    ],
)
def test_what_cannot_be_done_is_answered_by_what_was_expected(arguments: list[str]) -> None:
    with pytest.raises(ConfigError, match="spellfix keys"):
        keys(arguments)


def test_a_broken_file_is_never_written_over(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("sfk_pasted\n")
    for command in (["add", "a"], ["revoke", "a"], ["list"]):
        with pytest.raises(InputError, match=":1: "):
            keys([*command, "--file", str(file)])
    assert file.read_text() == "sfk_pasted\n"
    assert capsys.readouterr().out == ""


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        keys(["add", "a", "--file", str(tmp_path / "file" / "keys")])


def test_keys_that_are_made_at_the_same_time_are_all_kept(file: Path) -> None:
    def append(number: int) -> None:
        key = Key(str(number), f"{number:064}", None, "")
        change_keys(file, lambda there: [*there, key])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(append, range(40)))
    assert {each.name for each in read_keys(file)} == set(map(str, range(40)))
