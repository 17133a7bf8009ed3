"""What operations ask for: the services, the store, a key against repetition; and their model."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request

from spellfix.serve.access import Admitted
from spellfix.serve.engine import Engine
from spellfix.serve.schema.correcting import ModelAnswer
from spellfix.serve.services import Services
from spellfix.serve.storage import Idempotency, Store


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


Serving = Annotated[Services, Depends(_services)]


async def _answering(services: Serving) -> AsyncIterator[Engine]:
    with services.switch.hold() as engine:
        yield engine


Answering = Annotated[Engine, Depends(_answering, scope="function")]
"""The engine for the whole of one request, also if another model takes its place meanwhile."""


async def _store(services: Serving, _: Admitted) -> Store:
    """The store, for those who may use it."""
    if services.store is None:
        raise HTTPException(404, "이 서비스는 글을 저장하지 않습니다 / this service stores nothing")
    return services.store


Storing = Annotated[Store, Depends(_store)]


async def _idempotency(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=128,
            pattern=r"^[\x21-\x7e]+$",
            description="다시 보내도 한 번만 저장하게 하는 열쇠. 같은 열쇠와 본문에는 처음의 답을 "
            "다시 합니다. / A key of your choice: the same key and body get the first answer "
            "again, and nothing is stored twice.",
        ),
    ] = None,
) -> Idempotency | None:
    if idempotency_key is None:
        return None
    route = f"{request.method} {request.url.path}"
    return Idempotency(idempotency_key, route, await request.body())


Once = Annotated[Idempotency | None, Depends(_idempotency)]


def model_of(engine: Engine) -> ModelAnswer:
    """The model that answers."""
    return ModelAnswer(name=engine.name, version=engine.version)
