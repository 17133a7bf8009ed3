"""Conversion errors: what they look like, where they may stand, that a corrector can see them."""

from pathlib import Path
from random import Random
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.composition import compose
from spellfix.edits import align
from spellfix.guard import permitted
from spellfix.keyboard import strokes, to_hangul, to_latin
from spellfix.noise.conversion import CONVERSION_RULES, ConversionRule
from spellfix.noise.rule import Error, changed, kind_of
from spellfix.noise.sentence import Sentence
from spellfix.text import protected_spans

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
LINES = [
    line
    for file in sorted(SAMPLES.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()[:40]
]
RULES = {rule.name.partition(".")[2]: rule for rule in CONVERSION_RULES}
USED = [rule for rule in CONVERSION_RULES if rule.weight]

bounded = settings(max_examples=60)
pieces = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=6)
others = st.sampled_from([" ", ". ", "ㅋㅋ", "API", "node.js", "@me", "1.5", "/", "\n", "😀", "！"])
texts = st.lists(pieces | others | st.text(max_size=4), max_size=8).map("".join)


def applied(text: str, error: Error) -> str:
    return text[: error.start] + error.after + text[error.end :]


def results(rule: str, text: str) -> set[str]:
    """Everything that a rule can make of ``text``."""
    sentence = Sentence(text)
    made = (e for e in RULES[rule].every(sentence, 0, len(text)))
    return {applied(text, e) for e in made if sentence.may_change(*changed(text, e)[:2])}


def drawn(rule: ConversionRule) -> list[tuple[str, Error]]:
    found = ((line, rule.draw(Sentence(line), Random(at))) for at, line in enumerate(LINES))
    return [(line, error) for line, error in found if error]


# -- what the rules make -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("latin_mode", "안녕하세요", {"dkssudgktpdy"}),
        ("latin_mode", "그 꽃은 예뻐", {"그 Rhcdms 예뻐", "그 꽃은 dPQj"}),
        ("latin_mode_two_words", "오늘 밤 꼭", {"dhsmf qka 꼭", "오늘 qka Rhr"}),
        ("latin_mode_begin", "안녕히", {"dks녕히", "dkssud히"}),
        ("latin_mode_end", "안녕히", {"안sudgl", "안녕gl"}),
        ("latin_mode_after_latin", "API를 써요", {"APIfmf 써요"}),
        ("latin_mode_after_latin", "API 문서", {"API anstj"}),
        ("latin_mode_sentence", "“곧 가요.”", {"“rhe rkdy.”"}),
        ("latin_mode_sentence", "네. 곧 가요.", {"sp. 곧 가요.", "네. rhe rkdy."}),
        ("latin_mode_capital", "안녕 하늘", {"Dkssud 하늘"}),
        ("caps_lock", "안녕", {"DKSSUD"}),
        ("caps_lock", "까치", {"rKCL", "RKCL"}),
        ("hangul_mode", "그는 hello라 했다", {"그는 ㅗ디ㅣㅐ라 했다"}),
        ("hangul_mode", "API가", {"메ㅑ가", "몌ㅑ가"}),
        ("hangul_mode", "IT로", {"ㅑㅅ로", "ㅑㅆ로"}),
        ("split_syllable", "한", {"ㅎㅏㄴ"}),
        ("split_syllable", "니다", {"ㄴㅣ다", "니ㄷㅏ"}),
        ("split_final", "한글", {"하ㄴ글", "한그ㄹ"}),
        ("split_final", "닭", {"다ㄺ", "달ㄱ"}),
        ("split_run", "한글", {"ㅎㅏㄴㄱㅡㄹ"}),
        ("stray_jamo", "가다", {"가다ㅏ", "가다ㅏㅏ", "가다ㅇ", "가다ㄴ", "가다ㅁ", "가다ㄹ"}),
        ("full_width_latin", "API를", {"ＡＰＩ를"}),
        ("full_width_sign", "네, 가요.", {"네， 가요.", "네、 가요.", "네, 가요．", "네, 가요。"}),
        ("full_width_space", "곧 가요", {"곧\u3000가요"}),
        ("half_width", "한글", {"ﾾￂﾤﾡￚﾩ"}),
        ("decomposed", "한", {"\u1112\u1161\u11ab"}),
        ("decomposed_word", "한 하나", {"한 " + normalize("NFD", "하나")}),
        ("mixed_jamo", "한", {"ㅎ\u1161\u11ab", "\u1112ㅏㄴ"}),
    ],
)  # fmt: skip
def test_문자_변환의_보기(rule: str, right: str, wrong: set[str]) -> None:
    assert results(rule, right) == wrong


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("latin_mode", "그 a ㅋㅋ"),  # one syllable is hardly a word by itself
        ("latin_mode_begin", "그"),
        ("latin_mode_after_latin", "그는 API"),
        ("hangul_mode", "AI so X"),  # 먀, 내: words or near to them
        ("split_final", "하나"),
        ("stray_jamo", "가요ㅋㅋ"),
        ("full_width_sign", "가요..."),
        ("full_width_space", "가요  네"),
    ],
)
def test_어디에서나_틀리지는_않는다(rule: str, text: str) -> None:
    assert results(rule, text) == set()


