"""띄어쓰기 실수는 빈칸만 바꾸고, 규범이 허용하는 띄어쓰기는 켜지 않으면 만들지 않는다."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.noise.places import behind
from spellfix.noise.rule import Error, Rule, changed
from spellfix.noise.sentence import Sentence
from spellfix.noise.spacing import SPACING_RULES, must_stand

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
LINES = [
    line
    for file in sorted(SAMPLES.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
RULES = {rule.name.removeprefix("spacing."): rule for rule in SPACING_RULES}
PERMITTED = [name for name in RULES if name.startswith("permitted_")]

bounded = settings(max_examples=60)
pieces = st.sampled_from([
    "할", "수", "있다", "것", "해", "보다", "은행에", "두", "개", "때까지", "는", "을",
    "이", "안", "되", "저장할", "10", "API", "(값)", "입니다", "수록", "받아들이", " ",
    "  ", "\n", "", "ㅋ", ".",
])  # fmt: skip
texts = st.lists(pieces | st.characters(), max_size=10).map("".join) | st.lists(
    pieces, max_size=10
).map(" ".join)


def applied(text: str, error: Error) -> str:
    return text[: error.start] + error.after + text[error.end :]


def made(rule: str, text: str) -> set[str]:
    """Everything that a rule can make of ``text``."""
    return {applied(text, error) for error in RULES[rule].every(Sentence(text), 0, len(text))}


def made_by_default(text: str) -> set[str]:
    return {wrong for name, rule in RULES.items() if rule.weight for wrong in made(name, text)}


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("dependent_noun", "할 수 있다", "할수 있다"),
        ("dependent_noun", "할 수 있다", "할 수있다"),
        ("dependent_noun", "할 수 있다", "할수있다"),
        ("dependent_noun", "좋은 것을", "좋은것을"),
        ("dependent_noun", "하는 데 필요한", "하는데 필요한"),
        ("dependent_noun", "떠난 지 오래", "떠난지 오래"),
        ("noun_after", "실행 시 확인", "실행시 확인"),
        ("noun_after", "작업 중인", "작업중인"),
        ("unit", "첫 번째 줄", "첫번째 줄"),
        ("unit", "몇 개를", "몇개를"),
        ("unit", "수백 개의", "수백개의"),
        ("connective", "해야 합니다", "해야합니다"),
        ("connective", "하고 있다", "하고있다"),
        ("phrase", "예를 들어", "예를들어"),
        ("adverb", "안 됩니다", "안됩니다"),
        ("determiner", "이 책의", "이책의"),
        ("particle_apart", "때까지", "때 까지"),
        ("particle_apart", "API를", "API 를"),
        ("copula_apart", "답입니다", "답 입니다"),
        ("verb_suffix_apart", "저장할 때", "저장 할 때"),
        ("verb_suffix_apart", "가능합니다", "가능 합니다"),
        ("suffix_apart", "사용자별로", "사용자 별로"),
        ("ending_apart", "많아질수록", "많아질 수록"),
        ("ending_apart", "할지 모른다", "할 지 모른다"),
        ("compound_verb_apart", "건너뛰었다", "건너 뛰었다"),
        ("compound_apart", "오랫동안", "오랫 동안"),
        ("lost", "은행에 가다", "은행에가다"),
        ("added", "있었다", "있 었다"),
        ("moved", "은행에 가다", "은행 에가다"),
        ("moved", "은행에 가다", "은행에가 다"),
        ("run_together", "은행에 곧 간다", "은행에곧간다"),
        ("no_spaces", "나는 은행에 곧 간다", "나는은행에곧간다"),
    ],
)
def test_띄어쓰기_실수의_보기(rule: str, right: str, wrong: str) -> None:
    assert wrong in made(rule, right)


@pytest.mark.parametrize(
    ("right", "permitted", "rule"),
    [
        ("한번 해 보다", "한번 해보다", "auxiliary_joined"),
        ("한번 해보다", "한번 해 보다", "auxiliary_apart"),
        ("머신 러닝", "머신러닝", "noun_joined"),
        ("개발팀", "개발 팀", "noun_apart"),
        ("매개변수", "매개 변수", "compound_apart"),
        ("10 개", "10개", "unit_joined"),
        ("10개", "10 개", "unit_apart"),
    ],
)
def test_허용되는_띄어쓰기는_켜야만_나온다(right: str, permitted: str, rule: str) -> None:
    assert permitted not in made_by_default(right)
    assert permitted in made(f"permitted_{rule}", right)


def test_허용되는_띄어쓰기의_무게는_모두_0이다() -> None:
    assert len(PERMITTED) == 7
    for name, rule in RULES.items():
        assert (rule.weight == 0) is (name in PERMITTED), name


@pytest.mark.parametrize(
    "text",
    [
        "이것",
        "그때",
        "역할 분담",
        "사업 계획",
        "먹어 보다",
        "한번 하다",
        "두 시",
        "하는 걸요",
        "함께하는",
        "이상의",
    ],
)
def test_옳을_수도_있는_자리는_건드리지_않는다(text: str) -> None:
    known = {
        wrong
        for name in (
            "dependent_noun",
            "unit",
            "verb_suffix_apart",
            "lost",
            "suffix_apart",
            "determiner",
        )
        for wrong in made(name, text)
    }
    assert known == set()


@pytest.mark.parametrize(
    ("text", "gap", "sure"),
    [
        ("은행에 가다", 3, True),
        ("값이 없다", 2, True),
        ("차이 분석", 2, False),
        ("결과 분석", 2, False),
        ("가을 하늘", 2, False),
        ("해 보다", 1, False),
        ("하고 싶다", 2, True),
        ("값을 API", 2, False),
        ("값을 ", 2, False),
        (" 값", 0, False),
    ],
)
def test_반드시_띄는_곳을_글자로_가린다(text: str, gap: int, sure: bool) -> None:
    assert must_stand(text, gap) is sure


def test_앞말의_조건을_읽는다() -> None:
    assert behind("{+}").holds("값을", 1)
    assert not behind("{+}").holds("나를", 1)
    assert behind("{-}").holds("API를", 3)
    assert behind("{-}").holds("값(나)를", 4)
    assert not behind("{-}").holds("Python를", 6)
    assert not behind("{+}").holds("을", 0)
    assert behind(r"{ㄹ}|던&!\w할").holds("하던 때", 2)
    assert behind("").holds("", 0)
    assert not behind("!가|나다").holds("나다라", 2)


@pytest.mark.parametrize("text", ["", " ", "한", "은행", "  ", "1 2", "a b", "이 그", "\n", " 가 "])
def test_고칠_곳이_없으면_그대로_둔다(text: str) -> None:
    assert made_by_default(text) == set()


@pytest.mark.parametrize("name", RULES)
@bounded
@given(texts, st.integers(0, 10**6))
def test_a_drawn_error_changes_spaces_only_and_is_among_every(
    name: str, text: str, seed: int
) -> None:
    rule: Rule = RULES[name]
    sentence = Sentence(text)
    error = rule.draw(sentence, Random(seed))
    if error:
        wrong = applied(text, error)
        assert wrong != text
        assert wrong.replace(" ", "") == text.replace(" ", "")
        start, end, *_ = changed(text, error)
        assert error in list(rule.every(sentence, start, end))


def test_견본_글에서_모든_규칙이_나온다() -> None:
    rng = Random(1)
    sentences = [Sentence(line) for line in LINES]
    for name, rule in RULES.items():
        drawn = any(rule.draw(sentence, rng) for _ in range(4) for sentence in sentences)
        assert drawn, name


def test_무거운_줄이_더_자주_나온다() -> None:
    sentence = Sentence("할 수 있다")
    drawn = [RULES["dependent_noun"].draw(sentence, Random(seed)) for seed in range(600)]
    rows = [error.row for error in drawn if error]
    assert len(rows) == 600
    assert rows.count(" 수 있>수 있") > rows.count(" 수 있>수있") > 40
