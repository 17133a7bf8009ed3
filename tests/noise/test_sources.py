"""Each source of errors makes the errors it is named for, where they belong, and enough of them."""

import re
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.edits import apply
from spellfix.hangul import LEADS, TAILS, VOWELS, compose, decompose, has_batchim
from spellfix.keyboard import strokes, to_hangul, to_latin, type_jamo
from spellfix.noise import NoiseEdit
from spellfix.noise.conversion import hangul_mode, latin_mode, split_syllable
from spellfix.noise.loanword import variants
from spellfix.noise.noiser import SOURCES
from spellfix.noise.particle import particles
from spellfix.noise.proposals import trimmed
from spellfix.noise.slips import (
    STROKE_SLIPS,
    SYLLABLE_SLIPS,
    Slip,
    drop,
    shift,
    transpose,
)
from spellfix.noise.spacing import added, known_place, lost, moved, patterns, run_together
from spellfix.noise.spelling import as_heard, forms, lexical, sounds

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
LINES = [
    line
    for file in sorted(SAMPLES.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
SYLLABLES = "".join(map(chr, range(0xAC00, 0xD7A4)))
DRAWS = 400

bounded = settings(max_examples=80, deadline=None)
syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=12)
phrases = st.lists(syllables | st.sampled_from([" ", "ㅋㅋ", "abc", "1.", "\n"]), max_size=8)


Propose = Callable[[str, Random], NoiseEdit | None]


def edits(propose: Propose, text: str, draws: int = DRAWS) -> list[NoiseEdit]:
    """What a source, or one of its ways, proposes for ``text`` over many seeds."""
    drawn = (propose(text, Random(seed)) for seed in range(draws))
    return [edit for edit in drawn if edit]


def results(propose: Propose, text: str, draws: int = DRAWS) -> set[str]:
    return {apply(text, [edit]) for edit in edits(propose, text, draws)}


@cache
def drawn(kind: str) -> tuple[tuple[str, NoiseEdit], ...]:
    """One edit of a kind for every sample line that can bear one."""
    found = ((line, SOURCES[kind].propose(line, Random(at))) for at, line in enumerate(LINES))
    return tuple((line, edit) for line, edit in found if edit)


# -- all sources -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SOURCES)
@bounded
@given(phrases.map("".join), st.integers(0, 10**6))
def test_a_proposal_fits_its_text_and_changes_it(kind: str, text: str, seed: int) -> None:
    edit = SOURCES[kind].propose(text, Random(seed))
    if edit:
        assert edit.kind == kind
        assert apply(text, [edit]) != text


@pytest.mark.parametrize(
    ("kind", "rules", "lines"),
    [
        ("keyboard", 12, 1100),
        ("conversion", 3, 850),
        ("spelling", 180, 1150),
        ("loanword", 120, 280),
        ("spacing", 80, 1000),
        ("particle", 70, 1100),
    ],
)
def test_the_samples_meet_many_rules_of_every_kind(kind: str, rules: int, lines: int) -> None:
    assert len({edit.rule for _, edit in drawn(kind)}) >= rules
    assert len(drawn(kind)) >= lines


@pytest.mark.parametrize("kind", SOURCES)
def test_an_edit_is_free_of_what_both_sides_share(kind: str) -> None:
    for line, edit in drawn(kind):
        assert line[edit.start : edit.end] == edit.before
        assert edit.before[:1] != edit.after[:1]
        assert edit.before[-1:] != edit.after[-1:]


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("돼요", "되요", (3, 4, "돼", "되")),
        ("할 수", "할수", (4, 5, " ", "")),
        ("에에", "에", (4, 5, "에", "")),
        ("에", "에에", (4, 4, "", "에")),
        ("가나다", "가라다", (4, 5, "나", "라")),
        ("가", "", (3, 4, "가", "")),
    ],
)
def test_trimming_keeps_only_what_differs(
    before: str, after: str, left: tuple[int, int, str, str]
) -> None:
    edit = trimmed(3, before, after, "spelling", "rule")
    assert edit
    assert (edit.start, edit.end, edit.before, edit.after) == left
    assert trimmed(3, before, before, "spelling", "rule") is None


