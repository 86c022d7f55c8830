"""How the interpreter is tuned for a process that runs for months: garbage collection and thread switching."""

import gc
import sys

COLLECT_AFTER = (10_000, 20, 20)
"""More objects than a turn makes. The interpreter's own 700 are made several times a turn, and looked through each time."""
SWITCH_AFTER = 0.001
"""Seconds that a thread may compute while another waits. The interpreter's own 5 ms, times the threads that take turns, is what
every answer to a webhook would wait for, some times over."""


def tune_process() -> None:
    """To be called once all is loaded: it stays, so the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(SWITCH_AFTER)
