"""Who a message could be for: each recogniser proposes what it would do, how sure it is, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Form, Slot
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Registry, registry_of
from handlers.kit.turn import Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Name, NameEntry, NameKind, Understanding
from handlers.language.questions.reader import ASK
from handlers.language.slots.naming import places_in_passing
from handlers.language.slots.remarks import (
    asks,
    is_little,
    is_sentence,
    is_small_talk,
    is_thanks,
    looks_up,
    tells_something,
)
from storage.names.folding import fold

CERTAIN, PLAIN, WHOLE, FITS, PERHAPS, OFFERED, LAST = 1.0, 0.92, 0.8, 0.69, 0.56, 0.44, 0.1
"""Levels of scores, an eighth apart: what can be nothing else is 0.9 and more, a whole sentence with what it needs 0.8, one that
fits 0.7, one that may be meant 0.55, what is only offered 0.45, and what is left 0.1."""
BARELY = 0.25
"""A waiting question asks once more before nothing is understood."""

CONTROLS = frozenset({"cancel", "undo", "help"})
ANSWERS = frozenset({"yes", "no"})
NAMES_ALONE = frozenset({"show_customer", "show_contact", "brief_promotion"})
TOLD = "log_interaction"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a message could be.

    `score` is how sure the recogniser `by` is, from 0 to 1, and `reason` says why. `writes` where something is kept; it is
    then called `as_words` where the person is asked which of two is meant. `digresses` where a form that waits has to go on
    waiting meanwhile. What it says `besides` is a message of its own, dealt with behind it.
    """

    by: str
    score: float
    reason: str
    run: Callable[[], Reply] = field(compare=False)
    writes: bool = False
    as_words: Words = ""
    digresses: bool = True
    besides: str = ""


