"""Money in what people type: "1.200 €", "3 mil pesos", "12 lucas", as exact values with their currency."""

from dataclasses import dataclass

from handlers.language.meaning import Amount


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and where it stands: `text[start:end]`, its currency words included."""

    amount: Amount
    start: int
    end: int


def find_amounts(text: str, locale: str, currency: str | None = None) -> list[FoundAmount]:
    """Returns the amounts of a text in order of appearance; `currency` is the company's, None for the country's."""
    return []


def read_amount(text: str, locale: str, currency: str | None = None) -> Amount | None:
    """Returns the first amount of a text, or None where it names none."""
    found = find_amounts(text, locale, currency)
    return found[0].amount if found else None


def currency_of(locale: str) -> str:
    """Returns the ISO 4217 code of the currency in a locale's country: "es_MX" → "MXN"."""
    return "EUR"
