"""What corrections are allowed to do."""

import re
import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.edits import Edit, align, apply
from spellfix.guard import permitted
from spellfix.protection import FOREIGN, kept_spans
from spellfix.text import Span


def guarded(text: str, wished: str, *terms: str) -> str:
    return apply(text, list(permitted(text, align(text, wished), kept_spans(text, terms))))


def stands(text: str, start: int, before: str, after: str, *spans: tuple[int, int]) -> list[Edit]:
    """What becomes of one edit, its spans protected."""
    edit = Edit(start, start + len(before), before, after, "spelling")
    return list(permitted(text, [edit], [Span(*each) for each in spans]))


def made(edits: list[Edit]) -> list[tuple[int, str, str]]:
    return [(edit.start, edit.before, edit.after) for edit in edits]


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("HTTP 헤더를 본다.", "HTP 헤더를 본다."),
        ("git diff 명령", "git dif 명령"),
        ("npm install 하기", "npminstall 하기"),
        ("CSS를 쓴다.", "CS를 쓴다."),
        ("값은 abc", "값은 abd"),
        ("HTTP를 쓴다", "헤더를 쓴다"),
        ("hello, world라고", "hello world라고"),
        ("hello world에서", "hello 재깅에서"),
        ("Go 언어", "해 언어"),
        ("e-mail로 K-pop을", "email로 Kpop을"),
        ("dkah 아래", "나무 아래"),  # two keys of four
        ("1 + 2", "1+2"),
        ("모음 'ㅐ'와 'ㅔ'", "모음 'o'와 'p'"),
        ("ㅁ 아래 ㄴ", "a 아래 s"),
    ],
)
def test_라틴_문자로_쓴_말은_다른_말이_되지_않는다(text: str, wished: str) -> None:
    assert guarded(text, wished) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("이해할만한 사람", "이해할 만한 사람"),
        ("그 책은 읽을만하다.", "그 책은 읽을 만하다."),
        ("아는듯한 얼굴", "아는 듯한 얼굴"),
        ("비가 올듯싶다", "비가 올 듯싶다"),
        ("넘어질뻔했어요", "넘어질 뻔했어요"),
        ("모르는척했다", "모르는 척했다"),
        (normalize("NFD", "할만하다"), normalize("NFD", "할 만하다")),
    ],
)
def test_보조_용언_앞은_띄어도_붙여도_맞으니_그대로_둔다(one: str, other: str) -> None:
    assert guarded(one, other) == one
    assert guarded(other, one) == other


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("아는듯이 웃었다", "아는 듯이 웃었다"),
        ("원하는대로 한다", "원하는 대로 한다"),
        ("주먹만한 돌", "주먹만 한 돌"),
        ("할만한 일읻다", "할만한 일이다"),
        ("할  만하다", "할 만하다"),
        (" 만하다", "만하다"),
    ],
)
def test_다른_말_앞과_다른_글자는_여전히_고친다(text: str, meant: str) -> None:
    assert guarded(text, meant) == meant


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("dkssud 여러분", "안녕 여러분"),
        ("ㅗ디ㅣㅐ world", "hello world"),
        ("HTTP헤더를 봣다", "HTTP 헤더를 봤다"),
        ("HTTP을 쓴다.", "HTTP를 쓴다."),
        ("가 나다", "가나다"),
        ("끝.그리고", "끝. 그리고"),
        ("API을 dkssudgktpdy라고", "API를 안녕하세요라고"),
        ("APIfmf 쓴다", "API를 쓴다"),
        ("dkssuf하세요", "안녕하세요"),
        ("RKCL 소리", "까치 소리"),
        ("Apple ㅑㅇ로", "Apple ID로"),
        ("APㅑ로", "API로"),
        ("tls고를 받았다", "신고를 받았다"),
        ("낮에sms 잔다", "낮에는 잔다"),
        ("rhdiddlsms did tjfaud", "고양이는 양 설명"),
        ("ＡＢＣ를，쓴다", "ABC를,쓴다"),
        ("1\u3000Disco", "1 Disco"),
        ("정말！ 네、 갔다。", "정말! 네, 갔다."),
        ("할수 있다", "할 수 있다"),
        ("나sms 잔다", "나는 잔다"),
        ("dho gkfRk?", "왜할까?"),
        ("skah 아래", "나무 아래"),  # one key of four
        ("dkssud did", "안녕 양"),
        ("did dkssud", "양 안녕"),
        ("dkssud, did", "안녕, 양"),
        ("sks did", "난 양"),
        ("git\n diff", "git\ndiff"),
        ("git \ndiff", "git\ndiff"),
        (" HTTP를", "HTTP를"),
    ],
)
def test_한영_전환과_한글은_고친다(text: str, wished: str) -> None:
    assert guarded(text, wished) == wished


