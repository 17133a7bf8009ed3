"""Where the time of the engine goes, and how it grows: profile, bulk, length, memory, start.

    python docs/benchmarks/engine.py profile|bulk|length|memory|start TEXT.txt ... [--megabytes N]

profile  time by operator of one sentence, beside the int8 peak that onnxruntime reaches here
bulk     sentences a second over distinct noisy sentences, one core and two, and peak memory
length   seconds for one document of 1 KB to 10 MB, given as one string
memory   peak memory of `spellfix correct --file` over growing files, up to --megabytes
start    from process start to the first corrected sentence, and to `import spellfix`

TEXT.txt: clean sentences, one a line (data/samples/*.txt). Prints Markdown tables. Two cores.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from spellfix.corrector import Corrector
from spellfix.noise import Noiser
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer

TOKENS = 42
BULK = 4000
write = sys.stdout.write


def noisy(lines: Sequence[str]) -> Iterator[str]:
    """Sentences with typos, none twice, without end."""
    noiser, number = Noiser(11), 0
    while True:
        for line in lines:
            yield f"{noiser.noise(line, 0, number).text} ({number})"
            number += 1


def peak(threads: int) -> float:
    """The most int8 operations a second, in 1e9, that onnxruntime's matrix product reaches."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    size, rows = 1024, 512
    random = np.random.default_rng(0)
    matrix = random.integers(-127, 128, (size, size)).astype(np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "w"], ["y"])],
        "peak",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [rows, size])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [rows, size])],
        [numpy_helper.from_array(matrix, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    given = {"x": random.integers(0, 128, (rows, size)).astype(np.uint8)}
    times = []
    for _ in range(60):
        start = time.perf_counter()
        session.run(None, given)
        times.append(time.perf_counter() - start)
    return 2 * rows * size * size / min(times) / 1e9


def profile(lines: Sequence[str]) -> None:
    import onnxruntime

    directory = ModelDirectory.open()
    tokenizer = Tokenizer.load(directory.tokenizer)
    text = next(line for line in lines if len(line) >= TOKENS)[: TOKENS - 1]
    ids = np.array([[*tokenizer.encode(text), tokenizer.eos_id]])
    mask = np.ones_like(ids)
    write(f"one thread, {ids.shape[1]} tokens; int8 peak of one core {peak(1):.0f} GOP/s, ")
    write(f"of two {peak(2):.0f} GOP/s\n\n")
    write("| part | operator | runs | µs | share |\n|---|---|---|---|---|\n")
    memory = np.zeros(0)
    with tempfile.TemporaryDirectory() as scratch:
        for part, path in (("encoder", directory.encoder), ("decoder", directory.decoder)):
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads, options.enable_profiling = 1, True
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
            options.profile_file_prefix = str(Path(scratch) / part)
            session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
            given = {"input_ids": ids, "attention_mask": mask}
            if part == "decoder":
                given = {"decoder_input_ids": ids, "memory": memory, "attention_mask": mask}
                given["first"] = np.array([0])
            for _ in range(300):
                memory = session.run(None, given)[0]
            events = json.loads(Path(session.end_profiling()).read_text())
            by_node: dict[tuple[str, str], list[int]] = defaultdict(list)
            for event in events:
                if event["name"].endswith("kernel_time"):
                    by_node[event["args"]["op_name"], event["name"]].append(event["dur"])
            by_operator: dict[str, list[float]] = defaultdict(list)
            for (operator, _), durations in by_node.items():
                by_operator[operator].append(statistics.median(durations))
            whole = sum(map(sum, by_operator.values()))
            for operator, spent in sorted(by_operator.items(), key=lambda each: -sum(each[1])):
                if sum(spent) >= 0.01 * whole:
                    share = sum(spent) / whole
                    write(
                        f"| {part} | {operator} | {len(spent)} | {sum(spent):.0f} | {share:.0%} |\n"
                    )
            work = _products(path, ids.shape[1])
            spent = sum(sum(by_operator[name]) for name in ("MatMulIntegerToFloat", "QAttention"))
            write(f"| {part} | all int8 products, {work / 1e6:.0f} MOP | | {spent:.0f} ")
            write(f"| {work / spent / 1e3:.0f} GOP/s |\n")


def _products(path: Path, tokens: int) -> int:
    """Operations in the int8 products of a graph for so many tokens."""
    import onnx

    graph = onnx.load(path).graph
    sizes = {each.name: int(np.prod(each.dims)) for each in graph.initializer}
    turned = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Transpose"}
    heavy = [node for node in graph.node if node.op_type in ("MatMulIntegerToFloat", "QAttention")]
    return sum(2 * tokens * sizes[turned.get(node.input[1], node.input[1])] for node in heavy)


def bulk(lines: Sequence[str]) -> None:
    """Each number of threads in a process of its own, so that memory can be told apart."""
    write("| threads | sentences a second | peak memory, MB |\n|---|---|---|\n")
    for threads in (1, 2):
        worker = get_context("spawn").Process(target=_bulk, args=(list(lines), threads))
        worker.start()
        worker.join()
        if worker.exitcode:
            raise SystemExit(f"the run with {threads} threads ended with {worker.exitcode}")
    length = statistics.fmean(map(len, islice(noisy(lines), BULK)))
    write(f"\n{BULK} distinct noisy sentences of {length:.0f} characters\n")


def _bulk(lines: Sequence[str], threads: int) -> None:
    texts = list(islice(noisy(lines), BULK))
    corrector = Corrector.from_pretrained(threads=threads)
    list(corrector.correct_stream(texts[:200]))
    start = time.perf_counter()
    for _ in corrector.correct_stream(texts):
        pass
    speed = BULK / (time.perf_counter() - start)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write(f"| {threads} | {speed:.0f} | {most:.0f} |\n")
    sys.stdout.flush()


def length(lines: Sequence[str]) -> None:
    corrector = Corrector.from_pretrained()
    source = noisy(lines)
    text = ""
    write("| characters | seconds | µs a character |\n|---|---|---|\n")
    corrector.correct("준비하는 문장입니다.")
    for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        parts = [text]
        have = len(text)
        while have < size:
            parts.append(f"{next(source)}\n")
            have += len(parts[-1])
        text = "".join(parts)[:size]
        start = time.perf_counter()
        corrector.correct(text)
        spent = time.perf_counter() - start
        write(f"| {size:,} | {spent:.2f} | {spent / size * 1e6:.1f} |\n")
        sys.stdout.flush()


def memory(lines: Sequence[str], megabytes: int) -> None:
    """Files of which every hundredth line is Korean, so that a gigabyte takes minutes."""
    write("| file, MB | peak memory, MB | seconds |\n|---|---|---|\n")
    with tempfile.TemporaryDirectory() as scratch:
        size = 10
        while size <= megabytes:
            path, source = Path(scratch) / "big.txt", noisy(lines)
            with path.open("w", encoding="utf-8") as file:
                while file.tell() < size * 1_000_000:
                    file.write(f"{next(source)}\n")
                    file.writelines(
                        f"2024-05-{day % 28 + 1:02} 0x{day:08x} {'0123456789' * 14}\n"
                        for day in range(99)
                    )
            command = [sys.executable, "-m", "spellfix", "correct", "--file", str(path)]
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            if status:
                raise SystemExit(f"{command} ended with {status}")
            write(f"| {size} | {used.ru_maxrss / 1024:.0f} | {time.perf_counter() - start:.0f} |\n")
            sys.stdout.flush()
            size *= 10


def start(lines: Sequence[str]) -> None:
    def seconds(code: str) -> float:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - begun)
        return statistics.median(times)

    bare = seconds("pass")
    write("| what | seconds | without the interpreter's own |\n|---|---|---|\n")
    for what, code in (
        ("`import spellfix`", "import spellfix"),
        ("first correction", "import spellfix; print(spellfix.correct('숙제를 않 했어요.'))"),
    ):
        spent = seconds(code)
        write(f"| {what} | {spent:.3f} | {spent - bare:.3f} |\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts: dict[str, Callable[[Sequence[str]], None]] = {
        "profile": profile,
        "bulk": bulk,
        "length": length,
        "memory": lambda lines: memory(lines, options.megabytes),
        "start": start,
    }
    parser.add_argument("part", choices=parts)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args()
    lines = [
        line for path in options.texts for line in path.read_text(encoding="utf-8").splitlines()
    ]
    parts[options.part](lines)


if __name__ == "__main__":
    main()
