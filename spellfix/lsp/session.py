"""The session with one client: what it asks and tells, handed to the checks; answers handed back.

Keeps its own documents: those of pygls break lines where the protocol has no break. Never writes a
user's text anywhere but to the client. Knows nothing about the transport.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from traceback import format_tb

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from spellfix.errors import SpellfixError
from spellfix.lsp.actions import FIX_ALL, Page, wants
from spellfix.lsp.checks import Check, Checks, TooLargeError
from spellfix.lsp.document import Document, Place
from spellfix.lsp.phrases import KOREAN, phrases
from spellfix.lsp.prose import LANGUAGES
from spellfix.lsp.settings import Settings, read

_LOG = logging.getLogger(__name__)
_SECTION = "spellfix"
_QUICK_FIX = types.CodeActionKind.QuickFix.value


class Session:
    """What one client has opened, set and said."""

    def __init__(self, client: LanguageServer) -> None:
        self._client = client
        self._checks = Checks(self._publish, self._refuse)
        self._phrases = KOREAN
        self._base = Settings()
        self._problems: list[str] = []
        self._versioned = False
        self._pulls = False
        self._refused: str | None = None

    # -- documents -----------------------------------------------------------------------------

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Begin to check a document, unless it is in a language that is none of ours."""
        item = params.text_document
        if item.language_id.lower() in LANGUAGES:
            encoding = self._client.workspace.position_encoding
            document = Document(item.text, item.version, str(getattr(encoding, "value", encoding)))
            check = Check(item.uri, item.language_id.lower(), document)
            self._checks.open[item.uri] = check
            self._checks.start(check, 0)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Follow the changes and check again when there are no more for a while."""
        check = self._checks.open.get(params.text_document.uri)
        if check is None:
            return
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = change.range.start, change.range.end
                check.near = start.line
                check.document.change(
                    Place(start.line, start.character), Place(end.line, end.character), change.text
                )
            else:
                check.document.replace(change.text)
        check.document.version = params.text_document.version
        self._checks.start(check)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document and take its diagnostics away."""
        uri = params.text_document.uri
        check = self._checks.open.pop(uri, None)
        if check:
            self._checks.stop(check)
            self._client.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Check a document at once."""
        check = self._checks.open.get(params.text_document.uri)
        if check:  # the dictionary may have been what was saved, here or elsewhere
            self._checks.start(check, 0)

    async def act(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done about the findings in a range, and about all of them."""
        check = self._checks.open.get(params.text_document.uri)
        if check is None:
            return []
        only = params.context.only
        fixing_all = bool(only) and wants(FIX_ALL, only)
        findings = await self._checks.told(check, all_of_it=fixing_all)
        page, found = self._page(check), list[types.CodeAction]()
        if wants(_QUICK_FIX, only):
            near, version = page.near(findings, params.range), check.document.version
            others = await self._checks.others(near)
            if check.document.version != version:
                return []  # what was asked about is no more; the client will ask again
            for finding, edits in zip(near, others, strict=True):
                found += page.fixes(finding, edits)
        if findings and wants(FIX_ALL, only):
            found.append(page.fix_all(findings))
        return found

    async def add(self, term: str) -> None:
        """Put `term` into the dictionary."""
        try:
            await self._checks.add(term)
        except (SpellfixError, OSError) as error:
            self._say(str(error), types.MessageType.Error)

    def ignore(self, uri: str, word: str, better: str) -> None:
        """Never again show in this document that `word` should be `better`."""
        check = self._checks.open.get(uri)
        if check:
            check.ignored.add((word, better))
            self._checks.start(check, 0)

    # -- coming, going and being set up ----------------------------------------------------------

    def initialize(self, params: types.InitializeParams) -> None:
        """Note what the client can do and how it wants its documents checked."""
        self._phrases = phrases(params.locale)
        workspace = params.capabilities.workspace
        if workspace:
            edits = workspace.workspace_edit
            self._versioned = bool(edits and edits.document_changes)
            self._pulls = bool(workspace.configuration)
        self._base, self._problems = read(params.initialization_options, Settings())
        self._checks.settings = self._base

    async def initialized(self) -> None:
        """Say what was wrong with the settings, and ask for more of them."""
        self._warn(self._problems)
        if self._pulls:
            await self._pull()

    async def configured(self, params: types.DidChangeConfigurationParams) -> None:
        """Take new settings, or ask for them where the client only says that there are some."""
        given = params.settings
        if isinstance(given, Mapping) and _SECTION in given:
            self._configure(given[_SECTION])
        elif given:
            self._configure(given)
        elif self._pulls:
            await self._pull()

    async def _pull(self) -> None:
        item = types.ConfigurationItem(section=_SECTION)
        answer = await self._client.workspace_configuration_async(types.ConfigurationParams([item]))
        self._configure(answer[0] if answer else None)

    def _configure(self, given: object) -> None:
        """Settings are laid over those that came with the initialization."""
        settings, problems = read(given, self._base)
        self._warn(problems)
        if settings != self._checks.settings:
            self._checks.settings = settings
            self._refused = None
            self._checks.start_all()

    def close(self) -> None:
        """Give up all checks."""
        self._checks.close()

    # -- what the client hears -------------------------------------------------------------------

    def _publish(self, check: Check) -> None:
        page = self._page(check)
        self._client.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=check.uri,
                diagnostics=[page.diagnostic(each) for each in check.findings],
                version=check.document.version,
            )
        )

    def _page(self, check: Check) -> Page:
        return Page(check.uri, check.document, self._phrases, self._versioned)

    def _refuse(self, error: Exception) -> None:
        """Say why a document was not checked, once as long as it is the same reason."""
        if isinstance(error, TooLargeError):
            said = self._phrases.too_large.format(size=error.size, most=error.most)
        elif isinstance(error, SpellfixError | OSError):
            said = str(error)
        else:
            self.fail(error)
            return
        if said != self._refused:
            self._refused = said
            self._say(said, types.MessageType.Error)

    def _warn(self, problems: list[str]) -> None:
        for problem in problems:
            self._say(problem, types.MessageType.Warning)

    def _say(self, message: str, kind: types.MessageType) -> None:
        self._client.window_show_message(types.ShowMessageParams(kind, message))

    def fail(self, error: Exception) -> None:
        """Answer for a message that cannot be read, or for a bug. Its words may hold text."""
        _LOG.error("%s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        self._say(self._phrases.broken.format(fault=type(error).__name__), types.MessageType.Error)
