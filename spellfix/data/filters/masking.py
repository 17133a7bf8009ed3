"""Personal data made unreadable: numbers of telephones, residents and cards, addresses of e-mail.

Digits become 0, letters of an address x: the text keeps its length, offsets into it hold, and
masking once more changes nothing. Dates, prices and versions stay. The shapes are rows of
masks.tsv; this is what its column ``check`` means. Knows nothing about names and postal addresses.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from unicodedata import digit

from spellfix.data.filters.tables import rows

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
DIGIT = re.compile(r"\d")
SIGN = re.compile("[A-Za-z0-9]")
WORTH_A_LOOK = re.compile(
    r"[@＠]|\d(?:[^\d\n가-힣]{0,5}\d){6}"
)  # nothing that is masked is shorter


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812-1, annex B).

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for at, each in enumerate(reversed(digits)):
        value = int(each) * (1 + at % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def resident(digits: str) -> bool:
    """Whether the check digit of a resident number is right (주민등록법 시행규칙 before 2020)."""
    total = sum(int(each) * weight for each, weight in zip(digits, WEIGHTS, strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


def not_binary(digits: str) -> bool:
    """Whether it is no number of ones and zeros, which programs are full of."""
    return not set(digits) <= {"0", "1"}


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "": lambda _: True,
    "luhn": luhn,
    "resident": resident,
    "not_binary": not_binary,
}


def _zero(match: re.Match[str]) -> str:
    return "０" if "０" <= match[0] <= "９" else "0"


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]:
    return tuple(
        (row["kind"], re.compile(row["pattern"]), CHECKS[row["check"]]) for row in rows("masks")
    )


def mask(text: str) -> tuple[str, dict[str, int]]:
    """The text with its personal data masked, and how many stretches of each kind were.

    >>> mask("010-2345-6789나 kim@school.kr로 2024-03-02까지 보내세요.")
    ('000-0000-0000나 xxx@xxxxxx.xx로 2024-03-02까지 보내세요.', {'mobile': 1, 'email': 1})
    """
    counts: dict[str, int] = {}
    if not WORTH_A_LOOK.search(text):
        return text, counts
    for kind, shape, check in _shapes():

        def masked(
            match: re.Match[str], kind: str = kind, check: Callable[[str], bool] = check
        ) -> str:
            found = match[0]
            if kind == "email":
                hidden = SIGN.sub("x", found)
            elif check("".join(str(digit(each)) for each in found if each.isdecimal())):
                hidden = DIGIT.sub(_zero, found)
            else:
                return found
            if hidden != found:
                counts[kind] = counts.get(kind, 0) + 1
            return hidden

        text = shape.sub(masked, text)
    return text, counts
