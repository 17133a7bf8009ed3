"""How fast texts are cleaned, where the time goes, how much memory it takes, what a kill leaves.

    python docs/benchmarks/data.py [--megabytes 32] [--rounds 3] [--kills 6] [--peers 4000]

Makes a file of words of data/samples in random order, one text of twenty is there before
word for word and one nearly. Runs `spellfix data clean` on it in processes of its own: with one and
with two workers in alternating rounds, with a quarter of the file and with all of it, and killed
(SIGKILL, all processes) at random moments and resumed. The steps are timed in this process, for the
file and for the sentences of train/general; and MinHash beside datasketch on the same texts. Prints
Markdown; exit status 1 if any output differs.
"""

import argparse
import lzma
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = sorted((ROOT / "data" / "benchmark").glob("*.jsonl"))
WRITTEN = ROOT / "train" / "general" / "general.txt.xz"
SIZE = 4 << 20  # bytes of a chunk
STEPS = 4  # chunks that are timed step by step
BETWEEN = "files between the processes"
write = sys.stdout.write


def make(path: Path, size: int) -> None:
    """A file of ``size`` bytes, the same every time."""
    lines = [
        line
        for source in sorted((ROOT / "data" / "samples").glob("*.txt"))
        for line in source.read_text("utf-8").splitlines()
    ]
    words = [word for line in lines for word in line.split()]
    random, made, recent = Random(0), 0, list[str]()
    with path.open("w", encoding="utf-8") as file:
        while made < size:
            chance = random.random()
            if recent and chance < 0.05:
                text = random.choice(recent)
            elif recent and chance < 0.1:
                text = f"{random.choice(recent)} {random.choice('네응아')}"
            else:
                text = " ".join(random.choices(words, k=len(random.choice(lines).split())))
                recent = [*recent[-999:], text]
            file.write(f"{text}\n")
            made += len(text.encode()) + 1


def command(source: Path, output: Path, *more: str) -> list[str]:
    against = ["--against", *map(str, BENCHMARKS)]
    words = ["data", "clean", str(source), "--output", str(output), *against]
    return [sys.executable, "-m", "spellfix", *words, *more]


