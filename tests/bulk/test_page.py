"""docs/scale/bulk.md does what it says, as far as it needs no other engine.

docs/benchmarks/bulk_page.py runs the blocks for Spark, Dask and Ray.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from spellfix.bulk.rows import ERRORS

from .conftest import TYPOS

PAGE = (Path(__file__).parents[2] / "docs" / "scale" / "bulk.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```python\n# (.*?)\n(.*?)^```$", PAGE, re.M | re.S))


def test_the_commands_run(tmp_path: Path) -> None:
    (commands,) = re.findall(r"^```console\n(.*?)^```$", PAGE, re.M | re.S)
    lines = re.findall(r"^\$ spellfix (.*)$", commands, re.M)
    assert len(lines) == 2
    (tmp_path / "archive").mkdir()
    record = json.dumps({"id": 7, "text": TYPOS})
    (tmp_path / "archive" / "a.jsonl").write_text(record, encoding="utf-8")
    for line in lines:
        command = f'"{sys.executable}" -m spellfix {line}'
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True)
        assert done.returncode == 0, (line, done.stderr.decode())
    assert (tmp_path / "corrected" / "part-00000.parquet").stat().st_size
    (row,) = (tmp_path / "lines" / "part-00000.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(row)["kept"] == {"id": 7}


def test_the_blocks_for_files_and_pandas_run(tmp_path: Path) -> None:
    for name in ("files", "pandas"):
        done = subprocess.run(
            [sys.executable, "-c", BLOCKS[name]], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert set(BLOCKS) == {"files", "pandas", "Spark", "Dask", "Ray Data"}


def test_every_error_of_a_row_is_on_the_page() -> None:
    (table,) = re.findall(r"^\| `error` \| \|\n\|---\|---\|\n(.*?)\n\n", PAGE, re.M | re.S)
    assert set(re.findall(r"^\| `(\w+)`", table, re.M)) == set(ERRORS)
