"""What stands before and behind a wording, and whether it leaves the wording what it seems to be.

A weekday may be a name ("Domingo García"), a date a street ("Calle 10 de Agosto"), an hour a count ("las 3 cajas").
"""

from handlers.language.entities.moments.matching import Matcher, WordingMatch
from handlers.language.entities.moments.slot_readers import YEARS
from handlers.language.text.lexer import LexemeKind
from handlers.language.text.numbers import LANGUAGES

CURRENCY_SIGNS = "$€£"
NO_HOUR = 59
"""The largest number that may be an hour or minutes."""
EARLIEST_HOUR = 7
"""An hour before this one written as 1h30 is rather how long something is."""
_FRACTIONS = frozenset({"1/2", "1/3", "2/3", "1/4", "3/4", "1/8", "3/8", "5/8", "7/8", "1/16"})
_SENTENCE_STARTS = frozenset({".", "!", "?", "¡", "¿", ":", "\n", "-", "•", "…"})


class Surroundings:
    """The surroundings of one wording."""

    def __init__(self, matcher: Matcher, match: WordingMatch) -> None:
        self._matcher = matcher
        self._match = match
        self._lists = matcher.grammar.lists

    def allow(self) -> bool:
        """Whether all holds that the wording asks for by its keys."""
        keys = self._match.wording.keys
        return not (
            ("countries" in keys and self._matcher.country not in keys["countries"])
            or ("free" in keys and self._is_name())
            or ("unnamed" in keys and self._holds("given_names"))
            or ("uncounted" in keys and self._is_count())
            or ("closed" in keys and not self._is_closed())
            or ("number" in keys and self._is_other_number())
            or ("ordinal" in keys and not self._is_ordinal())
            or ("beside" in keys and not self._is_beside_a_day())
            or ("behind_whom" in keys and self._key(self._match.start - 1) not in self._lists["before_last_days"])
            or ("first" in keys and self._match.start > 0)
            or ("numeric" in keys and (self._is_fraction() or self._is_code()))
            or ("coded" in keys and self._key(self._match.start - 1) in self._lists["codes"])
            or ("no_length" in keys and self._is_length())
            or (keys.get("from", 0) > self._hour())
        )

    def may_be_hours(self) -> bool:
        """Whether a bare date in digits may be the hours of a day as well: 9-11."""
        match = self._match
        return (
            "numeric" in match.wording.keys
            and match.end == match.start + 1
            and bool(self._matcher.slot("h_h", match.start))
        )

    def is_street(self) -> bool:
        """Calle 10 de Agosto, Librería 9 de Julio, 4th of July Street."""
        if self._match.wording.section not in ("date", "dates"):
            return False
        streets, start, end = self._lists["streets"], self._match.start, self._match.end
        if self._key(start) in self._lists["date_articles"] and not self._capital(start):
            return False
        short_year = any(name == "yy" for name, _ in self._match.captures)
        if self._is_house_number(end) or (short_year and self._is_place(end)):
            return True
        before = [self._key(start - n) for n in (1, 2, 3)]
        if before[0] in streets or (before[0] in self._lists["street_links"] and before[1] in streets):
            return True
        if self._key(end) in streets and self._capital(end):
            return True
        month_written_as_name = self._capital(end - 1) and self._match.wording.language == "es"
        return month_written_as_name and self._capital(start - 1) and not starts_sentence(self._matcher, start - 1)

    # ------------------------------------------------------------------ words around

    def _key(self, at: int) -> str:
        return self._matcher.keys[at] if 0 <= at < len(self._matcher.keys) else ""

    def _capital(self, at: int) -> bool:
        """Whether a word is written as names are; in a text all in capitals none is."""
        if not 0 <= at < len(self._matcher.lexemes) or self._matcher.shouted:
            return False
        lexeme = self._matcher.lexemes[at]
        return lexeme.kind is LexemeKind.WORD and lexeme.capital

    def _holds(self, name: str) -> bool:
        """Whether a word of the wording is in a list."""
        return any(key in self._lists[name] for key in self._matcher.keys[self._match.start : self._match.end])

    def _known(self, at: int) -> bool:
        """Whether a word belongs to the language of moments, so that a capital makes it no name."""
        return self._key(at) in self._matcher.grammar.starters or self._key(at) in self._lists["small_words"]

    def _sections_at(self, at: int) -> set[str]:
        return {match.wording.section for match in self._matcher.matches("top", at)}

    # ------------------------------------------------------------------ names

    def _is_name(self) -> bool:
        """Domingo García, Café Martes, con Abril: the day or month is a name."""
        start, end = self._match.start, self._match.end
        last = end - 1
        named = self._key(last) in self._lists["given_names"]
        if self._capital(last) and self._capital(end) and not self._known(end):
            return True
        led_by_of = last == start and self._key(start - 1) in self._lists["never_before_days"]
        if led_by_of and self._match.wording.section != "holiday":
            return self._key(end) not in self._lists["through"] and self._key(start - 2) not in self._lists["before_of"]
        named_before = (
            self._capital(start - 1) and not starts_sentence(self._matcher, start - 1) and not self._known(start - 1)
        )
        named_before = named_before or self._key(start - 1) in self._lists["streets"]
        if self._capital(last) and last == start and named_before:
            return True
        if not named:
            return False
        before = start - 2 if self._key(start - 1) == "." else start - 1
        if last == start and self._key(before) in self._lists["before_names"]:
            return True
        return last == start and not (self._is_end(end) or self._is_small(end) or self._begins_time(end))

    def is_title(self) -> bool:
        """Bar El Martes: its article is written as a name's is, inside a sentence."""
        start = self._match.start
        if "titled" not in self._match.wording.keys:
            return False
        written = self._capital(start) and self._capital(self._match.end - 1)
        return written and not starts_sentence(self._matcher, start) and self._capital(start - 1)

    def _begins_time(self, at: int) -> bool:
        """Whether a time of day or a number follows, as it does behind a day and not within a name."""
        if self._matcher.lexemes[at].kind is LexemeKind.NUMBER:
            return True
        return not self._sections_at(at).isdisjoint(("clock", "hours", "part"))

    # ------------------------------------------------------------------ places

    def _is_house_number(self, at: int) -> bool:
        """The 210 of "5 de Mayo 210, col. Centro": a number that ends the clause and is no hour, or leads to a place."""
        if self._match.wording.language != "es" or not self._key(at).isdecimal() or not self._is_end(at + 1):
            return False
        number = int(self._key(at)[:6])
        return self._is_place(at + 1) or (NO_HOUR < number < min(YEARS) and self._key(at + 1) not in ("€", "$", "%"))

    def _is_place(self, at: int) -> bool:
        """Whether ", col. Centro" follows."""
        return self._key(at) == "," and self._key(at + 1) in self._lists["streets"]

    # ------------------------------------------------------------------ counts

    def _is_count(self) -> bool:
        """Las 3 cajas, at 5 stores, a las 3 %: things or measures are counted."""
        end = self._match.end
        key = self._key(end)
        if not key:
            return False
        if key in self._lists["measures"] or key in CURRENCY_SIGNS:
            return not self._is_time_word(end)
        if self._is_percent(end):
            return True
        lexeme = self._matcher.lexemes[end]
        endings, others = tuple(self._lists["plural_endings"]), tuple(self._lists["no_plural_endings"])
        plural = lexeme.kind is LexemeKind.WORD and len(key) > 3 and key.endswith(endings)
        if not plural or key.endswith(others) or key in self._lists["no_things"]:
            return False
        return not self._known(end) and not lexeme.capital

    def _is_percent(self, at: int) -> bool:
        return self._key(at) in self._lists["per"] and self._key(at + 1) in self._lists["cent"]

    def _is_time_word(self, at: int) -> bool:
        if not self._sections_at(at).isdisjoint(("half", "part", "clock")):
            return True
        return any(self._matcher.slot(f"half@{language}", at) for language in LANGUAGES)

    def _is_beside_a_day(self) -> bool:
        """Whether a weekday cut short stands behind "out", "and", or before another one: "out thu and fri", "mon or tues", "mon not thurs"."""
        if self._key(self._match.start - 1) in self._lists["before_short_days"]:
            return True
        joined = self._key(self._match.end) in (*self._lists["and"], *self._lists["or"], *self._lists["not_then"])
        return joined and any(
            self._matcher.slot(f"weekday_short@{language}", self._match.end + 1) for language in LANGUAGES
        )

    # ------------------------------------------------------------------ what ends a wording

    def _is_closed(self) -> bool:
        """Whether an end, a mark, a small word, a time or a name follows, rather than a thing."""
        end = self._match.end
        if self._is_end(end) or self._is_small(end) or self._capital(end):
            return True
        if self._key(end) in self._lists["measures"]:
            return False
        return bool(self._sections_at(end) - {"nothing"})

    def _is_end(self, at: int) -> bool:
        key = self._key(at)
        if not key:
            return True
        return self._matcher.lexemes[at].kind is LexemeKind.MARK and key not in "%$€£ºª°\"'#/×+=*"

    def _is_small(self, at: int) -> bool:
        if self._is_percent(at):
            return False
        return self._key(at) in self._lists["small_words"] or self._lead_follows(at)

    def _lead_follows(self, at: int) -> bool:
        if self._key(at) not in self._lists["of"]:
            return False
        behind = (*self._matcher.matches("top", at), *self._matcher.matches("top", at + 1))
        return any(match.wording.section != "nothing" and match.end > at + 1 for match in behind)

    # ------------------------------------------------------------------ numbers

    def _is_other_number(self) -> bool:
        """Whether the last number is "el primero" or begins something longer: "el martes 10 am", "viernes 4 de junio"."""
        last = self._match.end - 1
        is_word = self._matcher.lexemes[last].kind is LexemeKind.WORD
        if self._key(last) in self._matcher.grammar.ordinals and is_word:
            return True
        if self._matcher.lexemes[last].glued and last > self._match.start:
            last -= 1
        return any(
            match.end > self._match.end
            and match.wording.section in ("clock", "hours", "date", "dates", "shift")
            and not self._is_day_and_part(last, match)
            for match in self._matcher.matches("top", last)
        )

    def _is_day_and_part(self, at: int, clock: WordingMatch) -> bool:
        """Whether what makes a number an hour is a part of the day by itself: "viernes 20 por la tarde"."""
        half = dict(clock.captures).get("half")
        if half is None or half.start != at + 1 or half.wording.keys["half"] == "noon":
            return False
        parts = (match for match in self._matcher.matches("top", half.start) if match.wording.section == "part")
        return any(part.end == half.end and "mate" not in part.wording.keys for part in parts)

    def _is_ordinal(self) -> bool:
        """The 5th, the fifth; "the first" and "the 5" are other things too often."""
        last = self._match.end - 1
        if self._key(last) in self._lists["day_suffixes"] and self._matcher.lexemes[last].glued:
            return True
        articled = self._match.end - self._match.start > 1
        small = dict(self._match.captures)["day"] < 4
        return articled and not small and self._matcher.lexemes[last].kind is LexemeKind.WORD

    def _is_fraction(self) -> bool:
        """1/2 caja, 9-11 cajas, 2-3 días, 24 botellas de 3/4: two small numbers that stand for no date."""
        last, first = self._match.end - 1, self._match.start
        key = self._key(last)
        of_something = self._key(first - 1) in self._lists["of"] and first >= 3
        if key in _FRACTIONS and of_something and self._matcher.lexemes[first - 3].kind is LexemeKind.NUMBER:
            return True
        if key.count("-") + key.count("/") != 1:
            return False
        articled = self._match.end - self._match.start > 1
        if articled:
            return self._is_count()
        if "-" in key or key in _FRACTIONS:
            return not self._is_closed()
        return self._is_count()

    def _is_code(self) -> bool:
        """Ref 12/34, model 12 18 2026; with its year between strokes it is a date."""
        key = self._key(self._match.end - 1)
        if key.count("-") + key.count("/") + key.count(".") == 2:
            return False
        before = self._match.start - (2 if self._key(self._match.start - 1) in (".", ":", "#") else 1)
        return self._key(before) in self._lists["codes"]

    def _is_length(self) -> bool:
        """La reunión duró 1h30: it tells how long something was, as "1h30" mostly does by itself."""
        hours, mark, _ = self._key(self._match.start).partition("h")
        if mark and hours.isdecimal() and int(hours) < EARLIEST_HOUR:
            return True
        before = self._match.start - 1
        if self._key(before) in self._lists["approximately"]:
            before -= 1
        return self._key(before) in self._lists["lasts"]

    def _hour(self) -> int:
        """The hour that a wording names, for those that need a late one."""
        for name, value in self._match.captures:
            if name in ("time", "exact") and value.wording.keys.get("from"):
                took = dict(value.captures)
                hour: int = took["h"] if "h" in took else (took["hhmm"] if "hhmm" in took else took["clock"])[0]
                return hour if hour >= value.wording.keys["from"] and hour < 24 else -1
        return 24


def starts_sentence(matcher: Matcher, at: int) -> bool:
    """Whether a sentence begins at a lexeme."""
    return at <= 0 or matcher.keys[at - 1] in _SENTENCE_STARTS
