"""A data set on one HTML page, to be seen before a model learns from it.

items       texts, pairs and reviewed drafts out of files, all as one thing
counting    what is counted of all of them
predicting  what the model makes of a sample, and whether that is right
pieces      a text and its changes as plain values, for the script of the page
sections    the sections of the page
page        the page, put together
texts, look its words, its style and its script

Needs no network and no server: the page is one file.
"""

from spellfix.data.overview.counting import Counts, Sample, survey
from spellfix.data.overview.items import Item, Items
from spellfix.data.overview.page import Overview, page
from spellfix.data.overview.predicting import Predicted, predict

__all__ = [
    "Counts",
    "Item",
    "Items",
    "Overview",
    "Predicted",
    "Sample",
    "page",
    "predict",
    "survey",
]
