"""How the interpreter is tuned: garbage collection while it starts and while it runs for months, and thread switching."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_AFTER = (10_000, 20, 20)
"""More objects than a turn makes. The interpreter's own 700 are made several times a turn, and looked through each time."""
SWITCH_AFTER = 0.001
"""Seconds that a thread may compute while another waits. The interpreter's own 5 ms, times the threads that take turns, is what
every answer to a webhook would wait for, some times over."""


@contextmanager
def load_without_collecting() -> Iterator[None]:
    """For imports: what they make stays, and looking for garbage in it would take a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect_once_tuned() -> None:
    """No garbage is collected until `tune_process` is called: for what is made once, at the start of a process that calls it."""
    gc.disable()


def tune_process() -> None:
    """To be called once all is loaded: it stays, so the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    gc.enable()
    sys.setswitchinterval(SWITCH_AFTER)
