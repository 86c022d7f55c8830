"""How the interpreter looks after memory in a process that runs for months."""

import gc

COLLECT_AFTER = (10_000, 20, 20)
"""More objects than a turn makes. The interpreter's own 700 are made several times a turn, and looked through each time."""


def keep_what_is_loaded() -> None:
    """Tells the garbage collector that what is loaded by now stays, so that it is not looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
