"""The words of the evaluation report, Korean and English side by side; knows no number, no HTML."""

from collections.abc import Mapping

from spellfix.report.words import COMMON, KINDS, TYPO_OUTCOMES, Words

OUTCOMES: Mapping[str, Words] = {
    **TYPO_OUTCOMES,
    "overcorrected": ("멀쩡한 글을 고침", "overcorrected"),
}
EDIT_KINDS: Mapping[str, Words] = {**KINDS, "none": ("없음", "none")}
PLOTTED: Mapping[str, Words] = {
    "typo accuracy": COMMON["typo_accuracy"],
    "correct-text accuracy": COMMON["correct_text_accuracy"],
    "coverage": ("손댄 오타 글", "coverage"),
    "precision of corrections": ("고친 것의 정밀도", "precision of corrections"),
    "confidence told": ("말한 확신도", "confidence told"),
    "share of edits that are right": ("맞은 수정의 비율", "share of edits that are right"),
    "nothing was measured": ("잰 것이 없음", "nothing was measured"),
}
"""What stands in the plots in English, and what the page says there."""

TEXTS: Mapping[str, Words] = {
    **COMMON,
    "title": ("교정 정확도 보고서", "Evaluation report"),
    "lead": (
        "오타 정확률은 오타가 있는 글 가운데 글 전체를 똑바로 고친 비율, 정타 정확률은 틀리지 "
        "않은 글 가운데 건드리지 않은 비율입니다. 두 수는 언제나 함께 봅니다.",
        "Typo accuracy is the share of texts with errors that come out exactly right, "
        "correct-text accuracy the share of right texts that are left untouched. The two belong "
        "together.",
    ),
    "measured": ("무엇을 쟀나", "What was measured"),
    "n_typo": ("오타가 있는 글", "texts with typos"),
    "n_clean": ("틀리지 않은 글", "right texts"),
    "system": ("교정기", "system"),
    "systems": ("교정기", "Systems"),
    "version": ("판", "version"),
    "thresholds": ("확신도 문턱", "thresholds (min_confidence)"),
    "overall": ("모두", "overall"),
    "no_thresholds": ("확신도를 말하지 않음", "tells no confidences"),
    "headline": ("두 정확률", "The two numbers"),
    "headline_note": (
        "대괄호와 가는 선은 95 % 구간.",
        "Brackets and thin lines: 95 % intervals.",
    ),
    "outcomes": ("오타 글의 결과", "outcome of texts with typos"),
    "further": ("그 밖의 수", "Further numbers"),
    "further_note": (
        "손댄 오타 글: 오타 글 가운데 조금이라도 바꾼 비율. 고친 것의 정밀도: 바꾼 글 가운데 "
        "바르게 된 비율. F0.5는 정밀도를 재현율보다 두 배로 칩니다.",
        "Coverage: share of the texts with typos that were changed at all. Precision of "
        "corrections: of all texts changed, those that came out right. F0.5 weighs precision "
        "twice as much as recall.",
    ),
    "coverage": ("손댄 오타 글", "coverage"),
    "correction_precision": ("고친 것의 정밀도", "precision of corrections"),
    "spacing_insensitive": ("띄어쓰기를 빼고 본 오타 정확률", "typo accuracy but for spacing"),
    "edit_f05": ("수정 F0.5 (글자)", "edit F0.5 (characters)"),
    "word_edit_f05": ("수정 F0.5 (어절)", "edit F0.5 (words)"),
    "cer": ("글자 오류율, 전 → 후", "CER, in → out"),
    "gleu": ("GLEU, 전 → 후", "GLEU, in → out"),
    "speed": ("초당 문장", "sentences/s"),
    "significance": ("{first} 대 나머지", "{first} against the others"),
    "significance_note": (
        "한쪽만 맞힌 글의 수와 p (정확 맥니마 검정, 양쪽). p가 작을수록 우연으로 보기 어렵습니다.",
        "Texts that only one of the two got right, and p (exact McNemar test, two-sided).",
    ),
    "only_first": ("{first}만 맞힘", "only {first} right"),
    "only_second": ("상대만 맞힘", "only the other right"),
    "f05_difference": ("F0.5 차이", "difference of F0.5"),
    "curve": ("정확률의 그림", "Accuracy at a glance"),
    "curve_note": (
        "오른쪽 위가 좋습니다. 점은 문턱을 정한 대로 잰 값, 십자는 95 % 구간, 선은 확신도를 말하는 "
        "교정기의 문턱을 0에서 1까지 옮겼을 때의 값입니다.",
        "Up and to the right is better. Points: measured with the thresholds in use; crosses: 95 "
        "% intervals; lines: systems that tell confidences, their threshold moved from 0 to 1.",
    ),
    "trade": ("정밀도와 재현율", "Precision and recall"),
    "trade_note": (
        "선은 문턱을 옮겼을 때, 점은 쓴 문턱에서 잰 값입니다. 확신도를 말하지 않는 교정기는 점만 "
        "있습니다.",
        "Lines: thresholds moved; points: the thresholds in use. A system that tells no "
        "confidences has a point only.",
    ),
    "coverage_note": (
        "가로는 오타 글 가운데 손댄 비율.",
        "Across: the share of the texts with typos that were changed.",
    ),
    "recall": ("정밀도와 오타 정확률", "Precision and typo accuracy"),
    "recall_note": (
        "가로는 오타 정확률, 곧 재현율.",
        "Across: typo accuracy, which is recall.",
    ),
    "reliability": ("확신도는 믿을 만한가", "Reliability of confidences"),
    "reliability_note": (
        "점선 위에 있으면 확신도가 뜻하는 그대로입니다: 0.8이라고 한 수정은 열에 여덟이 맞습니다.",
        "On the dashed line confidences mean what they say: of edits told with 0.8, eight in ten "
        "are right.",
    ),
    "no_confidences": (
        "확신도를 말하는 교정기가 없습니다.",
        "No system tells confidences.",
    ),
    "confidence_bin": ("확신도", "confidence"),
    "edits": ("수정", "edits"),
    "edits_right": ("맞음", "right"),
    "ece": ("기대 보정 오차", "expected calibration error"),
    "groups": ("나누어 보기", "By group"),
    "by_kind": ("종류", "By kind"),
    "by_domain": ("분야", "By domain"),
    "by_set": ("자료", "By set"),
    "by_length": ("길이 (글자)", "By length (characters)"),
    "group": ("묶음", "group"),
    "confusion": ("종류의 혼동", "Confusion of kinds"),
    "confusion_note": (
        "줄은 필요했던 수정의 종류, 칸은 같은 자리에 한 수정의 종류. 진할수록 그 줄에서 "
        "많습니다. 없음: 하지 않았거나, 필요 없는 곳에 한 수정.",
        "Rows: kind of the edit wanted; columns: kind of the edit made on the same span. The "
        "darker, the larger its share of the row. None: not made, or made where none was wanted.",
    ),
    "wanted": ("필요 ＼ 한 것", "wanted \\ made"),
    "total": ("합", "total"),
    "behaviour": ("행동 검사", "Behavioural tests"),
    "behaviour_note": (
        "글 {n}개, 검사 {tests}개. 모든 글이 바르게 된 검사: {whole} ({share}). 작은 글씨: "
        "고칠 글과 남길 글에서 바르게 된 것.",
        "{n} texts, {tests} tests. Tests with every text right: {whole} ({share}). "
        "Small: typos corrected · right texts kept.",
    ),
    "test": ("검사", "test"),
    "whole_tests": ("모두 통과한 검사 {n}개", "{n} tests with every text right"),
    "broken_tests": ("실패가 있는 검사 {n}개", "{n} tests with failures"),
    "cases": ("가장 나쁜 {n}개", "The worst {n}"),
    "cases_note": (
        "{first}의 결과, 나쁜 것부터. 줄을 그은 글자는 빠진 것, 밑줄을 친 글자는 들어간 "
        "것입니다. ␣는 빈칸.",
        "What {first} did, worst first. Struck out: taken out; underlined: put in. ␣ is a space.",
    ),
    "no_cases": ("틀린 것이 없습니다.", "Nothing went wrong."),
    "kind": ("종류", "Kind"),
    "set": ("자료", "Set"),
    "shown": ("보임", "shown"),
    "made": ("한 것", "made"),
    "meant": ("바른 글", "meant"),
    "or": ("또는", "or"),
    "unchanged": ("고치지 않음", "unchanged"),
    "left_out": ("{n}자 줄임", "{n} characters left out"),
    "more_edits": ("수정 {n}개 더", "{n} more edits"),
    "no_group": ("파일에 이것을 적은 쌍이 없어 알 수 없음", "unknown: no pair names one"),
    "no_edits": ("수정이 없음", "no edits"),
    "as_it_was": ("고칠 것이 없는 글", "nothing to correct"),
    "to_measured": ("잰 것", "measured"),
    "to_headline": ("두 정확률", "numbers"),
    "to_curve": ("그림", "plot"),
    "to_trade": ("정밀도·재현율", "precision–recall"),
    "to_reliability": ("확신도", "reliability"),
    "to_groups": ("나누어 보기", "by group"),
    "to_confusion": ("혼동", "confusion"),
    "to_behaviour": ("행동 검사", "behaviour"),
    "to_cases": ("나쁜 사례", "worst cases"),
}
