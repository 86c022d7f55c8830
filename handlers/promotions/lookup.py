"""Which promotion is meant, and who may do what with it."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import Action, Choice, Target, answer
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, NameKind, SlotValue
from storage.names.folding import fold
from storage.people.records import Person
from storage.promotions.promotions import Promotions
from storage.promotions.records import PromotionRecord

PROMOTION = "promotion"
"""What buttons and forms call one."""
MAKERS = frozenset({"marketing", "manager", "admin"})
"""Who makes, changes and launches promotions; everybody reads them."""
BRIEFED = frozenset({"rep", "support", "manager"})
"""Who has to know a promotion before it begins: reps, phone agents, managers."""
MOST_CHOICES = 8


def only_makers(turn: Turn, _said: Said | None = None) -> None:
    """Raises Sorry for whoever may only read promotions."""
    if turn.person.role not in MAKERS:
        raise Sorry(_("Only marketing and managers make promotions."))


def may_make(turn: Turn) -> bool:
    """Whether this person makes and launches promotions."""
    return turn.person.role in MAKERS


def has_to_know(person: Person) -> bool:
    """Whether somebody is briefed."""
    return person.role in BRIEFED


def there(turn: Turn, promotion_id: int) -> PromotionRecord:
    """A promotion by its number. Raises Sorry for one that is not there."""
    found = turn.work.topic(Promotions).get(promotion_id)
    if found is None or found.archived_at:
        raise Sorry(_("That promotion is not there any more."))
    return found


APromotion = Annotated[PromotionRecord, lambda turn, raw: there(turn, int(raw))]
"""The promotion of an action."""


def named(turn: Turn, text: str) -> tuple[list[PromotionRecord], str]:
    """The promotions that a text names, and what is left of it: the longest whole name counts, else what the index finds."""
    every = turn.work.topic(Promotions).all()
    words = fold(text).split()
    found = [one for one in every if _place(fold(one.name).split(), words) is not None]
    if found:
        longest = max(len(fold(one.name).split()) for one in found)
        best = [one for one in found if len(fold(one.name).split()) == longest]
        at = _place(fold(best[0].name).split(), words) or 0
        said = text.split()
        rest = said[:at] + said[at + longest :] if len(said) == len(words) else []
        return [one for one in best if fold(one.name) == fold(best[0].name)][:1], " ".join(rest)
    match = turn.match(text, {NameKind.PROMOTION})
    ids = [entry.id for entry in match.candidates]
    return [one for one in every if one.id in ids], ""


def _place(name: Sequence[str], words: Sequence[str]) -> int | None:
    size = len(name)
    return next((at for at in range(len(words) - size + 1) if list(words[at : at + size]) == list(name)), None)


def to_open(found: Sequence[PromotionRecord], action: str = PROMOTION) -> tuple[Choice, ...]:
    """Promotions to choose from, for an action with one."""
    return tuple(Choice(clip(one.name, 60), Action(action, {PROMOTION: one.id})) for one in found[:MOST_CHOICES])


class WhichPromotion(SlotType[PromotionRecord]):
    """A promotion that there is, by its name."""

    def read(self, turn: Turn, text: str, said: Said) -> PromotionRecord:
        """The one that an answer names."""
        found, _rest = named(turn, text)
        if len(found) == 1:
            return found[0]
        every = found or turn.work.topic(Promotions).all()
        words = _("Which promotion?") if found else _("I know no promotion “{name}”.", name=clip(text, 60))
        raise Unclear(words, choices=self._choices(every))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> PromotionRecord:
        """The one in a sentence."""
        return self.read(turn, heard.text if isinstance(heard, Name) else str(heard), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The latest."""
        return self._choices(turn.work.topic(Promotions).all())

    def of_target(self, turn: Turn, target: Target) -> PromotionRecord | None:
        """The one that was chosen."""
        return there(turn, target.id) if target.kind == PROMOTION else None

    def dump(self, value: PromotionRecord) -> Any:  # noqa: ANN401
        """Its number."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> PromotionRecord:  # noqa: ANN401
        """By number, as it is now."""
        return there(turn, int(raw))

    def show(self, value: PromotionRecord) -> Words:
        """Its name."""
        return value.name

    @staticmethod
    def _choices(found: Sequence[PromotionRecord]) -> tuple[Choice, ...]:
        return tuple(
            Choice(clip(one.name, 60), answer(target=Target(PROMOTION, one.id))) for one in found[:MOST_CHOICES]
        )
