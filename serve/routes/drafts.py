"""`/v1/drafts`: drafts that are stored, corrected, reviewed and deleted."""

import re
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from spellfix.edits import apply
from spellfix.serve.access import Admitted
from spellfix.serve.disconnect import unless_gone
from spellfix.serve.engine import Engine
from spellfix.serve.reviewing import kind_of, outcome_of
from spellfix.serve.routes.parts import Answering, Once, Serving, Storing
from spellfix.serve.schema.correcting import ModelAnswer
from spellfix.serve.schema.drafts import (
    DraftAnswer,
    DraftRequest,
    DraftsAnswer,
    ListedDraft,
    ReviewRequest,
)
from spellfix.serve.schema.limits import MOST_DRAFTS
from spellfix.serve.schema.problems import problems
from spellfix.serve.storage import Draft, DraftPlace, NewDraft, NewReview
from spellfix.serve.storage.tables import EPOCH, MICROSECOND

router = APIRouter(tags=["drafts"])
DraftId = Annotated[
    str, Path(max_length=64, description="글의 아이디. / The id of the draft, as given.")
]
_NO_DRAFT = "그런 글이 없습니다 / there is no such draft"
_REPLAYED = "Idempotency-Replayed"
_PLACE = re.compile(r"([0-9]{1,17})\.([A-Za-z0-9_-]{22})")


@router.post(
    "/v1/drafts",
    status_code=201,
    summary="글을 저장하고 교정합니다 / Store a draft and correct it",
    responses=problems(404, 410, body=True),
)
async def add_draft(
    request: Request,
    response: Response,
    body: DraftRequest,
    caller: Admitted,
    services: Serving,
    engine: Answering,
    store: Storing,
    once: Once,
) -> DraftAnswer:
    """글을 저장하고 교정합니다. 답이 온 글은 정전에도 남아 있습니다.

    Store a draft and correct it. What has been answered survives a power cut.
    """
    draft = await store.replay(caller.owner, once) if once else None
    replayed = draft is not None
    if draft is None:
        protect = await services.protected(caller, body.protect)
        (done,) = await unless_gone(
            request,
            engine.correct(
                [body.text],
                min_confidence=body.min_confidence,
                protect=protect,
                timeout=services.settings.request_timeout,
            ),
        )
        written = await store.add_draft(
            caller.owner,
            NewDraft(
                text=body.text,
                corrected=done.text,
                edits=done.edits,
                score=done.score,
                min_confidence=body.min_confidence,
                model_name=engine.name,
                model_version=engine.version,
            ),
            once,
        )
        draft, replayed = written.draft, written.replayed
    response.headers["Location"] = f"/v1/drafts/{draft.id}"
    if replayed:
        response.headers[_REPLAYED] = "true"
    return await _answer(engine, draft)


@router.get(
    "/v1/drafts",
    summary="저장한 글의 목록 / List the stored drafts",
    responses=problems(404, 422),
)
async def list_drafts(
    caller: Admitted,
    store: Storing,
    reviewed: Annotated[
        bool | None,
        Query(
            description="false: 검토를 기다리는 글만, true: 검토한 글만. / Only drafts that wait "
            "for a review (false), or have one (true)."
        ),
    ] = None,
    after: Annotated[
        str | None,
        Query(max_length=64, description="앞 답의 next. / What the last answer called next."),
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=MOST_DRAFTS, description="많아야 몇 개. / How many at most.")
    ] = 20,
) -> DraftsAnswer:
    """저장한 글, 먼저 온 것부터. 글 전체와 수정은 아이디로 봅니다.

    The stored drafts, the oldest first: how each begins. The whole of one is read by its id.
    """
    found, place = await store.drafts(caller.owner, reviewed, limit, _place(after))
    return DraftsAnswer(
        drafts=[ListedDraft(**asdict(each)) for each in found],
        next=None if place is None else _written(place),
    )


@router.get(
    "/v1/drafts/{draft_id}",
    summary="저장한 글을 봅니다 / Read a stored draft",
    responses=problems(404, 422),
)
async def read_draft(
    draft_id: DraftId, caller: Admitted, engine: Answering, store: Storing
) -> DraftAnswer:
    """저장한 글, 그 교정 결과와 가장 나중의 검토. / A draft, its correction, its newest review."""
    draft = await store.draft(caller.owner, draft_id)
    if draft is None:
        raise HTTPException(404, _NO_DRAFT)
    return await _answer(engine, draft)


