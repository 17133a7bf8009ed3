"""Blocks of lines: nothing is lost, and where they end depends on the text alone."""

import io
from collections.abc import Callable, Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from spellfix.cli.blocks import Block, read_blocks
from spellfix.cli.correct.portions import Source, blocks_of, lines_of, portions

SIZE = 8
RUNS = st.tuples(st.sampled_from(["a", "a", ".", "\n"]), st.integers(1, 30))
TEXTS = st.lists(RUNS, max_size=12).map(
    lambda runs: "".join(each * (times if each == "a" else 1) for each, times in runs).encode()
)
ARRIVALS = st.lists(st.integers(1, 20), min_size=1, max_size=9)


def arriving(data: bytes, sizes: list[int]) -> Callable[[int], bytes]:
    """A pipe on which no more arrives at a time than ``sizes`` say, over and over."""
    stream = io.BytesIO(data)

    def waits() -> Iterator[int]:
        while True:
            yield from sizes

    wait = waits()
    return lambda size: stream.read(min(size, next(wait)))


def cut(start: Block) -> int:
    """After the last stop in the first half, if there is one: another one for another size."""
    return start.raw.rfind(b".", 0, len(start.raw) // 2) + 1


def blocks(data: bytes, read: Callable[[int], bytes]) -> list[Block]:
    found = list(read_blocks(read, SIZE, cut))
    assert b"".join(block.raw for block in found) == data
    assert all(block.raw for block in found)
    for block in found:
        before = data[: block.offset]
        assert data[block.offset :].startswith(block.raw)
        assert block.number == before.count(b"\n")
    return found


def cuts(found: list[Block]) -> set[int]:
    """Where lines were cut."""
    return {block.offset + len(block.raw) for block in found if not block.raw.endswith(b"\n")}


@example(b"a" * 20 + b"\na.aa.aaaaaaaaaaaaa", [1])  # much arrives behind the end of a long line
@given(TEXTS, ARRIVALS)
def test_a_line_is_cut_at_the_same_places_however_it_arrives(data: bytes, sizes: list[int]) -> None:
    whole = blocks(data, io.BytesIO(data).read)
    assert cuts(blocks(data, arriving(data, sizes))) == cuts(whole)


@given(TEXTS, ARRIVALS)
def test_no_line_that_has_arrived_is_held_back(data: bytes, sizes: list[int]) -> None:
    taken = given_out = 0
    source = arriving(data, sizes)

    def read(size: int) -> bytes:
        nonlocal taken
        assert data.rfind(b"\n", 0, taken) < given_out
        part = source(size)
        taken += len(part)
        return part

    for block in read_blocks(read, SIZE, cut):
        given_out += len(block.raw)
    assert given_out == len(data)


@given(st.text(alphabet="가나 .\r\n\u2028😀\u1112\u1161", max_size=200), ARRIVALS)
def test_the_lines_joined_are_the_text(text: str, sizes: list[int]) -> None:
    source = Source(arriving(text.encode(), sizes), "text")
    found = [
        line for lines in portions(blocks_of(source, (), whole=False), "text") for line in lines
    ]
    assert "".join(line.text + line.end for line in found) == text
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    assert [(line.text + line.end) for line in found] == [
        each for each in text.replace("\n", "\n\0").split("\0") if each
    ]


def test_crlf_is_one_end_and_a_lone_return_is_text() -> None:
    block = Block(b"a\r\nb\rc\n\r\nd\r", 4, 90)
    found = [(line.text, line.end, line.number) for line in lines_of(block, "text")]
    assert found == [("a", "\r\n", 5), ("b\rc", "\n", 6), ("", "\r\n", 7), ("d\r", "", 8)]
