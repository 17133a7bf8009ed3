"""How fast one sentence is decoded, beside `generate` of transformers and CTranslate2.

    python docs/benchmarks/decoding.py PAIRS.jsonl ... [--model DIR] [--sentences 200]
    python docs/benchmarks/decoding.py PAIRS.jsonl ... --identical 2000

Every sentence is decoded alone, as an editor would send it. The ways take turns, three rounds of
all sentences each, so that a noisy machine slows all of them. The first command prints a Markdown
table: milliseconds per sentence, how many times as fast as `generate`, and how many outputs are
those of greedy decoding. The second compares aggressive with greedy decoding on that many sentences
with typos: the inputs, then their targets under the noise function. All ways run the same weights.
Needs the extra `train`; where ctranslate2 is installed, it has a row.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from transformers import AutoModelForSeq2SeqLM, PegasusForConditionalGeneration

from spellfix.backends import OnnxBackend
from spellfix.composition import compose
from spellfix.decoding import aggressive, greedy, length_limit
from spellfix.encoder_decoder import Backend
from spellfix.noise import Noiser
from spellfix.pretrained import ModelDirectory
from spellfix.text import segment
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import load_weights

Decode = Callable[[list[int]], list[int]]
BATCH = 32
ROUNDS = 3


class WithoutGuess(OnnxBackend):
    """The draft is the source, as in the paper."""

    def encode(self, ids, mask):
        return super().encode(ids, mask)[0], ids


def sentences(texts: Sequence[str]) -> list[str]:
    return [
        compose(text[each.start : each.end]).text
        for text in texts
        for each in segment(text)
        if not each.protected
    ]


def by_generate(model: PegasusForConditionalGeneration, longest: int | None) -> Decode:
    @torch.inference_mode()
    def decode(source: list[int]) -> list[int]:
        ids = torch.tensor([source])
        (output,) = model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            num_beams=1,
            do_sample=False,
            max_new_tokens=length_limit(len(source), longest),
            length_penalty=1.0,
        )
        return [id_ for id_ in output[1:].tolist() if id_ != Tokenizer.eos_id]

    return decode


def by_ctranslate2(
    model: PegasusForConditionalGeneration, longest: int | None, threads: int
) -> Decode:
    """CTranslate2 in int8 on the same weights, greedily, with its key-value cache."""
    import ctranslate2
    from ctranslate2.converters.transformers import PegasusLoader

    tokens = [f"t{number}" for number in range(model.config.vocab_size)]
    model.config.normalize_before, model.config.normalize_embedding = True, False
    loader = PegasusLoader()
    spec = loader.get_model_spec(model)
    loader.set_vocabulary(spec, tokens)
    spec.config.bos_token = spec.config.decoder_start_token = tokens[Tokenizer.pad_id]
    spec.config.eos_token, spec.config.unk_token = (
        tokens[Tokenizer.eos_id],
        tokens[Tokenizer.unk_id],
    )
    spec.validate()
    spec.optimize(quantization="int8")
    place = tempfile.TemporaryDirectory()
    spec.save(place.name)
    translator = ctranslate2.Translator(
        place.name, device="cpu", compute_type="int8", inter_threads=1, intra_threads=threads
    )

    def decode(source: list[int]) -> list[int]:
        (found,) = translator.translate_batch(
            [[tokens[id_] for id_ in source]],
            beam_size=1,
            max_decoding_length=length_limit(len(source), longest),
        )
        return [int(token[1:]) for token in found.hypotheses[0]]

    decode.place = place  # type: ignore[attr-defined]  # lives as long as the function
    return decode


def timed(ways: dict[str, Decode], sources: Sequence[list[int]]) -> dict[str, tuple]:
    """Outputs and milliseconds of each way: ROUNDS times all sentences, way after way, each time
    after a few to warm up."""
    found: dict[str, tuple] = {name: ([], []) for name in ways}
    for _ in range(ROUNDS):
        for name, decode in ways.items():
            for source in sources[:5]:
                decode(source)
            outputs, times = found[name]
            outputs.clear()
            for source in sources:
                start = time.perf_counter()
                output = decode(source)
                times.append((time.perf_counter() - start) * 1000)
                outputs.append(output)
    return found


def identical(
    backend: Backend, sources: list[list[int]], longest: int | None, space: list[int]
) -> str:
    sources = sorted(sources, key=len)
    slow = [
        found
        for at in range(0, len(sources), BATCH)
        for found in greedy(backend, sources[at : at + BATCH], longest)
    ]
    fast = [aggressive(backend, [source], longest, space)[0] for source in sources]
    same = sum(one.ids == other.ids for one, other in zip(slow, fast, strict=True))
    passes = [statistics.fmean(found.passes for found in each) for each in (fast, slow)]
    return (
        f"{same} of {len(sources)} outputs are those of greedy decoding, token for token; "
        f"{passes[0]:.2f} decoder passes a sentence instead of {passes[1]:.2f}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pairs", type=Path, nargs="+", help="JSON lines with an input and a target")
    parser.add_argument("--model", type=Path, help="model directory; the shipped one by default")
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--identical", type=int, metavar="N")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    directory = ModelDirectory.open(options.model)
    tokenizer = Tokenizer.load(directory.tokenizer)
    files = directory.encoder, directory.decoder, options.threads
    backend, plain = OnnxBackend(*files), WithoutGuess(*files)
    space, longest = tokenizer.encode(" "), directory.max_positions
    lines = [path.read_text(encoding="utf-8").splitlines() for path in options.pairs]
    rows = [json.loads(line) for group in zip(*lines, strict=False) for line in group]
    texts = sentences([row["input"] for row in rows])

    def ids(text: str) -> list[int]:
        return [*tokenizer.encode(text), tokenizer.eos_id]

    write = sys.stdout.write
    if options.identical:
        noiser, right = Noiser(7), sentences([row["target"] for row in rows])
        number = 0
        while len(texts) < options.identical:
            texts.append(
                noiser.noise(right[number % len(right)], number // len(right), number).text
            )
            number += 1
        write(
            identical(backend, [ids(text) for text in texts[: options.identical]], longest, space)
        )
        return

    sources = [ids(text) for text in texts if 36 <= len(text) <= 44][: options.sentences]
    model = AutoModelForSeq2SeqLM.from_pretrained(directory.path, dtype=torch.float32).eval()
    passes: list[int] = []

    def fast(source: list[int]) -> list[int]:
        (found,) = aggressive(backend, [source], longest, space)
        passes.append(found.passes)
        return list(found.ids)

    ways: dict[str, Decode] = {
        "transformers `generate`, greedy, float32": by_generate(model, longest),
        "onnxruntime int8, greedy": lambda source: list(greedy(backend, [source], longest)[0].ids),
        "onnxruntime int8, aggressive, draft: the source": lambda source: list(
            aggressive(plain, [source], longest, space)[0].ids
        ),
        "onnxruntime int8, aggressive, draft: the encoder's guess": fast,
    }
    if find_spec("ctranslate2"):
        ways["CTranslate2 int8, greedy"] = by_ctranslate2(
            load_weights(directory.path), longest, options.threads
        )  # weights of its own: it quantises them where they lie
    results = timed(ways, sources)
    base = statistics.median(results[next(iter(ways))][1])
    expected = results["onnxruntime int8, greedy"][0]
    length = statistics.fmean(map(len, sources))
    write(f"{directory.name} {directory.version}, {options.threads} threads, {len(sources)} ")
    write(f"sentences of {length:.0f} tokens, {statistics.fmean(passes[5:]):.2f} passes each\n\n")
    write("| way | median ms | mean ms | p95 ms | times as fast | same output as int8 greedy |\n")
    write("|---|---|---|---|---|---|\n")
    for name, (outputs, times) in sorted(results.items(), key=lambda each: -sum(each[1][1])):
        same = sum(map(list.__eq__, outputs, expected))
        middle, mean = statistics.median(times), statistics.fmean(times)
        late = statistics.quantiles(times, n=20)[-1]
        write(f"| {name} | {middle:.2f} | {mean:.2f} | {late:.2f} | {base / middle:.1f} ")
        write(f"| {same}/{len(sources)} |\n")


if __name__ == "__main__":
    main()
