"""The list of an owner's drafts, in portions, the oldest first."""

from typing import Any

import pytest

from spellfix.serve.storage import Listed, NewReview
from spellfix.serve.storage.listing import BEGINNING

KEPT = NewReview((), (), "글", "kept")


def ids(portion: tuple[list[Listed], Any]) -> list[str]:
    return [each.id for each in portion[0]]


def test_목록은_글의_앞부분과_수를_말한다(store: Any, draft_of: Any, clock: Any) -> None:
    text = "숙재를 할수 않 했다 😊" + "가" * BEGINNING
    draft = store.add_draft("", draft_of(text, text.replace("숙재", "숙제"))).draft
    at = clock.move(minutes=3)
    store.add_review("", draft.id, KEPT)
    assert store.drafts("") == (
        [
            Listed(
                id=draft.id,
                created_at=draft.created_at,
                expires_at=None,
                beginning=text[:BEGINNING],
                characters=len(text),
                edits=1,
                score=0.9,
                reviewed_at=at,
            )
        ],
        None,
    )


def test_검토를_기다리는_글만_또는_검토한_글만_고른다(
    store: Any, draft_of: Any, clock: Any
) -> None:
    first, second, third = (store.add_draft("", draft_of("글")).draft.id for _ in range(3))
    theirs = store.add_draft("b", draft_of("남의 글")).draft.id
    store.add_review("", second, KEPT)
    clock.move(seconds=1)
    store.add_review("", second, NewReview((), (), "글", "kept", None, "김"))
    assert sorted(ids(store.drafts("", False))) == sorted([first, third])
    assert ids(store.drafts("", True)) == [second]
    assert store.drafts("", True)[0][0].reviewed_at == clock.now
    assert sorted(ids(store.drafts(""))) == sorted([first, second, third])
    assert ids(store.drafts("b")) == [theirs]
    assert store.drafts("c") == ([], None)


def test_portions_follow_each_other_while_drafts_are_reviewed_and_deleted(
    store: Any, draft_of: Any, clock: Any
) -> None:
    """Most drafts of a second have the same time."""
    added = []
    for n in range(11):
        added.append(store.add_draft("", draft_of("글")).draft)
        clock.move(seconds=n % 4 == 0)
    expected = [each.id for each in sorted(added, key=lambda each: (each.created_at, each.id))]
    seen, place = [], None
    while True:
        found, place = store.drafts("", False, 4, place)
        seen += [each.id for each in found]
        if place is None:
            break
        store.add_review("", seen[-2], KEPT)
        store.delete_draft("", seen[-1])
    assert seen == expected


@pytest.mark.parametrize("most", [11, 12])
def test_a_portion_that_holds_the_last_draft_says_so(store: Any, draft_of: Any, most: int) -> None:
    for _ in range(11):
        store.add_draft("", draft_of("글"))
    found, place = store.drafts("", None, most)
    assert (len(found), place) == (11, None)


def test_what_is_past_its_time_is_in_no_list(opened: Any, draft_of: Any, clock: Any) -> None:
    store = opened(retention_days=2)
    store.add_draft("", draft_of("옛 글"))
    clock.move(days=1.5)
    new = store.add_draft("", draft_of("새 글")).draft
    clock.move(days=1)
    assert ids(store.drafts("")) == [new.id]
    assert store.drafts("")[0][0].expires_at == new.expires_at
