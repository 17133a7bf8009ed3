"""Both clients against the real service: the shipped model, SQLite, uvicorn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

import pytest

import spellfix
from spellfix.client import AsyncClient, Client, Draft, Retries
from spellfix.correction import Correction
from spellfix.edits import apply
from spellfix.errors import ServiceError
from spellfix.evaluation import Pair
from spellfix.metrics import Group, score
from spellfix.metrics.case import Case
from spellfix.serve.access.key_file import change_keys
from spellfix.serve.access.keys import hashed, new_key
from spellfix.serve.key import Key

from .conftest import Little, Says

TYPO = "오늘 선셍님이 숙재를 했다."
CLEAN = "민수는 책을 읽었습니다."
Run = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module")
def address(running: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a service that asks for no keys."""
    file = tmp_path_factory.mktemp("open") / "drafts.sqlite3"
    with running(database=f"sqlite:///{file}") as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client


# -- correcting ------------------------------------------------------------------------------


def test_a_text_comes_back_as_the_same_correction_as_without_a_service(client: Client) -> None:
    usual = client.service().min_confidence
    here = spellfix.Corrector.from_pretrained().with_options(min_confidence=usual)
    there = client.correct(TYPO)
    expected = here.correct(TYPO)
    assert isinstance(there, Correction)
    assert there.text == expected.text == apply(TYPO, there.edits) != TYPO
    assert [(each.start, each.after, each.kind) for each in there.edits] == [
        (each.start, each.after, each.kind) for each in expected.edits
    ]


def test_보호하는_말과_확신도는_요청마다_다르다(client: Client) -> None:
    assert "선셍님" in client.correct(TYPO, protect=["선셍님"]).text
    assert client.correct(TYPO, min_confidence=1).text == TYPO


def test_more_texts_than_a_request_may_hold_come_back_in_order(client: Client) -> None:
    limits = client.service().limits
    texts = [f"{number}번 글이다." for number in range(limits.texts + 2)]
    texts[1:1] = ["", TYPO, "끝\u2028👩‍👩‍👧", "NUL \0 도"]
    done = client.correct_batch(texts)
    assert [each.text for each in done if not each.edits] == [
        text for text, each in zip(texts, done, strict=True) if not each.edits
    ]
    assert done[2] == client.correct(TYPO)


def test_a_text_that_is_too_long_is_refused_by_the_service_and_not_repeated(
    client: Client,
) -> None:
    with pytest.raises(ServiceError, match=r"422: .*20,000") as error:
        client.correct("비밀" * client.service().limits.characters)
    assert error.value.request_id
    assert "비밀" not in str(error.value)


# -- drafts ----------------------------------------------------------------------------------


def test_기다리는_글의_목록은_끝까지_이어진다(running: Run, tmp_path: Path) -> None:
    texts = [f"{number}번째 글이다." for number in range(102)]

    async def waiting(address: str) -> list[str]:
        async with AsyncClient(address) as client:
            return [each.beginning async for each in client.drafts(reviewed=False)]

    with running(database=f"sqlite:///{tmp_path / 'd'}") as address, Client(address) as client:
        drafts = [client.draft(text) for text in texts]
        client.review(drafts[0].id)
        assert asyncio.run(waiting(address)) == texts[1:]
        (done,) = client.drafts(reviewed=True)
        assert (done.id, done.characters, done.edits) == (drafts[0].id, len(texts[0]), 0)
        assert done.reviewed_at is not None
        assert len(list(client.drafts())) == 102


