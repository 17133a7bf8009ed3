"""What is not Korean, and what is meant as it stands, is found."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.protection import is_foreign, kept_spans

PIECES = [
    "학교", " ", "\n", '"', "'", "漢字", "ありがとう", "é", "e\u0301", "👍🏽", "ㅋㅋ", "ㅎ", "^^",
    "~", ";;", ":)", "abc", "1", "1.5", "+", "=", "https://a.kr/가", "`x`", "\u200b", "\ud800",
]  # fmt: skip
mixtures = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def kept(text: str, *terms: str) -> list[str]:
    return [text[span.start : span.end] for span in kept_spans(text, terms)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("大韓民國의 國語(국어)", ["大韓民國", "國語"]),
        ("ありがとう라고 カタカナ를", ["ありがとう", "カタカナ"]),
        ("Привет, мир! 하고 مرحبا بالعالم", ["Привет, мир", "مرحبا بالعالم"]),
        ("สวัสดี는 Ελλάδα와 שלום", ["สวัสดี", "Ελλάδα", "שלום"]),
        ("café의 São Paulo와 Zürich에서", ["café", "São", "Zürich"]),
        ("cafe\u0301의 naïve", ["cafe\u0301", "naïve"]),
        ("좋아요👍🏽 🇰🇷과 👨‍👩‍👧‍👦", ["👍🏽 🇰🇷", "👨‍👩‍👧‍👦"]),
        ("1️⃣ 첫째 ★★★ 25℃ ㈜회사 ½", ["1️⃣", "★★★", "25℃ ㈜", "½"]),
        ("폭 없는\u200b빈칸과 \u202e방향", ["\u200b", "\u202e"]),
    ],
)
def test_다른_문자와_그림_문자는_지킨다(text: str, spans: list[str]) -> None:
    assert kept(text) == spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("1 + 2 = 3이고 2x + 1은", ["1 + 2 = 3", "2x + 1"]),
        ("a = b일 때 3×4=12", ["a = b", "3×4=12"]),
        ("2024. 3. 5. 회의 24.3.5", ["2024. 3. 5.", "24.3.5"]),
        ("1,000원에 3.5kg을 12:30에", ["1,000", "3.5kg", "12:30"]),
        ("010-1234-5678로 50%만", ["010-1234-5678", "50"]),
    ],
)
def test_수식과_날짜와_수를_지킨다(text: str, spans: list[str]) -> None:
    assert kept(text) == spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("ㅋㅋㅋㅋ 네ㅎㅎ 흑ㅠㅠ 네ㅋ", ["ㅋㅋㅋㅋ", "ㅎㅎ", "ㅠㅠ", "ㅋ"]),
        ("앜ㅋㅋ그래ㅜ 아ㅏㅏㅏ ㄱㅅ 응ㅇㅇ", ["ㅋㅋ", "ㅜ", "ㅏㅏㅏ", "ㄱㅅ", "ㅇㅇ"]),
        ("네^^ 음;; ㅇㅅㅇ T_T -_- 헐...", ["^^", ";;", "ㅇㅅㅇ", "T_T", "-_-", "..."]),
        ("귀엽다ㅇㅅㅇ그래 ㅠ_ㅠ", ["ㅇㅅㅇ", "ㅠ_ㅠ"]),
        ("좋아요:) 네~~ 뭐?! =D 사랑 <3", [":)", "~~", "?!", "=D", "<3"]),
        ("합니다ㅏ ㅎㅏㄴ글 하ㄴ글 조ㅎ다 ㅇㅣㄹㄱ다", []),
    ],
)
def test_웃음과_울음과_표정은_지키고_흩어진_자모는_고칠_수_있다(
    text: str, spans: list[str]
) -> None:
    assert kept(text) == spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ('그는 "I have a dream"라는', ['"I have a dream"']),
        ("“Hello, world!”를 'carpe diem'과", ["“Hello, world!”", "'carpe diem'"]),
        ("「こんにちは 元気」라고", ["「こんにちは 元気」"]),
        ('"안녕 hello there"라고', []),
        ('"dkssudgktpdy qksrkqtmqslek"라고', []),
        ("'hello'와 'world'가", []),
    ],
)
def test_다른_말로_된_인용은_통째로_지킨다(text: str, spans: list[str]) -> None:
    assert kept(text) == spans


def test_한영_전환을_잊은_글은_다른_말이_아니다() -> None:
    assert is_foreign("to be or not to be")
    assert not is_foreign("dkssudgktpdy tjstodsla")


@pytest.mark.parametrize(
    "text", ["안녕하세요. “네, 그래요!” … 「가」·『나』", "ＡＢＣ，１", "ﾾￂﾤ", "dkssud"]
)
def test_한글과_그_글에_쓰는_부호는_지키지_않는다(text: str) -> None:
    assert [span for span in kept(text) if span != "·"] == []


@given(mixtures)
def test_spans_are_in_order_apart_and_hold_what_the_text_module_protects(text: str) -> None:
    spans = kept_spans(text, ("학교",))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end < second.start for first, second in pairwise(spans))
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in covered for at, char in enumerate(text) if char in "漢字é👍\u200b1ありがとう")


@pytest.mark.parametrize(
    "unit",
    [
        "a", "é", "é'", "漢", "漢 ", "漢,", "ㅋ", "ㅏ", "ㄱ", ":", "<", "-", "-_", "^", "~", '"',
        '" ', "1", "1+", "1 + ", "1.", "a+", "'a ", "「", "2024. ", "가 ", "\u0301", "\u200d", "#",
        "“a",
    ],
)  # fmt: skip
def test_시간은_길이에_비례한다(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    kept_spans(text)
    assert time.process_time() - begun < 5  # about 0.2 s
