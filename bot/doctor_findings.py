"""What `cartera doctor` says: one sentence about one thing, and whether it is well."""

from dataclasses import dataclass

CLOCK_MAY_BE_OFF = 30.0
"""Seconds: beyond that, leases and what "today" means begin to suffer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `what` says what to do where it is not `ok`; never a secret, never what people wrote."""

    ok: bool
    what: str


def well(what: str) -> Finding:
    """It is as it should be."""
    return Finding(ok=True, what=what)


def wrong(what: str) -> Finding:
    """Somebody has to do something."""
    return Finding(ok=False, what=what)


def clock_finding(whose: str, behind: float | None) -> list[Finding]:
    """How this machine's clock compares with another's, which it is so many seconds behind; nothing where that is not known."""
    if behind is None:
        return []
    right = abs(behind) <= CLOCK_MAY_BE_OFF
    said = "agrees with" if right else f"is {abs(behind):.0f} seconds {'behind' if behind > 0 else 'ahead of'}"
    return [Finding(right, f"Clock: this machine's {said} {whose}{'' if right else ': set it by NTP'}.")]
