"""How a message introduces somebody: "nuevo cliente …", "add … as a contact", "… is a new customer"."""

from typing import NamedTuple

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import introducing, lexicon
from handlers.language.text.free_text import is_pause

_NOUNS = {"new_lead": "lead_nouns", "new_contact": "contact_nouns", "new_customer": "customer_nouns"}
"""What may be introduced, and the list of what it is called; a potential customer is a lead, so it comes first."""

_MOST_WORDS_BEFORE = 30
"""Words within which a name is introduced."""

_LONGEST_PLACE = 3
"""Words of a town or a quarter."""

_NO_NAME = (
    "did", "noun", "vague", "wants", "says", "ask", "show", "reach", "card", "history", "lead", "complaint",
    "opportunity", "survey", "promo", "agenda",
)  # fmt: skip
"""Concepts of words that, typed small right behind "new customer", are no name: "new customer visit"."""


class Introduction(NamedTuple):
    """What a message introduces: an intent, and the tokens `first … last` in which the name is said.

    It is not `sure` where any new business is told of, and a name follows: what else is told has to show that it is a customer's.
    """

    intent: str
    first: int
    last: int
    sure: bool = True


class Introducing:
    """The words at a message's beginning by which it introduces somebody."""

    def __init__(self, cued: Cued) -> None:
        self._cued = cued
        self._keys = cued.keys
        self._tokens = cued.reading.tokens
        self._text = cued.reading.text

    def found(self) -> Introduction | None:
        """What the message introduces; None where it introduces nobody."""
        first = self._behind_politeness()
        if first >= len(self._keys):
            return None
        creates = self.size("create", first)
        if creates and (opening := self._called_something(first + creates)):
            return opening
        at = self._behind_little(first + creates)
        new = self.size("new", at)
        at += new
        for intent, nouns in _NOUNS.items():
            behind = at + introducing(nouns, self._keys, at)
            if behind == at:
                continue
            more = self.size("new", behind) if behind < len(self._keys) and self.is_small(behind) else 0
            if creates or new or more:
                return self._behind_noun(intent, behind + more)
        if opening := self._new_business(at, new=bool(new or creates)):
            return opening
        if size := introducing("enlisting", self._keys, first):
            return self._behind_noun("new_customer", first + size)
        return self._becomes_customer(first)

    def _new_business(self, at: int, *, new: bool) -> Introduction | None:
        """The name behind a new one of its kind and a mark: "got a new gym, Forge Athletics", "ferretería nueva en Parla: El Tornillo"."""
        if at >= len(self._keys):
            return None
        size = int(self._keys[at] in phrasebook().words("business")) or introducing("any_business", self._keys, at)
        behind = at + size
        more = self.size("new", behind) if size and behind < len(self._keys) else 0
        if not size or not (new or more):
            return None
        behind += more
        if behind < len(self._keys) and self._keys[behind] in lexicon().within:  # and where it is
            pause = (
                i for i in range(behind, min(behind + _LONGEST_PLACE + 2, len(self._keys))) if is_pause(self._cued, i)
            )
            behind = next(pause, len(self._keys))
        named = behind + (self._leads_on(behind) if behind < len(self._keys) else 0)
        if named == behind or named >= len(self._keys) or self.is_small(named):
            return None
        return Introduction("new_customer", named, len(self._keys), sure=False)

    def _behind_politeness(self) -> int:
        polite = {at for cue in self._cued.all("filler", "greet", "thanks") for at in range(cue.first, cue.last)}
        at = 0
        while at < len(self._keys):
            size = introducing("before", self._keys, at)
            if size and not introducing("enlisting", self._keys, at):
                at += size
            elif at in polite or (at and is_pause(self._cued, at)):
                at += 1
            else:
                break
        return at

    def _behind_little(self, at: int) -> int:
        while at < len(self._keys) and self.is_small(at) and introducing("little", self._keys, at):
            at += 1
        return at

    def size(self, concept: str, at: int) -> int:
        """How many tokens say a concept at a place."""
        return max((cue.last - at for cue in self._cued.all(concept) if cue.first == at), default=0)

    def _behind_noun(self, intent: str, at: int) -> Introduction | None:
        """The name behind "nuevo cliente", with what may stand between: "llamado", a colon, an article."""
        named = False
        while at < len(self._keys):
            size = self.size("called", at) or self._leads_on(at)
            named = named or size > 0
            if intent == "new_customer" and self.is_small(at) and self._is_behind_account(at):
                size = size or introducing("account_of", self._keys, at)
            if not size:
                break
            at += size
        if at >= len(self._keys) or self._keys[at] == "?":
            return None
        if not named and not self._may_open_name(intent, at):
            return None
        return Introduction(intent, at, len(self._keys))

    def _leads_on(self, at: int) -> int:
        """One for a mark behind which the name comes: a colon, a comma, a dash, a quotation mark."""
        if self._keys[at] in {"-", '"'}:
            return 1
        return int(is_pause(self._cued, at) and self._keys[at] not in {"?", "(", "\n"})

    def _is_behind_account(self, at: int) -> bool:
        """Whether an account and no customer is opened, so that "for" leads to the name: "cuenta nueva para …"."""
        return any(introducing("accounts", self._keys, before) for before in range(max(at - 2, 0), at))

    def _may_open_name(self, intent: str, at: int) -> bool:
        """Whether a name may begin right behind what introduces it, no colon between."""
        if not self.is_small(at):
            return True
        if any(cue.first == at and not cue.inner for cue in self._cued.all(*_NO_NAME)):
            return False
        key, words = self._keys[at], lexicon()
        if intent == "new_contact":
            return key not in words.with_
        return intent == "new_customer" and key not in words.within | words.with_ | words.works_at

    def _called_something(self, at: int) -> Introduction | None:
        """The name between a verb and what it becomes: "añade a … como cliente", "save … as a contact"."""
        if at < len(self._keys) and self.is_small(at) and self._keys[at] in lexicon().to:
            at += 1
        for last in range(at + 1, min(len(self._keys), at + _MOST_WORDS_BEFORE)):
            if introducing("as_customer", self._keys, last):
                return Introduction("new_customer", at, last)
            if introducing("as_contact", self._keys, last):
                return Introduction("new_contact", at, last)
        return None

    def _becomes_customer(self, at: int) -> Introduction | None:
        """The name before what it is from now on: "… is a new customer"."""
        for last in range(at + 1, min(len(self._keys), at + _MOST_WORDS_BEFORE)):
            if introducing("is_customer", self._keys, last):
                return Introduction("new_customer", at, last)
        return None

    def is_small(self, at: int) -> bool:
        """Whether a token begins with a small letter."""
        return not self._text[self._tokens[at].start].isupper()
