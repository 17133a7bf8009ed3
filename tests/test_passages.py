"""Stretches of a document: together the document, apart the same sentences and spans."""

import time
import tracemalloc
from collections.abc import Iterable, Iterator
from itertools import islice, repeat
from random import Random
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spellfix.errors import ConfigError, InputError
from spellfix.passages import SMALLEST, Stretch, passages
from spellfix.text import LONGEST_SENTENCE, Segment, protected_spans, segment

FAMILY = "👨‍👩‍👧‍👦"
TERMS = ("서울 초등학교", "민수")
PIECES = [
    "학교에", "갔다.", "정말?", "않 되요", "ㅋㅋㅋ", "OK", ".", '"', ")", "서울 초등학교에",
    "민수가", "그가 말했다. ", " ", " ", " ", "  ", "    ", "\r\n", "\n", "\n\n", "\t", "\u00a0",
    "\x00", "\ud800", "\udc80", "```", "$$", "`", normalize("NFD", "한국말을"), "ᄒᆞᆫ글",
    "e\u0301", FAMILY, "👍🏽", "🇰🇷", "`x. y`", "\n```\ncode\n```\n",
    "\r\n``` py\r\n코드.\r\n\r\n```\r\n", "\n~~~\n", "$x^2$", "@민수", "1,000",
    "https://naver.com/가?b=1", "a.b@c.kr", "/etc/hosts", "$$a\nb$$",
]  # fmt: skip


def document(seed: int, length: int, pieces: list[str]) -> str:
    return "".join(Random(seed).choices(pieces, k=length))


