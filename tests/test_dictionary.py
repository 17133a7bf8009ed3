"""The user's dictionary: read as it was written, and added to without harm."""

import os
from pathlib import Path
from unicodedata import normalize

import pytest

from spellfix.dictionary import add_term, default_dictionary, read_terms
from spellfix.errors import InputError


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_한_줄이_한_낱말이다(tmp_path: Path) -> None:
    content = "# 3학년 2반\n민수\n\n서울 초등학교  \n#해시\n민수\n".encode()
    found = read_terms(written(tmp_path / "d.txt", content))
    assert found == ("민수", "서울 초등학교", "#해시")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    content = "\ufeff민수\r\n영희\r\n".encode()
    assert read_terms(written(tmp_path / "d.txt", content)) == ("민수", "영희")


def test_a_file_that_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "d.txt", "민수\n".encode() + "영희\n".encode("cp949"))
    with pytest.raises(InputError, match=r"d\.txt:2: .*not UTF-8"):
        read_terms(path)
    with pytest.raises(InputError, match="cannot read"):
        read_terms(tmp_path / "nowhere.txt")


def test_a_term_is_added_once_and_the_file_keeps_its_bytes(tmp_path: Path) -> None:
    before = b"\xef\xbb\xbf# names\r\n" + "민수 ".encode() + b"\r\n\r\nlast"
    path = written(tmp_path / "d.txt", before)
    assert add_term(path, " 서울 초등학교 ")
    assert path.read_bytes() == before + "\r\n서울 초등학교\r\n".encode()
    assert not add_term(path, "서울 초등학교")
    assert not add_term(path, normalize("NFD", "민수"))  # decomposed: the same word
    assert path.read_bytes() == before + "\r\n서울 초등학교\r\n".encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["d.txt"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "dictionary.txt"
    assert add_term(path, "민수")
    assert path.read_bytes() == "민수\n".encode()


@pytest.mark.parametrize(
    "term", ["", "  ", "민수\n영희", "민\r수", "민\u2028수", "a\0", "# 민수", "\ud800"]
)
def test_what_no_line_can_hold_is_refused(term: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a term"):
        add_term(tmp_path / "d.txt", term)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    written(tmp_path / "file", b"")
    with pytest.raises(InputError, match="cannot write"):
        add_term(tmp_path / "file" / "d.txt", "민수")


def test_links_and_modes_are_kept(tmp_path: Path) -> None:
    real = written(tmp_path / "real.txt", "민수\n".encode())
    real.chmod(0o600)
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    assert add_term(link, "영희")
    assert link.is_symlink()
    assert read_terms(real) == ("민수", "영희")
    assert real.stat().st_mode & 0o777 == 0o600


def test_the_dictionary_has_a_place_of_its_own() -> None:
    home = os.environ.get("XDG_CONFIG_HOME")
    found = default_dictionary()
    assert found.is_absolute()
    assert found.parts[-2:] == ("spellfix", "dictionary.txt")
    assert home is None or found.is_relative_to(home)
