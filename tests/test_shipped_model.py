"""The model inside the package: whole, exact in its decoding, and better than copying."""

from pathlib import Path

import pytest

from spellfix.backends import OnnxBackend
from spellfix.corrector import Corrector
from spellfix.decoding import aggressive, greedy
from spellfix.evaluation import evaluate, read_pairs
from spellfix.noise import Noiser, Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer

DATA = Path(__file__).parents[1] / "data"
SENTENCES = 200
BATCH = 50


@pytest.fixture(scope="module")
def directory() -> ModelDirectory:
    return ModelDirectory.open()


@pytest.fixture(scope="module")
def noisy_sentences() -> list[str]:
    """Samples of every domain with more errors than people make; some far from any training."""
    lines = [
        line
        for path in sorted((DATA / "samples").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) <= 60
    ]
    noiser = Noiser(11, Recipe(rate=0.06, clean=0.1))
    step = len(lines) / SENTENCES
    chosen = [lines[int(at * step)] for at in range(SENTENCES)]
    return [noiser.noise(line, 0, at).text for at, line in enumerate(chosen)]


def test_every_file_is_the_one_that_was_sealed(directory: ModelDirectory) -> None:
    directory.verify()
    assert sum((directory.path / name).stat().st_size for name in directory.files) < 60e6


def test_aggressive_decoding_says_token_for_token_what_greedy_decoding_says(
    directory: ModelDirectory, noisy_sentences: list[str]
) -> None:
    tokenizer = Tokenizer.load(directory.tokenizer)
    backend = OnnxBackend(directory.encoder, directory.decoder)
    sources = [[*tokenizer.encode(text), tokenizer.eos_id] for text in noisy_sentences]
    sources.sort(key=len)
    slowly = [
        found
        for at in range(0, len(sources), BATCH)
        for found in greedy(backend, sources[at : at + BATCH], directory.max_positions)
    ]
    space = tokenizer.encode(" ")
    fast = [aggressive(backend, [each], directory.max_positions, space)[0] for each in sources]
    assert len({found.ids for found in slowly}) > SENTENCES * 0.9
    assert [found.ids for found in fast] == [found.ids for found in slowly]
    assert sum(found.passes for found in fast) < 0.2 * sum(found.passes for found in slowly)


def test_real_errors_are_corrected_and_right_text_is_left_alone() -> None:
    """Far below what the model card measures, so that it fails for a broken model only."""
    corrector = Corrector.from_pretrained()
    real = evaluate(corrector, read_pairs(DATA / "benchmark" / "real_dev.jsonl")).metrics
    clean = evaluate(corrector, read_pairs(DATA / "benchmark" / "clean_dev.jsonl")).metrics
    assert real.typo_accuracy is not None
    assert clean.correct_text_accuracy is not None
    assert real.typo_accuracy > 0.2
    assert clean.correct_text_accuracy > 0.97


def test_한두_마디는_근거가_없으니_그대로_둔다() -> None:
    corrector = Corrector.from_pretrained()
    for text in ("끝", "둘째", "겨울", "탭을", "네?", "초과할", "1. 개요", "- 줄\t끝\n둘째\t줄"):
        assert corrector.correct(text).text == text


def test_같은_문장은_어디에_있어도_같은_교정을_받는다() -> None:
    corrector = Corrector.from_pretrained(min_confidence=0.0)
    texts = ["오늘 선셍님이 숙재를 않내주셨어요.", "발표를 잘 햇어요.", "친구를 도와 주엇습니다."]
    alone = [corrector.correct(text).text for text in texts]
    assert corrector.correct("\n".join(texts)).text == "\n".join(alone)
    assert [found.text for found in corrector.correct_batch(texts * 3)] == alone * 3
