"""Texts out of files: streamed, in portions that several processes can share.

    for source in sources(["my_domain/", "hf:NAME"]):
        for portion in source.portions(8 << 20):
            for text in portion.texts(): ...

formats     which files hold texts
encodings   UTF-8, UTF-16, CP949
linewise    lines of any bytes
records     lines, cells and paragraphs of a file
columnar    Parquet, data sets of Hugging Face
batches     rows of Parquet, as many as fit into memory
pages       how much of it there is
sources     a file or a data set, and its portions
finding     what there is to read, by what somebody names

A damaged line or record is a `Text` that says so, never an exception that ends the run; a file that
cannot be opened is an InputError that names it. Knows nothing about what makes a text good.
"""

from spellfix.data.reading.finding import left_out, open_texts, sources
from spellfix.data.reading.sources import Portion, Source

__all__ = ["Portion", "Source", "left_out", "open_texts", "sources"]
