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