@router.delete(
    "/v1/drafts/{draft_id}",
    status_code=204,
    summary="저장한 글을 지웁니다 / Delete a stored draft",
    responses=problems(404, 422),
)
async def delete_draft(draft_id: DraftId, caller: Admitted, store: Storing) -> None:
    """글과 수정과 검토를 모두 지웁니다. / Delete the draft, its edits and its reviews."""
    if not await store.delete_draft(caller.owner, draft_id):
        raise HTTPException(404, _NO_DRAFT)


@router.post(
    "/v1/drafts/{draft_id}/review",
    summary="수정을 받아들이거나 물리칩니다 / Accept and reject the edits of a draft",
    responses=problems(404, 410, body=True),
)
async def review_draft(
    draft_id: DraftId,
    response: Response,
    body: ReviewRequest,
    caller: Admitted,
    services: Serving,
    engine: Answering,
    store: Storing,
    once: Once,
) -> DraftAnswer:
    """받아들인 수정, 물리친 수정과 마지막 글을 저장합니다. 나중의 검토가 앞의 것을 대신합니다.

    Store which edits were accepted and rejected, and the final text. A later review by the same
    person replaces the earlier one.
    """
    draft = await store.replay(caller.owner, once) if once else None
    if draft is None:
        draft = await store.draft(caller.owner, draft_id)
        if draft is None:
            raise HTTPException(404, _NO_DRAFT)
        review = await engine.run(_reviewed, draft, body)
        written = await store.add_review(caller.owner, draft_id, review, once)
        if written is None:
            raise HTTPException(404, _NO_DRAFT)
        draft, replayed = written.draft, written.replayed
        if not replayed:
            services.telemetry.decided(
                accepted=[draft.edits[each].kind for each in body.accepted],
                rejected=[draft.edits[each].kind for each in body.rejected],
            )
    else:
        replayed = True
    if replayed:
        response.headers[_REPLAYED] = "true"
    return await _answer(engine, draft)


def _place(written: str | None) -> DraftPlace | None:
    """The place that `_written` wrote."""
    if written is None:
        return None
    found = _PLACE.fullmatch(written)
    if found is None:
        raise HTTPException(
            422, "앞 답의 next가 아닙니다 / after: expected what the last answer called next"
        )
    return DraftPlace(EPOCH + int(found[1]) * MICROSECOND, found[2])


def _written(place: DraftPlace) -> str:
    return f"{(place.created_at - EPOCH) // MICROSECOND}.{place.draft_id}"


def _reviewed(draft: Draft, body: ReviewRequest) -> NewReview:
    """What the person decided, and what that says of the correction."""
    decided = [*body.accepted, *body.rejected]
    if any(each >= len(draft.edits) for each in decided):
        raise HTTPException(
            422,
            f"그런 수정은 없습니다 / no such edit: this draft has {len(draft.edits)}, "
            "numbered from 0",
        )
    final = body.final_text
    if final is None:
        accepted = set(body.accepted)
        final = apply(draft.text, [edit for at, edit in enumerate(draft.edits) if at in accepted])
    return NewReview(
        accepted=tuple(sorted(body.accepted)),
        rejected=tuple(sorted(body.rejected)),
        final_text=final,
        outcome=outcome_of(draft.text, draft.corrected, final),
        kind=kind_of(draft.text, final),
        reviewer=body.reviewer,
    )


async def _answer(engine: Engine, draft: Draft) -> DraftAnswer:
    (reasons,) = await engine.explain([(draft.text, draft.edits)])
    edits = [
        {"id": at, **asdict(edit), "explanation": asdict(reason)}
        for at, (edit, reason) in enumerate(zip(draft.edits, reasons, strict=True))
    ]
    return DraftAnswer.model_validate(
        {
            "id": draft.id,
            "created_at": draft.created_at,
            "expires_at": draft.expires_at,
            "text": draft.text,
            "correction": {"text": draft.corrected, "edits": edits, "score": draft.score},
            "model": ModelAnswer(name=draft.model_name, version=draft.model_version),
            "review": None if draft.review is None else asdict(draft.review),
        }
    )
