"""Words that reports share, Korean and English side by side; knows no number and no HTML."""

from collections.abc import Mapping

Words = tuple[str, str]  # Korean, English

KINDS: Mapping[str, Words] = {
    "keyboard": ("단순 입력", "keyboard"),
    "conversion": ("문자 변환", "conversion"),
    "spelling": ("맞춤법", "spelling"),
    "loanword": ("외래어 표기", "loanword"),
    "spacing": ("띄어쓰기", "spacing"),
    "particle": ("조사·어미", "particle"),
}
LANGUAGES: Mapping[str, str] = {
    "both": "한국어 · English",
    "korean": "한국어",
    "english": "English",
}
LANGUAGE: Words = ("말", "Language")
CONTENTS: Words = ("차례", "Contents")

TYPO_OUTCOMES: Mapping[str, Words] = {
    "corrected": ("바르게 고침", "corrected"),
    "uncorrected": ("그대로 둠", "uncorrected"),
    "miscorrected": ("잘못 고침", "miscorrected"),
}
"""What comes of a text with errors."""
COMMON: Mapping[str, Words] = {
    "all": ("모두", "all"),
    "correct_text_accuracy": ("정타 정확률", "correct-text accuracy"),
    "files": ("파일", "files"),
    "outcome": ("결과", "Outcome"),
    "search": ("글에서 찾기", "Find text"),
    "typo_accuracy": ("오타 정확률", "typo accuracy"),
    "unknown": ("알 수 없음", "unknown"),
    "unnamed": ("적지 않음", "unnamed"),
}
