"""Search for inputs that break a target, or look at one.

    python -m tests.fuzz [TARGET ...] [--seconds N] [--corpora DIR]     needs the extra "fuzz"
    python -m tests.fuzz TARGET --show FILE
    python -m tests.fuzz --table [--corpora DIR]

Searches each target (all of them without one) for N seconds in a process of its own, beginning with
its seeds and what earlier searches kept in DIR/TARGET. What fails lies in DIR/found, and the exit
status is 1. DIR/log.jsonl gets a line a search; --table adds them up. --show makes a failing input
as small as it gets, and shows it with its failure.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.fuzz.minimal import minimal
from tests.fuzz.targets import TARGETS, target

STATUS = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)/")
FOUND = re.compile(r"(?:FAILURE |Test unit written to )(.*)")
STATS = re.compile(r"stat::(\w+): +(\d+)")
write = sys.stdout.write


def main() -> None:
    """As the docstring of this module says."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpora", type=Path, default=Path("fuzz"), metavar="DIR")
    parser.add_argument("--longest", type=int, default=4096, help="bytes of an input")
    parser.add_argument("--show", type=Path, metavar="FILE")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    unknown = set(options.targets) - set(TARGETS)
    if unknown:
        parser.error(
            f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}"
        )
    if options.show:
        show(options.targets[0], options.show.read_bytes())
        return
    if options.table:
        write("".join(f"{line}\n" for line in table(options.corpora / "log.jsonl")))
        return
    failed = False
    for name in options.targets or TARGETS:
        entry = searched(name, options.seconds, options.corpora, options.longest)
        write(json.dumps(entry) + "\n")
        sys.stdout.flush()
        failed = failed or bool(entry["found"])
    sys.exit(1 if failed else 0)


def searched(name: str, seconds: int, corpora: Path, longest: int) -> dict[str, Any]:
    """What came of one search, which the log tells too."""
    corpus, found = corpora / name, corpora / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target(name).SEEDS):
        (corpus / f"seed-{number}").write_bytes(seed)
    command = [sys.executable, "-m", "tests.fuzz.search", name, str(found), str(corpus)]
    command += [f"-max_total_time={seconds}", f"-max_len={longest}", "-rss_limit_mb=2048"]
    command += ["-timeout=1200", "-print_final_stats=1", f"-artifact_prefix={found}/{name}-"]
    begun, told = time.time(), corpora / f"{name}.log"
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # thousands of files a second
    with told.open("wb") as log, TemporaryDirectory(prefix="fuzz-", dir=memory) as place:
        environment = {**os.environ, "TMPDIR": place}  # libFuzzer leaves without a goodbye
        child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    lines = told.read_text(encoding="utf-8", errors="replace")
    reached = [tuple(map(int, each)) for each in STATUS.findall(lines)]
    stats = {key: int(value) for key, value in STATS.findall(lines)}
    entry = {
        "target": name,
        "begun": int(begun),
        "seconds": round(time.time() - begun),
        "processor_seconds": round(used.ru_utime + used.ru_stime),
        "executions": stats.get("number_of_executed_units"),
        "edges": reached[-1][0] if reached else None,
        "features": reached[-1][1] if reached else None,
        "corpus": reached[-1][2] if reached else None,
        "peak_mb": stats.get("peak_rss_mb"),
        "status": child.returncode,
        "found": FOUND.findall(lines),
    }
    with (corpora / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
    return entry


def table(log: Path) -> Iterator[str]:
    """All searches of a log in Markdown, by target."""
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    yield "| target | executions | processor time, s | a second | edges | inputs kept |"
    yield "|---|---|---|---|---|---|"
    total = [0, 0]
    for name in TARGETS:
        own = [each for each in entries if each["target"] == name]
        if not own:
            continue
        done = sum(each["executions"] or 0 for each in own)
        used = sum(each["processor_seconds"] for each in own)
        total = [total[0] + done, total[1] + used]
        edges = max((each["edges"] or 0) for each in own)
        kept = max((each["corpus"] or 0) for each in own)
        rate = done / max(1, used)
        yield f"| {name} | {done:,} | {used:,} | {rate:,.0f} | {edges:,} | {kept:,} |"
    yield f"| all | {total[0]:,} | {total[1]:,} | {total[0] / max(1, total[1]):,.0f} | | |"


def show(name: str, data: bytes) -> None:
    """Prints the smallest input that fails as `data` does, and the failure."""
    check = target(name).check
    small = minimal(data, check)
    write(f"{small!r}\n")
    try:
        check(small)
    except Exception:
        write(traceback.format_exc())


if __name__ == "__main__":
    main()
