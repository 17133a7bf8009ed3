"""One review of a draft by each reviewer; the newest counts."""

from datetime import timedelta
from typing import Any

import pytest

from spellfix.serve.storage import NewReview, Review
from spellfix.serve.storage.faults import StoreFault


@pytest.fixture
def draft(store: Any, draft_of: Any) -> Any:
    """A draft with three edits."""
    return store.add_draft("", draft_of("숙재를 할수 않 했다", "숙제를 할 수 안 했다")).draft


def test_a_review_is_found_with_its_draft(store: Any, draft: Any, clock: Any) -> None:
    at = clock.move(hours=1)
    given = NewReview((2, 0), (1,), "숙제를 할수 안 했다", "miscorrected", "mixed", "김 선생님")
    written = store.add_review("", draft.id, given)
    assert written.replayed is False
    assert written.draft.review == Review(
        (0, 2), (1,), "숙제를 할수 안 했다", "miscorrected", "mixed", "김 선생님", at
    )
    assert store.draft("", draft.id) == written.draft


def test_an_undecided_edit_is_neither_accepted_nor_rejected(store: Any, draft: Any) -> None:
    written = store.add_review("", draft.id, NewReview((1,), (), "글", "rewritten"))
    assert (written.draft.review.accepted, written.draft.review.rejected) == ((1,), ())
    assert written.draft.review.kind is None


def test_a_later_review_takes_the_place_of_the_same_reviewers(store: Any, draft: Any) -> None:
    store.add_review("", draft.id, NewReview((0, 1, 2), (), "하나", "corrected", None, "김"))
    written = store.add_review("", draft.id, NewReview((), (0,), "둘", "miscorrected", None, "김"))
    assert written.draft.review.final_text == "둘"
    assert (written.draft.review.accepted, written.draft.review.rejected) == ((), (0,))
    assert store.outcomes("").reviewed == 1
    assert [each.target for each in store.export("")] == ["둘"]


def test_of_two_reviewers_the_newest_counts(store: Any, draft: Any, clock: Any) -> None:
    for minute, (reviewer, final) in enumerate([("김", "하나"), ("이", "둘"), ("김", "셋")]):
        clock.move(minutes=minute)
        store.add_review("", draft.id, NewReview((), (), final, "corrected", None, reviewer))
        assert store.draft("", draft.id).review.final_text == final
        assert [each.target for each in store.export("")] == [final]


def test_the_newest_is_the_last_also_when_the_clock_is_set_back(
    store: Any, draft: Any, clock: Any
) -> None:
    first = store.add_review("", draft.id, NewReview((), (), "하나", "corrected", None, "김"))
    clock.move(hours=-1)
    second = store.add_review("", draft.id, NewReview((), (), "둘", "corrected", None, "이"))
    assert second.draft.review.reviewed_at == first.draft.review.reviewed_at + timedelta(
        microseconds=1
    )
    assert store.draft("", draft.id).review.final_text == "둘"


def test_a_decision_about_an_edit_that_is_none_writes_nothing(store: Any, draft: Any) -> None:
    store.add_review("", draft.id, NewReview((0,), (), "하나", "corrected"))
    for accepted, rejected in (((3,), ()), ((0,), (3,)), ((), (-1,))):
        with pytest.raises(StoreFault, match=r"IntegrityError|ForeignKeyViolation"):
            store.add_review("", draft.id, NewReview(accepted, rejected, "둘", "corrected"))
    assert store.draft("", draft.id).review.final_text == "하나"
