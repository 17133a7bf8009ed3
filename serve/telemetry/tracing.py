"""OpenTelemetry, if somebody wants it: one span for each request, with nothing of what was sent.

Active only where ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set; the other ``OTEL_*`` variables of the SDK
(service name, headers, sampler, timeouts) hold as well. Spans say method, route template, status
and request id: no path, query, header, address or message, which the ready-made instrumentations
record. Of the caller's headers ``traceparent`` alone is taken over; ``tracestate`` and ``baggage``
hold words of the caller's. OTLP over HTTP is spoken, with protobuf.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import spellfix
from spellfix.errors import ConfigError
from spellfix.serve.telemetry.current import CURRENT, OTHER, Current

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL"
_SPOKEN = "http/protobuf"


def trace(app: Starlette) -> None:
    """Let `app` send a span for each request, if the environment names a collector.

    To be called before `RequestContext` is added, which stands outside. Raises ConfigError where
    the extra ``otel`` is missing or another protocol is asked for.
    """
    if not os.environ.get(ENDPOINT):
        return
    protocol = os.environ.get(PROTOCOL) or _SPOKEN
    if protocol != _SPOKEN:
        raise ConfigError(f"{PROTOCOL}={protocol}: 쓸 수 없습니다 / expected {_SPOKEN} or nothing")
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ConfigError(
            f"{ENDPOINT}: 추적에 필요한 것이 없습니다 / tracing needs more packages: "
            "pip install 'spellfix[otel]'"
        ) from error
    resource = Resource.create({SERVICE_VERSION: spellfix.__version__})
    if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
        resource = resource.merge(Resource({SERVICE_NAME: "spellfix"}))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    app.add_middleware(Traced, provider=provider)


class Traced:
    """Makes the spans; sends the last of them when the service stops."""

    def __init__(self, app: ASGIApp, provider: TracerProvider) -> None:
        self._app = app
        self._provider = provider
        self._tracer = provider.get_tracer("spellfix", spellfix.__version__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        current = CURRENT.get()
        if scope["type"] == "lifespan":
            try:
                await self._app(scope, receive, send)
            finally:
                self._provider.shutdown()
        elif scope["type"] == "http" and current is not None:
            await self._traced(current, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _traced(self, current: Current, scope: Scope, receive: Receive, send: Send) -> None:
        from opentelemetry.trace import SpanKind, StatusCode, format_trace_id
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        caller = {
            name.decode(): value.decode("latin-1")
            for name, value in scope["headers"]
            if name == b"traceparent"
        }
        span = self._tracer.start_span(
            current.method,
            context=TraceContextTextMapPropagator().extract(caller),
            kind=SpanKind.SERVER,
            attributes={
                "http.request.method": current.method if current.method != OTHER else "_OTHER",
                "spellfix.request_id": current.request_id,
            },
        )
        scope["state"]["trace_id"] = format_trace_id(span.get_span_context().trace_id)

        started = False

        async def observed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                status: int = message["status"]
                span.set_attribute("http.response.status_code", status)
                if status >= 500:
                    span.set_status(StatusCode.ERROR)
            await send(message)

        try:
            await self._app(scope, receive, observed)
        except BaseException as error:
            span.set_attribute("error.type", type(error).__qualname__)
            if not started and isinstance(error, Exception):  # as RequestContext answers
                span.set_attribute("http.response.status_code", 500)
            span.set_status(StatusCode.ERROR)
            raise
        finally:
            span.set_attribute("http.route", current.route)
            span.update_name(f"{current.method} {current.route}")
            span.end()
