"""What a promotion brought: what it cost, whom it reached, what came of it, and whether that would have come anyway."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.figures.differences import Difference, newcombe
from handlers.kit.figures.shares import COUNTS_BELOW, Share
from handlers.kit.figures.spending import Spending, spent_more
from handlers.kit.format.texts import On, Percent, Price, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Column, Facts, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.promotions.card import every
from handlers.promotions.lookup import PROMOTION, APromotion, named, to_open
from handlers.promotions.wording import SALES, not_told
from storage.promotions.attribution import BOUGHT, NAMED, TAPPED, WIN, WITHIN
from storage.promotions.comparison import ComparedGroup
from storage.promotions.outcomes import Outcomes
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import FAILED, NOT_SENT, SENT, TO_SEND, ToldCustomers
from storage.promotions.records import PromotionRecord
from storage.promotions.results import Figures, Results, Sale

NO_DATA = _("no data yet")


@dataclass(frozen=True, slots=True)
class Lift:
    """Those who were to be told against those held back."""

    told: ComparedGroup
    held: ComparedGroup
    difference: Difference | None

    @classmethod
    def of(cls, told: ComparedGroup, held: ComparedGroup) -> "Lift":
        """The comparison; without a difference where one of the groups is empty."""
        if not told.assigned or not held.assigned:
            return cls(told, held, None)
        shares = Share(told.bought, told.assigned), Share(held.bought, held.assigned)
        return cls(told, held, newcombe(*shares))


def said(turn: Turn, words: str) -> Reply:
    """“/roi otoño”, “qué tal funciona la promo de otoño”."""
    found, _rest = named(turn, words)
    mine = {one.id for one in every(turn)}
    found = [one for one in found if one.id in mine] or ([] if words.strip() else every(turn)[:1])
    if len(found) == 1:
        return show(turn, found[0])
    if found:
        return Reply.of(_("Which promotion?"), choices=to_open(found, "promotion_results"))
    unknown = (_("I know no promotion “{name}”.", name=clip(words, 60)),) if words.strip() else ()
    return Reply.of(*unknown, _("Which promotion?"), choices=to_open(every(turn), "promotion_results"))


def show(turn: Turn, promotion: APromotion) -> Reply:
    """All figures of one, on a screen."""
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    title = Heading(_("{name}: what it brought", name=promotion.name))
    if promotion.launched_at is None:
        return Reply((title, Paragraph(_("No data yet: it was not launched."))), (back,))
    results = turn.work.topic(Results)
    figures, sales = results.figures(promotion), results.sales(promotion)
    blocks: tuple[Block, ...] = (title, Facts(_reached(turn, promotion, figures, sales)))
    if sales:
        blocks += (Table(_COLUMNS, [_sale(turn, reason, sales) for reason in (NAMED, TAPPED, BOUGHT)]),)
    if figures.told and (classes := results.by_class(promotion.id)):
        blocks += (
            Table(
                _BY_CLASS,
                [(letter or _("no class"), str(told), str(yes), str(leads)) for letter, told, yes, leads in classes],
            ),
        )
    blocks += (Facts(_return(turn, promotion, sales)),)
    blocks += tuple(Paragraph(words) for words in _compared(turn, promotion))
    draw = Choice(_("As a picture"), Action("promotion_chart", {PROMOTION: promotion.id}))
    how = Choice(_("How?"), Action("promotion_how"))
    which = Choice(_("Which?"), Action("promotion_which", {PROMOTION: promotion.id}))
    return Reply(blocks, (draw, which, how, back))


_BY_CLASS = (
    Column(_("Class")),
    Column(_("Customers told"), "right"),
    Column(_("Said yes"), "right"),
    Column(_("Leads"), "right"),
)
_COLUMNS = (Column(_("Sold because")), Column(_("Sales"), "right"), Column(_("Value"), "right"))


def _reached(turn: Turn, promotion: PromotionRecord, figures: Figures, sales: list[Sale]) -> list[tuple[Words, Words]]:
    counts = turn.work.topic(ToldCustomers).counts(promotion.id)
    why = not_told(turn, turn.work.topic(ToldCustomers).reasons(promotion.id))
    lost = not_told(turn, turn.work.topic(Outcomes).failures(promotion.id)) if counts.get(FAILED) else ""
    says = promotion.content
    cost: Words = Price(says.cost, says.cost_currency) if says.cost is not None and says.cost_currency else NO_DATA
    facts: list[tuple[Words, Words | None]] = [
        (_("Cost"), cost),
        (_("Audience"), str(figures.audience)),
        (_("Customers told"), str(figures.told)),
        (_("Still to tell"), str(counts[TO_SEND]) if counts.get(TO_SEND) else None),
        (_("Failed"), _("{count} ({why})", count=counts[FAILED], why=lost) if counts.get(FAILED) else None),
        (_("Not told"), _("{count} ({why})", count=counts[NOT_SENT], why=why) if counts.get(NOT_SENT) else None),
        (_("Said yes"), str(figures.answered) if figures.told else NO_DATA),
        (_("Said no"), str(figures.refused) if figures.told else NO_DATA),
        (_("Silent"), str(counts.get(SENT, 0)) if figures.told else NO_DATA),
        (_("Leads"), str(figures.leads) if figures.told or figures.leads else NO_DATA),
        (_("Of these, quotes"), str(figures.quotes) if figures.leads else NO_DATA),
        _won(figures, sales),
        (_("Want no more promotions"), str(figures.opt_outs) if figures.told else NO_DATA),
    ]
    return [
        (label, value) for label, value in [*facts[:3], *_by_version(turn, promotion), *facts[3:]] if value is not None
    ]


def _won(figures: Figures, sales: list[Sale]) -> tuple[Words, Words]:
    """How many opportunities were won because of it; none is a number only where there was something to win."""
    won = sum(one.sales for one in sales if one.kind == WIN)
    return _("Of these, won"), str(won) if won or figures.leads else NO_DATA


def _by_version(turn: Turn, promotion: PromotionRecord) -> list[tuple[Words, Words | None]]:
    """Who got which, where it was changed after customers were told."""
    found = turn.work.topic(ToldCustomers).by_version(promotion.id)
    offers = {version: turn.work.topic(Promotions).version(promotion.id, version) for version in found}
    if all(says is None or says.reads_like(promotion.content) for says in offers.values()):
        return []
    return [
        (
            _("Told version {version}", version=version),
            _("{count} · {offer}", count=count, offer=clip(says.offer if (says := offers[version]) else "", 60)),
        )
        for version, count in found.items()
    ]


def _sale(turn: Turn, reason: str, sales: list[Sale]) -> tuple[Words, Words, Words]:
    of_it = [one for one in sales if one.reason == reason]
    amounts = " + ".join(turn.voice.say(price) for price in _sums(of_it))
    return SALES[reason], str(sum(one.sales for one in of_it)), amounts or "–"


def _sums(sales: list[Sale]) -> list[Price]:
    """What sales come to, a currency each."""
    found: dict[str, Decimal] = {}
    for one in sales:
        if one.amount is not None and one.currency:
            found[one.currency] = found.get(one.currency, Decimal(0)) + one.amount
    return [Price(amount, currency) for currency, amount in sorted(found.items())]


def _return(turn: Turn, promotion: PromotionRecord, sales: list[Sale]) -> list[tuple[Words, Words]]:
    """Revenue, what is left of it, and that against the cost, each only where everything it needs is known."""
    says, sums = promotion.content, _sums(sales)
    revenue = " + ".join(turn.voice.say(price) for price in sums)
    facts: list[tuple[Words, Words]] = [(_("Revenue"), revenue or NO_DATA)]
    own = next((price.value for price in sums if price.currency == says.cost_currency), None)
    if says.margin is None:
        facts.append((_("Return on the cost"), _("no data: nobody said which margin is left") if sums else NO_DATA))
        return facts
    left = [Price(_cents(price.value * says.margin / 100), price.currency) for price in sums]
    facts.append((_("Margin"), " + ".join(turn.voice.say(price) for price in left) or NO_DATA))
    if own is None or not says.cost:
        facts.append(
            (_("Return on the cost"), _("no data: nobody said the cost") if not says.cost and sums else NO_DATA)
        )
        return facts
    gain = own * says.margin / 100 - says.cost
    facts.append((_("Return on the cost"), Percent(float(gain / says.cost))))
    return facts


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


# ------------------------------------------------------------------ against those held back
def _compared(turn: Turn, promotion: PromotionRecord) -> list[Words]:
    """Whether it was the promotion: the two groups side by side, in plain words."""
    today = turn.local(turn.now).date()
    groups = turn.work.topic(Results).groups(promotion, min(today, promotion.content.last + WITHIN))
    if groups is None:
        return [_("Whether it was the promotion, nobody can say: I know no purchases of its products.")]
    lift = Lift.of(*groups)
    if lift.difference is None:
        return [_("Whether they would have bought anyway, nobody can say: nobody was held back to compare with.")]
    return compared(promotion, lift, today)


def compared(promotion: PromotionRecord, lift: Lift, today: date) -> list[Words]:
    """The comparison in words: collecting, cannot tell, or separated; with the interval and what it comes to."""
    found = lift.difference
    if found is None:
        return []
    both = _(
        "Of those to be told {told} of {all_told} bought; of those held back {held} of {all_held}.",
        told=lift.told.bought,
        all_told=lift.told.assigned,
        held=lift.held.bought,
        all_held=lift.held.assigned,
    )
    if lift.told.bought + lift.held.bought < COUNTS_BELOW:
        return [both, _("Too few bought to say more.")]
    interval = _(
        "Difference: {value} points, with 95 % between {low} and {high}.",
        value=_points(found.value),
        low=_points(found.low),
        high=_points(found.high),
    )
    end = promotion.content.last + WITHIN
    if not found.is_separated:
        words = (
            _("Still collecting, until {day}: it cannot be told yet whether it was the promotion.", day=On(end))
            if today <= end
            else _("It cannot be told whether it was the promotion: chance alone does as much.")
        )
    else:
        words = (
            _("The groups are separated: those to be told bought more, and that is no chance.")
            if found.value > 0
            else _("The groups are separated: those to be told bought less.")
        )
    return [both, interval, words, *_increment(promotion, lift)]


def _increment(promotion: PromotionRecord, lift: Lift) -> list[Words]:
    """What it brought beyond its cost, with its interval; only in one currency, and nothing where margin or cost is not known.

    That is (pₜ − p_c)·Nₜ·margin − cost where a buyer of either group buys for as much; where those who were told bought for less, or
    for more, or others were moved than those who buy most, it is what a head spent of each group that parts them.
    """
    says = promotion.content
    if says.margin is None or says.cost is None or not says.cost_currency:
        return []
    more = spent_more(_spending(lift.told), _spending(lift.held))
    each = lift.told.assigned * says.margin / 100
    value, low, high = (
        Price(Decimal(a_head * each - float(says.cost)).quantize(Decimal(1)), says.cost_currency)
        for a_head in (more.value, more.low, more.high)
    )
    if low.value > 0:
        return [
            _(
                "It has paid for itself: {value} after its cost, with 95 % between {low} and {high}.",
                value=value,
                low=low,
                high=high,
            )
        ]
    if high.value < 0:
        return [
            _(
                "It has not paid for itself: {value} after its cost, with 95 % between {low} and {high}.",
                value=value,
                low=low,
                high=high,
            )
        ]
    return [
        _(
            "Whether it has paid for itself cannot be told: {value} after its cost, with 95 % between {low} and {high}.",
            value=value,
            low=low,
            high=high,
        )
    ]


def _spending(group: ComparedGroup) -> Spending:
    return Spending(group.assigned, group.bought, float(group.amount), group.squares)


def _points(share: float) -> str:
    return f"{share * 100:+.1f}"


# ------------------------------------------------------------------ seen and explained
def draw(turn: Turn, promotion: APromotion, dark: bool = False) -> Reply:
    """From the audience to what was sold, as a picture."""
    say = turn.voice.say
    figures = turn.work.topic(Results).figures(promotion)
    sold = sum(one.sales for one in turn.work.topic(Results).sales(promotion))
    steps: tuple[tuple[Words, int], ...] = (
        (_("Audience"), figures.audience),
        (_("Customers told"), figures.told),
        (_("Said yes"), figures.answered),
        (_("Leads"), figures.leads),
        (_("Sales"), sold),
    )
    rows = tuple(Row(say(label), str(count), (Bar(count),)) for label, count in steps if figures.audience)
    chart = Chart("bars", promotion.name, say(_("what it brought")), rows, say(_("No data yet.")), dark=dark)
    have_drawn(turn, say(_("promotion")), [chart], Action("promotion_chart", {PROMOTION: promotion.id}))
    return Reply.of(_("I'm drawing it…"))


def how(_turn: Turn) -> Reply:
    """How each figure is reckoned."""
    days = ngettext("{count} day", "{count} days", WITHIN.days)
    return Reply.of(
        _("A sale belongs to one promotion at most: to the one that a colleague named in a log, else to the one that the customer said yes to, else to the one whose product they bought within {days} of being told.", days=days),
        _("Only those whom it reached count: not those whose message never arrived, and not those held back, who are there to compare with."),
        _("Of a customer with a won opportunity, purchases are not counted on top. Several currencies are several totals."),
        _("Return is the margin less the cost, against the cost. What is not known is no 0."),
        _("The groups are compared by whom the dice chose at the launch, whatever became of telling them, over all their purchases of the product since; the interval is Newcombe's; of what it brought it is Zou and Donner's, of what a head of each group spent."),
    )  # fmt: skip
