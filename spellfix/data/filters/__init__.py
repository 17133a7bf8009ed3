"""Which texts are kept, with the reason for each that is not; and what is masked in them.

    laid, owners = sentences(Laid.out(texts))
    judged = judge(laid)                            # in any process, in any portions
    seen = Repeats().seen(judged.templates)         # in one process, in order

settings    what is asked of a text; names of the reasons
measuring   characters counted: letters, Hangul, damage
tables      phrases in many texts at once
masking     personal data made unreadable
templates   what texts have in common, and how often
judging     all of it in order
splitting   the sentences of a text

Texts come laid end to end (`data.laid`). Rules are rows of the tables beside this file. Every
function is pure: a text is judged alike whatever stands around it, but for templates, whose repeats
are counted in order.
"""

from spellfix.data.filters.judging import Judged, judge
from spellfix.data.filters.masking import mask
from spellfix.data.filters.settings import KEPT, REASONS, SCORES, Filters
from spellfix.data.filters.splitting import sentences
from spellfix.data.filters.templates import Repeats

__all__ = [
    "KEPT",
    "REASONS",
    "SCORES",
    "Filters",
    "Judged",
    "Repeats",
    "judge",
    "mask",
    "sentences",
]
