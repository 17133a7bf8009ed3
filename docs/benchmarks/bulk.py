"""Two workers against one, on Ray and without it, and what Ray costs beside the corrector alone.

    python docs/benchmarks/bulk.py [--sentences 6000] [--parts 24] [--rounds 1] [--no-ray]

Makes distinct sentences with typos out of data/samples and corrects them by `Corrector` in this
process with one thread, by the local engine with one process and with two, and by Ray with one
actor and with two, in turn, on one cluster that is there before (that of RAY_ADDRESS, or its own).
The rate is that of the steady state: from the moment when every worker has done its first part, to
the last part; beside it stand wall time in all (starts of workers included) and processor time per
thousand sentences (of this process and all that it started, Ray's own processes among them). Prints
Markdown; exit status 1 if outputs differ. About four minutes on two free cores.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from spellfix.bulk import correct_files
from spellfix.corrector import Corrector
from spellfix.noise import Noiser

ROOT = Path(__file__).resolve().parents[2]
write = sys.stdout.write


@dataclass(frozen=True)
class Way:
    """An engine with a number of workers."""

    name: str
    engine: str
    workers: int


WAYS = (
    Way("local, 1 process", "local", 1),
    Way("local, 2 processes", "local", 2),
    Way("Ray, 1 actor", "ray", 1),
    Way("Ray, 2 actors", "ray", 2),
)


@dataclass(frozen=True)
class Measured:
    """rate: sentences a second in the steady state. wall: seconds in all. busy: seconds of
    processor time for 1,000 sentences; None where it is not known."""

    rate: float
    wall: float
    busy: float | None


def sentences(count: int) -> list[str]:
    """Distinct sentences with typos, the same every time."""
    lines = [
        line
        for source in sorted((ROOT / "data" / "samples").glob("*.txt"))
        for line in source.read_text("utf-8").splitlines()
        if 15 <= len(line) <= 80
    ]
    noiser = Noiser(11)
    return [f"{noiser.noise(lines[at % len(lines)], 0, at).text} ({at})" for at in range(count)]


def busy(folder: Path) -> dict[int, float]:
    """Processor seconds so far of every process that descends from this one, this one included."""
    tick = os.sysconf("SC_CLK_TCK")
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for path in folder.glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.name)] = int(fields[1])
        used[int(path.name)] = (int(fields[11]) + int(fields[12])) / tick
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return {pid: used.get(pid, 0.0) for pid in ours}


def measure(path: Path, output: Path, way: Way, part: int) -> Measured:
    """One run. Of processes that have ended, time is known up to the last part."""
    began = time.monotonic()
    before = busy(Path("/proc"))
    after = dict(before)
    times: list[tuple[float, int]] = []

    def tell(_: int, __: int, done: int) -> None:
        if done:
            times.append((time.monotonic(), done))
            after.update(busy(Path("/proc")))

    correct_files(
        [str(path)], str(output), engine=way.engine, workers=way.workers, part=part, tell=tell
    )
    wall = time.monotonic() - began
    first, total = times[way.workers - 1][0], sum(done for _, done in times)
    steady = sum(done for _, done in times[way.workers :])
    spent = sum(each - before.get(pid, 0.0) for pid, each in after.items())
    return Measured(steady / (times[-1][0] - first), wall, 1000 * spent / total)


def alone(lines: list[str]) -> Measured:
    """`Corrector` in this process, with one thread and nothing around it."""
    corrector = Corrector.from_pretrained(threads=1)
    corrector.correct_batch(lines[:256])
    began, used = time.monotonic(), time.process_time()
    for at in range(0, len(lines), 256):
        corrector.correct_batch(lines[at : at + 256])
    wall, spent = time.monotonic() - began, time.process_time() - used
    return Measured(len(lines) / wall, wall, 1000 * spent / len(lines))


def _cluster(none: bool) -> AbstractContextManager[float]:
    return nullcontext(0.0) if none else cluster()


@contextmanager
def cluster() -> Iterator[float]:
    """Ray on this machine; gives the seconds that its start took."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    import ray

    own = {"num_cpus": 2, "object_store_memory": 100 << 20, "include_dashboard": False}
    there = os.environ.get("RAY_ADDRESS")
    began = time.monotonic()
    ray.init(there or "local", log_to_driver=False, **({} if there else own))
    yield time.monotonic() - began
    ray.shutdown()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=6000)
    parser.add_argument("--parts", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--no-ray", action="store_true")
    options = parser.parse_args()
    ways = [way for way in WAYS if way.engine == "local" or not options.no_ray]
    lines = sentences(options.sentences)
    found: dict[str, list[Measured]] = {}
    outputs: list[dict[str, bytes]] = []
    with tempfile.TemporaryDirectory() as name, _cluster(options.no_ray) as started:
        folder = Path(name)
        path = folder / "sentences.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        part = path.stat().st_size // options.parts
        for turn in range(options.rounds):
            found.setdefault("Corrector alone, 1 thread", []).append(alone(lines))
            for way in ways:
                output = folder / f"{way.engine}{way.workers}.{turn}"
                found.setdefault(way.name, []).append(measure(path, output, way, part))
                outputs.append(contents(output))
    report(found, len(lines), options.parts, options.rounds, started)
    if any(output != outputs[0] for output in outputs):
        write("\nThe outputs differ.\n")
        return 1
    write("\nAll outputs are the same to the byte.\n")
    return 0


def report(
    found: dict[str, list[Measured]], n: int, parts: int, rounds: int, started: float
) -> None:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    write(f"n = {n:,} sentences in {parts} parts, {rounds} round(s), load {load}; ")
    write(f"the cluster took {started:.1f} s to start\n\n")
    write("| | sentences/s, steady | against one | wall, s | processor s / 1,000 |\n")
    write("|---|---|---|---|---|\n")
    ones = {"local": "local, 1 process", "Ray": "Ray, 1 actor"}
    for name, measured in found.items():
        rate = middle(measured, lambda each: each.rate)
        one = next((one for word, one in ones.items() if name.startswith(word)), None)
        ratio = ""
        if one and one != name:
            ratios = [a.rate / b.rate for a, b in zip(measured, found[one], strict=True)]
            ratio = f"{statistics.median(ratios):.2f}"
        write(f"| {name} | {rate:,.0f} | {ratio} | {middle(measured, lambda each: each.wall):.1f} ")
        write(f"| {middle(measured, lambda each: each.busy or 0.0):.2f} |\n")


def middle(measured: list[Measured], value: Callable[[Measured], float]) -> float:
    return statistics.median(map(value, measured))


if __name__ == "__main__":
    sys.exit(main())
