"""`/v1/correct`: texts in, corrections out; nothing is stored."""

from dataclasses import asdict

from fastapi import APIRouter, Request

from spellfix.serve.access import Admitted
from spellfix.serve.disconnect import unless_gone
from spellfix.serve.routes.parts import Answering, Serving, model_of
from spellfix.serve.schema.correcting import CorrectAnswer, CorrectionAnswer, CorrectRequest
from spellfix.serve.schema.problems import problems

router = APIRouter(tags=["correct"])


@router.post(
    "/v1/correct",
    summary="글을 교정합니다 / Correct texts",
    responses=problems(body=True),
)
async def correct(
    request: Request,
    body: CorrectRequest,
    caller: Admitted,
    services: Serving,
    engine: Answering,
) -> CorrectAnswer:
    """글 하나 또는 여럿을 교정하고, 무엇을 어디서 고쳤는지 답합니다. 아무것도 저장하지 않습니다.

    Correct one text or several; the answer says what was changed, and where. Nothing is stored.
    """
    protect = await services.protected(caller, body.protect)
    done = await unless_gone(
        request,
        engine.correct(
            body.all_texts,
            min_confidence=body.min_confidence,
            protect=protect,
            timeout=services.settings.request_timeout,
        ),
    )
    answers = [asdict(each) for each in done]
    if body.explain:
        asked = [(text, each.edits) for text, each in zip(body.all_texts, done, strict=True)]
        for answer, reasons in zip(answers, await engine.explain(asked), strict=True):
            for edit, reason in zip(answer["edits"], reasons, strict=True):
                edit["explanation"] = asdict(reason)
    return CorrectAnswer(
        corrections=[CorrectionAnswer.model_validate(answer) for answer in answers],
        model=model_of(engine),
    )
