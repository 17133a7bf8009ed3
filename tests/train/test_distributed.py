"""Several processes that learn as one: real ones, over gloo, against a run of one process."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from spellfix.errors import ConfigError
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer
from spellfix.train.corpus import Source, read_corpus
from spellfix.train.stream import TrainingPairs
from spellfix.train.world import World

PROGRAM = Path(__file__).with_name("learners.py")
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SECONDS = 240
STEPS, HALF = 8, 4
QUIET = {**os.environ, "OMP_NUM_THREADS": "1"}
LOSSES = ("decoder", "encoder", "guide")
# Sums of float32 in another order; Muon multiplies its matrices in bfloat16 and enlarges that.
# Measured over these steps: 7e-5 of losses of about 8, 3e-4 of the weights.
OF_LOSSES, OF_WEIGHTS = 1e-3, 2e-3


def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("spellfix_tests_learners", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def member(rank: int, port: int) -> dict[str, str]:
    """The environment of one of two processes, as a launcher would make it."""
    told = {"WORLD_SIZE": "2", "RANK": str(rank), "LOCAL_RANK": str(rank)}
    return {**QUIET, **told, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}


def two(commands: list[list[str]]) -> list[subprocess.CompletedProcess[str]]:
    """Both processes, ended."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    both = [
        subprocess.Popen(
            command,
            env=member(rank, port),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank, command in enumerate(commands)
    ]
    said = [each.communicate(timeout=SECONDS)[1] for each in both]
    return [
        subprocess.CompletedProcess(each.args, each.returncode, stderr=words)
        for each, words in zip(both, said, strict=True)
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs by one process and by two, in one folder."""
    place = tmp_path_factory.mktemp("learners")
    lines = (SAMPLES / "everyday.txt").read_text(encoding="utf-8").splitlines()
    several = [" ".join(lines[at : at + 4])[:150] for at in range(0, len(lines) - 4, 4)]
    (place / "text.txt").write_text("\n".join([*lines, *several]), encoding="utf-8")
    (place / "other.1.txt").write_text("\n".join(lines), encoding="utf-8")
    learners = program()
    learners.learn(place, "alone", STEPS)
    learners.learn(place, "then_two", HALF)
    jobs = [f"two:{STEPS}", f"then_two:{STEPS}", f"then_one:{HALF}", "other:1", "silent", "lost"]
    ended = two([[sys.executable, str(PROGRAM), str(place), *jobs]] * 2)
    assert ended[0].returncode == 0, ended[0].stderr
    assert ended[1].returncode == -signal.SIGTERM, ended[1].stderr
    learners.learn(place, "then_one", STEPS)
    return place


def losses(place: Path, name: str) -> dict[int, dict[str, float]]:
    told = json.loads((place / name / "losses.json").read_text(encoding="utf-8"))
    return {int(step): found for step, found in told.items()}


def weights(directory: Path) -> torch.Tensor:
    state = torch.load(directory / "last.pt", weights_only=True)["network"]
    return torch.cat([each.flatten() for each in state.values()])


def assert_same(
    found: Mapping[int, Mapping[str, float]], wanted: Mapping[int, Mapping[str, float]]
) -> None:
    for step, values in found.items():
        for name in LOSSES:
            assert values[name] == pytest.approx(wanted[step][name], abs=OF_LOSSES), (step, name)


def assert_same_weights(one: Path, other: Path) -> None:
    wanted = weights(one)
    assert (weights(other) - wanted).norm() / wanted.norm() < OF_WEIGHTS


def test_two_processes_learn_what_one_learns(place: Path) -> None:
    alone, both = losses(place, "alone"), losses(place, "two")
    assert list(both) == list(range(1, STEPS + 1))
    assert_same(both, alone)
    assert_same_weights(place / "alone", place / "two")
    spread = [found["decoder"] for found in alone.values()]
    assert max(spread) - min(spread) > 100 * OF_LOSSES  # the batches differ more than the runs


def test_some_of_those_batches_had_fewer_sentences_than_processes(place: Path) -> None:
    config = program().config(STEPS)
    corpus = read_corpus([Source(place / "text.txt", 1.0)])
    tokenizer = Tokenizer.load(place / "alone" / "spm.model")
    stream = TrainingPairs(
        corpus, tokenizer, config.noise, config.seed, config.batch_tokens, 0, "correct", 0.1
    )
    rows = [len(batch.source) for batch in islice(stream, STEPS)]
    assert min(rows) == 1
    assert max(rows) > 2


@pytest.mark.parametrize("name", ["then_two", "then_one"])
def test_a_run_goes_on_with_another_number_of_processes(place: Path, name: str) -> None:
    rest = losses(place, name)
    assert list(rest) == list(range(HALF + 1, STEPS + 1))
    assert_same(rest, losses(place, "alone"))
    assert_same_weights(place / "alone", place / name)


def test_other_text_in_one_process_is_said_once(place: Path) -> None:
    said, silent = ((place / f"other:1.{rank}.error").read_text() for rank in range(2))
    assert said.startswith("ElsewhereError: ")
    assert "process 1 of 2: --data: other text" in said
    assert silent == "SystemExit: 2"
    assert not (place / "other").exists()


@pytest.mark.parametrize("job", ["silent", "lost"])
def test_a_process_that_falls_silent_or_is_lost_is_noticed(place: Path, job: str) -> None:
    said = (place / f"{job}.0.error").read_text(encoding="utf-8")
    assert said.startswith("LostError: ")
    assert "the same command goes on from the last checkpoint" in said


def command(place: Path, *more: str) -> list[str]:
    """The run of ``learners.py``, typed."""
    return [
        *("-m", "spellfix", "train", "--data", str(place / "text.txt")),
        *("--heldout", str(place / "heldout.txt"), "--output", str(place / "model")),
        *("--size", "tiny", "--batch-tokens", "160", "--max-steps", str(STEPS)),
        *("--warmup-steps", "0", "--decay-share", "0", "--workers", "0", "--precision", "float32"),
        *("--checkpoint-minutes", "1e-6", "--log-seconds", "1e-6", "--language", "none", *more),
    ]


def second_of(agent: subprocess.Popen[str]) -> int:
    """The process of rank 1 that torchrun started."""
    children = Path(f"/proc/{agent.pid}/task/{agent.pid}/children").read_text().split()
    for child in children:
        if b"\0RANK=1\0" in Path(f"/proc/{child}/environ").read_bytes():
            return int(child)
    raise AssertionError(children)


def test_a_killed_worker_is_started_again_and_the_run_ends_as_if_undisturbed(place: Path) -> None:
    held = (SAMPLES / "review.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (place / "heldout.txt").write_text("".join(held[:4]), encoding="utf-8")
    launcher = ["torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    agent = subprocess.Popen(
        [sys.executable, "-m", *launcher, "--max-restarts", "1", *command(place)],
        env=QUIET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    checkpoint = place / "model" / ".run" / "last.pt"
    deadline = time.monotonic() + SECONDS
    while not checkpoint.exists():
        assert agent.poll() is None, agent.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(second_of(agent), signal.SIGKILL)
    said = agent.communicate(timeout=SECONDS)[1]
    assert agent.returncode == 0, said
    assert "resuming at step" in said
    record: dict[str, Any] = json.loads((place / "model" / "run.json").read_text("utf-8"))
    assert record["state"] == "finished"
    assert [attempt["step"] > 0 for attempt in record["attempts"]] == [False, True]
    curve = {point["step"]: point for point in record["curves"]["train"]}
    assert list(curve) == list(range(1, STEPS + 1))
    assert_same(curve, losses(place, "alone"))
    assert_same_weights(place / "alone", place / "model" / ".run")
    ModelDirectory.open(place / "model").verify()


def test_what_one_process_cannot_read_ends_both_with_one_message(place: Path) -> None:
    elsewhere = place / "elsewhere"
    good = [sys.executable, *command(place, "--output", str(elsewhere))]
    first, second = two([good, [*good, "--recipe", "nowhere.toml"]])
    assert (first.returncode, second.returncode) == (2, 2)
    told = [line for line in first.stderr.splitlines() if line.startswith("spellfix: ")]
    assert len(told) == 1
    assert "process 1 of 2: " in told[0]
    assert "nowhere.toml" in told[0]
    assert "spellfix: " not in second.stderr
    assert "Traceback" not in first.stderr + second.stderr
    assert not elsewhere.exists()


FAILING = """
import os
import torch.distributed as dist
from spellfix.errors import ConfigError, SpellfixError
from spellfix.train.distributed import joined
from spellfix.train.world import World

try:
    with joined(World.read(os.environ)) as group, group.together():
        if not group.first:
            raise ConfigError("nowhere")
except (SpellfixError, SystemExit):
    assert not dist.is_initialized()
"""


def test_an_error_leaves_no_thread_of_the_exchange_that_could_abort_the_process() -> None:
    for ended in two([[sys.executable, "-c", FAILING]] * 2):
        assert ended.returncode == 0, ended.stderr


def test_half_an_environment_is_answered_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("글을 씁니다.", encoding="utf-8")
    refused = subprocess.run(
        [sys.executable, *command(tmp_path)],
        env={**QUIET, "WORLD_SIZE": "2", "RANK": "0"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert refused.returncode == 2
    (line,) = refused.stderr.splitlines()
    assert "MASTER_ADDR, MASTER_PORT not set" in line
    assert "torchrun" in line


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"WORLD_SIZE": "two"}, "WORLD_SIZE: expected a whole number"),
        ({"WORLD_SIZE": "0"}, "WORLD_SIZE: expected at least 1"),
        ({"RANK": "2"}, "RANK: expected 0 to 1"),
        ({"LOCAL_RANK": "-1"}, "LOCAL_RANK: expected a whole number"),
        ({"RANK": ""}, "RANK not set"),
    ],
)
def test_an_environment_that_cannot_be_is_refused(told: dict[str, str], said: str) -> None:
    sound = {"WORLD_SIZE": "2", "RANK": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1"}
    assert World.read(sound) == World(1, 2, 0)
    with pytest.raises(ConfigError, match=said):
        World.read({**sound, **told})


def test_without_an_environment_there_is_one_process() -> None:
    assert World.read({}) == World.read({"WORLD_SIZE": "1"}) == World(0, 1, 0)
