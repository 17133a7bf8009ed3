"""`/v1/dictionary`: terms of the caller that stay as they are."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path

from spellfix.serve.access import Admitted
from spellfix.serve.routes.parts import Storing
from spellfix.serve.schema.limits import MOST_TERMS
from spellfix.serve.schema.problems import problems
from spellfix.serve.schema.words import TermAnswer, TermsAnswer, TermsRequest
from spellfix.serve.storage import Term, TooManyTerms

router = APIRouter(tags=["dictionary"])


@router.get(
    "/v1/dictionary",
    summary="사전의 말 / The terms of the dictionary",
    responses=problems(404),
)
async def read_terms(caller: Admitted, store: Storing) -> TermsAnswer:
    """고치지 않을 말, 넣은 순서대로. / Terms to leave alone, in the order they came."""
    return _answer(await store.terms(caller.owner))


@router.post(
    "/v1/dictionary",
    summary="사전에 말을 넣습니다 / Add terms to the dictionary",
    responses=problems(404, body=True),
)
async def add_terms(body: TermsRequest, caller: Admitted, store: Storing) -> TermsAnswer:
    """말을 넣고 모든 말을 답합니다. 이미 있는 말은 그대로입니다.

    Add terms; the answer has all of them. A term that is there already stays as it is.
    """
    try:
        return _answer(await store.add_terms(caller.owner, body.terms))
    except TooManyTerms:
        raise HTTPException(
            422,
            f"사전이 가득 찼습니다 / the dictionary would hold more than {MOST_TERMS:,} terms; "
            "지우고 넣으세요 / delete some first",
        ) from None


@router.delete(
    "/v1/dictionary/{term_id}",
    status_code=204,
    summary="사전에서 말을 지웁니다 / Delete a term from the dictionary",
    responses=problems(404, 422),
)
async def delete_term(
    term_id: Annotated[str, Path(max_length=64, description="말의 아이디. / The id of the term.")],
    caller: Admitted,
    store: Storing,
) -> None:
    """이제 그 말도 교정합니다. / From now on the term is corrected like any other word."""
    if not await store.delete_term(caller.owner, term_id):
        raise HTTPException(404, "그런 말이 없습니다 / there is no such term")


def _answer(terms: Iterable[Term]) -> TermsAnswer:
    return TermsAnswer(
        terms=[TermAnswer(id=each.id, term=each.term, created_at=each.created_at) for each in terms]
    )
