"""A document is replaced as a whole or not at all."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from spellfix.correction import Correction
from spellfix.documents import Correct, rewrite
from spellfix.errors import InputError

Write = Callable[..., Path]
TEXT = "안 되요\n" * 10


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "글.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_without_a_target_nothing_is_written(source: Path, toy: Correct) -> None:
    assert len(list(rewrite(source, toy))) == 10
    assert source.read_text(encoding="utf-8") == TEXT
    assert list(source.parent.iterdir()) == [source]


def test_another_target_leaves_the_source(source: Path, toy: Correct) -> None:
    target = source.with_name("새.txt")
    list(rewrite(source, toy, target))
    assert source.read_text(encoding="utf-8") == TEXT
    assert target.read_text(encoding="utf-8") == TEXT.replace("되", "돼")


def test_the_mode_of_the_file_is_kept(source: Path, toy: Correct) -> None:
    source.chmod(0o640)
    target = source.with_name("새.txt")
    list(rewrite(source, toy, target))
    list(rewrite(source, toy, source))
    assert source.stat().st_mode & 0o777 == target.stat().st_mode & 0o777 == 0o640


def test_what_is_right_is_not_even_touched(source: Path, nothing: Correct) -> None:
    before = source.stat()
    list(rewrite(source, nothing, source))
    assert (source.stat().st_ino, source.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_link_stays_a_link(source: Path, toy: Correct) -> None:
    link = source.with_name("링크.txt")
    link.symlink_to(source.name)
    list(rewrite(link, toy, link))
    assert link.is_symlink()
    assert source.read_text(encoding="utf-8") == TEXT.replace("되", "돼")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".hwpx"])
def test_who_stops_early_or_fails_leaves_nothing_behind(
    suffix: str, tmp_path: Path, docx: Write, hwpx: Write, toy: Correct
) -> None:
    path = tmp_path / f"문서{suffix}"
    if suffix == ".docx":
        docx("<w:p><w:r><w:t>되요</w:t></w:r></w:p>" * 5)
    elif suffix == ".hwpx":
        hwpx("<hp:p><hp:run><hp:t>되요</hp:t></hp:run></hp:p>" * 5)
    else:
        path.write_text("되요\n\n<p>되요\n\n" * 5, encoding="utf-8")
    before = path.read_bytes()

    def failing(texts: Iterable[str]) -> Iterator[Correction]:
        yield from (each for each, _ in zip(toy(texts), range(2), strict=False))
        raise KeyError("broken")

    early = rewrite(path, toy, path)
    next(early)
    early.close()  # type: ignore[attr-defined]
    with pytest.raises(KeyError):
        list(rewrite(path, failing, path))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_corrector_that_loses_texts_is_found_out(source: Path, toy: Correct) -> None:
    def short(texts: Iterable[str]) -> Iterator[Correction]:
        yield from list(toy(texts))[:-1]

    with pytest.raises(ValueError, match="without a correction"):
        list(rewrite(source, short, source))
    assert source.read_text(encoding="utf-8") == TEXT


def test_a_folder_that_cannot_be_written_to_is_named(source: Path, toy: Correct) -> None:
    for target in (source.parent / "없음" / "글.txt", source / "글.txt", source.parent):
        with pytest.raises(InputError, match=r"cannot write|not a regular file"):
            list(rewrite(source, toy, target))


def test_links_in_a_circle_are_refused(source: Path, toy: Correct) -> None:
    ring = source.with_name("고리.txt")
    ring.symlink_to(ring.name)
    for given, target in ((ring, ring), (source, ring)):
        with pytest.raises(InputError, match=r"고리\.txt"):
            list(rewrite(given, toy, target))


def test_a_device_is_no_target(source: Path, toy: Correct) -> None:
    with pytest.raises(InputError, match="not a regular file"):
        list(rewrite(source, toy, Path(os.devnull)))
