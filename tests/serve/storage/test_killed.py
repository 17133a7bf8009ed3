"""What was acknowledged is there after the service was killed: the benchmark, in small."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "docs" / "benchmarks" / "serve_kill.py"


def test_nothing_that_was_acknowledged_is_lost_when_the_service_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--rounds", "2", "--only", "sqlite"],
        capture_output=True,
        text=True,
    )
    row = re.search(r"\| sqlite \| 2 \(0\) \| (\d+) \| (\d+) \| \d+ \| 0 \| 0 \|", done.stdout)
    assert row is not None, done.stdout + done.stderr
    assert int(row[1]) > 0
    assert int(row[2]) > 0
    assert done.returncode == 0
