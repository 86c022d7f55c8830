"""Which sector, and where: words of the data, and words nobody knows that stand where these are said."""

from handlers.language.meaning import NameKind
from handlers.language.questions.phrases import Part
from handlers.language.questions.words import Words
from handlers.language.text.any_of import meanings_of
from storage.names.folding import fold
from storage.questions.question import Field, Filter

_LONGEST = 4
"""Words of a place or a sector."""


def place_filters(words: Words) -> list[Filter]:
    """The sector and the place of a message.

    A known sector is one wherever it stands. Of words that nobody knows those behind "sector" are one, those with a capital
    behind "en", "in", "de" a place, and those in small letters either: a sector, until the store has none of that name. Only
    customers are asked for so: what something else is "in" may be a stage.
    """
    found: list[Filter] = []
    for part in words.means.get("sector", ()):
        if part.first in words.taken:
            continue
        words.taken.update(range(part.first, part.last))
        words.take("sector lead")
        said = words.text(range(part.first, part.last))
        found.append(Filter(Field.SECTOR, meanings_of("sector_people").get(fold(said), said)))
        break
    if not words.has("about customers"):
        return found
    for run in [*words.unknown(), *_half_names(words)]:
        if len(run) > _LONGEST:
            continue
        first = words.tokens[run[0]]
        capital = words.reading.text[first.start].isupper()
        if not found and words.is_before(run[0], "sector lead"):
            field = Field.SECTOR
        elif words.is_before(run[0], "place before") and capital:
            field = Field.PLACE
        elif not found and words.is_before(run[0], "sector before"):
            field = Field.SECTOR
        else:
            continue
        if any(one.field is field for one in found):
            continue
        words.taken.update(run)
        words.take("sector lead")
        found.append(Filter(field, words.text(run)))
    return found


def source_filter(words: Words) -> list[Filter]:
    """Where leads came from, in words that nobody knows: "de la web", "from the trade fair", "web leads".

    It goes on to the end of the name, "la feria de hostelería", over words that are a sector elsewhere.
    """
    for run in words.unknown():
        if words.is_led_by(run[0], "place before", "sector before") or words.first("about leads") == run[-1] + 1:
            last = run[-1] + 1
            while (more := next((part for part in words.parts if part.first == last), None)) and _is_of_a_name(more):
                last = more.last
            while (
                end := next((part for part in words.parts if part.last == last), None)
            ) and "sector" not in end.meanings:
                last = end.first
            places = range(run[0], last)
            words.taken.update(places)
            return [Filter(Field.SOURCE, words.text(places))]
    return []


def reason_filter(words: Words) -> list[Filter]:
    """Why something was lost, in words that nobody knows: "por precio", "on price"; which reasons there are the store knows."""
    for run in words.unknown():
        if words.is_led_by(run[0], "because"):
            words.taken.update(run)
            return [Filter(Field.REASON, words.text(run))]
    return []


def _is_of_a_name(part: Part) -> bool:
    return "sector" in part.meanings or (part.idle and not any(one.startswith("ask") for one in part.meanings))


def _half_names(words: Words) -> list[list[int]]:
    """Names of customers that were said in part behind "en", "in", "de": "Valencia", where there is a Hotel Valencia."""
    return [
        [at]
        for at, _mark in words.marks(NameKind.CUSTOMER.value)
        if at not in words.taken and words.is_before(at, "place before")
    ]