def test_a_draft_is_stored_reviewed_and_deleted(client: Client) -> None:
    draft = client.draft(TYPO)
    assert draft.text == TYPO
    assert len(draft.explanations) == len(draft.correction.edits) >= 2
    assert all(each.korean and each.english for each in draft.explanations)
    assert draft.review is None
    assert draft.expires_at is None or draft.expires_at > draft.created_at
    reviewed = client.review(draft.id, accepted=[0], rejected=[1], reviewer="t1")
    assert reviewed.review is not None
    assert reviewed.review.final_text == apply(TYPO, draft.correction.edits[:1])
    assert reviewed.review.reviewer == "t1"
    assert client.get_draft(draft.id) == reviewed
    assert client.delete_draft(draft.id)
    assert not client.delete_draft(draft.id)
    with pytest.raises(ServiceError) as error:
        client.get_draft(draft.id)
    assert error.value.status == 404


def test_a_draft_with_the_same_key_is_stored_once(client: Client) -> None:
    before = client.accuracy().drafts
    first = client.draft(TYPO, idempotency_key="a-queue-17")
    assert client.draft(TYPO, idempotency_key="a-queue-17") == first
    assert client.accuracy().drafts == before + 1
    with pytest.raises(ServiceError) as error:
        client.draft(CLEAN, idempotency_key="a-queue-17")
    assert error.value.status == 422
    assert client.delete_draft(first.id)


def test_a_draft_whose_answer_was_lost_on_the_way_is_sent_again_and_stored_once(
    address: str, client: Client, little: Callable[..., Little]
) -> None:
    before = client.accuracy().drafts
    losing = little(Says(of=address, dropped=True), Says(of=address))
    with Client(losing.address, retries=Retries(first=0.001)) as unlucky:
        draft = unlucky.draft(TYPO)
    assert len(losing.asked) == 2
    assert client.accuracy().drafts == before + 1
    assert client.get_draft(draft.id) == draft
    assert client.delete_draft(draft.id)


# -- what was reviewed -----------------------------------------------------------------------


def test_accuracy_and_export_tell_the_same(address: str, client: Client) -> None:
    drafts = asyncio.run(
        reviewed(address, [TYPO, CLEAN] * 34)
    )  # more than the service reads at once
    rewritten = client.draft(TYPO)
    client.review(rewritten.id, final_text="전혀 다른 이야기를 새로 길게 썼습니다. 참 좋았습니다.")

    pairs = list(client.export())
    assert {pair.id for pair in pairs} == {draft.id for draft in drafts}
    assert len(pairs) == len(drafts) == 68
    assert [pair.reviewed_at for pair in pairs] == sorted(pair.reviewed_at for pair in pairs)
    first = next(pair for pair in pairs if pair.id == drafts[0].id)
    assert first.edits == drafts[0].correction.edits
    assert first.accepted == (True,) * len(first.edits)

    found = client.accuracy()
    assert (found.rewritten, found.reviewed) == (1, 69)
    counted = score(Case(pair.input, pair.target, pair.output, pair.kind) for pair in pairs)
    assert found.overall == Group(**{name: getattr(counted, name) for name in Group.__slots__})
    assert found.by_kind == counted.by_kind
    assert found.overall.n_typo == found.overall.n_clean == 34
    assert sum(each.n_typo for each in found.by_day.values()) == 34
    assert set(found.by_model) == {first.model}
    accepted = sum(each.accepted for each in found.edits.values())
    assert accepted == sum(len(pair.edits) for pair in pairs)

    today = max(found.by_day)
    assert list(client.export(since=min(found.by_day), until=today)) == pairs
    assert list(client.export(since=today + timedelta(days=1))) == []
    unknown = client.accuracy(until=date(2020, 1, 1)).overall
    assert (unknown.typo_accuracy, unknown.n_typo) == (None, 0)
    assert client.evaluate(pairs).metrics.typo_accuracy == found.overall.typo_accuracy


async def reviewed(address: str, texts: list[str]) -> list[Draft]:
    """Drafts of `texts`, all of whose edits were accepted."""
    async with AsyncClient(address) as service:
        drafts = await asyncio.gather(*map(service.draft, texts))
        return await asyncio.gather(
            *(
                service.review(draft.id, accepted=range(len(draft.correction.edits)))
                for draft in drafts
            )
        )


