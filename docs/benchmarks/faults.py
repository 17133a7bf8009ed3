"""Injects faults into real runs of spellfix and looks at what they leave; prints a table.

    python docs/benchmarks/faults.py --list
    python docs/benchmarks/faults.py --all [--runs 3] [--seed 0]
    python docs/benchmarks/faults.py --only correct-in-place/disk-full [--only serve ...]

Each row injects one fault into one piece of work so many times, at moments and with amounts drawn
from the seed, and checks what docs/reliability.md promises. --only takes the name of a row, or its
beginning. What is wrong goes to standard error as it is found; then
the exit status is 1.

Needs Linux with util-linux (unshare, mount) and libfaketime (Debian: libfaketime); to mount it
needs root, or that users may make namespaces. Control groups (the rows oom-kill) and PostgreSQL
need root. Every disk is a tmpfs in a mount namespace of this script's own: nothing outside is
mounted, filled or killed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from random import Random

from faults_injection import FAKETIME
from faults_rows import HEAD, Row, Seen, Tally

INSIDE = "SPELLFIX_FAULTS_INSIDE"
write = sys.stdout.write


def main() -> int:
    parser = argparse.ArgumentParser(description="Inject faults and look at what they leave.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--all", action="store_true")
    what.add_argument("--only", action="append", metavar="NAME", help="a row, or its beginning")
    what.add_argument("--list", action="store_true")
    parser.add_argument("--runs", type=int, default=3, help="runs of every row (default: 3)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if not options.list and INSIDE not in os.environ:
        _enter()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # nothing is left running
    rows = _rows()
    if options.only:
        rows = [row for row in rows if row.name.startswith(tuple(options.only))]
    if options.list:
        write("".join(f"{row.name}\n" for row in rows))
        return 0
    if not rows:
        parser.error(f"--only {', '.join(options.only)}: no such row, see --list")
    write(f"{HEAD}\n")
    tallies = [_tried(row, options.runs, options.seed) for row in rows]
    return int(any(tally.wrong for tally in tallies))


def _tried(row: Row, runs: int, seed: int) -> Tally:
    tally = Tally(row)
    for number in range(runs):
        try:
            seen = row.try_once(Random(f"{seed} {row.name} {number}"))
        except Exception as error:
            seen = Seen("the script failed", [f"{type(error).__name__}: {error}"])
        tally.seen.append(seen)
        sys.stderr.write("".join(f"{row.name}: {wrong}\n" for wrong in seen.wrong))
    write(f"{tally.line()}\n")
    sys.stdout.flush()
    return tally


def _rows() -> list[Row]:
    import faults_elsewhere
    import faults_files
    import faults_models
    import faults_serving
    import faults_training

    families = (faults_files, faults_training, faults_serving, faults_models, faults_elsewhere)
    return [row for family in families for row in family.rows()]


def _enter() -> None:
    """Begin this script anew in a mount namespace of its own. Does not come back."""
    missing = [name for name in ("unshare", "mount") if shutil.which(name) is None]
    if missing or not FAKETIME.exists():
        sys.exit(f"needs {', '.join([*missing, str(FAKETIME)])}: apt-get install libfaketime")
    words = ["unshare", "--mount"] + ["--map-root-user"] * (os.geteuid() != 0)
    os.environ[INSIDE] = "1"
    os.execvp("unshare", [*words, sys.executable, *sys.argv])


if __name__ == "__main__":
    sys.exit(main())
