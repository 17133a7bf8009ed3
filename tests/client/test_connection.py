"""Where the service is and who asks: what is refused, and where a key does not go."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from spellfix.client import AsyncClient, Client, Retries
from spellfix.errors import ConfigError, InputError, ServiceError, SpellfixError

from .conftest import Little, Says

KEY = "sfk_0123456789abcdef"
TEXT = "비밀스러운글"
Start = Callable[..., Little]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "spellfix.example",
        "127.0.0.1:8000",
        "ftp://spellfix.example",
        "http://",
        "http://h:99999999",
        "http://teacher:hidden@spellfix.example",
        "http://h:port?token=hidden",
        "https://spellfix.example?token=hidden",
        "https://spellfix.example/#hidden",
        "http://h\n",
        5,
    ],
)
def test_what_is_no_address_is_refused_without_repeating_a_secret(address: str) -> None:
    with pytest.raises(ConfigError, match="base_url") as error:
        Client(address)
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize("key", ["", " ", f"{KEY}\n", f"{KEY} {KEY}", f"{KEY}é", "비밀", 5])
def test_what_is_no_key_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ConfigError, match="key: ") as error:
        Client("https://spellfix.example", key)
    assert KEY not in str(error.value)


@pytest.mark.parametrize("address", ["http://spellfix.example", "http://192.0.2.1:8000"])
def test_a_key_goes_over_plain_http_to_this_machine_only_unless_told(address: str) -> None:
    with pytest.raises(ConfigError, match="plain http") as error:
        Client(address, KEY)
    assert KEY not in str(error.value)
    for given, insecure in [
        (address, True),
        (address.replace("http", "https"), False),
        ("http://localhost:8000", False),
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
    ]:
        Client(given, KEY, insecure=insecure).close()
    Client(address).close()  # without a key there is nothing to hide from others but the text


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_that_cannot_be_is_refused(timeout: float) -> None:
    with pytest.raises(ConfigError, match="timeout"):
        Client(timeout=timeout)


def test_a_key_is_sent_and_shown_nowhere(little: Start, caplog: pytest.LogCaptureFixture) -> None:
    refusing = little(Says(401, b'{"detail": "a key is needed"}'), Says(dropped=True))
    with (
        caplog.at_level(logging.DEBUG),
        Client(refusing.address, KEY, retries=Retries(0)) as service,
    ):
        with pytest.raises(ServiceError, match="401: a key is needed") as unknown:
            service.correct(TEXT)
        with pytest.raises(ServiceError, match="broke off") as broken:
            service.correct(TEXT)
    assert [asked.headers["Authorization"] for asked in refusing.asked] == [f"Bearer {KEY}"] * 2
    said = f"{service!r} {vars(service)} {service._flows.connection!r} {caplog.text}"
    for text in (said, repr(unknown.value), repr(broken.value)):
        assert KEY not in text
        assert TEXT not in text
    assert service.__repr__() == f"Client('{refusing.address}')"


@pytest.mark.parametrize(
    "detail", ["no JSON " + TEXT, '{"detail": 5}', '{"detail": [5]}', "[" * 9999]
)
def test_a_refusal_that_is_not_the_services_own_is_not_repeated(little: Start, detail: str) -> None:
    with (
        Client(little(Says(400, detail.encode())).address) as service,
        pytest.raises(ServiceError, match="400: Bad Request") as error,
    ):
        service.correct(TEXT)
    assert TEXT not in str(error.value)


def test_a_fault_is_told_by_its_place(little: Start) -> None:
    fault = b'{"detail": [{"loc": ["body", "texts", 3], "type": "t", "msg": "too long"}]}'
    with (
        Client(little(Says(422, fault)).address) as service,
        pytest.raises(ServiceError, match=r"422: body\.texts\.3: too long"),
    ):
        service.correct(TEXT)


def test_a_service_below_a_path_is_found_and_another_place_is_not_followed(little: Start) -> None:
    moved = little(Says(307, b"", {"Location": "http://192.0.2.1/v1/correct"}))
    with (
        Client(f"{moved.address}/school/") as service,
        pytest.raises(ServiceError, match="sends elsewhere"),
    ):
        service.correct(TEXT)
    assert [asked.path for asked in moved.asked] == ["/school/v1/correct"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"{}",
        b'{"corrections": []}',
        b'{"corrections": [{"text": 5, "edits": [], "score": 1}]}',
        b'{"corrections": [{"text": "", "edits": [], "score": true}]}',
        b'{"corrections": [{"text": "", "edits": {}, "score": 1}]}',
        b'{"corrections": [{"text": "", "edits": [{"start": 0.5}], "score": 1}]}',
        b'{"corrections": ' + b"[" * 99_999,
    ],
)
def test_an_answer_of_something_else_is_an_error(little: Start, body: bytes) -> None:
    with (
        Client(little(Says(200, body)).address) as service,
        pytest.raises(ServiceError, match="is it one") as error,
    ):
        service.correct(TEXT)
    assert error.value.status == 200


def test_the_proxy_of_the_environment_is_not_asked_about_this_machine(little: Start) -> None:
    answering, proxy = little(Says()), little(Says(500))
    code = f"import spellfix.client as c; print(c.Client({answering.address!r}).correct('글').text)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "HTTP_PROXY": proxy.address, "http_proxy": proxy.address},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "맞는 말이다.\n"
    assert not proxy.asked


# -- what cannot be sent ---------------------------------------------------------------------


def test_what_cannot_be_sent_is_refused_before_it_is() -> None:
    with Client("http://127.0.0.1:1") as service:
        for wrong in ("\ud800", 5, None):
            for call in (service.correct, service.draft):
                with pytest.raises(InputError):
                    call(wrong)  # type: ignore[arg-type]
        for draft_id in ("", "..", "a/b", "a?b", "글"):
            with pytest.raises(InputError, match="id"):
                service.get_draft(draft_id)
        for key in ("", "열쇠", "a b", "a\n", "k" * 129):
            with pytest.raises(ConfigError, match="idempotency_key"):
                service.draft("글", idempotency_key=key)
        with pytest.raises(InputError, match="several"):
            service.correct_batch("글")
        with pytest.raises(ConfigError, match="protect"):
            service.correct("글", protect="숙재")
        with pytest.raises(ConfigError, match="min_confidence"):
            service.correct("글", min_confidence=float("nan"))


def test_an_empty_batch_is_answered_without_asking() -> None:
    with Client("http://127.0.0.1:1") as service:
        assert service.correct_batch([]) == []


# -- two clients, one behaviour --------------------------------------------------------------


def test_both_clients_have_the_same_methods_and_say_the_same_of_them() -> None:
    def methods(kind: type) -> dict[str, tuple[str, str | None]]:
        found = inspect.getmembers(kind, inspect.isfunction)
        return {
            name: (str(inspect.signature(each)).partition(" -> ")[0], inspect.getdoc(each))
            for name, each in found
            if not name.startswith("_")
        }

    assert methods(Client) == methods(AsyncClient)
    assert len(methods(Client)) == 15
    assert all(doc for _, doc in methods(Client).values())


def test_the_error_is_one_of_spellfix_and_keeps_what_it_knows() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(ServiceError("no", 503, "seen.1")))
    assert isinstance(error, SpellfixError)
    assert (str(error), error.status, error.request_id) == ("no", 503, "seen.1")


def test_importing_spellfix_needs_neither_the_client_nor_its_library() -> None:
    code = (
        "import sys, spellfix.corrector, spellfix.evaluation, spellfix.cli;"
        "print([name for name in ('httpx2', 'spellfix.client') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_without_its_library_the_client_says_what_to_install() -> None:
    code = "import sys; sys.modules['httpx2'] = None; import spellfix.client"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert b"pip install 'spellfix[client]'" in done.stderr


def test_a_client_to_await_is_closed_with_its_block(little: Start) -> None:
    answering = little(Says())

    async def closed() -> None:
        async with AsyncClient(answering.address) as service:
            await service.correct(TEXT)
        with pytest.raises(RuntimeError, match="closed"):
            await service.correct(TEXT)

    asyncio.run(closed())
