"""Many texts in several requests, and a long answer in several pieces."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.client import Client, Limits, Retries, calls
from spellfix.client.calls import Options
from spellfix.client.export import ExportLines
from spellfix.errors import InputError, ServiceError

from .conftest import Little, Says

Start = Callable[..., Little]
LIMITS = Limits(texts=3, characters=20, bytes=200, terms=9, pairs=9)
MODEL = {"name": "little", "version": "1"}


def answered(*texts: str) -> Says:
    corrections = [{"text": text, "edits": [], "score": 1} for text in texts]
    return Says(200, json.dumps({"corrections": corrections, "model": MODEL}).encode())


def service_with(limits: Limits) -> Says:
    names = ("texts", "characters", "bytes", "terms", "pairs")
    return Says(
        200,
        json.dumps(
            {
                "name": "spellfix",
                "version": "1",
                "model": MODEL,
                "min_confidence": 0.8,
                "storing": False,
                "keys": False,
                "retention_days": None,
                "limits": {name: getattr(limits, name) for name in names},
                "news": "of a later version",
            }
        ).encode(),
    )


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1),
    st.lists(st.text("가나", min_size=1, max_size=3), max_size=3),
)
def test_portions_hold_every_text_once_in_order_and_no_more_than_allowed(
    texts: list[str], protect: list[str]
) -> None:
    options = Options.given(0.5, protect)
    found = list(calls.portions(texts, options, LIMITS))
    assert [text for portion in found for text in portion] == texts
    for portion in found:
        body = calls.correct(portion, options).body
        assert body is not None
        assert 1 <= len(portion) <= LIMITS.texts
        assert sum(map(len, portion)) <= LIMITS.characters
        assert len(body) <= LIMITS.bytes
    for portion, following in pairwise(found):
        grown = [*portion, following[0]]
        body = calls.correct(grown, options).body
        assert (
            len(grown) > LIMITS.texts
            or sum(map(len, grown)) > LIMITS.characters
            or len(body or b"") >= LIMITS.bytes
        )


@pytest.mark.parametrize("text", ["글" * 21, "\x00" * 40])
def test_a_text_that_fits_no_request_is_named_by_its_place(text: str) -> None:
    limits = Limits(texts=3, characters=20 if text[0] == "글" else 99, bytes=200, terms=9, pairs=9)
    with pytest.raises(InputError, match=r"texts\[1\].*21|texts\[1\].*40") as error:
        list(calls.portions(["글", text], Options(), limits))
    assert text not in str(error.value)


def test_a_batch_is_sent_in_portions_and_the_limits_are_asked_for_once(little: Start) -> None:
    answers = [answered("가", "나", "다"), answered("라")]
    told = little(service_with(LIMITS), *answers, *answers)
    with Client(told.address) as service:
        for _ in range(2):
            done = service.correct_batch(iter("가나다라"), protect=["가"])
            assert [each.text for each in done] == ["가", "나", "다", "라"]
    assert [asked.path for asked in told.asked] == ["/v1/service", *["/v1/correct"] * 4]
    assert json.loads(told.asked[1].body) == {"texts": ["가", "나", "다"], "protect": ["가"]}


def test_a_service_that_answers_another_number_of_texts_is_not_believed(little: Start) -> None:
    told = little(service_with(LIMITS), answered("가"))
    with Client(told.address) as service, pytest.raises(ServiceError, match="is it one"):
        service.correct_batch(["가", "나"])


# -- exports ---------------------------------------------------------------------------------

EXPORTED = {
    "id": "abc",
    "input": "줄\u2028바꿈\x85 숙재",
    "target": "줄\u2028바꿈\x85 숙제",
    "kind": "spelling",
    "output": "줄\u2028바꿈\x85 숙제",
    "edits": [
        {
            "start": 6,
            "end": 7,
            "before": "재",
            "after": "제",
            "kind": "spelling",
            "confidence": 1,
            "accepted": None,
        }
    ],
    "model": "little 1",
    "reviewer": "",
    "reviewed_at": "2026-11-21T09:00:00Z",
}
LINE = json.dumps(EXPORTED, ensure_ascii=False).encode() + b"\n"


def lines() -> ExportLines:
    request = httpx2.Request("GET", "http://little", headers={"X-Request-ID": "seen.1"})
    return ExportLines("http://little", httpx2.Response(200, request=request))


@given(st.lists(st.integers(0, 3 * len(LINE)), max_size=9))
def test_an_export_is_the_same_however_its_bytes_come_in(cuts: list[int]) -> None:
    whole = LINE * 3
    at = [0, *sorted(cuts), len(whole)]
    reader = lines()
    found = [pair for start, end in pairwise(at) for pair in reader.read(whole[start:end])]
    reader.end()
    assert [pair.input for pair in found] == [EXPORTED["input"]] * 3
    assert found[0].targets == (EXPORTED["target"],)
    assert found[0].accepted == (None,)
    assert found[0].reviewed_at.utcoffset() is not None
    assert not found[0].clean


def test_an_export_that_lacks_its_end_is_an_error(little: Start) -> None:
    cut = little(Says(200, LINE + LINE[:-5]))
    with Client(cut.address) as service:
        pairs = service.export()
        assert next(pairs).id == "abc"
        with pytest.raises(ServiceError, match="broke off"):
            next(pairs)


def test_an_export_that_breaks_off_is_an_error_and_not_begun_anew(little: Start) -> None:
    cut = little(Says(503), Says(200, LINE * 2, dropped=True))
    with Client(cut.address, retries=Retries(first=0.001)) as service:
        pairs = service.export(date(2026, 11, 1), date(2026, 11, 30))
        assert next(pairs).id == "abc"
        with pytest.raises(ServiceError, match="broke off"):
            list(pairs)
    assert [asked.path for asked in cut.asked] == [
        "/v1/export?since=2026-11-01&until=2026-11-30"
    ] * 2


def test_an_export_that_is_refused_says_why(little: Start) -> None:
    refusing = little(Says(404, b'{"detail": "storing is switched off"}'))
    with (
        Client(refusing.address) as service,
        pytest.raises(ServiceError, match="404: storing is switched off"),
    ):
        next(service.export())


def test_an_export_with_a_line_that_is_no_pair_is_an_error(little: Start) -> None:
    with (
        Client(little(Says(200, b'{"id": 5}\n')).address) as service,
        pytest.raises(ServiceError, match="is it one"),
    ):
        list(service.export())
