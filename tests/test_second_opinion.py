"""A language model has a say in how sure the corrector is of an edit, and in nothing else."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unicodedata import normalize

import pytest

from spellfix.backends import OnnxBackend
from spellfix.calibration import Calibration
from spellfix.corrector import Corrector
from spellfix.edits import Edit, apply
from spellfix.errors import ConfigError, InputError, ModelError
from spellfix.language.estimation import estimate
from spellfix.language.model import LanguageModel
from spellfix.language.opinion import SecondOpinion
from spellfix.language.storage import save
from spellfix.manifest import default_model_path, read_facts, write_manifest
from spellfix.pretrained import ModelDirectory
from spellfix.reading import DIGITS
from spellfix.tokenizer import Tokenizer

TEXT = "숙재를 꼼꼼히 해 와서 칭찬해 주었읍니다."
RIGHT = "숙제를 꼼꼼히 해 와서 칭찬해 주었습니다."
FLAT = Calibration(scale=0.01, shift=0.0)
"""Whatever the model says, the odds are even."""
Opened = Callable[..., Corrector]


@pytest.fixture(scope="module")
def language() -> LanguageModel:
    """It knows 숙제를 and has seen no 습니다, only 읍니다."""
    return estimate([(["숙제를 했다.", "숙제를 꼼꼼히 했다.", "칭찬해 주었읍니다."], 9.0)])


@pytest.fixture(scope="module")
def opened(language: LanguageModel) -> Opened:
    """The shipped network, with any calibration, and asked by that language model."""
    directory = ModelDirectory.open()
    network = OnnxBackend(directory.encoder, directory.decoder)
    tokenizer = Tokenizer.load(directory.tokenizer)

    def corrector(calibration: Calibration, **options: object) -> Corrector:
        given = {"opinion": SecondOpinion(lambda: language), **options}
        return Corrector(network, tokenizer, calibration=calibration, **given)  # type: ignore[arg-type]

    return corrector


def told(corrector: Corrector, text: str) -> dict[str, float]:
    return {edit.after: edit.confidence for edit in corrector.correct(text).edits}


def test_같은_수정이_언어_모델의_말에_따라_되기도_하고_안_되기도_한다(opened: Opened) -> None:
    assert opened(FLAT, min_confidence=0.4).correct(TEXT).text == RIGHT
    asked = opened(Calibration(0.01, 0.0, 0.5), min_confidence=0.6).correct(TEXT)
    assert asked.text == TEXT.replace("숙재", "숙제")
    contrary = opened(Calibration(0.01, 0.0, -0.5), min_confidence=0.6).correct(TEXT)
    assert contrary.text == TEXT.replace("읍니다", "습니다")


def test_종류에_따라서도_그렇다(opened: Opened) -> None:
    text = "이 문제 는 풀기가 어렵읍니다."
    kinds = {edit.kind for edit in opened(FLAT).correct(text).edits}
    assert kinds == {"spacing", "spelling"}
    for kind in kinds:
        weighed = opened(Calibration(0.01, 0.0, 0.0, {kind: 1.0}), min_confidence=0.6)
        assert {edit.kind for edit in weighed.correct(text).edits} == {kind}


def test_a_confidence_is_the_calibration_of_probability_kind_and_gain(opened: Opened) -> None:
    calibration = Calibration(0.8, -0.5, 0.1, {"spelling": 0.3})
    plain = opened(Calibration())
    edits = plain.correct(TEXT).edits
    expected = [
        pytest.approx(calibration(edit.confidence, edit.kind, gain), abs=2e-5)
        for edit, gain in zip(edits, plain.gains(TEXT, edits), strict=True)
    ]
    assert len(edits) == 2
    assert [edit.confidence for edit in opened(calibration).correct(TEXT).edits] == expected


def test_얻는_것은_문장_전체의_차이이고_다른_수정과_무관하다(
    opened: Opened, language: LanguageModel
) -> None:
    text = f"첫 줄입니다.\n오늘은 쉽니다. {TEXT}"
    corrector = opened(FLAT)
    edits = [edit for edit in corrector.correct(text).edits if edit.start > len(text) - len(TEXT)]
    before = len(text) - len(TEXT)
    assert len(edits) == 2
    expected = [
        language.score(apply(text, [edit])[before:]) - language.score(TEXT) for edit in edits
    ]
    assert corrector.gains(text, edits) == expected
    assert corrector.gains(text, edits[1:]) == expected[1:]


def test_같은_문장은_어디에_있어도_같은_확신을_받는다(opened: Opened) -> None:
    corrector = opened(Calibration(0.8, -0.5, 0.2, {"spacing": 0.3}))
    texts = [TEXT, "발표를 잘 햇어요.", "친구를 도와 주엇습니다.", "나도 할수 있다."]
    alone = [told(corrector, text) for text in texts]
    assert [told(corrector, f"오늘은 맑다. {text}\n끝입니다.") for text in texts] == alone
    together = corrector.correct_batch(texts * 3)
    assert [{edit.after: edit.confidence for edit in each.edits} for each in together] == alone * 3
    apart = corrector.correct(normalize("NFD", TEXT))
    assert [edit.confidence for edit in apart.edits] == list(alone[0].values())
    assert corrector.gains(normalize("NFD", TEXT), apart.edits) == corrector.gains(
        TEXT, corrector.correct(TEXT).edits
    )


def test_다른_후보도_언어_모델의_말을_듣는다(opened: Opened) -> None:
    text = "책을 일고 잤다."
    corrector = opened(Calibration(0.5, 0.0, 0.3))
    (edit,) = corrector.correct(text).edits
    others = corrector.alternatives(text, edit, count=5)
    sure = [other.confidence for other in others]
    assert sure == sorted(sure, reverse=True)
    assert corrector.alternatives(text, edit, count=1) == others[:1]
    plain = opened(Calibration())
    raw = {
        (other.start, other.end, other.after): other.confidence
        for other in plain.alternatives(text, edit, count=8)
    }
    both = [other for other in others if (other.start, other.end, other.after) in raw]
    assert len(both) > 1
    gains = plain.gains(text, both)
    weighed = Calibration(0.5, 0.0, 0.3)
    rounded = 0.5 * 10**-DIGITS
    for other, gain in zip(both, gains, strict=True):
        told = raw[other.start, other.end, other.after]
        least, most = (weighed(told + by, None, gain) for by in (-rounded, rounded))
        assert least - 1.01 * rounded <= other.confidence <= most + 1.01 * rounded


def test_a_gain_without_anybody_to_ask_is_refused(opened: Opened) -> None:
    directory = ModelDirectory.open()
    network = OnnxBackend(directory.encoder, directory.decoder)
    with pytest.raises(ConfigError, match=r"its gain is 0\.3, but there is no opinion"):
        Corrector(network, Tokenizer.load(directory.tokenizer), calibration=Calibration(gain=0.3))


def test_an_edit_of_no_sentence_gains_nothing_but_an_error(opened: Opened) -> None:
    with pytest.raises(InputError, match="lies in a sentence"):
        opened(FLAT).gains("https://a.kr", [Edit(0, 1, "h", "ㅗ", "keyboard")])


@pytest.fixture
def asking(tmp_path: Path, language: LanguageModel) -> Path:
    """A copy of the shipped model with a language model, whose opinion counts."""
    place = tmp_path / "model"
    shutil.copytree(default_model_path(), place)
    save(language, place / "language.npz")
    calibration = {"scale": 0.01, "shift": 0.0, "gain": 0.5}
    write_manifest(place, read_facts(place) | {"calibration": calibration, "min_confidence": 0.6})
    return place


def test_a_model_directory_brings_its_opinion_along(asking: Path) -> None:
    corrector = Corrector.from_pretrained(asking)
    assert corrector.correct(TEXT).text == TEXT.replace("숙재", "숙제")
    assert "language.npz" in ModelDirectory.open(asking).files
    ModelDirectory.open(asking).verify()


def test_its_language_model_is_first_read_for_the_first_edit(asking: Path) -> None:
    corrector = Corrector.from_pretrained(asking)
    (asking / "language.npz").write_bytes(b"changed after the corrector was made")
    assert corrector.correct("오늘은 날씨가 좋다.").text == "오늘은 날씨가 좋다."
    with pytest.raises(ModelError, match=r"language\.npz: SHA-256"):
        corrector.correct(TEXT)


def test_many_threads_get_the_answers_of_one(asking: Path) -> None:
    texts = [f"{TEXT} 숙재 {number}번을 했다." for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(Corrector.from_pretrained(asking).correct, texts))
    assert together == Corrector.from_pretrained(asking).correct_batch(texts)


def test_a_language_model_that_does_not_count_changes_nothing(asking: Path) -> None:
    write_manifest(asking, read_facts(asking) | {"calibration": {"scale": 0.5, "shift": 0.1}})
    plain = json.loads((asking / "spellfix.json").read_text(encoding="utf-8"))
    assert "language.npz" in plain["files"]
    found = Corrector.from_pretrained(asking, min_confidence=0.0)
    (asking / "language.npz").unlink()
    assert found.correct(TEXT).text == RIGHT
    assert found.correct(TEXT).edits[0].confidence > 0.5
