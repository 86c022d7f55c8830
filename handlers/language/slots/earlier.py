"""What is put to something that was told earlier: "en la visita a Bar Sol del viernes pon que …", "add to the Fox visit that …"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from handlers.language.concepts.concepts import Cued
from handlers.language.meaning import Moment, Name
from handlers.language.slots.notes import WHO
from handlers.language.text.free_text import is_pause, phrase_at
from handlers.language.tokens import MOMENTS

_MOST_BEFORE = 4
"""Words of politeness, or that call the bot, before it is said where something is put: "oye, espera, antes …"."""
_MOST_PARTS = 4
"""Parts that say which record is meant: its kind, whom it was with, at whose place, on which day."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where something is put, and what: `rest` are the sender's words for it.

    `names` are those the record is with, `kind` its kind where it is called by one ("visit"), `days` those it may be of.
    `record` where a record is named, else whoever it is of ("ponle a Paco que …"); `ordered` where it is said that it be put there.
    """

    names: tuple[Name, ...]
    rest: str
    kind: str = ""
    days: frozenset[date] = frozenset()
    record: bool = False
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class _Reference:
    """What names a record, up to a token."""

    end: int
    names: tuple[Name, ...] = ()
    kind: str = ""
    days: frozenset[date] = frozenset()
    record: bool = False


def earlier(cued: Cued) -> Earlier | None:
    """What a message puts to something told earlier; None where it does not say both where and what."""
    if "?" in cued.keys:
        return None
    for at in _beginnings(cued):
        for found, rest, ordered in (_where_first(cued, at), _order_first(cued, at)):
            if found is not None and rest < len(cued.keys):
                words = cued.reading.text[cued.reading.tokens[rest].start :].strip()
                return Earlier(found.names, words, found.kind, found.days, found.record, ordered)
    return None


def _beginnings(cued: Cued) -> Iterator[int]:
    """The places at which the order may begin: behind words that only lead to it."""
    at = 0
    while at < len(cued.keys):
        yield at
        size = phrase_at("leads_to_an_order", cued.keys, at) or int(is_pause(cued, at))
        if not size or at + size > _MOST_BEFORE:
            return
        at += size


_NOWHERE: tuple[_Reference | None, int, bool] = (None, 0, False)


def _where_first(cued: Cued, at: int) -> tuple[_Reference | None, int, bool]:
    """“en la visita a Bar Sol pon que …”, "on the Fox visit put that …": where, then the order; or what is right there, and no order."""
    onto = phrase_at("onto_a_record", cued.keys, at)
    found = _reference(cued, at + onto, bare=onto > 0)
    if found is None:
        return _NOWHERE
    place = _behind_pause(cued, found.end)
    size = phrase_at("puts_there", cued.keys, place) if place < len(cued.keys) else 0
    if size:
        says = found.record or _says_that(cued, place, place + size)  # "a Bar Sol apúntale 10 cajas" may be an order
        return (found, _behind_that(cued, place + size), True) if says else _NOWHERE
    return (found, place, False) if onto and found.record else _NOWHERE


def _order_first(cued: Cued, at: int) -> tuple[_Reference | None, int, bool]:
    """“añade a la visita de Garrido que …”, "note on the Fox one: …": the order, then where, and then what behind a "that"."""
    size = phrase_at("puts_there", cued.keys, at)
    onto = phrase_at("onto_a_record", cued.keys, at + size) if size and at + size < len(cued.keys) else 0
    found = _reference(cued, at + size + onto, bare=True) if onto else None
    if found is None:
        return _NOWHERE
    rest = _behind_that(cued, found.end)
    says = found.record or cued.keys[found.end] == ":" or _says_that(cued, found.end, found.end)
    return (found, rest, True) if rest > found.end and says else _NOWHERE


def _reference(cued: Cued, at: int, *, bare: bool) -> _Reference | None:
    """The record that is named from a token on; whoever it is of alone where that is enough (`bare`)."""
    names, kind, days, record, place = list[Name](), "", frozenset[date](), False, at
    place += phrase_at("the_record", cued.keys, place) if place < len(cued.keys) else 0
    for _part in range(_MOST_PARTS):
        while place < len(cued.keys) and (size := phrase_at("of_a_record", cued.keys, place)):
            place += size
        if place >= len(cued.keys):
            break
        token = cued.reading.tokens[place]
        if cued.keys[place] in WHO and token.mark and token.mark.name:
            names.append(token.mark.name)
            place += 1
        elif token.mark and token.mark.kind in MOMENTS:
            days |= _days(token.mark.past) | _days(token.mark.future)
            place += 1
        elif size := phrase_at("record_nouns", cued.keys, place):
            record = True
            kind = kind or next((c.concept.partition(".")[0] for c in cued.all("noun") if c.first == place), "")
            place += size
        else:
            break
    if not names or not (record or bare):
        return None
    return _Reference(place, tuple(names), kind, days, record)


def _days(moment: object) -> frozenset[date]:
    if not isinstance(moment, Moment):
        return frozenset()
    return frozenset({moment.start.date() if isinstance(moment.start, datetime) else moment.start})


def _says_that(cued: Cued, first: int, last: int) -> bool:
    """Whether an order says that something be put: its last word is "que" or "that", or that comes behind it."""
    ends = any(phrase_at("that_it_says", cued.keys, at) for at in range(first, last))
    return ends or (last < len(cued.keys) and phrase_at("that_it_says", cued.keys, last) > 0)


def _behind_pause(cued: Cued, at: int) -> int:
    return at + 1 if at < len(cued.keys) and is_pause(cued, at) else at


def _behind_that(cued: Cued, at: int) -> int:
    """Behind "que", "that" or a pause that leads to what is put there."""
    place = _behind_pause(cued, at)
    return place + phrase_at("that_it_says", cued.keys, place) if place < len(cued.keys) else place
