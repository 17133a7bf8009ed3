"""`spellfix gate`: the shipped model against itself, its damaged and its altered copies."""

import json
import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from spellfix.cli import main
from spellfix.corrector import Corrector
from spellfix.evaluation import Pair, read_pairs
from spellfix.gate import LARGEST, judge
from spellfix.manifest import default_model_path, read_facts, write_manifest

PAIRS = [
    {"input": "오늘 선셍님이 숙재를 내주셨어요.", "target": "오늘 선생님이 숙제를 내주셨어요."},
    {"input": "숙재를 않 했어요.", "target": "숙제를 안 했어요.", "kind": "spelling"},
    {"input": "집에 갈수 있다.", "target": "집에 갈 수 있다.", "kind": "spacing", "test": "space"},
    {"input": "도서관에서 책을 빌렸다.", "target": "도서관에서 책을 빌렸다."},
    {"input": "친구와 밥을 먹었다.", "target": "친구와 밥을 먹었다.", "test": "names"},
]
SHIPPED = default_model_path()
CONFUSABLES = Path(__file__).parents[2] / "data" / "confusables" / "heldout.jsonl"
Judged = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, PAIRS)), encoding="utf-8")
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    place = tmp_path / "model"
    shutil.copytree(SHIPPED, place)
    return place


def rewrite(place: Path, **facts: object) -> None:
    path = place / "spellfix.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | facts
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def judged(pairs: Path, capfd: pytest.CaptureFixture[str]) -> Judged:
    """The checks by name, and under "status" the exit status."""

    def run(candidate: Path, *more: str | Path) -> dict[str, Any]:
        capfd.readouterr()
        status = main(["gate", str(candidate), str(pairs), "--json", *map(str, more)])
        record = json.loads(capfd.readouterr().out)
        assert record["passed"] == (status == 0)
        checks = {check["name"]: check for check in record["checks"]}
        return {**checks, "status": status}

    return run


def failed(found: dict[str, Any]) -> list[str]:
    return [name for name, each in found.items() if name != "status" and each["passed"] is False]


def test_the_shipped_model_is_not_better_than_itself(judged: Judged) -> None:
    found = judged(SHIPPED)
    assert found["status"] == 1
    assert failed(found) == ["typo accuracy"]
    numbers = found["typo accuracy"]["numbers"]
    assert numbers["n"] == 3
    assert numbers["candidate"] == numbers["shipped"] == 3
    assert numbers["p_value"] == 1.0


def test_a_model_that_corrects_more_and_spoils_nothing_may_be_released(
    judged: Judged, copy: Path
) -> None:
    rewrite(copy, min_confidence=1.0, min_confidence_by_kind={})
    found = judged(SHIPPED, "--shipped", copy)
    assert found["status"] == 0
    assert failed(found) == []
    numbers = found["typo accuracy"]["numbers"]
    assert (numbers["only_candidate"], numbers["only_shipped"]) == (3, 0)
    assert numbers["p_value"] == 0.25
    assert found["behaviour"]["numbers"] == {
        "n": 2,
        "candidate": 2,
        "shipped": 1,
        "only_candidate": 1,
        "only_shipped": 0,
        "p_value": 1.0,
    }
    assert failed(judged(SHIPPED, "--shipped", copy, "--significant")) == ["typo accuracy"]


def test_a_model_that_corrects_nothing_is_refused(judged: Judged, copy: Path) -> None:
    rewrite(copy, min_confidence=1.0, min_confidence_by_kind={})
    assert failed(judged(copy)) == ["typo accuracy", "behaviour"]


def test_a_kind_that_falls_significantly_is_named(copy: Path) -> None:
    """Six of six against none: p = 1/32. Five would leave p = 1/16."""
    rewrite(copy, min_confidence_by_kind={"spacing": 1.0})
    spaced = ["집에 갈수 있다.", "밥을 먹을수 있다.", "책을 읽을수 있다.", "노래를 부를수 있다."]
    spaced += ["친구를 만날수 있다.", "영화를 볼수 있다."]
    typos = [Pair(text, text.replace("수", " 수"), "spacing") for text in spaced]
    clean = [Pair("친구와 밥을 먹었다.", "친구와 밥을 먹었다.")]
    for count, passed in ((6, False), (5, True)):
        verdict = judge(copy, [*typos[:count], *clean])
        (kinds,) = (check for check in verdict.checks if check.name == "kinds")
        assert kinds.passed == passed
        assert kinds.numbers["spacing"]["p_value"] == (1 / 32 if count == 6 else 1 / 16)
        assert ("spacing 6 -> 0 / 6" in kinds.reason) == (not passed)


