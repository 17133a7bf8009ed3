"""What the tests of bulk correction share: typos, and outputs as rows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TYPOS = "오늘 선셍님이 숙재를 했다."
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
