"""How many sentences a second the noise function makes, beside the other Korean noise packages.

    python docs/benchmarks/noise.py [--rounds 5] [--seconds 0.5] [--workers 200000] [TEXT.txt ...]

Times every package that the running interpreter can import, one process and one line a call, on the
same lines in alternating rounds, and prints a Markdown table; then our noise function alone on
sentences of exactly 40 syllables, and one worker against two. Knows nothing about how good the
noise is. Packages that cannot be imported are named with the reason on standard error.
"""

import argparse
import importlib
import importlib.util
import multiprocessing
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

Noise = Callable[[str], object]
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
SYLLABLE = re.compile(r"[가-힣]")
OURS = "spellfix"
TARGET = 20_000  # sentences of 40 syllables a second and core
WORKER_ROUNDS = 3


def spellfix() -> dict[str, Noise]:
    from spellfix.noise import Noiser

    noiser, numbers = Noiser(seed=0), count()
    return {OURS: lambda text: noiser.noise(text, epoch=0, index=next(numbers)).text}


def ktextaug() -> dict[str, Noise]:
    noise_add = importlib.import_module("ktextaug").noise_add
    rng = Random(0)
    return {"ktextaug `noise_add`": lambda text: noise_add(text, prob=0.1, rng=rng)}


def konoise() -> dict[str, Noise]:
    """Its methods in turn, as its own loop draws them; the ones in Rust where the wheel has any."""
    segments = importlib.import_module("konoise.segments")
    change = importlib.import_module("konoise.phoneme").phonetic_change
    names = ["palatalization", "linking", "liquidization", "nasalization", "assimilation"]
    methods: list[Callable[..., str]] = [
        segments.disattach_letters,
        segments.change_vowels,
        *(partial(change, func=name) for name in names),
    ]
    rng = Random(0)
    found: dict[str, Noise] = {
        "konoise in Python": lambda text: rng.choice(methods)(text, prob=0.5)
    }
    if importlib.util.find_spec("konoise.rust_generator"):
        rust = importlib.import_module("konoise.rust_generator").get_noise
        names += ["disattach-letters", "change-vowels"]
        found["konoise in Rust"] = lambda text: rust(text, rng.choice(names), 0.5)
    return found


def textmentations() -> dict[str, Noise]:
    os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"  # it asks the package index on import otherwise
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    module = importlib.import_module("textmentations")
    names = ["AEDA", "RandomDeletion", "RandomSwap", "SynonymReplacement"]

    def through(transform: Callable[..., dict[str, str]]) -> Noise:
        return lambda text: transform(text=text)["text"]

    return {f"textmentations `{name}`": through(getattr(module, name)(p=1.0)) for name in names}


def koaeda() -> dict[str, Noise]:
    return {"koaeda `AEDA`": importlib.import_module("koaeda").AEDA()}


def koeda() -> dict[str, Noise]:
    return {"koeda `EDA`": importlib.import_module("koeda").EDA()}


class Absent:
    """Stands where a module is missing: whatever is asked of it, it gives itself."""

    def __getattr__(self, name: str) -> "Absent":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> "Absent":
        return self


@contextmanager
def modules(stand_ins: dict[str, object], hidden: Sequence[str]) -> Iterator[None]:
    """``stand_ins`` in place of the modules of their names, ``hidden`` as if never imported."""
    loaded: dict[str, Any] = sys.modules
    names = [*stand_ins, *hidden]
    saved = {name: loaded.pop(name) for name in names if name in loaded}
    loaded.update(stand_ins)
    try:
        yield
    finally:
        for name in names:
            loaded.pop(name, None)
        loaded.update(saved)


def gec_noise_generator_ko() -> dict[str, Noise]:
    """The nine of its rules that need no file that its wheel leaves out.

    A copy of the package gets the settings file that is missing from the wheel, with the value of
    its own `resources/config.py`, and stand-ins for the modules of the other rules.
    """
    spec = importlib.util.find_spec("gecnk")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'gecnk'")
    absent = ["inko", "g2pk", "hangul_utils", "fasttext", "gensim", "gensim.models"]
    stand_ins = {name: Absent() for name in [*absent, "gensim.models.keyedvectors"]}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "gecnk"
        shutil.copytree(Path(spec.origin).parent, copy)
        (copy / "resources" / "config.ini").write_text("[system]\nmax_error = 2\n", "utf-8")
        sys.path.insert(0, str(copy))
        try:
            with modules({**stand_ins}, ["datasets", "tokenizer", "noise_generate"]):
                module = importlib.import_module("noise_generate")
        finally:
            sys.path.remove(str(copy))
    kinds = "addition separation middle_shiot overlapping_sound busa remove_josa polite_speech"
    rules = [
        getattr(module.ErrorClassification, f"{kind}_error")
        for kind in [*kinds.split(), "spacing", "punctuation"]
    ]
    rng = Random(0)

    def noise(text: str) -> str:
        try:
            tokens, _, _ = rng.choice(rules)(module.tokenize(text))
        except (IndexError, TypeError, ValueError):  # its own loop skips such lines
            return text
        return str(module.converge_token(tokens)).strip()

    return {"gec-noise-generator-ko, 9 rules": noise}


SYSTEMS: dict[str, Callable[[], dict[str, Noise]]] = {
    "spellfix": spellfix,
    "konoise": konoise,
    "ktextaug": ktextaug,
    "gec-noise-generator-ko": gec_noise_generator_ko,
    "koaeda": koaeda,
    "textmentations": textmentations,
    "koeda": koeda,
}


