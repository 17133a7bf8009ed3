"""Segmentation loses nothing and cuts nothing apart; what must stay is found."""

import time
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spellfix.text import LONGEST_SENTENCE, NEVER_TEXT, protected_spans, segment

FAMILY = "👨‍👩‍👧‍👦"
OLD_HANGUL = "ᄒᆞᆫ글 나랏〮말〯ᄊᆞ미"
PIECES = [
    "학교에", "갔다.", "정말?", "않 되요", "ㅋㅋㅋ", "OK", ".", '"', ")",
    " ", "  ", "\r\n", "\n", "\t", "\u00a0", "\u3000", "\x00", "\x01", "\ud800", "\udc80", "\ufffc",
    normalize("NFD", "한국말을"), OLD_HANGUL, "ᄀ", "ᆨ", "e\u0301", "שלום", "مرحبا", "\u202e",
    FAMILY, "👍🏽", "🇰🇷", "\u200d", "\ufe0f",
    "https://naver.com/가?b=1", "a.b@c.kr", "`x. y`", "\n```\ncode\n```\n", "$x^2$", "@민수",
    "#태그", "/etc/hosts", "1,000",
]  # fmt: skip

anything = st.text(st.characters(exclude_categories=()), max_size=60)
mixtures = st.lists(st.sampled_from(PIECES) | anything, max_size=60).map("".join)


def sentences(text: str, terms: list[str] | None = None) -> list[str]:
    return [text[s.start : s.end] for s in segment(text, terms or []) if not s.protected]


def protected(text: str, terms: list[str] | None = None) -> list[str]:
    return [text[span.start : span.end] for span in protected_spans(text, terms or [])]


@given(mixtures, st.lists(st.sampled_from(PIECES), max_size=3))
@example("가" * 199 + FAMILY * 60, [])
@example(normalize("NFD", "각" * 400), [])
@example("a" + "\u0301" * 500, [])
def test_segments_follow_each_other_without_a_gap_and_lose_nothing(
    text: str, terms: list[str]
) -> None:
    segments = segment(text, terms)
    assert [s.start for s in segments] == [0, *(s.end for s in segments)][: len(segments)]
    assert all(s.start < s.end for s in segments)
    assert "".join(text[s.start : s.end] for s in segments) == text


@given(mixtures)
@example("말" * 1000)
@example("말" * 300 + "\n끝")
@example("ab " * 400)
@example("× 3")
def test_a_sentence_is_short_has_letters_and_no_white_space_around_it(text: str) -> None:
    for sentence in sentences(text):
        assert 0 < len(sentence) <= LONGEST_SENTENCE
        assert sentence == sentence.strip()
        assert any(char.isalpha() for char in sentence)


@given(mixtures)
def test_line_breaks_controls_and_lone_surrogates_never_reach_a_sentence(text: str) -> None:
    assert not any(NEVER_TEXT.search(sentence) for sentence in sentences(text))


@given(mixtures, st.lists(st.sampled_from(PIECES), max_size=3))
def test_spans_are_in_order_apart_and_cut_by_no_segment(text: str, terms: list[str]) -> None:
    spans = protected_spans(text, terms)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end < second.start for first, second in pairwise(spans))
    starts = {s.start for s in segment(text, terms)}
    inside = [at for span in spans for at in range(span.start + 1, span.end) if at in starts]
    assert inside == []


@given(
    st.lists(st.sampled_from([normalize("NFD", "각"), "가", FAMILY, "👍🏽", "ᄒᆞᆫ"]), max_size=300)
)
def test_no_cut_lies_inside_a_syllable_of_jamo_or_an_emoji_sequence(clusters: list[str]) -> None:
    text, allowed = "", {0}
    for cluster in clusters:
        text += cluster
        allowed.add(len(text))
    assert {s.start for s in segment(text)} <= allowed


