"""Loanword errors are wrong spellings of listed words, and of nothing else."""

import re
import unicodedata
from importlib import resources
from itertools import chain
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.hangul import has_batchim
from spellfix.noise.loanword import (
    LOANWORD_RULES,
    Loanwords,
    TranscriptionRule,
    agreeing,
    spelled,
)
from spellfix.noise.rule import Error, Rule, changed
from spellfix.noise.sentence import Sentence
from spellfix.noise.tables import read_table

RULES = {rule.name.removeprefix("loanword."): rule for rule in LOANWORD_RULES}
GROUPS = {name: rule for name, rule in RULES.items() if isinstance(rule, TranscriptionRule)}
WORDS = Loanwords.read()
ROWS = read_table("loanword")

rules = pytest.mark.parametrize("rule", LOANWORD_RULES, ids=list(RULES))
bounded = settings(max_examples=80)
pieces = st.sampled_from(
    [" ", "를", "는", "으로", "에서", "이 좋다", "abc", "1.", "\n", "ㅋㅋ", "(", "바이올린"]
)
texts = st.lists(pieces | st.sampled_from(sorted(WORDS.words)), max_size=8).map("".join)


def applied(text: str, error: Error) -> str:
    return text[: error.start] + error.after + text[error.end :]


def results(rule: Rule, text: str) -> set[str]:
    errors = rule.every(Sentence(text), 0, len(text))
    return {applied(text, error) for error in errors}


def all_results(text: str) -> set[str]:
    return set(chain.from_iterable(results(rule, text) for rule in LOANWORD_RULES))


# -- the rules -------------------------------------------------------------------------------


@rules
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    assert rule.name.startswith("loanword.")
    assert rule.weight > 0
    assert rule.source.startswith("외래어 표기법")
    assert not rule.blind
    right, _, wrong = rule.example.partition(" → ")
    assert wrong in results(rule, right)


@rules
@bounded
@given(texts, st.integers(0, 10**6))
def test_what_is_drawn_is_among_every_error(rule: Rule, text: str, seed: int) -> None:
    sentence = Sentence(text)
    error = rule.draw(sentence, Random(seed))
    if error:
        change = changed(text, error)
        assert applied(text, error) != text
        assert error in list(rule.every(sentence, change.start, change.end))
    else:
        assert not list(rule.every(sentence, 0, len(text)))


@rules
@bounded
@given(st.text(), st.integers(0, 10**6))
def test_any_text_is_taken(rule: Rule, text: str, seed: int) -> None:
    rule.draw(Sentence(text), Random(seed))


@rules
def test_the_same_seed_draws_the_same_error(rule: Rule) -> None:
    sentence = Sentence("서버의 메시지 캡처와 클릭 서비스, 스마트 콘텐츠 컨테이너, 파일")
    drawn = [rule.draw(sentence, Random(seed)) for seed in range(40)]
    assert drawn == [rule.draw(sentence, Random(seed)) for seed in range(40)]
    assert len(set(drawn)) > 1


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("form", "메시지를 남긴다", "메세지를 남긴다"),
        ("form", "초콜릿", "초콜렛"),
        ("form", "라이선스는", "라이센스는"),
        ("form", "프로그래밍", "프로그램밍"),
        ("vowel", "리액트", "리엑트"),
        ("vowel", "컬렉션", "콜렉션"),
        ("vowel", "콘텐츠", "컨텐츠"),
        ("vowel", "템플릿", "템플렛"),
        ("vowel", "파라미터", "파라메터"),
        ("vowel", "라이선스", "라이센스"),
        ("vowel", "렌더링", "랜더링"),
        ("palatal", "주니어", "쥬니어"),
        ("palatal", "캡처", "캡쳐"),
        ("palatal", "플래시", "플래쉬"),
        ("palatal", "리더십", "리더쉽"),
        ("palatal", "셰이더", "쉐이더"),
        ("tense", "스레드", "쓰레드"),
        ("tense", "서비스", "써비스"),
        ("tail", "스마트", "스맡"),
        ("tail", "템플릿", "템플리트"),
        ("tail", "매핑", "맵핑"),
        ("tail", "네트워크", "네트웍"),
        ("sound", "클릭", "크릭"),
        ("sound", "파일", "화일"),
        ("sound", "워크플로", "워크플로우"),
    ],
)
def test_외래어_실수의_보기(rule: str, right: str, wrong: str) -> None:
    assert wrong in results(RULES[rule], right)


