"""Facts in words."""

from collections.abc import Sequence
from itertools import groupby

from handlers.kit.format.texts import ShortDay, Voice, Words, _, clip
from storage.facts.facts import FactRecord

SENSITIVE: dict[str, Words] = {
    "price": _("price"),
    "service": _("service"),
    "brand": _("brand"),
    "quality": _("quality"),
    "innovation": _("innovation"),
    "relationship": _("relationship"),
}
RELATIONS: dict[str, Words] = {
    "partner": _("partner"),
    "channel": _("channel"),
    "ally": _("ally"),
    "target": _("target for next year"),
}
SHOWROOM: dict[str, Words] = {"yes": _("may be shown as a reference"), "no": _("not to be shown as a reference")}
KINDS: dict[str, Words] = {
    "sensitive": _("Cares about"),
    "need": _("Needs"),
    "payment": _("Pays"),
    "buying": _("How they buy"),
    "elsewhere": _("Buys elsewhere"),
    "relation": _("Is to us"),
    "showroom": _("Reference"),
    "tag": _("Tags"),
}
LISTED = {"sensitive": SENSITIVE, "relation": RELATIONS, "showroom": SHOWROOM}


def value(one: FactRecord) -> Words:
    """One fact, without of whom."""
    known = LISTED.get(one.kind, {}).get(one.value)
    if known is not None:
        return known
    name = clip(one.value, 100)
    if one.kind == "elsewhere" and one.share is not None and one.detail:
        return _("{percent} % of {what} from {name}", percent=one.share, what=clip(one.detail, 40), name=name)
    if one.kind == "elsewhere" and one.share is not None:
        return _("{percent} % from {name}", percent=one.share, name=name)
    if one.kind == "elsewhere" and one.detail:
        return _("{what} from {name}", what=clip(one.detail, 40), name=name)
    return name


def lines(facts: Sequence[FactRecord], voice: Voice) -> list[tuple[Words, Words]]:
    """A line a kind, in the order of `KINDS`; what matters most stands first."""
    of_kind = {kind: list(some) for kind, some in groupby(facts, key=lambda one: one.kind)}
    found: list[tuple[Words, Words]] = []
    for kind, label in KINDS.items():
        if some := of_kind.get(kind):
            between = " > " if kind == "sensitive" else "; "
            found.append((label, clip(between.join(voice.say(value(one)) for one in some), 200)))
    return found


def told_by(one: FactRecord) -> Words:
    """Who told it, and when."""
    if one.by is None:
        return ShortDay(one.at.date())
    return _("{name}, {day}", name=one.by, day=ShortDay(one.at.date()))
