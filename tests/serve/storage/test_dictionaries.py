"""Terms that an owner wants to keep as they are."""

import asyncio
from itertools import permutations
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spellfix.serve.storage import TooManyTerms


def test_terms_come_back_in_the_order_in_which_they_came(store: Any, clock: Any) -> None:
    store.add_terms("", ["천지인", "가온누리", "A/S"])
    at = clock.move(hours=1)
    terms = store.add_terms("", ["나랏말"])
    assert [each.term for each in terms] == ["천지인", "가온누리", "A/S", "나랏말"]
    assert terms[-1].created_at == at
    assert store.terms("") == terms


def test_a_term_is_kept_once_in_the_form_in_which_it_came_first(store: Any) -> None:
    decomposed = normalize("NFD", "민수")
    first = store.add_terms("", [decomposed, "민수"])
    assert [each.term for each in first] == [decomposed]
    assert store.add_terms("", ["민수", decomposed]) == first


def test_every_owner_has_a_dictionary_of_their_own(store: Any) -> None:
    (mine,) = store.add_terms("a", ["민수"])
    (theirs,) = store.add_terms("b", ["민수"])
    assert store.delete_term("a", theirs.id) is False
    assert store.delete_term("a", mine.id) is True
    assert store.terms("a") == []
    assert store.terms("b") == [theirs]


def test_a_deleted_term_can_come_again(store: Any) -> None:
    (term,) = store.add_terms("", ["민수"])
    assert store.delete_term("", term.id) is True
    assert store.delete_term("", term.id) is False
    (again,) = store.add_terms("", ["민수"])
    assert again.id != term.id


def test_a_dictionary_does_not_grow_without_end(opened: Any) -> None:
    store = opened(most_terms=3)
    store.add_terms("", ["하나", "둘", "셋", "둘"])
    with pytest.raises(TooManyTerms):
        store.add_terms("", ["셋", "넷"])
    assert [each.term for each in store.terms("")] == ["하나", "둘", "셋"]
    assert len(store.add_terms("", ["하나"])) == 3


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_term_comes_back_as_it_was_typed(store: Any, terms: list[str]) -> None:
    before = {each.id for each in store.terms("")}
    for each in before:
        store.delete_term("", each)
    once = {normalize("NFC", each): each for each in reversed(terms)}
    assert {each.term for each in store.add_terms("", terms)} == set(once.values())


def test_at_the_same_time_a_term_is_added_once(opened: Any) -> None:
    stores = [opened().store, opened().store]

    async def at_once() -> None:
        orders = list(permutations(["가", "나", "다"]))
        await asyncio.gather(*(stores[n % 2].add_terms("", orders[n % 6]) for n in range(24)))

    asyncio.run(at_once())
    assert sorted(each.term for each in asyncio.run(stores[0].terms(""))) == ["가", "나", "다"]
