"""The text inside a Markdown paragraph and where its letters stand between the marks.

Walks through what the parser found, in step with the characters it found it in; where the two part
company there is no answer. Knows nothing about blocks and files.
"""

import re
from collections.abc import Callable
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
    walk = _Walk(content)
    for token in tokens:
        if not walk.step(token):
            return None
    return walk.letters.stretch(place, bridged=False) if walk.at == len(content) else None


class _Walk:
    """How far into the content the tokens have led, and in how many elements."""

    def __init__(self, content: str) -> None:
        self.letters = Gathering()
        self.at = 0
        self._content = content
        self._held = {at for each in TEMPLATE.finditer(content) for at in range(*each.span())}
        self._depth = self._code = 0
        self._autolink = False
        self._kinds: dict[str, Callable[[Token], int]] = {
            "text": self._text,
            "text_special": self._special,
            "softbreak": self._line_end,
            "hardbreak": self._line_end,
            "code_inline": self._code_span,
            "html_inline": self._tag,
            "link_open": self._linked,
            "link_close": self._linked,
            "image": self._linked,
        }

    def step(self, token: Token) -> bool:
        """Take in the next token; False where it is not what stands next in the content."""
        end = self._kinds.get(token.type, self._mark)(token)
        if end < self.at:
            return False
        self.at = end
        return True

    def _text(self, token: Token) -> int:
        if self._autolink:  # has been read with its brackets
            return self.at
        if not self._content.startswith(token.content, self.at):
            return -1
        depth = self._depth + (self._code > 0)
        for at, letter in enumerate(token.content, self.at):
            self.letters.add(letter, at, at + 1, depth, self._code > 0 or at in self._held)
        return self.at + len(token.content)

    def _special(self, token: Token) -> int:
        end = self.at + len(token.markup)
        if token.content == token.markup:  # a backslash that escapes nothing
            return self._hold(end, self._depth)
        letter = token.content if len(token.content) == 1 else OBJECT
        self.letters.add(letter, self.at, end, self._depth, True)
        return end

    def _line_end(self, token: Token) -> int:
        found = BREAK.match(self._content, self.at)
        if found is None:
            return -1
        letter = " " if token.type == "softbreak" else "\n"
        self.letters.add(letter, *found.span(), self._depth, True)
        return found.end()

    def _code_span(self, token: Token) -> int:
        ticks = re.compile(f"(?<!`){token.markup}(?!`)")
        closing = ticks.search(self._content, self.at + len(token.markup))
        return self._hold(closing.end(), self._depth + 1) if closing else -1

    def _tag(self, token: Token) -> int:
        if tag := CODE_TAG.match(token.content):
            self._code = max(0, self._code + (-1 if tag[1] else 1))
        return self.at + len(token.content)

    def _linked(self, token: Token) -> int:
        """Links and pictures, whose addresses are no tokens, and <addresses> by themselves."""
        if token.markup == "autolink":
            self._autolink = token.nesting > 0
            end = self._content.find(">", self.at) + 1
            return self._hold(end, self._depth + 1) if self._autolink else self.at
        start, end = token.meta[SPAN]
        if start != self.at and not (start is None and self._content.startswith("]", self.at)):
            return -1
        self._depth += token.nesting
        if token.nesting == 0:
            self.letters.add(OBJECT, start, end, self._depth, True)
        return int(end)

    def _mark(self, token: Token) -> int:
        """Emphasis and the like."""
        self._depth += token.nesting
        known = self._content.startswith(token.markup, self.at)
        return self.at + len(token.markup) if known else -1

    def _hold(self, end: int, depth: int) -> int:
        """Letters that are part of the sentence and nobody's to change."""
        for at in range(self.at, end):
            letter = self._content[at]
            self.letters.add(" " if letter == "\n" else letter, at, at + 1, depth, True)
        return end
