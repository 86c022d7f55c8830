"""How a promotion is shown: the sheet that everybody reads, and what its makers can do with it."""

from handlers.kit.format.texts import On, Percent, Price, Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import AsRead
from handlers.kit.turn import Turn
from handlers.promotions.lookup import PROMOTION, has_to_know, may_make
from handlers.promotions.wording import CHANNELS, state
from storage.promotions.briefings import Briefings
from storage.promotions.promotions import Promotions
from storage.promotions.records import BRIEFING, DRAFT, PAUSED, RUNNING, PromotionQuestion, PromotionRecord

ANSWERS_SHOWN = 4
NAMES_SHOWN = 8
SIZE = 10


def sheet(turn: Turn, promotion: PromotionRecord, *notice: Words) -> Reply:
    """One screen with all that a colleague has to know to offer it."""
    questions = turn.work.topic(Briefings).questions(promotion.id)
    return sheet_of(promotion, state(promotion, turn.local(turn.now).date()), questions, *notice)


def sheet_of(promotion: PromotionRecord, how: Words, questions: list[PromotionQuestion], *notice: Words) -> Reply:
    """The sheet, for whoever is told of it: `how` it stands, and what colleagues asked."""
    says = promotion.content
    price = Price(says.price, says.currency) if says.price is not None and says.currency else None
    facts: list[tuple[Words, Words | None]] = [
        (_("Offer"), says.offer),
        (_("Price"), price),
        (_("Products"), clip(", ".join(says.product_names), 200)),
        (_("Dates"), _("{first} to {last}", first=On(says.first), last=On(says.last))),
        (_("For whom"), AsRead(says.audience)),
        (_("Told through"), channel(promotion)),
        (_("Call to action"), says.call_to_action),
        (_("Day after"), promotion.owner),
    ]
    blocks: tuple[Block, ...] = (
        *(Paragraph(words) for words in notice),
        Heading(_("{name}: {state}", name=promotion.name, state=how)),
        Facts([(label, value) for label, value in facts if value]),
        Paragraph(_("Arguments:\n{lines}", lines=_lines(says.arguments))),
    )
    if says.objections:
        blocks += (Paragraph(_("If they say:\n{lines}", lines=_lines(says.objections))),)
    answered = [one for one in questions if one.answer][-ANSWERS_SHOWN:]
    if answered:
        blocks += (Entries([(clip(one.question, 120), clip(one.answer or "", 300)) for one in answered]),)
    return Reply(blocks, about=Target(PROMOTION, promotion.id))


def to_read(promotion: PromotionRecord) -> tuple[Choice, ...]:
    """What whoever reads the sheet says to it."""
    this = {PROMOTION: promotion.id}
    return (
        Choice(_("I know it"), Action("know_promotion", this)),
        Choice(_("I have a question"), Action("ask_promotion", this)),
    )


def card(turn: Turn, promotion: PromotionRecord, *notice: Words, undo: tuple[Choice, ...] = ()) -> Reply:
    """The sheet with who knows it, and what this person can do: read it, or make something of it."""
    reply = sheet(turn, promotion, *notice) + _costs(promotion) if may_make(turn) else sheet(turn, promotion, *notice)
    known = who_knows(turn, promotion)
    mine = turn.work.topic(Briefings).one(promotion.id, turn.person.id)
    reads = has_to_know(turn.person) and promotion.state != DRAFT and (mine is None or mine.known_at is None)
    read_it, ask = to_read(promotion)
    tell = Choice(_("To tell"), Action("promotion_calls", {PROMOTION: promotion.id}))
    offered = (
        (reads, read_it),
        (is_listed(turn, promotion), tell),
        *((True, choice) for choice in (_to_make(turn, promotion) if may_make(turn) else ())),
        (promotion.state != DRAFT, ask),
    )
    choices = tuple(choice for there, choice in offered if there)
    return reply + Reply(tuple(Paragraph(words) for words in known), (*undo, *choices))


def _costs(promotion: PromotionRecord) -> Reply:
    """What it costs and what is left of a sale, for those who make it."""
    says = promotion.content
    facts: list[tuple[Words, Words]] = []
    if says.cost is not None and says.cost_currency:
        facts.append((_("Cost"), Price(says.cost, says.cost_currency)))
    if says.margin is not None:
        facts.append((_("Margin"), Percent(says.margin / 100)))
    return Reply((Facts(facts),) if facts else ())


