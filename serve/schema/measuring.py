"""Pairs in, accuracies out; and the accuracies of what people reviewed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from spellfix.metrics import Group, Metrics
from spellfix.serve.schema.correcting import ModelAnswer
from spellfix.serve.schema.limits import LONGEST_NAME, MOST_CHARACTERS, MOST_PAIRS
from spellfix.serve.schema.texts import (
    Asked,
    MinConfidence,
    Protect,
    Text,
    either,
    examples,
    one_portion,
)


class PairRequest(Asked):
    """쓴 글과 뜻한 글. 같으면 틀리지 않은 글. / A text as written and as meant."""

    model_config = examples(
        {"input": "숙재를 했다.", "target": "숙제를 했다.", "kind": "spelling"},
        {"input": "할 수 있다.", "targets": ["할 수 있다.", "할 수 있어."]},
        oneOf=either("target", "targets"),
    )

    input: Text = Field(description="쓴 글. / As written.")
    target: Text | None = Field(None, description="뜻한 글. / As meant.")
    targets: list[Text] | None = Field(
        None, min_length=1, max_length=16, description="바른 글이 여럿일 때. / Several right ones."
    )
    kind: Annotated[Text, Field(max_length=LONGEST_NAME)] | None = Field(
        None, description="오타의 종류. / The kind of its errors."
    )

    @model_validator(mode="after")
    def _has_a_target(self) -> "PairRequest":
        if (self.target is None) == (self.targets is None):
            raise ValueError("target과 targets 가운데 하나만 / expected either target or targets")
        return self

    @property
    def all_targets(self) -> list[str]:
        return [self.target] if self.target is not None else list(self.targets or [])


class EvaluateRequest(Asked):
    """정답이 있는 쌍. / Labelled pairs."""

    model_config = examples(
        {
            "pairs": [
                {"input": "숙재를 했다.", "target": "숙제를 했다.", "kind": "spelling"},
                {"input": "숙제를 했다.", "target": "숙제를 했다."},
            ]
        }
    )

    pairs: list[PairRequest] = Field(
        min_length=1,
        max_length=MOST_PAIRS,
        description=f"쌍 {MOST_PAIRS}개, 쓴 글 {MOST_CHARACTERS:,}자까지. "
        f"/ At most {MOST_PAIRS} pairs, inputs of {MOST_CHARACTERS:,} code points in all.",
    )
    min_confidence: MinConfidence = None
    protect: Protect = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_portion(self) -> "EvaluateRequest":
        one_portion(*(pair.input for pair in self.pairs))
        for pair in self.pairs:
            one_portion(*pair.all_targets)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateAnswer(Metrics):
    """오타 정확률, 정타 정확률과 그 밖의 수, 저마다 n과 함께: `spellfix evaluate --json`의 답.
    / Both accuracies and what stands behind them, each with its n, as `spellfix evaluate --json`
    tells them."""

    model: ModelAnswer


class Decisions(BaseModel):
    """한 종류의 수정에 내린 결정의 수. / Decisions on edits of one kind, counted."""

    accepted: int = Field(description="받아들임. / Accepted.")
    rejected: int = Field(description="물리침. / Rejected.")


class AccuracyAnswer(BaseModel):
    """검토를 마친 글에서 센 정확률. / Accuracies counted on reviewed drafts.

    오타 정확률은 오타가 있던 글 가운데 전체를 똑바로 고친 비율, 정타 정확률은 틀리지 않은 글 가운데
    건드리지 않은 비율. / Typo accuracy: drafts with typos that came out exactly right. Correct-text
    accuracy: right drafts that were left alone.
    """

    since: date | None = Field(description="이 날(UTC)부터. / From this day (UTC) on.")
    until: date | None = Field(description="이 날(UTC)까지. / Up to and with this day (UTC).")
    drafts: int = Field(description="저장한 글. / Drafts stored.")
    reviewed: int = Field(description="검토한 글. / Drafts reviewed.")
    rewritten: int = Field(
        description="다시 쓴 글, 정확률에 들지 않음. / Rewritten drafts, in no accuracy."
    )
    overall: Group = Field(description="모두. / All of them.")
    by_day: Mapping[str, Group] = Field(description="검토한 날(UTC)마다. / By day of review (UTC).")
    by_kind: Mapping[str, Group] = Field(
        description="오타의 종류마다; mixed는 여럿, unknown은 틀리지 않은 글. "
        "/ By kind of error; mixed has several, unknown none."
    )
    by_model: Mapping[str, Group] = Field(description="모델마다. / By model.")
    edits: Mapping[str, Decisions] = Field(
        description="수정의 종류마다 받아들임과 물리침. / Decisions on edits, by kind."
    )
