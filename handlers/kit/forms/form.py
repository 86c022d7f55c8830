"""Forms: what a thing needs to be known, and how to get it. The engine asks only for what was not said."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, cast

from handlers.kit.format.texts import Voice, Words
from handlers.kit.messages.action import Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import SlotValue, Understanding
from storage.crm.records import CustomerRecord

T = TypeVar("T")

FieldKind = Literal["line", "text", "date", "moment", "choice"]
"""How a slot is filled in where a form is shown at once: a line, some lines, a day, a day and an hour, one of a few."""


class Unclear(Exception):  # noqa: N818 - it is a question, not a fault
    """A slot cannot tell what is meant: ask `words`, with `choices`. Saying yes accepts `offer` (JSON of a value).

    `nonexistent` where it was an answer of the right kind, but there is no such thing: "30 February".
    """

    def __init__(
        self, *words: Words, choices: Sequence[Choice] = (), offer: object = None, nonexistent: bool = False
    ) -> None:
        super().__init__("unclear")
        self.words = words
        self.choices = tuple(choices)
        self.offer = offer
        self.nonexistent = nonexistent


class SlotType(Generic[T]):
    """How one kind of value is read from a person, kept, and shown."""

    takes_text = False
    """Whether any text at all is an answer: numbers then never mean a choice."""

    takes_prose = False
    """Whether sentences are waited for that others are to read: they may read like anything, an offer, a promise."""

    takes_questions = False
    """Whether a question is an answer: what somebody wants to know of a colleague, what customers object."""

    checks = False
    """Whether a text that is an answer has a form of its own, as a number or an address has, by which it is known."""

    closed = False
    """Whether only one of a few is an answer: a text that reads as one of them is it, whatever else it may sound like."""

    takes_names = False
    """Whether a customer's name is an answer: alone it is then not a wish to see the card."""

    field: FieldKind = "line"
    """How it is filled in where a form is shown at once."""

    def options(self) -> tuple[Choice, ...]:
        """The answers there are, whoever asks and whatever is known: where there are any, a dialog lets choose."""
        return ()

    def read(self, turn: Turn, text: str, said: "Said") -> T:
        """The value of an answer. Raises Unclear where it is none."""
        raise NotImplementedError

    def take(self, turn: Turn, heard: SlotValue, said: "Said") -> T | None:
        """The value of what understanding found in a sentence; None where that is not worth a question.

        Raises Unclear where it may mean several.
        """
        raise NotImplementedError

    def of_target(self, turn: Turn, target: Target) -> T | None:
        """The value that a pressed choice points at, where this slot knows such things."""
        return None

    def chosen(self, turn: Turn, value: Any, said: "Said") -> T:  # noqa: ANN401 - JSON
        """The value of a choice that was offered: read as if it had been typed, where a type does not know better.

        Raises Unclear for what is no answer any more.
        """
        return self.read(turn, str(value), said)

    def offered(self, turn: Turn, said: "Said") -> tuple[Choice, ...]:
        """The answers there are, where they are few: offered with the question."""
        return ()

    def sample(self, speaks: Voice) -> Words:
        """An answer to copy, where the type has one that fits the person's language and the company's country; "" for none."""
        return ""

    def dump(self, value: T) -> Any:  # noqa: ANN401 - JSON
        """As the conversation keeps it."""
        return value

    def load(self, turn: Turn, raw: Any) -> T:  # noqa: ANN401 - JSON
        """What `dump` kept."""
        return cast("T", raw)

    def again(self, turn: Turn, raw: Any, said: "Said") -> T:  # noqa: ANN401 - JSON
        """What was offered, once more, where nobody has agreed to it yet. Raises Unclear where it is still to be asked about."""
        return self.load(turn, raw)

    def settled(self, turn: Turn, value: T) -> T:
        """The value as `save` gets it: what was only promised while the form waited is made now."""
        return value

    def told(self, turn: Turn, value: T) -> str | None:
        """The words that a value was told in, in which a correction puts right what it says; None where it is no words."""
        return value if self.takes_text and isinstance(value, str) else None

    def extended(self, turn: Turn, value: T, text: str, said: "Said") -> T | None:
        """The value with what is added to it while the form waits, "y 2 de cava a 5"; None where that is no more of the kind."""
        return None

    def show(self, value: T) -> Words:
        """As a card shows it."""
        return str(value)


