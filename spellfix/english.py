"""English words whose keys type whole Hangul syllables too: world is 재깅, go is 해.

Between Korean words they are English, and no Korean typed in the wrong 한/영 mode. Words of which
the keys leave a lone jamo (hello, ㅗ디ㅣㅐ) need no list. Collected from what is common in
documentation and in packages' descriptions, and read by a person; left out are what is more often
Korean (dl is 이, rk is 가, rm is 그). Knows nothing about sentences.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from math import log

ENGLISH = frozenset(
    """
    ab abc absent absl absorb ai aid also alt always am amd amend an and angle ans ansi ant anti
    antlr apache apt audit aug augment auth author authority auto aux chair chan chant chaos chapel
    cheap check checks chen chosen chr christie ci circle circleci circus city cla clams clan clang
    clarify clarity clash clay clean cleans clement clerk clr cls cm cmake cmd cn cnt coal coco corp
    corps cos cosh cot cow cur curl cursor cut cyan cycle db dial dials dian did didn die dig digit
    dir dirty dis disk dispel div dividend divisor django do doc doe doesn dog dos dot dotenv down
    downs dozen dps dual duck due duel dusk dye dyslexia eight element elf end endian endif enqueue
    ensue entity entry env eos eps eu eye field fifo fifth fifty fig fight firm firms fish fit fix
    fixme flair flake flame flan flap flash flask flavor fma fmt focal focus for foreign fork forks
    form formal forms forth fox fuel fugue furo fury fuzzy gb giant gid gif girl git gitlab given
    gland gm go goal goals god got gov gpt quack quant quantity queue qux rich rid right rigid risk
    risks ritual rival rng roadmap rocm rot rotor row rug rural rush sha shadow shake shape sheep
    shelf shock shoe short shortcut shorten shot show shown siam siemens sift sig sigh sight sigma
    sign signal signals signs sir sit six sixth sixty skt slack slams slang slant slap slash sleek
    sleep smelt sms snake snap snapshot sns social sock socks soft sort sow spam span spans spark
    spatial spawn speak special specific specify spelt spend spent such sudo sue suffix suspend
    sydney sys tb tbd than the their them theme then theorem theory they thorn throw thrown thru
    tick ticks tidy tie tight title tls to toc today todo toe toggle torch tort total totals tow
    toxic tue turkey turn turns tutor tutorial tutorials via victor video videos virtual visit
    visitor visual vital vm vocab vowel vowels wheel wheels when who widen width widths wish with
    work works world worn worry worth xhtml xl xml xor xp xyz
    """.split()  # noqa: SIM905 (a line a word would be 380 lines)
)
_EDGE = "$"
_LETTERS = 27  # with the edge
_UNSEEN = 0.5


def surprise(word: str) -> float:
    """Nats that the letters of a Latin word cost: minus the logarithm of its probability by pairs
    of letters, as they follow each other in ENGLISH, half a time added to each.

    >>> round(surprise("thorough")), round(surprise("dkssudgk"))
    (21, 32)
    """
    pairs, firsts = _pairs()
    return sum(
        log(firsts[left] + _LETTERS * _UNSEEN) - log(pairs[left, right] + _UNSEEN)
        for left, right in pairwise(f"{_EDGE}{word.lower()}{_EDGE}")
    )


@cache
def _pairs() -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """How often a letter follows another one, and how often anything does."""
    pairs = Counter(pair for word in ENGLISH for pair in pairwise(f"{_EDGE}{word}{_EDGE}"))
    firsts: Counter[str] = Counter()
    for (left, _), count in pairs.items():
        firsts[left] += count
    return pairs, firsts
