"""Planted faults come out on top, with their reasons; files stay as they are."""

import json
from pathlib import Path

import pytest

from spellfix.cli import main
from spellfix.data.auditing import REASONS, Audit, Counted, Witnesses, audit
from spellfix.data.auditing.reasons import GUESSES, doubt
from spellfix.data.auditing.signs import Signs, signs_of
from spellfix.data.auditing.weights import USED, WEIGHTS, guesses
from spellfix.evaluation import Pair

CLEAN = (
    ("오늘은 날시가 참 좋습니다.", "오늘은 날씨가 참 좋습니다."),
    ("친구와 함께 도서관에 갔습니다.", "친구와 함께 도서관에 갔습니다."),
    ("발표를 열심히 준비햇습니다.", "발표를 열심히 준비했습니다."),
    ("누구나 쉽게 할수 있습니다.", "누구나 쉽게 할 수 있습니다."),
)
SWAPPED = ("선생님께서 숙제를 내 주셨습니다.", "선생님께서 숙재를 내 주셨읍니다.")
WRONG = ("학급 회이에서 의견을 발표햇습니다.", "학급 회이에서 의견을 발표했습니다.")
CONTENT = ("동생은 바다를 무척 좋아합니다.", "동생은 운동장을 무척 좋아합니다.")
FAR = ("내일 아침 아홉 시에 만납시다.", "그 영화는 정말 지루했다고 생각해요.")


@pytest.fixture(scope="module")
def witnesses() -> Witnesses:
    return Witnesses.open()


def written(path: Path, *pairs: tuple[str, str]) -> Path:
    lines = [json.dumps({"input": one, "target": other, "note": 7}) for one, other in pairs]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def done(witnesses: Witnesses, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    path = tmp_path_factory.mktemp("audit") / "pairs.jsonl"
    counted = Counted([written(path, *CLEAN, SWAPPED, WRONG, CONTENT, FAR)])
    return audit(counted, witnesses)


@pytest.mark.parametrize(
    ("pair", "reason"),
    [(SWAPPED, "swapped"), (WRONG, "wrong_target"), (CONTENT, "content"), (FAR, "far")],
)
def test_each_fault_is_found_and_called_by_its_name(
    done: Audit, pair: tuple[str, str], reason: str
) -> None:
    (found,) = [each for each in done.doubtful if each.item.pair.input == pair[0]]
    assert found.reasons[0].name == reason


def test_바르게_고친_쌍은_의심하지_않는다(done: Audit) -> None:
    doubted = {each.item.pair.input for each in done.doubtful}
    assert not doubted & {one for one, _ in CLEAN}
    assert done.n == len(CLEAN) + 4


def test_뒤바뀐_쌍은_어느_낱말_때문인지_말한다(done: Audit) -> None:
    (found,) = [each for each in done.doubtful if each.reasons[0].name == "swapped"]
    assert "숙재를 → 숙제를" in found.reasons[0].detail


def test_the_most_doubtful_come_first(done: Audit) -> None:
    doubts = [each.doubt for each in done.doubtful]
    assert doubts == sorted(doubts, reverse=True)
    assert all(0.5 <= each <= 1 for each in doubts)


def test_another_right_text_is_no_error_of_the_target(witnesses: Witnesses) -> None:
    one = Pair(*WRONG)
    both = Pair(*WRONG, alternatives=("학급 회의에서 의견을 발표했습니다.",))
    (said,) = witnesses.hear([one])
    alone, beside = (guesses(signs_of(pair, said))["wrong_target"] for pair in (one, both))
    assert beside < 0.1 < 0.5 < alone


def test_probabilities_of_guesses_leave_room_for_none(witnesses: Witnesses) -> None:
    pairs = [Pair(*each) for each in (*CLEAN, SWAPPED, WRONG, CONTENT, FAR)]
    for pair, said in zip(pairs, witnesses.hear(pairs), strict=True):
        found = guesses(signs_of(pair, said))
        assert tuple(found) == GUESSES
        assert 0 <= sum(found.values()) <= 1 + 1e-9


def test_without_a_language_model_its_signs_are_neutral() -> None:
    signs = Signs(1, -5, -5, 0.9, None, None, None, 1, 0, 0, 0, 1, 0.02, 0)
    assert max(guesses(signs).values()) < 0.01


def test_every_guess_has_a_weight_for_each_of_its_signs_and_a_constant() -> None:
    assert set(USED) == set(WEIGHTS) == set(GUESSES) <= set(REASONS)
    for guess, names in USED.items():
        assert set(WEIGHTS[guess]) == {*names, "constant"}


def test_doubts_add_up_to_less_than_certainty() -> None:
    assert doubt([]) == 0.0
    assert doubt([0.5, 0.2]) == pytest.approx(0.6)
    assert doubt([0.5, 1.0]) == 1.0


def test_the_command_writes_records_with_reasons_and_leaves_the_file_alone(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = written(tmp_path / "pairs.jsonl", *CLEAN, SWAPPED, CLEAN[0])
    before, output = path.read_bytes(), tmp_path / "doubtful.jsonl"
    assert main(["data", "audit", str(path), "--json", "--output", str(output)]) == 0
    told = json.loads(capsysbinary.readouterr().out)
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert path.read_bytes() == before
    assert told["n"] == 6
    assert told["doubtful"] == len(records) == len(told["top"]) == 2
    assert told["reasons"] == {"duplicate": 1, "swapped": 1}
    assert {each["reasons"][0]["reason"]: each["place"] for each in records} == {
        "duplicate": f"{path}:6",
        "swapped": f"{path}:5",
    }
    assert all(each["note"] == 7 for each in records)
    assert told["agreement"]["edits"] == {"n": 0, "raw": None, "kappa": None, "interval": None}


def test_what_no_file_can_hold_is_written_as_it_was_read(tmp_path: Path) -> None:
    path = written(tmp_path / "pairs.jsonl", CLEAN[0], ("\ud800", ""))
    output = tmp_path / "doubtful.jsonl"
    assert main(["data", "audit", str(path), "--output", str(output)]) == 0
    (record,) = map(json.loads, output.read_text(encoding="utf-8").splitlines())
    assert record["input"] == "\ud800"
    assert record["reasons"][0]["reason"] == "empty"


def test_the_command_shows_the_most_doubtful_in_korean_and_english(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = written(tmp_path / "pairs.jsonl", *CLEAN, WRONG, FAR)
    assert main(["data", "audit", str(path), "--top", "1"]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "2 / 6" in shown
    assert "서로 다른 글인 듯 / the sides seem to be different texts" in shown
    assert WRONG[0] not in shown


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["none.jsonl"], "none.jsonl"),
        (["pairs.jsonl", "--output", "pairs.jsonl"], "this is an input"),
        (["pairs.jsonl", "--output", "there.jsonl"], "--force"),
        (["pairs.jsonl", "--least", "2"], "from 0 to 1"),
        (["empty.jsonl"], "no pairs"),
        (["pairs.jsonl", "--model", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_is_answered_in_one_line(
    given: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path / "pairs.jsonl", CLEAN[0])
    (tmp_path / "there.jsonl").touch()
    (tmp_path / "empty.jsonl").touch()
    placed = [
        str(tmp_path / word) if word.endswith("jsonl") or word == "nowhere" else word
        for word in given
    ]
    assert main(["data", "audit", *placed]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