def who_knows(turn: Turn, promotion: PromotionRecord) -> list[Words]:
    """Who of us said that they know it, and who did not."""
    every = turn.work.topic(Briefings).of(promotion.id)
    if not every:
        return []
    known = [one.staff.split()[0] for one in every if one.known_at]
    missing = [one.staff.split()[0] for one in every if not one.known_at]
    words: list[Words] = [
        _("Know it: {count} of {all} ({names})", count=len(known), all=len(every), names=_names(known))
        if known
        else _("Nobody of {all} has said that they know it.", all=len(every))
    ]
    if missing and known:
        words.append(_("Not yet: {names}", names=_names(missing)))
    return words


def _to_make(turn: Turn, promotion: PromotionRecord) -> tuple[Choice, ...]:
    """What its makers can do with it as it stands."""
    this = {PROMOTION: promotion.id}
    ended = promotion.has_ended(turn.local(turn.now).date())
    choices: list[tuple[bool, Words, Action]] = [
        (promotion.state == DRAFT and not ended, _("Brief the team"), Action("brief_promotion", this)),
        (promotion.state == BRIEFING and not ended, _("Launch"), Action("launch_promotion", this)),
        (promotion.state == RUNNING and not ended, _("Pause"), Action("pause_promotion", this)),
        (promotion.state == PAUSED and not ended, _("Resume"), Action("resume_promotion", this)),
        (promotion.state in {RUNNING, PAUSED} and not ended, _("Stop"), Action("stop_promotion", this)),
        (promotion.launched_at is None, _("Audience"), Action("promotion_audience", this)),
        (promotion.launched_at is None, _("Preview"), Action("preview_promotion", this)),
        (promotion.launched_at is not None, _("What it brought"), Action("promotion_results", this)),
        (is_listed(turn, promotion), _("File for letters"), Action("promotion_file", this)),
        (
            not ended or promotion.launched_at is None,
            _("Change"),
            Action("fix", {"target": str(Target(PROMOTION, promotion.id))}),
        ),
        (promotion.launched_at is None, _("Discard"), Action("discard_promotion", this)),
    ]
    return tuple(Choice(label, action) for there, label, action in choices if there)


def is_listed(turn: Turn, promotion: PromotionRecord) -> bool:
    """Whether colleagues tell customers of it now, from a list."""
    return promotion.is_open(turn.local(turn.now).date()) and promotion.content.channel != "telegram"


def listed(turn: Turn, found: list[PromotionRecord], at: int = 0) -> Reply:
    """Promotions in a list, those that run first."""
    today = turn.local(turn.now).date()
    new = (Choice(_("New promotion"), Action("new_promotion"), opens=PROMOTION),) if may_make(turn) else ()
    if not found:
        return Reply((Paragraph(_("There is no promotion.")),), new)
    ordered = sorted(found, key=lambda one: (one.state != RUNNING or one.has_ended(today), -one.id))
    shown = ordered[at : at + SIZE]
    entries = [
        (one.name, _("{state} · {offer}", state=state(one, today), offer=clip(one.content.offer, 80))) for one in shown
    ]
    opens = tuple(Choice(clip(one.name, 60), Action(PROMOTION, {PROMOTION: one.id})) for one in shown)
    more = (Choice(_("More"), Action("promotions", {"at": at + SIZE})),) if len(ordered) > at + SIZE else ()
    return Reply((Heading(_("Promotions")), Entries(entries)), (*opens, *more, *new))


def every(turn: Turn) -> list[PromotionRecord]:
    """What this person gets to see: drafts only where they make some, or where they own them."""
    found = turn.work.topic(Promotions).all()
    return [one for one in found if one.state != DRAFT or may_make(turn) or one.owner_id == turn.person.id]


def channel(promotion: PromotionRecord) -> Words:
    """How customers are told."""
    return CHANNELS.get(promotion.content.channel, promotion.content.channel)


def _names(names: list[str]) -> str:
    more = f" +{len(names) - NAMES_SHOWN}" if len(names) > NAMES_SHOWN else ""
    return ", ".join(names[:NAMES_SHOWN]) + more


def _lines(text: str) -> str:
    return "\n".join(f"• {line}" for line in text.splitlines())
