"""The application while the model is busy, or fails: nobody waits without end, nothing is told."""

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from spellfix.backends import OnnxBackend
from spellfix.corrector import Corrector
from spellfix.encoder_decoder import Backend
from spellfix.pretrained import ModelDirectory
from spellfix.serve.access import OPEN, Rates
from spellfix.serve.app import create_app
from spellfix.serve.engine import Engine, Limits
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings
from spellfix.serve.switching import Switch
from spellfix.serve.telemetry import Telemetry
from spellfix.tokenizer import Tokenizer

ADDRESS = "http://127.0.0.1"
TYPO = "오늘 선셍님이 숙재를 했다."
SECRET = "비밀스러운글"


class Gate(Backend):
    """A backend that waits until it is opened, and may then fail."""

    def __init__(self, backend: OnnxBackend, failure: Exception | None = None) -> None:
        self.backend, self.failure = backend, failure
        self.reached, self.opened = Event(), Event()

    def encode(self, ids, mask):
        self.reached.set()
        assert self.opened.wait(60)
        if self.failure:
            raise self.failure
        return self.backend.encode(ids, mask)

    def decode(self, states, mask, decoder_ids, first=0):
        return self.backend.decode(states, mask, decoder_ids, first)


def behind_a_gate(
    calls: int, failure: Exception | None = None, timeout: float = 60
) -> tuple[Gate, FastAPI]:
    model = ModelDirectory.open()
    gate = Gate(OnnxBackend(model.encoder, model.decoder), failure)
    corrector = Corrector(gate, Tokenizer.load(model.tokenizer))
    engine = Engine(corrector, name="gate", version="1", limits=Limits(calls=calls))
    settings = Settings(database="off", request_timeout=timeout)
    return gate, create_app(Services(settings, Switch(engine), None, OPEN, Rates(), Telemetry()))


def test_a_correction_in_progress_blocks_nobody_and_too_many_are_refused_at_once() -> None:
    gate, app = behind_a_gate(calls=3)
    with TestClient(app, ADDRESS) as client, ThreadPoolExecutor(3) as threads:
        calls = [threads.submit(client.post, "/v1/correct", json={"text": TYPO}) for _ in range(3)]
        try:
            assert gate.reached.wait(60)
            assert client.get("/healthz").status_code == 200
            full = (client.get("/readyz").status_code == 503 for _ in range(10_000))
            assert any(full)
            refused = client.post("/v1/correct", json={"text": TYPO})
        finally:
            gate.opened.set()
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) >= 1
        assert [call.result().status_code for call in calls] == [200, 200, 200]
        assert client.get("/readyz").status_code == 200
        assert client.post("/v1/correct", json={"text": TYPO}).status_code == 200
        metrics = client.get("/metrics").text
        assert 'spellfix_refused_total{reason="overload"} 1.0' in metrics


def test_who_has_waited_long_enough_is_told_to_come_again() -> None:
    gate, app = behind_a_gate(calls=3, timeout=0.2)
    with TestClient(app, ADDRESS) as client:
        try:
            late = client.post("/v1/correct", json={"text": TYPO})
        finally:
            gate.opened.set()
        assert late.status_code == 503
        assert int(late.headers["Retry-After"]) >= 1
        assert 'spellfix_refused_total{reason="deadline"} 1.0' in client.get("/metrics").text


def test_a_failure_tells_neither_the_client_nor_the_log_what_the_text_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gate, app = behind_a_gate(1, RuntimeError(f"cannot read {SECRET}"))
    gate.opened.set()
    with (
        caplog.at_level(logging.DEBUG),
        TestClient(app, ADDRESS, raise_server_exceptions=False) as client,
    ):
        for _ in range(2):  # the place comes back
            answer = client.post("/v1/correct", json={"text": f"{SECRET}을 읽는다."})
            assert answer.status_code == 500
            assert SECRET not in answer.text
    failed = [each for each in caplog.records if each.exc_info]
    assert failed
    assert all(SECRET not in each.getMessage() for each in caplog.records)