@dataclass(frozen=True, eq=False)
class Slot(Generic[T]):
    """One thing to know. `name` is what understanding calls it, and a stored format.

    `label` stands on cards and on the buttons of Fix; `ask` is the question, or makes it from what is known so far;
    `example` is an answer to copy, of a slot whose type has none. A slot with a `default` is never asked for; an optional one only when the person goes step by step (`guided`).
    One that is not `fixable` nobody fills in by hand. One that is `needed` must be filled in where the form is shown at once: its default only reads a sentence, or asks.
    """

    name: str
    type: SlotType[T]
    label: Words
    ask: Words | Callable[[Turn, "Said"], Words]
    example: Words = ""
    optional: bool = False
    guided: bool = False
    default: Callable[[Turn, "Said"], T | None] | None = None
    fixable: bool = True
    needed: bool = False

    @property
    def may_be_left(self) -> bool:
        """Whether it may be left empty where the form is shown at once."""
        return not self.needed and (self.optional or self.default is not None)

    def sample(self, speaks: Voice) -> Words:
        """An answer to copy: the slot's own, else one of its type."""
        return self.example or self.type.sample(speaks)

    def question(self, turn: Turn, said: "Said") -> Words:
        """How it is asked for."""
        return self.ask(turn, said) if callable(self.ask) else self.ask


class Said:
    """What is known so far, by slot; the keys are typed: `said[CUSTOMER]` is a customer."""

    def __init__(
        self,
        values: dict[str, Any],
        *,
        heard: Understanding | None = None,
        text: str = "",
        target: Target | None = None,
        source: str = "",
    ) -> None:
        self._values = values
        self.heard = heard
        self.text = text
        self.target = target
        self.source = source
        self.gone: dict[str, Unclear] = {}
        """Slots whose value was kept and is not there any more, with the question that asks for another."""

    def __getitem__(self, slot: Slot[T]) -> T:
        return cast("T", self._values[slot.name])

    def __contains__(self, slot: Slot[Any]) -> bool:
        return slot.name in self._values

    def get(self, slot: Slot[T]) -> T | None:
        """The slot's value, None where it is not known."""
        return cast("T | None", self._values.get(slot.name))

    def by_name(self, name: str) -> Any:  # noqa: ANN401 - whatever that slot holds
        """The value of the slot of this name, None where it is not known: for types that look at another slot."""
        return self._values.get(name)

    def put(self, slot: Slot[T], value: T) -> None:
        """Fills a slot."""
        self._values[slot.name] = value

    def drop(self, slot: Slot[Any]) -> None:
        """Empties a slot: it is asked for again."""
        self._values.pop(slot.name, None)

    def forget(self, names: Iterable[str]) -> None:
        """Empties the slots of these names."""
        for name in names:
            self._values.pop(name, None)

    @property
    def customer(self) -> CustomerRecord | None:
        """The customer that the form is about, where that is known: contacts are looked for among its people."""
        return cast("CustomerRecord | None", self._values.get("customer"))


@dataclass(frozen=True)
class Confirmation:
    """Asked before saving; `name` keeps it from being asked twice. Yes goes on, no drops the form."""

    name: str
    words: tuple[Words, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, eq=False)
class Form:
    """A named set of slots and what to do when they are filled.

    `save` answers with what was kept. `check` may ask once more before; `load` reads a record back for Fix, and `makes`
    is the kind of record this is. `enrich` lets an answer fill more than the slot it was asked for. One with a `title`, of 24
    characters at most, can be filled in at once, where a platform shows dialogs. `left` is said where it is cancelled and something is kept.
    """

    name: str
    slots: tuple[Slot[Any], ...]
    save: Callable[[Turn, Said], Reply]
    makes: str | None = None
    check: Callable[[Turn, Said], Confirmation | None] | None = None
    load: Callable[[Turn, Target], dict[str, Any]] | None = None
    enrich: Callable[[Turn, Said, Slot[Any], str], None] | None = None
    intent: str | None = None
    title: Words = ""
    left: Words = ""
    _by_name: dict[str, Slot[Any]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_name.update({slot.name: slot for slot in self.slots})

    def slot(self, name: str | None) -> Slot[Any] | None:
        """The slot of this name."""
        return self._by_name.get(name or "")
