"""The pieces that moments are made of, found in a message: a day, a time, a part of the day, what repeats.

A piece is one wording of the grammar in its place, kept only where what stands around it does not make it something
else: a name ("Domingo García"), a street ("Calle 10 de Agosto"), a count ("las 3 cajas").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from handlers.language.entities.moments.days import Date
from handlers.language.entities.moments.grammar import CALENDAR_SECTIONS
from handlers.language.entities.moments.long_tail import looks_like_dates, read_absolute
from handlers.language.entities.moments.reading import YEARS, Match, Reading
from handlers.language.entities.moments.resolution import Said, said
from handlers.language.text.lexer import Kind
from handlers.language.text.numbers import LANGUAGES

Relation = Literal["at", "by", "until", "since"]
"""What the words before a moment say: at or on it, by it (a deadline), until it, from it on."""
CURRENCY_SIGNS = "$€£"
NO_HOUR = 59
"""The largest number that may be an hour or minutes."""
_DOUBTS = ("alone", "mate", "after_day", "before_day", "period_noun", "lead", "span")
_OF = frozenset({"de", "of"})
_FRACTIONS = frozenset({"1/2", "1/3", "2/3", "1/4", "3/4", "1/8", "3/8", "5/8", "7/8", "1/16"})


@dataclass(frozen=True, slots=True)
class Piece:
    """`tokens[start:end]` and what it means. `doubts` are the circumstances of which one must hold; none is certain.

    `other` is what the same words are where none does: 10-12 is a date if it is not the hours of a day.
    """

    said: Said
    section: str
    start: int
    end: int
    doubts: tuple[str, ...]
    other: "Piece | None" = None

    @property
    def is_day(self) -> bool:
        """Whether it names a day or a longer period."""
        return self.section in CALENDAR_SECTIONS


def pieces(reading: Reading, language: str) -> list[Piece]:
    """Returns the pieces of a message in order, none overlapping; `language` is preferred where two read the same."""
    found: list[Piece] = []
    tails = dict(looks_like_dates(reading.text))
    at = 0
    while at < len(reading.tokens):
        behind_day = bool(found) and found[-1].is_day and found[-1].end == at
        piece, end = _at(reading, at, language, behind_day=behind_day)
        while piece is not None and reading.keys[at] in reading.grammar.lists["articles"]:
            # "el" + "lunes de la semana que viene" says more than "el lunes" does.
            longer, longer_end = _at(reading, at + 1, language)
            if longer is None or longer_end <= end or (piece.section == "date" and longer.section == "clock"):
                break  # "el 20" of "el 20 por la tarde" is a day
            piece, at, end = longer, at + 1, longer_end
        start = reading.tokens[at].start
        if start in tails and (piece is None or reading.tokens[piece.end - 1].end < tails[start]):
            tail = _tail(reading, at, tails[start])
            piece, end = (tail, tail.end) if tail else (piece, end)
        if piece is not None:
            found.append(piece)
        at = end
    return found


def _tail(reading: Reading, at: int, end: int) -> Piece | None:
    """The date in full that stands from a token to an offset, if one that no wording tells stands there."""
    on = read_absolute(reading.text[reading.tokens[at].start : end], month_first=reading.month_first)
    if on is None:
        return None
    behind = next((n for n in range(at, len(reading.tokens)) if reading.tokens[n].start >= end), len(reading.tokens))
    return Piece(Date(on.day, on.month, on.year), "date", at, behind, ())


def _at(reading: Reading, at: int, language: str, *, behind_day: bool = False) -> tuple[Piece | None, int]:
    """The longest piece that begins at a token, and where to go on; behind a day "9-11" is hours, no date."""
    if at >= len(reading.tokens):
        return None, at
    token = reading.tokens[at]
    if token.kind is not Kind.NUMBER and reading.keys[at] not in reading.grammar.starters:
        return None, at + 1
    if not _may_begin(reading, at):
        return None, at + 1
    matches = reading.matches("top", at)
    if len(matches) > 1:
        matches.sort(
            key=lambda match: (
                -match.end,
                match.rule.section == "date" and behind_day,
                not _is_sure(reading, match),
                match.rule.section != "hours",
                match.rule.language != language,
                match.rule.order,
            )
        )
    for rank, match in enumerate(matches):
        if not _may_end(reading, match.end) or ("after_day" in match.rule.keys and not behind_day):
            continue
        if match.rule.section == "nothing" or _Surroundings(reading, match).is_street():
            return None, match.end
        piece = _piece(reading, match)
        if piece and piece.section == "hours" and piece.doubts:
            dates = (
                _piece(reading, other)
                for other in matches[rank + 1 :]
                if other.rule.section == "date" and other.end == match.end
            )
            piece = replace(piece, other=next((date for date in dates if date), None))
        if piece:
            return piece, match.end
    return None, at + 1


def _piece(reading: Reading, match: Match) -> Piece | None:
    """The piece that a wording makes where it stands, None where it makes none there."""
    meaning = said(match) if _stands(reading, match) else None
    if meaning is None:
        return None
    doubts = tuple(doubt for doubt in _DOUBTS if doubt in match.rule.keys)
    return Piece(meaning, match.rule.section, match.start, match.end, doubts)


def _is_sure(reading: Reading, match: Match) -> bool:
    """Whether a time in it can be nothing else: "twenty to five" is no span of hours, "from ten to five" is one."""
    if reading.keys[match.start] in reading.grammar.lists["from"]:
        return False
    return any(isinstance(value, Match) and "sure" in value.rule.keys for _, value in match.captures)


def _may_begin(reading: Reading, at: int) -> bool:
    """Not inside a code ("REF-15"), a sum of money ("$15") or a longer number."""
    token = reading.tokens[at]
    if at == 0:
        return True
    before = reading.tokens[at - 1]
    if token.kind is Kind.NUMBER and before.key in CURRENCY_SIGNS:
        return False
    if not token.glued:
        return True
    if before.kind is Kind.MARK:
        if before.key in "#$€£":
            return False
        joins = before.key in "-/." and before.glued and at > 1
        return not (joins and token.kind is Kind.NUMBER and reading.tokens[at - 2].kind in (Kind.WORD, Kind.OPAQUE))
    return False


def _may_end(reading: Reading, end: int) -> bool:
    """Not inside a word or a longer number."""
    return end >= len(reading.tokens) or not reading.tokens[end].glued or reading.tokens[end].kind is Kind.MARK


def _stands(reading: Reading, match: Match) -> bool:
    """Whether the surroundings leave a wording what it seems to be."""
    keys = match.rule.keys
    surroundings = _Surroundings(reading, match)
    return not (
        ("free" in keys and surroundings.is_name())
        or ("unnamed" in keys and surroundings.holds("given_names"))
        or ("uncounted" in keys and surroundings.is_count())
        or ("closed" in keys and not surroundings.is_closed())
        or ("number" in keys and surroundings.is_other_number())
        or ("ordinal" in keys and not surroundings.is_ordinal())
        or ("first" in keys and match.start > 0)
        or ("numeric" in keys and surroundings.is_fraction())
        or (keys.get("from", 0) > surroundings.hour())
    )


class _Surroundings:
    """What stands before and behind a wording."""

    def __init__(self, reading: Reading, match: Match) -> None:
        self._reading = reading
        self._match = match
        self._lists = reading.grammar.lists

    def _key(self, at: int) -> str:
        return self._reading.keys[at] if 0 <= at < len(self._reading.keys) else ""

    def _capital(self, at: int) -> bool:
        """Whether a word is written as names are; in a text all in capitals none is."""
        if not 0 <= at < len(self._reading.tokens) or self._reading.shouted:
            return False
        token = self._reading.tokens[at]
        return token.kind is Kind.WORD and token.capital

    def _starts_sentence(self, at: int) -> bool:
        return at <= 0 or self._key(at - 1) in (".", "!", "?", "¡", "¿", ":", "\n", "-", "•", "…")

    def holds(self, name: str) -> bool:
        """Whether a word of the wording is in a list."""
        return any(key in self._lists[name] for key in self._reading.keys[self._match.start : self._match.end])

    def is_name(self) -> bool:
        """Domingo García, Café Martes, con Abril: the day or month is a name."""
        start, end = self._match.start, self._match.end
        last = end - 1
        named = self._key(last) in self._lists["given_names"]
        if self._capital(last) and self._capital(end) and not self._known(end):
            return True
        if last == start and self._key(start - 1) in self._lists["never_before_days"]:
            return self._key(end) not in self._lists["through"] and self._key(start - 2) not in ("antes", "despues")
        named_before = self._capital(start - 1) and not self._starts_sentence(start - 1) and not self._known(start - 1)
        named_before = named_before or self._key(start - 1) in self._lists["streets"]
        if self._capital(last) and last == start and named_before:
            return True
        if not named:
            return False
        before = start - 2 if self._key(start - 1) == "." else start - 1
        if last == start and self._key(before) in self._lists["before_names"]:
            return True
        return last == start and not (self._is_end(end) or self._is_small(end) or self._begins_time(end))

    def _begins_time(self, at: int) -> bool:
        """Whether a time of day or a number follows, as it does behind a day and not within a name."""
        token = self._reading.tokens[at]
        if token.kind is Kind.NUMBER:
            return True
        return any(match.rule.section in ("clock", "hours", "part") for match in self._reading.matches("top", at))

    def _known(self, at: int) -> bool:
        """Whether a word belongs to the language of moments, so that a capital makes it no name."""
        return self._key(at) in self._reading.grammar.starters or self._key(at) in self._lists["small_words"]

    def is_street(self) -> bool:
        """Calle 10 de Agosto, Librería 9 de Julio, 4th of July Street."""
        if self._match.rule.section not in ("date", "dates"):
            return False
        streets, start, end = self._lists["streets"], self._match.start, self._match.end
        if self._key(start) in ("el", "al", "para", "on", "by") and not self._capital(start):
            return False
        short_year = any(name == "yy" for name, _ in self._match.captures)
        if self._is_house_number(end) or (short_year and self._is_place(end)):
            return True
        before = [self._key(start - n) for n in (1, 2, 3)]
        if before[0] in streets or (before[0] in ("del", "de", ".", "la", "/", "the") and before[1] in streets):
            return True
        if before[0] == "." and before[1] in streets:
            return True
        if self._key(end) in streets and self._capital(end):
            return True
        month_written_as_name = self._capital(end - 1) and self._match.rule.language == "es"
        return month_written_as_name and self._capital(start - 1) and not self._starts_sentence(start - 1)

    def _is_house_number(self, at: int) -> bool:
        """The 210 of "5 de Mayo 210, col. Centro": a number that ends the clause and is no hour, or leads to a place."""
        if self._match.rule.language != "es" or not self._key(at).isdecimal() or not self._is_end(at + 1):
            return False
        number = int(self._key(at)[:6])
        return self._is_place(at + 1) or (NO_HOUR < number < min(YEARS) and self._key(at + 1) not in ("€", "$", "%"))

    def _is_place(self, at: int) -> bool:
        """Whether ", col. Centro" follows."""
        return self._key(at) == "," and self._key(at + 1) in self._lists["streets"]

    def is_count(self) -> bool:
        """Las 3 cajas, at 5 stores, a las 3 %: things or measures are counted."""
        end = self._match.end
        key = self._key(end)
        if not key:
            return False
        if key in self._lists["measures"] or key in CURRENCY_SIGNS:
            return not self._is_time_word(end)
        if key in ("por", "per", "x") and self._key(end + 1) in ("ciento", "cent"):
            return True
        token = self._reading.tokens[end]
        plural = token.kind is Kind.WORD and len(key) > 3 and key.endswith(("as", "es", "os", "s"))
        if not plural or key.endswith(("mos", "'s", "ss", "us")) or key in self._lists["no_things"]:
            return False
        return not self._known(end) and not token.capital

    def _is_time_word(self, at: int) -> bool:
        if any(match.rule.section in ("half", "part", "clock") for match in self._reading.matches("top", at)):
            return True
        return any(self._reading.slot(f"half@{language}", at) for language in LANGUAGES)

    def is_closed(self) -> bool:
        """Whether an end, a mark, a small word, a time or a name follows, rather than a thing."""
        end = self._match.end
        if self._is_end(end) or self._is_small(end) or self._capital(end):
            return True
        if self._key(end) in self._lists["measures"]:
            return False
        return any(match.rule.section != "nothing" for match in self._reading.matches("top", end))

    def _is_end(self, at: int) -> bool:
        key = self._key(at)
        if not key:
            return True
        return self._reading.tokens[at].kind is Kind.MARK and key not in "%$€£ºª°\"'#/×+=*"

    def _is_small(self, at: int) -> bool:
        if self._key(at) in ("por", "x") and self._key(at + 1) in ("ciento", "cien"):
            return False
        return self._key(at) in self._lists["small_words"] or self._lead_follows(at)

    def _lead_follows(self, at: int) -> bool:
        return self._key(at) in ("de", "del", "of") and any(
            match.rule.section not in ("nothing", "every") and match.end > at + 1
            for match in self._reading.matches("top", at)
        )

    def is_other_number(self) -> bool:
        """Whether the last number is "el primero" or begins something longer: "el martes 10 am", "viernes 4 de junio"."""
        last = self._match.end - 1
        if self._key(last) in self._reading.grammar.ordinals and self._reading.tokens[last].kind is Kind.WORD:
            return True
        if self._reading.tokens[last].glued and last > self._match.start:
            last -= 1
        return any(
            match.end > self._match.end
            and match.rule.section in ("clock", "hours", "date", "dates", "shift")
            and not self._is_day_and_part(last, match)
            for match in self._reading.matches("top", last)
        )

    def _is_day_and_part(self, at: int, clock: Match) -> bool:
        """Whether what makes a number an hour is a part of the day by itself: "viernes 20 por la tarde"."""
        half = dict(clock.captures).get("half")
        if half is None or half.start != at + 1 or half.rule.keys["half"] == "noon":
            return False
        parts = (match for match in self._reading.matches("top", half.start) if match.rule.section == "part")
        return any(part.end == half.end and "mate" not in part.rule.keys for part in parts)

    def is_ordinal(self) -> bool:
        """The 5th, the fifth; "the first" and "the 5" are other things too often."""
        last = self._match.end - 1
        if self._key(last) in self._lists["day_suffixes"] and self._reading.tokens[last].glued:
            return True
        articled = self._match.end - self._match.start > 1
        small = dict(self._match.captures)["day"] < 4
        return articled and not small and self._reading.tokens[last].kind is Kind.WORD

    def is_fraction(self) -> bool:
        """1/2 caja, 9-11 cajas, 2-3 días, 24 botellas de 3/4: two small numbers that stand for no date."""
        last, first = self._match.end - 1, self._match.start
        key = self._key(last)
        if (
            key in _FRACTIONS
            and first >= 3
            and self._key(first - 1) in _OF
            and self._reading.tokens[first - 3].kind is Kind.NUMBER
        ):
            return True
        if key.count("-") + key.count("/") != 1:
            return False
        before = self._match.start - (2 if self._key(self._match.start - 1) in (".", ":", "#") else 1)
        if self._key(before) in self._lists["codes"]:
            return True
        articled = self._match.end - self._match.start > 1
        if articled:
            return self.is_count()
        if "-" in key or key in _FRACTIONS:
            return not self.is_closed()
        return self.is_count()

    def hour(self) -> int:
        """The hour that a wording names, for those that need a late one."""
        for name, value in self._match.captures:
            if name in ("time", "exact") and value.rule.keys.get("from"):
                took = dict(value.captures)
                hour: int = took["h"] if "h" in took else took["hhmm"][0]
                return hour if hour >= value.rule.keys["from"] and hour < 24 else -1
        return 24


def impossible(piece: Piece) -> bool:
    """Whether a piece is a date that no calendar has."""
    meanings = [piece.said, *(getattr(piece.said, name, None) for name in ("first", "last", "of"))]
    return any(isinstance(meaning, Date) and meaning.impossible for meaning in meanings)


def leads_before(reading: Reading, at: int, floor: int) -> Iterator[tuple[int, Relation]]:
    """Yields where each lead-in that ends right before a token begins, not before `floor`, and what it says."""
    node: Mapping[str, Any] | None = reading.grammar.leads
    while node and at > floor:
        at -= 1
        node = node.get(reading.keys[at])
        if node and "" in node:
            yield at, node[""]
