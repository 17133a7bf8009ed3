"""The user's dictionary: terms that stay as they are."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from spellfix.dictionary import is_term
from spellfix.serve.schema.limits import LONGEST_TERM, MOST_TERMS
from spellfix.serve.schema.texts import Asked, Text, examples


def _term(text: str) -> str:
    """`text` without white space around it. Raises ValueError where it is no term."""
    term = text.strip()
    if not is_term(term):
        raise ValueError(
            "사전에 넣을 수 없는 말입니다 / expected words in one line that do not start with '# '"
        )
    return term


class TermsRequest(Asked):
    """사전에 넣을 말. / Terms for the dictionary."""

    model_config = examples({"terms": ["민수", "하늘초"]})

    terms: list[
        Annotated[Text, Field(min_length=1, max_length=LONGEST_TERM), AfterValidator(_term)]
    ] = Field(
        min_length=1,
        max_length=MOST_TERMS,
        description="고치지 않을 말. 이미 있는 말은 그대로. / Terms to leave alone.",
    )


class TermAnswer(BaseModel):
    """사전의 말. / A term of the dictionary."""

    id: str = Field(description="지울 때 쓰는 아이디. / Its id, for deleting it.")
    term: str = Field(description="말. / The term.")
    created_at: datetime = Field(description="넣은 때(UTC). / When it came (UTC).")


class TermsAnswer(BaseModel):
    """사전의 모든 말. / All terms of the dictionary."""

    terms: list[TermAnswer] = Field(description="넣은 순서대로. / In the order they came.")
