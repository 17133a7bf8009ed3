"""`spellfix calibrate` with the shipped model on a few real pairs."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spellfix.cli import main
from spellfix.corrector import Corrector
from spellfix.errors import ModelError
from spellfix.language.estimation import estimate
from spellfix.language.storage import save
from spellfix.manifest import default_model_path, read_facts, write_manifest
from spellfix.pretrained import ModelDirectory
from spellfix.recalibration import needed
from spellfix.thresholds import Thresholds

BENCHMARK = Path(__file__).parents[2] / "data" / "benchmark"
Answer = Callable[..., str]


def lines_of(name: str, count: int) -> list[str]:
    return (BENCHMARK / name).read_text(encoding="utf-8").splitlines()[:count]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """75 pairs as teachers write them, and 40 clean texts."""
    path: Path = tmp_path_factory.mktemp("pairs") / "dev.jsonl"
    lines = [*lines_of("feedback_dev.jsonl", 75), *lines_of("clean_dev.jsonl", 40)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the shipped model, in which nothing is made that is not nearly certain."""
    place = tmp_path / "model"
    shutil.copytree(default_model_path(), place)
    rewrite(place, min_confidence=0.97, min_confidence_by_kind={})
    return place


def rewrite(place: Path, **facts: object) -> None:
    """Change what the manifest says, as somebody would with an editor."""
    path = place / "spellfix.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | facts
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def answer(capfd: pytest.CaptureFixture[str]) -> Answer:
    def run(*arguments: str | Path) -> str:
        capfd.readouterr()
        assert main(["calibrate", *map(str, arguments)]) == 0
        return capfd.readouterr().out

    return run


@pytest.fixture
def refusal(capfd: pytest.CaptureFixture[str]) -> Iterator[Answer]:
    def run(*arguments: str | Path) -> str:
        capfd.readouterr()
        assert main(["calibrate", *map(str, arguments)]) == 2
        out, err = capfd.readouterr()
        assert out == ""
        return err

    return run


def test_thresholds_are_written_and_the_model_then_works_with_them(
    pairs: Path, model: Path, answer: Answer
) -> None:
    found = json.loads(answer(pairs, "--model", model, "--correct-text", "0.95", "--json"))
    assert found["written"] == str(model)
    assert found["before"]["min_confidence"] == 0.97
    assert found["after"]["n_typo"] == 50
    assert found["after"]["n_clean"] == 65
    assert found["after"]["corrected"] > found["before"]["corrected"]
    assert found["after"]["correct_text_accuracy"] >= 0.95
    directory = ModelDirectory.open(model)
    directory.verify()
    assert directory.min_confidence == found["after"]["min_confidence"] >= 0.5
    assert Corrector.from_pretrained(model).thresholds == directory.thresholds
    facts = read_facts(model)
    assert facts["calibrated"]["correct_text"] == 0.95  # type: ignore[index]
    assert facts["metrics"] == read_facts(default_model_path())["metrics"]
    again = json.loads(answer(pairs, "--model", model, "--dry-run", "--json"))
    assert again["before"] == found["after"]


def test_the_numbers_are_those_that_evaluate_measures(
    pairs: Path, model: Path, answer: Answer, capfd: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(answer(pairs, "--model", model, "--json"))["after"]
    assert main(["evaluate", str(pairs), "--model", str(model), "--json"]) == 0
    measured = json.loads(capfd.readouterr().out)
    measured = measured.get("systems", {}).get("spellfix", measured)
    for name in ("typo_accuracy", "n_typo", "correct_text_accuracy", "n_clean", "miscorrected"):
        assert measured[name] == told[name]


def test_the_card_says_what_was_set_and_what_was_measured_before(
    pairs: Path, model: Path, answer: Answer
) -> None:
    answer(pairs, "--model", model)
    first = (model / "README.md").read_text(encoding="utf-8")
    least = f"{ModelDirectory.open(model).min_confidence:g}"
    assert f"clean texts stay untouched: edits from a confidence of {least} on." in first
    assert "| before, from 0.97 | " in first
    assert "\nMeasured before the thresholds above were set, with edits from a con" in first
    assert "\nEdits from a confidence of" not in first
    rewrite(model, min_confidence_by_kind={"spacing": 0.9})
    answer(pairs, "--model", model, "--correct-text", "0.9")
    second = (model / "README.md").read_text(encoding="utf-8")
    assert second.count("## 문턱값 Thresholds") == 1
    assert f"| before, from {least}, spacing 0.9 | " in second
    shipped = (default_model_path() / "README.md").read_text(encoding="utf-8")
    assert second.endswith(shipped[shipped.index("| set | ") :])
    measured_with = read_facts(model)["calibrated"]["metrics_measured_with"]  # type: ignore[index]
    known = read_facts(default_model_path())["calibrated"]
    first = known.get("metrics_measured_with", {"min_confidence": 0.97})  # type: ignore[attr-defined]
    assert measured_with["min_confidence"] == first["min_confidence"]


def test_a_copy_leaves_the_model_as_it_is(
    pairs: Path, model: Path, tmp_path: Path, answer: Answer, refusal: Answer
) -> None:
    before = {path: path.read_bytes() for path in model.rglob("*") if path.is_file()}
    copy = tmp_path / "copy"
    answer(pairs, "--model", model, "--output", copy)
    assert {path: path.read_bytes() for path in model.rglob("*") if path.is_file()} == before
    ModelDirectory.open(copy).verify()
    assert ModelDirectory.open(copy).min_confidence < 0.97
    assert "--force" in refusal(pairs, "--model", model, "--output", copy)
    answer(pairs, "--model", model, "--output", copy, "--force", "--correct-text", "1")
    ModelDirectory.open(copy).verify()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "model"]
    (tmp_path / "notes").mkdir()
    kept = refusal(pairs, "--model", model, "--output", tmp_path / "notes", "--force")
    assert "not a model directory" in kept


