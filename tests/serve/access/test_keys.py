"""API keys: who has one, and what happens to their file while a service runs."""

import json
import logging
import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.errors import InputError
from spellfix.serve.access.key_file import change_keys, read_keys
from spellfix.serve.access.keys import OPEN, Caller, KeyRing, hashed, new_key
from spellfix.serve.key import Key


def key(name: str, secret: str, rate: int | None = 60) -> Key:
    return Key(name, hashed(secret), rate, "2026-03-02")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.jsonl"


def write(file: Path, *keys: Key) -> None:
    change_keys(file, lambda _: keys)


def test_키를_가진_사람을_이름과_한도로_안다(file: Path) -> None:
    write(file, key("3반", "sfk_하나"), key("편집팀", "sfk_둘", None))
    ring = KeyRing.read(file)
    assert ring.required
    assert ring.caller("sfk_하나") == Caller("3반", 60)
    assert ring.caller("sfk_둘") == Caller("편집팀", None)


@given(st.none() | st.text())
def test_nobody_else_is_known_whatever_they_present(presented: str | None) -> None:
    ring = KeyRing(Path("/nowhere"), [key("a", "sfk_secret")])
    assert ring.caller(presented) is None
    assert OPEN.caller(presented) == Caller("", None)


def test_without_a_file_no_key_is_required() -> None:
    ring = KeyRing.read(None)
    assert not ring.required
    assert ring.caller(None) == ring.caller("sfk_any") == Caller("", None)


def test_a_key_is_256_random_bits_and_only_its_hash_is_written(file: Path) -> None:
    made = {new_key() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"sfk_[\w-]{43}", each) for each in made)
    secret = made.pop()
    write(file, key("a", secret))
    assert secret not in file.read_text()
    assert set(json.loads(file.read_text())) == {
        "name", "sha256", "requests_per_minute", "created"
    }  # fmt: skip


def test_two_keys_of_one_name_are_one_caller_while_one_takes_over(file: Path) -> None:
    write(file, key("3반", "sfk_old"), key("3반", "sfk_new"))
    ring = KeyRing.read(file)
    assert ring.caller("sfk_old") == ring.caller("sfk_new") == Caller("3반", 60)


def test_a_running_service_notices_new_and_revoked_keys(file: Path) -> None:
    write(file, key("a", "sfk_a"))
    ring = KeyRing.read(file)
    write(file, key("b", "sfk_b"))
    assert ring.caller("sfk_a") is None
    assert ring.caller("sfk_b") == Caller("b", 60)


def test_a_file_that_breaks_leaves_the_keys_as_they_were_and_says_where(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(file, key("a", "sfk_a"))
    ring = KeyRing.read(file)
    with file.open("a") as stream:
        stream.write("sfk_pasted_by_mistake\n")
    with caplog.at_level(logging.INFO):
        assert ring.caller("sfk_a") == Caller("a", 60)
        assert ring.caller("sfk_a") == Caller("a", 60)
    (record,) = caplog.records  # once, not with every request
    assert f"{file}:2:" in record.message
    assert "sfk_pasted" not in caplog.text


def test_a_file_that_goes_away_takes_all_keys_with_it(file: Path) -> None:
    write(file, key("a", "sfk_a"))
    ring = KeyRing.read(file)
    file.unlink()
    assert ring.caller("sfk_a") is None
    write(file, key("a", "sfk_a"))
    assert ring.caller("sfk_a") == Caller("a", 60)


GOOD = {"name": "a", "sha256": "0" * 64, "requests_per_minute": 5, "created": "2026-03-02"}


@pytest.mark.parametrize(
    "line",
    [
        "sfk_secret",
        "[]",
        "7",
        '"sfk_secret"',
        "[" * 100_000,
        json.dumps(GOOD)[:-1],
        json.dumps(GOOD | {"key": "sfk_secret"}),
        json.dumps({name: value for name, value in GOOD.items() if name != "created"}),
        json.dumps(GOOD | {"name": ""}),
        json.dumps(GOOD | {"name": "sfk_secret with space"}),
        json.dumps(GOOD | {"name": 3}),
        json.dumps(GOOD | {"sha256": "sfk_secret"}),
        json.dumps(GOOD | {"sha256": "F" * 64}),
        json.dumps(GOOD | {"sha256": None}),
        json.dumps(GOOD | {"requests_per_minute": 0}),
        json.dumps(GOOD | {"requests_per_minute": True}),
        json.dumps(GOOD | {"requests_per_minute": 1.5}),
        json.dumps(GOOD | {"requests_per_minute": 10**9}),
        json.dumps(GOOD | {"created": 5}),
    ],
)
def test_망가진_줄은_파일과_줄_번호로_알리고_내용은_되풀이하지_않는다(
    file: Path, line: str
) -> None:
    file.write_text(f"{json.dumps(GOOD)}\n\n{line}\n")
    with pytest.raises(InputError) as error:
        KeyRing.read(file)
    assert str(error.value).startswith(f"{file}:3: ")
    assert "sfk_secret" not in str(error.value)


def test_a_file_that_is_missing_or_no_text_is_refused(file: Path) -> None:
    with pytest.raises(InputError, match=re.escape(str(file))):
        KeyRing.read(file)
    file.write_bytes("이름".encode("cp949"))
    with pytest.raises(InputError, match="UTF-8"):
        KeyRing.read(file)


def test_the_file_is_its_owners_alone_and_links_stay_links(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "folder" / "keys.jsonl"
    link.symlink_to(file)
    write(link, key("a", "sfk_a"))
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    os.chmod(file, 0o644)  # noqa: PTH101
    write(link, key("b", "sfk_b"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in read_keys(file)] == ["b"]
    assert [each.name for each in file.parent.iterdir()] == ["keys.jsonl"]  # nothing left over
