"""How a customer stands, in words: each figure with what it is reckoned from."""

from decimal import Decimal

from handlers.kit.format.texts import Price, ShortDay, Words, _, clip, ngettext
from handlers.kit.turn import Turn
from storage.standings.standings import StandingRecord

SEGMENTS: dict[str, Words] = {
    "loyal": _("loyal"),
    "vulnerable": _("vulnerable"),
    "lost": _("lost"),
    "new": _("new"),
    "steady": _("steady"),
}


def worth(one: StandingRecord) -> Words:
    """What they bought for in a year, and on how many days."""
    return ngettext(
        "{amount} in a year, on {count} day",
        "{amount} in a year, on {count} days",
        one.orders,
        amount=Price(one.sales, one.currency),
    )


def growth(one: StandingRecord) -> Words:
    """This year against the one before."""
    more = round(100 * (one.sales - one.before) / one.before) if one.before > 0 else 0
    return _(
        "{now} in a year, {before} in the one before: +{percent} %",
        now=Price(one.sales, one.currency),
        before=Price(one.before, one.currency),
        percent=more,
    )


def fallen(one: StandingRecord) -> Words:
    """Lately against what is habitual."""
    return _(
        "at {percent} % of the usual: {recent} instead of {habitual}, last on {day}",
        percent=one.fallen or 0,
        recent=Price(one.recent or Decimal(0), one.currency),
        habitual=Price(one.habitual or Decimal(0), one.currency),
        day=ShortDay(one.last),
    )


def lost(one: StandingRecord) -> Words:
    """Since when, and what they were worth."""
    if one.before > 0:
        return _(
            "nothing since {day}; {before} the year before",
            day=ShortDay(one.last),
            before=Price(one.before, one.currency),
        )
    return _("nothing since {day}", day=ShortDay(one.last))


def due(one: StandingRecord) -> Words:
    """When, by their rhythm."""
    return _(
        "usually every {gap} days, last on {day}: about {expected}",
        gap=one.gap or 0,
        day=ShortDay(one.last),
        expected=ShortDay(one.expected or one.last),
    )


def worst(one: StandingRecord) -> Words:
    """Why they stand last: nothing in a year, more back than bought, or little."""
    if one.sales < 0:
        return _("gave back for {amount} more than they bought in a year", amount=Price(-one.sales, one.currency))
    if not one.sales:
        return _("bought nothing in a year, last on {day}", day=ShortDay(one.last))
    return worth(one)


def on_card(turn: Turn, one: StandingRecord) -> Words:
    """The class with its evidence: "A · loyal · 12.000 € in a year, on 24 days"."""
    letter = one.letter or turn.voice.say(_("no class"))
    segment = turn.voice.say(SEGMENTS.get(one.segment, one.segment))
    told = fallen(one) if one.fallen is not None and one.fallen < 40 else worth(one)
    return f"{letter} · {segment} · {turn.voice.say(told)}"


def named(one: StandingRecord) -> Words:
    """A customer in a list, with the class."""
    name = clip(one.customer, 60)
    return _("{customer} · {letter}", customer=name, letter=one.letter) if one.letter else name
