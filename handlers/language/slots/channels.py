"""By which channels somebody is to be reached, as far as a text says: "llamar a Marta" by telephone, "email her" by e-mail."""

from collections.abc import Iterator

from handlers.language.concepts.concepts import Cue, Cued, cues_in
from handlers.language.text.free_text import is_pause

_CHANNEL = "channel."
_LOOK_BACK = 4
"""Words before a channel within which "never" speaks of it."""


def channel_cues(cued: Cued) -> Iterator[Cue]:
    """The cues that name a channel, in order."""
    return (cue for cue in cued.cues if cue.concept.startswith(_CHANNEL))


def channel_of(cue: Cue) -> str:
    """The channel that a cue names: "phone", "visit", "email" …"""
    return cue.concept.removeprefix(_CHANNEL)


def channels_in(text: str) -> frozenset[str]:
    """The channels that a text names."""
    return frozenset(channel_of(cue) for cue in channel_cues(cues_in(text)))


def wanted_channel(cued: Cued) -> Cue | None:
    """The channel that is wanted: the first one of which no "never" speaks."""
    found = list(channel_cues(cued))
    channels = [
        cue for cue in found if not any(o.first <= cue.first and cue.last <= o.last and o != cue for o in found)
    ]
    refused = list(cued.all("never"))
    for at, channel in enumerate(channels):
        floor = max(
            [channel.first - _LOOK_BACK, 0, *(other.last for other in channels[:at] if other.last <= channel.first)]
        )
        floor = max([floor, *(i + 1 for i in range(floor, channel.first) if is_pause(cued, i))])
        if not any(cue.last > floor and cue.first < channel.last for cue in refused):
            return channel
    return None
