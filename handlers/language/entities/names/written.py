"""How names are written: the pieces between white space, and how many of them a name takes.

A name may hold initials, abbreviations, numbers, hyphens, marks, little words between its parts and a legal form behind
a comma: "Talleres J. Ruiz, S.L.", "7-Eleven", "Ilse Damme-De Wit", "M.ª José Gil", "Bar_Luz *Uno*". None of these ends it.
"""

from typing import NamedTuple

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.tokens import MOMENTS, Reading
from storage.names.folding import fold

MOST_PIECES = 9
"""Pieces of the longest name."""

MOST_SURNAMES = 4
"""Pieces of the surnames before a comma: "De la Cruz, María"."""

_LONGEST_FORM = 6
"""Pieces of the longest legal form: "S. de R.L. de C.V."."""

_OPENING = frozenset('"“«‘(¿¡')
_QUOTES = frozenset('"“”«»’‘')
_FIRST_SYMBOL = 0x2600
"""Emoji and the like from here on: they stand at a name's end and part nothing."""

_PARTING = frozenset({"-", "–", "—", "/", "|", "·", "•", "→", ">"})
"""Marks that part what is said where they stand alone."""

_SHORT_FOR_WITH = 2
"""Letters before a slash that are no part of what follows: "w/", "c/"."""

_OF_NAMES = frozenset("*_[]'’&+@#%ºª°$€£")
"""Marks that a name may end with."""

_LOOSE = " ,;:-–—"
"""Marks that are left around a name that was cut out of a sentence."""

TIES = frozenset({"&", "+"})


class Piece(NamedTuple):
    """What stands between two white spaces, without the marks around it: `tokens[first:last]`, `text[start:end]`.

    `key` is its letters and digits, folded; `pause` the mark behind it that parts it from what follows ("" for none),
    `opened` whether one parts it from what is before.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    pause: str
    opened: bool

    @property
    def is_capital(self) -> bool:
        """Whether its first letter is a capital, also behind digits ("7-Eleven") and an apostrophe ("l'Isidre")."""
        elided = next((self.text[at + 1 :] for at in (1, 2) if self.text[at : at + 1] in {"'", "’"}), self.text)
        return any(next((c for c in said if c.isalpha()), "").isupper() for said in (self.text, elided))

    @property
    def is_number(self) -> bool:
        """Whether it is digits: a number that a name may hold, no time and no price."""
        return self.key.isdigit() and self.text.strip("#ºª°").replace(".", "", 1).isdigit()

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter, or several that are dotted: "J.", "A.B."."""
        return self.text.endswith(".") and all(len(part) == 1 for part in self.text.rstrip(".").split("."))


