"""Several language models say together what each says, by its weight; one file holds them all."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from spellfix.errors import ModelError
from spellfix.language.ensemble import Ensemble, of_characters
from spellfix.language.estimation import estimate
from spellfix.language.opinion import SecondOpinion, gains
from spellfix.language.pieces import Pieces
from spellfix.language.storage import load, load_model, save, to_bytes
from spellfix.noisy_channel.fitting import fit
from tests.language.samples import read_samples

LINES = read_samples()
CHARACTERS = estimate([(LINES, 1.0)])
WORDS = estimate([(LINES, 1.0)], symbols=Pieces.trained(LINES, 2_000))
BOTH = Ensemble(((CHARACTERS, 0.25), (WORDS, 0.5)))
ERRORS = fit([("재", "제"), *[("제", "제")] * 3], least_count=1)
ALL = Ensemble(BOTH.parts, (ERRORS, 0.75))
CHANGES = [("공부를 함니다.", "공부를 합니다."), ("할수 있다", "할 수 있다"), ("뷁", "뷁")]


def rewrite(file: Path, **changed: np.ndarray) -> None:
    with np.load(file) as archive:
        arrays = dict(archive) | changed
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=True, **arrays)
    file.write_bytes(buffer.getvalue())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save(ALL, tmp_path / "language.npz")
    return tmp_path / "language.npz"


def test_a_change_gains_the_weighted_sum_of_what_it_gains_in_each() -> None:
    each = zip(gains(CHARACTERS, CHANGES), gains(WORDS, CHANGES), strict=True)
    expected = [0.25 * one + 0.5 * other for one, other in each]
    assert gains(BOTH, CHANGES) == SecondOpinion(lambda: BOTH).gains(CHANGES) == expected
    assert expected[0] > 1
    assert expected[2] == 0.0
    assert gains(BOTH, []) == []


def test_a_change_costs_how_unlikely_the_slip_is() -> None:
    slips = [("숙재", "숙제"), ("숙자", "숙제"), ("숙제", "숙제")]
    lost = [one - other for one, other in zip(gains(ALL, slips), gains(BOTH, slips), strict=True)]
    assert lost == pytest.approx(
        [0.75 * ERRORS.of_sentence(meant, typed) for typed, meant in slips]
    )
    assert lost[1] < lost[0] < lost[2] == 0


def test_models_come_back_from_one_file_as_they_were(file: Path) -> None:
    found = load(file)
    assert isinstance(found, Ensemble)
    assert [weight for _, weight in found] == [0.25, 0.5]
    assert gains(found, CHANGES) == gains(ALL, CHANGES)
    assert to_bytes(found) == file.read_bytes()


def test_the_model_of_characters_is_found_among_others(file: Path) -> None:
    found = of_characters(load(file))
    assert found is not None
    assert found.score("숙제") == CHARACTERS.score("숙제")
    assert of_characters(CHARACTERS) is CHARACTERS
    assert of_characters(WORDS) is None


def test_who_needs_one_model_of_characters_takes_no_other(file: Path, tmp_path: Path) -> None:
    save(WORDS, tmp_path / "words.npz")
    save(CHARACTERS, tmp_path / "characters.npz")
    assert load_model(tmp_path / "characters.npz").order == 5
    for path in (file, tmp_path / "words.npz"):
        with pytest.raises(ModelError, match="expected one model, of characters"):
            load_model(path)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"weights": np.zeros(0)}, "finite weights"),
        ({"weights": np.array([0.3, np.nan])}, "finite weights"),
        ({"weights": np.array([0.3, 0.3, 0.3])}, "characters"),
        ({"1.pieces": np.zeros(9, np.uint8)}, "cannot be read"),
        ({"1.keys3": np.zeros((8, 0), np.uint8)}, "different lengths"),
        (
            {"1.pieces": np.frombuffer(Pieces.trained(LINES, 1_500).model, np.uint8)},
            "expected 1501",
        ),
        ({"errors": np.array([np.inf, 0.01])}, "finite weights"),
        ({"errors": np.array([0.5, 0.0])}, "error_rate is 0.0, expected 1e-09 to 1"),
        ({"errors": np.array([0.5])}, "cannot be read"),
        ({"errors.char_counts": np.array([-1], "<i4")}, "char: counts below 0"),
        ({"errors.stroke_betas": np.zeros(0, np.uint8)}, "cannot be read"),
        ({"weights": np.array([{"unpickled": "never"}])}, "allow_pickle=False"),
    ],
)
def test_a_file_that_does_not_fit_together_is_refused(
    file: Path, changed: dict[str, np.ndarray], what: str
) -> None:
    rewrite(file, **changed)
    with pytest.raises(ModelError, match=what):
        load(file)


@pytest.mark.parametrize("parts", [(), ((CHARACTERS, float("inf")),)])
def test_an_ensemble_of_nothing_or_without_finite_weights_is_none(parts: tuple) -> None:
    with pytest.raises(ValueError, match="finite weights"):
        Ensemble(parts)