def test_evaluating_measures_what_spellfix_evaluate_measures(client: Client) -> None:
    pairs = [
        Pair(TYPO, "오늘 선생님이 숙제를 했다.", "keyboard"),
        Pair(CLEAN, CLEAN),
        Pair("먹을만 하다.", "먹을 만하다.", "spacing", ("먹을만하다.",)),
    ]
    found = client.evaluate(pairs)
    outputs = client.correct_batch(pair.input for pair in pairs)
    assert found.metrics == score(
        Case(each.input, each.target, out.text, each.kind, alternatives=each.alternatives)
        for each, out in zip(pairs, outputs, strict=True)
    )
    assert found.metrics.n_typo == 2
    assert found.model == client.service().model


def test_a_term_of_the_dictionary_stays_until_it_is_deleted(client: Client) -> None:
    assert client.terms() == ()
    (term,) = client.add_terms(["선셍님"])
    assert client.add_terms(["선셍님"]) == client.terms() == (term,)
    assert "선셍님" in client.correct(TYPO).text
    assert client.delete_term(term.id)
    assert not client.delete_term(term.id)
    assert "선셍님" not in client.correct(TYPO).text


# -- awaiting --------------------------------------------------------------------------------


def test_the_client_to_await_does_all_of_it_too(address: str, client: Client) -> None:
    async def everything() -> tuple[Draft, int]:
        async with AsyncClient(address) as service:
            assert await service.service() == client.service()
            many = await asyncio.gather(*(service.correct(TYPO) for _ in range(20)))
            assert set(many) == {client.correct(TYPO)}
            assert await service.correct_batch([TYPO, ""]) == client.correct_batch([TYPO, ""])
            draft = await service.draft(TYPO)
            draft = await service.review(draft.id, rejected=[0])
            assert await service.get_draft(draft.id) == draft
            assert await service.accuracy() == client.accuracy()
            assert (await service.evaluate([Pair(TYPO, TYPO)])).metrics.n_clean == 1
            assert await service.terms() == ()
            (term,) = await service.add_terms(["민수"])
            assert await service.delete_term(term.id)
            exported = [pair async for pair in service.export()]
            assert exported == list(client.export())
            assert await service.delete_draft(draft.id)
            return draft, len(exported)

    draft, exported = asyncio.run(everything())
    assert draft.review is not None
    assert exported >= 1


# -- keys ------------------------------------------------------------------------------------


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, list[str]]:
    """A file of keys for two names, and the keys."""
    file, found = tmp_path / "keys.jsonl", [new_key(), new_key()]
    named = [
        Key(name, hashed(key), 60, "2026-11-21") for name, key in zip("ab", found, strict=True)
    ]
    change_keys(file, lambda there: named)
    return file, found


def test_a_key_opens_what_is_its_own_and_is_told_to_nobody(
    running: Run,
    keys: tuple[Path, list[str]],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file, (ours, theirs) = keys
    with (
        caplog.at_level(logging.DEBUG),
        running(database=f"sqlite:///{tmp_path / 'd'}", keys=str(file)) as address,
    ):
        for wrong in (None, "sfk_wrong"):
            with Client(address, wrong) as nobody:
                assert nobody.service().keys
                with pytest.raises(ServiceError, match="401"):
                    nobody.correct(TYPO)
        with Client(address, ours) as one, Client(address, theirs) as other:
            draft = one.draft(TYPO)
            began = monotonic()
            with pytest.raises(ServiceError) as error:
                other.get_draft(draft.id)
            assert error.value.status == 404
            for _ in range(10):  # of these and the one before, ten at once; then one a second
                other.terms()
            assert monotonic() - began > 0.9
    assert ours not in caplog.text
    assert "숙재" not in caplog.text


def test_a_service_that_stores_nothing_says_so(running: Run) -> None:
    with running() as address, Client(address) as client:
        assert not client.service().storing
        assert client.correct(TYPO).text != TYPO
        with pytest.raises(ServiceError, match="404"):
            client.draft(TYPO)
