"""Stretches of time in words."""

from dataclasses import dataclass

from babel.numbers import format_decimal

from handlers.kit.format.texts import Voice, _

MINUTE = 60
LONG = 90
"""Minutes from which a time is told in hours."""


@dataclass(frozen=True, slots=True)
class BusinessDuration:
    """Business time in words: minutes, or hours with a decimal."""

    seconds: float

    def show(self, voice: Voice) -> str:
        """As people of this locale write it."""
        minutes = round(self.seconds / MINUTE)
        if minutes < LONG:
            return voice.say(_("{minutes} min", minutes=minutes))
        return voice.say(_("{hours} h", hours=str(format_decimal(round(minutes / MINUTE, 1), locale=voice.locale))))
