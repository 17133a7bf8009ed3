"""The language server as pygls runs it: which message goes to which method of the session.

Knows the transport, and nothing of what a message is about.
"""

from __future__ import annotations

import asyncio
import os

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

import spellfix
from spellfix.lsp.actions import ADD, FIX_ALL, IGNORE
from spellfix.lsp.parent import gone
from spellfix.lsp.session import Session


class Protocol(LanguageServerProtocol):
    """The protocol of pygls, with documents of our own in place of its."""

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Open a document."""
        self._server.session.opened(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change a document."""
        self._server.session.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Close a document."""
        self._server.session.closed(params)


class Server(LanguageServer):
    """A server for one client. was_shut_down: whether the client has said goodbye."""

    def __init__(self) -> None:
        super().__init__("spellfix", spellfix.__version__, protocol_cls=Protocol)
        self.session = Session(self)
        self.was_shut_down = False
        self._watch: asyncio.Task[None] | None = None
        kinds = [types.CodeActionKind.QuickFix, FIX_ALL]
        self.feature(types.INITIALIZE)(_initialize)
        self.feature(types.INITIALIZED)(_initialized)
        self.feature(types.SHUTDOWN)(_shut_down)
        self.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
        self.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))(_act)
        self.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
        self.command(ADD)(_add)
        self.command(IGNORE)(_ignore)

    def watch(self, parent: int) -> None:
        """End the process, with exit status 1, when the process `parent` is gone."""
        self._watch = asyncio.get_running_loop().create_task(self._end_with(parent))

    async def _end_with(self, parent: int) -> None:
        if await gone(parent):
            self.session.close()
            os._exit(1)  # the thread that waits for standard input would hold up any other exit

    def report_server_error(self, error: Exception, source: object) -> None:
        """Called by pygls: a message that cannot be read, or a bug."""
        self.session.fail(error)


def _initialize(server: Server, params: types.InitializeParams) -> None:
    server.session.initialize(params)
    if params.process_id is not None:
        server.watch(params.process_id)


async def _initialized(server: Server, params: types.InitializedParams) -> None:
    await server.session.initialized()


def _shut_down(server: Server, params: None) -> None:
    server.was_shut_down = True
    server.session.close()


def _saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    server.session.saved(params)


async def _act(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    return await server.session.act(params)


async def _configured(server: Server, params: types.DidChangeConfigurationParams) -> None:
    await server.session.configured(params)


async def _add(server: Server, term: str) -> None:
    await server.session.add(term)


def _ignore(server: Server, uri: str, word: str, better: str) -> None:
    server.session.ignore(uri, word, better)
