"""Held out without leaks: groups of nearly equal sentences, and the three parts of a domain."""

import time
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.data.signatures import GRAM
from spellfix.errors import InputError
from spellfix.noise import Recipe
from spellfix.train.domain_groups import groups
from spellfix.train.domain_split import Split, apart, measured_pairs, split, split_given
from spellfix.train.domain_text import Item


def items(lines: list[str]) -> list[Item]:
    return [Item(line, None, at) for at, line in enumerate(lines)]


def similarity(one: str, other: str) -> float:
    """Jaccard, exactly."""
    first, second = (
        {bare[at : at + GRAM] for at in range(len(bare) - GRAM + 1)}
        for bare in ("".join(text.split()) for text in (one, other))
    )
    return len(first & second) / max(1, len(first | second))


@pytest.fixture(scope="module")
def planted(clean_lines: list[str]) -> list[str]:
    """Lines, and a slightly other copy of every third of them, far from it."""
    lines = [line for line in dict.fromkeys(clean_lines) if len(line) >= 30][:300]
    copies = [f"{line[:-1]}!" for line in lines[::3]]
    every = [*lines, *copies]
    Random(0).shuffle(every)
    return every


def test_near_duplicates_are_one_group(planted: list[str]) -> None:
    leaders = dict(zip(planted, groups(planted), strict=True))
    copied = [line for line in planted if f"{line[:-1]}!" in leaders and not line.endswith("!")]
    assert len(copied) >= 90
    together = sum(leaders[line] == leaders[f"{line[:-1]}!"] for line in copied)
    assert together == len(copied)
    assert len(set(leaders.values())) >= len(planted) - 2 * len(copied)


def test_a_template_with_thousands_of_texts_is_grouped_in_seconds() -> None:
    lines = [f"제{at}조에 따른 신청서의 서식은 별지 제{at}호서식에 따른다." for at in range(3000)]
    started = time.process_time()
    leaders = groups(lines)
    assert time.process_time() - started < 10
    assert len(set(leaders)) < 300


@settings(max_examples=15)
@given(st.lists(st.text(alphabet="가나다라 .", max_size=12), max_size=20), st.randoms())
def test_groups_do_not_depend_on_order_but_in_their_numbers(lines: list[str], rng: Random) -> None:
    order = list(range(len(lines)))
    rng.shuffle(order)
    found = groups(lines)
    other = groups([lines[at] for at in order])
    for at, line in enumerate(lines):
        assert lines[found[at]] == line or found[at] <= at
        for then in range(at):
            if lines[then] == line:
                assert found[then] == found[at]
                assert other[order.index(then)] == other[order.index(at)]


def leaks(found: Split) -> int:
    """Learnt sentences that are nearly equal to a held-out one."""
    return sum(
        similarity(item.text, held.text) >= 0.8 for item in found.learn for held in found.held_out
    )


def test_nothing_held_out_is_learnt_from(planted: list[str]) -> None:
    found = split(items(planted), 80)
    assert len(found.learn) + len(found.held_out) + found.near == len(planted)
    assert 40 <= len(found.held_out) <= 120
    assert leaks(found) == 0


def test_the_split_is_the_same_in_any_order(planted: list[str]) -> None:
    found, other = split(items(planted), 80), split(items(planted[::-1]), 80)
    assert found.fingerprint == other.fingerprint
    assert {item.text for item in found.judge} == {item.text for item in other.judge}


def test_the_sentences_of_a_draft_stay_together(planted: list[str]) -> None:
    drafts = [Item(line, None, at // 4) for at, line in enumerate(planted)]
    found = split(drafts, 100)
    parts = [{item.record for item in part} for part in (found.learn, found.watch, found.judge)]
    assert all(part.isdisjoint(other) for part, other in combinations(parts, 2))
    assert leaks(found) == 0


def test_what_is_like_a_given_held_out_sentence_is_left_out(planted: list[str]) -> None:
    held = [line for line in planted if not line.endswith("!")][:120]
    rest = [line for line in planted if line not in held]
    found = split_given(items(rest), items(held))
    assert len(found.held_out) == 120
    assert found.near >= 20
    assert leaks(found) == 0
    assert apart([held[0]], [f"{held[0][:-1]}!"]) == []


def test_too_little_text_is_refused(clean_lines: list[str]) -> None:
    with pytest.raises(InputError, match="held out"):
        split(items(clean_lines[:30]), 1300)
    with pytest.raises(InputError, match="learn from"):
        split_given(items(clean_lines[:5]), items(clean_lines[:60]))


def test_one_error_is_made_in_each_sentence_and_pairs_stay_as_they_are(
    clean_lines: list[str],
) -> None:
    pair = Item("숙제를 해 오세요.", "숙재를 해 오세요.", 0)
    pairs = measured_pairs([pair, *items(clean_lines[:50])], Recipe())
    assert (pairs[0].input, pairs[0].target) == ("숙재를 해 오세요.", "숙제를 해 오세요.")
    assert sum(pair.clean for pair in pairs) == 50
    assert 45 <= sum(not pair.clean for pair in pairs[1:]) <= 50
    assert pairs == measured_pairs([pair, *items(clean_lines[:50])], Recipe())
