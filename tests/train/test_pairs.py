"""Pairs that are learnt as they are, and the other direction: a model that makes typos."""

import json
import lzma
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from spellfix.corrector import Corrector
from spellfix.encoder_decoder import Backend
from spellfix.errors import ConfigError, InputError, ModelError
from spellfix.evaluation import Pair
from spellfix.generator import TypoGenerator
from spellfix.manifest import CORRECT, GENERATE, default_model_path
from spellfix.noise import Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import IGNORED
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Corpus, Source, read_corpus
from spellfix.train.generation import nats_per_text, profile
from spellfix.train.start import start
from spellfix.train.stream import TrainingPairs

from .conftest import Called

Call = Callable[[list[str]], Called]
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
PAIRS = [
    Pair("숙재를 않 했어요.", "숙제를 안 했어요."),
    Pair("방에 드러가 보니", "방에 들어가 보니"),
    Pair("맞는 문장입니다.", "맞는 문장입니다."),
]


def write(path: Path, pairs: list[Pair]) -> Path:
    lines = (json.dumps({"input": each.input, "target": each.target}) + "\n" for each in pairs)
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.txt"
    path.write_text(
        "".join(f"깨끗한 문장 {n:03d}번입니다.\n" for n in range(100)), encoding="utf-8"
    )
    return path


@pytest.fixture
def corpus(clean: Path, tmp_path: Path) -> Corpus:
    pairs = write(tmp_path / "pairs.jsonl", PAIRS)
    return read_corpus([Source(clean, 1.0), Source.parse(f"{pairs}:4", pairs=True)])


def stream(corpus: Corpus, tokenizer: Tokenizer, direction: str = CORRECT) -> TrainingPairs:
    recipe = Recipe(rate=0.5)
    return TrainingPairs(corpus, tokenizer, recipe, 3, batch_tokens=512, direction=direction)


def test_pairs_come_as_often_as_they_weigh_and_as_they_are(
    corpus: Corpus, tokenizer: Tokenizer
) -> None:
    epoch = stream(corpus, tokenizer).first(112)
    assert all(epoch.count(pair) == 4 for pair in PAIRS)
    made = [pair for pair in epoch if pair not in PAIRS]
    assert {pair.target for pair in made} == set(corpus.lines[:100])
    assert sum(pair.input != pair.target for pair in made) > 80
    assert stream(corpus, tokenizer).first(300) == stream(corpus, tokenizer).first(300)
    assert len(corpus.order(0, 0)) == 112


def test_pairs_do_not_change_the_noise_of_clean_lines_or_an_old_fingerprint(
    corpus: Corpus, clean: Path
) -> None:
    alone = read_corpus([Source(clean, 1.0)])
    assert alone.inputs == {}
    assert corpus.lines[:100] == alone.lines
    assert corpus.fingerprint != alone.fingerprint
    assert corpus.sources[1] == ("pairs.jsonl", 3, 4.0)


def test_the_fingerprint_tells_pairs_apart_by_either_side(clean: Path, tmp_path: Path) -> None:
    variants = [
        PAIRS,
        [Pair(PAIRS[0].target, PAIRS[0].input), *PAIRS[1:]],
        [Pair("숙재를 안 했어요.", PAIRS[0].target), *PAIRS[1:]],
    ]
    prints = set()
    for number, pairs in enumerate(variants):
        path = write(tmp_path / f"{number}.jsonl", pairs)
        prints.add(read_corpus([Source(clean, 1.0), Source(path, 1.0, pairs=True)]).fingerprint)
    assert len(prints) == len(variants)


