"""Language models: how likely a Korean text is, whoever wrote it.

symbols       characters as numbers
pieces        pieces of words as numbers
model         probabilities of symbols, given those before them
channel       what is typed for what: an error model
ensemble      several models, asked together
estimation    a model from lines of text
storage       models as one file; error_arrays, arrays: what is in it
opinion       what a change of a sentence gains in its eyes

Counted, not learnt: they know what follows what in right text and what is typed for what, and
nothing about edits or neural networks.
"""
