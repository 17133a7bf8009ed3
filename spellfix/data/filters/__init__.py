"""Which texts are kept, with the reason for each that is not; and what is masked in them.

    decisions = judge_all(texts, Filters())                  # in any process, in any portions
    kept = without_repeats(decisions, Repeats(), Filters())  # in one process, in order

settings    what is asked of a text; names of the reasons
measuring   characters counted: letters, Hangul, damage
tables      phrases in many texts at once
masking     personal data made unreadable
templates   what texts have in common, and how often
judging     all of it in order
splitting   the sentences of a text

Rules are rows of the tables beside this file. Every function is pure: a text is judged alike
whatever stands around it, but for templates, whose repeats are counted in order.
"""

from spellfix.data.filters.judging import Judged, judge, judge_all, judge_columns
from spellfix.data.filters.masking import mask
from spellfix.data.filters.settings import REASONS, SCORES, Filters
from spellfix.data.filters.splitting import sentences, sentences_of
from spellfix.data.filters.templates import Repeats, without_repeats

__all__ = [
    "REASONS",
    "SCORES",
    "Filters",
    "Judged",
    "Repeats",
    "judge",
    "judge_all",
    "judge_columns",
    "mask",
    "sentences",
    "sentences_of",
    "without_repeats",
]
