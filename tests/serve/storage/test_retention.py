"""A draft can be read until it expires, and is gone for good once the store is purged."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from spellfix.errors import ConfigError
from spellfix.serve.storage import Gone, Idempotency, NewReview, Store
from spellfix.serve.storage.drafts import PORTION

KEPT = NewReview((), (), "글", "kept")


def test_a_draft_says_when_it_expires(opened: Any, draft_of: Any, clock: Any) -> None:
    store = opened(retention_days=30)
    draft = store.add_draft("", draft_of("글")).draft
    assert draft.expires_at == clock.now + timedelta(days=30)
    assert store.draft("", draft.id).expires_at == draft.expires_at


def test_what_has_expired_is_seen_nowhere(opened: Any, draft_of: Any, clock: Any) -> None:
    store = opened(retention_days=1)
    key = Idempotency("k", "POST", b"")
    draft = store.add_draft("", draft_of("글"), key).draft
    store.add_review("", draft.id, KEPT)
    clock.move(days=1, microseconds=-1)
    assert store.draft("", draft.id) is not None
    assert store.outcomes("").reviewed == 1
    assert len(store.export("")) == 1
    clock.move(microseconds=1)
    assert store.draft("", draft.id) is None
    assert (store.outcomes("").reviewed, store.outcomes("").drafts) == (0, 0)
    assert store.export("") == []
    assert store.add_review("", draft.id, KEPT) is None
    with pytest.raises(Gone):
        store.replay("", key)


def test_purging_removes_what_has_expired_and_nothing_else(
    opened: Any, draft_of: Any, clock: Any
) -> None:
    store = opened(retention_days=7)
    old = [store.add_draft("", draft_of("옛 글")).draft for _ in range(3)]
    store.add_review("", old[0].id, KEPT)
    clock.move(days=6)
    new = store.add_draft("", draft_of("새 글")).draft
    assert store.purge() == 0
    clock.move(days=1)
    assert store.purge() == 3
    assert store.purge() == 0
    later = opened(retention_days=None)
    assert [later.draft("", each.id) for each in old] == [None, None, None]
    assert later.draft("", new.id).text == "새 글"


def test_without_retention_nothing_is_removed(store: Any, draft_of: Any, clock: Any) -> None:
    draft = store.add_draft("", draft_of("글")).draft
    clock.move(days=36_500)
    assert store.purge() == 0
    assert store.draft("", draft.id) == draft


def test_more_than_one_portion_is_removed(opened: Any, url: str, clock: Any) -> None:
    store = opened(retention_days=1)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO drafts (id, owner, created_at, text, corrected, score, model_name, "
                "model_version) VALUES (:id, '', 0, :text, :text, 1, 'm', 'v')"
            ),
            [{"id": f"{n:022}", "text": b"text"} for n in range(2 * PORTION + 1)],
        )
    engine.dispose()
    assert store.purge() == 2 * PORTION + 1


def test_sqlite_의_파일에는_지운_글이_남지_않는다(tmp_path: Path, draft_of: Any) -> None:
    async def scenario() -> None:
        store = Store.open(f"sqlite:///{tmp_path / 'd'}", retention_days=None)
        long = "비밀스러운 이야기 " * 2_000
        draft = (await store.add_draft("", draft_of("비밀스러운 이야기", long))).draft
        kept = (await store.add_draft("", draft_of("남은 이야기"))).draft
        await store.add_review("", draft.id, NewReview((), (), "비밀스러운 끝", "kept"))
        assert "비밀스러운" in on_disk(tmp_path)
        await store.delete_draft("", draft.id)
        assert "비밀스러운" not in on_disk(tmp_path)
        assert "남은 이야기" in on_disk(tmp_path)
        assert await store.draft("", kept.id) == kept
        await store.close()

    asyncio.run(scenario())


def on_disk(folder: Path) -> str:
    return "".join(file.read_bytes().decode(errors="replace") for file in folder.iterdir())


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_a_number_of_days_that_makes_no_sense_is_refused(tmp_path: Path, days: int) -> None:
    with pytest.raises(ConfigError, match=r"--retention-days .* expected 1 to 36500"):
        Store.open(f"sqlite:///{tmp_path / 'd'}", retention_days=days)