# -- keyboard --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "slip", "at", "wrong"),
    [
        ("정의", transpose, 3, "저으이"),
        ("끼친다", transpose, 5, "끼치낟"),
        ("있다", shift, 2, "잇다"),
        ("어깨", shift, 2, "어개"),
        ("안녕", drop, 2, "아녕"),
        ("하나", drop, 3, "한"),
        ("닭이", drop, 4, "달기"),
    ],
)
def test_글쇠_하나가_틀리면_입력기가_다르게_모은다(
    right: str, slip: Slip, at: int, wrong: str
) -> None:
    assert type_jamo(slip(strokes(right), at, Random(0))) == wrong


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("정의", "저으이", "transpose"),
        ("끼친다", "끼치낟", "transpose"),
        ("있다", "잇다", "shift"),
        ("안녕", "안뎡", "neighbour"),
        ("학교", "하교", "drop"),
        ("기능", "긴능", "echo"),
        ("베이스", "베에스", "echo"),
        ("하지만", "지만", "drop_syllable"),
        ("하지만", "하하지만", "double_syllable"),
        ("하지만", "지하만", "transpose_syllables"),
        ("하지만", "하지마", "other_tail"),
    ],
)
def test_자판_실수의_보기(right: str, wrong: str, rule: str) -> None:
    proposed = edits(SOURCES["keyboard"].propose, right, 4000)
    assert (wrong, rule) in {(apply(right, [edit]), edit.rule) for edit in proposed}


def test_자판_실수는_열두_가지다() -> None:
    names = {slip.__name__ for slip, _ in STROKE_SLIPS + SYLLABLE_SLIPS}
    assert {edit.rule for _, edit in drawn("keyboard")} == names
    assert len(names) == 12


@bounded
@given(syllables.filter(bool), st.integers(0, 10**6), st.data())
def test_a_slip_of_the_fingers_is_one_stroke_away(
    text: str, seed: int, data: st.DataObject
) -> None:
    keys = strokes(text)
    at = data.draw(st.integers(0, len(keys) - 1))
    for slip, _ in STROKE_SLIPS:
        wrong = slip(keys, at, Random(seed))
        assert wrong[:at] == keys[:at]
        assert abs(len(wrong) - len(keys)) <= 1
        assert keys[at + 2 :] == wrong[len(wrong) - len(keys[at + 2 :]) :]


def test_자판_실수는_대개_온전한_음절을_남긴다() -> None:
    whole = [re.fullmatch("[가-힣]*", edit.after) is not None for _, edit in drawn("keyboard")]
    assert 0.75 < sum(whole) / len(whole) < 0.99


# -- conversion ------------------------------------------------------------------------------


def test_한영_키를_안_누른_낱말이_나온다() -> None:
    assert results(latin_mode, "안녕하세요") == {
        "dkssudgktpdy", "dkssudgktp요", "dkssudgk세요", "dkssud하세요",
    }  # fmt: skip
    assert {"dhsmf 학교", "dhsmf gkrry", "오늘 gkrry"} & results(latin_mode, "오늘 학교") == {
        "dhsmf 학교",
        "dhsmf gkrry",
    }


def test_한영_키를_잘못_누른_낱말이_나온다() -> None:
    assert results(hangul_mode, "그는 hello라 했다") == {"그는 ㅗ디ㅣㅐ라 했다"}
    assert (
        results(hangul_mode, "AI는 IT") == set()
    )  # too short to be a word typed in the wrong mode


def test_음절이_낱자로_흩어진다() -> None:
    assert results(split_syllable, "한") == {"ㅎㅏㄴ", "하ㄴ"}
    assert results(split_syllable, "니다") == {"ㄴㅣ다", "니ㄷㅏ"}


def test_문자_변환은_같은_글쇠로_되돌아온다() -> None:
    for _, edit in drawn("conversion"):
        if edit.rule == "latin_mode":
            assert to_hangul(edit.after) == edit.before
        elif edit.rule == "hangul_mode":
            assert to_latin(edit.after).lower() == edit.before.lower()
        else:
            assert strokes(edit.after) == strokes(edit.before)


