"""Examples, their alignment, and the order of batches."""

from itertools import islice
from pathlib import Path

import pytest
import torch

from spellfix.noise import Recipe
from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import BUCKETS, IGNORED, Batch, make_example
from spellfix.train.corpus import Corpus, Source, read_corpus
from spellfix.train.stream import TrainingPairs


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


def same(one: Batch, other: Batch) -> bool:
    names = ("source", "target", "source_labels", "aligned")
    tensors = all(torch.equal(getattr(one, name), getattr(other, name)) for name in names)
    return tensors and one.position == other.position and one.waiting == other.waiting


@pytest.mark.parametrize("workers", [1, 2])
def test_batches_are_the_same_for_any_number_of_workers(
    corpus: Corpus, tokenizer: Tokenizer, workers: int
) -> None:
    alone = islice(pairs(corpus, tokenizer), 30)
    shared = islice(pairs(corpus, tokenizer).batches(workers), 30)
    assert all(same(one, other) for one, other in zip(alone, shared, strict=True))


def test_a_stream_goes_on_where_it_was_interrupted_also_in_another_epoch(
    corpus: Corpus, tokenizer: Tokenizer
) -> None:
    whole = list(islice(pairs(corpus, tokenizer), 120))
    for cut in (3, 100):
        last = whole[cut]
        assert last.waiting
        rest = pairs(corpus, tokenizer, last.position).batches(0, last.waiting)
        assert all(same(one, other) for one, other in zip(whole[cut + 1 :], rest, strict=False))
    assert last.position > len(corpus.lines)


@pytest.mark.parametrize("size", [2, 3, 40])
def test_the_shares_of_a_batch_are_the_batch_and_know_how_much_is_in_it(
    corpus: Corpus, tokenizer: Tokenizer, size: int
) -> None:
    batch = next(iter(pairs(corpus, tokenizer)))
    shares = [batch.share(rank, size) for rank in range(size)]
    assert len(batch.source) < 40
    assert all(len(share.source) > 0 for share in shares)
    assert {share.whole for share in shares} == {batch.whole}
    assert sum(int((share.aligned != IGNORED).sum()) for share in shares) == batch.whole.target
    assert sum(int((share.source_labels != IGNORED).sum()) for share in shares) == batch.whole.asked
    rows = [row for share in shares[: len(batch.source)] for row in share.source.tolist()]
    assert sorted(rows) == sorted(batch.source.tolist())


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
