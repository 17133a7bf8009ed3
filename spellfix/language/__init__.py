"""A language model of syllables: how likely a Korean text is, whoever wrote it.

symbols       characters as numbers
model         probabilities of symbols, given the four before them
estimation    a model from lines of text
storage       a model as one file
opinion       what a change of a sentence gains in its eyes

Counted, not learnt: it knows which syllables follow each other in right text, and nothing about
errors, edits or neural networks.
"""
