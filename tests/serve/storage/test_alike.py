"""Whatever is asked of them, and in whichever order, both databases answer alike."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spellfix.serve.storage import Gone, Idempotency, KeyReused, NewReview

WHICH = st.integers(0, 9)
KEYS = st.none() | st.sampled_from("가나")
OUTCOMES = ("corrected", "kept", "miscorrected", "rewritten")
REVIEW = st.tuples(st.just("review"), WHICH, st.sampled_from(["", "김"]), st.integers(0, 3), KEYS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(["할수 있다", "않 했다", "글"]), KEYS),
        REVIEW,
        REVIEW,
        st.tuples(st.just("delete"), WHICH),
        st.tuples(st.just("look"), WHICH),
        st.tuples(st.just("wait"), st.integers(1, 30)),
        st.tuples(st.just("purge")),
        st.tuples(st.just("count")),
        st.tuples(st.just("export")),
        st.tuples(st.just("list"), st.sampled_from([None, False, True]), st.integers(1, 3)),
        st.tuples(st.just("terms"), st.lists(st.sampled_from(["민수", "영희", "A"]), max_size=3)),
    ),
    min_size=10,
    max_size=40,
)
OWNERS = count()


class Asked:
    """One of the stores, asked step by step; ids are told as numbers, in the order they came."""

    def __init__(self, store: Any, owner: str, draft_of: Any) -> None:
        self._store, self._owner, self._draft_of = store, owner, draft_of
        self._ids: list[str] = []

    def take(self, step: tuple[Any, ...]) -> Any:
        """What the store answers."""
        try:
            return self._answer(*step)
        except (Gone, KeyReused) as refusal:
            return type(refusal)

    def _answer(self, name: str, *given: Any) -> Any:
        owner = self._owner
        match name:
            case "add":
                text, key = given
                new = self._draft_of(text, text.replace("할수", "할 수"))
                return self._told(self._store.add_draft(owner, new, once("add", key, text)))
            case "review":
                which, reviewer, outcome, key = given
                review = NewReview((), (), str(outcome), OUTCOMES[outcome], None, reviewer)
                body = f"{which} {review}"
                return self._told(
                    self._store.add_review(owner, self._id(which), review, once("r", key, body))
                )
            case "delete":
                return self._store.delete_draft(owner, self._id(*given))
            case "look":
                return self._nameless(self._store.draft(owner, self._id(*given)))
            case "purge":  # how many went is for all owners
                self._store.purge()
                return None
            case "count":
                return self._store.outcomes(owner)
            case "export":
                return [self._nameless(each) for each in self._store.export(owner)]
            case "list":
                return self._list(*given)
        return [each.term for each in self._store.add_terms(owner, *given)]

    def _list(self, reviewed: bool | None, most: int) -> list[Any]:
        """All portions of the list."""
        found, place = self._store.drafts(self._owner, reviewed, most)
        told = list(found)
        while place is not None:
            found, place = self._store.drafts(self._owner, reviewed, most, place)
            told += found
        return [self._nameless(each) for each in told]

    def _id(self, which: int) -> str:
        return self._ids[which % len(self._ids)] if self._ids and which < 9 else "a" * 22

    def _told(self, written: Any) -> Any:
        if written is None:
            return None
        if written.draft.id not in self._ids:
            self._ids.append(written.draft.id)
        return replace(written, draft=self._nameless(written.draft))

    def _nameless(self, found: Any) -> Any:
        return None if found is None else replace(found, id=str(self._ids.index(found.id)))


def once(route: str, key: str | None, body: str) -> Idempotency | None:
    return None if key is None else Idempotency(key, route, body.encode())


@pytest.fixture
def both(
    cluster: Any, tmp_path: Path, opened_at: Callable[..., Any], clock: Any
) -> tuple[Any, Any]:
    urls = (f"sqlite:///{tmp_path / 'd'}", cluster.emptied())
    return tuple(opened_at(url, retention_days=2) for url in urls)  # type: ignore[return-value]


@given(STEPS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_databases_answer_alike(
    both: tuple[Any, Any], clock: Any, draft_of: Any, steps: list[tuple[Any, ...]]
) -> None:
    owner = f"owner {next(OWNERS)}"
    first, second = (Asked(each, owner, draft_of) for each in both)
    begin = [("add", "할수 있다", None), ("add", "글", None), ("review", 0, "", 0, None)]
    for step in [*begin, *steps, ("count",), ("export",), ("list", None, 3)]:
        clock.move(seconds=1)  # what has the same time comes in any order
        if step[0] == "wait":
            clock.move(hours=step[1])
        else:
            assert first.take(step) == second.take(step)
