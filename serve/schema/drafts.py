"""Drafts, their corrections and what people decided about them."""

from datetime import datetime

from pydantic import BaseModel, Field, model_validator

from spellfix.serve.schema.correcting import EditAnswer, ModelAnswer
from spellfix.serve.schema.limits import LONGEST_NAME, MOST_CHARACTERS
from spellfix.serve.schema.texts import Asked, MinConfidence, Protect, Text, examples, one_portion

_MOST_EDITS = MOST_CHARACTERS
_LARGEST_ID = 1 << 31


class DraftRequest(Asked):
    """저장하고 교정할 글. / A draft to store and correct."""

    model_config = examples({"text": "민수가 숙재를 잘 해 왔습니다."})

    text: Text = Field(description="글. / The draft.")
    min_confidence: MinConfidence = None
    protect: Protect = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_portion(self) -> "DraftRequest":
        one_portion(self.text)
        return self


class ReviewRequest(Asked):
    """수정마다 내린 결정과 마지막 글. / The decisions on the edits, and the final text."""

    model_config = examples(
        {"accepted": [0], "rejected": []},
        {"accepted": [], "rejected": [0], "final_text": "민수가 숙제를 잘해 왔습니다."},
    )

    accepted: list[int] = Field(
        default_factory=list,
        max_length=_MOST_EDITS,
        description="받아들인 수정의 id. / Ids of the edits that were accepted.",
    )
    rejected: list[int] = Field(
        default_factory=list,
        max_length=_MOST_EDITS,
        description="물리친 수정의 id. 어느 쪽에도 없으면 정하지 않은 것. "
        "/ Ids of the edits that were rejected; those in neither are undecided.",
    )
    final_text: Text | None = Field(
        None,
        description="사람이 마친 글. 없으면 받아들인 수정만 한 글. "
        "/ The text as the person left it (default: the draft with the accepted edits made).",
    )
    reviewer: Text = Field(
        "",
        max_length=LONGEST_NAME,
        description="누가 보았는지, 이름 말고 아이디. 한 사람의 나중 것이 앞의 것을 대신합니다. "
        "/ Who reviewed it, an id rather than a name. A later review replaces that person's "
        "earlier one.",
    )

    @model_validator(mode="after")
    def _decided_once(self) -> "ReviewRequest":
        decided = [*self.accepted, *self.rejected]
        if len(set(decided)) < len(decided):
            raise ValueError(
                "같은 수정이 두 번 있습니다 / expected each edit once, accepted or rejected"
            )
        if not all(0 <= each < _LARGEST_ID for each in decided):
            raise ValueError("그런 수정은 없습니다 / no such edit: ids count from 0")
        one_portion(self.final_text or "")
        return self


class DraftEditAnswer(EditAnswer):
    """번호가 있는 수정. / An edit with its number."""

    id: int = Field(description="이 글 안의 번호, 0부터. / Its number in this draft, from 0.")


class DraftCorrectionAnswer(BaseModel):
    """저장한 글의 교정 결과. / The correction of a stored draft."""

    text: str = Field(description="고친 글. / The corrected text.")
    edits: list[DraftEditAnswer] = Field(description="수정, 위치 순서. / Edits, in order.")
    score: float = Field(description="글 전체의 확신도, 0에서 1. / Of the whole text, 0 to 1.")


class ReviewAnswer(BaseModel):
    """사람이 내린 결정. / What a person decided."""

    accepted: list[int] = Field(description="받아들인 수정. / Edits that were accepted.")
    rejected: list[int] = Field(description="물리친 수정. / Edits that were rejected.")
    final_text: str = Field(description="마지막 글. / The final text.")
    outcome: str = Field(
        description="오타가 있던 글은 corrected 바로 고침, uncorrected 못 고침, miscorrected 잘못 "
        "고침; 없던 글은 kept 그대로 둠, overcorrected 건드림; rewritten은 다시 쓴 글로 정확률에 "
        "들지 않음. / How the correction ended; a rewritten draft counts for no accuracy."
    )
    reviewer: str = Field(description="누가. / Who reviewed it.")
    reviewed_at: datetime = Field(description="언제(UTC). / When (UTC).")


class ListedDraft(BaseModel):
    """목록에 있는 글: 앞부분과 수. / A draft in a list: how it begins, and counts."""

    id: str = Field(description="글의 아이디. / The id of the draft.")
    created_at: datetime = Field(description="받은 때(UTC). / When it came (UTC).")
    expires_at: datetime | None = Field(
        description="지울 때(UTC), 없으면 지우지 않음. / When it will be deleted (UTC), if ever."
    )
    beginning: str = Field(description="글의 앞부분. / How the text begins.")
    characters: int = Field(description="글의 길이(코드 포인트). / Code points of the whole text.")
    edits: int = Field(description="수정의 수. / How many edits its correction has.")
    score: float = Field(description="글 전체의 확신도. / Of the whole text, 0 to 1.")
    reviewed_at: datetime | None = Field(
        description="가장 나중에 검토한 때(UTC), 없으면 null. / When last reviewed (UTC), or null."
    )


class DraftsAnswer(BaseModel):
    """저장한 글의 목록, 먼저 온 것부터. / Stored drafts, the oldest first."""

    drafts: list[ListedDraft] = Field(description="글. / The drafts.")
    next: str | None = Field(
        description="이어서 볼 곳: after로 보냄, 끝이면 null. / Where it goes on: to be sent as "
        "after; null at the end."
    )


class DraftAnswer(BaseModel):
    """저장한 글, 그 교정 결과와 검토. / A stored draft, its correction and its review."""

    id: str = Field(description="글의 아이디. / The id of the draft.")
    created_at: datetime = Field(description="받은 때(UTC). / When it came (UTC).")
    expires_at: datetime | None = Field(
        description="지울 때(UTC), 없으면 지우지 않음. / When it will be deleted (UTC), if ever."
    )
    text: str = Field(description="원문. / The draft as given.")
    correction: DraftCorrectionAnswer = Field(description="교정 결과. / Its correction.")
    model: ModelAnswer = Field(description="고친 모델. / The model that corrected it.")
    review: ReviewAnswer | None = Field(
        description="가장 나중의 검토, 없으면 null. / The newest review, or null."
    )
