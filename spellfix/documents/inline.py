"""The text inside a Markdown paragraph and where its letters stand between the marks.

Walks through what the parser found, in step with the characters it found it in; where the two part
company there is no answer. Knows nothing about blocks and files.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

from spellfix.documents.stretches import OBJECT, Gathering, Stretch

SPAN = "spellfix.span"
CODE_TAG = re.compile(r"<(/?)(code|kbd|samp|var|pre|script|style|tt)\b", re.IGNORECASE)
TEMPLATE = re.compile(
    r"\{\{.{1,300}?\}\}|\{%.{1,300}?%\}|\[\[[^\[\]\n]{1,300}\]\]|\[\^[^\]\s]{1,99}\]:?|^\[[ xX]\] "
)
"""What other tools take as markup: Liquid and Hugo, wiki links, footnotes, boxes to tick."""
BREAK = re.compile(r"[ ]*\n[ \t]*|\\\n[ \t]*")


@cache
def parser() -> MarkdownIt:
    """CommonMark and what GitHub adds in daily use; links know where they begin and end."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    markdown.inline.ruler.at("link", _link)
    markdown.inline.ruler.at("image", _image)
    return markdown


def _link(state: StateInline, silent: bool) -> bool:
    at, count = state.pos, len(state.tokens)
    if not link(state, silent):
        return False
    if not silent:
        opening = next(token for token in state.tokens[count:] if token.type == "link_open")
        opening.meta[SPAN] = (at, at + 1)
        state.tokens[-1].meta[SPAN] = (None, state.pos)  # from the bracket after the text on
    return True


def _image(state: StateInline, silent: bool) -> bool:
    at = state.pos
    if not image(state, silent):
        return False
    if not silent:
        state.tokens[-1].meta[SPAN] = (at, state.pos)
    return True


def stretch_of(place: str, content: str, tokens: list[Token]) -> Stretch | None:
    """The text of `tokens`, which the parser found in `content`; None if they do not account for
    every character of it."""
    letters = Gathering()
    held = {at for each in TEMPLATE.finditer(content) for at in range(*each.span())}
    at = depth = code = 0
    auto = False
    for token in tokens:
        kind, end = token.type, at
        if kind == "text":
            end = at + len(token.content)
            if content[at:end] != token.content and not auto:
                return None
            for place_of, letter in enumerate(token.content, at):
                if not auto:
                    fixed = code > 0 or place_of in held
                    letters.add(letter, place_of, place_of + 1, depth + (code > 0), fixed)
            end = at if auto else end
        elif kind == "text_special":
            end = at + len(token.markup)
            if token.content == token.markup:  # a backslash that escapes nothing
                _hold(letters, content, at, end, depth)
            else:
                one = token.content if len(token.content) == 1 else OBJECT
                letters.add(one, at, end, depth, True)
        elif kind in ("softbreak", "hardbreak"):
            found = BREAK.match(content, at)
            if found is None:
                return None
            end = found.end()
            letters.add(" " if kind == "softbreak" else "\n", at, end, depth, True)
        elif kind == "code_inline":
            closing = re.compile(f"(?<!`){token.markup}(?!`)").search(
                content, at + len(token.markup)
            )
            if closing is None:
                return None
            end = closing.end()
            _hold(letters, content, at, end, depth + 1)
        elif kind == "link_open" and token.markup == "autolink":
            end, auto = content.index(">", at) + 1, True
            _hold(letters, content, at, end, depth + 1)
        elif kind == "link_close" and auto:
            auto = False
        elif kind == "html_inline":
            end = at + len(token.content)
            if tag := CODE_TAG.match(token.content):
                code = max(0, code + (-1 if tag[1] else 1))
        elif SPAN in token.meta:
            start, end = token.meta[SPAN]
            if start not in (at, None) or (start is None and content[at] != "]"):
                return None
            depth += token.nesting
            if token.nesting == 0:
                letters.add(OBJECT, start, end, depth, True)
        else:  # emphasis and the like
            end, depth = at + len(token.markup), depth + token.nesting
            if content[at:end] != token.markup:
                return None
        at = end
    return letters.stretch(place, bridged=False) if at == len(content) else None


def _hold(letters: Gathering, content: str, start: int, end: int, depth: int) -> None:
    """Letters that are part of the sentence and nobody's to change."""
    for at in range(start, end):
        letters.add(" " if content[at] == "\n" else content[at], at, at + 1, depth, True)
