"""What Hangul sounds like (표준 발음법), so that words that sound alike can be found alike.

Not phonetics: vowels that most speakers no longer tell apart are folded together (ㅐ into ㅔ, ㅙ
and ㅚ into ㅞ), length is left out, and a rule that holds for some words only is applied to all.
Knows nothing about words or errors.
"""

from spellfix.hangul import compose, decompose, is_syllable

# Article 9-11: what a tail sounds like at the end of a word or before a consonant.
CODA = {tail: sound for sound, tails in {
    "ㄱ": "ㄱㄲㅋㄳㄺ", "ㄴ": "ㄴㄵㄶ", "ㄷ": "ㄷㅅㅆㅈㅊㅌㅎ", "ㄹ": "ㄹㄼㄽㄾㅀ", "ㅁ": "ㅁㄻ",
    "ㅂ": "ㅂㅍㅄㄿ", "ㅇ": "ㅇ",
}.items() for tail in tails}  # fmt: skip

# Article 13-14: what stays and what moves to a following vowel.
LIAISON = {
    "ㄳ": ("ㄱ", "ㅆ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"), "ㄽ": ("ㄹ", "ㅆ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"),
    "ㅄ": ("ㅂ", "ㅆ"), "ㅇ": ("ㅇ", "ㅇ"), "ㅎ": ("", "ㅇ"), "ㄶ": ("", "ㄴ"), "ㅀ": ("", "ㄹ"),
}  # fmt: skip
PALATAL = {"ㄷ": ("", "ㅈ"), "ㅌ": ("", "ㅊ"), "ㄾ": ("ㄹ", "ㅊ")}  # article 17, before 이 and 여

ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}  # article 12
TENSE = {"ㄱ": "ㄲ", "ㄷ": "ㄸ", "ㅂ": "ㅃ", "ㅅ": "ㅆ", "ㅈ": "ㅉ"}  # article 23-27
NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}  # article 18
AFTER_H = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}  # tails with ㅎ, and what is left without it
BEFORE_H = {"ㄺ": ("ㄹ", "ㅋ"), "ㄼ": ("ㄹ", "ㅍ"), "ㄵ": ("ㄴ", "ㅊ"), "ㅈ": ("", "ㅊ")}

FOLDED = {"ㅐ": "ㅔ", "ㅙ": "ㅞ", "ㅚ": "ㅞ"}
PLAIN = {"ㅑ": "ㅏ", "ㅕ": "ㅓ", "ㅛ": "ㅗ", "ㅠ": "ㅜ"}  # article 5: 져, 쳐 are 저, 처


def pronounce(text: str) -> str:
    """``text`` with every run of syllables written as it sounds; other characters stay.

    >>> pronounce("없이"), pronounce("같이"), pronounce("괜찮아"), pronounce("협력")
    ('업씨', '가치', '궨차나', '혐녁')
    >>> pronounce("돼요") == pronounce("되요"), pronounce("몇일") == pronounce("며칠")
    (True, True)
    """
    out: list[str] = []
    run: list[tuple[str, str, str]] = []
    for char in text:
        if is_syllable(char):
            run.append(decompose(char))
            continue
        out += _spoken(run), char
        run = []
    return "".join((*out, _spoken(run)))


def _spoken(run: list[tuple[str, str, str]]) -> str:
    if not run:
        return ""
    spoken: list[str] = []
    lead = run[0][0]
    for (_, vowel, tail), following in zip(run, [*run[1:], None], strict=True):
        if following is None:
            coda, onset = CODA.get(tail, ""), ""
        else:
            coda, onset = _meet(tail, following[0], following[1])
        spoken.append(compose(lead, _folded(lead, vowel, tail, bool(spoken)), coda))
        lead = onset
    return "".join(spoken)


def _folded(lead: str, vowel: str, tail: str, inside: bool) -> str:
    vowel = FOLDED.get(vowel, vowel)
    if vowel == "ㅢ" and (lead != "ㅇ" or inside):
        return "ㅣ"
    if vowel == "ㅖ":  # 한글 맞춤법 제8항: words have it in 계 례 몌 폐 혜, elsewhere it is a slip
        return "ㅔ" if lead in "ㄱㄹㅁㅍㅎ" and not tail else vowel
    return PLAIN.get(vowel, vowel) if lead in "ㅈㅉㅊ" else vowel


def _meet(tail: str, lead: str, vowel: str) -> tuple[str, str]:
    """The sounds of a tail and of the lead that follows it, before ``vowel``."""
    if not tail:
        return "", lead
    if lead == "ㅇ":
        if tail in PALATAL and vowel in "ㅣㅕ":
            return PALATAL[tail]
        return LIAISON.get(tail, ("", tail))
    if lead == "ㅎ":
        if tail == "ㄷ" and vowel in "ㅣㅕ":
            return "", "ㅊ"
        if tail in BEFORE_H:
            return BEFORE_H[tail]
        coda = CODA[tail]
        return ("", ASPIRATED[coda]) if coda in ASPIRATED else (coda, lead)
    if tail in AFTER_H and lead in ASPIRATED and lead != "ㅂ":
        return AFTER_H[tail], ASPIRATED[lead]
    if tail in AFTER_H and lead == "ㅅ":
        return AFTER_H[tail], "ㅆ"
    return _assimilated(CODA[tail], lead, strong=tail in "ㄳㄵㄺㄼㄽㄾㄿㅄ")


def _assimilated(coda: str, lead: str, strong: bool) -> tuple[str, str]:
    if coda + lead in ("ㄴㄹ", "ㄹㄴ"):  # article 20
        return "ㄹ", "ㄹ"
    if lead == "ㄹ" and coda in "ㄱㄷㅂㅁㅇ":  # article 19
        lead = "ㄴ"
    if lead in "ㄴㅁ":
        return NASAL.get(coda, coda), lead
    if strong or coda in "ㄱㄷㅂㄹ":
        return coda, TENSE.get(lead, lead)
    return coda, lead