# -- where they apply ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "우리말은 아름답다",
        "새벽 냄새가 난다",
        "친구 사이다",
        "꽃이 피자마자",
        "기어가는 개미",
        "소문이 퍼지면 헤어지자",
        "추스릴 수 없다",
        "소매치기가 도망갔다",
        "싸이월드",
    ],
)
def test_외래어가_아닌_말은_건드리지_않는다(text: str) -> None:
    assert all_results(text) == set()


def test_두_음절_낱말은_조사나_다른_외래어_앞에서만_찾는다() -> None:
    assert WORDS.find("보드를 산다") == [(0, "보드")]
    assert WORDS.find("보드랍다") == []
    assert WORDS.find("서버코드") == [(0, "서버"), (2, "코드")]


def test_외래어는_낱말의_처음이나_다른_외래어_뒤에서만_찾는다() -> None:
    assert WORDS.find("웹 브라우저(브라우저)") == [(2, "브라우저"), (7, "브라우저")]
    assert WORDS.find("새브라우저") == []


def test_가장_긴_외래어를_찾는다() -> None:
    assert WORDS.find("데이터베이스에") == [(0, "데이터베이스")]
    assert WORDS.find("솔로몬은") == [(0, "솔로몬")]


def test_이미_늘어난_꼴을_다시_늘이지_않는다() -> None:
    assert not any("우우" in result for result in results(RULES["form"], "워크플로우와 윈도우"))


def test_다른_낱말이_되는_꼴은_만들지_않는다() -> None:
    for right, other in (("팬", "펜"), ("컬러", "칼라"), ("메일", "매일"), ("도메인", "도매인")):
        assert other not in all_results(right), right
    assert not any("씹" in result for result in all_results("리더십"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("네트워크를 쓴다", "네트웍을 쓴다"),
        ("네트워크로", "네트웍으로"),
        ("템플릿은", "템플리트는"),
        ("템플릿은행", "템플리트은행"),
    ],
)
def test_받침이_달라지면_조사도_따라간다(text: str, wrong: str) -> None:
    assert wrong in results(RULES["tail"], text)


def test_ㄹ받침_뒤의_로는_그대로다() -> None:
    assert agreeing("링거로", Error(0, 2, "링겔")) == Error(0, 2, "링겔")


@bounded
@given(st.sampled_from(sorted(WORDS.words)), st.sampled_from(["를", "는", "와"]))
def test_틀린_꼴_뒤의_조사는_받침에_맞는다(word: str, particle: str) -> None:
    closed = {"를": "을", "는": "은", "와": "과"}[particle]
    text = word + (closed if has_batchim(word[-1]) else particle)
    for result in chain.from_iterable(results(rule, text) for rule in GROUPS.values()):
        assert result[-1] == (closed if has_batchim(result[-2]) else particle)


# -- the tables ------------------------------------------------------------------------------


def test_외래어_표의_모든_줄은_나올_수_있다() -> None:
    for row in ROWS:
        text = f"그 {row['right']} 하나"
        assert f"그 {row['wrong']} 하나" in results(RULES["form"], text), row


def test_외래어_표의_문맥은_모두_정규식으로_읽힌다() -> None:
    for row in ROWS:
        re.compile(f"(?:{row['left']})$")
        re.compile(row["right_context"])


def test_외래어_목록은_넉넉하고_고르다() -> None:
    file = resources.files("spellfix.noise") / "tables" / "loanwords.txt"
    raw = file.read_text(encoding="utf-8")
    lines = [line.split()[0] for line in raw.splitlines() if not line.startswith("#")]
    assert unicodedata.is_normalized("NFC", raw)
    assert len(lines) == len(set(lines)) >= 3000
    assert lines == sorted(lines)
    assert all(re.fullmatch("[가-힣]{2,}", line) for line in lines)


def test_목록에_있는_말은_틀린_꼴이_아니다() -> None:
    assert not {row["wrong"] for row in ROWS} & set(WORDS.words)


def test_갈래마다_규칙이_있고_규칙마다_맞는_낱말이_있다() -> None:
    rows = read_table("transcription")
    assert {row["rule"] for row in rows} == set(GROUPS)
    letters = [spelled(word) for word in WORDS.words]
    for row in rows:
        pattern = re.compile(row["right"])
        assert any(pattern.search(word) for word in letters), row


@pytest.mark.parametrize("name", GROUPS)
def test_갈래의_결과는_모두_온전한_다른_낱말이다(name: str) -> None:
    for word in WORDS.words:
        made, sums = GROUPS[name].outcomes(word)
        assert len(made) == len(sums)
        for wrong, _ in made:
            assert re.fullmatch("[가-힣]+", wrong)
            assert wrong not in WORDS.words
