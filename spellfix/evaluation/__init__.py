"""Measuring correctors on files of pairs; knows no model and how no number is counted.

pairs     what is read: texts as written and as meant
running   correctors run over pairs, portion by portion
results   what came of it
summary   the same for people, in lines
"""

from spellfix.evaluation.pairs import Pair, PairFiles, parse_pair, read_pairs
from spellfix.evaluation.results import Evaluation, Results, Wrong
from spellfix.evaluation.running import CorrectsBatches, evaluate
from spellfix.evaluation.summary import summary

__all__ = [
    "CorrectsBatches",
    "Evaluation",
    "Pair",
    "PairFiles",
    "Results",
    "Wrong",
    "evaluate",
    "parse_pair",
    "read_pairs",
    "summary",
]
