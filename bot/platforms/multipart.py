"""Messages that a platform takes in several parts: what went out does not go out again when the next part fails."""

from collections.abc import Awaitable, Callable, Sequence

MOST_REMEMBERED = 1_000

Part = Callable[[], Awaitable[str]]
"""Sends one part; returns its id. Raises whatever a send raises."""


class Parts:
    """What of each message went out already, as long as this process lives."""

    def __init__(self) -> None:
        self._sent: dict[int, list[str]] = {}

    async def send(self, message: int, parts: Sequence[Part]) -> list[str]:
        """Sends the parts of a message that were not sent yet, in order; returns the ids of all of them.

        Raises what the first part that fails raises; asked again, it goes on with that one.
        """
        sent = self._sent.setdefault(message, [])
        while len(self._sent) > MOST_REMEMBERED:
            self._sent.pop(next(iter(self._sent)))
        for part in parts[len(sent) :]:
            sent.append(await part())
        self._sent.pop(message, None)
        return sent