class Pieces:
    """The pieces of one message."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.all: list[Piece] = _cut(reading)
        self._by_token = {at: place for place, piece in enumerate(self.all) for at in range(piece.first, piece.last)}
        self._begun = {self._first_word(piece): place for place, piece in enumerate(self.all)}

    def _first_word(self, piece: Piece) -> int:
        tokens = self.reading.tokens
        return next((at for at in range(piece.first, piece.last) if tokens[at].is_word), piece.first)

    def at(self, token: int) -> int | None:
        """The place of the piece that holds a token; None for a mark at a piece's edge."""
        return self._by_token.get(token)

    def begins(self, token: int) -> int | None:
        """The place of the piece whose first word is a token: "*Star*" begins with "Star"."""
        return self._begun.get(token)

    # ------------------------------------------------------------------ what a piece is
    def is_mark(self, place: int) -> bool:
        """Whether a piece is what was marked as something: a known name, a moment."""
        return self.reading.tokens[self.all[place].first].mark is not None

    def is_moment(self, place: int) -> bool:
        """Whether a piece is what was marked as a moment."""
        mark = self.reading.tokens[self.all[place].first].mark
        return mark is not None and mark.kind in MOMENTS

    def legal_form(self, place: int) -> int:
        """How many pieces a legal form takes that begins at a place ("S.A. de C.V." three); 0 where none does.

        One that is a word as well ("co", "sas") needs its dots, a capital, a comma before it or a pause behind.
        """
        words = lexicon()
        joined = ""
        found, sure = 0, False
        for size in range(1, min(_LONGEST_FORM, len(self.all) - place) + 1):
            piece = self.all[place + size - 1]
            if self.is_mark(place + size - 1):
                break
            joined += piece.key
            if joined in words.legal_forms or joined in words.legal_forms_like_words:
                found, sure = size, joined in words.legal_forms
            if piece.pause:
                break
        if not found:
            return 0
        said = self.all[place : place + found]
        plain = sure or "." in said[0].text or said[0].is_capital or self._behind_comma(place)
        ends = place + found == len(self.all) or bool(said[-1].pause)
        return found if plain or ends else 0

    def _behind_comma(self, place: int) -> bool:
        return place > 0 and self.all[place - 1].pause == ","

    def is_abbreviation(self, place: int) -> bool:
        """Whether a piece is a word cut short with a dot, which ends nothing: "Dr.", "Hnos."."""
        piece = self.all[place]
        return piece.text.endswith(".") and (piece.is_initial or piece.key in lexicon().abbreviations)

    # ------------------------------------------------------------------ how far a name goes
    def with_capitals(self, place: int, *, before: int | None = None) -> int:
        """How many pieces a name takes that begins at a place and is written with capitals; 0 where none does.

        `before` is a place that it may not reach.
        """
        end = min(len(self.all) if before is None else before, place + MOST_PIECES)
        if place >= end or not self._opens_name(place, end):
            return 0
        size = 1
        while place + size < end:
            here = place + size
            more = self._behind_mark(here) if self.all[here - 1].pause else self._goes_on(here, end)
            more = more or int(size == 1 and self._is_day_of_kind(here))
            if not more:
                break
            size += more
        return size

    def _behind_mark(self, here: int) -> int:
        """How many pieces of a name stand behind a mark within it: a legal form behind a comma, "Yahoo! *Japan*"."""
        mark, piece = self.all[here - 1].pause, self.all[here]
        if mark == ",":
            return self.legal_form(here)
        ends = bool(piece.pause) or here + 1 >= len(self.all) or self.is_mark(here + 1)
        return int(mark == "!" and ends and self._is_capital(here) and not is_first_name(piece.key))

    def with_legal_form(self, place: int, size: int) -> int:
        """A name's size with the legal form behind it, a comma between them or none."""
        here = place + size
        if here >= len(self.all) or self.all[here - 1].pause not in {"", ","}:
            return size
        return size + self.legal_form(here)

    def _is_day_of_kind(self, place: int) -> bool:
        """Whether what may be a day stands with a capital right behind a kind of business: "Bar Mayo", "Finca Los Lunes"."""
        kind = phrasebook().words("business")
        if not self.is_moment(place) or self.all[place - 1].pause or self.all[place - 1].key not in kind:
            return False
        return all(word[:1].isupper() for word in self.all[place].text.split())

    def _opens_name(self, place: int, end: int) -> bool:
        piece = self.all[place]
        if self.is_mark(place):
            return self._is_capital(place)
        if piece.is_number:  # "4 Estaciones"
            return not piece.pause and place + 1 < end and self._is_capital(place + 1)
        return self._is_capital(place)

    def _is_capital(self, place: int) -> bool:
        piece = self.all[place]
        if self.is_mark(place):
            return self.is_moment(place) and self._is_day_in_name(place)
        if piece.key in lexicon().never_in_names:
            return self._is_day_in_name(place)
        return piece.is_capital

    def _is_day_in_name(self, place: int) -> bool:
        """Whether what may be a day or a month is a part of a name: a word with a capital that another follows ("June & Co")."""
        piece = self.all[place]
        if len(piece.text) == 1 or not (piece.is_capital and piece.text.isalpha()):
            return False
        if piece.pause or place + 1 >= len(self.all) or self.is_mark(place + 1):
            return False
        after = self.all[place + 1]
        return after.text in TIES or self.legal_form(place + 1) > 0 or self._is_capital(place + 1)

    def _goes_on(self, here: int, end: int) -> int:
        """How many pieces more a name takes, from a place on that no pause parts from it."""
        if self.all[here].opened:
            return 0
        if self._is_capital(here):
            return 1
        if self.is_mark(here):
            return 0
        if form := self.legal_form(here):
            return form
        piece, words = self.all[here], lexicon()
        if piece.is_number:
            ends = bool(piece.pause) or here + 1 >= end or self.is_mark(here + 1)
            return int(ends or self._is_capital(here + 1) or self._joins_on(here + 1, end) > 0)
        if piece.key in words.numbering and here + 1 < end and not piece.pause and self.all[here + 1].is_number:
            return 2
        return self._joins_on(here, end)

    def _joins_on(self, here: int, end: int) -> int:
        """How many pieces the little words at a place and the capital behind them are; 0 where they join nothing."""
        joining = lexicon().joining
        if self.all[here].text not in TIES and self.all[here].key not in joining:
            return 0
        after = here + 1
        while after < end and self.all[after].key in joining and not self.all[after - 1].pause:
            after += 1
        joins = after < end and not self.all[after - 1].pause and self._is_capital(after)
        return after + 1 - here if joins else 0

    def first_names_behind(self, place: int, size: int, end: int) -> int:
        """How many pieces of first names stand behind a surname and its comma: "Pérez, Ana"; 0 where it is somebody else.

        Nothing but a pause, little words or the end may follow them: in "López, Marta quiere 3" Marta is another.
        """
        if self.all[place + size - 1].pause != "," or size > MOST_SURNAMES:
            return 0
        if size > 1 and is_first_name(self.all[place].key):
            return 0  # "Ana Ruiz, Paco"
        if self.legal_form(place + size):
            return 0
        more = 0
        while place + size + more < end:
            here = self.all[place + size + more]
            if self.is_mark(place + size + more) or not self._may_be_first_name(here):
                break
            more += 1
            if here.pause:
                break
        behind = place + size + more
        works = lexicon().works_at | lexicon().employed_at
        stands = behind >= end or bool(self.all[behind - 1].pause) or self.all[behind].key in works
        return more if stands else 0

    def _may_be_first_name(self, piece: Piece) -> bool:
        short = piece.is_initial or piece.key in lexicon().abbreviations
        return short or all(is_first_name(part) for part in fold(piece.text).split("-"))

    def span(self, place: int, size: int) -> tuple[int, int]:
        """Where a name stands in the text, with the marks at its end that are of it: "¡Olé!", "Bar Sol (Centro)"."""
        text = self.reading.text
        start, end = self.all[place].start, self.all[place + size - 1].end
        if text[end : end + 1] in {"!", "?"} and text[start - 1 : start] in {"¡", "¿"}:
            start, end = start - 1, end + 1
        if text[end : end + 1] == ")" and "(" in text[start:end]:
            end += 1
        return start, end


