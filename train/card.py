"""The model card (README.md of a model directory), written from facts alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from spellfix.calibration import Calibration
from spellfix.manifest import GENERATE
from spellfix.recalibration import least, weights
from spellfix.thresholds import Thresholds

INTRO = """\
---
language: ko
license: apache-2.0
library_name: transformers
pipeline_tag: text2text-generation
tags: [korean, typo-correction, grammatical-error-correction]
---

# {name}

한국어 오타 교정 모델입니다. 깨끗한 글에 오타를 내는 잡음 함수로 만든 쌍에서 배웠습니다
(매개변수 {parameters:,}개).

A denoising encoder-decoder that corrects Korean typos; it learnt from clean text
to which a noise function had added typos ({parameters:,} parameters).

    from spellfix import Corrector
    Corrector.from_pretrained("DIR").correct("오늘 선셍님이 숙재를 않내주셨어요.").text

`model.safetensors` (float16) loads with `AutoModelForSeq2SeqLM` of transformers; `onnx/` holds the
int8 files that spellfix runs. The tokenizer is `spm.model`, used through `spellfix.tokenizer`.
"""


GENERATOR_INTRO = """\
---
language: ko
license: apache-2.0
library_name: transformers
pipeline_tag: text2text-generation
tags: [korean, typo-generation, data-augmentation]
---

# {name}

한국어 오타 생성 모델입니다. 바른 글을 받아 사람이 낼 법한 오타를 냅니다. 교정 모델이 아닙니다
(매개변수 {parameters:,}개).

An encoder-decoder that makes typos in correct Korean text, to train correctors with. It is no
corrector ({parameters:,} parameters).

    from spellfix.generator import TypoGenerator
    TypoGenerator.from_pretrained("DIR", seed=0).noise("숙제를 안 내 주셨어요.", epoch=0, index=0)
