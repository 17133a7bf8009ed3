"""Texts and terms as a request may hold them, and what all requests have in common."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from spellfix.serve.schema.limits import LONGEST_TERM, MOST_CHARACTERS, MOST_TERMS


def _whole(text: str) -> str:
    """`text`, unless a JSON escape put half a character into it: no answer could hold that."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("유니코드 글이 아닙니다 / lone surrogate in the text") from error
    return text


Text = Annotated[str, AfterValidator(_whole)]
Protect = Annotated[
    list[Annotated[Text, Field(min_length=1, max_length=LONGEST_TERM)]],
    Field(
        max_length=MOST_TERMS,
        description="고치지 않을 말. 조사가 붙어도 지킵니다. 사전의 말은 언제나 지킵니다. "
        "/ Terms to leave alone, with particles attached too, beside those of the dictionary.",
    ),
]
MinConfidence = Annotated[
    float | None,
    Field(
        ge=0,
        le=1,
        description="이보다 확실하지 않은 수정은 버립니다. 없으면 서비스의 값(/v1/service). "
        "/ Drop edits the model is less sure of (default: the service's, see /v1/service).",
    ),
]


class Asked(BaseModel):
    """The base of all requests: strict, and silent about what it was given."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )


def examples(*bodies: dict[str, Any], **more: Any) -> ConfigDict:
    """The configuration of a request with these examples, and more of its JSON schema."""
    return ConfigDict(json_schema_extra={"examples": list(bodies), **more})


def either(one: str, several: str) -> list[dict[str, Any]]:
    """JSON schema of a request that has a text named `one` or a list named `several`."""
    return [
        {"required": [one], "properties": {one: {"type": "string"}}},
        {"required": [several], "properties": {several: {"type": "array"}}},
    ]


def one_portion(*texts: str) -> None:
    """Raises ValueError for more than a request may hold."""
    size = sum(map(len, texts))
    if size > MOST_CHARACTERS:
        raise ValueError(
            f"글이 너무 깁니다 / {size:,} code points in all, expected {MOST_CHARACTERS:,} "
            "at most: 나누어 보내세요 / send them in parts"
        )