# -- spelling --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "right", "wrong"),
    [
        (lexical, "안 돼요.", "안 되요."),
        (lexical, "안 돼요.", "않 돼요."),
        (lexical, "며칠", "몇일"),
        (lexical, "그렇게 됐다", "그렇게 됬다"),
        (lexical, "웬만하면", "왠만하면"),
        (as_heard, "좋아", "조아"),
        (as_heard, "숙제", "숙재"),
        (as_heard, "같이", "가치"),
        (as_heard, "무릎이", "무르피"),
        (as_heard, "않았다", "안았다"),
        (as_heard, "갔다", "갓다"),
    ],
)
def test_맞춤법_실수의_보기(way: Propose, right: str, wrong: str) -> None:
    assert wrong in results(way, right)
    assert wrong in results(SOURCES["spelling"].propose, right, 1500)


def test_맞춤법_표는_문맥이_맞을_때만_쓴다() -> None:
    assert "안 되" in results(lexical, "안 돼")
    assert "꼭 되" not in results(lexical, "꼭 돼")
    assert "안 되지" not in results(lexical, "안 돼지")
    assert "돼록" not in results(lexical, "되록")
    assert results(lexical, "가가가") == set()


def test_소리_규칙은_어떤_음절에도_음절을_남긴다() -> None:
    borders = "".join(
        compose("ㅁ", "ㅗ", tail) + compose(lead, "ㅣ")
        for tail, lead in product(["", *TAILS], LEADS)
    )
    for text in (SYLLABLES, borders):
        for edit in edits(as_heard, text, 5):  # every site is built before one is drawn
            assert re.fullmatch("[가-힣]{1,2}", edit.after)


def test_소리_규칙의_자리는_모두_있을_수_있는_자리다() -> None:
    places = {
        "vowel": set(VOWELS),
        "lead": set(LEADS),
        "tail": set(TAILS),
        "border": {f"{tail}.{lead}" for tail, lead in product(["", *TAILS], LEADS)},
    }
    for place, right in sounds():
        assert right in places[place], (place, right)


def test_첫소리는_낱말_처음에서_바뀌지_않는다() -> None:
    leads = {right for place, right in sounds() if place == "lead"}
    assert leads
    for lead in leads:
        for wrong in results(as_heard, compose(lead, "ㅏ", "ㅇ"), 50):
            assert decompose(wrong[0])[0] == lead


def test_맞춤법_표의_문맥_없는_꼴은_모두_나올_수_있다() -> None:
    free = [form for rows in forms().values() for form in rows if not form.left and not form.after]
    assert len(free) > 500
    for form in free:
        assert lexical(form.right, Random(0)), form


# -- loanword --------------------------------------------------------------------------------


def test_외래어_실수의_보기() -> None:
    propose = SOURCES["loanword"].propose
    assert results(propose, "메시지를") == {"메세지를", "매시지를", "메시찌를"}
    assert {"컨텐츠", "콘탠츠"} <= results(propose, "콘텐츠")
    assert {"초코렛", "초콜렛"} <= results(propose, "초콜릿")
    assert results(propose, "우리말") == set()


def test_외래어_표의_모든_낱말은_글_가운데에서도_찾는다() -> None:
    rows = [row for group in variants().values() for row in group]
    assert len(rows) > 1200
    for right, _, _ in rows:
        edit = SOURCES["loanword"].propose(f"그 {right}에서", Random(0))
        assert edit, right


def test_외래어_실수는_표에_있는_것뿐이다() -> None:
    rules = {f"{right}>{wrong}" for rows in variants().values() for right, wrong, _ in rows}
    assert {edit.rule for _, edit in drawn("loanword")} <= rules


# -- spacing ---------------------------------------------------------------------------------


def test_띄어쓰기_실수의_보기() -> None:
    propose = SOURCES["spacing"].propose
    assert {"할수 있다", "할 수있다", "할수있다"} <= results(propose, "할 수 있다")
    assert {"때 까지"} <= results(propose, "때까지")
    assert {"은행에가다", "은행 에 가다", "은행 에가다"} <= results(propose, "은행에 가다", 1500)


