"""Where one character ends to the eye of a reader; knows nothing about what it says.

CRLF is left to others.
"""

import re
from unicodedata import category

JOINED = re.compile(
    "(?s:.)[\u1160-\u11ff\ud7b0-\ud7fb\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
    "|\u200d(?s:.)|[\u1100-\u115f\ua960-\ua97c]{2}|[\U0001f1e6-\U0001f1ff]{2}"
    "|[\ud800-\udbff][\udc00-\udfff]"
)


def belongs(text: str, at: int) -> bool:
    """Whether ``text[at]`` continues the cluster before it.

    After Unicode annex 29, a little wider: a conjoining lead continues leads, a vowel or tail
    anything; flags, skin tones, joiners and marks; a low surrogate continues a high one.
    """
    return category(text[at]) in ("Mn", "Mc", "Me") or bool(JOINED.match(text, at - 1))
