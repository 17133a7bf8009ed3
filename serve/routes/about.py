"""`/v1/service`, `/healthz`, `/readyz`, `/metrics`: what the service is and how it does."""

from fastapi import APIRouter, HTTPException, Response

import spellfix
from spellfix.serve.access import Known
from spellfix.serve.routes.parts import Serving, model_of
from spellfix.serve.schema import limits
from spellfix.serve.schema.about import LimitsAnswer, ServiceAnswer, Status
from spellfix.serve.schema.problems import problems

router = APIRouter(tags=["service"])


@router.get("/v1/service", summary="이 서비스 / What this service is", responses=problems())
async def service(services: Serving) -> ServiceAnswer:
    """판, 모델, 한도, 저장하는지. 키가 없어도 됩니다. / Versions, limits; needs no key."""
    settings, store = services.settings, services.store
    return ServiceAnswer(
        name="spellfix",
        version=spellfix.__version__,
        model=model_of(services.engine),
        min_confidence=services.engine.min_confidence,
        storing=store is not None,
        keys=services.keys.required,
        retention_days=(settings.retention_days or None) if store else None,
        limits=LimitsAnswer(
            texts=limits.MOST_TEXTS,
            characters=limits.MOST_CHARACTERS,
            bytes=limits.MOST_BYTES,
            terms=limits.MOST_TERMS,
            term_characters=limits.LONGEST_TERM,
            pairs=limits.MOST_PAIRS,
        ),
    )


@router.get("/healthz", summary="살아 있는지 / Whether the service is alive")
async def healthz() -> Status:
    """살아 있으면 언제나 200. / Always 200 while the process answers."""
    return Status(status="ok")


@router.get(
    "/readyz",
    summary="요청을 받을 수 있는지 / Whether a request would be accepted",
    responses=problems(503),
)
async def readyz(services: Serving) -> Status:
    """자리가 없거나 데이터베이스가 답하지 않으면 503.

    503 while every place is taken or the database does not answer.
    """
    if not services.engine.has_room:
        raise HTTPException(
            503,
            "지금은 요청이 너무 많습니다 / too many requests at the moment",
            {"Retry-After": "1"},
        )
    if services.store is not None:
        await services.store.ping()
    return Status(status="ready")


@router.get(
    "/metrics",
    summary="프로메테우스 지표 / Metrics for Prometheus",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems(),
    },
)
async def metrics(services: Serving, _: Known) -> Response:
    """수만 있고 글은 없습니다. / Numbers only, never texts."""
    await services.gauges.refresh(services.store, services.telemetry)
    body, content_type = services.telemetry.exposition()
    return Response(body, headers={"Content-Type": content_type})
