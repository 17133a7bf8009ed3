"""The process in which Kiwi runs: a JSON string a line in, the corrected text out in the same way.

    python -m spellfix.systems.kiwi_worker MODE

Its first line says that it is ready, or why it is not. Knows nothing about who asks: Kiwi may
crash, and takes this process with it.
"""

import json
import re
import sys
from typing import Any

from spellfix.systems.morphemes import with_typos_replaced
from spellfix.systems.two_set import slips

TWO_SET = "two-set"
SLIP_COST = 1.5
"""Of 1.0, 1.25, 1.5, 2.0 and 2.5 the least that leaves more than 98 % of the clean sentences of
data/benchmark (n = 423) as they are. Kiwi corrects a morpheme at a cost of 2.5 at most: by one
slip, not by two."""
READY = b"ready"
_SURROGATE = re.compile("[\ud800-\udfff]")


def main(mode: str) -> None:
    """Say READY, or why not, and answer the lines of stdin until there are no more."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        kiwi, typos = started(mode)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        answers.write(ascii(str(error)).encode() + b"\n")
        return
    answers.write(READY + b"\n")
    answers.flush()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(corrected(kiwi, json.loads(line), typos)).encode() + b"\n")
        answers.flush()


def started(mode: str) -> tuple[Any, Any]:
    """A Kiwi, and what it takes for the typo set `mode`."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)
    typos = two_set_typos() if mode == TWO_SET else mode
    kiwi.tokenize("", typos=typos)  # it prepares typos when they are first used
    return kiwi, typos


def two_set_typos() -> Any:
    """Kiwi's own typos and slips on the two-set keyboard (a `kiwipiepy.TypoTransformer`)."""
    from kiwipiepy import TypoDefinition, TypoTransformer, basic_typos_with_continual

    definitions = [
        TypoDefinition(
            [_jamo(slip.meant, slip.tail)],
            [_jamo(typed, slip.tail) for typed in slip.typed],
            SLIP_COST,
        )
        for slip in slips()
    ]
    return basic_typos_with_continual | TypoTransformer(definitions)


def _jamo(jamo: str, tail: bool) -> str:
    return f"\\{jamo}" if tail else jamo  # so kiwipiepy tells ends of syllables


def corrected(kiwi: Any, text: str, typos: Any) -> str:
    """`text` with those morphemes replaced that `kiwi` reads as typos."""
    tokens = kiwi.tokenize(_SURROGATE.sub("\ufffd", text), typos=typos)
    return with_typos_replaced(
        text, tokens, lambda word: kiwi.join([(*one, False) for one in word], return_positions=True)
    )


if __name__ == "__main__":
    main(sys.argv[1])
