"""Runs the Python blocks of docs/scale/bulk.md, each in a process of its own, and says with which
versions: what a reader copies works.

    python docs/benchmarks/bulk_page.py [NAME ...]

NAME: the first line of a block without its #, such as Spark; all of them where none is given. Needs
pyspark and Java 17, dask[dataframe], ray[data]. Exit status 1 if any block fails.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "scale" / "bulk.md"
LIBRARIES = ("pandas", "pyarrow", "pyspark", "dask", "ray")


def blocks() -> dict[str, str]:
    """The blocks of the page by name."""
    text = PAGE.read_text(encoding="utf-8")
    return dict(re.findall(r"^```python\n# (.*?)\n(.*?)^```$", text, re.M | re.S))


def main() -> int:
    wanted = sys.argv[1:] or list(blocks())
    told = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    failed = 0
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "block.py")
            program.write_text(blocks()[name], encoding="utf-8")
            began = time.monotonic()
            command = [sys.executable, program.name]
            done = subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True)
        failed += bool(done.returncode)
        answer = f"failed:\n{done.stderr}" if done.returncode else "done"
        sys.stdout.write(f"{name}: {answer}, {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    for library in LIBRARIES:
        try:
            sys.stdout.write(f"{library} {version(library)}\n")
        except PackageNotFoundError:
            sys.stdout.write(f"{library} is not installed\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
