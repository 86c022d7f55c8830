"""/reglas_escalera, /ladder_rules: how much evidence each rung of the ladder of relations takes. Everybody reads them, admins decide."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import SlotValue
from handlers.standings.ladder import EVIDENCE, RUNGS, rules, rungs
from storage.names.folding import fold
from storage.standings.ladder_rules import LadderRules

MOST = 99


class AtLeast(SlotType[int]):
    """A whole number; 0 where it takes none."""

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """The number that a text is."""
        number = text.strip()
        if not number.isascii() or not number.isdecimal() or int(number) > MOST:
            raise Unclear(_("A whole number from 0 to {most}, please.", most=MOST))
        return int(number)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> int:
        """The number of a sentence."""
        return self.read(turn, str(heard), said)


class NamedAmong(OneOf):
    """One of a list, by its whole label or by what stands in only one of them."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The value that is meant."""
        wanted = fold(text).strip()
        begin = [value for value, label in self.labels.items() if wanted in fold(turn.voice.say(label))]
        return begin[0] if wanted and len(begin) == 1 else super().read(turn, text, said)


RUNG = Slot(
    "rung",
    NamedAmong({name: label for name, label in RUNGS.items() if name}),
    _("Rung"),
    _("Which rung do you want to change?"),
)
WHAT = Slot("evidence", NamedAmong(dict(EVIDENCE)), _("Evidence"), _("What does it take?"))
NUMBER = Slot("at_least", AtLeast(), _("At least"), _("How many, at least? 0 where it takes none."), "3")


def _may_change(turn: Turn) -> None:
    if turn.person.role != "admin":
        raise Sorry(_("Only admins can change the rules of the ladder."))


def _change(turn: Turn, said: Said) -> Reply:
    _may_change(turn)
    now = {rung.name: {**rung.any_, **rung.every} for rung in rungs(turn.work)}
    if now[said[RUNG]].get(said[WHAT], 0) == said[NUMBER]:
        return Reply.of(_("It's already like that.")) + rules(turn)
    turn.work.topic(LadderRules).change(said[RUNG], said[WHAT], said[NUMBER])
    return Reply((), undo_choice(turn)) + rules(turn)


def _told(turn: Turn, words: str = "") -> Reply:
    """The rules, for everybody; with words, a change, for admins: "/ladder_rules trust orders 8"."""
    if not words.strip():
        return rules(turn)
    _may_change(turn)
    rung, _space, rest = words.strip().partition(" ")
    number = " ".join(word for word in rest.split() if word.isdecimal())
    what = " ".join(word for word in rest.split() if not word.isdecimal())
    told = {RUNG.name: rung, WHAT.name: what, NUMBER.name: number}
    return start(turn, CHANGE, None, answers={name: said for name, said in told.items() if said})


CHANGE = Form("ladder_rules", (RUNG, WHAT, NUMBER), save=_change, title=_("The ladder of relations"))

CAPABILITY = Capability(
    "ladder_rules",
    about=_("What the ladder of relations goes by"),
    commands=(
        Command(
            {"es": "reglas_escalera", "en": "ladder_rules"},
            _told,
            _("What each rung of the ladder takes, and another number: /ladder_rules trust 8"),
        ),
    ),
    actions={"change_ladder": CHANGE},
    records={"ladder_rules": RecordWords(lambda _turn, _id: _("what the ladder of relations takes"))},
    order=48,
)
