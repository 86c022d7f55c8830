"""An understanding in the making: slots as they are found, each with the part of the text that made it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from handlers.language.concepts.concepts import Cued
from handlers.language.meaning import Context, Moment, Name, NextStep, Recurrence, SlotValue, Span
from handlers.language.text.free_text import phrase_before
from handlers.language.tokens import Mark
from storage.names.folding import fold
from storage.names.names import NameKind


@dataclass
class Draft:
    """Slots of one message. The first to fill a slot wins; `spans` tells which part of the text did."""

    cued: Cued
    context: Context
    slots: dict[str, SlotValue] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    also: list[Name] = field(default_factory=list)
    company: list[Name] = field(default_factory=list)
    listed: bool = False
    absent: list[Name] = field(default_factory=list)
    unmet: bool = False
    inbound: bool = False
    further: list[NextStep] = field(default_factory=list)
    ahead: list[NextStep] = field(default_factory=list)

    def put(self, slot: str, value: SlotValue | None, start: int, end: int) -> bool:
        """Fills a slot from `text[start:end]`, unless it is filled or there is nothing to fill it with."""
        if value is None or value == "" or slot in self.slots:
            return False
        self.slots[slot] = value
        self.spans.append(Span(start, end, slot))
        self.taken.append((start, end))
        return True

    def put_mark(self, slot: str, mark: Mark, value: SlotValue | None) -> bool:
        """Fills a slot from a mark."""
        if not self.put(slot, value, mark.start, mark.end):
            return False
        self.taken.extend(mark.also)
        return True

    def put_words(self, slot: str, value: str, first: int, last: int | None = None) -> bool:
        """Fills a slot with free words that stand in `tokens[first:last]`."""
        tokens = self.cued.reading.tokens[first:last]
        return bool(value) and self.put(slot, value, tokens[0].start, tokens[-1].end)

    def take_cues(self, *concepts: str) -> None:
        """Counts the words of some concepts as used: they are no part of any free text."""
        self.taken.extend(self.cued.span(cue) for cue in self.cued.all(*concepts))

    def customers(self) -> None:
        """Fills `customer` with the first customer named; further ones are kept beside.

        One that only tells when or on which way it is comes last: "after Bar Sol swing by Bar Luna".
        """
        passed = self._passed()
        for mark in sorted(self.cued.reading.of("customer"), key=lambda mark: mark in passed):
            assert mark.name is not None  # noqa: S101  # a name's mark has its name
            if not self.put_mark("customer", mark, mark.name) and not _same(mark.name, self.slots["customer"]):
                self.also.append(mark.name)
                self.taken.append((mark.start, mark.end))

    def _passed(self) -> frozenset[Mark]:
        """The customers behind a word that only says when, or on which way."""
        tokens, keys = self.cued.reading.tokens, self.cued.keys
        return frozenset(
            token.mark for at, token in enumerate(tokens) if token.mark and phrase_before("on_the_way", keys, at)
        )

    def name(self, kind: NameKind, slot: str | None = None, *, but: Collection[Mark] = ()) -> None:
        """Fills a slot with the first name of a kind; a contact of the named customer is preferred to a namesake."""
        for mark in self.cued.reading.of(kind.value):
            if mark in but:
                continue
            if mark.name is not None and self.put_mark(slot or kind.value, mark, self.of_customer(mark.name)):
                return

    def of_customer(self, name: Name) -> Name:
        """A name as that of somebody at the customer who is named, where it may be theirs."""
        customer = self.slots.get("customer")
        if not isinstance(customer, Name) or customer.known is None or len(name.candidates) < 2:
            return name
        own = tuple(entry for entry in name.candidates if entry.customer_id == customer.known.id)
        return Name(name.text, own) if own else name

    def future(
        self, slot: str, kinds: tuple[str, ...] = ("future", "day", "period"), *, repeats: bool = False
    ) -> Mark | None:
        """Fills a slot with the first moment to come, or with one that repeats where that is meant."""
        for mark in self.cued.reading.of(*kinds, *(("every",) if repeats else ())):
            value = mark.future
            if (isinstance(value, Moment) or (repeats and isinstance(value, Recurrence))) and self.put_mark(
                slot, mark, value
            ):
                return mark
        return None


def _same(name: Name, value: SlotValue) -> bool:
    """Whether two names mean the same: the same entries, or for names nobody knows the same words."""
    if not isinstance(value, Name) or name.candidates or value.candidates:
        return isinstance(value, Name) and name.candidates == value.candidates
    return fold(name.text) == fold(value.text)
