"""When a country has public holidays.

The library that knows them takes fifteen megabytes to be asked about a few dates a year: a process that runs for months
has another one ask (`python -m handlers.kit.calendar.public_holidays ES 2026 2027` prints them) and remembers the answer.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

_known: dict[tuple[str, int], frozenset[date]] = {}


def public_holidays(country: str, year: int) -> frozenset[date]:
    """The national holidays of a year; none where the country's (ISO 3166) are not known."""
    if (country, year) not in _known:
        _known[country, year] = _looked_up(country, year)
    return _known[country, year]


def remember(country: str, years: Iterable[int], holidays: Iterable[date]) -> None:
    """Has the holidays of these years, all of them, be known without being looked up."""
    by_year: dict[int, set[date]] = defaultdict(set)
    for day in holidays:
        by_year[day.year].add(day)
    _known.update({(country, year): frozenset(by_year[year]) for year in years})


def _looked_up(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - only whoever has to look it up loads it

    try:
        return frozenset(country_holidays(country, years=year, expand=False))
    except NotImplementedError:
        return frozenset()


if __name__ == "__main__":
    for asked in sys.argv[2:]:
        sys.stdout.writelines(f"{day}\n" for day in sorted(public_holidays(sys.argv[1], int(asked))))
