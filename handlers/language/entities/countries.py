"""The country of a locale, and the currency that is used there."""

from functools import cache

from babel.core import get_global
from babel.numbers import get_territory_currencies

CURRENCIES = {
    "ES": "EUR",
    "MX": "MXN",
    "CO": "COP",
    "AR": "ARS",
    "CL": "CLP",
    "EC": "USD",
    "US": "USD",
    "GB": "GBP",
}


def country_of(locale: str) -> str:
    """Returns the country of a locale in two letters: "es-mx" → "MX", "es" → "ES"."""
    parts = locale.replace("-", "_").split("_")
    country = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    return country or str(get_global("likely_subtags").get(parts[0], "es_Latn_ES")).rpartition("_")[2]


@cache
def country_of_zone(zone: str) -> str:
    """Returns the country of a time zone in two letters: "Europe/London" → "GB"; "" for a zone of no country."""
    country = str(get_global("zone_territories").get(zone, ""))
    return country if len(country) == 2 and country != "ZZ" else ""


@cache
def currency_of_country(country: str) -> str:
    """Returns the ISO 4217 code of the currency in a country, the euro where none is known."""
    return CURRENCIES.get(country) or next(iter(get_territory_currencies(country)), "EUR")


def currency_of(locale: str) -> str:
    """Returns the ISO 4217 code of the currency in a locale's country: "es_MX" → "MXN"; a language alone is its likeliest."""
    return currency_of_country(country_of(locale))
