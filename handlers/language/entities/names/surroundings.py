"""The words around a place in a message: what stands before and behind it, and how it is written."""

from handlers.language.entities.names.lexicon import NameLexicon
from handlers.language.entities.names.matching import Fit, Message
from storage.names.keys import SKIPPED


class Surroundings:
    """The words of one message, each asked about by its place."""

    def __init__(self, message: Message, lexicon: NameLexicon) -> None:
        self._message = message
        self._lexicon = lexicon

    def before(self, at: int) -> str:
        """The word before a place; "" where none is."""
        return self._message.keys[at - 1] if at > 0 else ""

    def after(self, at: int) -> str:
        """The word at a place behind a name; "" where none is."""
        return self._message.keys[at] if at < len(self._message.keys) else ""

    def has_capital(self, at: int) -> bool:
        """Whether the word begins with a capital."""
        return at < len(self._message.keys) and self._message.written(at)[:1].isupper()

    def is_capital(self, at: int) -> bool:
        """Whether it has a capital that a sentence's beginning or a shouted message does not explain."""
        return at > 0 and self.has_capital(at) and not self._message.text.isupper()

    def is_place(self, at: int) -> bool:
        """Whether a definite place is meant: "en la librería", "at the gym"."""
        return self.before(at) in SKIPPED and self.before(at - 1) in self._lexicon.before_customer

    def ends_in(self, at: int) -> bool:
        """Whether the message ends in a word behind a preposition."""
        return at == len(self._message.keys) - 1 and self.before(at) in self._lexicon.before_customer

    def goes_on(self, at: int) -> bool:
        """Whether a name follows a kind of business: "panadería lópez", "panadería del puerto"."""
        after = at + 1
        while self.after(after) in SKIPPED:
            after += 1
        key = self.after(after)
        if not key.isalpha() or not self._message.reaches(at + 1, after) or key in self._lexicon.calendar:
            return False
        return not self._lexicon.is_ordinary(key) if after == at + 1 else self.after(at + 1) in self._lexicon.of

    def is_event(self, fit: Fit) -> bool:
        """Whether the call, the visit itself is meant: "durante la visita", "la llamada con Ana"."""
        before, after = self.before(fit.first), self.after(fit.last)
        if before in self._lexicon.of:
            return self.before(fit.first - 1) in self._lexicon.happening
        return before in self._lexicon.happening or after in self._lexicon.with_

    def is_alone(self, fit: Fit) -> bool:
        """Whether a message says nothing beside the name but articles and prepositions."""
        return all(key in SKIPPED for at, key in enumerate(self._message.keys) if not fit.first <= at < fit.last)