def as_name(text: str) -> str:
    """A name as it is kept: as written, each word capitalised where it was typed all lower case."""
    text = " ".join(text.split())
    if text != text.lower():
        return text
    return " ".join(_capitalised(word, first=not at) for at, word in enumerate(text.split(" ")))


def _capitalised(word: str, *, first: bool) -> str:
    if "." in word[:-1]:  # "s.l."
        return word.upper()
    small = lexicon().joining | lexicon().and_
    return word if word in small and word not in lexicon().capital_within and not first else word[:1].upper() + word[1:]


def without_loose_ends(text: str) -> str:
    """A name without the marks around it that are not of it: a dot stays behind "S.L." and "Hnos."."""
    name = " ".join(text.split()).rstrip(_LOOSE).lstrip(_LOOSE + ".")
    while name.endswith(".") and not _may_end_with_dot(name.split(" ")[-1]):
        name = name[:-1].rstrip(_LOOSE)
    return name


def turned(name: str) -> str:
    """A person's name as it is said: "Pérez, Ana" is Ana Pérez."""
    surname, comma, first = name.partition(",")
    return f"{first.strip()} {surname.strip()}" if comma and first.strip() else name


def _cut(reading: Reading) -> list[Piece]:
    pieces: list[Piece] = []
    tokens = reading.tokens
    first = 0
    opened = False
    while first < len(tokens):
        last = first + 1
        if tokens[first].mark is None:
            while last < len(tokens) and _is_glued(reading, last):
                last += 1
        found = _trimmed(reading, first, last, opened=opened or _new_line(reading, first))
        if found is None:  # nothing but marks: they part what is around them
            if pieces:
                pieces[-1] = pieces[-1]._replace(pause=pieces[-1].pause or reading.text[tokens[first].start])
            opened = True
        else:
            pieces.append(found)
            opened = False
        first = last
    return pieces


