"""What a page can do beside talking: whoever runs the sample company serves it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.clock import Clock

Stage = Mapping[str, Any]
"""What a page has to know before it shows anything: the company, its people, what to try, the texts of the page itself."""


class Controls(Protocol):
    """The company, the clock, and starting over."""

    @property
    def clock(self) -> Clock:
        """The business clock."""
        ...

    def at(self, machine: datetime) -> datetime:
        """What the business clock showed at an instant of the machine."""
        ...

    def stage(self) -> Stage:
        """How things stand."""
        ...

    async def view(self, chat: str, name: str, field: str) -> str | None:
        """A page to look at, for whoever has this chat, as a whole document; None where that is nobody."""
        ...

    async def move(self, hours: float, show: Callable[[], None]) -> bool:
        """Puts the clock forward, and brings up what falls due on the way; `show` is called whenever it moved. False where that is too far."""
        ...

    async def reset(self) -> None:
        """Begins again with a new sample company; the connections end."""
        ...
