"""Logs: one JSON object a line, and no text of anybody in any of them."""

import io
import json
import logging
from typing import Any

import httpx2
import pytest

from spellfix.serve.telemetry.logs import JsonHandler, described

from .conftest import Start

SECRET = "비밀스러운글"
LATIN = "s3cretw0rd"


def logged(name: str, level: int, message: str, *args: object, **more: Any) -> dict[str, Any]:
    """What one record becomes."""
    stream = io.StringIO()
    logger = logging.Logger(name)
    logger.addHandler(JsonHandler(stream))
    logger.log(level, message, *args, **more)
    line: dict[str, Any] = json.loads(stream.getvalue())
    return line


def test_a_line_says_when_how_grave_and_what() -> None:
    line = logged("spellfix.serve", logging.INFO, "%d models are ready", 2)
    assert line["event"] == "2 models are ready"
    assert line["level"] == "info"
    assert line["logger"] == "spellfix.serve"
    assert line["time"].endswith("Z")
    assert len(line["time"]) == len("2026-01-31T09:00:00.000Z")


def test_한글_이름은_읽을_수_있게_적는다() -> None:
    stream = io.StringIO()
    logger = logging.Logger("spellfix.serve")
    logger.addHandler(JsonHandler(stream))
    logger.info("request", extra={"fields": {"owner": "햇살초등학교\n\u2028"}})
    assert "햇살초등학교" in stream.getvalue()
    assert stream.getvalue().count("\n") == 1
    assert json.loads(stream.getvalue())["owner"] == "햇살초등학교\n\u2028"


def test_of_another_librarys_message_only_the_place_is_told() -> None:
    line = logged("a.library", logging.ERROR, f"cannot read {SECRET}")
    assert SECRET not in json.dumps(line, ensure_ascii=False)
    assert line["place"].startswith("serve/telemetry/test_logs.py:")
    assert line["place"].endswith(" logged")


def test_a_logger_whose_name_only_begins_like_ours_is_another_library() -> None:
    assert SECRET not in logged("spellfixing", logging.ERROR, SECRET)["event"]


def test_known_messages_of_the_server_are_shown_with_their_numbers() -> None:
    line = logged("uvicorn.error", logging.INFO, "Started server process [%d]", 17)
    assert line["event"] == "Started server process [17]"
    line = logged("uvicorn.error", logging.INFO, "Started server process [%d]", SECRET)
    assert line["event"] == "Started server process [%d]"
    assert logged("uvicorn.error", logging.INFO, "Child process [17] died")["event"] == (
        "Child process [17] died"
    )
    assert "Child" not in logged("uvicorn.error", logging.INFO, "Child process [a] died")["event"]


def test_of_an_exception_the_types_and_places_are_told_down_to_its_causes() -> None:
    def fail() -> None:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    told = list(described(caught.value))
    assert [each["type"] for each in told] == ["RuntimeError", "ValueError"]
    assert all("test_logs.py:" in str(each["places"]) for each in told)
    assert "fail" in str(told[1]["places"])
    assert SECRET not in str(told)


def test_a_cycle_of_causes_ends() -> None:
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__cause__, second.__cause__ = second, first
    assert [each["type"] for each in described(first)] == ["ValueError", "KeyError"]


class Group(Exception):
    """As a group of exceptions, which came with Python 3.11."""

    exceptions = (OSError(SECRET), KeyError(SECRET))


def test_the_members_of_a_group_are_named() -> None:
    told = [str(each["type"]).rpartition(".")[2] for each in described(Group(SECRET))]
    assert told == ["Group", "OSError", "KeyError"]


def test_a_record_that_cannot_be_written_is_named_and_not_shown() -> None:
    line = logged("spellfix.serve", logging.ERROR, "%d", SECRET)
    assert line["event"] == "this record cannot be written"
    assert "test_logs.py" in line["place"]
    assert SECRET not in str(line)


def test_글은_어떤_기록에도_남지_않는다(start: Start) -> None:
    service = start()
    for _ in range(2):
        answer = httpx2.post(
            f"{service.url}/v1/drafts/{SECRET}{LATIN}",
            params={"q": SECRET + LATIN},
            headers={"X-Text": LATIN, "X-Request-ID": f"{LATIN} no id", "User-Agent": LATIN},
            content=(SECRET + LATIN).encode(),
            timeout=20,
        )
        assert answer.status_code == 500
        assert SECRET not in answer.text
        assert LATIN not in answer.text
    httpx2.get(f"{service.url}/{LATIN}")
    lines = service.stop()
    written = service.log.read_text("utf-8")
    assert service.process.stdout is not None
    assert service.process.stdout.read() == ""
    assert LATIN not in written
    assert SECRET not in written
    assert "\\ube44" not in written  # 비 as an escape
    seen = {line["logger"] for line in lines}
    # Every leak was tried, or this proves nothing.
    assert {
        "sqlalchemy.engine",
        "sqlalchemy.engine.Engine",
        "sqlalchemy.pool.impl.SingletonThreadPool",
    } <= seen
    assert {"a.library", "asyncio"} <= seen
    assert {"uvicorn.error", "uvicorn.asgi"} <= seen
    events = [line["event"] for line in lines]
    assert events.count("a request failed") == 2
    assert "a warning" in events
    assert "an exception that nobody caught" in events
    assert "an exception where none can be raised" in events
    assert "this record cannot be written" in events
    failed = next(line for line in lines if line["event"] == "a request failed")
    assert [each["type"] for each in failed["errors"]] == ["RuntimeError", "KeyError"]
    assert "telemetry/service.py" in str(failed["errors"][0]["places"][-1])
    requests = [line for line in lines if line["event"] == "request"]
    (first, *_) = [line for line in requests if line["method"] == "POST"]
    assert first["route"] == "/v1/drafts/{draft}"
    assert first["owner"] == "school"
    assert first["status"] == 500
    assert first["request_bytes"] == len((SECRET + LATIN).encode())
    assert first["response_bytes"] == len(answer.content)
    assert [line["route"] for line in requests if line["status"] == 404] == ["other"]
