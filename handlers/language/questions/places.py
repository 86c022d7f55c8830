"""Which sector, and where: words of the data, and words nobody knows that stand where these are said."""

from collections.abc import Mapping, Sequence

from handlers.language.meaning import NameKind
from handlers.language.questions.phrases import Part
from handlers.language.questions.words import Words
from handlers.language.text.any_of import meanings_of, words_of
from storage.names.folding import fold
from storage.questions.question import Field, Filter, any_of

FIRST = "sector first"
"""The meaning of words that nobody knows where nothing stands before them and only customers can be meant: "zapaterías"."""
_LONGEST = 4
"""Words of a place or a sector."""


def place_filters(words: Words) -> list[Filter]:
    """The sector and the place of a message, or several of either: "bares y restaurantes de Valencia".

    A known sector is one wherever it stands. Of words that nobody knows those behind "sector" are one, those with a capital
    behind "en", "in", "de" a place, and those in small letters either: a sector, until the store has none of that name. What is
    joined to one by "and", or by a comma, is another. Only customers are asked for so: what something else is "in" may be a stage.
    """
    said: dict[Field, list[range]] = {}
    for part in words.means.get("sector", ()):
        places = range(part.first, part.last)
        if part.first not in words.taken and (not said or _is_joined(words, places, said[Field.SECTOR])):
            _say(words, said, Field.SECTOR, places)
    for run in [*words.unknown(), *_half_names(words)] if words.has("about customers") else ():
        places = range(run[0], run[-1] + 1)
        if len(run) <= _LONGEST and (field := _field_of(words, places, said)):
            _say(words, said, field, places)
    return [_filter(words, field, places) for field, places in said.items()]


def _say(words: Words, said: dict[Field, list[range]], field: Field, places: range) -> None:
    said.setdefault(field, []).append(places)
    words.taken.update(places)
    words.take("sector lead")


def _field_of(words: Words, run: range, said: Mapping[Field, list[range]]) -> Field | None:
    """Whether words that nobody knows are a sector, a place, or neither."""
    at = run.start
    capital = words.reading.text[words.tokens[at].start].isupper()
    another = next((field for field, places in said.items() if _is_joined(words, run, places)), None)
    if another is Field.PLACE or (another and not (capital and words.is_before(at, "place before"))):
        return another
    if not said and words.is_before(at, "sector lead"):
        field = Field.SECTOR
    elif words.is_before(at, "place before") and capital:
        field = Field.PLACE
    elif not said and (words.is_before(at, "sector before") or (FIRST in words.understood and words.is_first(at))):
        field = Field.SECTOR
    else:
        return None
    return None if field in said else field


def _is_joined(words: Words, run: range, said: Sequence[range]) -> bool:
    """Whether words are one more of what was said: "y", "o" or a comma between, before it or behind; "en" may be said anew."""
    again = any(part.last == run.start and "place before" in part.meanings for part in words.parts)
    return any(
        _joins(words, one.stop, run.start - again) if one.stop <= run.start else _joins(words, run.stop, one.start)
        for one in said
    )


def _joins(words: Words, first: int, last: int) -> bool:
    """Whether only "and", "or" or a comma stands between two words."""
    if last - first == 1:
        return words.tokens[first].key in words_of("and") | words_of("or")
    return first == last and "," in words.reading.text[words.tokens[first - 1].end : words.tokens[first].start]


def _filter(words: Words, field: Field, places: Sequence[range]) -> Filter:
    called = [words.text(one) for one in places]
    if field is Field.SECTOR:
        called = [meanings_of("sector_people").get(fold(one), one) for one in called]
    return Filter(field, any_of(called))


def source_filter(words: Words) -> list[Filter]:
    """Where leads came from, in words that nobody knows: "de la web", "from the trade fair", "web leads".

    It goes on to the end of the name, "la feria de hostelería", over words that are a sector elsewhere.
    """
    for run in words.unknown():
        last = run[-1] + 1
        while (more := next((part for part in words.parts if part.first == last), None)) and _is_of_a_name(words, more):
            last = more.last
        while last > run[-1] + 1 and (end := next(part for part in words.parts if part.last == last)).idle:
            last = end.first
        led = words.is_led_by(run[0], "place before", "sector before", "arrived")
        if led or words.is_behind(last - 1, "arrived") or words.first("about leads") == last:
            words.taken.update(range(run[0], last))
            return [Filter(Field.SOURCE, words.text(range(run[0], last)))]
    return []


def reason_filter(words: Words) -> list[Filter]:
    """Why something was lost, in words that nobody knows: "por precio", "on price"; which reasons there are the store knows."""
    for run in words.unknown():
        if words.is_led_by(run[0], "because"):
            words.taken.update(run)
            return [Filter(Field.REASON, words.text(run))]
    return []


def _is_of_a_name(words: Words, part: Part) -> bool:
    """Whether a phrase may go on a name: a sector, a word that says nothing, one that asks where the question has been asked."""
    if any(one.startswith("ask") for one in part.meanings):
        return not words.is_first(part.first)
    return "sector" in part.meanings or part.idle


def _half_names(words: Words) -> list[list[int]]:
    """Names of customers that were said in part behind "en", "in", "de": "Valencia", where there is a Hotel Valencia."""
    return [
        [at]
        for at, _mark in words.marks(NameKind.CUSTOMER.value)
        if at not in words.taken and words.is_before(at, "place before")
    ]
