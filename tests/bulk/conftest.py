"""What the tests of bulk correction share: typos, and outputs as rows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spellfix.bulk import correct_files

TYPOS = "오늘 선셍님이 숙재를 했다."
PART = 2000  # bytes
FIXED = "오늘 선생님이 숙제를 했다."
Rows = list[dict[str, Any]]


def _rows(output: Path) -> Rows:
    if list(output.glob("*.parquet")):
        from pyarrow.parquet import read_table

        rows: Rows = read_table(output).to_pylist()
        return rows
    parts = sorted(output.glob("part-*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_bytes().splitlines()]


@pytest.fixture(scope="session")
def rows() -> Callable[[Path], Rows]:
    """All rows of an output, in order, as any reader of folders finds them."""
    return _rows


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of all formats, with what may be wrong in them."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "deep").mkdir()
    (folder / "a.txt").write_bytes((f"{TYPOS}\r\n" * 200).encode() + b"\xff\n\n")
    (folder / "empty.txt").write_bytes(b"")
    lines = [json.dumps({"text": TYPOS, "id": at}, ensure_ascii=False) for at in range(100)]
    (folder / "deep" / "b.jsonl").write_text("\n".join([*lines, "{", '{"text": "\\ud800"}']))
    (folder / "no.csv").write_bytes(b"text\n")
    return folder


@pytest.fixture(scope="session")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive corrected by one process in one go."""
    output = tmp_path_factory.mktemp("whole") / "out"
    correct_files([str(archive)], str(output), workers=1, keep=["id"], part=PART)
    return output


def contents(folder: Path) -> dict[str, bytes]:
    """The files of an output."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
