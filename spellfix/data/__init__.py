"""From a folder of text to pairs that a model learns from: read, filtered, audited, chosen, shown.

records     a text and where it stands; what was decided about it and why
reading     texts from files of all kinds
filters     which texts are kept, and what is masked in them

Needs the extra `data`. Knows nothing about models in training and about HTTP.
"""