def test_outputs_that_change_again_are_counted_beyond_chance(copy: Path) -> None:
    """A model without any doubt respells what it has just respelled."""
    rewrite(copy, min_confidence=0.0, min_confidence_by_kind={})
    bold, shipped = Corrector.from_pretrained(copy), Corrector.from_pretrained()
    found = (
        pair.input
        for pair in read_pairs(CONFUSABLES)
        if not settled(bold, pair.input) and settled(shipped, pair.input)
    )
    restless = list(islice(found, 6))
    typo = Pair("집에 갈수 있다.", "집에 갈 수 있다.")
    for count, passed in ((6, False), (5, True)):
        pairs = [typo, *(Pair(text, text) for text in restless[:count])]
        checks = {check.name: check for check in judge(copy, pairs).checks}
        assert checks["idempotence"].passed == passed
        assert checks["idempotence"].numbers["only_shipped"] == count


def settled(corrector: Corrector, text: str) -> bool:
    output = corrector.correct(text).text
    return corrector.correct(output).text == output


def test_바른_글을_하나라도_더_고치면_내놓지_않는다(copy: Path) -> None:
    """What one model holds for a typo the pairs call right, so that correcting it is a fault."""
    rewrite(copy, min_confidence=1.0, min_confidence_by_kind={})
    quoted = Pair("숙재를 않 했어요.", "숙재를 않 했어요.")
    verdict = judge(SHIPPED, [Pair("집에 갈수 있다.", "집에 갈 수 있다."), quoted], copy)
    assert not verdict.passed
    checks = {check.name: check.passed for check in verdict.checks}
    assert checks["typo accuracy"] is True
    assert checks["correct-text accuracy"] is False
    assert checks["kinds"] is checks["behaviour"] is None


def test_a_corrupted_byte_is_found_and_nothing_else_is_run(judged: Judged, copy: Path) -> None:
    path = copy / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    found = judged(copy)
    assert found["status"] == 1
    assert found.keys() == {"files", "status"}
    assert "model.safetensors: SHA-256 is" in found["files"]["reason"]


def test_files_that_nobody_listed_and_other_formats_are_refused(judged: Judged, copy: Path) -> None:
    (copy / ".run").mkdir()
    (copy / ".run" / "last.pt").touch()
    assert judged(copy)["files"]["passed"] is True
    (copy / "notes.txt").touch()
    assert judged(copy)["files"]["numbers"] == {"unlisted": ["notes.txt"]}
    rewrite(copy, format=1)
    assert "format 1, expected 2" in judged(copy)["files"]["reason"]


def test_a_directory_that_is_too_large_is_refused(judged: Judged, copy: Path) -> None:
    with (copy / "extra.bin").open("wb") as file:
        file.truncate(LARGEST)
    write_manifest(copy, read_facts(copy))
    found = judged(copy)
    assert found["size"]["passed"] is False
    assert found["size"]["numbers"]["bytes"] > LARGEST


def test_what_cannot_be_judged_has_a_status_of_its_own(
    pairs: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    only = tmp_path / "typos.jsonl"
    only.write_text(json.dumps(PAIRS[0]), encoding="utf-8")
    assert main(["gate", str(SHIPPED), str(only)]) == 2
    assert "n_typo = 1, n_clean = 0" in capfd.readouterr().err
    assert main(["gate", str(tmp_path / "nowhere"), str(pairs)]) == 2
    assert "does not exist" in capfd.readouterr().err
    assert main(["gate", str(SHIPPED), str(pairs), "--shipped", str(tmp_path)]) == 2
    assert "has no spellfix.json" in capfd.readouterr().err


def test_사람에게는_표와_판정을_보인다(pairs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", str(SHIPPED), str(pairs)]) == 1
    said = capfd.readouterr().out
    assert "고친 글 / corrected 3 -> 3 / 3 (100.0% -> 100.0%)" in said
    assert "판정 verdict: 내놓지 않습니다 / no: typo accuracy" in said
