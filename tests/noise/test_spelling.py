"""spelling 맞춤법: the mistakes of the tables happen, each where it is one and nowhere else."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.noise.rule import Rule
from spellfix.noise.sentence import Sentence
from spellfix.noise.spelling import SPELLING_RULES
from spellfix.noise.tables import read_table

RULES = {rule.name.partition(".")[2]: rule for rule in SPELLING_RULES}
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
LINES = [
    line
    for file in sorted(SAMPLES.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]

syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8)
pieces = st.one_of(
    syllables,
    st.sampled_from([*LINES[::40], " ", "\n", "abc", "ㅋㅋ", "1.", "안 돼", "되어 있", "않았다"]),
)
texts = st.lists(pieces, max_size=6).map("".join)
bounded = settings(max_examples=60)


def makes(rule: Rule, text: str) -> set[str]:
    """Everything that the rule can make of ``text``."""
    return {
        text[: error.start] + error.after + text[error.end :]
        for error in rule.every(Sentence(text), 0, len(text))
    }


def pairs(*lines: str) -> list[tuple[str, str]]:
    """right > wrong, one a line."""
    return [(right, wrong) for right, _, wrong in (line.partition(" > ") for line in lines)]


# -- all rules -------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", SPELLING_RULES, ids=lambda rule: rule.name)
@bounded
@given(texts, st.integers(0, 10**6))
def test_what_is_drawn_is_listed_and_changes_the_text(rule: Rule, text: str, seed: int) -> None:
    sentence = Sentence(text)
    error = rule.draw(sentence, Random(seed))
    if error:
        assert error in list(rule.every(sentence, error.start, error.end))
        assert text[error.start : error.end] != error.after
    else:
        assert makes(rule, text) == set()


@pytest.mark.parametrize("rule", SPELLING_RULES, ids=lambda rule: rule.name)
def test_every_rule_makes_its_own_example(rule: Rule) -> None:
    right, _, wrong = rule.example.partition(" → ")
    assert wrong in makes(rule, right)
    assert rule.name.startswith("spelling.")
    assert rule.weight > 0
    assert rule.source


def test_only_rules_on_sounds_may_hit_upon_another_word() -> None:
    assert {rule.name for rule in SPELLING_RULES if not rule.blind} == {"spelling.form"}
    assert len(RULES) == len(SPELLING_RULES) == 13


@pytest.mark.parametrize("name", RULES)
def test_the_samples_give_every_rule_a_place(name: str) -> None:
    drawn = [RULES[name].draw(Sentence(line), Random(at)) for at, line in enumerate(LINES)]
    assert sum(error is not None for error in drawn) > len(LINES) / 100


# -- forms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong"),
    pairs(
        "안 돼요. > 안 되요.",
        "안 돼. > 안 되.",
        "안 되는 일 > 안 돼는 일",
        "저장되어버리면 > 저장되버리면",
        "포함되어 있다 > 포함되 있다",
        "됐다 > 됬다",
        "안 된다 > 않 된다",
        "먹지 않고 > 먹지 안고",
        "더 나은 길 > 더 낳은 길",
        "더 낫다 > 더 낳다",
        "병이 나았다 > 병이 낳았다",
        "낮은 값 > 낫은 값",
        "정답을 맞히다 > 정답을 맞추다",
        "초점을 맞추고 > 초점을 맞히고",
        "국어를 가르치는 > 국어를 가르키는",
        "하늘을 가리키는 > 하늘을 가르치는",
        "교사로서 의무 > 교사로써 의무",
        "학생으로서 할 > 학생으로써 할",
        "함으로써 > 함으로서",
        "무엇이든지 > 무엇이던지",
        "했던 것 > 했든 것",
        "하는데, > 하는대,",
        "필요한데 > 필요한대",
        "말하는 대로 > 말하는 데로",
        "거예요 > 거에요",
        "책이에요 > 책이예요",
        "아니에요 > 아니예요",
        "깨끗이 > 깨끗히",
        "꾸준히 > 꾸준이",
        "비율 > 비률",
        "성공률 > 성공율",
        "개수를 > 갯수를",
        "시도 횟수 > 시도 회수",
        "최댓값 > 최대값",
        "남녀 > 남여",
        "발행 연도 > 발행 년도",
        "할게 > 할께",
        "할걸 > 할껄",
        "생각건대 > 생각컨대",
        "익숙지 > 익숙치",
        "웬만하면 > 왠만하면",
        "왠지 > 웬지",
        "며칠 > 몇일",
        "어떡해 > 어떻해",
        "어떻게 > 어떡게",
        "눈에 띄는 > 눈에 띠는",
        "빛을 띠고 > 빛을 띄고",
        "편지를 부치다 > 편지를 붙이다",
        "벽에 붙이고 > 벽에 부치고",
        "네가 왜 > 너가 왜",
        "대개 그렇다 > 대게 그렇다",
        "그러고 나서 > 그리고 나서",
        "다행히도 > 다행이도",
        "현재 > 현제",
        "비로소 > 비로서",
        "원활한 > 원할한",
        "유례없이 > 유래없이",
        "헷갈린 > 햇갈린",
        "옳았다 > 올았다",
        "싣고 > 실고",
        "관심을 가질 > 관심을 갖을",
        "십시오 > 십시요",
        "역할 > 역활",
        "뇌졸중 > 뇌졸증",
    ),
)
def test_알려진_실수가_나온다(right: str, wrong: str) -> None:
    assert wrong in makes(RULES["form"], right)


@pytest.mark.parametrize(
    ("right", "never"),
    pairs(
        "제도로서 있다 > 제도로써 있다",
        "문장으로서 쓴다 > 문장으로써 쓴다",
        "오는 대로 > 오는 데로",
        "당한데 > 당한대",
        "햇빛이 비치는 > 햇빛이 비추는",
        "깜짝 > 깜작",
        "금세기 > 금새기",
        "문제인 > 문재인",
        "반드시 세워 > 반듯이 세워",
        "전자결재 > 전자결제",
        "지갑을 잃어버리다 > 지갑을 잊어버리다",
        "잠시 이따가 > 잠시 있다가",
    ),
)
def test_맞는_말이_될_수_있는_곳에서는_바꾸지_않는다(right: str, never: str) -> None:
    assert never not in makes(RULES["form"], right)


def test_되다의_꼴은_틀리는_쪽으로만_바뀐다() -> None:
    form = RULES["form"]
    for ending in ("고", "는", "면", "니", "며", "지만", "겠다", "나요", "려고"):
        assert f"안 돼{ending}" in makes(form, f"안 되{ending}")
        assert not any("되" in text for text in makes(form, f"안 돼{ending}"))
    for ending in ("요", "서", "야", "도", " 있다", ""):
        assert f"안 되{ending}" in makes(form, f"안 돼{ending}")
    assert "훌륭한 사람이 되라" not in makes(form, "훌륭한 사람이 돼라")
    assert makes(form, "멧되지") == makes(form, "되라") == set()


def test_문맥은_낱말의_처음을_가린다() -> None:
    form = RULES["form"]
    assert "왠지, 잠궈 두다" in makes(form, "왠지, 잠가 두다")
    assert makes(form, "가가가") == set()
    assert "더 낳은" in makes(form, "더 나은")
    assert "그 낳은" not in makes(form, "그 나은")


def test_한글_맞춤법_표의_문맥_없는_줄은_모두_나올_수_있다() -> None:
    form = RULES["form"]
    free = [row for row in read_table("spelling") if not row["left"] and not row["right_context"]]
    assert len(free) > 1000
    for row in free:
        assert row["wrong"] in makes(form, row["right"]), row


def test_문맥_없는_줄이_있으면_같은_쌍의_다른_줄은_없다() -> None:
    rows = Counter(
        (row["right"], row["wrong"])
        for row in read_table("spelling")
        if not row["left"] and not row["right_context"]
    )
    assert [pair for pair, count in rows.items() if count > 1] == []
    for row in read_table("spelling"):
        if row["left"] or row["right_context"]:
            assert (row["right"], row["wrong"]) not in rows, row
