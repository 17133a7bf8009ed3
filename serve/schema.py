"""What goes over the wire, and how much of it; knows no model and no route.

Every description is Korean, then English: this is the text of the OpenAPI document.
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

MOST_BYTES = 1 << 18
"""Of a request body. All of MOST_CHARACTERS fit, even if each is written as a JSON escape."""
MOST_TEXTS = 128
MOST_CHARACTERS = 20_000
"""Code points of all texts of a request together."""
MOST_TERMS = 1_000
LONGEST_TERM = 100


def _whole(text: str) -> str:
    """`text`, unless a JSON escape put half a character into it: no answer could hold that."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("유니코드 글이 아닙니다 / lone surrogate in the text") from error
    return text


Text = Annotated[str, AfterValidator(_whole)]


class CorrectRequest(BaseModel):
    """교정할 글 하나 또는 여럿과 선택 사항. / One text or several to correct, and options."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
        json_schema_extra={
            "examples": [
                {"text": "오늘 선셍님이 숙재를 했다."},
                {"texts": ["첫 글", "둘째 글"], "min_confidence": 0.9, "protect": ["숙재"]},
            ]
        },
    )

    text: Text | None = Field(
        None,
        description="교정할 글 하나. text와 texts 가운데 하나만 보냅니다. "
        "/ The text to correct. Send either text or texts.",
    )
    texts: list[Text] | None = Field(
        None,
        min_length=1,
        max_length=MOST_TEXTS,
        description=f"교정할 글 여럿. 합쳐서 {MOST_CHARACTERS:,}자까지. "
        f"/ Several texts, at most {MOST_CHARACTERS:,} code points together.",
    )
    min_confidence: float | None = Field(
        None,
        ge=0,
        le=1,
        description="이보다 확실하지 않은 수정은 버립니다. 없으면 모델의 값. "
        "/ Drop edits the model is less sure of (default: the model's own threshold).",
    )
    protect: list[Annotated[Text, Field(min_length=1, max_length=LONGEST_TERM)]] = Field(
        default_factory=list,
        max_length=MOST_TERMS,
        description="고치지 않을 말. 조사가 붙어도 지킵니다. "
        "/ Terms to leave alone, with particles attached too.",
    )

    @model_validator(mode="after")
    def _one_portion(self) -> "CorrectRequest":
        if (self.text is None) == (self.texts is None):
            raise ValueError("text와 texts 가운데 하나만 / expected either text or texts")
        size = sum(map(len, self.all_texts))
        if size > MOST_CHARACTERS:
            raise ValueError(
                f"글이 너무 깁니다 / {size:,} code points in all, expected {MOST_CHARACTERS:,} "
                "at most: 나누어 보내세요 / send them in parts"
            )
        return self

    @property
    def all_texts(self) -> list[str]:
        return [self.text] if self.text is not None else self.texts or []


class EditAnswer(BaseModel):
    """원문의 한 곳을 고친 것. / One place of the given text, and what it became."""

    start: int = Field(
        description="원문에서 시작 위치, 유니코드 코드 포인트 단위(UTF-16 단위가 아님). "
        "/ Start in the given text, in code points (not UTF-16 units)."
    )
    end: int = Field(description="끝 위치, 그 앞까지. / End, exclusive.")
    before: str = Field(description="원문. / What stood there.")
    after: str = Field(description="고친 것. / What stands there now.")
    kind: str = Field(
        description="keyboard 단순 입력, conversion 문자 변환, spelling 맞춤법, "
        "loanword 외래어 표기, spacing 띄어쓰기, particle 조사·어미. / Kind of error."
    )
    confidence: float = Field(description="확신도, 0에서 1. / Confidence, 0 to 1.")


class CorrectionAnswer(BaseModel):
    """글 하나의 교정 결과. / The correction of one text."""

    text: str = Field(description="고친 글. / The corrected text.")
    edits: list[EditAnswer] = Field(description="수정, 위치 순서. / Edits, in order.")
    score: float = Field(description="글 전체의 확신도, 0에서 1. / Of the whole text, 0 to 1.")


class ModelAnswer(BaseModel):
    """답한 모델. / The model that answered."""

    name: str
    version: str


class CorrectAnswer(BaseModel):
    """보낸 순서대로의 교정 결과와 모델. / Corrections in the order given, and the model."""

    corrections: list[CorrectionAnswer]
    model: ModelAnswer


class Status(BaseModel):
    """서비스의 상태. / The state of the service."""

    status: str


class Problem(BaseModel):
    """답하지 못한 까닭. / Why there is no answer."""

    detail: str


class Fault(BaseModel):
    """받을 수 없는 값의 자리와 까닭. 값 자체는 없습니다. / Where and why, never the value."""

    loc: list[str | int]
    type: str
    msg: str


class Invalid(BaseModel):
    """받을 수 없는 요청. / A request that cannot be taken."""

    detail: list[Fault]
