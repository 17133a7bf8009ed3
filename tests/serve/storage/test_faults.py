"""A database that fails: said quickly, without a word of what people typed, and got over."""

import asyncio
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import pytest

from spellfix.serve.storage import NewReview, Store, Unavailable
from spellfix.serve.storage.calls import MOST_WAITING
from spellfix.serve.storage.faults import StoreFault


def test_a_database_that_comes_back_is_used_again(cluster: Any, draft_of: Any) -> None:
    async def scenario() -> None:
        store = Store.open(cluster.database(), retention_days=None)
        draft = (await store.add_draft("", draft_of("글"))).draft
        await store.ping()
        cluster.stop()
        began = time.monotonic()
        for call in (store.ping(), store.draft("", draft.id), store.add_draft("", draft_of("글"))):
            with pytest.raises(Unavailable):
                await call
        assert time.monotonic() - began < 30
        cluster.start()
        await store.ping()
        assert await store.draft("", draft.id) == draft
        assert (await store.add_draft("", draft_of("글"))).replayed is False
        await store.close()

    try:
        asyncio.run(scenario())
    finally:
        cluster.start()


def test_errors_hold_nothing_of_what_was_typed(store: Any, draft_of: Any) -> None:
    draft = store.add_draft("", draft_of("비밀", "공개")).draft
    review = NewReview((7,), (), "비밀스러운 끝", "corrected", None, "비밀 선생님")
    with pytest.raises(StoreFault) as caught:
        store.add_review("", draft.id, review)
    seen: BaseException | None = caught.value
    while seen is not None:
        words = "".join(traceback.format_exception(seen)) + repr(seen.args)
        assert "비밀" not in words
        assert draft.id not in words
        assert seen.__cause__ is None
        seen = seen.__context__


def test_a_text_that_no_utf_8_can_hold_is_refused_and_not_repeated(
    store: Any, draft_of: Any
) -> None:
    secret = "비밀 \ud800"
    for call in (
        lambda: store.add_draft("", draft_of(secret)),
        lambda: store.add_terms("", [secret]),
    ):
        with pytest.raises(StoreFault) as caught:
            call()
        assert "비밀" not in "".join(traceback.format_exception(caught.value))
    assert store.outcomes("").drafts == 0
    assert store.terms("") == []


def test_more_calls_than_may_wait_are_refused_at_once(tmp_path: Path) -> None:
    async def scenario() -> tuple[int, int]:
        store = Store.open(f"sqlite:///{tmp_path / 'd'}", retention_days=None)
        free = threading.Event()
        holding = asyncio.create_task(store._calls.write(lambda transaction: free.wait(30)))
        await asyncio.sleep(0)
        calls = [asyncio.create_task(store.purge()) for _ in range(MOST_WAITING + 4)]
        done, _ = await asyncio.wait(calls, timeout=0.2)
        refused = [each for each in done if isinstance(each.exception(), Unavailable)]
        free.set()
        await holding
        await asyncio.gather(*calls, return_exceptions=True)
        await store.ping()  # places are free again
        await store.close()
        return len(done), len(refused)

    assert asyncio.run(scenario()) == (5, 5)


def test_a_call_that_is_cancelled_while_it_waits_is_not_carried_out(
    tmp_path: Path, draft_of: Any
) -> None:
    async def scenario() -> int:
        store = Store.open(f"sqlite:///{tmp_path / 'd'}", retention_days=None)
        free = threading.Event()
        holding = asyncio.create_task(store._calls.write(lambda transaction: free.wait(30)))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(store.add_draft("", draft_of("글")))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait([waiting])
        free.set()
        await holding
        drafts = (await store.outcomes("")).drafts
        await store.close()
        return drafts

    assert asyncio.run(scenario()) == 0


def test_closing_finishes_what_was_begun(url: str, draft_of: Any) -> None:
    async def scenario() -> None:
        store = Store.open(url, retention_days=None)
        writing = [asyncio.create_task(store.add_draft("", draft_of("글"))) for _ in range(10)]
        await asyncio.sleep(0)
        await store.close()
        assert len({each.draft.id for each in await asyncio.gather(*writing)}) == 10
        again = Store.open(url, retention_days=None)
        assert (await again.outcomes("")).drafts == 10
        await again.close()

    asyncio.run(scenario())
