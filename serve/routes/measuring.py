"""`/v1/evaluate`, `/v1/accuracy` and `/v1/export`: what the corrections are worth.

Always both accuracies, each with its n.
"""

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BeforeValidator

from spellfix.correction import Correction
from spellfix.metrics import Case, Metrics, score
from spellfix.serve.access import Admitted
from spellfix.serve.accuracies import by_day, by_kind, by_model, overall
from spellfix.serve.disconnect import unless_gone
from spellfix.serve.routes.parts import Answering, Serving, Storing, model_of
from spellfix.serve.schema.measuring import (
    AccuracyAnswer,
    Decisions,
    EvaluateAnswer,
    EvaluateRequest,
    PairRequest,
)
from spellfix.serve.schema.problems import problems
from spellfix.serve.storage import Exported, Store

router = APIRouter(tags=["accuracy"])
NDJSON = "application/x-ndjson"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_day(value: object) -> object:
    """`value`, if it is written as 2026-11-30; numbers are no days here."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("날짜가 아닙니다 / expected a day such as 2026-11-30")
    return value


Day = Annotated[date, BeforeValidator(_written_as_day)]


async def _period(
    since: Annotated[
        Day | None, Query(description="이 날(UTC)의 검토부터. / Reviews from this day (UTC) on.")
    ] = None,
    until: Annotated[
        Day | None, Query(description="이 날(UTC)의 검토까지. / Up to and with this day (UTC).")
    ] = None,
) -> tuple[date | None, date | None]:
    if since and until and until < since:
        raise HTTPException(422, "until이 since보다 앞입니다 / expected until not before since")
    return since, until


Period = Annotated[tuple[date | None, date | None], Depends(_period)]


@router.post(
    "/v1/evaluate",
    summary="정답이 있는 쌍으로 정확률을 잽니다 / Measure both accuracies on labelled pairs",
    responses=problems(body=True),
)
async def evaluate(
    request: Request,
    body: EvaluateRequest,
    caller: Admitted,
    services: Serving,
    engine: Answering,
) -> EvaluateAnswer:
    """쌍을 교정해 정답과 견줍니다. 아무것도 저장하지 않습니다.

    Correct the inputs and compare with the targets. Nothing is stored.
    """
    done = await unless_gone(
        request,
        engine.correct(
            [pair.input for pair in body.pairs],
            min_confidence=body.min_confidence,
            protect=await services.protected(caller, body.protect),
            timeout=services.settings.request_timeout,
        ),
    )
    metrics = await engine.run(_measured, body.pairs, done)
    numbers = {each.name: getattr(metrics, each.name) for each in fields(Metrics)}
    return EvaluateAnswer(**numbers, model=model_of(engine))


@router.get(
    "/v1/accuracy",
    summary="검토한 글의 정확률 / Both accuracies of the reviewed drafts",
    responses=problems(404, 422),
)
async def accuracy(period: Period, caller: Admitted, store: Storing) -> AccuracyAnswer:
    """사람이 마친 글을 정답으로 삼아, 날과 종류와 모델마다 n과 함께 셉니다.

    The final texts are taken for right; counted by day, kind and model, each with its n.
    """
    counts = await store.outcomes(caller.owner, *_moments(period))
    return AccuracyAnswer(
        since=period[0],
        until=period[1],
        drafts=counts.drafts,
        reviewed=counts.reviewed,
        rewritten=counts.rewritten,
        overall=overall(counts),
        by_day=by_day(counts),
        by_kind=by_kind(counts),
        by_model=by_model(counts),
        edits={
            each.kind: Decisions(accepted=each.accepted, rejected=each.rejected)
            for each in counts.edits
        },
    )


@router.get(
    "/v1/export",
    summary="검토한 쌍을 내보냅니다 / Export the reviewed pairs",
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {NDJSON: {"schema": {"type": "string"}}},
            "description": "한 줄에 JSON 하나, 먼저 검토한 것부터; spellfix evaluate가 읽습니다. "
            "/ One JSON object a line, oldest review first; spellfix evaluate reads it.",
        },
        **problems(404, 422),
    },
)
async def export(period: Period, caller: Admitted, store: Storing) -> StreamingResponse:
    """검토한 글을 쌍으로. 다시 쓴 글은 빠집니다.

    Reviewed drafts as pairs, one JSON object a line; rewritten ones are left out.
    """
    since, until = _moments(period)
    return StreamingResponse(_lines(store, caller.owner, since, until), media_type=NDJSON)


async def _lines(
    store: Store, owner: str, since: datetime | None, until: datetime | None
) -> AsyncIterator[str]:
    async for each in store.export(owner, since, until):
        yield f"{json.dumps(_pair(each), ensure_ascii=False)}\n"


def _pair(reviewed: Exported) -> dict[str, object]:
    kind = {} if reviewed.kind is None else {"kind": reviewed.kind}
    return {
        "id": reviewed.id,
        "input": reviewed.input,
        "target": reviewed.target,
        **kind,
        "output": reviewed.output,
        "edits": [{**asdict(each.edit), "accepted": each.accepted} for each in reviewed.edits],
        "model": f"{reviewed.model_name} {reviewed.model_version}",
        "reviewer": reviewed.reviewer,
        "reviewed_at": reviewed.reviewed_at.isoformat(),
    }


def _measured(pairs: Sequence[PairRequest], done: Sequence[Correction]) -> Metrics:
    return score(
        Case(pair.input, target, each.text, pair.kind, alternatives=tuple(others))
        for pair, each in zip(pairs, done, strict=True)
        for target, *others in [pair.all_targets]
    )


def _moments(period: tuple[date | None, date | None]) -> tuple[datetime | None, datetime | None]:
    """From the start of the first day to the end of the last one, in UTC."""
    since, until = period
    return (
        None if since is None else _midnight(since),
        None if until in (None, date.max) else _midnight(until) + timedelta(days=1),
    )


def _midnight(day: date) -> datetime:
    """Its first moment, in UTC."""
    return datetime.combine(day, time(), timezone.utc)
