"""Examples, their alignment, and the order of batches."""

from pathlib import Path

import pytest
import torch
from torch.utils.data import DataLoader

from spellfix.noise import Recipe
from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import BUCKETS, IGNORED, TrainingPairs, make_example
from spellfix.train.corpus import Corpus, Source, read_corpus


@pytest.fixture(scope="module")
def corpus(clean_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path = tmp_path_factory.mktemp("corpus") / "clean.txt"
    path.write_text("\n".join(clean_lines), encoding="utf-8")
    return read_corpus([Source(path, 1.0)])


def pairs(corpus: Corpus, tokenizer: Tokenizer, start: int = 0) -> TrainingPairs:
    return TrainingPairs(corpus, tokenizer, Recipe(), seed=3, batch_tokens=512, start=start)


def first(stream: object, count: int) -> list[torch.Tensor]:
    iterator = iter(stream)  # type: ignore[call-overload]
    return [next(iterator).source for _ in range(count)]


def test_alignment_follows_insertions_and_deletions(tokenizer: Tokenizer) -> None:
    source, target = "할수 있는 것 이다", "할 수 있는 것이다"
    example = make_example(tokenizer, source, target)
    assert [source[at] for at in example.aligned[:-1]] == list("할수수 있는 것이다")
    assert example.aligned[-1] == len(source)  # the end follows the end
    deleted = [at for at, label in enumerate(example.source_labels) if label == tokenizer.unk_id]
    assert deleted == [source.rindex(" ")]


def test_batches_have_few_shapes_and_agree_with_the_noise(
    corpus: Corpus, tokenizer: Tokenizer
) -> None:
    stream = iter(pairs(corpus, tokenizer))
    clean = set(corpus.lines)
    for _ in range(8):
        batch = next(stream)
        count, length = batch.source.shape
        assert length in BUCKETS
        assert count == 512 // length
        for row in range(count):
            assert tokenizer.decode(batch.target[row].tolist()) in clean
        real = batch.aligned != IGNORED
        assert torch.equal(real, batch.target != tokenizer.pad_id)
        assert int(batch.aligned.max()) < length


def test_the_stream_is_the_same_again_and_another_after_a_start(
    corpus: Corpus, tokenizer: Tokenizer
) -> None:
    once, again = (first(pairs(corpus, tokenizer), 5) for _ in range(2))
    assert all(torch.equal(one, other) for one, other in zip(once, again, strict=True))
    later = first(pairs(corpus, tokenizer, start=100), 5)
    assert not any(
        one.shape == other.shape and torch.equal(one, other)
        for one, other in zip(once, later, strict=True)
    )


def test_two_workers_share_the_samples_without_doubling_any(
    corpus: Corpus, tokenizer: Tokenizer
) -> None:
    loader = DataLoader(pairs(corpus, tokenizer), batch_size=None, num_workers=2)
    iterator = iter(loader)
    texts = [tokenizer.decode(row.tolist()) for _ in range(10) for row in next(iterator).target]
    repeats = len(texts) - len(set(texts))
    assert repeats <= len(corpus.lines) - len(set(corpus.lines))


def test_weights_repeat_and_thin_out_sources(tmp_path: Path) -> None:
    for name in ("often", "seldom"):
        (tmp_path / name).write_text(
            "\n".join(f"{name} 문장 {n:04d}" for n in range(400)), encoding="utf-8"
        )
    sources = [Source(tmp_path / "often", 2.5), Source(tmp_path / "seldom", 0.25)]
    corpus = read_corpus(sources)
    order = corpus.order(0, 0)
    assert (order < 400).sum() == 1000
    assert (order >= 400).sum() == 100
    assert set(corpus.order(0, 1)) != set(order)
    assert (corpus.order(0, 0) == order).all()