def parts(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def sentences(stretches: Iterable[Stretch]) -> list[Segment]:
    """The sentences of all stretches, with offsets into the document."""
    found, at = [], 0
    for stretch in stretches:
        for each in () if stretch.protected else segment(stretch.text, TERMS):
            if not each.protected:
                found.append(Segment(at + each.start, at + each.end, protected=False))
        at += len(stretch.text)
    return found


def spans(stretches: Iterable[Stretch]) -> list[tuple[int, int]]:
    """Those of all stretches; spaces and control characters without end are none."""
    found, at = [], 0
    for stretch in stretches:
        if stretch.protected:
            if any(char.isprintable() and char != " " for char in stretch.text):
                found.append((at, at + len(stretch.text)))
        else:
            found += [(at + s.start, at + s.end) for s in protected_spans(stretch.text, TERMS)]
        at += len(stretch.text)
    return found


def longest_word(text: str) -> int:
    """The longest stretch without a space or line break outside of spans."""
    for span in protected_spans(text, TERMS):
        text = text[: span.start] + "x" * (span.end - span.start) + text[span.end :]
    return max(map(len, text.replace("\n", " ").split(" ")))


@settings(max_examples=100)
@given(
    st.integers(0),
    st.integers(0, 900),
    st.lists(st.sampled_from(PIECES), min_size=1, unique=True),
    st.integers(1, 700),
    st.integers(SMALLEST, 800),
)
@example(0, 900, PIECES, 1, SMALLEST)
def test_stretches_make_the_document_and_have_its_sentences(
    seed: int, length: int, pieces: list[str], part: int, size: int
) -> None:
    text = document(seed, length, pieces)
    stretches = list(passages(parts(text, part), size, TERMS))
    assert "".join(each.text for each in stretches) == text
    assert all(each.text for each in stretches)
    if longest_word(text) < size - LONGEST_SENTENCE:
        assert all(len(each.text) <= size for each in stretches)
        assert sentences(stretches) == [s for s in segment(text, TERMS) if not s.protected]
        assert spans(stretches) == [(span.start, span.end) for span in protected_spans(text, TERMS)]


@settings(max_examples=50)
@given(st.integers(0), st.sampled_from(["```", "````"]), st.booleans())
def test_a_code_block_longer_than_a_stretch_is_protected_to_its_end(
    seed: int, fence: str, closed: bool
) -> None:
    code = document(
        seed, 800, ["숙제를 않 했다. ", "\n", "`x`", "\n```\n" * (fence != "```"), "\r\n"]
    )
    block = f"  {fence}py\n{code}\n{fence}" if closed else f"{fence}\n{code}"
    text = f"앞이다.\n{block}\n뒤다. 끝이다." if closed else f"앞이다.\n{block}"
    stretches = list(passages(parts(text, 100), SMALLEST))
    assert "".join(each.text for each in stretches) == text
    assert [text[s.start : s.end] for s in sentences(stretches)] == (
        ["앞이다.", "뒤다.", "끝이다."] if closed else ["앞이다."]
    )


@pytest.mark.parametrize("cluster", [FAMILY, "👍🏽", "🇰🇷", "\r\n", "\ud83d\ude00", "e\u0301", "각"])
@pytest.mark.parametrize("before", ["", "x", "```\n", "https://", "가 "])
def test_no_cut_lies_inside_what_is_one_character_to_a_reader(cluster: str, before: str) -> None:
    cluster = normalize("NFD", cluster)
    text = before + cluster * (1200 // len(cluster))
    allowed = {len(before) + at * len(cluster) for at in range(1201)} | {0, 1, len(before)}
    at = 0
    for stretch in passages(parts(text, 7), SMALLEST):
        at += len(stretch.text)
        assert at in allowed


def test_줄이_있으면_줄_끝에서_자른다() -> None:
    text = "첫 문장이다. 둘째 문장이다.\n" * 100
    assert all(each.text.endswith("다.\n") for each in passages([text], SMALLEST))


def test_줄이_없으면_문장_끝에서_자른다() -> None:
    text = "첫 문장이다. 둘째 문장이다. " * 100
    assert all(each.text.endswith("다. ") for each in passages([text], SMALLEST))


def test_what_is_given_out_is_not_read_ahead_of() -> None:
    """A stretch comes as soon as its end is known."""
    asked = []

    def source() -> Iterator[str]:
        for number in range(1000):
            asked.append(number)
            yield "한 줄이다.\n" * 10

    first = next(passages(source(), SMALLEST))
    assert not first.protected
    assert len(asked) < 40


@pytest.mark.parametrize(
    "unit",
    [
        "숙제를 않 했다. ", "가", "```\ncode ", "https://", " ", "\n", "\x00", "e\u0301", "\u0301",
        "ᄀ", "`a ",
    ],
)  # fmt: skip
def test_memory_and_time_do_not_grow_with_the_document(unit: str) -> None:
    part = unit * (4096 // len(unit))
    count = 300_000 // len(part)
    begun = time.process_time()
    tracemalloc.start()
    total = sum(len(each.text) for each in passages(repeat(part, count), 1 << 10))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == count * len(part)
    assert peak < 400_000  # at most 0.3 MB; the whole of Hangul would be 0.6 MB
    assert time.process_time() - begun < 18  # about 0.3 s


def test_one_large_part_is_not_copied_again_and_again() -> None:
    text = "숙제를 않 했다. " * 200_000
    begun = time.process_time()
    assert sum(len(each.text) for each in passages([text])) == len(text)
    assert time.process_time() - begun < 20  # about 2 s


def test_parts_may_be_empty() -> None:
    assert list(passages([])) == []
    assert list(passages(["", ""])) == []
    assert list(passages(["", "가", "", "나"])) == [Stretch("가나", protected=False)]


def test_an_endless_document_is_read_as_far_as_asked() -> None:
    assert len(list(islice(passages(repeat("한 줄이다.\n")), 3))) == 3


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ConfigError, match="size: expected at least 256, got 3"):
        list(passages(["가"], 3))
    with pytest.raises(InputError, match="expected parts of a text"):
        list(passages([b"abc"]))  # type: ignore[list-item]
