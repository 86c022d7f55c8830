"""Money, shares and what figures mean, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from handlers.kit.figures.chances import NOTHING, Weighted
from handlers.kit.figures.shares import SampleSize, Share
from handlers.kit.format.texts import Percent, Price, Words, _, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn

UNIT = Decimal(1)

HOW: Mapping[str, tuple[Words, Words]] = {
    "amount": (
        _("Amount"),
        _(
            "The sum of what open opportunities are about, each currency by itself. Those without an amount are counted, and add nothing."
        ),
    ),
    "weighted": (
        _("Weighted"),
        _(
            "Each amount times the probability of its stage, rounded to the cent one by one, then added up. What is won or lost, or past its close date, is left out."
        ),
    ),
    "spread": (
        _("± after a weighted amount"),
        _(
            "How far the result usually is from it: each opportunity is won whole or not at all. Two times out of three it is within."
        ),
    ),
    "past": (
        _("Past close date"),
        _(
            "Open ones whose close date has passed. They are in no stage's sum and in no month until they have a new date."
        ),
    ),
    "still": (
        _("Stalled"),
        _(
            "Open ones without contact with the customer for longer than their stage allows, in working days, and without a next step. A note among ourselves is no contact."
        ),
    ),
    "changes": (
        _("What changed"),
        _(
            "From the log of each opportunity, today included: created, moved to another stage, won, lost, or postponed to a later close date. Each is counted once."
        ),
    ),
    "funnel": (
        _("Funnel"),
        _(
            "Of those created in the period: how many ever reached a stage or got further and, of those that left it, how many moved on. What is still there counts as neither."
        ),
    ),
    "forecast": (
        _("Forecast"),
        _(
            "Won: closed that month. Weighted: what is open with a close date in the month, by its probability. Best case: won and everything open, as if all of it came."
        ),
    ),
    "rate": (
        _("Win rate"),
        _(
            "Won out of won and lost, by the day they closed. The two numbers after it are where it may really lie, 95 times out of 100 (Wilson). Under 5 closed ones are only counted; under 30 are few."
        ),
    ),
    "cycle": (
        _("Median time to close"),
        _(
            "From the day it was written down until half of them are won or lost, over the last 12 months. Those that are open count with the time they have lasted so far (Kaplan–Meier). Under 5 closed ones nothing is said."
        ),
    ),
    "velocity": (
        _("Velocity"),
        _(
            "Open opportunities times the win rate times the mean amount of a win, divided by the median time to close: of one pipeline, one currency and 12 months, with 10 wins at least."
        ),
    ),
    "lost": (
        _("Lost"),
        _("What was marked as lost in the period, by its reason, beside the same number of days before."),
    ),
    "target": (
        _("Target"),
        _("What was won in the month, in the target's currency. Who has no target has none; that is not 0."),
    ),
}
"""What each figure means, in a sentence."""


def how(*figures: str) -> Choice:
    """The button that explains figures."""
    return Choice(_("How is it worked out?"), Action("sales_how", {"figures": ",".join(figures)}))


def explain(_turn: Turn, figures: str) -> Reply:
    """What figures mean."""
    known = [HOW[name] for name in figures.split(",") if name in HOW]
    return Reply((Heading(_("How it is worked out")), Entries(known)))


# ------------------------------------------------------------------ money
class Sums:
    """Amounts by currency: several are several totals, never one."""

    def __init__(self, amounts: Iterable[tuple[str, Decimal]] = ()) -> None:
        self._by_currency: dict[str, Decimal] = defaultdict(Decimal)
        for currency, amount in amounts:
            self._by_currency[currency] += amount

    def add(self, currency: str, amount: Decimal) -> None:
        """One more."""
        self._by_currency[currency] += amount

    def of(self, currency: str) -> Decimal:
        """The total of one currency."""
        return self._by_currency.get(currency, Decimal(0))

    def said(self, turn: Turn) -> str:
        """All of them: "97.500 € + 1.200 US$"; "" where there is nothing."""
        totals = [(currency, total) for currency, total in sorted(self._by_currency.items()) if total]
        return " + ".join(turn.voice.say(Price(total, currency)) for currency, total in totals)


def weighted_sums(rows: Iterable[tuple[str, Decimal, float]]) -> dict[str, Weighted]:
    """Weighted values by currency: of (currency, value, variance)."""
    found: dict[str, Weighted] = {}
    for currency, value, variance in rows:
        found[currency] = found.get(currency, NOTHING) + Weighted(value, variance)
    return dict(sorted(found.items()))


def about(turn: Turn, value: Weighted, currency: str) -> str:
    """A weighted amount with its spread: "35.100 € ± 14.200 €"."""
    say = turn.voice.say
    spread = value.spread.quantize(UNIT, ROUND_HALF_UP)
    if not spread:
        return say(Price(value.value, currency))
    return say(_("{value} ± {spread}", value=Price(value.value, currency), spread=Price(spread, currency)))


def counted(turn: Turn, count: int, amounts: Sums) -> str:
    """How many, and what they come to: "5 · 12.000 €"."""
    money = amounts.said(turn)
    return f"{count} · {money}" if money else str(count)


# ------------------------------------------------------------------ shares
def share(turn: Turn, of: Share) -> str:
    """A share as far as one may be said: "12 of 20 · 60 % (39–78 %)"."""
    say = turn.voice.say
    if of.evidence is SampleSize.NONE:
        return "–"
    count = say(_("{part} of {whole}", part=of.part, whole=of.whole))
    rate, interval = of.rate, of.interval
    if rate is None or interval is None:
        return count
    low = say(Percent(interval[0])).rstrip("%").rstrip()
    text = f"{count} · {say(Percent(rate))} ({low}–{say(Percent(interval[1]))})"
    return say(_("{share}, few data", share=text)) if of.evidence is SampleSize.FEW else text


def opportunities(count: int) -> Words:
    """So many opportunities."""
    return ngettext("{count} opportunity", "{count} opportunities", count)
