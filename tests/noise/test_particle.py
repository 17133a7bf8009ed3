"""조사와 어미의 실수는 받침과 문맥이 맞는 곳에서만 나온다."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.hangul import has_batchim
from spellfix.noise.particle import PARTICLE_RULES
from spellfix.noise.rule import Error, changed
from spellfix.noise.sentence import Sentence

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
LINES = [
    line
    for file in sorted(SAMPLES.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
RULES = {rule.name.removeprefix("particle."): rule for rule in PARTICLE_RULES}

bounded = settings(max_examples=60)
pieces = st.sampled_from([
    "책", "나무", "을", "를", "은", "는", "에", "으로", "로", "에서", "의", "API",
    "(값)", "2", " 통해", " 대한", "만든", "좋은", "습니다", "려고", " ", "\n", ".",
    "하려고", "이라는", "과 같은",
])  # fmt: skip
texts = st.lists(pieces | st.characters(), max_size=10).map("".join)


def applied(text: str, error: Error) -> str:
    return text[: error.start] + error.after + text[error.end :]


def made(rule: str, text: str) -> set[str]:
    """Everything that a rule can make of ``text``."""
    return {applied(text, error) for error in RULES[rule].every(Sentence(text), 0, len(text))}


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("by_batchim", "책을 읽다", "책를 읽다"),
        ("by_batchim", "학교를", "학교을"),
        ("by_batchim", "책은", "책는"),
        ("by_batchim", "책으로", "책로"),
        ("by_batchim", "서울로", "서울으로"),
        ("by_batchim", "책이라는", "책라는"),
        ("by_batchim", "API를", "API을"),
        ("by_batchim", "값(책)을", "값(책)를"),
        ("doubled", "책을 읽다", "책을을 읽다"),
        ("doubled", "책을 읽다", "책을를 읽다"),
        ("lost", "창을 통해", "창 통해"),
        ("lost", "값에 대한", "값 대한"),
        ("confused", "값에 대한", "값의 대한"),
        ("confused", "값이 증가하면", "값을 증가하면"),
        ("confused", "우리의 집", "우리에 집"),
        ("confused", "안정적인 버전", "안정적이 버전"),
        ("ending_adjective", "알맞은 답", "알맞는 답"),
        ("ending_adjective", "중요하지 않은 일", "중요하지 않는 일"),
        ("ending_irregular", "만드는 법", "만들는 법"),
        ("ending_irregular", "자랑스러운", "자랑스런"),
        ("ending_intention", "지우려고", "지울려고"),
        ("ending_polite", "좋더라고요", "좋더라구요"),
        ("ending_connective", "사용함으로써", "사용하므로써"),
    ],
)
def test_조사와_어미_실수의_보기(rule: str, right: str, wrong: str) -> None:
    assert wrong in made(rule, right)


@pytest.mark.parametrize("text", ["을", "을지", "은행", "", "ㅋ은", "책 을", "이", "의의", "Git은"])
def test_조사는_받침을_아는_낱말_뒤에만_있다(text: str) -> None:
    assert made("by_batchim", text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "먹은 것",
        "가을 하늘",
        "먹을 수 있다",
        "높이 날다",
        "결과를",
        "많은 사람",
        "나무라는",
        "집이나 차",
    ],
)
def test_조사가_아니거나_두_꼴이_다_맞으면_두지_않는다(text: str) -> None:
    unlikely = {
        "먹는 것",
        "가를 하늘",
        "먹를 수 있다",
        "높가 날다",
        "결와를",
        "많는 사람",
        "나무이라는",
    }
    assert not made("by_batchim", text) & unlikely


@pytest.mark.parametrize(
    "text",
    [
        "서버에 저장한다",
        "책의 내용을 고친다",
        "밥을 먹자",
        "공부를 한다",
        "학교에서 공부한다",
        "값을 읽는다",
    ],
)
def test_빠지거나_바뀌어도_맞을_수_있으면_두지_않는다(text: str) -> None:
    assert made("lost", text) == set()
    assert not made("confused", text) & {"서버의 저장한다", "책에 내용을 고친다", "학교에 공부한다"}


def test_말에서_빠져도_되는_조사는_켜야만_빠진다() -> None:
    assert [name for name, rule in RULES.items() if rule.weight == 0] == ["permitted_lost"]
    assert "기능 제공한다" in made("permitted_lost", "기능을 제공한다")
    assert "기능 제공한다" not in made("lost", "기능을 제공한다")


def test_조사의_앞_글자는_받침의_조건에_맞는다() -> None:
    swapped = 0
    for line in LINES:
        for start, _, after, row in RULES["by_batchim"].every(Sentence(line), 0, len(line)):
            if row in {"을>를", "를>을"} and line[start - 1] >= "가":
                assert has_batchim(line[start - 1]) == (row == "을>를"), (line, start)
                assert after == row[-1]
                swapped += 1
    assert swapped > 200


@pytest.mark.parametrize(
    ("text", "wrong", "can"),
    [
        ("책로", "책으로", False),
        ("학교로", "학교으로", True),
        ("길로", "길으로", True),
        ("학교을", "학교를", False),
        ("책를", "책을", False),
        ("3을", "3를", True),
        ("2를", "2을", True),
    ],
)
def test_받침과_ㄹ받침을_가린다(text: str, wrong: str, can: bool) -> None:
    assert (wrong in made("by_batchim", text)) is can


@pytest.mark.parametrize("name", RULES)
@bounded
@given(texts, st.integers(0, 10**6))
def test_a_drawn_error_changes_the_text_and_is_among_every(name: str, text: str, seed: int) -> None:
    rule, sentence = RULES[name], Sentence(text)
    error = rule.draw(sentence, Random(seed))
    if error:
        assert applied(text, error) != text
        start, end, *_ = changed(text, error)
        assert error in list(rule.every(sentence, start, end))


def test_견본_글에서_모든_규칙이_나온다() -> None:
    rng = Random(1)
    sentences = [Sentence(line) for line in LINES]
    for name, rule in RULES.items():
        drawn = any(rule.draw(sentence, rng) for _ in range(4) for sentence in sentences)
        assert drawn, name
