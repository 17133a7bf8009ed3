"""Tracing: spans arrive at a real collector, and no text does."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx2
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from .conftest import Start

SECRET = "비밀스러운글"
LATIN = "s3cretw0rd"


@dataclass(frozen=True, slots=True)
class Collector:
    """url: where it listens. bodies: what was sent to it, as it came."""

    url: str
    bodies: list[bytes] = field(default_factory=list)

    def resources(self) -> list[dict[str, str]]:
        sent = (ExportTraceServiceRequest.FromString(body) for body in self.bodies)
        return [
            {each.key: each.value.string_value for each in group.resource.attributes}
            for request in sent
            for group in request.resource_spans
        ]

    def spans(self) -> list[Span]:
        sent = (ExportTraceServiceRequest.FromString(body) for body in self.bodies)
        return [
            span
            for request in sent
            for group in request.resource_spans
            for scope in group.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector() -> Iterator[Collector]:
    bodies: list[bytes] = []

    class Collecting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Collecting) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield Collector(f"http://127.0.0.1:{server.server_port}", bodies)
        server.shutdown()
        thread.join()


def test_요청마다_스팬이_가고_글은_가지_않는다(start: Start, collector: Collector) -> None:
    service = start(
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, OTEL_EXPORTER_OTLP_COMPRESSION="none"
    )
    trace_id, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    answer = httpx2.post(
        f"{service.url}/v1/drafts/{SECRET}{LATIN}",
        params={"q": SECRET + LATIN},
        content=(SECRET + LATIN).encode(),
        headers={
            "X-Request-ID": "a-3",
            "X-Text": LATIN,
            "User-Agent": LATIN,
            "traceparent": f"00-{trace_id}-{parent}-01",
            "tracestate": f"school={LATIN}",
            "baggage": f"text={LATIN}",
        },
        timeout=20,
    )
    assert answer.status_code == 500
    httpx2.get(f"{service.url}/{LATIN}", headers={"traceparent": LATIN})
    lines = service.stop()  # sends what is left

    whole = b"".join(collector.bodies)
    assert LATIN.encode() not in whole
    assert SECRET.encode() not in whole
    spans = {span.name: span for span in collector.spans()}
    assert set(spans) == {"GET /pid", "POST /v1/drafts/{draft}", "GET other"}
    failed = spans["POST /v1/drafts/{draft}"]
    known = {
        each.key: each.value.string_value or each.value.int_value for each in failed.attributes
    }
    assert known == {
        "http.request.method": "POST",
        "http.route": "/v1/drafts/{draft}",
        "http.response.status_code": 500,
        "spellfix.request_id": "a-3",
        "error.type": "RuntimeError",
    }
    assert failed.kind == Span.SPAN_KIND_SERVER
    assert failed.status.code == Status.STATUS_CODE_ERROR
    assert (failed.trace_id.hex(), failed.parent_span_id.hex()) == (trace_id, parent)
    assert not failed.events
    assert failed.end_time_unix_nano > failed.start_time_unix_nano
    assert collector.resources()[0]["service.name"] == "spellfix"
    # The line in the log leads to the trace.
    traced = [line for line in lines if line.get("request_id") == "a-3" and "ms" in line]
    assert [line["trace_id"] for line in traced] == [trace_id]


def told(code: str, **environ: str) -> str:
    """What a program of its own says about its ConfigError, "" where there is none."""
    program = (
        "import sys\n"
        "from starlette.applications import Starlette\n"
        "from spellfix.errors import ConfigError\n"
        "from spellfix.serve.telemetry import trace\n"
        f"{code}\n"
        "try:\n"
        "    trace(Starlette())\n"
        "except ConfigError as error:\n"
        "    sys.stdout.write(str(error))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


MISSING = "sys.modules['opentelemetry'] = None"


def test_without_the_extra_it_is_said_how_to_install_it() -> None:
    said = told(MISSING, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    assert "pip install 'spellfix[otel]'" in said
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in said


def test_where_no_collector_is_named_nothing_is_needed() -> None:
    assert told(MISSING, OTEL_EXPORTER_OTLP_ENDPOINT="") == ""


def test_another_protocol_is_refused() -> None:
    said = told(
        "", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9", OTEL_EXPORTER_OTLP_PROTOCOL="grpc"
    )
    assert "OTEL_EXPORTER_OTLP_PROTOCOL=grpc" in said
    assert "http/protobuf" in said
