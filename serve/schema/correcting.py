"""Texts in, corrections out."""

from pydantic import BaseModel, Field, model_validator

from spellfix.serve.schema.limits import MOST_CHARACTERS, MOST_TEXTS
from spellfix.serve.schema.texts import (
    Asked,
    MinConfidence,
    Protect,
    Text,
    either,
    examples,
    one_portion,
)


class CorrectRequest(Asked):
    """교정할 글 하나 또는 여럿과 선택 사항. / One text or several to correct, and options."""

    model_config = examples(
        {"text": "오늘 선셍님이 숙재를 했다.", "explain": True},
        {"texts": ["첫 글", "둘째 글"], "min_confidence": 0.9, "protect": ["숙재"]},
        oneOf=either("text", "texts"),
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
    min_confidence: MinConfidence = None
    protect: Protect = Field(default_factory=list)
    explain: bool = Field(
        False, description="수정마다 까닭도. / Say of each edit why it is made, as well."
    )

    @model_validator(mode="after")
    def _one_or_several(self) -> "CorrectRequest":
        if (self.text is None) == (self.texts is None):
            raise ValueError("text와 texts 가운데 하나만 / expected either text or texts")
        one_portion(*self.all_texts)
        return self

    @property
    def all_texts(self) -> list[str]:
        return [self.text] if self.text is not None else self.texts or []


class ExplanationAnswer(BaseModel):
    """고친 까닭. / Why an edit is made."""

    korean: str = Field(description="한국어로. / In Korean.")
    english: str = Field(description="영어로. / In English.")
    article: str = Field(
        description="근거가 되는 조항, 없으면 빈 글. / The article of the norm behind it, or empty."
    )


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
    explanation: ExplanationAnswer | None = Field(
        None, description="고친 까닭, explain일 때만. / Why; only where it was asked for."
    )


class CorrectionAnswer(BaseModel):
    """글 하나의 교정 결과. / The correction of one text."""

    text: str = Field(description="고친 글. / The corrected text.")
    edits: list[EditAnswer] = Field(description="수정, 위치 순서. / Edits, in order.")
    score: float = Field(description="글 전체의 확신도, 0에서 1. / Of the whole text, 0 to 1.")


class ModelAnswer(BaseModel):
    """답한 모델. / The model that answered."""

    name: str = Field(description="이름. / Its name.")
    version: str = Field(description="판. / Its version.")


class CorrectAnswer(BaseModel):
    """보낸 순서대로의 교정 결과와 모델. / Corrections in the order given, and the model."""

    corrections: list[CorrectionAnswer] = Field(
        description="보낸 순서대로. / In the order of the texts."
    )
    model: ModelAnswer = Field(description="고친 모델. / The model that corrected.")
