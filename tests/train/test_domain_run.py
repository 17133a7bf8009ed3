"""A domain learnt by the command line: scripture-like text, whose right words the shipped model
takes for typos; kept, sealed, recorded, and not replaced by what is no better."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from spellfix.corrector import Corrector
from spellfix.dictionary import read_terms
from spellfix.manifest import default_model_path
from spellfix.pretrained import ModelDirectory

from .conftest import Called

Call = Callable[[list[str]], Called]
ENDINGS = (
    "그리하여 행할찌니라.",
    "마땅히 지킬찌어다.",
    "그러한즉 기억할찌니라.",
    "길이 전할찌어다.",
)


def command(place: Path, *more: str) -> list[str]:
    return [
        *("train", "--from", "default"),
        *("--data", str(place / "domain"), "--output", str(place / "model")),
        *("--max-steps", "8", "--batch-tokens", "1024", "--learning-rate", "2e-3"),
        *("--warmup-steps", "2", "--general", "0.2", "--held-out", "60", "--workers", "0", *more),
    ]


class Learnt(NamedTuple):
    """Where a domain was learnt, and what came of it."""

    place: Path
    done: Called


@pytest.fixture(scope="module")
def learnt(call: Call, clean_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    place = tmp_path_factory.mktemp("learnt")
    (place / "domain").mkdir()
    fitting = [line for line in dict.fromkeys(clean_lines) if 12 <= len(line) <= 40]
    lines = [f"{line} {ENDINGS[at % len(ENDINGS)]}\n" for at, line in enumerate(fitting)]
    (place / "domain" / "scripture.txt").write_text("".join(lines), encoding="utf-8")
    return Learnt(place, call(command(place, "--why", "옛 말씨를 오타로 압니다")))


def record(place: Path) -> dict[str, Any]:
    found = json.loads((place / "model" / "run.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_a_better_model_is_kept_and_whole(learnt: Learnt) -> None:
    assert learnt.done.status == 0, learnt.done
    directory = ModelDirectory.open(learnt.place / "model")
    directory.verify()
    assert "terms.txt" in directory.files
    assert "run.json" not in directory.files
    assert directory.thresholds == ModelDirectory.open().thresholds
    assert "domain" in learnt.done.out
    assert " -> " in learnt.done.out


def test_옛_말씨를_이제_더_그대로_둔다(learnt: Learnt) -> None:
    openings = ("책상 위에 글이 놓여 있다.", "아이가 길을 묻는다.", "날이 밝았다.")
    texts = [f"{opening} {ending}" for opening in openings for ending in ENDINGS]

    def untouched(corrector: Corrector) -> int:
        read = corrector.correct_batch(texts)
        return sum(each.text == text for each, text in zip(read, texts, strict=True))

    before = untouched(Corrector.from_pretrained())
    assert before < untouched(Corrector.from_pretrained(learnt.place / "model"))


def test_낱말_목록을_보호하면_앞_모델도_그대로_둔다(learnt: Learnt) -> None:
    terms = read_terms(learnt.place / "model" / "terms.txt")
    text = "책상 위에 글이 놓여 있다. 그러한즉 기억할찌니라."
    assert any(term in text for term in terms)
    assert Corrector.from_pretrained(protect=terms).correct(text).text == text


def test_the_record_says_why_and_what_came_of_it(learnt: Learnt) -> None:
    told = record(learnt.place)
    assert told["why"] == "옛 말씨를 오타로 압니다"
    assert told["state"] in ("finished", "stopped early")
    assert told["verdict"]["kept"] is True
    assert told["parent"]["name"] == ModelDirectory.open().name
    before, after = (told["numbers"][when]["domain"] for when in ("before", "after"))
    assert before["correct_text_accuracy"] < after["correct_text_accuracy"]
    assert before["n_clean"] == after["n_clean"] > 20
    assert told["numbers"]["after"]["general"]["correct_text_accuracy_interval"]
    assert told["curves"]["dev"][0]["step"] == 0
    assert str(learnt.place) not in json.dumps(told)


def test_the_files_pass_the_gate(learnt: Learnt, call: Call, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    texts = [("몇일 뒤에 만나요.", "며칠 뒤에 만나요."), ("잘 지내요.", "잘 지내요.")]
    rows = [json.dumps({"input": one, "target": other}) for one, other in texts]
    pairs.write_text("\n".join(rows), encoding="utf-8")
    judged = json.loads(call(["gate", str(learnt.place / "model"), str(pairs), "--json"]).out)
    checks = {check["name"]: check for check in judged["checks"]}
    assert checks["files"]["passed"]


def test_a_model_in_place_is_replaced_by_a_better_one_only(learnt: Learnt, call: Call) -> None:
    place = learnt.place
    before = dict(ModelDirectory.open(place / "model").files)
    again = call(command(place, "--why", "한 번 더", "--force"))
    assert again.status == 1, again.err
    assert "the model in place" in again.out
    assert dict(ModelDirectory.open(place / "model").files) == before
    told = record(place)
    assert told["state"] == "refused"
    assert told["earlier"][0]["verdict"]["kept"] is True


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "--why"),
        (["--why", "x", "--general", "1"], "--general"),
        (["--why", "x", "--size", "tiny"], "--size"),
        (["--why", "x", "--correct-text", "0.5"], "--correct-text"),
        (["--why", "x", "--from", "nowhere"], "nowhere"),
    ],
)
def test_a_bad_option_is_answered_in_one_line(
    call: Call, tmp_path: Path, more: list[str], said: str
) -> None:
    (tmp_path / "domain").mkdir()
    refused = call(command(tmp_path, *more))
    assert refused.status == 2
    assert said in refused.err.splitlines()[-1]
    assert not (tmp_path / "model").exists()


def test_the_shipped_model_stays_as_it_is() -> None:
    ModelDirectory.open(default_model_path()).verify()