@pytest.mark.parametrize(
    ("text", "wished", "result"),
    [
        ("dkssud hello did", "안녕 hello 양", "안녕 hello did"),
        ("did hello dkssud", "양 hello 안녕", "did hello 안녕"),
        ("dk did 가", "아 양 가", "아 did 가"),  # two letters may be an abbreviation
    ],
)
def test_영어_낱말은_바로_옆말이_한영이_바뀐_긴_말일_때만_고친다(
    text: str, wished: str, result: str
) -> None:
    assert guarded(text, wished) == result


def test_지킬_말에_붙은_조사는_고친다() -> None:
    assert guarded("리액트을 쓴다.", "리엑트를 쓴다.", "리액트") == "리액트를 쓴다."


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("값이 100이다", "값이 1000이다"),
        ("값이 100 원", "값이 100, 원"),
        ("iPhone15를", "iPhone 15를"),
        ("COVID-19가", "COVID 19가"),
        ("3.5kg과 100 MB", "3.5 kg과 100MB"),
        ("답은 1 + 2 = 3이다", "답은 1+2=3이다"),
        ("2024. 3. 5. 회의", "2024.3.5. 회의"),
        ("漢字를 쓴다", "한자를 쓴다"),
        ("좋아 👍🏽", "좋아 최고"),
        ("좋다👍", "좋다👍👍"),
        ("그래ㅋㅋㅋ", "그래ㅋㅋ"),
        ("그래ㅋㅋㅋ", "그래ㅋㅋㅋㅋ"),
        ("네!! 정말요...", "네! 정말요."),
        ("갔다", "갔다."),
        ("네, 그래요", "네 그래요"),
        ("가 나", "가ㅋ 나"),
        ("폭\u200b없다", "폭없다"),
        ("（비고） 우천 시", "（비고) 우천 시"),
        ("@3반반장 확인", "@3반장 확인"),
        ("@3반_kim 확인", "@3_kim 확인"),
    ],
)
def test_수와_부호와_다른_문자는_그대로_있다(text: str, wished: str) -> None:
    assert guarded(text, wished) == text


@pytest.mark.parametrize(
    ("text", "wished"), [("안;녕", "안녕"), ("학/교에", "학교에"), ("그 안;녕", "그 안녕")]
)
def test_낱말_안에_잘못_찍힌_부호는_지운다(text: str, wished: str) -> None:
    assert guarded(text, wished) == wished


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("서울 초등학교에", "서울초등학교에"),
        ("우리 민수가", "우리민수가"),
        ("민수 학교에", "민수학교에"),
        ("민순 갔다", "민수는 갔다"),
        ("민수 햇다", "민수했다"),
        ("민수와 철수가", "민수와 찰수가"),
        ("친귀 민수가", "친구민수가"),
        ("A 우리 민수가", "A 우리민수가"),
        ("철수와 민수 학교에", "철수와 민수학교에"),
        ("A 민수 학교에", "A 민수학교에"),
        ("B반 학교에", "B반학교에"),
    ],
)
def test_지킬_말은_붙거나_갈라지지_않는다(text: str, wished: str) -> None:
    assert guarded(text, wished, "민수", "철수", "B반", "서울 초등학교") == text


@pytest.mark.parametrize(
    ("text", "start", "before", "after", "span"),
    [
        ("내칭구민수가", 1, "칭", "친", (3, 5)),
        ("민수햇다", 2, "햇", "했", (0, 2)),
        ("우리\t민수가", 2, "\t", " ", (3, 5)),
        ("친귀\t민수가", 1, "귀\t", "구 ", (3, 5)),
        ("민수\t햇다", 2, "\t햇", " 했", (0, 2)),
    ],
)
def test_지킬_말의_바로_옆은_고치고_빈칸은_빈칸으로_남는다(
    text: str, start: int, before: str, after: str, span: tuple[int, int]
) -> None:
    assert made(stands(text, start, before, after, span)) == [(start, before, after)]


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("민수 가 왔다", "민수가 왔다"),
        ("민수 한테서 들었다", "민수한테서 들었다"),
        ("서울 초등학교 을 간다", "서울 초등학교를 간다"),
        ("1,000 원이다", "1,000원이다"),
    ],
)
def test_띄어_쓴_조사와_단위는_붙여도_된다(text: str, wished: str) -> None:
    assert guarded(text, wished, "민수", "서울 초등학교") == wished


def test_지킬_말_옆의_겹친_조사는_하나만_남긴다() -> None:
    assert guarded("숙재를를 냈다", "숙제를 냈다", "숙재") == "숙재를 냈다"


