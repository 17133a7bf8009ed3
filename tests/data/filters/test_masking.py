"""What is masked, what is not, and that nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.filters import mask
from spellfix.data.filters.masking import luhn, resident


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("010-2345-6789로 연락", "000-0000-0000로 연락", "mobile"),
        ("01023456789로 연락", "00000000000로 연락", "mobile"),
        ("010 2345 6789입니다", "000 0000 0000입니다", "mobile"),
        ("010.2345.6789", "000.0000.0000", "mobile"),
        ("010)2345-6789", "000)0000-0000", "mobile"),
        ("+82-10-2345-6789", "+00-00-0000-0000", "mobile"),
        ("+82 (0)10 2345 6789", "+00 (0)00 0000 0000", "mobile"),
        ("011-234-5678", "000-000-0000", "mobile"),
        ("０１０-２３４５-６７８９", "０００-００００-００００", "mobile"),
        ("02-123-4567", "02-123-4567", ""),  # no local number begins with 1
        ("02-765-4321", "00-000-0000", "landline"),
        ("(02) 765-4321로", "(00) 000-0000로", "landline"),
        ("031) 765-4321", "000) 000-0000", "landline"),
        ("070-8765-4321", "000-0000-0000", "landline"),
        ("전화 0317654321", "전화 0000000000", "landline"),
        ("900101-1234567", "000000-0000000", "resident"),
        ("900101 - 2******", "000000 - 0******", "resident"),
        ("주민번호 8001011234560", "주민번호 0000000000000", "resident"),
        ("주민번호 8001011234561", "주민번호 8001011234561", ""),  # a wrong check digit
        ("4111-1111-1111-1111", "0000-0000-0000-0000", "card"),
        ("4111 1111 1111 1111", "0000 0000 0000 0000", "card"),
        ("4111111111111111", "0000000000000000", "card"),
        ("378282246310005", "000000000000000", "card"),
        ("kim.s+1@school.co.kr로", "xxx.x+x@xxxxxx.xx.xx로", "email"),
        ("kim@naver.com입니다", "xxx@xxxxx.xxx입니다", "email"),
    ],
)
def test_개인정보의_모양을_알아본다(text: str, masked: str, kind: str) -> None:
    assert mask(text) == (masked, {kind: 1} if kind else {})


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-02 14:30:00에 만나요",
        "2024. 3. 2. ~ 2025. 10. 31.까지",
        "1980년 10월 10일부터 1,234,567원",
        "12,345,678,900원과 0.123456789",
        "파이썬 3.11.7과 192.168.100.200",
        "10.0.19045.3930 판",
        "이진수 01010101010과 0101010101",
        "ISBN 978-89-364-3426-7과 9788936434267",
        "시각 1700000000000과 1612345678901",
        "대표 번호 1588-1234, 114, 119",
        "계좌 아닌 수 123-456",
        "원주율 3.14159265358979323846",
        "3000 4000 5000 6000원",
        "학번 20240101, 우편번호 06236",
        "2010-10-10 ~ 2011-11-11",
        "@이름, name@, @scope/package, 3@4",
        "의안 번호 2101234",
        "사업자 000-00-00000",
    ],
)
def test_날짜와_값과_판은_그대로_둔다(text: str) -> None:
    assert mask(text) == (text, {})


def test_several_kinds_are_counted_each() -> None:
    text, counts = mask("010-2345-6789, 011-234-5678, a@b.kr, 02-765-4321")
    assert counts == {"mobile": 2, "email": 1, "landline": 1}
    assert not re.search(r"[1-9a-wyz]", text)


def test_check_digits_are_those_of_the_standards() -> None:
    assert luhn("79927398713")  # the example of ISO/IEC 7812-1 annex B
    assert not luhn("79927398710")
    assert resident("8001011234560")  # 11 - (16+0+0+5+0+7+8+18+6+12+20+30) % 11 = 10: 0
    assert not resident("8001011234561")


LIKELY = st.sampled_from(
    [
        "010",
        "-",
        "2345",
        "6789",
        " ",
        "02",
        ")",
        "765",
        "4321",
        "900101",
        "1234567",
        "4111",
        "1111",
        "@",
        "kim",
        ".",
        "kr",
        "+82",
        "전화",
        "원",
        "０１０",
        "(",
        "*",
        "\n",
        "٣",
        "2024",
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(LIKELY, max_size=14).map("".join))


@given(TEXTS)
def test_a_mask_keeps_length_and_all_but_digits_and_latin_letters(text: str) -> None:
    masked, counts = mask(text)
    assert len(masked) == len(text)
    assert (masked != text) == bool(counts)
    for before, after in zip(text, masked, strict=True):
        assert before == after or (
            after in "0０" if before.isdecimal() and after != "x" else after == "x"
        )


@given(TEXTS)
def test_masking_again_changes_nothing(text: str) -> None:
    masked, _ = mask(text)
    assert mask(masked) == (masked, {})


@given(
    st.from_regex(r"01[016789]-[2-9][0-9]{3}-[0-9]{4}", fullmatch=True),
    st.sampled_from(["", "제 번호는 ", "(", "☎"]),
    st.sampled_from(["", "입니다.", ")", ".", "번으로"]),
)
def test_모든_휴대_전화_번호를_가린다(number: str, before: str, after: str) -> None:
    hidden = re.sub("[0-9]", "0", number)
    assert mask(before + number + after)[0] == before + hidden + after
