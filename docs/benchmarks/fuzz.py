"""A million inputs that nobody would write: no crash, and edits that make exactly the text.

    python docs/benchmarks/fuzz.py --count 1000000 --log fuzz.jsonl [--wild] [--seed S] [--start N]
    python docs/benchmarks/fuzz.py [--wild] --seed S --only N

Every input goes through the shipped model, or with --wild through one that writes anything, in
batches. Checked of each: that there is no exception, that its edits, applied, give its text, that
they are well formed and sure enough, and that nothing protected changes. Checked of a sample: that
text alone gives the same as in its batch and as a document in parts, that alternatives obey the
same rules, that every edit can be explained.

The log gets a line after every SLICE inputs; the same command goes on where it ends. Prints a
Markdown table of what it holds and what failed; exit status 1 if anything did. --only makes one
input again, with the block it is corrected in, and prints what came of it.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from fuzz_inputs import BLOCK, Block, Inputs
from fuzz_wild import Wild

from spellfix.composition import compose
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.edits import Edit, apply
from spellfix.explanations import explain
from spellfix.kinds import KINDS
from spellfix.passages import SMALLEST, passages
from spellfix.pretrained import ModelDirectory
from spellfix.protection import kept_spans, may_be_korean
from spellfix.text import LONGEST_SENTENCE, Span, segment
from spellfix.tokenizer import Tokenizer

SLICE = 10_000
SHOWN = 20
ALONE = 10
"""Inputs of a block that are also corrected alone and as documents."""
write = sys.stdout.write
Entry = dict[str, Any]
Failure = tuple[int, str, str]
"""Number of the input, what is wrong, and the input as Python writes it."""


class Fuzz:
    def __init__(self, seed: int, wild: bool = False) -> None:
        directory = ModelDirectory.open()
        self.name = f"{'wild' if wild else 'shipped'}, seed {seed}"
        self._inputs = Inputs(seed)
        self._tokenizer = Tokenizer.load(directory.tokenizer)
        self._shortest, self._longest = directory.shortest, directory.max_positions
        self._corrector = Corrector.from_pretrained(threads=1)
        if wild:
            self._corrector = Corrector(
                Wild(self._tokenizer, seed),
                self._tokenizer,
                max_positions=self._longest,
                shortest=self._shortest,
            )

    def run(self, number: int) -> tuple[Counter[str], list[Failure]]:
        """Counts and failures of one block."""
        block = self._inputs.block(number)
        counts: Counter[str] = Counter()
        failures: list[Failure] = []
        for index, corrected in self._corrected(block, failures):
            text, kind = block.texts[index], block.kinds[index]
            decoded = len(self._decoded(text, block.terms))
            counts[f"{kind}/inputs"] += 1
            counts[f"{kind}/code points"] += len(text)
            counts[f"{kind}/read by the model"] += decoded > 0
            counts[f"{kind}/sentences"] += decoded
            counts[f"{kind}/edits"] += len(corrected.edits)
            for what in self._wrong(block, index, corrected, counts):
                failures.append((number * BLOCK + index, what, ascii(text)))
        return counts, failures

    def show(self, number: int) -> list[Failure]:
        """Prints input `number` and what comes of it."""
        block, index = self._inputs.block(number // BLOCK), number % BLOCK
        text = block.texts[index]
        write(f"{block.kinds[index]}, min_confidence {block.threshold}\n{text!a}\n")
        write(f"terms {block.terms!a}\nkept {kept_spans(text, block.terms)}\n")
        found = self._of(block).correct(text)
        write(f"{found.text!a}\n" + "".join(f"{edit!a}\n" for edit in found.edits))
        return [each for each in self.run(number // BLOCK)[1] if each[0] == number]

    def _of(self, block: Block) -> Corrector:
        return self._corrector.with_options(protect=block.terms, min_confidence=block.threshold)

    def _corrected(self, block: Block, failures: list[Failure]) -> Iterator[tuple[int, Correction]]:
        """What comes of the inputs of a block, one by one where all together they raise."""
        corrector = self._of(block)
        try:
            yield from enumerate(corrector.correct_batch(block.texts))
            return
        except Exception as error:
            first = block.number * BLOCK
            failures.append((first, f"in a batch {error!r}", ascii(block.texts)[:200]))
        for index, text in enumerate(block.texts):
            try:
                yield index, corrector.correct(text)
            except Exception as error:
                failures.append((block.number * BLOCK + index, repr(error), ascii(text)))

    def _wrong(
        self, block: Block, index: int, corrected: Correction, counts: Counter[str]
    ) -> Iterator[str]:
        text = block.texts[index]
        rng = Random(block.number * BLOCK + index)
        try:
            if apply(text, corrected.edits) != corrected.text:
                yield "edits do not make the text"
            if not 0.0 <= corrected.score <= 1.0:
                yield f"score {corrected.score}"
            kept = kept_spans(text, block.terms)
            yield from _ill_formed(text, corrected.edits, block.threshold, kept)
            if index < ALONE or len(text) > 5000:
                yield from self._otherwise(block, text, corrected, rng)
                counts["again alone and as a document"] += 1
            if index < 5 * ALONE:
                for edit in corrected.edits:
                    counts["explained"] += 1
                    reason = explain(text, edit)
                    if not reason.korean.strip() or not reason.english.strip():
                        yield f"no explanation of {edit!a}"
            if index < ALONE and corrected.edits and len(text) < 5000:
                edit = rng.choice(corrected.edits)
                counts["asked for alternatives"] += 1
                for other in self._of(block).alternatives(text, edit, 3):
                    yield from (
                        f"alternative: {what}" for what in _ill_formed(text, [other], 0.0, kept)
                    )
        except Exception as error:
            yield repr(error)

    def _otherwise(
        self, block: Block, text: str, corrected: Correction, rng: Random
    ) -> Iterator[str]:
        """What differs where the text comes alone, as a document, or in passages."""
        corrector = self._of(block)
        if (alone := corrector.correct(text)) != corrected:
            yield f"alone {alone!a}, in a batch {corrected!a}"
        document = list(corrector.correct_document(_parts(text, rng)))
        if "".join(each.input for each in document) != text:
            yield "the passages of the document are not the document"
        if "".join(each.text for each in document) != apply(
            text, (edit for each in document for edit in each.edits)
        ):
            yield "the edits of the document do not make its passages"
        size = rng.choice((SMALLEST, 2 * SMALLEST, 8 * SMALLEST))
        at, found = 0, []
        for stretch in passages(_parts(text, rng), size, block.terms):
            for each in segment(stretch.text, block.terms):
                if not each.protected and not stretch.protected:
                    found.append((at + each.start, at + each.end))
            at += len(stretch.text)
        if at != len(text):
            yield f"the passages of {size} are not the text"
        if _unbroken(text, block.terms) <= size - LONGEST_SENTENCE:
            whole = [(s.start, s.end) for s in segment(text, block.terms) if not s.protected]
            if found != whole:
                odd = sorted(set(found) ^ set(whole))[:4]
                yield f"the passages of {size} have other sentences: {odd}"
            if [edit for each in document for edit in each.edits] != list(corrected.edits):
                yield "as a document other edits"

    def _decoded(self, text: str, terms: tuple[str, ...]) -> list[str]:
        """The sentences of a text that the model reads."""
        composed = (
            compose(text[each.start : each.end]).text
            for each in segment(text, terms)
            if not each.protected and may_be_korean(text[each.start : each.end])
        )
        longest = self._longest or sys.maxsize
        return [
            each
            for each in composed
            if len(each) >= self._shortest and len(self._tokenizer.encode(each)) < longest
        ]


def _ill_formed(
    text: str, edits: Iterable[Edit], threshold: float, kept: list[Span]
) -> Iterator[str]:
    done = 0
    for edit in edits:
        if not done <= edit.start <= edit.end <= len(text):
            yield f"out of order or outside: {edit!a}"
        if edit.before == edit.after or text[edit.start : edit.end] != edit.before:
            yield f"changes nothing, or what is not there: {edit!a}"
        if edit.kind not in KINDS:
            yield f"of no kind: {edit!a}"
        if not max(0.0, threshold) <= edit.confidence <= 1.0:
            yield f"confidence: {edit!a}"
        if any(span.start < edit.end and edit.start < span.end for span in kept):
            yield f"touches what is protected: {edit!a}"
        done = edit.end


def _parts(text: str, rng: Random) -> Iterator[str]:
    """`text` in parts of any size, empty ones among them."""
    at, most = 0, max(4, len(text) // 4)
    while at < len(text):
        size = rng.randint(0, most)
        yield text[at : at + size]
        at += size


def _unbroken(text: str, terms: tuple[str, ...]) -> int:
    """The longest stretch without white space, spans included."""
    joined = list(text)
    for span in kept_spans(text, terms):
        joined[span.start : span.end] = "x" * (span.end - span.start)
    return max(map(len, "".join(joined).split()), default=0)


def sliced(fuzz: Fuzz, start: int, stop: int, log: Path | None) -> list[Entry]:
    """What came of the inputs from `start` to `stop`, slice by slice, those in the log included."""
    lines = log.read_text(encoding="utf-8").splitlines() if log and log.exists() else []
    done = [entry for entry in map(json.loads, lines) if entry["of"] == fuzz.name]
    known = {entry["start"] for entry in done}
    for first in range(start, stop, SLICE):
        if first in known:
            continue
        begun, counts, failures = time.perf_counter(), Counter[str](), []
        for number in range(first // BLOCK, min(first + SLICE, stop) // BLOCK):
            block_counts, block_failures = fuzz.run(number)
            counts += block_counts
            failures += block_failures
        entry = {
            "of": fuzz.name,
            "start": first,
            "counts": counts,
            "seconds": round(time.perf_counter() - begun, 1),
            "failures": failures,
        }
        done.append(entry)
        if log:
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")
        sys.stderr.write(f"{first + SLICE:,}: {entry['seconds']} s, {len(failures)} failures\n")
    return done


def table(done: list[Entry]) -> Iterator[str]:
    columns = ("inputs", "code points", "read by the model", "sentences", "edits")
    total: Counter[str] = Counter()
    for entry in done:
        total.update(entry["counts"])
    kinds = dict.fromkeys(name.partition("/")[0] for name in total if "/" in name)
    yield f"| kind of input | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}"
    for kind in sorted(kinds):
        cells = (total[f"{kind}/{each}"] for each in columns)
        yield f"| {kind} | {' | '.join(f'{each:,}' for each in cells)} |"
    sums = (sum(total[f"{kind}/{each}"] for kind in kinds) for each in columns)
    yield f"| all | {' | '.join(f'{each:,}' for each in sums)} |\n"
    for name in sorted(set(total) - {f"{kind}/{each}" for kind in kinds for each in columns}):
        yield f"{name}: {total[name]:,}"
    yield f"seconds: {sum(entry['seconds'] for entry in done):,.0f}"
    yield f"failures: {sum(len(entry['failures']) for entry in done):,}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help=f"a multiple of {SLICE}")
    parser.add_argument("--count", type=int, default=SLICE)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--only", type=int)
    parser.add_argument("--wild", action="store_true")
    options = parser.parse_args()
    if options.start % SLICE or options.count % BLOCK:
        parser.error(f"--start must be a multiple of {SLICE}, --count of {BLOCK}")
    fuzz = Fuzz(options.seed, options.wild)
    if options.only is not None:
        failures = fuzz.show(options.only)
    else:
        stop = options.start + options.count
        done = sliced(fuzz, options.start, stop, options.log)
        write("".join(f"{line}\n" for line in table(done)))
        failures = [each for entry in done for each in entry["failures"]]
    for number, what, text in failures[:SHOWN]:
        write(f"\n{number}: {what}\n{text[:2000]}\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
