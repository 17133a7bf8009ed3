"""Thousands of requests that nobody would send, to a service that runs: does it stay up and silent?

    python docs/benchmarks/serve_fuzz.py [--count N] [--seconds S] [--seed S] [--clients N]

Starts `spellfix serve` on a free port of this machine with a database of its own, and sends it what
the examples of its OpenAPI document become when bytes, structure, texts, headers, framing or paths
are mutated. Checked of each answer: no server error, JSON where it is a refusal, nothing repeated
of what was sent, answered in time; and at the end: the process lives, is ready, and its log holds
no error and nothing that was sent. Prints a Markdown table; exit status 1 if anything failed.
The requests of a seed are the same whatever the number of clients.
"""

import argparse
import json
import re
import socket
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from itertools import count
from pathlib import Path
from urllib.request import urlopen

from serve_fuzz_requests import KINDS, SECRET, Operation, Request, made
from serve_process import serving

WAIT = 45.0
"""Seconds for an answer; a body may take 30 until the service gives up."""
COLUMNS = ("2xx", "4xx", "503", "other", "no answer")


def answered(port: int, request: Request) -> tuple[int | None, bytes, float]:
    """Status (None: the connection ended without one), all that came, and seconds."""
    begun = time.monotonic()
    status, text = None, b""
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as peer:
        with suppress(ConnectionError):
            peer.sendall(request.raw())
            if request.framing or "Transfer-Encoding" in request.headers:
                # There may be less than was announced.
                peer.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError, HTTPException):
            answer = HTTPResponse(peer, method=request.method)
            answer.begin()
            status, text = answer.status, str(answer.headers).encode()
            text += b"\n\n" + answer.read()
    return status, text, time.monotonic() - begun


def wrong(status: int | None, text: bytes) -> str | None:
    """What is wrong with an answer."""
    head, _, body = text.partition(b"\n\n")
    if status is None or status < 400:
        return None
    if status >= 500 and status != 503:
        return "server error"
    if any(each in text for each in (SECRET.encode(), json.dumps(SECRET)[1:-1].encode())):
        return "what was sent was repeated"
    if b"nosniff" not in head:
        return "security headers are missing"
    try:
        return None if not body.strip() or "detail" in json.loads(body) else "no detail"
    except ValueError:
        return "refused, but not in JSON"


def operations_of(port: int) -> list[Operation]:
    """All that the document of the service names, ids filled in."""
    with urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=WAIT) as answer:
        document = json.load(answer)
    draft = Request("POST", "/v1/drafts", json.dumps({"text": "숙재를 했다."}).encode())
    identity = json.loads(answered(port, draft)[1].partition(b"\n\n")[2])["id"]
    operations = []
    for path, methods in document["paths"].items():
        for method, each in methods.items():
            body = None
            if "requestBody" in each:
                schema = each["requestBody"]["content"]["application/json"]["schema"]
                name = schema["$ref"].rpartition("/")[2]
                body = document["components"]["schemas"][name]["examples"][0]
            operations.append(Operation(method.upper(), re.sub(r"{\w+}", identity, path), body))
    return operations


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=6_000)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {each.__name__[:-8]: Counter() for each in KINDS}
    slowest: dict[str, float] = dict.fromkeys(counts, 0.0)
    failures: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(
            "--database", f"sqlite:///{folder}/drafts.sqlite3", log=Path(folder, "log")
        ) as service,
    ):
        port = service.port
        operations = operations_of(port)
        numbers, begun = count(), time.monotonic()

        def client() -> None:
            while (number := next(numbers)) < options.count:
                if time.monotonic() - begun > options.seconds:
                    return
                kind, request = made(options.seed, number, operations)
                status, text, seconds = answered(port, request)
                group = "no answer" if status is None else f"{status // 100}xx"
                column = "503" if status == 503 else group if group in COLUMNS else "other"
                counts[kind][column] += 1
                slowest[kind] = max(slowest[kind], seconds)
                if fault := wrong(status, text):
                    failures.append(f"request {number} ({kind}, {status}): {fault}")

        with ThreadPoolExecutor(options.clients) as threads:
            for future in [threads.submit(client) for _ in range(options.clients)]:
                future.result()
        took = time.monotonic() - begun
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=WAIT) as ready:
            failures += (
                [] if ready.status == 200 and service.process.poll() is None else ["not ready"]
            )
        log = Path(folder, "log").read_text(errors="replace")
        failures += ["the log holds what was sent"] if SECRET in log else []
        failures += [f"in the log: {line}" for line in log.splitlines() if '"error"' in line]
    write = sys.stdout.write
    total = sum(sum(each.values()) for each in counts.values())
    write(f"{total:,} requests to {len(operations)} operations, seed {options.seed}, ")
    write(f"{options.clients} clients, {took:.0f} s\n\n")
    write(f"| mutated | n | {' | '.join(COLUMNS)} | slowest, ms |\n")
    write(f"|---|{'---:|' * (len(COLUMNS) + 2)}\n")
    for kind, found in counts.items():
        cells = " | ".join(f"{found[column]:,}" for column in COLUMNS)
        write(f"| {kind} | {sum(found.values()):,} | {cells} | {slowest[kind] * 1000:,.0f} |\n")
    write(f"\nfailures: {len(failures)}\n")
    write("".join(f"- {each[:300]}\n" for each in failures[:20]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