def test_문장은_마침표와_물음표_뒤에서_갈린다() -> None:
    assert sentences("숙제를 했다. 정말? 네!! 그래요.") == [
        "숙제를 했다.",
        "정말?",
        "네!!",
        "그래요.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "2024. 3. 5. 회의를 엽니다",
        "그는 “정말?” 하고 물었다.",
        "음... 잘 모르겠어요.",
        "예컨대 e.g. U.S. 정부가",
        "붙여썼다.그래도 하나다.",
        "버전 1.5를 node.js로 돌린다.",
        "코드는 `끝. 시작` 이다.",
    ],
)
def test_문장_가운데의_점에서는_갈리지_않는다(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize("sentence", ["OK", "ok", "XX를 샀다", "코드 `a` 이다."])
def test_앞뒤에_다른_줄이_있어도_한_문장이다(sentence: str) -> None:
    assert sentences(f"첫 줄\n{sentence}\n끝") == ["첫 줄", sentence, "끝"]


@pytest.mark.parametrize(
    ("text", "ends"),  # minus: nothing to correct up to there
    [
        ("갔다. 정말?", [3, -4, 7]),
        ("가\n나. 다", [1, -2, 4, -5, 6]),
        ("가" * 200, [200]),
        ("가" * 199 + " 나나", [199, -200, 202]),
        ("가" * 200 + " 나", [200, -201, 202]),
        ("가" * 201 + " 나", [200, 203]),
        ("가 " + "나" * 200, [1, -2, 202]),
        ("앞 말\n" + "가" * 300, [3, -4, 204, 304]),
        ("가" * 300 + ". 나", [200, 301, -302, 303]),
        ("가" * 199 + normalize("NFD", "각") * 5, [199, 214]),
        ("가" * 195 + "`abcdefgh`나", [195, 206]),
        ("a" + "\u0301" * 300, [-301]),
    ],
)
def test_문장과_긴_문장은_정해진_자리에서_갈린다(text: str, ends: list[int]) -> None:
    assert [s.end * (-1 if s.protected else 1) for s in segment(text)] == ends
    assert [s.start for s in segment(text)] == [0, *map(abs, ends[:-1])]


def test_낱말_목록의_말에서는_문장이_갈리지_않는다() -> None:
    text = "그는 나는. 너는을 읽었다"
    assert sentences(text) == ["그는 나는.", "너는을 읽었다"]
    assert sentences(text, ["나는. 너는"]) == [text]


def test_긴_문장은_빈칸에서_갈린다() -> None:
    parts = sentences("가나다라 " * 100)
    assert len(parts) == 3
    assert all(set(part.split()) == {"가나다라"} for part in parts)


def test_줄바꿈과_겹친_빈칸은_문장_밖에_있다() -> None:
    text = " 첫 줄\r\n\t둘째  줄\n"
    assert [text[s.start : s.end] for s in segment(text)] == [
        " ", "첫 줄", "\r\n\t", "둘째", "  ", "줄", "\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "123", "...!?", "2024-01-02", "👍🏽", "https://naver.com"]
)
def test_글자가_없으면_문장도_없다(text: str) -> None:
    assert sentences(text) == []


def test_코드_블록은_문장이_아니다() -> None:
    text = "앞이다.\n```python\nif 않되: pass\n```\n뒤다."
    assert sentences(text) == ["앞이다.", "뒤다."]
    assert sentences("앞이다.\n```\n닫히지 않은 코드") == ["앞이다."]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("https://naver.com에서 본다.", ["https://naver.com"]),
        ("(https://ko.wikipedia.org/wiki/한국어).", ["https://ko.wikipedia.org/wiki/한국어"]),
        (
            "주소(https://a.kr/3-2)에 https://a.kr/말_(뜻)!",
            ["https://a.kr/3-2", "https://a.kr/말_(뜻)"],
        ),
        ("http://localhost:8080/a?b=c#d, 끝", ["http://localhost:8080/a?b=c#d"]),
        ("ftp://1.2.3.4을 www.한글.한국으로", ["ftp://1.2.3.4", "www.한글.한국"]),
        ("메일은 a.b+c@naver.co.kr으로.", ["a.b+c@naver.co.kr"]),
        ("`let x = 않되`는 ``a ` b``와", ["`let x = 않되`", "``a ` b``"]),
        ("$x^2$는 \\(y\\)와 $$z$$", ["$x^2$", "\\(y\\)", "$$z$$"]),
        ("값은 $오천 원$", []),
        ("@minsu가 @민수와 @vue/core를", ["@minsu", "@민수와", "@vue/core"]),
        ("#맛집 탐방 C#은", ["#맛집"]),
        ("/etc/hosts를 ~/문서/가.txt 그리고/또는", ["/etc/hosts", "~/문서/가.txt"]),
        ("src/main.py을 C:\\사용자\\글.txt", ["src/main.py", "C:\\사용자\\글.txt"]),
        ("`a`@b는", ["`a`@b"]),
        ("Node.js는 1,000원 12:30에 v1.2.3", ["Node.js", "1,000", "12:30", "v1.2.3"]),
    ],
)
def test_주소와_코드와_이름과_수는_지킨다(text: str, spans: list[str]) -> None:
    assert protected(text) == spans


def test_낱말_목록은_조사를_빼고_지킨다() -> None:
    assert protected("토스페이을 쓰고 Go를 배워요", ["토스페이", "Go"]) == ["토스페이", "Go"]


def test_낱말_목록은_더_긴_낱말의_일부를_지키지_않는다() -> None:
    assert protected("미안 Google 안녕", ["안녕하세요", "안", "Go"]) == ["안"]
    assert protected("미안 구글", ["안", " ", ""]) == []


def test_낱말_목록은_가장_긴_것을_고른다() -> None:
    assert protected("토스페이먼츠가", ["토스", "토스페이", "토스페이먼츠"]) == ["토스페이먼츠"]


def test_낱말_목록은_풀어쓴_한글에서도_찾는다() -> None:
    decomposed = normalize("NFD", "토스를 각")
    assert protected(decomposed, ["토스", "가"]) == [normalize("NFD", "토스")]


def test_백만_글자도_금세_나눈다() -> None:
    text = "https://naver.com 에서 숙제를 않 했다고 1,000번 그랬다. " * 25_000
    begun = time.process_time()
    assert segment(text, ["네이버", "카카오"])[-1].end == len(text) > 1_000_000
    assert time.process_time() - begun < 10  # about 1 s


@pytest.mark.parametrize(
    "unit",
    [
        "가", " ", "a", ".", "`", "` x", "$a", "a@", "a.", "a/", "//", "\\(", "http://",
        "http://a/(", "www.", "?)", "1\n", "ᄀ", "\u200d", "```a\n", "\ufffc", "/a/가", "@", "#",
        "[", "가.", "C:\\",
    ],
)  # fmt: skip
def test_어떤_글자가_되풀이돼도_시간은_길이에_비례한다(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    assert segment(text)[-1].end == len(text)
    assert time.process_time() - begun < 5  # about 0.1 s; a pattern that backtracks takes minutes
