"""A language model comes back from its file as it was, or not at all."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from spellfix.errors import ModelError
from spellfix.language.estimation import estimate
from spellfix.language.model import LanguageModel
from spellfix.language.storage import load, save, to_bytes

LINES = ["오늘 숙제를 했다.", "내일은 숙제를 꼭 해 오세요.", "12시에 GPU를 켰다."]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return estimate([(LINES, 3.0)])


@pytest.fixture
def file(model: LanguageModel, tmp_path: Path) -> Path:
    save(model, tmp_path / "language.npz")
    return tmp_path / "language.npz"


def rewrite(file: Path, name: str, array: np.ndarray) -> None:
    with np.load(file) as archive:
        arrays = dict(archive) | {name: array}
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=True, **arrays)
    file.write_bytes(buffer.getvalue())


def test_a_model_comes_back_as_it_was(model: LanguageModel, file: Path) -> None:
    found = load(file)
    assert found.symbols.characters == model.symbols.characters
    for before, after in zip(model.levels, found.levels, strict=True):
        assert np.array_equal(before.keys, after.keys)
        assert np.array_equal(before.costs, after.costs)
        assert np.array_equal(before.backoffs, after.backoffs)
    assert found.score("오늘 숙재를 했다.") == model.score("오늘 숙재를 했다.")
    assert to_bytes(found) == file.read_bytes()
    assert [path.name for path in file.parent.iterdir()] == ["language.npz"]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_file_cut_short_is_refused(file: Path, share: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ModelError, match=r"language\.npz: expected a language model"):
        load(file)


@pytest.mark.parametrize("content", [b"no archive", b"\x93NUMPY", b"PK\x03\x04" * 20])
def test_a_file_that_is_something_else_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ModelError, match="expected a language model"):
        load(file)
    with pytest.raises(ModelError, match="expected a language model"):
        load(file.parent / "nowhere.npz")


@pytest.mark.parametrize(
    ("name", "array", "what"),
    [
        ("costs2", np.zeros(1, np.uint8), "different lengths"),
        ("keys1", np.zeros((8, 0), np.uint8), "different lengths"),
        ("keys0", np.zeros((7, 9), np.uint8), "cannot be read"),
        ("characters", np.frombuffer("가".encode(), np.uint8), "expected 6"),
        ("characters", np.frombuffer(b"\xff\xfe", np.uint8), "utf-8"),
        ("characters", np.array([{"unpickled": "never"}]), "allow_pickle=False"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(
    file: Path, name: str, array: np.ndarray, what: str
) -> None:
    rewrite(file, name, array)
    with pytest.raises(ModelError, match=what):
        load(file)


def test_ngrams_out_of_order_are_refused(model: LanguageModel, file: Path) -> None:
    rewrite(file, "keys1", np.zeros((8, len(model.levels[1].keys)), np.uint8))
    with pytest.raises(ModelError, match="not in order"):
        load(file)


def test_a_place_that_cannot_be_written_is_named(model: LanguageModel, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot write"):
        save(model, tmp_path / "nowhere" / "language.npz")
