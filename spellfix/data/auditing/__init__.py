"""Which pairs are doubtful, and why: faults of labelling found before a model learns from them.

reasons     the names of what may be wrong with a pair
items       pairs and their places, read from files
relations   what pairs say of each other: repeated, contradicted
known       what the tables of the noise know of a pair
witnesses   what the model and the language model say of it
signs       both, beside its edits, in numbers
weights     numbers to the probability of each fault
details     which change a guess is about
running     all pairs of files, the most doubtful first

A doubt is a reason to look, and never one to change a pair: nothing here does.
"""

from spellfix.data.auditing.reasons import REASONS, Reason
from spellfix.data.auditing.running import LEAST, Audit, Counted, Doubtful, audit
from spellfix.data.auditing.witnesses import Witnesses

__all__ = ["LEAST", "REASONS", "Audit", "Counted", "Doubtful", "Reason", "Witnesses", "audit"]
