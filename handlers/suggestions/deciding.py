"""What becomes of a suggestion: looked at, done, or declined for a reason; whoever made it hears of it."""

from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip, quoted
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import FreeText, OneOf
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import Gate, Go
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import SlotValue
from handlers.language.text.any_of import words_of
from handlers.suggestions.card import STATES, SUGGESTION, card, sees_all, there, title
from storage.names.folding import fold
from storage.suggestions.suggestions import SuggestionRecord, Suggestions

SHOWN = 6


class WhichSuggestion(SlotType[SuggestionRecord]):
    """A suggestion, by its number."""

    def read(self, turn: Turn, text: str, said: Said) -> SuggestionRecord:
        """The one of this number."""
        number = text.strip().lstrip("#")
        if not number.isdecimal() or len(number) > 9:
            raise Unclear(_("Which suggestion? Its number, please."), choices=self.offered(turn, said))
        return there(turn, int(number))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> SuggestionRecord:
        """The number of a sentence."""
        return self.read(turn, str(heard), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Those that are open."""
        found = turn.work.topic(Suggestions).listed(all_=sees_all(turn), limit=SHOWN)
        return tuple(Choice(title(one), answer(target=Target(SUGGESTION, one.id))) for one in found)

    def of_target(self, turn: Turn, target: Target) -> SuggestionRecord | None:
        """The one that was chosen."""
        return there(turn, target.id) if target.kind == SUGGESTION else None

    def dump(self, value: SuggestionRecord) -> Any:  # noqa: ANN401 - JSON
        """Its number."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> SuggestionRecord:  # noqa: ANN401 - JSON
        """By number, as it is now."""
        return there(turn, int(raw))

    def show(self, value: SuggestionRecord) -> Words:
        """In a few words."""
        return title(value)


class WhatBecame(OneOf):
    """A state, by its label or in the words of a sentence."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """Which one a text means."""
        folded = fold(text).strip()
        found = next((state for state in self.labels if folded in words_of(f"suggestion_{state}")), None)
        return found or super().read(turn, text, said)


def _no_reason(_turn: Turn, said: Said) -> str | None:
    """Only a no has to say why."""
    return None if said.get(STATE) == "declined" else ""


WHICH = Slot(SUGGESTION, WhichSuggestion(), _("Suggestion"), _("Which suggestion? Its number, please."), "3")
STATE = Slot("state", WhatBecame(STATES), _("State"), _("What becomes of it?"))
REASON = Slot("reason", FreeText(), _("Reason"), _("Why not? Whoever suggested it is told this."), default=_no_reason)


def _decide(turn: Turn, said: Said) -> Reply:
    if not sees_all(turn):
        raise Sorry(_("Only managers can do that."))
    suggestion, state, reason = said[WHICH], said[STATE], said.get(REASON) or None
    if (suggestion.state, suggestion.reason) == (state, reason):
        return card(turn, suggestion, _("It's already like that."))
    turn.work.topic(Suggestions).becomes(suggestion.id, state, reason)
    now = there(turn, suggestion.id)
    return card(turn, now, _tell(turn, now), undo_choice(turn))


def put_back(turn: Turn, suggestion: int) -> None:
    """A decision was taken back: whoever had been told of it hears how it stands again."""
    if now := turn.work.topic(Suggestions).get(suggestion, all_=sees_all(turn)):
        _tell(turn, now)


def _tell(turn: Turn, suggestion: SuggestionRecord) -> Words | None:
    """Tells whoever made it; says who was told, or that it is for us to tell them."""
    if suggestion.staff_id is not None:
        if suggestion.staff_id == turn.person.id or not turn.tell(suggestion.staff_id, _news(suggestion)):
            return None
        return _("{name} is told.", name=(suggestion.staff or "").split(maxsplit=1)[0])
    if suggestion.customer_id is None:
        return None
    gate = Gate(turn.work, turn.company, turn.now)
    decision = gate.decide(suggestion.customer_id, "surveys")
    if isinstance(decision, Go):
        key = f"suggestion:{suggestion.id}:{suggestion.state}"
        gate.send(decision, _news(suggestion), about=Target(SUGGESTION, suggestion.id), key=key)
        return _("{name} is told.", name=suggestion.customer or "")
    return _("{name} should hear of it from you: {why}.", name=suggestion.customer or "", why=decision.reason.words)


def _news(suggestion: SuggestionRecord) -> Reply:
    """What whoever made it is told."""
    said = {
        "new": _("The suggestion {number} is open again.", number=str(suggestion.id)),
        "looking": _("The suggestion {number} is being looked at.", number=str(suggestion.id)),
        "done": _("The suggestion {number} is done. Thank you!", number=str(suggestion.id)),
        "declined": _("The suggestion {number} was declined.", number=str(suggestion.id)),
    }[suggestion.state]
    why = (Paragraph(_("Reason: {reason}", reason=clip(suggestion.reason, 400))),) if suggestion.reason else ()
    return Reply((Paragraph(said), Paragraph(quoted(clip(suggestion.words, 300))), *why))


DECIDE = Form("decide_suggestion", (WHICH, STATE, REASON), save=_decide, title=_("What becomes of it"))
