"""The same request again is answered again, and writes nothing twice."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from spellfix.serve.storage import Gone, Idempotency, KeyReused, NewReview

ADD = Idempotency("열쇠-7f3a", "POST /v1/drafts", '{"text": "숙재"}'.encode())
REVIEW = NewReview((), (), "숙제", "uncorrected", "spelling", "김")


def test_the_same_request_finds_the_draft_of_the_first(store: Any, draft_of: Any) -> None:
    first = store.add_draft("", draft_of("숙재"), ADD)
    second = store.add_draft("", draft_of("다른 모델의 교정"), ADD)
    assert (first.replayed, second.replayed) == (False, True)
    assert second.draft == first.draft == store.replay("", ADD)
    assert store.outcomes("").drafts == 1


def test_the_answer_is_the_first_one_also_after_a_review(store: Any, draft_of: Any) -> None:
    first = store.add_draft("", draft_of("숙재"), ADD)
    store.add_review("", first.draft.id, REVIEW)
    assert store.replay("", ADD) == first.draft


def test_a_new_request_has_no_answer_yet(store: Any) -> None:
    assert store.replay("", ADD) is None


@pytest.mark.parametrize(
    "other", [replace(ADD, body=b"{}"), replace(ADD, route="POST /v1/drafts/x/review")]
)
def test_a_key_that_came_with_another_request_is_refused(
    store: Any, draft_of: Any, other: Idempotency
) -> None:
    store.add_draft("", draft_of("숙재"), ADD)
    with pytest.raises(KeyReused):
        store.replay("", other)
    with pytest.raises(KeyReused):
        store.add_draft("", draft_of("숙재"), other)
    assert store.outcomes("").drafts == 1


def test_every_owner_has_keys_of_their_own(store: Any, draft_of: Any) -> None:
    mine = store.add_draft("a", draft_of("숙재"), ADD)
    assert store.replay("b", ADD) is None
    theirs = store.add_draft("b", draft_of("숙재"), ADD)
    assert theirs.replayed is False
    assert mine.draft.id != theirs.draft.id


def test_the_answer_is_gone_with_the_draft(store: Any, draft_of: Any) -> None:
    draft = store.add_draft("", draft_of("숙재"), ADD).draft
    key = replace(ADD, key="다른 열쇠")
    store.add_review("", draft.id, REVIEW, key)
    store.delete_draft("", draft.id)
    for given in (ADD, key):
        with pytest.raises(Gone):
            store.replay("", given)
    with pytest.raises(Gone):
        store.add_draft("", draft_of("숙재"), ADD)
    with pytest.raises(Gone):
        store.add_review("", draft.id, REVIEW, key)


def test_a_review_that_comes_again_does_not_undo_a_later_one(store: Any, draft_of: Any) -> None:
    draft = store.add_draft("", draft_of("숙재")).draft
    key = replace(ADD, route="POST review")
    first = store.add_review("", draft.id, REVIEW, key)
    store.add_review("", draft.id, replace(REVIEW, reviewer="이", final_text="이것"))
    again = store.add_review("", draft.id, REVIEW, key)
    assert again.replayed is True
    assert again.draft == first.draft
    assert store.draft("", draft.id).review.final_text == "이것"


def test_a_review_that_was_replaced_is_answered_with_the_newest(store: Any, draft_of: Any) -> None:
    draft = store.add_draft("", draft_of("숙재")).draft
    key = replace(ADD, route="POST review")
    store.add_review("", draft.id, REVIEW, key)
    store.add_review("", draft.id, replace(REVIEW, final_text="이것"))
    assert store.replay("", key).review.final_text == "이것"


def test_a_review_of_no_draft_leaves_its_key_free(store: Any, draft_of: Any) -> None:
    assert store.add_review("", "a" * 22, REVIEW, ADD) is None
    assert store.add_draft("", draft_of("숙재"), ADD).replayed is False


def test_keys_are_kept_for_two_days(store: Any, draft_of: Any, clock: Any) -> None:
    store.add_draft("", draft_of("숙재"), ADD)
    clock.move(hours=48)
    store.purge()
    assert store.replay("", ADD) is not None
    clock.move(microseconds=1)
    store.purge()
    assert store.replay("", ADD) is None


def test_neither_key_nor_body_is_stored(store: Any, url: str, draft_of: Any) -> None:
    store.add_draft("", draft_of("숙재"), ADD)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM idempotency")).all()
    engine.dispose()
    stored = b"".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
    for words in ("열쇠", "7f3a", "숙재", "POST"):
        assert words.encode() not in stored


def test_of_many_at_the_same_time_one_writes_and_the_others_find(
    opened: Any, draft_of: Any
) -> None:
    """Two stores, as two worker processes have them."""
    stores = [opened().store, opened().store]

    async def at_once() -> list[Any]:
        return await asyncio.gather(
            *(stores[n % 2].add_draft("", draft_of(f"글 {n}"), ADD) for n in range(40))
        )

    written = asyncio.run(at_once())
    assert sum(not each.replayed for each in written) == 1
    assert len({each.draft for each in written}) == 1


def test_of_many_reviews_at_the_same_time_one_writes(opened: Any, draft_of: Any) -> None:
    stores = [opened().store, opened().store]
    draft = asyncio.run(stores[0].add_draft("", draft_of("숙재"))).draft

    async def at_once() -> list[Any]:
        return await asyncio.gather(
            *(stores[n % 2].add_review("", draft.id, REVIEW, ADD) for n in range(20))
        )

    written = asyncio.run(at_once())
    assert sum(not each.replayed for each in written) == 1
    assert len({each.draft for each in written}) == 1
