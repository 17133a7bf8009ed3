"""Faults that have tests of their own: a worker is killed in bulk correction, in training.

    python docs/benchmarks/faults.py --only tests

Each run is a run of those tests, in the folder of the project.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from random import Random

from faults_rows import Row, Seen

ROOT = Path(__file__).parents[2]
PATIENCE = 1800.0
"""Seconds that a test may take on a busy machine."""
TESTS = (
    ("tests/bulk-worker", "a worker killed", "`correct --engine ray`, two workers",
     "tests/bulk/test_ray.py", "killed", "every row is there, none twice"),
    ("tests/bulk-run", "SIGKILL", "bulk correction", "tests/bulk/test_runs.py", "killed",
     "killed; resumed to the same bytes"),
    ("tests/train-worker", "a worker killed", "training by two processes",
     "tests/train/test_distributed.py", "killed_worker",
     "started again; ends as if undisturbed"),
    ("tests/data-clean", "SIGKILL of all", "`data clean --workers 2`",
     "tests/data/test_clean_runs.py", "kill", "killed; resumed to the same bytes"),
)  # fmt: skip


def _passed(file: str, words: str, _: Random) -> Seen:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file, "-k", words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    lines = done.stdout.strip().splitlines() or ["nothing said"]
    if done.returncode == 0:
        return Seen(f"passed: {lines[-1].partition(' in ')[0]}")
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return Seen("failed", [f"{file}: {each}" for each in failed or lines[-1:]])


def rows() -> list[Row]:
    """A row for each of them that this checkout has."""
    return [
        Row(name, fault, during, f"`pytest {file} -k {words}`", expected,
            partial(_passed, file, words))
        for name, fault, during, file, words, expected in TESTS
        if (ROOT / file).exists()
    ]  # fmt: skip
