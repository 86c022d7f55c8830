"""What a country brings with it: how dates, numbers and money are written there, its currency, its time zone.

Everything goes by CLDR (through Babel) and the IANA time zone database; this is the only place that makes a Babel locale.
"""

from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError, parse_locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_currency_symbol, get_territory_currencies

LANGUAGES = ("es", "en")
"""Those in which the bot speaks."""

AT_HOME = {"es": "es_ES", "en": "en_GB"}
"""Whose formats a language brings along to a country that speaks another one."""
AMERICAN = {"es": "es_419"}
"""… and in the Americas, where Spanish writes 1,200.50."""

NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of two letters that CLDR has for something else."""

MOST_PEOPLE = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
"""The time zone of most people, in the countries where zone.tab lists another one first."""


class NoLocaleError(ValueError):
    """What was given is no locale of a language in which the bot speaks."""


@cache
def babel_locale(language: str, country: str) -> Locale:
    """The formats for a language in a country (ISO 3166, "" for none). There is one for every pair.

    Where people speak the language, it is CLDR's own: en_US writes December 3 and 4:30 PM, es_AR 1.200,50. Elsewhere the
    language keeps the formats of its home, British English or Spain's Spanish (in the Americas, Latin America's): a
    Spanish sentence in London says «1.200,50 £» and «16:30», an English one in Mexico City "$1,200.50" and "3 December".
    The digits and the words of one sentence then follow one convention, which its readers have read all their lives; the
    country's digits inside another language's sentence could be read both ways. American formats are only for countries
    that use them, since 3/12 would be another day.
    """
    if language in get_official_languages(country, regional=True, de_facto=True):
        try:
            return Locale(language, country)
        except UnknownLocaleError:
            pass
    american = zone_of(country).startswith("America/")
    return Locale.parse((AMERICAN.get(language) if american else None) or AT_HOME[language])


@cache
def currency_symbol(locale: Locale, country: str, currency: str) -> str:
    """How a currency is written: the country's own as its people write it ("£" in London, in Spanish too), others as the language does."""
    own = _own_locale(country) if currency in get_territory_currencies(country) else None
    return str(get_currency_symbol(currency, own or locale))


def locale_parts(name: str) -> tuple[str, str]:
    """Language and country of a locale's name: "es_MX", "en-GB"; a language alone has its likeliest country.

    Raises NoLocaleError, with what is wrong in words.
    """
    try:
        language, territory, *_ = parse_locale(name.replace("-", "_"))
    except ValueError:
        raise NoLocaleError(f"“{name}” is not a locale such as es_ES or en_GB") from None
    if language not in LANGUAGES:
        raise NoLocaleError(f"the bot speaks {' and '.join(LANGUAGES)}, not “{language}”")
    country = country_code(territory or str(get_global("likely_subtags")[language]).rpartition("_")[2])
    if country is None:
        raise NoLocaleError(f"“{name}” is not a locale such as es_ES or en_GB: there is no country “{territory}”")
    return language, country


def country_code(name: str) -> str | None:
    """The two letters of a country, whichever of its codes was given ("UK", "GBR" are GB); None where there is none."""
    found = get_global("territory_aliases").get(name.upper(), [name.upper()])
    known = len(found) == 1 and len(found[0]) == 2 and found[0] not in NO_COUNTRIES
    return str(found[0]) if known and found[0] in Locale("en").territories else None


def currency_of(country: str) -> str:
    """The country's currency (ISO 4217), the first where several are legal tender; the euro where it has none of its own."""
    return str(next(iter(get_territory_currencies(country)), "EUR"))


@cache
def zone_of(country: str) -> str:
    """The time zone where most people of a country live; UTC where nobody does."""
    if country in MOST_PEOPLE:
        return MOST_PEOPLE[country]
    # zone.tab: country, coordinates, zone; the most populous zone of a country comes first, with few exceptions.
    for line in (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{country}\t") and country:
            return line.split("\t")[2]
    return next((str(zone) for zone, at in get_global("zone_territories").items() if at == country), "UTC")


def _own_locale(country: str) -> Locale | None:
    """That of the country's first language."""
    for language in get_official_languages(country, de_facto=True):
        try:
            return Locale.parse(f"{language}_{country}")
        except (UnknownLocaleError, ValueError):
            continue
    return None
