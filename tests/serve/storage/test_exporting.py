"""Reviewed drafts as pairs, in portions, the oldest review first."""

import asyncio
from typing import Any

from spellfix.serve.storage import Decided, Exported, NewDraft, NewReview
from spellfix.serve.storage.exporting import PORTION


def test_a_pair_says_what_was_written_made_and_decided(
    store: Any, draft_of: Any, clock: Any
) -> None:
    new: NewDraft = draft_of("숙재를 할수 않 했다", "숙제를 할 수 안 했다")
    draft = store.add_draft("", new).draft
    at = clock.move(minutes=5)
    final = "숙제를 할수 안 했다"
    review = NewReview((2,), (1,), final, "miscorrected", "spelling", "김")
    store.add_review("", draft.id, review)
    first, second, third = new.edits
    assert store.export("") == [
        Exported(
            id=draft.id,
            input=new.text,
            target=final,
            kind="spelling",
            output=new.corrected,
            edits=(Decided(first, None), Decided(second, False), Decided(third, True)),
            model_name="default",
            model_version="1.0",
            reviewer="김",
            reviewed_at=at,
        )
    ]


def test_drafts_without_review_of_others_and_rewritten_ones_are_left_out(
    store: Any, draft_of: Any
) -> None:
    store.add_draft("", draft_of("안 본 글"))
    theirs = store.add_draft("b", draft_of("남의 글")).draft
    store.add_review("b", theirs.id, NewReview((), (), "남의 글", "kept"))
    other = store.add_draft("", draft_of("다시 쓴 글")).draft
    store.add_review("", other.id, NewReview((), (), "전혀 다른 이야기", "rewritten"))
    assert store.export("") == []


def test_portions_follow_each_other_without_a_gap_or_a_repetition(
    store: Any, draft_of: Any, clock: Any
) -> None:
    """Most reviews of a second have the same time."""
    ids = []
    for n in range(PORTION + 2):
        draft = store.add_draft("", draft_of(f"{n}할수", f"{n}할 수")).draft
        if n % 7 == 0:
            clock.move(seconds=1)
        store.add_review("", draft.id, NewReview((0,), (), "글", "corrected"))
        ids.append(draft.id)
    exported = store.export("")
    assert sorted(each.id for each in exported) == sorted(ids)
    assert [each.reviewed_at for each in exported] == sorted(each.reviewed_at for each in exported)
    assert all(each.edits[0].accepted for each in exported)


def test_an_export_ends_though_reviews_go_on(store: Any, draft_of: Any, clock: Any) -> None:
    async def scenario() -> tuple[int, int]:
        inner = store.store
        for _ in range(PORTION + 1):
            await add(inner)
        seen = 0
        async for _ in inner.export(""):
            clock.move(seconds=1)
            await add(inner)
            seen += 1
        return seen, (await inner.outcomes("")).reviewed

    async def add(inner: Any) -> None:
        draft = (await inner.add_draft("", draft_of("글"))).draft
        await inner.add_review("", draft.id, NewReview((), (), "글", "kept"))

    assert asyncio.run(scenario()) == (PORTION + 1, 2 * (PORTION + 1))


def test_an_export_that_is_read_slowly_holds_no_transaction(
    store: Any, draft_of: Any, clock: Any, cluster: Any
) -> None:
    async def scenario() -> None:
        inner = store.store
        for _ in range(PORTION + 1):
            draft = (await inner.add_draft("", draft_of("글"))).draft
            await inner.add_review("", draft.id, NewReview((), (), "글", "kept"))
            clock.move(seconds=1)
        rows = inner.export("")
        await anext(rows)
        if inner.url.startswith("postgresql"):
            states = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'"
            assert cluster.execute(states) == "0"
        assert await inner.delete_draft("", draft.id)  # the last one, not read yet
        assert len([each async for each in rows]) == PORTION - 1

    asyncio.run(scenario())
