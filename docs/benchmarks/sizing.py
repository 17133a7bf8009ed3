"""What a million sentences cost: processor time by processes, length, batch, and by service.

    python docs/benchmarks/sizing.py [--seconds S] [--repeat R] [--price P] [--json FILE]

processes   1 and 2 of them, each a Corrector with one thread; what a second process brings
length      sentences of 10 to 160 code points
batch       sentences given to `correct_batch` at a time
archive     `spellfix.bulk.correct_files`, 1 and 2 processes: what more rows take, without the start
service     `spellfix serve`, 1 and 2 workers: 32 clients with 1 sentence a request, 4 with 32

Half of the sentences of data/samples have typos, drawn by spellfix.noise with its usual rate.
Counted is processor time (user and system), which other work on the machine changes less than the
time on the clock; sentences a second on the clock stand beside it. Prints the tables of
docs/scale/sizing.md: some four minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count, islice
from pathlib import Path
from time import perf_counter, process_time

from serve_process import Service, serving

from spellfix import Corrector
from spellfix.noise import Noiser

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SERVED = ((1, 32), (32, 4))
"""Sentences a request, and clients that ask at a time."""
BATCH = 256
LENGTHS = ((10, 20), (20, 40), (40, 80), (80, 160))
BATCHES = (1, 8, 32, 128, 512)
BILLION = 1e9
FEW = 600
"""Rows of which every process of an archive gets a part, so that all of them have started."""
write = sys.stdout.write


@dataclass(frozen=True)
class Work:
    """What one process corrects: sentences of a length, so many at a time, this share noisy."""

    batch: int = BATCH
    least: int = 1
    most: int = 10_000
    noisy: float = 0.5


@dataclass(frozen=True)
class Done:
    """sentences and characters in `wall` seconds of the clock and `cpu` of a processor."""

    sentences: int
    characters: int
    wall: float
    cpu: float
    memory: int = 0

    @property
    def rate(self) -> float:
        return self.sentences / self.wall

    @property
    def million(self) -> float:
        """Core-seconds for a million sentences."""
        return self.cpu / self.sentences * 1e6


def sentences(work: Work, seed: int) -> Iterator[str]:
    """Sentences without end, hardly one of them twice with the same typos."""
    clean = [
        line
        for file in sorted(SAMPLES.glob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if work.least <= len(line) < work.most
    ]
    noiser = Noiser(seed)
    for number in count(seed * 1009):
        line = clean[number * 7919 % len(clean)]  # a prime: sources are mixed
        noisy = number % 100 < work.noisy * 100
        yield noiser.noise(line, 0, number).text if noisy else line


# -- processes of their own --------------------------------------------------------------------


def work_as_told(seed: int) -> None:
    """The other side of `together`: a line is work and seconds; the answer, what was done."""
    corrector = Corrector.from_pretrained(threads=1, min_confidence=0.8)
    corrector.correct_batch(list(islice(sentences(Work(), 0), 64)))
    write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        told = json.loads(line)
        work = Work(**told["work"])
        supply = sentences(work, seed)
        done = characters = 0
        began, used = perf_counter(), 0.0
        while perf_counter() - began < told["seconds"]:
            texts = [next(supply) for _ in range(work.batch)]
            start = process_time()
            corrector.correct_batch(texts)
            used += process_time() - start
            done += len(texts)
            characters += sum(map(len, texts))
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        found = Done(done, characters, perf_counter() - began, used, most)
        write(json.dumps(asdict(found)) + "\n")
        sys.stdout.flush()


class Processes:
    """Some that wait for work; they are ended with the context."""

    def __init__(self, number: int) -> None:
        self._all = [
            subprocess.Popen(
                [sys.executable, __file__, "--seed", str(seed + 1)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
            )
            for seed in range(number)
        ]

    def __enter__(self) -> Processes:
        for each in self._all:
            each.stdout.readline()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._all:
            each.communicate()

    def together(self, work: Work, seconds: float, number: int | None = None) -> list[Done]:
        """What the first `number` of them have done in the same seconds."""
        chosen = self._all[:number]
        for each in chosen:
            each.stdin.write(json.dumps({"work": asdict(work), "seconds": seconds}) + "\n")
            each.stdin.flush()
        return [Done(**json.loads(each.stdout.readline())) for each in chosen]


def summed(parts: Sequence[Done]) -> Done:
    """Of processes that ran side by side; `wall` so that rates are added up."""
    every = [sum(getattr(each, name) for each in parts) for name in ("sentences", "characters")]
    rate = sum(each.rate for each in parts)
    memory = max(each.memory for each in parts)
    return Done(every[0], every[1], every[0] / rate, sum(each.cpu for each in parts), memory)


# -- archive and service -----------------------------------------------------------------------


def archive(workers: int, rows: int) -> Done:
    """Rows of JSON Lines corrected into Parquet; all that happens, the start too."""
    program = (
        "import sys; from spellfix.bulk import correct_files; "
        "correct_files([sys.argv[1]], sys.argv[2], workers=int(sys.argv[3]), part=32768)"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "in.jsonl")
        texts = list(islice(sentences(Work(), 5), rows))
        lines = (json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
        file.write_text("".join(lines), encoding="utf-8")
        before, began = os.times(), perf_counter()
        command = [sys.executable, "-c", program, str(file), str(Path(folder, "out")), str(workers)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        passed, after = perf_counter() - began, os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return Done(rows, sum(map(len, texts)), passed, used)


def more_rows(few: Done, many: Done) -> Done:
    """What `many` took beyond `few`: the start is in both."""
    names = ("sentences", "characters", "wall", "cpu")
    return Done(*(getattr(many, name) - getattr(few, name) for name in names))


def processor(service: Service) -> float:
    """Seconds of the service and of its workers."""
    first = service.process.pid
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    seconds = 0.0
    for each in (str(first), *children):
        times = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


async def ask(port: int, each: int, seed: int, end: float) -> tuple[int, int]:
    """One client that asks again as soon as it is answered; sentences and characters."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    supply = sentences(Work(), seed)
    done = characters = 0
    while perf_counter() < end:
        texts = [next(supply) for _ in range(each)]
        body = json.dumps({"texts": texts}).encode()
        writer.write(
            b"POST /v1/correct HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head:
            raise SystemExit(f"not answered: {head[:60]!r}")
        (length,) = (line for line in head.lower().split(b"\r\n") if line[:14] == b"content-length")
        await reader.readexactly(int(length.partition(b":")[2]))
        done += each
        characters += sum(map(len, texts))
    writer.close()
    return done, characters


def served(workers: int, each: int, clients: int, seconds: float) -> Done:
    """A service under so many clients; only its own processor time counts."""

    async def all_of_them(port: int, seconds: float) -> list[tuple[int, int]]:
        end = perf_counter() + seconds
        return await asyncio.gather(*(ask(port, each, seed, end) for seed in range(clients)))

    options = ("--database", "off", "--workers", str(workers), "--request-timeout", "600")
    with serving(*options) as service:
        asyncio.run(all_of_them(service.port, 1.0))
        before, began = processor(service), perf_counter()
        counts = asyncio.run(all_of_them(service.port, seconds))
        passed, used = perf_counter() - began, processor(service) - before
    return Done(sum(n for n, _ in counts), sum(n for _, n in counts), passed, used)


# -- tables ------------------------------------------------------------------------------------


def row(*cells: object) -> None:
    write("| " + " | ".join(str(cell) for cell in cells) + " |\n")


def header(*names: str) -> None:
    write("\n")
    row(*names)
    row(*("---" for _ in names))


def line(name: str, done: Done, *more: object) -> None:
    length = done.characters / done.sentences
    cost = f"{done.million:,.0f}"
    row(name, f"{length:.0f}", f"{done.rate:,.0f}", cost, f"{done.million / length:,.0f}", *more)


COLUMNS = ("code points", "sentences/s", "core-seconds per million", "per million code points")


def middle(runs: Sequence[Done]) -> Done:
    """The run whose processor time for a sentence is the median (the lower one of two)."""
    return sorted(runs, key=lambda each: each.million)[(len(runs) - 1) // 2]


def billion(found: dict[str, Done], price: float) -> None:
    write(f"\nPrice: {price:g} a core-hour (an assumption).\n")
    header("1,000,000,000 sentences", "core-hours", "days on 2 cores", "on 64", "on 1,000", "cost")
    for name, done in found.items():
        hours = done.million * BILLION / 1e6 / 3600
        days = (f"{hours / 24 / cores:,.1f}" for cores in (2, 64, 1000))
        row(name, f"{hours:,.0f}", *days, f"{hours * price:,.0f}")


def measure(options: argparse.Namespace) -> dict[str, Done]:
    seconds, kept = options.seconds, {}
    with Processes(2) as processes:
        header("processes", *COLUMNS, "against one", "memory of one")
        runs = [
            [summed(processes.together(Work(), seconds, n)) for n in (1, 2)]
            for _ in range(options.repeat)
        ]
        one, two = (middle([each[n] for each in runs]) for n in (0, 1))
        gain = statistics.median(each[1].rate / each[0].rate for each in runs)
        megabytes = f"{one.memory / 1e6:,.0f} MB"
        line("1", one, "1.00", megabytes)
        line("2", two, f"{gain:.2f}", megabytes)
        kept["bulk, processes"] = two
        header("share with typos", *COLUMNS)
        for share in (0.0, 0.5, 1.0):
            line(f"{share:.0%}", *processes.together(Work(noisy=share), seconds, 1))
        header("length", *COLUMNS)
        for least, most in LENGTHS:
            work = Work(least=least, most=most)
            line(f"{least} to {most - 1}", *processes.together(work, seconds, 1))
        header("batch", *COLUMNS)
        for batch in BATCHES:
            line(str(batch), *processes.together(Work(batch=batch), seconds, 1))
    header("archive, processes", *COLUMNS, "core-seconds to start")
    for workers in (1, 2):
        few, many = (archive(workers, rows) for rows in (FEW, FEW + options.rows))
        done = more_rows(few, many)
        line(str(workers), done, f"{few.cpu - few.sentences * done.cpu / done.sentences:.1f}")
    kept["archive, 2 processes"] = done
    header("service: workers, sentences a request", *COLUMNS)
    for workers in (1, 2):
        for each, clients in SERVED:
            done = served(workers, each, clients, seconds)
            line(f"{workers}, {each}", done)
            kept[f"service, {workers} worker(s), {each} a request"] = done
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="of each measurement")
    parser.add_argument("--repeat", type=int, default=3, help="of 1 and 2 processes")
    parser.add_argument("--rows", type=int, default=3000, help="of the archive")
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour")
    parser.add_argument("--json", type=Path, help="the numbers of the last table, for programs")
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.seed is not None:
        work_as_told(options.seed)
        return
    began = perf_counter()
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    found = measure(options)
    billion(found, options.price)
    took = perf_counter() - began
    after = os.getloadavg()[0]
    write(f"\n{cores} cores, load {load:.1f} before and {after:.1f} after, {took:.0f} s\n")
    if options.json:
        options.json.write_text(json.dumps({name: asdict(each) for name, each in found.items()}))


if __name__ == "__main__":
    main()
