"""Whether anything that waits to be sent was taken back lately: whoever is about to send looks again then."""

from threading import Lock


class Withdrawals:
    """Counts turns that take messages back, before they commit.

    Between the look at the store and the send a turn may commit on another thread. Its count is higher before that, so a sender
    who finds the same number before and after the look sends something that nobody had taken back when the send began.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.count = 0

    def note(self) -> None:
        """A turn is about to commit that takes something back."""
        with self._lock:
            self.count += 1