def test_웃음과_눈물은_보태지_않는다() -> None:
    for word in ("너무", "아유", "그", "북녘", "좋", "바다"):
        for wrong in results("stray_jamo", word):
            assert not set(wrong[len(word) :]) & set("ㅋㅎㅜㅠㅡ"), wrong


def test_숫자와_문장_부호는_로마자_상태에서도_그대로다() -> None:
    right, wrong = "네, 3시에 봐요!", "sp, 3시에 봐요!"
    assert wrong not in results("latin_mode", right)
    assert results("latin_mode", right) == {"네, 3tldp 봐요!", "네, 3시에 qhkdy!"}


def test_문자_변환은_같은_글쇠로_되돌아온다() -> None:
    for rule in USED:
        for line, error in drawn(rule):
            right = line[error.start : error.end]
            name = rule.name.partition(".")[2]
            if name == "hangul_mode":
                assert to_latin(error.after).lower() == right.lower()
            elif name == "latin_mode_capital" or name == "caps_lock":
                assert error.after.lower() == to_latin(right).lower()
            elif name.startswith("latin_mode"):
                assert to_hangul(error.after) == to_hangul(right)
            elif name.startswith("split"):
                assert strokes(error.after) == strokes(right)


# -- the promises of a rule --------------------------------------------------------------------


@pytest.mark.parametrize("rule", CONVERSION_RULES, ids=lambda rule: rule.name)
@bounded
@given(text=texts, seed=st.integers(0, 10**6))
def test_what_is_drawn_is_among_every(rule: ConversionRule, text: str, seed: int) -> None:
    sentence = Sentence(text)
    error = rule.draw(sentence, Random(seed))
    if error:
        start, end, after, _ = changed(text, error)
        assert start < end or after
        assert error in rule.every(sentence, start, end)


@pytest.mark.parametrize("rule", CONVERSION_RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_places_in_real_text(rule: ConversionRule) -> None:
    assert kind_of(rule.name) == "conversion"
    assert len(drawn(rule)) >= 5, rule.name


def test_낱말을_통째로_다른_상태에서_치는_일이_가장_잦다() -> None:
    total = sum(rule.weight for rule in CONVERSION_RULES)
    modes = sum(rule.weight for rule in CONVERSION_RULES if "mode" in rule.name)
    assert modes / total > 0.6
    assert max(CONVERSION_RULES, key=lambda rule: rule.weight) is RULES["latin_mode"]


# -- what a corrector can mend -----------------------------------------------------------------


@pytest.mark.parametrize("rule", USED, ids=lambda rule: rule.name)
def test_a_corrector_sees_the_error_and_may_mend_it(rule: ConversionRule) -> None:
    for line, error in drawn(rule):
        if not Sentence(line).may_change(*changed(line, error)[:2]):
            continue
        noisy = applied(line, error)
        assert compose(noisy).text != compose(line).text
        edits = align(noisy, line)
        assert list(permitted(noisy, edits, protected_spans(noisy))) == edits, noisy


@pytest.mark.parametrize("rule", ["decomposed", "decomposed_word"])
def test_a_corrector_never_sees_decomposed_text_so_it_has_no_weight(rule: str) -> None:
    assert RULES[rule].weight == 0
    for line, error in drawn(RULES[rule]):
        assert compose(applied(line, error)).text == line


@pytest.mark.parametrize(
    "text", ["a/하늘", "2.3하늘", "@me하늘", "node.js하늘", "하늘.node", "https://a.kr/b하늘은"]
)
def test_nothing_becomes_part_of_a_path_a_name_or_a_number(text: str) -> None:
    assert results("latin_mode", text) == set()
    for rule in USED:
        sentence = Sentence(text)
        for error in rule.every(sentence, 0, len(text)):
            start, end, after, _ = changed(text, error)
            if sentence.may_change(start, end):
                noisy = Sentence(applied(text, error))
                assert noisy.may_change(start, start + len(after)), noisy.text
