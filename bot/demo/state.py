"""What a demo remembers from one start to the next, beside its database: its address, its clock, and which company it is."""

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Shift

TOKEN_BYTES = 16
"""128 bits: nobody guesses the address."""
MOST_SHIFTS = 2_000
"""Of the earliest ones the times of messages are told a little wrongly; nobody moves a clock that often."""


@dataclass(frozen=True, slots=True)
class DemoState:
    """The `token` and `port` of the address stay, so that an open page finds its way back; the `edition` is new with each company."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))
    port: int | None = None
    edition: str = ""
    shifts: tuple[Shift, ...] = ()

    def begun_anew(self, first: Shift) -> "DemoState":
        """The same address, another company."""
        return replace(self, edition=secrets.token_hex(4), shifts=(first,))

    def at_port(self, port: int) -> "DemoState":
        """The same at another port."""
        return replace(self, port=port)

    def with_shifts(self, shifts: tuple[Shift, ...]) -> "DemoState":
        """The same with the clock as it is now."""
        return replace(self, shifts=shifts)

    @classmethod
    def read(cls, path: Path) -> "DemoState":
        """What was kept; a new one where nothing was, or nothing that can be read."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            shifts = [Shift(datetime.fromisoformat(since), timedelta(seconds=ahead)) for since, ahead in raw["shifts"]]
            return cls(raw["token"], raw["port"], raw["edition"], tuple(shifts))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def keep(self, path: Path) -> None:
        """Writes it where only this account reads it, whole or not at all."""
        shifts = [[shift.since.isoformat(), shift.ahead.total_seconds()] for shift in self.shifts[-MOST_SHIFTS:]]
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text(
            json.dumps({"token": self.token, "port": self.port, "edition": self.edition, "shifts": shifts}),
            encoding="utf-8",
        )
        new.replace(path)
