"""Which kind of error an edit mends, judged by the edit and the word around it alone.

The six kinds are those of the project, in its order: what went wrong at the keyboard or in the
writer's head, not which part of the program noticed it. Judged by a handful of written rules, so
the answer describes an edit and proves nothing: nobody can tell whether 좋앗다 is a missed Shift or
a gap in the spelling. Weakest for loanwords, which no rule can tell from native words with
certainty. Knows nothing about dictionaries, sentences or models.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

from rapidfuzz.distance import Postfix, Prefix

from spellfix.hangul import compose, decompose, has_batchim, is_jamo, is_syllable
from spellfix.pronunciation import CODA, pronounce

KINDS = ("keyboard", "conversion", "spelling", "loanword", "spacing", "particle")

NOUN_END = re.compile(r"""[\w)\]}"'”’»」』】〉》`]\Z""")
LETTERS = re.compile(r"\A\w*")

# 조사, also in the pairs that follow a consonant or a vowel (한글 맞춤법 제41항), and some endings.
PARTICLE = re.compile(
    "[은는이가을를과와의도만께서아]|께서|한테|부터|까지|보다|처럼|마다|조차|마저|밖에|는지"
    "|(?:에|에서|에게|으?로)(?:는|도|만)?|으?로[서써]|이?(?:나|랑|라|며|든|든지|라도|라고|란|야)"
)
EASILY_LOST = re.compile("[은는이가을를과와의에도서]|으?로|에서|에게")
BOTH_FORMS = ("을를", "를을", "은는", "는은", "이가", "가이", "과와", "와과")
LINKED = re.compile("[나랑라며든란고야어었에지다던]")  # what 이 links to a consonant

# Spellings that are taken for each other although they sound different: one, other (in either
# direction), what stands before them, and which rule tells them apart.
SPELLINGS = (
    ("서", "써", "로", "한글 맞춤법 제57항 (으)로서/(으)로써"),
    ("던", "든", "", "한글 맞춤법 제56항 -던/-든"),
    ("였", "었", "", "한글 맞춤법 제36항 이었/였, 표준 발음법 제22항"),
    ("", "어", "되", "한글 맞춤법 제15항 어간과 어미"),
    ("요", "오", "시", "한글 맞춤법 제15항 붙임 2 -십시오"),
    ("아", "어", "", "한글 맞춤법 제16항 -아/-어"),
    ("았", "었", "", "한글 맞춤법 제16항"),
    ("에", "예", "", "표준어 규정 제26항 이에요/예요; 예 said as 에"),
    ("예", "얘", "", "표준국어대사전 얘기"),
    ("율", "률", "", "한글 맞춤법 제11항 율/률"),
    ("읍", "습", "", "표준어 규정 제17항 -습니다"),
    ("램", "람", "바", "표준어 규정 제11항 바람"),
    ("르", "리", "가", "표준국어대사전 가리키다/가르치다"),
    ("할", "활", "역", "표준국어대사전 역할"),
    ("할", "활", "원", "표준국어대사전 원활"),
    ("서", "소", "비로", "표준국어대사전 비로소"),
    ("띄", "뛰", "건너", "표준국어대사전 건너뛰다"),
)


def _pairs(*pairs: str) -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, pairs))


# Tails that are taken for each other: 사이시옷 (한글 맞춤법 제30항) and a ㅎ that nobody hears.
LOST_TAILS = frozenset([("ㅅ", ""), ("", "ㅅ"), ("ㅎ", ""), ("", "ㅎ")])

