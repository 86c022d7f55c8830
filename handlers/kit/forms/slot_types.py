"""The kinds of things a form can ask for, and how each is read, kept and shown; names and moments have modules of their own."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers.kit.format.texts import Price, Voice, Words, _, clip
from handlers.kit.forms.form import FieldKind, Said, SlotType, Unclear
from handlers.kit.messages.action import Choice, answer
from handlers.kit.turn import Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.amounts import read_amount
from handlers.language.entities.countries import currency_of_country
from handlers.language.meaning import Amount, Name, SlotValue
from storage.names.folding import fold
from storage.names.keys import name_words

LONGEST_VALUE = 120
_OPENS = "¿¡«“\"'"


class FreeText(SlotType[str]):
    """Free text: whatever is said is the answer."""

    takes_text = True
    field: FieldKind = "text"

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The text itself; something must be said."""
        if not text.strip():
            raise Unclear
        return text.strip()

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The sender's own words."""
        return str(heard)

    def show(self, value: str) -> Words:
        """On a card, as much as fits."""
        return clip(value, 400)


@dataclass(frozen=True)
class OneOf(SlotType[str]):
    """One of a closed list, chosen or typed; `labels` are what people call each."""

    labels: dict[str, Words]

    def options(self) -> tuple[Choice, ...]:
        """All of them."""
        return self.choices()

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The value whose label this is, or the only one whose label it says beside little words: "por teléfono"."""
        said_labels = {value: fold(turn.voice.say(label)) for value, label in self.labels.items()}
        wanted = fold(text.strip(" .!"))
        for value, label in said_labels.items():
            if wanted in {value, label}:
                return value
        words = _telling(wanted)
        meant = [value for value, label in said_labels.items() if _telling(label) and _telling(label) == words]
        if len(meant) == 1:
            return meant[0]
        raise Unclear(_("Choose one, please."), choices=self.offered(turn, said))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """Understanding gives a value of the list."""
        return str(heard)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """All of them."""
        return self.choices()

    def choices(self) -> tuple[Choice, ...]:
        """All of them."""
        return tuple(Choice(label, answer(value)) for value, label in self.labels.items())

    def show(self, value: str) -> Words:
        """Its label."""
        return self.labels.get(value, value)


def _telling(folded: str) -> frozenset[str]:
    """The words of an answer or a label that are not little ones."""
    little = phrasebook().words("function") | phrasebook().words("edges")
    return frozenset(word for word in name_words(folded) if word not in little)


class MoneyAmount(SlotType[Amount]):
    """An amount of money; `like` is what one may come to, for an example."""

    def __init__(self, like: str = "1200") -> None:
        self._like = Decimal(like)

    def sample(self, speaks: Voice) -> Words:
        """One in the currency of the company's country, as the person writes it."""
        return Price(self._like, currency_of_country(speaks.country))

    def read(self, turn: Turn, text: str, said: Said) -> Amount:
        """The amount of an answer; a bare number is in the currency of the opportunity that it is about, else in the company's."""
        currency = getattr(said.by_name("opportunity"), "currency", None) or turn.company.currency
        amount = read_amount(text, turn.locale, currency)
        if amount is None and text.strip().replace(".", "").replace(",", "").isdigit():
            amount = read_amount(f"{text.strip()} {currency}", turn.locale, currency)
        if amount is None:
            raise Unclear(_("I could not read an amount in that."))
        return amount

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Amount:
        """The amount of a sentence."""
        if not isinstance(heard, Amount):
            raise Unclear(_("How much?"))
        return heard

    def dump(self, value: Amount) -> Any:  # noqa: ANN401
        """Value and currency."""
        return {"value": str(value.value), "currency": value.currency}

    def load(self, turn: Turn, raw: Any) -> Amount:  # noqa: ANN401
        """From value and currency."""
        return Amount(Decimal(raw["value"]), raw["currency"])

    def show(self, value: Amount) -> Words:
        """In the person's format."""
        return Price(value.value, value.currency)


class Known(SlotType[str]):
    """A promotion or a product, kept by its name."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name as given."""
        return text.strip()[:LONGEST_VALUE]

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The known spelling, or the words themselves."""
        if isinstance(heard, Name):
            return heard.candidates[0].name if heard.known else heard.text
        return str(heard)


def tidy(text: str) -> str:
    """A piece of a sentence without what dangles at its ends."""
    return " ".join(text.split()).strip(" ,.;:-–—")


def as_written(turn: Turn, words: str) -> str:
    """Words that end a message, as they were written there: a template takes marks from their ends."""
    before, found, _after = turn.told.rpartition(words) if words else ("", "", "")
    if not found:
        return words.strip()
    begins = len(before.rstrip(_OPENS))
    return turn.told[begins:].strip()