def test_the_model_in_the_package_is_not_changed_unasked(pairs: Path, refusal: Answer) -> None:
    said = refusal(pairs)
    assert "--output COPY" in said
    assert "--force" in said


def test_한쪽_글만_있으면_정하지_않는다(tmp_path: Path, refusal: Answer) -> None:
    for name, missing in (("real_dev.jsonl", "clean texts"), ("clean_dev.jsonl", "with typos")):
        path = tmp_path / name
        path.write_text("\n".join(lines_of(name, 3)), encoding="utf-8")
        assert missing in refusal(path, "--dry-run")


def test_바른_글이_적으면_몇_개가_있어야_하는지_말한다(pairs: Path, answer: Answer) -> None:
    said = answer(pairs, "--dry-run")
    assert "65 clean texts" in said
    assert "765개는 있어야" in said
    assert "nothing written" in said
    said = answer(pairs, "--dry-run", "--correct-text", "0.9")
    assert "있어야" not in said
    assert needed(0.995) == 765


def test_kinds_have_their_own_thresholds_only_where_asked_or_where_they_gain(
    pairs: Path, answer: Answer
) -> None:
    found = json.loads(answer(pairs, "--dry-run", "--json"))
    if not found["by_kind"]["gains"]:
        assert found["after"]["min_confidence_by_kind"] == {}
    overall = json.loads(answer(pairs, "--dry-run", "--json", "--overall"))
    assert overall["after"]["min_confidence_by_kind"] == {}
    forced = json.loads(answer(pairs, "--dry-run", "--json", "--by-kind"))
    assert forced["after"]["corrected"] >= overall["after"]["corrected"]


def test_confidences_may_be_fitted_anew_first(pairs: Path, model: Path, answer: Answer) -> None:
    before = ModelDirectory.open(model).calibration
    found = json.loads(answer(pairs, "--model", model, "--fit-confidence", "--json"))
    after = ModelDirectory.open(model).calibration
    assert after != before
    assert found["after"]["calibration"] == after.to_dict()
    assert found["after"]["corrected"] > found["before"]["corrected"]


def test_종류와_언어_모델의_말도_무게를_얻는다(pairs: Path, model: Path, answer: Answer) -> None:
    """Only where the directory has a language model; the answer says what each weighs."""
    lines = [json.loads(line)["target"] for line in pairs.read_text(encoding="utf-8").splitlines()]
    (model / "language.npz").unlink(missing_ok=True)
    write_manifest(model, read_facts(model) | {"calibration": {"scale": 0.5, "shift": 0.0}})
    said = answer(pairs, "--model", model, "--dry-run", "--fit-confidence")
    assert re.search(r"확신도 / confidence, fitted: log-odds x \d\.\d+ [-+] \d", said)
    assert "a nat" not in said
    save(estimate([(lines, 2.0)]), model / "language.npz")
    write_manifest(model, read_facts(model))
    said = answer(pairs, "--model", model, "--fit-confidence")
    after = ModelDirectory.open(model).calibration
    assert after.gain > 0.05
    assert after.kinds
    assert f"language model x {after.gain:g} a nat" in said
    assert Corrector.from_pretrained(model).thresholds == ModelDirectory.open(model).thresholds
    again = json.loads(answer(pairs, "--model", model, "--dry-run", "--json"))
    assert again["before"]["calibration"] == after.to_dict()


def test_a_demand_that_no_threshold_meets_is_refused(
    tmp_path: Path, model: Path, refusal: Answer
) -> None:
    """Confidences fitted so that the surest are 1 leave no threshold that could prevent an edit."""
    rewrite(model, calibration={"scale": 100.0, "shift": 50.0})
    path = tmp_path / "pairs.jsonl"
    typo = {"input": "숙재를 않 했어요.", "target": "숙제를 안 했어요."}
    clean = {"input": "숙재를 햇다고 썼어요.", "target": "숙재를 햇다고 썼어요."}
    path.write_text("\n".join(map(json.dumps, (typo, clean))), encoding="utf-8")
    sealed = (model / "spellfix.json").read_bytes()
    said = refusal(path, "--model", model, "--correct-text", "1")
    assert "at most 0 of 1" in said
    assert (model / "spellfix.json").read_bytes() == sealed


def test_a_damaged_model_is_not_sealed_again(pairs: Path, model: Path, refusal: Answer) -> None:
    (model / "model.safetensors").write_bytes(b"other weights")
    assert "model.safetensors: SHA-256 is" in refusal(pairs, "--model", model)
    with pytest.raises(ModelError, match="SHA-256"):
        ModelDirectory.open(model).verify()


def test_a_number_given_by_the_user_holds_for_every_kind(model: Path) -> None:
    rewrite(model, min_confidence=0.5, min_confidence_by_kind={"spacing": 1.0, "particle": 0.6})
    corrector = Corrector.from_pretrained(model)
    assert corrector.min_confidence == 0.5
    assert corrector.thresholds == Thresholds(0.5, {"spacing": 1.0, "particle": 0.6})
    text = "오늘은 숙제를 할수 있어요."
    assert corrector.correct(text).text == text
    assert corrector.with_options(min_confidence=0.5).correct(text).text != text
    assert Corrector.from_pretrained(model, min_confidence=0.5).thresholds == Thresholds(0.5)
    assert corrector.with_options(protect=["숙제"]).thresholds == corrector.thresholds
