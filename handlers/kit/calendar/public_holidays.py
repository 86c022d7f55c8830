"""When a country, and a part of it, has public holidays.

The library that knows them takes fifteen megabytes to be asked about a few dates a year: a process that runs for months
has another one ask (`python -m handlers.kit.calendar.public_holidays ES-MD 2026 2027` prints them) and remembers the answer.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

UNKNOWN_SUBDIVISION = 3
"""How the process ends that was asked about a part of a country which nobody knows; it printed the country's holidays."""

_known: dict[tuple[str, str, int], frozenset[date]] = {}


def public_holidays(country: str, year: int, subdivision: str = "") -> frozenset[date]:
    """The holidays of a year: the national ones, and a subdivision's (ISO 3166-2 without the country: "MD").

    None where the country's (ISO 3166) are not known, the national ones alone where the subdivision's are not.
    """
    key = (country, subdivision, year)
    if key not in _known:
        _known[key] = _looked_up(country, year, subdivision)
    return _known[key]


def remember(country: str, years: Iterable[int], holidays: Iterable[date], subdivision: str = "") -> None:
    """Has the holidays of these years, all of them, be known without being looked up."""
    by_year: dict[int, set[date]] = defaultdict(set)
    for day in holidays:
        by_year[day.year].add(day)
    _known.update({(country, subdivision, year): frozenset(by_year[year]) for year in years})


def are_remembered(country: str, years: Iterable[int], subdivision: str = "") -> bool:
    """Whether all of these years are known already."""
    return all((country, subdivision, year) in _known for year in years)


def is_known(country: str, subdivision: str) -> bool:
    """Whether there are holidays of this part of the country."""
    from holidays import country_holidays  # noqa: PLC0415 - only whoever has to look it up loads it

    try:
        country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return False
    return True


def _looked_up(country: str, year: int, subdivision: str) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - only whoever has to look it up loads it

    for part in dict.fromkeys((subdivision or None, None)):
        try:
            return frozenset(country_holidays(country, subdiv=part, years=year, expand=False))
        except NotImplementedError:
            continue
    return frozenset()


def _main(where: str, years: Iterable[int]) -> int:
    """Prints the holidays of some years; returns how the process ends."""
    country, _dash, subdivision = where.partition("-")
    for year in years:
        sys.stdout.writelines(f"{day}\n" for day in sorted(public_holidays(country, year, subdivision)))
    return 0 if not subdivision or is_known(country, subdivision) else UNKNOWN_SUBDIVISION


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], map(int, sys.argv[2:])))