def importable() -> dict[str, Noise]:
    """All that the interpreter can import, ours first; the rest is named on standard error."""
    found: dict[str, Noise] = {}
    for package, load in SYSTEMS.items():
        try:
            ways = load()
        except Exception as error:  # what others raise on import is theirs to choose
            reason = (str(error).strip().splitlines() or [""])[0]
            sys.stderr.write(f"{package} not measured: {type(error).__name__}: {reason}\n")
            continue
        try:
            release = version(package)
        except PackageNotFoundError:  # ours, run from its folder
            release = importlib.import_module(package).__version__
        found |= {name.replace(package, f"{package} {release}", 1): ways[name] for name in ways}
    return found


def rate(noise: Noise, lines: Sequence[str], seconds: float) -> float:
    """Sentences a second of processor time, which other programs on the machine disturb least.

    Passes through all ``lines`` until they have taken ``seconds``.
    """
    passes, start = 0, time.process_time()
    while (taken := time.process_time() - start) < seconds:
        for line in lines:
            noise(line)
        passes += 1
    return passes * len(lines) / taken


def compared(systems: dict[str, Noise], lines: Sequence[str], rounds: int, seconds: float) -> str:
    """A table of medians over ``rounds``; ratios are taken within a round."""
    changed = {
        name: sum(noise(line) != line for line in lines) / len(lines)
        for name, noise in systems.items()
    }
    rates: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(rounds):
        for name, noise in systems.items():
            rates[name].append(rate(noise, lines, seconds))
    base = rates[next(iter(systems))]
    rows = ["| | sentences/s | times as fast as the first | lines changed |", "|---|---|---|---|"]
    for name, found in rates.items():
        ratio = statistics.median(one / first for one, first in zip(found, base))  # noqa: B905
        speed = f"{statistics.median(found):,.0f}"
        rows.append(f"| {name} | {speed} | {ratio:.3g} | {changed[name]:.1%} |")
    return "\n".join(rows) + "\n"


def cut(lines: Sequence[str], syllables: int) -> list[str]:
    """The words of ``lines`` in order, cut into texts of exactly so many Hangul syllables."""
    texts: list[str] = []
    words: list[str] = []
    room = syllables
    for word in " ".join(lines).split():
        held = [match.end() for match in islice(SYLLABLE.finditer(word), room)]
        room -= len(held)
        words.append(word if room else word[: held[-1]])
        if not room:
            texts.append(" ".join(words))
            words, room = [], syllables
    return texts


def work(lines: Sequence[str], indices: range, barrier: Any) -> None:
    """One worker: waits for the others, makes its share of the noise, and says that it is done."""
    try:
        from spellfix.noise import Noiser

        noiser = Noiser(seed=0)
        for index, line in enumerate(lines):
            noiser.noise(line, epoch=1, index=index)
        barrier.wait()
        for index in indices:
            noiser.noise(lines[index % len(lines)], epoch=0, index=index)
        barrier.wait()
    except BaseException:
        barrier.abort()  # nobody waits for a worker that is no more
        raise


def seconds_with(workers: int, lines: Sequence[str], sentences: int) -> float:
    """Seconds from the common start of the workers to the end of the last one."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(workers + 1)
    shares = [range(number, sentences, workers) for number in range(workers)]
    processes = [context.Process(target=work, args=(lines, share, barrier)) for share in shares]
    for process in processes:
        process.start()
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    taken = time.perf_counter() - start
    for process in processes:
        process.join()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("texts", type=Path, nargs="*", help="clean lines; data/samples by default")
    parser.add_argument("--lines", type=int, default=300, help="lines of 30 to 60 characters")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="per package and round")
    parser.add_argument("--workers", type=int, default=200_000, help="sentences; 0 leaves it out")
    options = parser.parse_args()

    paths = options.texts or sorted(SAMPLES.glob("*.txt"))
    everything = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    fitting = [line for line in everything if 30 <= len(line) <= 60]
    Random(0).shuffle(fitting)
    lines = fitting[: options.lines]
    if not lines:
        parser.error("no line of 30 to 60 characters in " + ", ".join(map(str, paths)))
    write = sys.stdout.write
    write(f"Python {sys.version.split()[0]}, {len(lines)} lines of ")
    write(f"{statistics.fmean(map(len, lines)):.0f} characters, {options.rounds} rounds\n\n")
    systems = importable()
    if not systems:
        parser.error("no package to measure: pip install spellfix")
    write(compared(systems, lines, options.rounds, options.seconds))
    first, ours = next(iter(systems.items()))
    if not first.startswith(OURS):
        return

    exact = cut(fitting, 40)
    rates = [rate(ours, exact, options.seconds) for _ in range(options.rounds)]
    middle = statistics.median(rates)
    write(f"\n{first}, {len(exact)} sentences of exactly 40 syllables, one core: {middle:,.0f} ")
    write(f"sentences/s, {middle / TARGET:.2f} of the {TARGET:,} we want ")
    write(f"(rounds from {min(rates):,.0f} to {max(rates):,.0f})\n")
    if not options.workers:
        return
    times = [
        [seconds_with(workers, exact, options.workers) for workers in (1, 2)]
        for _ in range(WORKER_ROUNDS)
    ]
    gain = statistics.median(one / two for one, two in times)
    single, double = (statistics.median(column) for column in zip(*times))  # noqa: B905
    write(f"\n1 worker against 2 workers, {options.workers:,} sentences of 40 syllables: ")
    write(f"{single:.1f} s and {double:.1f} s, {gain:.2f} times as fast\n")


if __name__ == "__main__":
    main()