"""


def write_card(path: Path, facts: Mapping[str, Any], sources_note: str) -> None:
    """Write the card for a model described by the facts of its manifest."""
    makes_typos = facts["direction"] == GENERATE
    intro = GENERATOR_INTRO if makes_typos else INTRO
    parts = [
        intro.format(name=facts["name"], parameters=facts["training"]["parameters"]),
        "\n".join((_typos if makes_typos else _accuracy)(facts)),
        "\n".join(_training(facts)),
        "\n".join(_data(facts)),
        sources_note.strip(),
        GENERATOR_LIMITS if makes_typos else LIMITS,
    ]
    path.write_text("\n\n".join(part.strip() for part in parts if part) + "\n", encoding="utf-8")


def _accuracy(facts: Mapping[str, Any]) -> Iterator[str]:
    yield "## 정확도 Accuracy\n"
    yield (
        f"Edits from a confidence of {_least(facts)} on "
        f"({facts['training']['threshold_from']}; never below 0.5). 95 % Wilson intervals. "
        "A whole text must be exactly right; copying the input gives 0 % and 100 %.\n"
    )
    if "gain" in facts["calibration"]:
        yield (
            "How sure an edit is says the model together with the kind of the edit and a language "
            f"model, `language.npz`: {weights(Calibration(**facts['calibration']))}.\n"
        )
    if found := facts["training"].get("threshold_expected"):
        yield (
            "Expected of other texts, with thresholds chosen without them (cross-validated): typo "
            f"accuracy {_share(found, 'typo')} (n = {found['n_typo']}), correct-text accuracy "
            f"{_share(found, 'correct_text')} (n = {found['n_clean']}).\n"
        )
    yield "| set | 오타 정확률 typo accuracy | n | 정타 정확률 correct-text accuracy | n |"
    yield "|---|---|---|---|---|"
    sets = {name: found for name, found in facts["metrics"].items() if name != "float32"}
    for name, found in sets.items():
        yield f"| {name} | {_share(found, 'typo')} | {found['n_typo']} | " + (
            f"{_share(found, 'correct_text')} | {found['n_clean']} |"
        )
    for name, found in facts["metrics"]["float32"].items():
        yield f"| {name}, float32 instead of int8 | {_share(found, 'typo')} | " + (
            f"{found['n_typo']} | {_share(found, 'correct_text')} | {found['n_clean']} |"
        )
    yield "\nOf the typos:\n"
    yield "| set | corrected | uncorrected | miscorrected | edit precision | recall | F0.5 |"
    yield "|---|---|---|---|---|---|---|"
    for name, found in sets.items():
        if found["n_typo"]:
            yield f"| {name} | {found['corrected']} | {found['uncorrected']} | " + (
                f"{found['miscorrected']} | {_percent(found['edit_precision'])} | "
                f"{_percent(found['edit_recall'])} | {_percent(found['edit_f05'])} |"
            )
    for name, found in sets.items():
        rows = {kind: row for kind, row in found["by_kind"].items() if row["n_typo"]}
        if len(rows) > 1:
            yield f"\nBy kind, {name}:\n"
            yield "| kind | typo accuracy | n |"
            yield "|---|---|---|"
            for kind, row in rows.items():
                yield f"| {kind} | {_share(row, 'typo')} | {row['n_typo']} |"


def _typos(facts: Mapping[str, Any]) -> Iterator[str]:
    sets = {
        "drawn for held-out lines": facts["metrics"]["drawn"],
        "learnt from": facts["metrics"]["taught"],
        **facts["metrics"]["benchmarks"],
    }
    yield "## 오타 Typos\n"
    yield (
        "No typo is the right one, so there is no accuracy. Its own typos beside others; kinds as "
        "`spellfix.kinds` judges them, in shares of all edits. Nats: the mean of "
        "-log p(noisy text given the clean one), for typos that people made.\n"
    )
    kinds = list(facts["metrics"]["drawn"]["by_kind"])
    yield f"| typos | texts | changed | edits per text | {' | '.join(kinds)} | nats per text |"
    yield f"|---|---|---|---|{'---|' * len(kinds)}---|"
    for name, found in sets.items():
        shares = " | ".join(_percent(found["by_kind"][kind]) for kind in kinds)
        yield (
            f"| {name} | {found['n']:,} | {_percent(found['changed'])} | "
            f"{_number(found['edits_per_text'])} | {shares} | "
            f"{_number(found.get('nats_per_text'))} |"
        )


def _training(facts: Mapping[str, Any]) -> Iterator[str]:
    training = facts["training"]
    yield "## 학습 Training\n"
    yield (
        f"{training['minutes']} minutes on {training['processor']}, {training['steps']} steps, "
        f"{training['sentences']:,} noisy sentences; code {training['code']}, finished "
        f"{training['finished']}. Configuration: `spellfix.json`. The command, folders left out:\n"
    )
    yield f"    {training['command']}\n"
    if other := training.get("averaged_with"):
        share = other.get("share", 0.5)
        yield (
            f"The weights are {1 - share:.0%} those of this run and {share:.0%} those of a model "
            f"{other['name']} (SHA-256 `{other['weights']}`).\n"
        )
    mix = ", ".join(f"{kind} {weight:g}" for kind, weight in facts["noise"]["mix"].items())
    yield (
        f"Noise: {facts['noise']['errors']} errors a sentence and {facts['noise']['rate']:g} a "
        f"syllable on average, {facts['noise']['clean']:.0%} of the sentences left clean; weights "
        f"of kinds: {mix}."
    )


def _data(facts: Mapping[str, Any]) -> Iterator[str]:
    yield "## 자료 Data\n"
    yield f"Fingerprint (SHA-256 of all lines): `{facts['data']['fingerprint']}`\n"
    if pairs := facts["data"].get("pairs", 0):
        yield f"{pairs:,} of the lines came as pairs and were learnt as they are.\n"
    yield "| file | lines | passes an epoch |"
    yield "|---|---|---|"
    for name, lines, weight in facts["data"]["sources"]:
        yield f"| {name} | {lines:,} | {weight:g} |"


def _least(facts: Mapping[str, Any]) -> str:
    return least(Thresholds(facts["min_confidence"], facts["min_confidence_by_kind"]))


def _share(found: Mapping[str, Any], name: str) -> str:
    accuracy, interval = found[f"{name}_accuracy"], found.get(f"{name}_accuracy_interval")
    if accuracy is None or interval is None:
        return "-"
    return f"{_percent(accuracy)} [{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


GENERATOR_LIMITS = """\
## 쓰임과 한계 Use and limits

For training data and for testing correctors. It repeats the typos that it learnt from, with their
one-sidedness; a sentence that it wrote may by chance be another correct one.
"""

LIMITS = """\
## 쓰임과 한계 Use and limits

For typos, misspellings and spacing in everyday, school and technical Korean. Not for facts, style
or grammar beyond a word's form: mistakes from wrong background knowledge are out of its scope. Its
text is mostly encyclopaedic, technical and formal; dialect, slang, old spelling and rare names are
where it is most likely to change what is right. Raise `min_confidence` where a wrong correction is
worse than a missed typo.
"""
