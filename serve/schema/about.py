"""The service itself: what it is, what it takes, and whether it is well."""

from pydantic import BaseModel, Field

from spellfix.serve.schema.correcting import ModelAnswer


class LimitsAnswer(BaseModel):
    """한 요청에 담을 수 있는 만큼. / How much one request may hold."""

    texts: int = Field(description="글의 수. / Texts.")
    characters: int = Field(description="모든 글의 글자 수. / Code points of all texts.")
    bytes: int = Field(description="본문의 크기. / Bytes of the body.")
    terms: int = Field(description="지킬 말의 수. / Terms to leave alone.")
    term_characters: int = Field(description="말 하나의 글자 수. / Code points of a term.")
    pairs: int = Field(description="평가할 쌍의 수. / Pairs to evaluate.")


class ServiceAnswer(BaseModel):
    """이 서비스. / This service."""

    name: str = Field(description="이름. / Its name.")
    version: str = Field(description="판. / Its version.")
    model: ModelAnswer = Field(description="지금 쓰는 모델. / The model in use.")
    min_confidence: float = Field(
        description="이보다 확실하지 않은 수정은 하지 않음. / Edits less sure are not made."
    )
    storing: bool = Field(description="글을 저장할 수 있는지. / Whether drafts can be stored.")
    keys: bool = Field(description="API 키가 있어야 하는지. / Whether an API key is needed.")
    retention_days: int | None = Field(
        description="글을 지우기까지의 날, 없으면 지우지 않음. / Days that drafts are kept, if any."
    )
    limits: LimitsAnswer = Field(description="한 요청의 한도. / The limits of a request.")


class Status(BaseModel):
    """서비스의 상태. / The state of the service."""

    status: str = Field(description="ok 또는 ready. / ok or ready.")
