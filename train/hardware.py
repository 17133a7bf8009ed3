"""Device and number format, chosen with a reason that can be logged. Knows nothing of models."""

import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import torch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hardware:
    """Where tensors live and whether matrix work runs in bf16."""

    device: torch.device
    bf16: bool
    reason: str

    def precision(self) -> AbstractContextManager[object]:
        if not self.bf16:
            return nullcontext()
        return torch.autocast(self.device.type, dtype=torch.bfloat16)


def choose_hardware(precision: str = "auto", gpu: int = 0) -> Hardware:
    """CUDA where there is one, of several the one with number ``gpu``; bf16 where the processor
    multiplies it, or as ``precision`` says. fp16 is never used: its range is too small for this
    kind of model."""
    found = _found(gpu)
    if precision == "auto":
        return found
    return replace(found, bf16=precision == "bfloat16", reason=f"--precision {precision}")


def _found(gpu: int) -> Hardware:
    if torch.cuda.is_available():
        device = torch.device("cuda", gpu)
        return Hardware(device, torch.cuda.is_bf16_supported(), "CUDA is available")
    flags = _cpu_flags()
    fast = bool({"avx512_bf16", "amx_bf16"} & flags)
    reason = "the CPU multiplies bf16" if fast else "no CUDA, and the CPU is not known to do bf16"
    return Hardware(torch.device("cpu"), fast, reason)


def _cpu_flags() -> set[str]:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    line = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return set(line.partition(":")[2].split())
