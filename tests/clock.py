"""What work costs the processor; knows no work."""

import gc
import time
from collections.abc import Callable


def processor_seconds(work: Callable[[], object]) -> float:
    """Those of this thread, with no collection of garbage among them.

    A full collection goes through what thousands of other tests left, for most of a second.
    """
    gc.disable()
    try:
        begun = time.thread_time()
        work()
        return time.thread_time() - begun
    finally:
        gc.enable()
