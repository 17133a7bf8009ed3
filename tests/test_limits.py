"""What would fill the memory is refused or passed over, in a process that has little of it."""

import gzip
import json
import lzma
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from spellfix import limits
from spellfix.cli import main
from spellfix.cli.correct.portions import Source, blocks_of, portions
from spellfix.correction import Correction
from spellfix.data.reading import open_texts
from spellfix.documents import rewrite
from spellfix.errors import ConfigError, InputError, ModelError
from spellfix.evaluation import read_pairs
from spellfix.language.storage import load
from spellfix.limits import limit
from spellfix.lines import Line, open_binary, read_lines, read_texts
from spellfix.noise import Recipe
from tests.limited import limited

ROOM = 1 << 30
"""Bytes of address space of the process that reads; libraries take half of that."""
BOMBS = """
import resource, sys
from pathlib import Path
from spellfix.cli.correct.portions import Source, blocks_of, portions
from spellfix.correction import Correction
from spellfix.data.reading import open_texts
from spellfix.documents import rewrite
from spellfix.errors import SpellfixError
from spellfix.evaluation import read_pairs
from spellfix.language.storage import load
from spellfix.lines import open_binary, read_lines
from spellfix.train import corpus

def idle(texts):
    return (Correction(text, (), 1.0) for text in texts)

def lines(path):
    with open_binary(path) as stream:
        for portion in read_lines(stream, str(path)):
            pass

def whole(path):
    with open_binary(path) as stream:
        for portion in portions(blocks_of(Source(stream.read1, str(path)), (), whole=True), ""):
            pass

def texts(path):
    print(sorted({text.damage for text in open_texts(path)}), end=" ")

readers = {
    "lines": lines,
    "whole": whole,
    "corpus": lambda path: corpus.read_corpus([corpus.Source(path, 1.0)]),
    "texts": texts,
    "pairs": read_pairs,
    "language": load,
    "document": lambda path: list(rewrite(path, idle)),
}
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
for way, path in (each.split("=", 1) for each in sys.argv[2:]):
    try:
        readers[way](Path(path))
        print(way, Path(path).name, "read")
    except SpellfixError as error:
        print(way, Path(path).name, type(error).__name__, error)
"""


def zeros(path: Path, gigabytes: int) -> Path:
    """A file of nothing but NUL bytes that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(gigabytes << 30)
    return path


def spaces(opened: Callable[[Path, str], object], path: Path, mebibytes: int) -> Path:
    """A packed file of nothing but one letter."""
    with opened(path, "wb") as file:  # type: ignore[attr-defined]
        for _ in range(mebibytes):
            file.write(b"a" * (1 << 20))
    return path


def with_dictionary(size: int) -> bytes:
    """An .xz file whose header asks for a dictionary of so many bytes."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": size}]
    return lzma.compress("글입니다.\n".encode(), filters=filters)


def member(path: Path, name: str, content: Iterator[bytes], method: int) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive, archive.open(name, "w") as file:
        for each in content:
            file.write(each)
    return path


def array_header(shape: str) -> bytes:
    head = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}}}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode()


