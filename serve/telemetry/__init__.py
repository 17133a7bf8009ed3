"""What the service says about itself: metrics, logs, traces; never a word of a text."""

from spellfix.serve.telemetry.context import RequestContext
from spellfix.serve.telemetry.logs import configure
from spellfix.serve.telemetry.metrics import Telemetry
from spellfix.serve.telemetry.shared import shared
from spellfix.serve.telemetry.tracing import trace

__all__ = ["RequestContext", "Telemetry", "configure", "shared", "trace"]
