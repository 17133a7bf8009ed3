"""Answers that are none: why, never what was written."""

from typing import Any

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """답하지 못한 까닭. / Why there is no answer."""

    detail: str = Field(description="까닭, 한국어와 영어. / Why, in Korean and English.")


class Fault(BaseModel):
    """받을 수 없는 값의 자리와 까닭. 값 자체는 없습니다. / Where and why, never the value."""

    loc: list[str | int] = Field(description="요청 안의 자리. / Where in the request.")
    type: str = Field(description="잘못의 종류. / The kind of fault.")
    msg: str = Field(description="설명. / What is wrong.")


class Invalid(BaseModel):
    """받을 수 없는 요청. / A request that cannot be taken."""

    detail: list[Fault] | str = Field(description="잘못된 곳마다 하나. / One for each fault.")


_PROBLEMS: dict[int, tuple[type[BaseModel], str]] = {
    400: (Problem, "읽을 수 없는 본문 / The body cannot be read"),
    401: (Problem, "API 키가 없거나 틀림 / No API key, or a wrong one"),
    404: (Problem, "그런 것이 없음 / There is no such thing"),
    408: (Problem, "본문이 너무 늦게 옴 / The body came too slowly"),
    410: (Problem, "그사이 지워짐 / It was deleted meanwhile"),
    413: (Problem, "너무 큰 본문 / The body is too large"),
    415: (Problem, "JSON이 아닌 본문 / The body is not JSON"),
    422: (Invalid, "받을 수 없는 값 / A value that cannot be taken"),
    429: (Problem, "너무 잦은 요청, Retry-After / Too many requests, see Retry-After"),
    500: (Problem, "서비스의 잘못 / A fault of the service"),
    503: (Problem, "나중에 다시, Retry-After / Busy, see Retry-After"),
}
_ANY = (401, 429, 500, 503)
_BODY = (400, 408, 413, 415, 422)


def problems(*statuses: int, body: bool = False) -> dict[int | str, dict[str, Any]]:
    """The refusals that an operation may answer with: `statuses`, those of every operation, and
    where it takes a `body` those of bodies."""
    wanted = sorted({*statuses, *_ANY, *(_BODY if body else ())})
    return {
        status: {"model": model, "description": description}
        for status, (model, description) in _PROBLEMS.items()
        if status in wanted
    }
