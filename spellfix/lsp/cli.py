"""`spellfix lsp`: a language server for one editor, on its standard input and output.

Exit status: 0 after the goodbye that the protocol asks for, 1 where the client left without one,
or is gone although the line to it is open.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING

from spellfix.config import port_number

if TYPE_CHECKING:
    from spellfix.lsp.server import Server

HOST = "127.0.0.1"


def lsp(arguments: Sequence[str]) -> None:
    """Serve one client as the arguments say. Raises ConfigError for a port that is none."""
    options = _parser().parse_args(arguments)
    port = None if options.tcp is None else port_number("--tcp", options.tcp)
    from spellfix.lsp.server import Server

    # pygls would log messages, and with them the texts of the user.
    pygls = logging.getLogger("pygls")
    pygls.addHandler(logging.NullHandler())
    pygls.propagate = False

    server = Server()
    try:
        if port is None:
            _serve_standard_io(server)
        else:
            asyncio.run(_serve_tcp(server, port))
    except SystemExit:  # how pygls takes its leave, after exit
        pass
    finally:
        server.session.close()
    if not server.was_shut_down:
        sys.exit(1)


def _serve_standard_io(server: Server) -> None:
    """What else writes to standard output, such as a library, goes to standard error."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.start_io(sys.stdin.buffer, channel)


async def _serve_tcp(server: Server, port: int) -> None:
    from pygls.io_ import run_async

    left = asyncio.Event()
    stop = Event()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener.close()  # one server, one client
        server.protocol.set_writer(writer)
        try:
            await run_async(stop, reader, server.protocol, None, server.report_server_error)
        finally:
            left.set()

    listener = await asyncio.start_server(connected, HOST, port)
    sys.stderr.write(f"{HOST}:{listener.sockets[0].getsockname()[1]}\n")
    sys.stderr.flush()
    await left.wait()


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix lsp",
        description="편집기를 위한 언어 서버입니다. 표준 입출력으로 LSP를 말합니다. "
        "A language server for editors: LSP over standard input and output.",
    )
    parser.add_argument(
        "--tcp",
        metavar="PORT",
        help=f"{HOST}:PORT에서 하나의 편집기를 기다립니다, 0은 빈 자리 / wait for one editor there",
    )
    parser.add_argument(
        "--stdio", action="store_true", help="표준 입출력 / standard input and output (default)"
    )
    return parser
