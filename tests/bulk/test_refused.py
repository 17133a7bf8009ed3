"""What cannot be meant is said so in a line, in Korean and in English, before the work."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from spellfix.bulk.columns import Settings as Columns
from spellfix.bulk.columns import correct_columns, load, outcomes
from spellfix.cli import main
from spellfix.correction import Correction
from spellfix.corrector import Corrector

from .conftest import FIXED, TYPOS


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TYPOS, encoding="utf-8")
    return path


def refusal(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The one message of a command line that is refused."""
    assert main(["correct", *map(str, arguments)]) == 2
    message = capfd.readouterr().err
    assert message.count("\n") == 1
    return message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--engine", "ray"], "--output is missing"),
        (["--engine", "spark", "--output", "o"], "local, ray 가운데 하나"),
        (["--to", "csv", "--output", "o"], "parquet, jsonl 가운데 하나"),
        (["--workers", "0", "--output", "o"], "1 이상의 정수"),
        (["--engine", "local", "--in-place", "--output", "o"], "함께 쓸 수 없습니다"),
        (["--engine", "local", "--ray-address", "auto", "--output", "o"], "--engine ray 와 함께"),
        (["--to", "jsonl", "--output", "https://example.com/o"], "cannot be written to"),
        (["--to", "jsonl", "--output", "nowhere://o"], "쓸 수 없는 주소"),
        (["--output", "o"], "--engine local"),
    ],
)
def test_options_that_cannot_be_meant(
    text: Path, capfd: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert words in refusal(capfd, text, *options)


def test_files_that_cannot_be_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    names = {
        "cut.txt.gz": gzip.compress(TYPOS.encode() * 99)[:-20],
        "wide.txt": TYPOS.encode("utf-16"),
        "no.parquet": b"PAR1",
        "letter.docx": b"",
        "list.csv": b"text\n",
    }
    for name, content in names.items():
        (tmp_path / name).write_bytes(content)
    expected = {
        "cut.txt.gz": "damaged or cut off",
        "wide.txt": "iconv",
        "no.parquet": "cannot read this Parquet file",
        "letter.docx": "cannot read this kind of file",
        "list.csv": "cannot read this kind of file",
        "missing.txt": "cannot read",
        "missing/*.txt": "no such file to read",
        "http://127.0.0.1:9/a.txt": "cannot access",
        "s3://bucket/a.txt": "s3fs",
    }
    for name, words in expected.items():
        given = name if "://" in name else tmp_path / name
        message = refusal(capfd, given, "--engine", "local", "--output", tmp_path / "out")
        assert words in message
        assert not (tmp_path / "out").exists()


def test_a_password_in_an_address_is_shown_to_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    url = "http://me:secret@127.0.0.1:9/a.docx?key=secret"
    assert "secret" not in refusal(capfd, url, "--engine", "local", "--output", tmp_path / "out")


@pytest.mark.parametrize(
    ("missing", "options", "line"),
    [
        ("ray", ["--engine", "ray"], "pip install 'spellfix[ray]'"),
        ("pyarrow", ["--engine", "local"], "pip install 'spellfix[bulk]'"),
        ("fsspec", ["s3://bucket/a.txt", "--to", "jsonl"], "pip install 'spellfix[bulk]'"),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_what_installs_it(
    text: Path, missing: str, options: list[str], line: str
) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None; from spellfix.cli import main; "
        "sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "correct", str(text), *options, "--output", "o"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=text.parent)
    assert done.returncode == 2
    assert line in done.stderr
    assert done.stderr.count("\n") == 1


def test_json_lines_of_text_files_need_no_library_more(text: Path) -> None:
    program = (
        "import sys; sys.modules.update(dict.fromkeys(['ray', 'pyarrow', 'fsspec'])); "
        "from spellfix.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    options = ["--to", "jsonl", "--workers", "1", "--output", "o"]
    subprocess.run([sys.executable, "-c", program, "correct", text, *options], cwd=text.parent)
    assert FIXED in (text.parent / "o" / "part-00000.jsonl").read_text(encoding="utf-8")


def test_columns_have_a_value_for_every_text_and_for_what_is_none() -> None:
    given = [TYPOS, None, float("nan"), 7, "", *[TYPOS] * 300]
    columns = correct_columns(given)
    assert {len(column) for column in columns.values()} == {len(given)}
    assert columns["error"][:5] == [None, "text", "text", "text", None]
    assert columns["output"][:5] == [FIXED, None, None, None, ""]
    assert set(columns["output"][5:]) == {FIXED}


class Tripping(Corrector):
    """A corrector with a fault."""

    def correct_batch(self, texts: object) -> list[Correction]:
        given = list(texts)  # type: ignore[call-overload]
        if "독" in given:
            raise IndexError("fault")
        found: list[Correction] = super().correct_batch(given)
        return found


def test_a_text_that_cannot_be_corrected_does_not_stop_the_others() -> None:
    corrector = load(Columns())
    corrector.__class__ = Tripping
    found = outcomes([TYPOS, "독", TYPOS], corrector)
    assert [each.error for each in found] == [None, "failed", None]
    assert [each.correction.text for each in found if each.correction] == [FIXED, FIXED]
