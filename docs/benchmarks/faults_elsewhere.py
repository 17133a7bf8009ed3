"""Faults that have tests of their own: a worker is killed in bulk correction, in training.

    python docs/benchmarks/faults.py --only tests

Each run is a run of those tests, in the folder of the project.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from faults_rows import Row, Seen

ROOT = Path(__file__).parents[2]
TESTS = (
    ("tests/bulk-worker", "`correct --engine ray`, two workers", "tests/bulk/test_runs.py", "kill",
     "all rows are there, none twice"),
    ("tests/train-worker", "training by several processes", "tests/train/test_distributed.py",
     "kill", "it goes on from the last checkpoint"),
    ("tests/data-clean-worker", "`data clean --workers 2`", "tests/data/test_clean_runs.py",
     "kill", "resumed to the same bytes"),
)  # fmt: skip


def _passed(file: str, words: str) -> Seen:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file, "-k", words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    last = done.stdout.strip().splitlines()[-1:] or ["nothing said"]
    if done.returncode == 0:
        return Seen(f"passed: {last[0].partition(' in ')[0]}")
    return Seen("failed", [f"{file}: {last[0]}"])


def rows() -> list[Row]:
    """A row for each of them that this checkout has."""
    return [
        Row(name, "SIGKILL of a worker", during, f"`pytest {file} -k {words}`", expected,
            lambda random, file=file, words=words: _passed(file, words))
        for name, during, file, words, expected in TESTS
        if (ROOT / file).exists()
    ]  # fmt: skip
