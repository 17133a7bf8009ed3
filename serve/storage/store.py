"""The store: what can be read and written, each call a transaction.

Knows nothing about HTTP; what is written and read lies in the modules beside it, and how a call
gets its thread in `calls`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timezone

from spellfix.serve.key import Key
from spellfix.serve.storage import (
    common_keys,
    counting,
    dictionaries,
    drafts,
    exporting,
    listing,
    reviews,
)
from spellfix.serve.storage.calls import Calls
from spellfix.serve.storage.database import Database
from spellfix.serve.storage.listing import DraftPlace
from spellfix.serve.storage.records import (
    Counts,
    Draft,
    Exported,
    Idempotency,
    Listed,
    NewDraft,
    NewReview,
    Term,
    Written,
)
from spellfix.serve.storage.transaction import Retention

MOST_TERMS = 10_000
"""Terms in one dictionary: all of them are looked for in every text of their owner."""


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Store:
    """Drafts, reviews and dictionaries, each seen by its owner alone.

    Every method may raise Unavailable. A call that is cancelled may still be carried out.
    """

    def __init__(
        self,
        database: Database,
        retention: Retention,
        *,
        most_terms: int = MOST_TERMS,
    ) -> None:
        self._database = database
        self._calls = Calls(database, retention)
        self._most_terms = most_terms

    @classmethod
    def open(
        cls,
        url: str,
        *,
        retention_days: int | None,
        clock: Callable[[], datetime] = utc_now,
        most_terms: int = MOST_TERMS,
    ) -> Store:
        """The database at `url`, made and brought up to date where needed; blocks meanwhile.

        ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/NAME``. Raises ConfigError for
        another URL, and for a database that cannot be reached or written or is of a newer version.
        """
        return cls(Database.open(url), Retention(retention_days, clock), most_terms=most_terms)

    @property
    def url(self) -> str:
        """Where the data lies, to be shown: without password and options."""
        return self._database.shown

    async def ping(self) -> None:
        """Returns if the database answers."""
        await self._calls.read(lambda transaction: None)

    async def close(self) -> None:
        """Finishes what was begun; nothing can be called afterwards."""
        await asyncio.to_thread(self._calls.close)

    async def add_draft(
        self, owner: str, draft: NewDraft, idempotency: Idempotency | None = None
    ) -> Written:
        """Stores `draft`, or finds the one that the same request stored before.

        Raises KeyReused and Gone, as `replay` does.
        """
        return await self._calls.write(drafts.add, owner, draft, idempotency)

    async def replay(self, owner: str, idempotency: Idempotency) -> Draft | None:
        """What the same request was answered with before, None if it is new.

        The draft has the review of that answer: none where the draft was added; where a review was
        added, that one, or the newest if it has been replaced since. Raises KeyReused where the key
        came with another request, and Gone where the draft has been deleted.
        """
        return await self._calls.read(drafts.replay, owner, idempotency)

    async def draft(self, owner: str, draft_id: str) -> Draft | None:
        """The draft with its newest review."""
        return await self._calls.read(drafts.find, owner, draft_id)

    async def drafts(
        self,
        owner: str,
        reviewed: bool | None = None,
        most: int = 100,
        place: DraftPlace | None = None,
    ) -> tuple[list[Listed], DraftPlace | None]:
        """At most `most` drafts behind `place`, the oldest first, and the place behind them, None
        where there are no more. `reviewed`: only those that were, or were not."""
        return await self._calls.read(listing.portion, owner, reviewed, most, place)

    async def delete_draft(self, owner: str, draft_id: str) -> bool:
        """Removes the draft, its edits and reviews; False where there is none.

        SQLite overwrites them with zeros; PostgreSQL frees the space at its next VACUUM.
        """
        return await self._calls.erase(drafts.delete_draft, owner, draft_id)

    async def add_review(
        self,
        owner: str,
        draft_id: str,
        review: NewReview,
        idempotency: Idempotency | None = None,
    ) -> Written | None:
        """Stores `review` in the place of an earlier one of the same reviewer; the draft with it.

        None where there is no such draft. Raises KeyReused and Gone, as `replay` does.
        """
        return await self._calls.write(reviews.add, owner, draft_id, review, idempotency)

    async def outcomes(
        self, owner: str | None, since: datetime | None = None, until: datetime | None = None
    ) -> Counts:
        """What became of the drafts of `owner`, None: of everyone."""
        return await self._calls.read(counting.count, owner, since, until)

    async def export(
        self, owner: str, since: datetime | None = None, until: datetime | None = None
    ) -> AsyncIterator[Exported]:
        """Reviewed drafts, the oldest review first, but for those that were rewritten.

        Read in portions, each a transaction of its own; what is reviewed after the start is left
        for the next export.
        """
        last = await self._calls.read(exporting.last, owner, until)
        place: exporting.Place | None = None
        while last is not None:
            portion, place = await self._calls.read(exporting.portion, owner, since, last, place)
            for each in portion:
                yield each
            if place is None:
                return

    async def terms(self, owner: str) -> list[Term]:
        """The dictionary of `owner`, in the order in which it grew."""
        return await self._calls.read(dictionaries.terms, owner)

    async def add_terms(self, owner: str, terms: Sequence[str]) -> list[Term]:
        """Adds those of `terms` that are new, in any Unicode form; all terms of `owner`.

        Raises TooManyTerms.
        """
        return await self._calls.write(dictionaries.add, owner, terms, self._most_terms)

    async def delete_term(self, owner: str, term_id: str) -> bool:
        """Removes the term; False where there is none."""
        return await self._calls.write(dictionaries.delete, owner, term_id)

    async def keys(self) -> list[Key]:
        """The API keys that are kept here, the oldest first."""
        return await self._calls.read(common_keys.all_keys)

    async def change_keys(self, change: common_keys.Change) -> None:
        """Keeps what `change` makes of the keys, while nobody else changes them; raises what it
        raises, and changes nothing then."""
        await self._calls.write(common_keys.change, change)

    async def purge(self) -> int:
        """Removes what is past its time, and old idempotency records; how many drafts went."""
        removed = 0
        while portion := await self._calls.erase(drafts.purge):
            removed += portion
        return removed
