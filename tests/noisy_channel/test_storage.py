"""A model comes back from its directory as it was, or not at all."""

import json
from pathlib import Path

import numpy as np
import pytest

from spellfix.errors import ModelError
from spellfix.noisy_channel import NoisyChannel
from spellfix.noisy_channel.storage import ARRAYS, FACTS, LANGUAGE, Model, load, save

TEXT = "내일은 숙재를 꼭 해 오세요. 나도 할수 있어요."


def test_a_model_comes_back_as_it_was(model: Model, directory: Path, speller: NoisyChannel) -> None:
    found = load(directory)
    for before, after in zip(model.language.levels, found.language.levels, strict=True):
        assert np.array_equal(before.keys, after.keys)
        assert np.array_equal(before.costs, after.costs)
        assert np.array_equal(before.backoffs, after.backoffs)
    assert found.language.symbols.characters == model.language.symbols.characters
    assert found.lexicon == model.lexicon
    assert found.errors.strokes == model.errors.strokes
    assert found.errors.characters == model.errors.characters
    assert found.facts == model.facts
    assert NoisyChannel.from_pretrained(directory).correct(TEXT) == speller.correct(TEXT)


def test_the_same_model_is_the_same_bytes(model: Model, directory: Path, tmp_path: Path) -> None:
    save(load(directory), tmp_path / "again")
    for name in (ARRAYS, LANGUAGE, FACTS):
        assert (tmp_path / "again" / name).read_bytes() == (directory / name).read_bytes()


def test_a_threshold_may_be_given(directory: Path) -> None:
    assert NoisyChannel.from_pretrained(directory).min_confidence == 0.5
    assert NoisyChannel.from_pretrained(directory, min_confidence=0.9).min_confidence == 0.9


def test_a_directory_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="expected a noisy-channel model"):
        NoisyChannel.from_pretrained(tmp_path)
    with pytest.raises(ModelError, match="expected a noisy-channel model"):
        NoisyChannel.from_pretrained(tmp_path / "nowhere")


@pytest.mark.parametrize("name", [ARRAYS, LANGUAGE, FACTS])
def test_files_cut_short_are_refused(directory: Path, name: str) -> None:
    content = (directory / name).read_bytes()
    (directory / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match="damaged"):
        load(directory)


@pytest.mark.parametrize("name", [ARRAYS, LANGUAGE])
def test_missing_arrays_are_refused(directory: Path, name: str) -> None:
    (directory / name).unlink()
    with pytest.raises(ModelError, match="damaged"):
        load(directory)


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("format", 99, "format 99"),
        ("min_confidence", 2, "min_confidence is 2"),
        ("scale", "much", "scale is 'much'"),
        ("error_rate", 0, "error_rate is 0"),
        ("sha256", "0", "SHA-256"),
    ],
)
def test_facts_that_cannot_be_are_refused(
    directory: Path, key: str, value: object, what: str
) -> None:
    facts = json.loads((directory / FACTS).read_text(encoding="utf-8"))
    (directory / FACTS).write_text(json.dumps(facts | {key: value}), encoding="utf-8")
    with pytest.raises(ModelError, match=what):
        load(directory)


def test_arrays_that_do_not_fit_together_are_refused(model: Model, directory: Path) -> None:
    from hashlib import sha256
    from io import BytesIO

    with np.load(directory / ARRAYS) as archive:
        arrays = dict(archive)
    arrays["char_counts"] = arrays["char_counts"][:-1]
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    (directory / ARRAYS).write_bytes(buffer.getvalue())
    facts = json.loads((directory / FACTS).read_text(encoding="utf-8"))
    facts["sha256"][ARRAYS] = sha256(buffer.getvalue()).hexdigest()
    (directory / FACTS).write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        load(directory)


def test_a_place_that_cannot_be_written_is_named(model: Model, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot write"):
        save(model, tmp_path / "file" / "model")