@dataclass(frozen=True)
class WrittenMessage:
    """What was written, with what several recognisers want to know of it."""

    turn: Turn
    text: str

    @cached_property
    def registry(self) -> Registry:
        """What the bot can do."""
        return registry_of(self.turn)

    @cached_property
    def heard(self) -> Understanding:
        """How it reads. What nobody does yet is a question to the store, where it can be one."""
        heard = self.turn.understand(self.text)
        if self.registry.intent(heard.intent) is None and heard.intent != ASK:
            asked = self.turn.read_as(ASK, self.text)
            return asked if "question" in asked.slots and "unread" not in asked.slots else heard
        return heard

    @cached_property
    def as_note(self) -> Understanding:
        """How it reads as something that is told."""
        return self.turn.read_as("log_interaction", self.text)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def is_question(self) -> bool:
        """Whether it ends as a question does."""
        return self.text.rstrip().endswith("?")

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question, with its mark or without."""
        return asks(self.text)

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it is long enough to tell something, and no question."""
        return is_sentence(self.text)

    @cached_property
    def tells_something(self) -> bool:
        """Whether it surely tells something of the work, and is no sigh or joke."""
        return tells_something(self.text)

    @cached_property
    def is_talk(self) -> bool:
        """Whether it is thanks, laughter, a sigh, a word to the bot itself: nothing of it is ever kept."""
        return is_thanks(self.text) or (is_small_talk(self.text) and not self.customers)

    @cached_property
    def looks_something_up(self) -> bool:
        """Whether it only asks to see something, and nothing of it is left over."""
        return (
            looks_up(self.heard.intent)
            and "unread" not in self.heard.slots
            and self.registry.intent(self.heard.intent) is not None
        )

    @cached_property
    def is_read_whole(self) -> bool:
        """Whether it is a question to the store of which every word was read."""
        return self.heard.intent == ASK and self.looks_something_up

    @cached_property
    def as_words(self) -> Words:
        """What it is called where the person is asked which of two is meant."""
        slots = self.as_note.slots
        name = self.heard.slots.get("customer") or slots.get("customer") or slots.get("contact")
        if isinstance(name, Name):
            return _("a new note about {customer}", customer=clip(name.known.name if name.known else name.text, 40))
        return _("something new")

    @cached_property
    def names_something(self) -> bool:
        """Whether it names somebody, or a day."""
        return bool(self.customers or find_moments(self.text, self.turn.said_at, "future", self.turn.locale))

    @cached_property
    def is_name_alone(self) -> bool:
        """Whether it is somebody's name and nothing else."""
        named = [name for slot in ("customer", "contact") if isinstance(name := self.heard.slots.get(slot), Name)]
        return len(named) == 1 and bool(named[0].candidates) and self.words <= len(named[0].text.split())

    @cached_property
    def customers(self) -> frozenset[int]:
        """The customers that it names, by themselves or by somebody who works there alone."""
        found: set[int] = set()
        for heard in (self.heard, self.as_note):
            names = [heard.slots.get("customer"), heard.slots.get("contact"), *heard.also, *heard.absent]
            for name in names:
                if isinstance(name, Name):
                    found |= _customers(name)
        return frozenset(found)

    @cached_property
    def meant_in_passing(self) -> frozenset[int]:
        """The customers that its first words may mean, though they are everyday words: "bright machines going in", "la llave me debe"."""
        words = self.text.split()
        for count in range(min(len(words), _LONGEST_IN_PASSING), 0, -1):
            known = self.turn.match(" ".join(words[:count]), {NameKind.CUSTOMER}).known
            if known is not None and not all(is_little(fold(word)) for word in words[:count]):
                return frozenset({known.id})
        places = (self.turn.match(words, {NameKind.CUSTOMER}).known for words in places_in_passing(self.text))
        return frozenset(known.id for known in places if known is not None)

    @cached_property
    def form(self) -> Form | None:
        """The form that waits."""
        return waiting_form(self.turn)

    @cached_property
    def slot(self) -> Slot[object] | None:
        """What that form asks for; None for a question before saving too."""
        state = self.turn.conversation.form
        return self.form.slot(state.asking) if self.form and state else None

    @property
    def is_name_wanted(self) -> bool:
        """Whether the waiting question asks for a person's name."""
        return self.slot is not None and self.slot.name == "contact"

    @property
    def form_customer(self) -> int | None:
        """The customer that the waiting form is about."""
        state = self.turn.conversation.form
        customer = state.values.get("customer") if state else None
        return customer if isinstance(customer, int) else None

    @cached_property
    def exact_customer(self) -> NameEntry | None:
        """The one customer whose name, or other name, the whole message is."""
        known = self.turn.match(self.text, {NameKind.CUSTOMER}).known if self.words <= _LONGEST_NAME else None
        return (
            known if known and self.words <= len(known.name.split()) + _WITH_A_NAME and self._says_only(known) else None
        )

    def _says_only(self, known: NameEntry) -> bool:
        """Whether nothing but little words stands beside a name: "el del Bar Sol", and not "Bar Sol prefiere WhatsApp"."""
        named = fold(f"{known.name} {known.alias or ''}").split()
        rest = [word for word in fold(self.text).split() if not any(fuzz.ratio(word, own) > _ALIKE for own in named)]
        return all(is_little(word) for word in rest)


def waiting_form(turn: Turn) -> Form | None:
    """The form that waits; None where none does, or one of an older version."""
    state = turn.conversation.form
    return registry_of(turn).form(state.form) if state else None


_WITH_A_NAME = 2
"""Words that may stand with a name that is all there is: "el del Bar Sol"; more say something of it."""
_ALIKE = 70
"""From this likeness (0–100) a word is one of a name's, written wrong."""
_LONGEST_IN_PASSING = 3
"""Words of a name that may be everyday words as well."""
_LONGEST_NAME = 8
"""Words."""


def _customers(name: Name) -> set[int]:
    """The customers that a name is of, where it can mean but one."""
    ids = {entry.id if entry.kind is NameKind.CUSTOMER else entry.customer_id for entry in name.candidates}
    return {id_ for id_ in ids if id_ is not None} if len(ids) == 1 else set()
