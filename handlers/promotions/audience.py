"""Whom a promotion is for, read back before anybody is told: how many, some of them, who is left out and why, what it could show."""

from collections.abc import Mapping

from handlers.kit.figures.differences import smallest_difference
from handlers.kit.format.texts import Percent, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Column, Facts, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import AsRead
from handlers.kit.turn import Turn
from handlers.promotions.lookup import PROMOTION, APromotion, only_makers
from handlers.promotions.wording import CHANNELS, LEFT_OUT
from storage.promotions.audience import TELLS, Audience
from storage.promotions.recipients import held_of
from storage.promotions.records import PromotionRecord
from storage.questions.answers import Answers
from storage.questions.question import Question

SAMPLE = 5
SHARES = (10, 20, 50)
"""How many per cent of the audience may be held back, to compare with."""
MOST = 0.95
USUAL = 0.05
"""The share that buys anyway, where nothing is known of it."""


def show(turn: Turn, promotion: APromotion) -> Reply:
    """The audience as it is now."""
    only_makers(turn)
    says = promotion.content
    found = fates(turn, promotion)
    facts = read_back(turn, says.audience, says.channel, found)
    blocks = (Heading(_("{name}: for whom", name=promotion.name)), facts)
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    preview = Choice(_("Preview"), Action("preview_promotion", {PROMOTION: promotion.id}))
    keep = Choice(_("Keep as a segment"), Action("keep_segment", {PROMOTION: promotion.id}))
    base = usual(turn, promotion, sum(found.values()))
    return Reply(blocks, (preview, keep, back)) + what_it_could_show(found.get(TELLS, 0), base)


def read_back(turn: Turn, question: Question, by: str, found: Mapping[str, int]) -> Facts:
    """Customers in words: how many, some of them, how many can be told by a channel, and how many not, by the reason."""
    rows = turn.work.topic(Answers).rows(question, turn.zone, limit=SAMPLE)
    facts: list[tuple[Words, Words]] = [
        (_("As I read it"), AsRead(question)),
        (_("Customers"), str(sum(found.values()))),
        (_("For example"), clip(", ".join(row.customer or "" for row in rows), 300) or _("nobody")),
        (_("Can be told by {channel}", channel=CHANNELS[by]), str(found.get(TELLS, 0))),
    ]
    facts += [(LEFT_OUT.get(why, why), str(number)) for why, number in sorted(found.items()) if why != TELLS]
    return Facts(facts)


def fates(turn: Turn, promotion: PromotionRecord) -> Mapping[str, int]:
    """How many of the audience can be told, and how many not, by the reason."""
    return turn.work.topic(Audience).fates(promotion.content.audience, turn.zone, promotion.content.channel)


def usual(turn: Turn, promotion: PromotionRecord, count: int) -> float:
    """The share of the audience that bought in the same time before; a usual one, where none did or nobody knows."""
    says = promotion.content
    days = (says.last - says.first).days + 1
    bought = turn.work.topic(Audience).buyers(says.audience, turn.zone, says.product_names, days)
    return min(bought / count, MOST) if bought and count else USUAL


def what_it_could_show(told: int, base: float) -> Reply:
    """How large a difference this audience could show at all, if some of them are held back to compare with."""
    rows: list[tuple[Words, Words, Words]] = []
    if not told:
        return Reply((Paragraph(_("Nobody can be told.")),))
    note = ngettext("{count} customer can be told.", "{count} customers can be told.", told)
    for share in possible_shares(told):
        held = held_of(told, share)
        least = smallest_difference(told - held, held, base)
        seen = _("from {rate} on", rate=Percent(least)) if least is not None else _("no difference at all")
        rows.append((Percent(share / 100), str(held), seen))
    if not rows:
        return Reply((Paragraph(note), Paragraph(_("That is too few to hold anybody back and compare."))))
    words = _(
        "If {base} of them would buy anyway, this is what buying more often could be told from chance by (four times in five):",
        base=Percent(base),
    )
    columns = (Column(_("Held back")), Column(_("Customers"), "right"), Column(_("Could be seen"), "right"))
    return Reply((Paragraph(note), Paragraph(words), Table(columns, rows)))


def possible_shares(told: int) -> list[int]:
    """The shares of so many customers that can be held back: those that are at least one."""
    return [share for share in SHARES if held_of(told, share)]