# What makes a syllable look like one of a loanword, and what varies between spellings of loanwords
# (외래어 표기법 제1장 제3항 tails, 제4항 leads; vowels from usage).
LOAN_SYLLABLE = re.compile("[스드즈츠브그르레렉렌렛릭릿링랙랩럭럼롤벡셰섀셸젝덱넷앱액엑카-핗]")
LOAN_LEADS = _pairs("ㅅㅆ", "ㄱㄲ", "ㅋㄲ", "ㄷㄸ", "ㅌㄸ", "ㅂㅃ", "ㅍㅃ", "ㅈㅉ", "ㅍㅎ")
LOAN_VOWELS = _pairs("ㅐㅔ", "ㅓㅗ", "ㅔㅣ", "ㅏㅐ", "ㅏㅓ", "ㅏㅗ", "ㅜㅓ", "ㅓㅐ")
LOAN_TAILS = _pairs("ㄱㅋ", "ㅅㅌ", "ㅅㄷ", "ㅅㅈ", "ㅅㅊ", "ㅂㅍ")
# Leads and vowels that hardly any native word mixes up: [ʃ], [f] (제3장 제1절 제3항, 제2장 표 1).
LOAN_SURE = re.compile("쉬시|쉐[셰섀세]|샤쇼|세셰|새섀|화파|후프|휘피|훼페")
# A final consonant and the syllable that may stand in its place: 케익, 케이크 (제3장 제1절 제1항).
LOAN_FINALS = {"ㄱ": "크", "ㅋ": "크", "ㅅ": "트", "ㅌ": "트", "ㅂ": "프", "ㅍ": "프"}
WITHOUT_GLIDE = {"ㅑ": "ㅏ", "ㅕ": "ㅓ", "ㅛ": "ㅗ", "ㅠ": "ㅜ", "ㅖ": "ㅔ", "ㅒ": "ㅐ"}


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` -> ``after`` between ``left`` and ``right``: one word, in NFC, without spaces."""

    before: str
    after: str
    left: str
    right: str


def classify(before: str, after: str, left: str = "", right: str = "") -> str:
    """The kind, one of KINDS, of the edit ``before`` -> ``after``.

    ``left`` and ``right`` are the text on both sides of the edit, at least the rest of its word.
    The first rule that holds decides; where none does, a finger slipped.

    >>> classify("", " ", "할", "수 있다"), classify("을", "를", "사과", " 먹다")
    ('spacing', 'particle')
    >>> classify("되", "돼", "", "요"), classify("쥴", "줄", "스케"), classify("곻", "좋", "", "다")
    ('spelling', 'loanword', 'keyboard')
    >>> classify("dkssud", "안녕"), classify("ㅇ", "예", "", "전의")
    ('conversion', 'conversion')
    """
    if "".join(before.split()) == "".join(after.split()):
        return "spacing"
    change = _change_of_word(before, after, left, right)
    return next((kind for kind, holds in RULES if holds(change)), "keyboard")


def _change_of_word(before: str, after: str, left: str, right: str) -> Change:
    left = f"{left}|".split()[-1][:-1]  # the bar keeps white space at the edit
    right = f"|{right}".split()[0][1:]
    old = normalize("NFC", left + "".join(before.split()) + right)
    new = normalize("NFC", left + "".join(after.split()) + right)
    head = Prefix.similarity(old, new)
    tail = Postfix.similarity(old[head:], new[head:])
    old_end, new_end = len(old) - tail, len(new) - tail
    return Change(old[head:old_end], new[head:new_end], old[:head], old[old_end:])


def _is_conversion(change: Change) -> bool:
    """A lone jamo, another form of the same character, or Latin for Hangul (한/영)."""
    before, after = change.before, change.after
    return (
        any(map(is_jamo, before + after))
        or normalize("NFKC", before) == normalize("NFKC", after)
        or {_script(before), _script(after)} == {"Latin", "Hangul"}
    )


def _script(text: str) -> str:
    """Latin or Hangul, where there are letters of one of them only."""
    latin = any(char.isascii() and char.isalpha() for char in text)
    hangul = any(map(is_syllable, text))
    return "" if latin == hangul else "Latin" if latin else "Hangul"


def _is_particle(change: Change) -> bool:
    """A particle exchanged, lost or doubled at the end of a word, or its 으 or 이 (제41항)."""
    before, after, left, right = change.before, change.after, change.left, change.right
    if not NOUN_END.search(left):
        return False
    rest = LETTERS.findall(right)[0]
    if before + after == "으" and rest.startswith("로"):
        return True
    if before + after == "이" and LINKED.match(rest):
        return has_batchim(left[-1]) == bool(after)
    if rest and not PARTICLE.fullmatch(rest):
        return False
    if not before:
        return bool(EASILY_LOST.fullmatch(after))
    if not PARTICLE.fullmatch(before):
        return False
    if not after:
        return left.endswith(before) or left[-1] + before in BOTH_FORMS
    return bool(PARTICLE.fullmatch(after))


def _is_ending(change: Change) -> bool:
    """-는지 for -은지, a ㄹ before -려고 or -는 that does not belong there, or 으 behind one
    (한글 맞춤법 제18항, 표준어 규정 제17항)."""
    before, after, left, right = change.before, change.after, change.left, change.right
    if {before, after} == {"은", "는"}:
        return bool(left) and right.startswith(("지", "데", "가"))
    if before == "으" and not after:
        return is_syllable(left[-1:]) and decompose(left[-1])[2] == "ㄹ"
    if not is_syllable(before) or not is_syllable(after) or not right.startswith(("려", "는")):
        return False
    return decompose(before)[2] == "ㄹ" and (*decompose(before)[:2], "") == decompose(after)


def _is_loanword(change: Change) -> bool:
    """A lead, vowel or tail as it varies in loanwords, in a word that looks like one."""
    before, after, left, right = change.before, change.after, change.left, change.right
    if _has_other_final(before, after, right) or _has_other_final(after, before, right):
        return True
    if before == "우" and not after:  # [ou] is 오: 윈도 (외래어 표기법 제3장 제1절 제8항)
        return is_syllable(left[-1:]) and decompose(left[-1])[1:] == ("ㅗ", "")
    if len(before) != len(after) or not all(map(is_syllable, before + after)):
        return False
    pairs = list(zip(before, after, strict=True))
    if all(_is_sure(*pair) or (_loses_glide(*pair) and not _is_native(change)) for pair in pairs):
        return True
    looks = len(LOAN_SYLLABLE.findall(left + after + right)) >= 2
    return looks and all(_varies(*pair) for pair in pairs)


def _is_sure(before: str, after: str) -> bool:
    """One of LOAN_SURE, whatever the tail, which is the same."""
    (lead, vowel, tail), (new_lead, new_vowel, new_tail) = decompose(before), decompose(after)
    bodies = compose(lead, vowel) + compose(new_lead, new_vowel)
    return tail == new_tail and LOAN_SURE.fullmatch(bodies) is not None


def _has_other_final(short: str, long: str, right: str) -> bool:
    """A final consonant for a syllable, 스맡 for 스마트, or before the one that makes it, 셋트."""
    if len(short) != 1 or not is_syllable(short) or not is_syllable(long[:1]):
        return False
    lead, vowel, tail = decompose(short)
    other = LOAN_FINALS.get(tail, "-")
    return compose(lead, vowel) == long[0] and long[1:] + right[: 2 - len(long)] == other


def _is_native(change: Change) -> bool:
    """처음, 저장: at the beginning of a word 쳐 and 져 hardly ever stand in a loanword."""
    return not change.left and change.after in ("처", "저")


def _loses_glide(before: str, after: str) -> bool:
    """No ㅑㅕㅛㅠ after ㅈ or ㅊ (외래어 표기법 제3장)."""
    lead, vowel, tail = decompose(before)
    plain = WITHOUT_GLIDE.get(vowel)
    return lead in "ㅈㅊ" and plain is not None and decompose(after) == (lead, plain, tail)


def _varies(before: str, after: str) -> bool:
    places = zip(
        (LOAN_LEADS, LOAN_VOWELS, LOAN_TAILS), decompose(before), decompose(after), strict=True
    )
    return all(old == new or frozenset((old, new)) in pairs for pairs, old, new in places)


def _is_known_spelling(change: Change) -> bool:
    """One of SPELLINGS."""
    edit = {change.before, change.after}
    return any(
        edit == {one, other} and change.left.endswith(end) for one, other, end, _ in SPELLINGS
    )


def _sounds_alike(change: Change) -> bool:
    """The words sound the same, or their tails do, or a tail or a ㅎ is missing that few hear."""
    before, after, left, right = change.before, change.after, change.left, change.right
    if pronounce(left + before + right) == pronounce(left + after + right):
        return True
    if not is_syllable(before) or not is_syllable(after):
        return False
    (lead, vowel, tail), (new_lead, new_vowel, new_tail) = decompose(before), decompose(after)
    if (lead, vowel) == (new_lead, new_vowel):
        followed = is_syllable(right[:1]) and decompose(right[0])[0] != "ㅇ"
        lost = followed and (tail, new_tail) in LOST_TAILS
        return lost or CODA.get(tail) == CODA.get(new_tail)
    unheard = left != "" and {lead, new_lead} == {"ㅇ", "ㅎ"}
    return unheard and (vowel, tail) == (new_vowel, new_tail)


RULES: tuple[tuple[str, Callable[[Change], bool]], ...] = (
    ("conversion", _is_conversion),
    ("particle", _is_particle),
    ("particle", _is_ending),
    ("spelling", _is_known_spelling),
    ("loanword", _is_loanword),
    ("spelling", _sounds_alike),
)
