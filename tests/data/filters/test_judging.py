"""Which texts are dropped and why; what is kept comes back as it was."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.filters import KEPT, REASONS, Filters, Judged, judge
from spellfix.data.filters.tables import phrases, rows
from spellfix.data.laid import PORTION, Laid
from spellfix.errors import ConfigError

GOOD = "오늘은 학교에서 친구들과 즐겁게 놀았습니다."


def judged(*contents: str, **settings: bool | float) -> Judged:
    return judge(Laid.out(contents), filters=Filters(**settings))  # type: ignore[arg-type]


def reasons(found: Judged) -> list[str | None]:
    names = [*REASONS]
    return [None if code == KEPT else names[code] for code in found.reasons.tolist()]


def reason(content: str, **settings: bool | float) -> str | None:
    return reasons(judged(content, **settings))[0]


def plain(found: Judged) -> list[tuple[object, ...]]:
    """All that was found, text by text."""
    masked = [found.masked.get(at, {}) for at in range(len(found.texts))]
    shares = [None if np.isnan(each) else each for each in found.hangul_share.tolist()]
    columns = found.length.tolist(), found.templates.tolist()
    return [*zip(found.texts.texts(), reasons(found), shares, masked, *columns, strict=True)]


def test_a_good_text_stays_with_its_scores() -> None:
    found = judged(GOOD)
    assert reasons(found) == [None]
    assert found.texts.texts() == [GOOD]
    assert (found.length.tolist(), found.hangul_share.tolist()) == ([len(GOOD)], [1.0])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("가나다라마", "short"),
        ("가나다라마바", None),
        ("가 " * 101, "long"),
        ("This is a sentence about nothing 입니다", "language"),
        ("React 서버 컴포넌트를 useState와 함께 씁니다", None),
        ("12345 67890 !!! ???", "language"),
        ("ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ", "language"),
        ("정말 재미있다 ㅋㅋㅋㅋㅋㅋㅋㅋ", None),
        ("정말 재미있다 " + "ㅋ" * 40, "repetition"),
        ("좋아요 정말 " * 8, "repetition"),
        ("깨진 글\ufffd자가 있는 문장입니다.", "encoding"),
        ("제어 문자\x07가 있는 문장입니다.", "encoding"),
        ("나뉜 글자\x85가 있는 문장입니다.", "encoding"),
        ("반쪽 글자 \ud83d 있는 문장입니다.", "encoding"),
        ("사용자 정의 글자 \uf0b7 있는 문장입니다.", "encoding"),
        ("?덈뀞?섏꽭?? ?ㅻ뒛? ?좎뵪媛 醫뗭뒿?덈떎.", "encoding"),
        ("펲시맨과 뷁이 나오는 똠방각하 이야기를 읽었다.", None),
        ("탭\t문자가 있는 문장입니다.", None),
    ],
)
def test_한_글은_한_까닭으로_빠진다(content: str, expected: str | None) -> None:
    assert reason(content) == expected


@pytest.mark.parametrize("wrong", ["utf-8 as cp1252", "cp949 as latin-1", "utf-8 as cp949"])
def test_잘못_읽은_글을_알아본다(wrong: str) -> None:
    written, read = wrong.split(" as ")
    content = (GOOD + " 그리고 내일은 집에서 쉴 것입니다.").encode(written).decode(read, "replace")
    assert reason(content) == "encoding"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (unicodedata.normalize("NFD", GOOD), None),
        ("나랏〮말〯ᄊᆞ미〮 듀ᇰ귁〮에〮달아〮 문ᄍᆞᆼ와〮로〮", None),  # a half of it is modern
        ("ᄒᆞᆫ갓 ᄆᆞᄋᆞᆷᄋᆞᆯ ᄇᆞ려", "language"),
        ("옛말 ᄆᆞᄋᆞᆷ은 오늘날의 마음이라는 낱말입니다.", None),
        ("생일 축하해 👩‍👩‍👧‍👦🎂 행복한 하루 보내 👍🏽", None),
        ("😀😀😀😀😀😀😀😀😀😀", "language"),
        ("שלום עולם زورونا من فضلكم", "language"),
        ("히브리어로 שלום은 평화라는 뜻의 인사말입니다.", None),
        ("쓰는 방향을 \u202e바꾸는\u202c 글자가 있는 문장", None),
        ("한자 漢字를 섞어 쓴 문장도 읽을 수 있습니다.", None),
        ("가ㆍ나ㆍ다ㆍ라 항목을 모두 적어 주십시오.", None),
    ],
)
def test_드문_글자에도_답이_있다(content: str, expected: str | None) -> None:
    found = judged(content)
    assert reasons(found) == [expected]
    assert found.texts.texts() == [content]


def test_풀어쓴_한글도_모아쓴_한글과_같이_잰다() -> None:
    found = judged(*(unicodedata.normalize(form, GOOD) for form in ("NFC", "NFD")))
    assert len({*found.length.tolist()}) == len({*found.hangul_share.tolist()}) == 1


def test_a_share_of_no_letters_is_unknown() -> None:
    found = judged("1234567")
    assert found.length.tolist() == [7]
    assert np.isnan(found.hangul_share[0])


@pytest.mark.parametrize("damage", ["broken", "encoding", "long"])
def test_what_the_reader_said_is_the_reason(damage: str) -> None:
    assert reasons(judge(Laid.out([GOOD, GOOD]), {1: damage})) == [None, damage]


@pytest.mark.parametrize("name", ["boilerplate", "machine", "profanity"])
def test_every_row_of_a_table_finds_its_example_by_its_keys(name: str) -> None:
    settings = {other: other == name for other in ("boilerplate", "machine", "profanity")}
    for row in rows(name):
        assert reason(row["example"], min_length=1, hangul=0, **settings) == name, row
        without = dict.fromkeys(settings, False)
        assert reason(row["example"], min_length=1, hangul=0, **without) is None, row
        assert row["why"]
        assert row["source"]


def test_every_sign_of_damage_is_seen_in_its_example() -> None:
    for row in rows("damage"):
        assert phrases("damage").search(row["example"]), row
        assert reason(row["example"], hangul=0) == "encoding", row


@pytest.mark.parametrize(
    "content",
    [
        "목록 상자에서 인사말을 선택합니다.",
        "동일한 계정으로 로그인하셔야 합니다.",
        "그 기자는 어제 기사를 썼다고 했다.",
        "저작권자의 동의를 얻어야 한다고 정하였다.",
        "다음은 수정한 회의록을 나누어 주십시오.",
        "이 문서는 교장 선생님께서 직접 쓰셨습니다.",
        "궁금한 점이 있으면 담임에게 물어보세요.",
        "그 배우의 이름은 존나톤 섀치라고 한다.",
        "어미 개가 새끼를 다섯 마리 낳았습니다.",
        "시발점과 종착점을 지도에서 찾아보았다.",
        "이십팔 년 전에 지은 학교 건물입니다.",
    ],
)
def test_비슷해_보여도_멀쩡한_글은_남긴다(content: str) -> None:
    assert reason(content, profanity=True) is None


def test_personal_data_are_masked_unless_told_otherwise() -> None:
    content = "제 번호는 010-2345-6789입니다."
    found = judged(GOOD, content)
    assert found.texts.texts() == [GOOD, "제 번호는 000-0000-0000입니다."]
    assert found.masked == {1: {"mobile": 1}}
    assert judged(content, mask=False).texts.texts() == [content]


def test_what_is_dropped_is_masked_too() -> None:
    found = judged("call 010-2345-6789 now please")
    assert reasons(found) == ["language"]
    assert found.texts.texts() == ["call 000-0000-0000 now please"]


PIECES = st.sampled_from(
    [
        GOOD,
        "\n",
        " ",
        "http://a.kr/나",
        "무단 전재 및 재배포 금지",
        "관련 기사",
        "\ufffd",
        "👍🏽",
        "(",
        ")",
        "ㅋㅋㅋㅋㅋㅋ",
        "010-2345-6789",
        "김철수 학생은 ",
        "12,345",
        "AI 모델로서",
        "ì•ˆë…•í•˜",
        "\ud83d",
        "é",
    ]
)
CONTENTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map("".join))


@given(st.lists(CONTENTS, max_size=12), st.booleans())
def test_a_text_is_judged_alike_alone_and_among_others(
    contents: list[str], profanity: bool
) -> None:
    alone = [each for content in contents for each in plain(judged(content, profanity=profanity))]
    assert plain(judged(*contents, profanity=profanity)) == alone


def test_it_does_not_matter_where_a_portion_ends() -> None:
    pieces = [
        GOOD,
        "김철수 학생은 3쪽을 폈다.",
        "무단 전재 및 재배포 금지",
        "010-2345-6789",
        "ㅋ" * 40,
    ]
    few = plain(judged(*pieces))
    times = 2 * PORTION // sum(map(len, pieces)) + 1
    assert plain(judged(*pieces * times)) == few * times


@given(st.lists(CONTENTS, min_size=1, max_size=12))
def test_without_masks_every_text_comes_back_as_it_was(contents: list[str]) -> None:
    assert judged(*contents, mask=False).texts.texts() == contents


def test_a_very_long_text_is_measured_by_its_beginning() -> None:
    found = judged("가나다라 " * 50_000, GOOD, max_length=10**6)
    assert found.length.tolist() == [250_000, len(GOOD)]
    assert reasons(found) == ["repetition", None]


def test_no_texts_no_decisions() -> None:
    assert plain(judged()) == []


@pytest.mark.parametrize(
    ("settings", "option"),
    [
        ({"min_length": 0}, "--min-length"),
        ({"min_length": 9, "max_length": 8}, "--max-length"),
        ({"hangul": 1.5}, "--hangul"),
        ({"templates": 0}, "--templates"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, int], option: str) -> None:
    with pytest.raises(ConfigError, match=option):
        Filters(**settings)  # type: ignore[arg-type]
