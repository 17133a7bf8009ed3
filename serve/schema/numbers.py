"""What the numbers of an evaluation mean, for the description of the interface.

`spellfix.metrics` tells the same to those who read code.
"""

from typing import Any

_SHARE = "{korean}의 비율, 없으면 null. / Share of {english}; null where there are none."
_INTERVAL = "95 % 구간. / 95 % interval."
_SHARES = {
    "typo_accuracy": (
        "오타가 있던 글 가운데 전체가 바르게 된 것",
        "typo cases that come out right",
    ),
    "correct_text_accuracy": ("바른 글 가운데 그대로 둔 것", "right texts that were left alone"),
    "coverage": ("오타가 있던 글 가운데 손댄 것", "typo cases that were changed at all"),
    "correction_precision": ("손댄 글 가운데 바르게 된 것", "changed texts that came out right"),
    "spacing_insensitive_typo_accuracy": (
        "빈칸을 빼고도 틀렸던 글 가운데 빈칸 말고는 바르게 된 것",
        "cases wrong in more than spaces that came out right but for spaces",
    ),
    "spacing_insensitive_correct_text_accuracy": (
        "바른 글 가운데 빈칸 말고는 그대로 둔 것",
        "right texts that were left alone but for spaces",
    ),
    "edit_precision": ("한 수정 가운데 바른 것", "edits made that were wanted"),
    "edit_recall": ("해야 할 수정 가운데 한 것", "edits wanted that were made"),
    "word_edit_precision": (
        "어절로 본 수정 가운데 바른 것",
        "edits made that were wanted, by words",
    ),
    "word_edit_recall": ("어절로 본 해야 할 수정 가운데 한 것", "edits wanted, by words, made"),
    "cer_in": ("고치기 전에 틀린 글자", "characters that were wrong before"),
    "cer_out": ("고친 뒤에 틀린 글자", "characters that are wrong after"),
}
_OTHERS = {
    "n_typo": "오타가 있던 글의 수. / Texts with errors.",
    "n_clean": "바른 글의 수. / Right texts.",
    "corrected": "바르게 된 글. / Texts with errors that came out right.",
    "uncorrected": "손대지 않은 틀린 글. / Texts with errors that were left alone.",
    "miscorrected": "손댔으나 바르지 않은 글. / Texts with errors that came out wrong.",
    "overcorrected": "손댄 바른 글. / Right texts that were changed.",
    "n_changed": "손댄 글의 수. / Texts that were changed.",
    "n_typo_beyond_spacing": "빈칸을 빼고도 틀렸던 글. / Texts wrong in more than spaces.",
    "edit_f05": "수정의 F0.5. / F0.5 of the edits.",
    "word_edit_f05": "어절로 본 수정의 F0.5. / F0.5 of the edits by words.",
    "n_edits_made": "한 수정. / Edits made.",
    "n_edits_wanted": "해야 할 수정. / Edits wanted.",
    "n_edits_right": "바른 수정. / Edits made that were wanted.",
    "n_word_edits_made": "어절로 본 한 수정. / Edits made, by words.",
    "n_word_edits_wanted": "어절로 본 해야 할 수정. / Edits wanted, by words.",
    "n_word_edits_right": "어절로 본 바른 수정. / Edits made that were wanted, by words.",
    "n_characters": "정답의 글자 수. / Code points of the targets.",
    "gleu": "글자로 잰 GLEU. / GLEU over characters.",
    "gleu_in": "고치기 전의 GLEU. / GLEU of the inputs as they were.",
    "by_kind": "오타의 종류마다. / By kind of error.",
    "by_domain": "분야마다. / By domain.",
    "by_length": "길이마다. / By length.",
    "by_set": "파일마다. / By file.",
    "by_test": "행동 시험마다. / By behavioural test.",
    "confusion": "해야 할 수정의 종류와 한 수정의 종류. / Kinds of edits wanted, by kinds made.",
    "model": "잰 모델. / The model that was measured.",
}
_NUMBERS = {
    **_OTHERS,
    **{name: _SHARE.format(korean=told[0], english=told[1]) for name, told in _SHARES.items()},
}


def describe(document: dict[str, Any]) -> dict[str, Any]:
    """`document`, with a description for every number of its evaluations."""
    schemas = document["components"]["schemas"]
    for name in ("EvaluateAnswer", "Group"):
        for field, schema in schemas[name]["properties"].items():
            known = _INTERVAL if field.endswith("_interval") else _NUMBERS[field]
            schema.setdefault("description", known)
    return document
