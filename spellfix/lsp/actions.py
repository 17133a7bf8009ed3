"""Findings as the protocol has them: diagnostics, and the code actions that answer them.

Knows no connection and no thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from spellfix.edits import Edit
from spellfix.explanations.texts import agreeing
from spellfix.lsp.document import Document, Place
from spellfix.lsp.findings import Finding
from spellfix.lsp.phrases import Phrases

SOURCE = "spellfix"
ADD = "spellfix.addToDictionary"
IGNORE = "spellfix.ignore"
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.spellfix"
SEVERITY = {
    "keyboard": types.DiagnosticSeverity.Warning,
    "conversion": types.DiagnosticSeverity.Warning,
    "spelling": types.DiagnosticSeverity.Warning,
    "loanword": types.DiagnosticSeverity.Information,
    "spacing": types.DiagnosticSeverity.Information,
    "particle": types.DiagnosticSeverity.Information,
}
"""Of a diagnostic, by the kind of its edit: what is wrong, and what is better otherwise."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the client names it. versioned: whether the client takes versioned edits."""

    uri: str
    document: Document
    phrases: Phrases
    versioned: bool

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        """What the editor underlines."""
        shown = finding.shown
        return types.Diagnostic(
            range=self._range(finding.line, shown),
            message=message(finding, self.phrases),
            severity=SEVERITY[shown.kind],
            code=shown.kind,
            source=SOURCE,
        )

    def fixes(self, finding: Finding, others: Iterable[Edit] = ()) -> Iterator[types.CodeAction]:
        """What can be done about one finding, the most likely first; `others` are other edits of
        its stretch for the same place."""
        diagnostics, shown = [self.diagnostic(finding)], finding.shown
        title = _title(self.phrases.replace, shown.after, shown.before)
        fix = self._edit([(finding.line, finding.edit)])
        yield _change(title, fix, diagnostics, is_preferred=True)
        for edit, after in finding.instead(others):
            title = _title(self.phrases.instead, after)
            yield _change(title, self._edit([(finding.line, edit)]), diagnostics)
        term, (word, better) = finding.term, finding.word
        if term:
            title = self.phrases.add.format(term=term)
            yield _command(title, ADD, [term], diagnostics)
        title = self.phrases.ignore.format(word=word)
        yield _command(title, IGNORE, [self.uri, word, better], diagnostics)

    def fix_all(self, findings: Sequence[Finding]) -> types.CodeAction:
        """All edits at once."""
        edit = self._edit([(each.line, each.edit) for each in findings])
        return types.CodeAction(title=self.phrases.fix_all, kind=FIX_ALL, edit=edit)

    def near(self, findings: Iterable[Finding], wanted: types.Range) -> list[Finding]:
        """Those findings that are shown where `wanted` is, or touch it."""
        start = Place(wanted.start.line, wanted.start.character)
        end = Place(wanted.end.line, wanted.end.character)
        near = (each for each in findings if start.line <= each.line <= end.line)
        return [each for each in near if self._touches(each, start, end)]

    def _touches(self, finding: Finding, start: Place, end: Place) -> bool:
        shown = finding.shown
        first = self.document.place(finding.line, shown.start)
        return first <= end and start <= self.document.place(finding.line, shown.end)

    def _edit(self, placed: Iterable[tuple[int, Edit]]) -> types.WorkspaceEdit:
        """`placed`: edits, each with the number of its line."""
        edits = [types.TextEdit(self._range(line, edit), edit.after) for line, edit in placed]
        if not self.versioned:
            return types.WorkspaceEdit(changes={self.uri: edits})
        place = types.OptionalVersionedTextDocumentIdentifier(self.uri, self.document.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(place, edits)])

    def _range(self, line: int, edit: Edit) -> types.Range:
        start, end = self.document.place(line, edit.start), self.document.place(line, edit.end)
        return types.Range(
            types.Position(start.line, start.column), types.Position(end.line, end.column)
        )


def message(finding: Finding, phrases: Phrases) -> str:
    """What the editor says about a finding: what becomes what, of which kind that is, and why."""
    shown, why = finding.shown, phrases.why(finding.advice.why)
    return f"'{shown.before}' → '{shown.after}' ({phrases.kinds[shown.kind]}): {why}"


def wants(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a client that asks for the kinds `only` wants those of `kind`.

    >>> wants(FIX_ALL, ["source.fixAll"]), wants("quickfix", ["source"]), wants(FIX_ALL, None)
    (True, False, True)
    """
    if only is None:
        return True
    asked = [str(getattr(each, "value", each)) for each in only]
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in asked)


def _title(phrase: str, after: str, before: str = "") -> str:
    return phrase.format(before=before, after=after, to=agreeing(after, "으로"))


def _change(
    title: str,
    edit: types.WorkspaceEdit,
    diagnostics: list[types.Diagnostic],
    is_preferred: bool | None = None,
) -> types.CodeAction:
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=diagnostics,
        is_preferred=is_preferred,
        edit=edit,
    )


def _command(
    title: str, name: str, arguments: list[str], diagnostics: list[types.Diagnostic]
) -> types.CodeAction:
    command = types.Command(title=title, command=name, arguments=arguments)
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=diagnostics,
        command=command,
    )