def run(source: Path, output: Path, *more: str) -> tuple[float, float, float]:
    """Wall seconds, processor seconds of all processes and MB of the largest one."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command(source, output, "--force", *more), stdout=subprocess.DEVNULL, cwd=ROOT
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"data clean ended with {process.returncode}")
    seconds = time.perf_counter() - start
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def digest(folder: Path) -> str:
    found = sha256()
    for path in sorted(folder.iterdir()):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def speed(source: Path, folder: Path, rounds: int) -> bool:
    """Speed and memory of one worker beside two, for a quarter of the file and all of it; whether
    all outputs are the same."""
    quarter = folder / "quarter.txt"
    make(quarter, source.stat().st_size // 4)
    less, size = (path.stat().st_size / 1e6 for path in (quarter, source))
    times: dict[tuple[int, Path], list[tuple[float, float, float]]] = {
        (workers, path): [] for workers in (1, 2) for path in (quarter, source)
    }
    digests: dict[Path, set[str]] = {quarter: set(), source: set()}
    for _ in range(rounds):
        for (workers, path), found in times.items():
            found.append(run(path, folder / "clean", "--workers", str(workers)))
            digests[path].add(digest(folder / "clean"))
    middle = {
        key: [statistics.median(column) for column in zip(*found, strict=True)]
        for key, found in times.items()
    }
    write("| workers | MB/s | MB/s without start | processor s/MB without start |\n")
    write("|---|---|---|---|\n")
    for workers in (1, 2):
        few, all_of_it = middle[workers, quarter], middle[workers, source]
        wall, cpu = all_of_it[0] - few[0], all_of_it[1] - few[1]
        write(f"| {workers} | {size / all_of_it[0]:.1f} | {(size - less) / wall:.1f} | ")
        write(f"{cpu / (size - less):.3f} |\n")
    gain = middle[1, source][0] / middle[2, source][0]
    write(f"\nTwo workers are {gain:.2f} times as fast as one (medians of {rounds} rounds). ")
    differ = sum(len(found) - 1 for found in digests.values())
    write(f"Outputs that differ: {differ}\n\n")
    write("| input | --near off | --near 0.8 |\n|---|---|---|\n")
    for path in (quarter, source):
        off = run(path, folder / "clean", "--near", "off", "--workers", "2")[2]
        count = path.read_bytes().count(b"\n")
        write(f"| {path.stat().st_size / 1e6:.0f} MB, {count:,} lines | {off:.0f} MB | ")
        write(f"{middle[2, path][2]:.0f} MB |\n")
    return differ == 0


def steps(source: Path, folder: Path, part: int) -> None:
    """Where the processor time of this process goes, in ms a MB, in chunks of ``part`` bytes."""
    from spellfix.data import shards, staging
    from spellfix.data.chunks import chunks_of
    from spellfix.data.cleaning import Job
    from spellfix.data.deciding import NAMES, Deciding
    from spellfix.data.duplicates import exact_keys
    from spellfix.data.filters import Filters, judge
    from spellfix.data.letters import Letters
    from spellfix.data.reading import sources
    from spellfix.data.signatures import band_keys

    job = Job(Filters(), against=tuple(BENCHMARKS))
    task = job.task()
    benchmarks = staging.benchmarks_of(task.against)
    if not task.bands:
        raise SystemExit("near duplicates are looked for by default")
    deciding = Deciding(10, True, 0.8, task.bands, folder / "letters")
    taken: dict[str, float] = {}

    def timed(name: str, do: Callable[..., Any], *given: Any) -> Any:
        start = time.process_time()
        result = do(*given)
        taken[name] = taken.get(name, 0) + time.process_time() - start
        return result

    def filed(table: Any, verdicts: Any) -> None:
        whole = shards.decided(table, NAMES, verdicts.reasons, verdicts.firsts)
        shards.write_part(folder / "part", whole)

    size, number, read = 0, 0, 0.0
    for number, chunk in enumerate(chunks_of(sources([source]), part)):
        if number > STEPS:
            break
        if number == 1:  # the first one makes the tables
            size, read = 0, 0.0
            taken.clear()
        before = sum(taken.values())
        timed("read", lambda each=chunk: each.rows(split=False))
        before += taken["read"] - read
        read = taken["read"]
        rows = timed("split", lambda each=chunk: each.rows(split=True))
        found = timed("judge: filters, masking, templates", judge, rows.texts, rows.damage)
        encoded = timed("UTF-8", found.texts.encoded)
        letters = timed("letters in one array", Letters.of, found.texts)
        leaks = timed("leaks from three benchmarks", benchmarks.find, letters)
        timed("MinHash", band_keys, letters, task.bands)
        timed("hashes for exact repeats", exact_keys, *encoded)
        table = timed("Arrow table", shards.judged, rows, found, encoded, benchmarks.names, leaks)
        steps = sum(taken.values()) - before
        timed(BETWEEN, staging.stage, chunk, task, folder)
        taken[BETWEEN] -= steps
        keys = timed(BETWEEN, staging.keys_of, folder, number)
        verdicts = timed("decide: exact, templates, near", deciding.decide, keys)
        timed("Parquet", filed, table, verdicts)
        size += keys.bytes
    taken["split into sentences"] = taken.pop("split") - taken["read"]
    whole = sum(taken.values())
    write("| step | ms/MB | share |\n|---|---|---|\n")
    for name, seconds in sorted(taken.items(), key=lambda item: -item[1]):
        write(f"| {name} | {seconds / size * 1e9:.1f} | {seconds / whole:.0%} |\n")
    write(f"| all | {whole / size * 1e9:.1f} | n = {min(number, STEPS)} chunks |\n")


def kills(source: Path, folder: Path, count: int) -> bool:
    """Whether every run that was killed and resumed ends in the same bytes."""
    small = ("--part-size", "500000", "--workers", "2")
    run(source, folder / "whole", *small)
    whole, random, same, moments = digest(folder / "whole"), Random(0), 0, list[str]()
    parts = len([*(folder / "whole").glob("*.parquet")])
    for _ in range(count):
        output, partial = folder / "killed", folder / "killed.partial"
        words = command(source, output, *small)
        process = subprocess.Popen(
            words, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL
        )
        until = random.randrange(parts)
        while len([*partial.glob("scratch/*.keys")]) < until and process.poll() is None:
            time.sleep(0.001)
        time.sleep(random.uniform(0, 0.1))
        os.killpg(process.pid, signal.SIGKILL)
        if process.wait() != -signal.SIGKILL:
            raise SystemExit("it was done before it could be killed")
        moments.append(str(len([*partial.glob("part-*.parquet")])))
        subprocess.run([*words, "--resume"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        same += digest(output) == whole
        for path in output.iterdir():
            path.unlink()
        output.rmdir()
    write(
        f"{count} kills, after {', '.join(moments)} of {parts} finished files: {same} of {count} "
    )
    write("the same bytes as the run that was not killed\n")
    return same == count


def peers(source: Path, count: int) -> None:
    """Signatures and index of the same texts, ours beside datasketch's, in alternating rounds."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ModuleNotFoundError:
        write("datasketch is not installed\n")
        return
    from spellfix.data.duplicates import Near
    from spellfix.data.laid import Laid
    from spellfix.data.letters import Letters
    from spellfix.data.signatures import Bands, band_keys, pieces_of

    texts = [*dict.fromkeys(source.read_text("utf-8").splitlines()[:count])]
    laid = Laid.out(texts)
    bands = Bands.for_similarity(0.8)

    def ours() -> int:
        with tempfile.TemporaryDirectory() as folder:
            near = Near(0.8, bands, Path(folder, "letters"))
            letters = Letters.of(laid)
            found = near.find(band_keys(letters, bands), letters, np.arange(len(texts)))
            near.close()
            return int((found >= 0).sum())

    def theirs() -> int:
        index = MinHashLSH(num_perm=32, params=(bands.bands, bands.rows))
        letters, found = Letters.of(laid), 0
        for at in range(len(texts)):
            signature = MinHash(num_perm=32)
            signature.update_batch([piece.encode() for piece in pieces_of(letters.text(at))])
            if index.query(signature):
                found += 1
            else:
                index.insert(at, signature)
        return found

    ours()
    rows: dict[str, list[float]] = {"ours": [], "datasketch": []}
    repeats = {}
    for _ in range(3):
        for name, do in (("ours", ours), ("datasketch", theirs)):
            start = time.process_time()
            repeats[name] = do()
            rows[name].append(time.process_time() - start)
    ratio = statistics.median(b / a for a, b in zip(rows["ours"], rows["datasketch"], strict=True))
    write("| 8 bands of 4 minima | µs a text | repeats found |\n|---|---|---|\n")
    for name, found in rows.items():
        write(f"| {name} | {statistics.median(found) / len(texts) * 1e6:.1f} | {repeats[name]} |\n")
    write(f"\nn = {len(texts):,} texts, {ratio:.1f} times as fast. ")
    write("datasketch's are candidates, ours are compared piece by piece.\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--peers", type=int, default=4000, help="texts; 0 leaves it out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "texts.txt"
        make(source, options.megabytes * 1_000_000)
        write(
            f"{options.megabytes} MB, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n\n"
        )
        # Before this process grows: a new one starts with its size.
        same = speed(source, folder, options.rounds)
        write("\n")
        same = kills(source, folder, options.kills) and same
        write("\n")
        steps(source, folder, SIZE)
        write("\nOf sentences that people wrote:\n\n")
        written = folder / "written.txt"
        written.write_bytes(lzma.decompress(WRITTEN.read_bytes()))
        steps(written, folder, SIZE // 4)
        if options.peers:
            write("\n")
            peers(source, options.peers)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
