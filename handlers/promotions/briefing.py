"""The briefing: every rep, phone agent and manager reads a promotion before customers do, and says so, or asks."""

from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip, ngettext, quoted
from handlers.kit.forms.form import Form, Said, Slot, SlotType
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from handlers.promotions.card import card, sheet_of, to_read, who_knows
from handlers.promotions.lookup import PROMOTION, APromotion, WhichPromotion, has_to_know, only_makers, there
from handlers.promotions.slots import Bounded
from handlers.promotions.wording import state
from storage.people.records import Person
from storage.promotions.briefings import Briefings
from storage.promotions.promotions import Promotions
from storage.promotions.records import BRIEFING, DRAFT, PromotionQuestion, PromotionRecord


def brief(turn: Turn, promotion: APromotion) -> Reply:
    """The team is to know it from now on; each hears of it when they may be told."""
    only_makers(turn)
    turn.work.topic(Promotions).lock(promotion.id)
    promotion = there(turn, promotion.id)
    if promotion.has_ended(turn.local(turn.now).date()):
        raise Sorry(_("That promotion has ended. Change its dates first."))
    if promotion.state != DRAFT:
        return card(turn, promotion, _("The team has it already."))
    people = [person for person in turn.work.people.everyone() if has_to_know(person)]
    if not people:
        raise Sorry(_("There is nobody to brief: no rep, no phone agent, no manager."))
    turn.work.topic(Promotions).change(promotion.id, state=BRIEFING)
    turn.work.topic(Briefings).begin(promotion.id, [person.id for person in people], turn.now)
    words = ngettext(
        "{count} colleague gets it, in working hours, and is reminded until they say that they know it.",
        "{count} colleagues get it, in working hours, and are reminded until they say that they know it.",
        len(people),
    )
    return card(turn, there(turn, promotion.id), words, undo=undo_choice(turn))


def to_brief(promotion: PromotionRecord, how: Words, questions: list[PromotionQuestion], *, told: int) -> Reply:
    """What a colleague is told unasked: the sheet, and what they can say to it."""
    notice = (
        _("You have not said yet that you know this promotion:")
        if told
        else _("Read this promotion, please, before customers ask you about it:")
    )
    return sheet_of(promotion, how, questions, notice) + Reply(choices=to_read(promotion))


def know(turn: Turn, promotion: APromotion) -> Reply:
    """The person knows it."""
    if not turn.work.topic(Briefings).knows(promotion.id, turn.person.id):
        return Reply.of(_("You said so already: you know {name}.", name=promotion.name))
    return Reply.of(
        _("Noted: you know {name}. You find it with /promo {name}.", name=promotion.name), choices=undo_choice(turn)
    )


def known(turn: Turn, promotion: APromotion) -> Reply:
    """“quién se sabe otoño”: who said that they know it, and who did not yet."""
    words = who_knows(turn, promotion) or [_("Nobody of the team has it yet.")]
    how = state(promotion, turn.local(turn.now).date())
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    return Reply((Heading(_("{name}: {state}", name=promotion.name, state=how)), *map(Paragraph, words)), (back,))


# ------------------------------------------------------------------ questions
class WhichQuestion(SlotType[PromotionQuestion]):
    """A question about a promotion; only a button names one."""

    def read(self, turn: Turn, text: str, said: Said) -> PromotionQuestion:
        """By its number."""
        return self.load(turn, int(text) if text.strip().isdecimal() else 0)

    def dump(self, value: PromotionQuestion) -> Any:  # noqa: ANN401
        """Its number."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> PromotionQuestion:  # noqa: ANN401
        """By number, as it is now."""
        found = turn.work.topic(Briefings).question(int(raw))
        if found is None:
            raise Sorry(_("That question is not there any more."))
        return found

    def show(self, value: PromotionQuestion) -> Words:
        """What was asked."""
        return clip(value.question, 100)


WHICH = Slot("promotion", WhichPromotion(), _("Promotion"), _("About which promotion?"), _("Autumn"))
QUESTION = Slot("question", Bounded(400, asks=True), _("Question"), _("What do you want to know? Its owner answers."))
ASKED = Slot("asked", WhichQuestion(), _("Question"), _("Which question?"))
ANSWER = Slot("answer", Bounded(400), _("Answer"), lambda _turn, said: _("“{question}” Your answer?", question=said[ASKED].question))  # fmt: skip


def _ask(turn: Turn, said: Said) -> Reply:
    """Keeps the question; the owner of the promotion hears of it, or a manager where they cannot be told."""
    promotion = said[WHICH]
    id_ = turn.work.topic(Briefings).ask(promotion.id, said[QUESTION])
    told = _(
        "{name} asks about the promotion {promotion}: “{question}”",
        name=turn.person.name,
        promotion=promotion.name,
        question=said[QUESTION],
    )
    reply = Reply.of(told, choices=(Choice(_("Answer it"), Action("answer_promotion", {"asked": id_})),))
    others = [person for person in _answering(turn, promotion) if person.id != turn.person.id]
    hears = next((person for person in others if turn.tell(person.id, reply)), None)
    if hears is None:
        words = _("I keep your question, but nobody can be told of it now.")
    else:
        words = _(
            "{name} gets your question. You hear the answer, and all find it on the sheet.", name=hears.first_name
        )
    return Reply.of(words, choices=(*undo_choice(turn), *to_read(promotion)[:1]))


def _answering(turn: Turn, promotion: PromotionRecord) -> list[Person]:
    """Who answers: its owner, whoever made it, then the managers."""
    everyone = turn.work.people.everyone()
    first = [promotion.owner_id, promotion.created_by]
    known = [person for id_ in first for person in everyone if person.id == id_]
    return known + [person for person in everyone if person.role in MANAGERS and person not in known]


def _answer(turn: Turn, said: Said) -> Reply:
    """The answer joins the sheet, and whoever asked hears it."""
    asked = said[ASKED]
    promotion = there(turn, asked.promotion_id)
    if turn.person.id not in {person.id for person in _answering(turn, promotion)}:
        raise Sorry(_("Its owner answers that."))
    if asked.answer:
        raise Sorry(_("That was answered already: “{answer}”", answer=asked.answer))
    turn.work.topic(Briefings).answer(asked.id, said[ANSWER])
    told = Reply(
        (
            Paragraph(_("{name} answers about {promotion}:", name=turn.person.name, promotion=promotion.name)),
            Paragraph(quoted(asked.question)),
            Paragraph(said[ANSWER]),
        ),
        to_read(promotion)[:1],
    )
    if asked.staff_id != turn.person.id:
        turn.tell(asked.staff_id, told)
    return Reply.of(_("Answered. It stands on the sheet for all."), choices=undo_choice(turn))


ASK = Form("promotion_question", (WHICH, QUESTION), save=_ask, title=_("Ask about a promotion"))
REPLY = Form("promotion_answer", (ASKED, ANSWER), save=_answer)