@pytest.mark.parametrize(
    ("text", "start", "before", "after", "span", "part"),
    [
        ("재를를", 0, "재를", "제", (0, 1), (1, "를", "")),
        ("재를를 냈다", 1, "를를", "을", (2, 3), (1, "를", "을")),
        ("를를 냈다", 0, "를를", "을", (1, 2), (0, "를", "을")),
    ],
)
def test_겹친_글자는_어느_쪽과_겹쳐도_따로_지운다(
    text: str,
    start: int,
    before: str,
    after: str,
    span: tuple[int, int],
    part: tuple[int, str, str],
) -> None:
    assert made(stands(text, start, before, after, span)) == [part]


@pytest.mark.parametrize(
    ("text", "before", "after", "kind"),
    [
        ("책를 책이 좋다", "를 책", "을 첵", "particle"),
        ("책를답 책이 좋다", "를답 책", "을답 첵", "keyboard"),
        ("스케쥴 책이 좋다", "쥴 책", "줄 첵", "loanword"),
        ("책 를 책이 좋다", "를 책", "을 첵", "keyboard"),  # no noun in front
    ],
)
def test_what_is_left_of_an_edit_has_the_kind_that_it_has_alone(
    text: str, before: str, after: str, kind: str
) -> None:
    start, word = text.index(before), text.rindex("책")
    (part,) = stands(text, start, before, after, (word, word + 1))
    found = (part.start, part.end, part.after, part.kind)
    assert found == (start, start + 1, after[0], kind)


def test_an_edit_of_what_may_change_is_not_taken_apart() -> None:
    assert made(stands("갓ㅋ겟다", 0, "갓ㅋ겟", "갔ㅋ겠")) == [(0, "갓ㅋ겟", "갔ㅋ겠")]
    assert made(stands("（갓다） 끝", 0, "（갓", "（갔")) == [(0, "（갓", "（갔")]
    assert made(stands("글을 world에서", 1, "을 world", "를 재깅")) == [(1, "을", "를")]
    assert stands("가1나", 0, "가1", "가2") == []
    assert stands("1 + 2", 1, " ", "") == []


@pytest.mark.parametrize(
    ("text", "wished"),
    [("가나다", "가나다 "), ("가나다", " 가나다"), ("가 나", "가  나"), ("가\n나", "가 \n나")],
)
def test_빈칸_옆과_글의_끝에는_빈칸을_더_두지_않는다(text: str, wished: str) -> None:
    assert guarded(text, wished) == text


def test_what_nobody_types_is_not_written() -> None:
    assert guarded("가나다", "가\ufffd다") == "가나다"
    assert guarded("가나다", "가\x00다") == "가나다"
    assert guarded("가 나", "가\n나") == "가 나"


@pytest.mark.parametrize("code", [0xFFFD, 0x00, 0xD800, 0xE000, 0x0378])
def test_what_nobody_types_is_not_written_again_either(code: int) -> None:
    char = chr(code)
    parts = [(0, "갓", "갔"), (2, "겟", "겠")]
    assert made(stands(f"갓{char}겟다", 0, f"갓{char}겟", f"갔{char}겠")) == parts


PIECES = [
    "학교에", "가다", "민수", "가", "을", " ", " ", "\n", "漢字", "é", "👍🏽", "ㅋㅋ", "ㅎ", "~",
    ";", ".", ",", "abc", "dkssud", "안녕", "12", "7", "+", "`x`", "@a", "\u200b", "\ud800",
    "，", "Ａ",
]  # fmt: skip
mixtures = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(mixtures, mixtures)
def test_whatever_is_wished_for_spans_and_figures_and_foreign_letters_stay(
    text: str, wished: str
) -> None:
    spans = kept_spans(text, ("민수",))
    edits = list(permitted(text, align(text, wished), spans))
    result = apply(text, edits)
    for pattern in ("[0-9]", FOREIGN):
        assert re.findall(pattern, result) == re.findall(pattern, text)
    for span in spans:
        before = (e for e in edits if e.end <= span.start)
        at = span.start + sum(len(e.after) - len(e.before) for e in before)
        assert result[at : at + span.end - span.start] == text[span.start : span.end]


def test_many_edits_take_time_in_proportion() -> None:
    text = "민수가 학교에 않 가고 1,000번 " * 5000
    wished = text.replace("않", "안").replace("000", "00")
    edits = align(text, wished)
    spans = kept_spans(text, ("민수",))
    begun = time.process_time()
    assert len(list(permitted(text, edits, spans))) == 5000
    assert time.process_time() - begun < 10  # about 0.3 s