def _is_glued(reading: Reading, at: int) -> bool:
    """Whether a token belongs to the piece of the one before; "w/dave" are two."""
    before, token = reading.tokens[at - 1], reading.tokens[at]
    if token.mark is not None or before.mark is not None or token.start != before.end:
        return False
    short = at > 1 and before.key == "/" and len(reading.tokens[at - 2].key) <= _SHORT_FOR_WITH
    return not short or not reading.text[reading.tokens[at - 2].start].islower()


def _new_line(reading: Reading, first: int) -> bool:
    return first > 0 and "\n" in reading.text[reading.tokens[first - 1].end : reading.tokens[first].start]


def _trimmed(reading: Reading, first: int, last: int, *, opened: bool) -> Piece | None:
    """The tokens without the marks at their edges; None where nothing is left."""
    tokens, text = reading.tokens, reading.text
    begin, end, pause = first, last, ""
    while begin < end and tokens[begin].mark is None and text[tokens[begin].start] in _OPENING:
        opened = opened or text[tokens[begin].start] == "("
        begin += 1
    while end > begin and (mark := _closing(reading, begin, end)):
        end -= 1
        pause = pause if mark in _QUOTES or ord(mark) >= _FIRST_SYMBOL else mark
    if begin == end:
        return None
    start, stop = tokens[begin].start, tokens[end - 1].end
    said = text[start:stop]
    if end - begin == 1 and said in _PARTING:
        return None
    follows = reading.tokens[last].start if last < len(tokens) else len(text)
    if "\n" in text[tokens[last - 1].end : follows]:
        pause = pause or "\n"
    return Piece(begin, end, start, stop, said, _letters(said), pause, opened)


def _closing(reading: Reading, begin: int, end: int) -> str:
    """The mark that a piece ends with, if it is no part of it: a dot is of "S.L." and "Dr.", not of "Sol."."""
    tokens, text = reading.tokens, reading.text
    token = tokens[end - 1]
    mark = text[token.start]
    if token.mark is not None or (end - begin == 1 and mark in TIES):
        return ""
    if mark == ".":
        said = text[tokens[begin].start : token.end]
        numbered = _letters(said) in lexicon().numbering and end < len(tokens) and tokens[end].key.isdigit()
        return "" if numbered or _may_end_with_dot(said) else "."
    return "" if mark.isalnum() or mark in _OF_NAMES else mark


def _may_end_with_dot(said: str) -> bool:
    key = _letters(said)
    dotted = "." in said[:-1].rstrip(".")
    return dotted or (len(key) == 1 and key.isalpha()) or key in lexicon().abbreviations or key in lexicon().legal_forms


def _letters(said: str) -> str:
    folded = fold(said)
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())
