"""The slots of wordings that are no tables: numbers, days, hours, dates in digits, rows of weekdays."""

import re
from collections.abc import Iterator, Mapping, Sequence

from handlers.language.entities.moments.grammar import Grammar
from handlers.language.text.lexer import Lexeme, LexemeKind
from handlers.language.text.numbers import number_words, read_words

YEARS = range(1990, 2101)
"""What a number in digits must be in to be a year."""
SPOKEN_MINUTES = frozenset({5, 10, 20, 25})
"""What is said before "to four"."""
NOON = 12
MOST_DAYS = 7
"""Weekdays that are told in one row."""
MOST_MONTHDAYS = 4
"""Days of the month that are told in one row."""


class SlotReaders:
    """Reads each slot with a method of its name: at an index, the values it can take and the index behind each."""

    lexemes: Sequence[Lexeme]
    keys: Sequence[str]
    grammar: Grammar
    month_first: bool

    def _digits(self, at: int) -> int | None:
        lexeme = self.lexemes[at]
        short = lexeme.kind is LexemeKind.NUMBER and lexeme.key.isdecimal() and len(lexeme.key) <= 6
        return int(lexeme.key) if short else None

    def _read_n(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """A whole number, in digits or words."""
        digits = self._digits(at)
        if digits is not None:
            yield digits, at + 1
            return
        words = read_words(self.lexemes, at, language)
        if words and words[0] == int(words[0]):
            yield int(words[0]), words[1]

    def _read_n_halves(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """A number and a half in digits, as so many halves: 1.5, 2,5."""
        match = _AND_A_HALF.fullmatch(self.keys[at])
        if match:
            yield 2 * int(match[1]) + 1, at + 1

    def _behind_suffix(self, at: int) -> int:
        """Behind what makes a number an ordinal: 5th, 1º, 1.º, 1ro; the index itself where nothing does."""
        dot = at + 1 < len(self.lexemes) and self.keys[at] == "." and self.lexemes[at].glued
        suffix = at + 1 if dot else at
        if suffix < len(self.lexemes) and self.lexemes[suffix].glued:
            return suffix + 1 if self.keys[suffix] in self.grammar.lists["ordinal_suffixes"] else at
        return at

    def _read_day(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """The day of a month: "5", "5th", "1º", "treinta y uno", "twenty-first"; beyond 31 it is one of no calendar."""
        digits = self._digits(at)
        if digits is not None:
            if len(self.lexemes[at].key) > 2:
                return
            yield digits, self._behind_suffix(at + 1)
            return
        words = read_words(self.lexemes, at, language)
        ordinals = self.grammar.tables.get("ordinal_day@" + language, {})
        if words and words[0] <= 31:
            tens, end = int(words[0]), words[1]
            yield tens, end
            if tens in (20, 30):
                behind = end + 1 if end < len(self.lexemes) and self.keys[end] == "-" else end
                ordinal = ordinals.get(self.keys[behind], 0) if behind < len(self.lexemes) else 0
                if 0 < ordinal < 10:
                    yield tens + ordinal, behind + 1
        elif self.keys[at] in ordinals:
            tens = ordinals[self.keys[at]]
            yield tens, at + 1

    def _read_monthdays(self, at: int, language: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """Several days of a month: "1 y 15", "the 1st, the 10th and the 20th"."""
        days: list[int] = []
        while len(days) < MOST_MONTHDAYS and at < len(self.lexemes):
            *_, (day, at) = list(self._read_day(at, language)) or [(0, at)]
            if not 1 <= day <= 31:
                return
            days.append(day)
            if len(days) > 1:
                yield tuple(days), at
            behind = at
            while behind < len(self.lexemes) and self.keys[behind] in self.grammar.lists["monthday_join"]:
                behind += 1
            if behind == at:
                return
            at = behind

    def _read_year(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """2026, '26, "dos mil veintiséis", "twenty twenty-six"."""
        digits = self._digits(at)
        if digits is not None:
            if digits in YEARS:
                yield digits, at + 1
            return
        if self.keys[at] in "'’" and at + 1 < len(self.lexemes) and self.lexemes[at + 1].glued:
            short = self._digits(at + 1)
            if short is not None and len(self.lexemes[at + 1].key) == 2:
                yield 2000 + short, at + 2
            return
        words = read_words(self.lexemes, at, language)
        if words is None:
            return
        if 2000 <= words[0] <= 2100:
            yield int(words[0]), words[1]
        elif words[0] == 20 and words[1] < len(self.lexemes):
            tail = read_words(self.lexemes, words[1], language)
            if tail and 20 <= tail[0] <= 99:
                yield 2000 + int(tail[0]), tail[1]

    def _read_yy(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """The two last digits of a year."""
        digits = self._digits(at)
        if digits is not None and len(self.lexemes[at].key) == 2 and digits >= 20:
            yield 2000 + digits, at + 1

    def _read_h(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """An hour, 0 to 24."""
        digits = self._digits(at)
        if digits is None:
            small = number_words(language).small.get(self.keys[at])
            small = number_words(language).tens.get(self.keys[at]) if small is None else small
            digits = small or None
        elif len(self.lexemes[at].key) > 2:
            return
        if digits is not None and digits <= 24:
            yield digits, at + 1

    def _read_m(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Minutes, 1 to 59."""
        for minutes, end in self._read_n(at, language):
            if 0 < minutes < 60:
                yield minutes, end

    def _read_mm(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """Minutes in two digits, as dictation writes them: "10 30"."""
        digits = self._digits(at)
        if digits is not None and len(self.lexemes[at].key) == 2 and digits < 60:
            yield digits, at + 1

    def _read_clock(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, bool], int]]:
        """15:30, 15h30: hour, minute, and whether it was written as of a 24-hour clock (09:30)."""
        match = _CLOCK.fullmatch(self.keys[at])
        if match:
            yield from _clock(match, at)

    def _read_dotted(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, bool], int]]:
        """4.30, a time only where the words around say so."""
        match = _DOTTED.fullmatch(self.keys[at])
        if match:
            yield from _clock(match, at)

    def _read_hhmm(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, bool], int]]:
        """1530, 930."""
        match = _HHMM.fullmatch(self.keys[at])
        if match:
            yield from _clock(match, at)

    def _read_numdate(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, int | None], int]]:
        """15/02, 15-2-26, 15.02.2026, 2026-12-03: day, month, year."""
        match = _ISO.match(self.keys[at])
        if match:
            yield (int(match[3]), int(match[2]), int(match[1])), at + 1
            return
        match = _NUMDATE.fullmatch(self.keys[at])
        if match is None:
            return
        first, second = int(match[1]), int(match[3])
        day, month = (second, first) if self.month_first else (first, second)
        if month > 12 >= day:
            # No such month: it was meant the other way round, whatever the country.
            day, month = month, day
        if day > 39 or month > 12:
            return  # 50/50; the 32nd is a slip
        if match[4] is None:
            if match[2] != ".":  # 10.5 is a number
                yield (day, month, None), at + 1
            return
        full_year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        if full_year in YEARS:
            yield (day, month, full_year), at + 1

    def _read_spaced_date(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, int], int]]:
        """24 09 2026: day, month, year, in the order of the country."""
        if at + 2 >= len(self.lexemes) or any(lexeme.glued for lexeme in self.lexemes[at + 1 : at + 3]):
            return
        first, second, year = (self._digits(at + n) for n in range(3))
        if not (first and second and year and year in YEARS) or max(map(len, self.keys[at : at + 2])) > 2:
            return
        day, month = (second, first) if self.month_first else (first, second)
        if month > 12 >= day:
            day, month = month, day
        if day <= 31 and month <= 12:
            yield (day, month, year), at + 3

    def _read_hm(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """1h30: so many minutes."""
        match = _CLOCK.fullmatch(self.keys[at])
        if match and "h" in match[0] and int(match[2]) < 60:
            yield 60 * int(match[1]) + int(match[2]), at + 1

    def _read_hm_colon(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """1:30, as so many minutes."""
        match = _CLOCK.fullmatch(self.keys[at])
        if match and ":" in match[0] and int(match[2]) < 60:
            yield 60 * int(match[1]) + int(match[2]), at + 1

    def _read_days(self, at: int, language: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """One or more weekdays: "lunes, miércoles y viernes", "Mondays and Thursdays", "lunes a viernes"."""
        table = self.grammar.tables["weekday@" + language]
        first = self._weekday(table, at)
        if first is None:
            return
        days, end = [first], at + 1
        yield tuple(days), end
        for _ in range(1, MOST_DAYS):
            if end >= len(self.lexemes):
                return
            behind = end
            through = self.keys[end] in self.grammar.lists["through"]
            while behind < len(self.lexemes) and self.keys[behind] in self.grammar.lists["weekday_join"]:
                behind += 1
            another = self._weekday(table, behind) if 0 < behind - end <= 3 else None
            if another is None:
                return
            if through and len(days) == 1:
                days = [(first + n) % 7 for n in range((another - first) % 7 + 1)]
            else:
                days.append(another)
            end = behind + 1
            yield tuple(days), end

    def _read_days_plural(self, at: int, language: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """Weekdays in a row that begin with a plural: "Mondays and Thursdays"."""
        if next(self._read_weekdays_plural(at, language), None):
            yield from self._read_days(at, language)

    def _read_weekdays_plural(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """One weekday in the plural: "Mondays"."""
        table, key = self.grammar.tables["weekday_name@" + language], self.keys[at]
        if key not in table and key.endswith("s") and key[:-1] in table:
            yield table[key[:-1]], at + 1

    def _read_weekday_possessive(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Monday's."""
        day, mark, ending = self.keys[at].replace("’", "'").partition("'")
        table = self.grammar.tables["weekday_name@" + language]
        if mark and ending == "s" and day in table:
            yield table[day], at + 1

    def _read_nth(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Which of several: "primer", "first", "1er", "2nd", "último"."""
        nth = self.grammar.tables["nth_word@" + language].get(self.keys[at])
        if nth is not None:
            yield nth, at + 1
            return
        digits = self._digits(at)
        behind = self._behind_suffix(at + 1)
        if digits and digits <= 5 and behind > at + 1:
            yield digits, behind

    def _read_nths(self, at: int, language: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """Which two of several: "primer y tercer", "first and third"."""
        for first, end in self._read_nth(at, language):
            if end + 2 < len(self.lexemes) and self.keys[end] in self.grammar.lists["and"]:
                articled = self.keys[end + 1] in self.grammar.lists["articles"]
                for second, behind in self._read_nth(end + 1 + articled, language):
                    yield (first, second), behind

    def _read_n4(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """The number of a quarter."""
        digits = self._digits(at)
        if digits and digits <= 4:
            yield digits, at + 1

    def _read_month_number(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """The number of a month."""
        digits = self._digits(at)
        if digits and digits <= 12:
            yield digits, at + 1

    def _read_tens_minutes(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Minutes told right behind the hour: "four thirty", "ten forty-five"."""
        words = read_words(self.lexemes, at, language)
        if words and 10 <= words[0] < 60:
            yield int(words[0]), words[1]

    def _read_m_word(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Minutes before the hour, in words or too many to be an hour: "five to four", "20 to 5"; "nine to five" is a span."""
        words = read_words(self.lexemes, at, language)
        if words and words[0] in SPOKEN_MINUTES:
            yield int(words[0]), words[1]
        digits = self._digits(at)
        if digits is not None and digits in SPOKEN_MINUTES and digits > NOON:
            yield digits, at + 1

    def _read_day_day(self, at: int, _: str) -> Iterator[tuple[tuple[int, int], int]]:
        """3-5: two days."""
        match = _PAIR.fullmatch(self.keys[at])
        if match and int(match[1]) < int(match[2]) <= 31:
            yield (int(match[1]), int(match[2])), at + 1

    def _read_h_h(self, at: int, _: str) -> Iterator[tuple[tuple[int, int], int]]:
        """9-11, 11-1, 15-17: two hours, of which only one up to noon may be followed by a smaller one."""
        match = _PAIR.fullmatch(self.keys[at])
        if match:
            first, last = int(match[1]), int(match[2])
            if first < last <= 24 or last < first <= NOON:
                yield (first, last), at + 1

    def _weekday(self, table: Mapping[str, int], at: int) -> int | None:
        """The weekday at a token, in singular or plural."""
        if at >= len(self.lexemes):
            return None
        key = self.keys[at]
        return table.get(key, table.get(key.removesuffix("s")))

_CLOCK = re.compile(r"(\d{1,2})[:h](\d\d)(?::\d\d)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d\d)")
_AND_A_HALF = re.compile(r"(\d{1,3})[.,]5")
_HHMM = re.compile(r"(\d{1,2})(\d\d)")
_PAIR = re.compile(r"(\d{1,2})-(\d{1,2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMDATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d))?")


def _clock(match: re.Match[str], at: int) -> Iterator[tuple[tuple[int, int, bool], int]]:
    hour, minute = int(match[1]), int(match[2])
    if hour <= 24 and minute < 60:
        yield (hour, minute, match[1].startswith("0")), at + 1