def test_pairs_are_read_composed_compressed_and_without_what_is_held_out(
    clean: Path, tmp_path: Path
) -> None:
    path = tmp_path / "pairs.jsonl.xz"
    rows = [
        {"input": "한글을 써ㅆ다. ", "target": "한글을 썼다.", "kind": "keyboard", "more": 1},
        {"input": "남겨 둔 문쟝이다.", "target": "남겨 둔 문장이다."},
        {"input": "짧", "target": "짧다"},
        {"input": "깨진 글자 \ud800 하나", "target": "깨진 글짜 하나"},
    ]
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("\n\n".join(json.dumps(row) for row in rows))
    corpus = read_corpus([Source(path, 1.0, pairs=True)], exclude=["남겨 둔 문장이다."])
    assert corpus.lines == ["한글을 썼다.", "깨진 글짜 하나"]
    assert corpus.inputs == {0: "한글을 써ㅆ다.", 1: "깨진 글자 \ud800 하나"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"input": "\xea\xb0\x80", "target": "b"}\n{"input": 3}\n', "pairs.jsonl:2"),
        (b"not json\n", "pairs.jsonl:1"),
        (b'\n["a"]\n', "pairs.jsonl:2"),
        (b'{"input": "\xff"}\n', "pairs.jsonl:1: expected UTF-8"),
        (b"", "no pair"),
        (b'{"input": "a", "target": "b"}\n', "no pair of 6 to 200"),
        (None, "cannot read"),
    ],
)
def test_a_broken_file_of_pairs_is_named_with_its_line(
    clean: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "pairs.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_corpus([Source(clean, 1.0), Source(path, 1.0, pairs=True)])


def test_a_bad_weight_of_pairs_is_answered_in_the_words_of_the_option() -> None:
    with pytest.raises(InputError, match="--pairs"):
        Source.parse("pairs.jsonl:-3", pairs=True)


def test_a_generator_learns_the_same_pairs_the_other_way_round(
    corpus: Corpus, tokenizer: Tokenizer
) -> None:
    there, back = (next(iter(stream(corpus, tokenizer, each))) for each in (CORRECT, GENERATE))
    assert torch.equal(there.source, back.target)
    assert torch.equal(there.target, back.source)
    assert not torch.equal(there.source, there.target)
    assert (back.aligned != IGNORED).sum() == (back.target != 0).sum()


class EvenBackend(Backend):
    """A model that finds all tokens equally likely."""

    def __init__(self, size: int) -> None:
        self.size = size

    def encode(self, ids, mask):
        return mask[..., None].astype(np.float32), ids

    def decode(self, states, mask, decoder_ids, first=0):
        return np.zeros((*decoder_ids.shape, self.size), dtype=np.float32)[:, first:]


def test_nats_are_the_log_probability_of_the_noisy_text_and_its_end(tokenizer: Tokenizer) -> None:
    tokens = [len(tokenizer.encode(pair.input)) + 1 for pair in PAIRS]
    found = nats_per_text(EvenBackend(tokenizer.vocab_size), tokenizer, PAIRS)
    assert found == pytest.approx(np.mean(tokens) * np.log(tokenizer.vocab_size))
    assert nats_per_text(EvenBackend(9), tokenizer, []) == 0.0


def test_a_profile_counts_texts_edits_and_kinds() -> None:
    found = profile(PAIRS)
    assert (found["n"], found["n_edits"]) == (3, 3)
    assert found["changed"] == pytest.approx(2 / 3)
    assert found["edits_per_text"] == 1.0
    assert found["by_kind"]["spelling"] == pytest.approx(1.0)
    assert profile([])["changed"] is None


@pytest.fixture(scope="module")
def generator(call: Call, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A typo generator after a few steps, half of it learnt from pairs."""
    output = tmp_path_factory.mktemp("generator") / "tiny"
    place = output.parent
    pairs = write(place / "pairs.jsonl", PAIRS)
    lines = (SAMPLES / "review.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (place / "heldout.txt").write_text("".join(lines[:6]), encoding="utf-8")
    (place / "clean.txt").write_text("".join(lines[6:66]), encoding="utf-8")
    done = call(
        [
            *("train", "--direction", "generate"),
            *("--data", str(place / "clean.txt"), "--pairs", f"{pairs}:20"),
            *("--heldout", str(place / "heldout.txt"), "--dev", str(pairs)),
            *("--output", str(output), "--size", "tiny", "--batch-tokens", "512"),
            *("--max-steps", "4", "--workers", "0"),
        ]
    )
    assert done.status == 0, done.err
    assert "nats_per_text" in done.err
    return output


def test_a_generator_says_what_it_is_and_claims_no_accuracy(generator: Path) -> None:
    directory = ModelDirectory.open(generator, GENERATE)
    directory.verify()
    assert directory.direction == GENERATE
    metrics = directory.facts["metrics"]
    assert metrics.keys() == {"drawn", "taught", "benchmarks"}
    assert metrics["taught"]["n"] == 2000
    assert metrics["drawn"]["n"] == 6
    assert metrics["benchmarks"]["pairs"]["nats_per_text"] > 0
    assert directory.facts["data"]["pairs"] == 3
    card = (generator / "README.md").read_text(encoding="utf-8")
    assert "TypoGenerator" in card
    assert "accuracy |" not in card
    assert "| learnt from | 2,000 |" in card
    assert "3 of the lines came as pairs" in card


def test_a_generator_makes_typos_from_its_directory_alone(generator: Path) -> None:
    made = TypoGenerator.from_pretrained(generator, seed=1, threads=1)
    text = "오늘 선생님이 숙제를 안 내 주셨어요."
    noisy = made.noise(text, 0, 0)
    assert noisy == made.noise(text, 0, 0)
    assert bool(noisy.edits) == (noisy.text != text)


def test_a_generator_is_not_taken_for_a_corrector_nor_a_corrector_for_a_generator(
    call: Call, generator: Path
) -> None:
    with pytest.raises(ModelError, match=r"a typo generator .*expected a typo corrector"):
        Corrector.from_pretrained(generator)
    with pytest.raises(ModelError, match=r"a typo corrector .*expected a typo generator"):
        TypoGenerator.from_pretrained(default_model_path())
    refused = call(["correct", "--model", str(generator), "글을 씁니다."])
    assert refused.status == 2
    assert "typo generator" in refused.err


@pytest.mark.parametrize(
    ("direction", "weights"),
    [(CORRECT, (1.0, 20.0)), (GENERATE, (1.0, 19.0)), (GENERATE, (1.0,))],
    ids=["direction", "weight", "pairs"],
)
def test_a_run_is_not_resumed_with_other_pairs_or_the_other_direction(
    generator: Path, direction: str, weights: tuple[float, ...]
) -> None:
    place = generator.parent
    every = Source(place / "clean.txt", 1.0), Source(place / "pairs.jsonl", 20.0, pairs=True)
    sources = [replace(each, weight=weight) for each, weight in zip(every, weights, strict=False)]
    config = TrainConfig(size="tiny", direction=direction, batch_tokens=512, max_steps=4, workers=0)
    with pytest.raises(ConfigError, match="another configuration"):
        start(config, sources, generator / ".run", [])


def test_the_same_run_is_resumed(generator: Path) -> None:
    place = generator.parent
    sources = [Source(place / "clean.txt", 1.0), Source(place / "pairs.jsonl", 20.0, pairs=True)]
    config = TrainConfig(size="tiny", direction=GENERATE, batch_tokens=512, max_steps=5, workers=0)
    run = start(config, sources, generator / ".run", PAIRS)
    assert run.progress.step == 5
    assert run.progress.best_score < 0
