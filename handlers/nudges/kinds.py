"""The kinds of nudges as people call them: each is a rule, by its stored name."""

import re
from functools import cache

from handlers.kit.format.texts import Words, _
from handlers.kit.turn import Turn
from handlers.language.text.any_of import any_of
from storage.names.folding import fold

CAN_BE_MUTED: dict[str, Words] = {
    "not_seen": _("customers not seen for long"),
    "untold": _("visits nobody has told me about"),
    "loose_notes": _("loose notes"),
    "half_way": _("what I left half-way"),
    "stalled": _("stalled opportunities"),
    "close_dates": _("close dates that have passed"),
    "fallen": _("customers who buy far less"),
    "listed_leads": _("leads from lists"),
    "complaints": _("complaints"),
    "due_orders": _("orders that are due"),
    "purchase_questions": _("questions after a purchase"),
    "promotion_briefings": _("promotions to read"),
    "promotion_reports": _("what came of promotions"),
}
URGENT: dict[str, Words] = {
    "follow_ups": _("what I asked to be reminded of"),
    "leads": _("leads that are waiting"),
    "covers": _("cover for a colleague"),
}
"""Told whatever was told before in a day, and never muted: somebody waits, or asked for it."""
KINDS = {**CAN_BE_MUTED, **URGENT, "unsure": _("what may have been lost")}
EVERYTHING = "everything"
"""All kinds that can be muted, in one."""
SHORTEST = 4
"""Letters by which a word of a kind's name is known."""


def kind_named(turn: Turn, words: str) -> str | None:
    """The kind that words name, be it muted or not, or `EVERYTHING`; None where they name none, or two alike.

    What people call a kind (`any_of.toml`, the longest wins) counts for more than the words of its name.
    """
    said = fold(words)
    of_name = {word for word in said.split() if len(word) >= SHORTEST}
    found = {
        kind: (
            max((len(match[0]) for match in _called(kind).finditer(said)), default=0),
            sum(map(len, of_name & set(fold(turn.voice.say(label)).split()))),
        )
        for kind, label in {**CAN_BE_MUTED, **URGENT, EVERYTHING: ""}.items()
    }
    most = max(found.values())
    best = [kind for kind, score in found.items() if score == most]
    return best[0] if any(most) and len(best) == 1 else None


@cache
def _called(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(f'nudge_{kind}')}(?!\w)")
