"""The client that blocks: it sends and waits, and decides nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from random import Random
from types import TracebackType
from typing import TypeVar

import httpx2

from spellfix.client.answers import Accuracy, Draft, Evaluated, Exported, Listed, Service, Term
from spellfix.client.calls import Labelled, Options
from spellfix.client.connection import ADDRESS, TIMEOUT, Connection
from spellfix.client.exchange import Flow, NoAnswer, Outcome, Send, Wait
from spellfix.client.export import ExportLines
from spellfix.client.flows import Flows
from spellfix.client.retries import RETRIES, Retries
from spellfix.correction import Correction

T = TypeVar("T")


class Client:
    """A spellfix service at `base_url`; one for a whole program, also for its threads.

    key: of the API, where the service wants one; over plain http it goes only to this machine,
    unless `insecure`. timeout: seconds that one try waits for a sign of life. retries: what is
    tried again, and how long. generator: draws the waits.

    Every method raises ServiceError where the service does not answer, or not as asked, InputError
    for a text and ConfigError for an option that cannot be sent. min_confidence: edits the model is
    less sure of are not made, None: as the service has it. protect: terms to leave alone.
    """

    def __init__(
        self,
        base_url: str = ADDRESS,
        key: str | None = None,
        *,
        timeout: float = TIMEOUT,
        retries: Retries = RETRIES,
        insecure: bool = False,
        generator: Random | None = None,
    ) -> None:
        connection = Connection.checked(base_url, key, timeout, insecure)
        self._flows = Flows(connection, retries, generator or Random())
        self._http = httpx2.Client(**connection.arguments)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._flows.connection.address!r})"

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def service(self) -> Service:
        """What the service is, what it takes and whether it keeps drafts."""
        return self._run(self._flows.service())

    def correct(
        self, text: str, *, min_confidence: float | None = None, protect: Iterable[str] = ()
    ) -> Correction:
        """`text` corrected; nothing is kept."""
        return self._run(self._flows.correct(text, Options.given(min_confidence, protect)))

    def correct_batch(
        self,
        texts: Iterable[str],
        *,
        min_confidence: float | None = None,
        protect: Iterable[str] = (),
    ) -> list[Correction]:
        """The correction of each of `texts`, in as many requests as the service wants."""
        return self._run(self._flows.correct_batch(texts, Options.given(min_confidence, protect)))

    def draft(
        self,
        text: str,
        *,
        min_confidence: float | None = None,
        protect: Iterable[str] = (),
        idempotency_key: str | None = None,
    ) -> Draft:
        """`text` stored and corrected. A draft with the same key (a day at least) is stored once:
        give one of your own where your program itself may ask again."""
        options = Options.given(min_confidence, protect)
        return self._run(self._flows.draft(text, options, idempotency_key))

    def get_draft(self, draft_id: str) -> Draft:
        """The draft with its newest review."""
        return self._run(self._flows.get_draft(draft_id))

    def drafts(self, reviewed: bool | None = None) -> Iterator[Listed]:
        """The drafts that are stored, the oldest first; only those that have been reviewed, or
        that wait for it (False)."""
        after: str | None = None
        while True:
            found, after = self._run(self._flows.drafts(reviewed, after))
            yield from found
            if after is None:
                return

    def delete_draft(self, draft_id: str) -> bool:
        """Delete the draft and its reviews; False where there is none (any more)."""
        return self._run(self._flows.delete_draft(draft_id))

    def review(
        self,
        draft_id: str,
        *,
        accepted: Iterable[int] = (),
        rejected: Iterable[int] = (),
        final_text: str | None = None,
        reviewer: str = "",
        idempotency_key: str | None = None,
    ) -> Draft:
        """The draft with this review: indices of the edits of its correction, the text as it was
        left (None: with the accepted edits made), and who reviewed it, by an id."""
        return self._run(
            self._flows.review(draft_id, accepted, rejected, final_text, reviewer, idempotency_key)
        )

    def evaluate(
        self,
        pairs: Iterable[Labelled],
        *,
        min_confidence: float | None = None,
        protect: Iterable[str] = (),
    ) -> Evaluated:
        """Both accuracies of the service on `pairs`, of spellfix.evaluation or exported ones."""
        return self._run(self._flows.evaluate(pairs, Options.given(min_confidence, protect)))

    def accuracy(self, since: date | None = None, until: date | None = None) -> Accuracy:
        """Both accuracies on what was reviewed from `since` to `until`, days in UTC, both with."""
        return self._run(self._flows.accuracy(since, until))

    def export(self, since: date | None = None, until: date | None = None) -> Iterator[Exported]:
        """Reviewed drafts as pairs, the oldest review first, as they come in."""
        response = self._run(self._flows.export(since, until))
        lines = ExportLines(self._flows.connection.address, response)
        with closing(response):
            try:
                for received in response.iter_bytes():
                    yield from lines.read(received)
            except httpx2.RequestError as error:
                raise lines.broken(type(error)) from None
            lines.end()

    def terms(self) -> tuple[Term, ...]:
        """The dictionary: terms that stay as they are in every text."""
        return self._run(self._flows.terms())

    def add_terms(self, terms: Iterable[str]) -> tuple[Term, ...]:
        """The dictionary with `terms` as well."""
        return self._run(self._flows.add_terms(terms))

    def delete_term(self, term_id: str) -> bool:
        """Delete a term; False where there is none (any more)."""
        return self._run(self._flows.delete_term(term_id))

    def _run(self, flow: Flow[T]) -> T:
        outcome: Outcome = None
        while True:
            try:
                step = flow.send(outcome)
            except StopIteration as done:
                answer: T = done.value
                return answer
            outcome = self._take(step)

    def _take(self, step: Send | Wait) -> Outcome:
        if isinstance(step, Wait):
            time.sleep(step.seconds)
            return None
        try:
            response = self._http.send(step.request(self._http), stream=step.call.streams)
            if step.call.streams and not response.is_success:
                response.read()
        except httpx2.RequestError as error:
            return NoAnswer(type(error))
        return response
