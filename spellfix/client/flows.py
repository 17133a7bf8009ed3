"""The methods of both clients, as steps that somebody else takes; sends nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random

import httpx2

from spellfix.client import calls
from spellfix.client.answers import Accuracy, Draft, Evaluated, Limits, Listed, Service, Term
from spellfix.client.calls import Labelled, Options
from spellfix.client.connection import Connection
from spellfix.client.exchange import Exchange, Flow
from spellfix.client.retries import Retries
from spellfix.correction import Correction
from spellfix.given import texts_given


class Flows:
    """What a client does, but for sending and waiting. `Client` says what each method means."""

    def __init__(self, connection: Connection, retries: Retries, generator: Random) -> None:
        self.connection = connection
        self._exchange = Exchange(connection, retries, generator)
        self._limits: Limits | None = None

    def service(self) -> Flow[Service]:
        return self._exchange.answer(calls.service())

    def correct(self, text: str, options: Options) -> Flow[Correction]:
        texts = texts_given([text])
        (correction,) = yield from self._exchange.answer(calls.correct(texts, options))
        return correction

    def correct_batch(self, texts: Iterable[str], options: Options) -> Flow[list[Correction]]:
        given = texts_given(texts)
        if not given:
            return []
        if self._limits is None:
            self._limits = (yield from self.service()).limits
        done: list[Correction] = []
        for portion in list(calls.portions(given, options, self._limits)):
            done += yield from self._exchange.answer(calls.correct(portion, options))
        return done

    def draft(self, text: str, options: Options, idempotency_key: str | None) -> Flow[Draft]:
        (text,) = texts_given([text])
        return self._exchange.answer(calls.draft(text, options), idempotency_key)

    def drafts(
        self, reviewed: bool | None, after: str | None
    ) -> Flow[tuple[list[Listed], str | None]]:
        return self._exchange.answer(calls.drafts(reviewed, after))

    def get_draft(self, draft_id: str) -> Flow[Draft]:
        return self._exchange.answer(calls.get_draft(draft_id))

    def delete_draft(self, draft_id: str) -> Flow[bool]:
        return self._exchange.answer(calls.delete_draft(draft_id))

    def review(
        self,
        draft_id: str,
        accepted: Iterable[int],
        rejected: Iterable[int],
        final_text: str | None,
        reviewer: str,
        idempotency_key: str | None,
    ) -> Flow[Draft]:
        call = calls.review(draft_id, accepted, rejected, final_text, reviewer)
        return self._exchange.answer(call, idempotency_key)

    def evaluate(self, pairs: Iterable[Labelled], options: Options) -> Flow[Evaluated]:
        return self._exchange.answer(calls.evaluate(pairs, options))

    def accuracy(self, since: date | None, until: date | None) -> Flow[Accuracy]:
        return self._exchange.answer(calls.accuracy(since, until))

    def export(self, since: date | None, until: date | None) -> Flow[httpx2.Response]:
        return self._exchange.opened(calls.export(since, until))

    def terms(self) -> Flow[tuple[Term, ...]]:
        return self._exchange.answer(calls.terms())

    def add_terms(self, terms: Iterable[str]) -> Flow[tuple[Term, ...]]:
        return self._exchange.answer(calls.add_terms(terms))

    def delete_term(self, term_id: str) -> Flow[bool]:
        return self._exchange.answer(calls.delete_term(term_id))