def test_빈칸이_빠지고_끼고_옮겨지고_모두_빠진다() -> None:
    assert results(lost, "은행에 곧 간다") == {"은행에곧 간다", "은행에 곧간다"}
    assert results(added, "은행에") == {"은 행에", "은행 에"}
    assert results(moved, "은행에 가다") == {"은행 에가다", "은행에가 다"}
    assert results(run_together, "은행에 곧 간다") == {"은행에곧간다"}


def test_옮겨진_빈칸은_다른_빈칸과_만나지_않는다() -> None:
    assert results(moved, "할 수 있다") == {"할 수있 다"}
    assert results(moved, "이 그") == set()


@pytest.mark.parametrize("text", ["한", "은행", "", "  ", "1 2", "a b"])
def test_빈칸이_빠질_곳이_없으면_그대로_둔다(text: str) -> None:
    assert results(lost, text) == results(moved, text) == results(run_together, text) == set()


def test_띄어쓰기_실수는_빈칸만_바꾼다() -> None:
    for line, edit in drawn("spacing"):
        assert apply(line, [edit]).replace(" ", "") == line.replace(" ", "")


def test_띄어쓰기_표의_모든_줄은_나올_수_있다() -> None:
    rows = [row for group in patterns().values() for row in group]
    assert len(rows) > 200
    for right, _, _ in rows:
        assert known_place(f"가{right}가", Random(0)), right


def test_빈칸을_앞에_붙이는_규칙은_한글_뒤에서만_쓴다() -> None:
    assert results(known_place, "때까지") == {"때 까지"}
    for text in ("까지", "A까지", "때 까지", "1까지"):
        assert results(known_place, text) == set()


# -- particle --------------------------------------------------------------------------------


def test_조사_실수의_보기() -> None:
    propose = SOURCES["particle"].propose
    assert {"책를 읽다", "책을을 읽다", "책 읽다"} <= results(propose, "책을 읽다")
    assert {"학교을", "학교"} <= results(propose, "학교를")
    assert {"서울으로"} <= results(propose, "서울로")
    assert {"친구에"} <= results(propose, "친구의")


def test_조사는_낱말_끝에만_있다() -> None:
    for text in ("을", "을지", "은행", "", "1을", "A는", "ㅋ은", "책 을"):
        assert results(SOURCES["particle"].propose, text) == set(), text
    for line, edit in drawn("particle"):
        right = edit.rule.partition(">")[0]
        rest = rf"[가-힣]{{0,{len(right)}}}(?![가-힣])"
        assert re.match(rest, line[edit.end :]), (line, edit)


def test_먹은의_은은_조사가_아니다() -> None:
    propose = SOURCES["particle"].propose
    assert "먹는" not in results(propose, "먹은")
    assert "책는" in results(propose, "책은")


def test_조사의_앞_글자는_받침의_조건에_맞는다() -> None:
    swapped = [(line, edit) for line, edit in drawn("particle") if edit.rule in {"을>를", "를>을"}]
    assert len(swapped) > 40
    for line, edit in swapped:
        assert has_batchim(line[edit.start - 1]) == (edit.rule == "을>를")


@pytest.mark.parametrize(
    ("text", "rule", "fits"),
    [
        ("책으로", "으로>로", True),
        ("학교로", "로>으로", True),
        ("서울로", "로>으로", True),
        ("책로", "로>으로", False),
        ("학교을", "을>를", False),
        ("책를", "를>을", False),
    ],
)
def test_받침과_ㄹ받침을_가린다(text: str, rule: str, fits: bool) -> None:
    rules = {edit.rule for edit in edits(SOURCES["particle"].propose, text)}
    assert (rule in rules) is fits


def test_조사_표의_모든_줄은_나올_수_있다() -> None:
    for row in (row for rows in particles().values() for row in rows):
        befores = [compose("ㅋ", "ㅑ", tail) for tail in ["", *TAILS]]
        fitting = [before for before in befores if row.fits(before)]
        assert fitting, row
        assert SOURCES["particle"].propose(fitting[0] + row.right, Random(0))
