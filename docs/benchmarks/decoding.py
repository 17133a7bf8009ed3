"""How much faster aggressive decoding is than `generate` of transformers, on the same weights.

    python docs/benchmarks/decoding.py [--model DIR] [--sentences 100] [--threads 2] PAIRS.jsonl ...

Every sentence is decoded alone, as an editor would send it: by `generate` (greedy, float32, with
its key-value cache), then with the ONNX int8 files greedily and aggressively. Prints a Markdown
table of milliseconds per sentence and whether the outputs agree. Needs the extra `train`.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from transformers import AutoModelForSeq2SeqLM

from spellfix.backends import OnnxBackend
from spellfix.composition import compose
from spellfix.decoding import Decoded, aggressive, greedy, length_limit
from spellfix.pretrained import ModelDirectory
from spellfix.text import segment
from spellfix.tokenizer import Tokenizer

Decode = Callable[[list[int]], list[int]]


def sentences(paths: Sequence[Path], number: int) -> list[str]:
    """The first `number` sentences of the inputs, taken evenly from all `paths`."""
    lines = [path.read_text(encoding="utf-8").splitlines() for path in paths]
    texts = [json.loads(line)["input"] for group in zip(*lines, strict=False) for line in group]
    found = [
        compose(text[each.start : each.end]).text
        for text in texts
        for each in segment(text)
        if not each.protected
    ]
    return found[:number]


def by_generate(directory: ModelDirectory) -> Decode:
    model = AutoModelForSeq2SeqLM.from_pretrained(directory.path).float().eval()

    @torch.inference_mode()
    def decode(source: list[int]) -> list[int]:
        limit = length_limit(len(source), directory.max_positions)
        ids = torch.tensor([source])
        (output,) = model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            num_beams=1,
            do_sample=False,
            max_new_tokens=limit,
            length_penalty=1.0,
        )
        return [id_ for id_ in output[1:].tolist() if id_ != Tokenizer.eos_id]

    return decode


def timed(decode: Decode, sources: Sequence[list[int]]) -> tuple[list[list[int]], list[float]]:
    """Outputs and milliseconds, after a few sentences to warm up."""
    for source in sources[:5]:
        decode(source)
    outputs, times = [], []
    for source in sources:
        start = time.perf_counter()
        outputs.append(decode(source))
        times.append((time.perf_counter() - start) * 1000)
    return outputs, times


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pairs", type=Path, nargs="+", help="JSON lines with an input each")
    parser.add_argument("--model", type=Path, help="model directory; the shipped one by default")
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    directory = ModelDirectory.open(options.model)
    tokenizer = Tokenizer.load(directory.tokenizer)
    backend = OnnxBackend(directory.encoder, directory.decoder, options.threads)
    space = tokenizer.encode(" ")
    texts = sentences(options.pairs, options.sentences)
    sources = [[*tokenizer.encode(text), tokenizer.eos_id] for text in texts]
    passes: list[int] = []

    def slow(source: list[int]) -> list[int]:
        return list(greedy(backend, [source], directory.max_positions)[0].ids)

    def fast(source: list[int]) -> list[int]:
        found: Decoded = aggressive(backend, [source], directory.max_positions, space)[0]
        passes.append(found.passes)
        return list(found.ids)

    ways = {
        "transformers `generate`, greedy, float32": by_generate(directory),
        "onnxruntime int8, greedy": slow,
        "onnxruntime int8, aggressive": fast,
    }
    results = {name: timed(decode, sources) for name, decode in ways.items()}
    base = statistics.fmean(results[next(iter(ways))][1])
    expected = results["onnxruntime int8, greedy"][0]
    write = sys.stdout.write
    write(f"{directory.name} {directory.version}, {options.threads} threads, ")
    write(f"{len(sources)} sentences of {statistics.fmean(map(len, sources)):.0f} tokens, ")
    write(f"{statistics.fmean(passes[-len(sources) :]):.2f} passes each\n\n")
    write("| way | mean ms | median ms | times as fast | same output as int8 greedy |\n")
    write("|---|---|---|---|---|\n")
    for name, (outputs, times) in results.items():
        same = sum(map(list.__eq__, outputs, expected))
        mean, middle = statistics.fmean(times), statistics.median(times)
        write(
            f"| {name} | {mean:.1f} | {middle:.1f} | {base / mean:.1f} | {same}/{len(sources)} |\n"
        )


if __name__ == "__main__":
    main()
