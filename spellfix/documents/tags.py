"""What HTML is made of: text, character references, tags and what a browser never shows as text.

Reads as the standard's tokenizer does (WHATWG HTML, 13.2.5) as far as the borders of things go, in
time proportional to the document. Knows nothing about blocks and sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

SIGN = re.compile("[<&]")
TAG = re.compile(r"</?([a-zA-Z][^\s/>]*)")
ATTRIBUTE = re.compile(  # a quotation that is not closed takes all that is left
    r"""[\s/]*(?:[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>"'][^\s>]*)?)?)?"""
)
COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
BOGUS = re.compile(r"<(?:[!?]|/(?![a-zA-Z]))[^>]*(?:>|\Z)")
REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,8};?|#[0-9]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
SCRIPT = re.compile(r"(?i)<!--(?:-?>)?|-->|<script(?=[\s/>])|</script(?=[\s/>])")
RAW = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "xmp"})
"""Elements whose content is characters up to their end tag, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class Part:
    """``document[start:end]``; kind is "text", "reference", "start", "end" or "hidden".

    name: of a tag, in lower case; the text that a reference stands for.
    """

    kind: str
    start: int
    end: int
    name: str = ""


def parts(html: str) -> Iterator[Part]:
    """The parts of `html`, in order and without a gap."""
    at = 0
    while at < len(html):
        part = _part(html, at)
        yield part
        at = part.end
        if part.kind == "start" and part.name == "plaintext":
            yield Part("hidden", at, len(html))
            return
        if part.kind == "start" and part.name in RAW:
            end = _end_of_raw(html, at, part.name)
            yield Part("hidden", at, end)
            at = end


def _part(html: str, at: int) -> Part:
    if html[at] == "&" and (reference := REFERENCE.match(html, at)):
        text = unescape(reference[0])
        if text != reference[0]:
            return Part("reference", at, reference.end(), text)
    if html[at] == "<":
        if tag := TAG.match(html, at):
            kind = "end" if html.startswith("</", at) else "start"
            return Part(kind, at, _end_of_tag(html, tag.end()), tag[1].lower())
        for never in (COMMENT, BOGUS):
            if found := never.match(html, at):
                return Part("hidden", at, found.end())
    sign = SIGN.search(html, at + 1)
    return Part("text", at, sign.start() if sign else len(html))


def _end_of_tag(html: str, at: int) -> int:
    """Where the tag ends whose name ends at `at`: one that does not end takes all that is left."""
    while at < len(html) and html[at] != ">":
        attribute = ATTRIBUTE.match(html, at)
        if attribute is None or attribute.end() == at:
            at += 1
            continue
        at = attribute.end()
    return min(at + 1, len(html))


def _end_of_raw(html: str, at: int, name: str) -> int:
    """Where the end tag of a raw element stands; scripts may hold comments that hold scripts."""
    if name != "script":
        closing = re.compile(rf"(?i)</{name}(?=[\s/>])").search(html, at)
        return closing.start() if closing else len(html)
    comment = inner = False
    for found in SCRIPT.finditer(html, at):
        sign = found[0].lower()
        if sign == "</script":
            if not inner:
                return found.start()
            inner = False
        elif sign == "<script":
            inner = comment
        else:
            comment, inner = sign == "<!--", False if sign != "<!--" else inner
    return len(html)