def test_bombs_are_refused_in_little_memory(tmp_path: Path) -> None:
    deflated = zipfile.ZIP_DEFLATED
    block = b"a" * (1 << 20)
    asked = {
        "lines": [zeros(tmp_path / "line.txt", 4)],
        "whole": [tmp_path / "line.txt"],
        "corpus": [tmp_path / "line.csv", tmp_path / "gz.txt.gz", tmp_path / "line.jsonl"],
        "pairs": [zeros(tmp_path / "line.jsonl", 4)],
        "texts": [
            spaces(gzip.open, tmp_path / "gz.txt.gz", 40),
            spaces(lzma.open, tmp_path / "xz.txt.xz", 40),
            tmp_path / "dictionary.txt.xz",
            tmp_path / "line.csv",
        ],
        "document": [
            member(tmp_path / "a.docx", "[Content_Types].xml", iter([block] * 40), deflated),
            member(tmp_path / "b.docx", "word/document.xml", iter([b"<a/>"]), zipfile.ZIP_LZMA),
            zeros(tmp_path / "c.html", 1),
            zeros(tmp_path / "d.md", 1),
        ],
        "language": [
            member(tmp_path / "huge.npz", "keys0.npy", iter([array_header("(1<<50,)")]), deflated),
            member(tmp_path / "shape.npz", "keys0.npy", iter([array_header("(9999999999,)")]), 0),
            member(tmp_path / "bzip.npz", "keys0.npy", iter([b"a"]), zipfile.ZIP_BZIP2),
            zeros(tmp_path / "zeros.npz", 4),
        ],
    }
    (tmp_path / "dictionary.txt.xz").write_bytes(with_dictionary(1 << 30))
    with (tmp_path / "line.csv").open("wb") as file:
        file.write(b"id,text\n1,")
        for _ in range(300):
            file.write(block)
        file.write("\n2,글입니다.\n".encode())
    arguments = [f"{way}={path}" for way, paths in asked.items() for path in paths]
    ran = subprocess.run(
        [sys.executable, "-c", BOMBS, str(ROOM), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    said = ran.stdout.splitlines()
    assert (ran.returncode, len(said)) == (0, len(arguments)), ran.stderr
    for answer, expected in zip(
        said,
        (
            "line.txt InputError .*:1: 줄이 너무 깁니다",
            "line.txt InputError .*:1: 줄이 너무 깁니다",
            "line.csv InputError .*longer than any record",
            "gz.txt.gz InputError .*압축 폭탄",
            "line.jsonl InputError .*:1: 줄이 너무 깁니다",
            "line.jsonl InputError .*:1: 줄이 너무 깁니다",
            "'broken'",
            "'broken'",
            "['broken']",
            "['', 'broken']",
            "압축 폭탄",
            "another way than deflate",
            "at most 64 MiB",
            "at most 64 MiB",
            "huge.npz ModelError",
            "of shape (9999999999,), but",
            "another way than deflate",
            "larger than 1024 MiB",
        ),
        strict=True,
    ):
        assert all(part in answer for part in expected.split(".*")), (answer, expected)


def test_an_array_of_objects_is_never_unpickled(tmp_path: Path) -> None:
    buffer = BytesIO()
    np.savez(buffer, keys0=np.array([{"never": "unpickled"}]), allow_pickle=True)
    (tmp_path / "a.npz").write_bytes(buffer.getvalue())
    with pytest.raises(ModelError, match="holds objects"):
        load(tmp_path / "a.npz")


def test_arrays_that_unpack_to_gigabytes_are_not_unpacked(tmp_path: Path) -> None:
    path = member(tmp_path / "a.npz", "keys0.npy", iter([b"a"]), zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (3 << 30).to_bytes(4, "little")
    path.write_bytes(raw)
    with pytest.raises(ModelError, match="unpacks to 3072 MiB, expected at most 1024"):
        load(path)


def test_a_record_of_a_csv_that_never_ends_is_given_up(tmp_path: Path) -> None:
    endless = '"\n",' * 300_000
    (tmp_path / "a.csv").write_text(f"text\n글입니다.\n{endless}", encoding="utf-8")
    found = list(open_texts(tmp_path / "a.csv"))
    assert [(text.text, text.damage) for text in found[:2]] == [("글입니다.", ""), ("", "broken")]


def test_packed_files_of_several_streams_come_out_whole(tmp_path: Path) -> None:
    for suffix, pack in ((".gz", gzip.compress), (".xz", lzma.compress)):
        path = tmp_path / f"a.txt{suffix}"
        path.write_bytes(pack("하나입니다.\n".encode()) + pack("둘입니다.\n".encode()))
        assert [text.text for text in open_texts(path)] == ["하나입니다.", "둘입니다."]
        path.write_bytes(path.read_bytes()[:-3])
        assert [text.damage for text in open_texts(path)][-1] == "broken"
    (tmp_path / "b.txt.xz").write_bytes(lzma.compress(b"a\n") + bytes(4) + lzma.compress(b"b\n"))
    assert [text.text for text in open_texts(tmp_path / "b.txt.xz")] == ["a", "b"]


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("글입니다.\n", encoding="utf-8")
    with (
        limited("0.000003"),
        pytest.raises(InputError, match="too many files: at most 3 files"),
    ):
        list(open_texts(tmp_path))


def test_a_recipe_is_no_gigabyte(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="larger than 1 MiB"):
        Recipe.read(zeros(tmp_path / "a.toml", 1))
    (tmp_path / "b.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(ConfigError, match="not TOML"):
        Recipe.read(tmp_path / "b.toml")


def test_a_list_of_terms_is_no_gigabyte(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too large: at most 256 MiB"):
        read_texts(zeros(tmp_path / "a.txt", 1))


def test_deep_json_is_no_pair(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"input": ' + "[" * 200_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl:1: JSON"):
        read_pairs(tmp_path / "a.jsonl")


def read_whole(path: Path) -> list[Line]:
    with open_binary(path) as stream:
        return [line for lines in read_lines(stream, path.name) for line in lines]


def test_who_has_longer_lines_may_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * (1 << 20))
    with limited("0.001"), pytest.raises(InputError, match="the line is too long"):
        read_whole(path)
    with limited("1"):
        assert [len(line.text) for line in read_whole(path)] == [1 << 20]


def test_a_line_that_json_keeps_whole_is_refused_before_the_work(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "a.txt", tmp_path / "out"
    path.write_text("앞\n" + "가나다. " * 10_000, encoding="utf-8")
    asked = ["correct", "--file", str(path), "--format", "json"]
    with limited("0.001"):
        assert main(asked) == 2
        there, said = capfd.readouterr()
        assert [json.loads(line)["input"] for line in there.splitlines()] == ["앞"]
        assert re.search(r"a\.txt:2: .*the line is too long: at most 67,108 bytes", said)
        assert main([*asked, "--output", str(output)]) == 2
    assert "a.txt:2: " in capfd.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_line_just_as_long_as_it_may_be_stays_whole(tmp_path: Path) -> None:
    most = 100_000
    for more in (0, 1):
        source = Source(BytesIO(b"a\n" + b"b" * (most + more)).read1, "a")
        with limited(str(most / limits.LINE)):
            assert limit(limits.LINE) == most
            found = portions(blocks_of(source, (), whole=True), "a")
            if more:
                with pytest.raises(InputError, match="a:2: "):
                    list(found)
            else:
                assert [len(line.text) for lines in found for line in lines] == [1, most]


@pytest.mark.parametrize("told", ["", "0", "-1", "nan", "inf", "viel"])
def test_a_factor_that_is_none_is_refused(told: str) -> None:
    with limited(told):
        if not told:
            assert limit(limits.LINE) == limits.LINE
            return
        with pytest.raises(ConfigError, match="SPELLFIX_LIMITS: expected a number above 0"):
            limit(limits.LINE)


def idle(texts: Iterable[str]) -> Iterator[Correction]:
    return (Correction(text, (), 1.0) for text in texts)


def test_a_paragraph_longer_than_any_novel_is_refused_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<p>{'가' * 50_000}</p>", encoding="utf-8")
    expected = r"a\.html: .*a paragraph is too long: at most 41,943 cod"
    with limited("0.01"), pytest.raises(InputError, match=expected):
        list(rewrite(tmp_path / "a.html", idle))
