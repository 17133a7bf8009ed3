"""`spellfix correct --in-place`: files rewritten, the original kept, nothing else touched."""

import io
import os
import signal
import stat
import subprocess
import sys
import zipfile
from errno import ENOMEM
from pathlib import Path
from time import monotonic, sleep

import pytest

from spellfix.cli import main
from spellfix.cli.correct.several import each_of
from spellfix.errors import ModelError

TYPOS = "오늘 선셍님이 숙재를 했다.\r\n\r\n맞는 말이다.\n".encode()
RIGHT = "오늘 선생님이 숙제를 했다.\r\n\r\n맞는 말이다.\n".encode()
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "글.txt"
    path.write_bytes(TYPOS)
    return path


def archive(suffix: str, text: str) -> bytes:
    """A small .docx or .hwpx with two paragraphs, the second of them ``text``."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    hangul = "http://www.hancom.co.kr/hwpml/2011"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content = {
        ".docx": {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Override PartName="/word/document.xml" '
            f'ContentType="{main}"/></Types>',
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>맞는 말'
            f"</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
            "</w:body></w:document>",
        },
        ".hwpx": {
            "mimetype": "application/hwp+zip",
            "Contents/section0.xml": f'<hs:sec xmlns:hs="{hangul}/section" '
            f'xmlns:hp="{hangul}/paragraph"><hp:p><hp:run><hp:t>맞는 말</hp:t></hp:run></hp:p>'
            f'<hp:p><hp:run charPrIDRef="3"><hp:t>{text}</hp:t></hp:run></hp:p></hs:sec>',
        },
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        for name, each in content[suffix].items():
            members.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), each)
    return file.getvalue()


def status(*arguments: str | Path) -> int:
    return main(["correct", "--in-place", *map(str, arguments)])


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_고친_글이_제자리에_놓이고_원래_글은_곁에_남는다(path: Path, capfd: Captured) -> None:
    path.chmod(0o640)
    assert status(path) == 0
    assert path.read_bytes() == RIGHT
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    backup = path.with_name("글.txt.bak")
    assert backup.read_bytes() == TYPOS
    assert names(path.parent) == ["글.txt", "글.txt.bak"]
    assert capfd.readouterr().out == f"{path}: 2곳 고침 / 2 edits ({backup})\n"


def test_a_file_without_errors_is_not_touched_and_gets_no_backup(
    path: Path, capfd: Captured
) -> None:
    path.write_bytes(RIGHT)
    os.utime(path, (1, 1))
    assert status(path) == 0
    assert path.stat().st_mtime == 1
    assert names(path.parent) == ["글.txt"]
    assert capfd.readouterr().out == f"{path}: 0곳 고침 / 0 edits\n"


@pytest.mark.parametrize(
    ("options", "kept"),
    [(["--backup", "~"], "글.txt~"), (["--backup=-원본"], "글.txt-원본"), (["--no-backup"], None)],
)
def test_the_suffix_of_the_backup_can_be_chosen(
    path: Path, options: list[str], kept: str | None
) -> None:
    assert status(*options, path) == 0
    assert names(path.parent) == ["글.txt", *([kept] if kept else [])]
    if kept:
        assert path.with_name(kept).read_bytes() == TYPOS


def test_a_backup_that_is_there_is_replaced_only_by_force(path: Path, capfd: Captured) -> None:
    backup = path.with_name("글.txt.bak")
    backup.write_text("dear", encoding="utf-8")
    assert status(path) == 2
    message = capfd.readouterr().err
    assert backup.name in message
    assert "--force" in message
    assert path.read_bytes() == TYPOS
    assert backup.read_text(encoding="utf-8") == "dear"
    assert status("--force", path) == 0
    assert path.read_bytes() == RIGHT
    assert backup.read_bytes() == TYPOS
    assert status(path) == 0, "nothing to correct any more, so the backup is in nobody's way"
    assert names(path.parent) == ["글.txt", "글.txt.bak"]


def test_of_several_files_a_bad_one_does_not_stop_the_others(path: Path, capfd: Captured) -> None:
    folder = path.parent
    other = folder / "other.txt"
    other.write_bytes(TYPOS)
    bad = {
        folder / "cp949.txt": TYPOS.decode().encode("cp949"),
        folder / "utf16.txt": TYPOS.decode().encode("utf-16"),
        folder / "nul.txt": TYPOS + b"\0\n",  # found after an edit and its backup were made
        folder / "old.hwp": b"\xd0\xcf\x11\xe0",
    }
    for each, content in bad.items():
        each.write_bytes(content)
    missing = folder / "nowhere.txt"
    assert status(path, *bad, missing, folder, other) == 2
    shown = capfd.readouterr()
    messages = shown.err.splitlines()
    assert len(messages) == 6
    for each, message in zip([*bad, missing, folder], messages, strict=True):
        assert message.startswith("spellfix: ")
        assert str(each) in message
    assert shown.out.count("2 edits") == 2
    assert path.read_bytes() == other.read_bytes() == RIGHT
    for each, content in bad.items():
        assert each.read_bytes() == content
    left = {path, other, *bad}
    left |= {each.with_name(f"{each.name}.bak") for each in (path, other)}
    assert set(folder.iterdir()) == left


@pytest.mark.parametrize("suffix", [".docx", ".hwpx"])
def test_한글과_워드_문서도_글자만_고친다(tmp_path: Path, suffix: str, capfd: Captured) -> None:
    path = tmp_path / f"문서{suffix}"
    path.write_bytes(archive(suffix, "오늘 선셍님이 숙재를 했다."))
    assert main(["correct", "--check", str(path)]) == 1
    assert "숙재를 → 숙제를" in capfd.readouterr().out
    assert status(path) == 0
    assert "2 edits" in capfd.readouterr().out
    expected = archive(suffix, "오늘 선생님이 숙제를 했다.")
    with zipfile.ZipFile(path) as ours, zipfile.ZipFile(io.BytesIO(expected)) as right:
        assert ours.namelist() == right.namelist()
        assert [*map(ours.read, ours.namelist())] == [*map(right.read, right.namelist())]
    path.write_bytes(b"PK\3\4 no archive")
    assert status(path, "--force") == 2
    assert str(path) in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("글.md", "# 제목\n\n- 오늘 *선셍님이* **숙재를** 했다. `숙재를`\n",
         "# 제목\n\n- 오늘 *선생님이* **숙제를** 했다. `숙재를`\n"),
        ("글.html", "<p class=숙재>오늘 <b>숙재</b>를 했다.<script>'숙재'</script>",
         "<p class=숙재>오늘 <b>숙제</b>를 했다.<script>'숙재'</script>"),
    ],
)  # fmt: skip
def test_표시는_그대로_두고_글만_고친다(tmp_path: Path, name: str, before: str, after: str) -> None:
    path = tmp_path / name
    path.write_text(before, encoding="utf-8")
    assert status(path) == 0
    assert path.read_text(encoding="utf-8") == after


def test_an_empty_file_stays_empty(path: Path) -> None:
    path.write_bytes(b"")
    assert status(path) == 0
    assert path.read_bytes() == b""


def test_a_link_still_leads_to_the_file_that_was_corrected(path: Path) -> None:
    home = path.parent / "home"
    home.mkdir()
    link = home / "link.txt"
    link.symlink_to(path)
    assert status(link) == 0
    assert link.is_symlink()
    assert path.read_bytes() == RIGHT
    assert path.with_name("글.txt.bak").read_bytes() == TYPOS
    assert names(home) == ["link.txt"]


def test_where_no_backup_can_be_made_the_file_stays(path: Path, capfd: Captured) -> None:
    assert status(path, "--backup", "." + "x" * 300) == 2
    message = capfd.readouterr().err
    assert "cannot write" in message
    assert path.read_bytes() == TYPOS
    assert names(path.parent) == ["글.txt"]


def test_a_folder_that_takes_no_file_leaves_the_file_as_it_is(capfd: Captured) -> None:
    path = Path("/proc/self/글.txt")  # a folder that takes none from anybody
    assert status(path) == 2
    assert str(path) in capfd.readouterr().err


def test_an_interrupt_leaves_the_file_as_it_was(path: Path) -> None:
    typos = TYPOS * 20_000
    path.write_bytes(typos)
    command = [sys.executable, "-m", "spellfix", "correct", "--in-place", path]
    with subprocess.Popen(command, stderr=-1) as process:
        assert process.stderr
        deadline = monotonic() + 30
        while not path.with_name("글.txt.bak").exists():
            assert monotonic() < deadline
            sleep(0.005)
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130
    assert path.read_bytes() == typos
    assert names(path.parent) == ["글.txt"]


def test_options_of_one_run_hold_for_every_file(path: Path, tmp_path: Path) -> None:
    terms, more = tmp_path / "terms", tmp_path / "more"
    terms.write_text("숙재\n", encoding="utf-8")
    more.write_text("선셍님\n", encoding="utf-8")
    assert status(path, "--protect", terms, "--protect", more) == 0
    assert path.read_bytes() == TYPOS
    assert status(path, "--protect", terms) == 0
    assert path.read_bytes().decode().startswith("오늘 선생님이 숙재를")


@pytest.mark.parametrize(
    "error", [ModelError("a damaged model"), OSError(ENOMEM, "Cannot allocate memory")]
)
def test_what_is_no_fault_of_a_file_ends_all(error: Exception) -> None:
    asked: list[str] = []

    def work(path: str) -> None:
        asked.append(path)
        raise error

    with pytest.raises(type(error)):
        each_of(["가.txt", "나.txt"], work)
    assert asked == ["가.txt"]
