"""Names that a message introduces, taken whole: "nuevo cliente Todo a Cien, 600 …", "new contact T. J. Oakes at Bar Sol".

Whatever ordinary words or known names such a name is made of, it is one name: what ends it is a comma that no legal form
follows, a telephone number, an e-mail address, and for a person where they work and what they are.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import NameCandidate, Standing
from handlers.language.entities.names.lexicon import introducing, introducing_words, is_first_name, lexicon
from handlers.language.entities.names.matching import Message
from handlers.language.entities.names.written import Pieces, as_name, turned
from handlers.language.entities.phones import find_phones
from handlers.language.meaning import Name
from handlers.language.text.free_text import is_pause, phrase_at
from storage.names.keys import name_words
from storage.names.names import NameKind

_SURE = 2.0
"""The score of a name that is introduced: nothing that it may resemble comes near."""

_NOUNS = {"new_lead": "lead_nouns", "new_contact": "contact_nouns", "new_customer": "customer_nouns"}
"""What may be introduced, and the list of what it is called; a potential customer is a lead, so it comes first."""

_MOST_WORDS_BEFORE = 30
"""Words within which a name is introduced."""

_LONGEST_PLACE = 3
"""Words of a town or a quarter."""
_NINE = 9
_CALLING_CODES = frozenset({"34", "51", "56", "593"})
"""Of countries whose telephone numbers have nine digits."""

_NO_NAME = (
    "did", "noun", "vague", "wants", "says", "ask", "show", "reach", "card", "history", "lead", "complaint",
    "opportunity", "survey", "promo", "agenda",
)  # fmt: skip
"""Concepts of words that, typed small right behind "new customer", are no name: "new customer visit"."""


class _Opening(NamedTuple):
    """What a message introduces: an intent, and the tokens `first … last` in which the name is said."""

    intent: str
    first: int
    last: int


def find_introduced(message: Message, known: Sequence[NameCandidate], stops: Sequence[int] = ()) -> list[NameCandidate]:
    """The names that a message introduces at its beginning; `known` names in it tell where a person works.

    `stops` are offsets of e-mail addresses.
    """
    if introducing_words().isdisjoint(message.keys):  # nearly all messages
        return []
    return _Introducing(message, known, stops).found()


class _Introducing:
    def __init__(self, message: Message, known: Sequence[NameCandidate], stops: Sequence[int]) -> None:
        self._message = message
        self._cued = message.cued
        self._keys = message.cued.keys
        self._tokens = message.cued.reading.tokens
        self._text = message.text
        self._known = known
        self._stops = stops

    @cached_property
    def _pieces(self) -> Pieces:
        return self._message.pieces

    def found(self) -> list[NameCandidate]:
        opening = self._opening()
        if opening is None:
            return []
        if opening.intent == "new_contact":
            return self._contact(opening)
        if opening.intent == "new_lead":
            return self._lead(opening)
        return self._customer(opening)

    # ------------------------------------------------------------------ how a message introduces somebody
    def _opening(self) -> _Opening | None:
        first = self._behind_politeness()
        if first >= len(self._keys):
            return None
        creates = self._size("create", first)
        if creates and (opening := self._called_something(first + creates)):
            return opening
        at = self._behind_little(first + creates)
        new = self._size("new", at)
        at += new
        for intent, nouns in _NOUNS.items():
            behind = at + introducing(nouns, self._keys, at)
            if behind == at:
                continue
            more = self._size("new", behind) if behind < len(self._keys) and self._is_small(behind) else 0
            if creates or new or more:
                return self._behind_noun(intent, behind + more)
        if size := introducing("enlisting", self._keys, first):
            return self._behind_noun("new_customer", first + size)
        return self._becomes_customer(first)

    def _behind_politeness(self) -> int:
        polite = {at for cue in self._cued.all("filler", "greet", "thanks") for at in range(cue.first, cue.last)}
        at = 0
        while at < len(self._keys):
            size = introducing("before", self._keys, at)
            if size and not introducing("enlisting", self._keys, at):
                at += size
            elif at in polite or (at and is_pause(self._cued, at)):
                at += 1
            else:
                break
        return at

    def _behind_little(self, at: int) -> int:
        while at < len(self._keys) and self._is_small(at) and introducing("little", self._keys, at):
            at += 1
        return at

    def _size(self, concept: str, at: int) -> int:
        return max((cue.last - at for cue in self._cued.all(concept) if cue.first == at), default=0)

    def _behind_noun(self, intent: str, at: int) -> _Opening | None:
        """The name behind "nuevo cliente", with what may stand between: "llamado", a colon, an article."""
        named = False
        while at < len(self._keys):
            size = self._size("called", at) or self._leads_on(at)
            named = named or size > 0
            if intent == "new_customer" and self._is_small(at) and self._is_behind_account(at):
                size = size or introducing("account_of", self._keys, at)
            if not size:
                break
            at += size
        if at >= len(self._keys) or self._keys[at] == "?":
            return None
        if not named and not self._may_open_name(intent, at):
            return None
        return _Opening(intent, at, len(self._keys))

    def _leads_on(self, at: int) -> int:
        """One for a mark behind which the name comes: a colon, a comma, a dash, a quotation mark."""
        if self._keys[at] in {"-", '"'}:
            return 1
        return int(is_pause(self._cued, at) and self._keys[at] not in {"?", "(", "\n"})

    def _is_behind_account(self, at: int) -> bool:
        """Whether an account and no customer is opened, so that "for" leads to the name: "cuenta nueva para …"."""
        return any(introducing("accounts", self._keys, before) for before in range(max(at - 2, 0), at))

    def _may_open_name(self, intent: str, at: int) -> bool:
        """Whether a name may begin right behind what introduces it, no colon between."""
        if not self._is_small(at):
            return True
        if any(cue.first == at and not cue.inner for cue in self._cued.all(*_NO_NAME)):
            return False
        key, words = self._keys[at], lexicon()
        if intent == "new_contact":
            return key not in words.with_
        return intent == "new_customer" and key not in words.within | words.with_ | words.works_at

    def _called_something(self, at: int) -> _Opening | None:
        """The name between a verb and what it becomes: "añade a … como cliente", "save … as a contact"."""
        if at < len(self._keys) and self._is_small(at) and self._keys[at] in lexicon().to:
            at += 1
        for last in range(at + 1, min(len(self._keys), at + _MOST_WORDS_BEFORE)):
            if introducing("as_customer", self._keys, last):
                return _Opening("new_customer", at, last)
            if introducing("as_contact", self._keys, last):
                return _Opening("new_contact", at, last)
        return None

    def _becomes_customer(self, at: int) -> _Opening | None:
        """The name before what it is from now on: "… is a new customer"."""
        for last in range(at + 1, min(len(self._keys), at + _MOST_WORDS_BEFORE)):
            if introducing("is_customer", self._keys, last):
                return _Opening("new_customer", at, last)
        return None

    def _is_small(self, at: int) -> bool:
        return not self._text[self._tokens[at].start].isupper()

    # ------------------------------------------------------------------ a customer's name
    def _customer(self, opening: _Opening) -> list[NameCandidate]:
        place = self._opened_at(opening.first)
        if place is None:
            return []
        size = self._whole(place, opening.last)
        return [self._candidate(NameKind.CUSTOMER, place, size, opening.intent)] if size else []

    def _opened_at(self, token: int) -> int | None:
        """The piece at which a name begins, behind a small article before a capital."""
        place = self._pieces.at(token)
        if place is None:
            return None
        piece, after = self._pieces.all[place], place + 1
        if piece.key in lexicon().articles and not piece.is_capital and after < len(self._pieces.all):
            return after if self._pieces.all[after].is_capital else place
        return place

    def _whole(self, place: int, last: int) -> int:
        """How many pieces a name takes up to what ends it, `tokens[last]` at the latest."""
        pieces = self._pieces.all
        end = self._end(place, last)
        size = 0
        while place + size < end:
            here = pieces[place + size]
            if size and not here.is_capital and pieces[place].is_capital and self._tells(here.first):
                break
            if size and self._is_where(place, place + size, end):
                break
            size += 1
            if here.pause == "," and (form := self._pieces.legal_form(place + size)):
                size += form
                here = pieces[place + size - 1]
            if here.pause and not self._goes_on(place + size, here.pause):
                break
        return self._trimmed(place, min(size, end - place))

    def _is_where(self, place: int, at: int, end: int) -> bool:
        """Whether a business that was named is said to be somewhere: "the green man pub in rathmines, …", not "Casa en el Aire"."""
        pieces = self._pieces.all
        if pieces[at].key not in lexicon().within or pieces[at].is_capital or pieces[at].pause:
            return False
        business = any(piece.key in phrasebook().words("business") for piece in pieces[place:at])
        last = next((here for here in range(at + 1, end) if pieces[here].pause), end - 1)
        where = pieces[at + 1 : last + 1]
        told = last + 1 < len(pieces) or (bool(where) and where[0].key in phrasebook().words("places"))
        return business and told and 0 < len(where) <= _LONGEST_PLACE and where[0].key not in lexicon().articles

    def _goes_on(self, place: int, pause: str) -> bool:
        """Whether a name goes on behind a mark: "Yahoo! Japan", "Hotel Sol - Playa", not behind a comma."""
        if pause in ",;:.\n" or place >= len(self._pieces.all):
            return False
        return self._pieces.all[place].is_capital

    def _tells(self, token: int) -> bool:
        """Whether small words behind a name with capitals tell something of it: "Bar Luna quiere …", "Bar Luna hoy"."""
        if self._keys[token] in lexicon().calendar:
            return True
        return any(cue.first == token and not cue.inner for cue in self._cued.all("wants", "did"))

    def _end(self, place: int, last: int) -> int:
        """The piece at which a telephone number, an e-mail address or the words behind the name begin."""
        pieces = self._pieces.all
        start = pieces[place].start
        phones = [self._behind_number(start + begun) for begun, _ in find_phones(self._text[start:])]
        stop = min([len(self._text), *phones, *(at for at in self._stops if at >= start)])
        people = (at for at in range(len(self._keys)) if phrase_at("introduces_person", self._keys, at))
        last = min([last, *(at for at in people if self._tokens[at].start > start)])
        if last < len(self._tokens):
            stop = min(stop, self._tokens[last].start)
        return next((at for at in range(place, len(pieces)) if pieces[at].end > stop), len(pieces))

    def _behind_number(self, phone: int) -> int:
        """Where a telephone number begins that may have taken in the number of a name: "Estanco nº 5 600 111 222"."""
        pieces = self._pieces.all
        place = next((at for at, piece in enumerate(pieces) if piece.start <= phone < piece.end), None)
        if place is None or place + 1 >= len(pieces):
            return phone
        numbered = place > 0 and pieces[place - 1].key in lexicon().numbering
        numbered = numbered or pieces[place].text.startswith("#") or self._is_number_of_name(place)
        return pieces[place + 1].start - pieces[place + 1].opened if numbered else phone

    def _is_number_of_name(self, place: int) -> bool:
        """Whether a number right behind a name leaves a whole telephone number of nine digits behind it: "Local 7 600 …"."""
        pieces = self._pieces.all
        if not place or pieces[place - 1].pause or pieces[place].text in _CALLING_CODES:
            return False
        digits = ""
        for piece in pieces[place + 1 :]:
            if not piece.key.isdigit():
                break
            digits += piece.key
            if piece.pause:
                break
        return pieces[place].text.isdigit() and len(digits) == _NINE

    def _trimmed(self, place: int, size: int) -> int:
        """The size without what only leads to a number or an address ("tel.", "con teléfono"), and without politeness."""
        pieces, book = self._pieces.all, phrasebook()
        reach = book.words("phone_words") | book.words("email_words")
        if place + size < len(pieces) and not pieces[place + size - 1].pause:
            led = size
            while led > 1 and (
                (pieces[place + led - 1].key in reach and (led == size or not pieces[place + led - 1].is_capital))
                or (
                    led < size
                    and not pieces[place + led - 1].is_capital
                    and pieces[place + led - 1].key in book.words("function")
                )
            ):
                led -= 1
            size = led
        polite = {at for cue in self._cued.all("filler", "thanks") for at in range(cue.first, cue.last)}
        while size > 1 and pieces[place + size - 1].first in polite and not pieces[place + size - 1].is_capital:
            size -= 1
        return size

    # ------------------------------------------------------------------ a lead's name
    def _lead(self, opening: _Opening) -> list[NameCandidate]:
        place = self._opened_at(opening.first)
        size = self._whole(place, opening.last) if place is not None else 0
        if place is None or not size:
            return []
        kind = NameKind.CONTACT if self._is_person(place, size) else NameKind.CUSTOMER
        return [self._candidate(kind, place, size, opening.intent)]

    def _is_person(self, place: int, size: int) -> bool:
        """Whether a name is a person's: it begins with a first name or a title, and no kind of business is in it."""
        keys = [piece.key for piece in self._pieces.all[place : place + size]]
        book = phrasebook()
        business = any(key in book.words("business") for key in keys) or any(
            self._pieces.legal_form(at) for at in range(place + 1, place + size)
        )
        return not business and (is_first_name(keys[0]) or keys[0] in book.words("titles"))

    # ------------------------------------------------------------------ a person's name
    def _contact(self, opening: _Opening) -> list[NameCandidate]:
        at, found = opening.first, []
        if (behind := self._behind_employer(at)) is not None:
            employer, at = behind
            found += employer
            while at < len(self._keys) and (
                is_pause(self._cued, at) or self._keys[at] == "-" or self._size("called", at)
            ):
                at += self._size("called", at) or 1
        place = self._pieces.at(at) if at < len(self._keys) else None
        if place is None:
            return []
        size = self._persons_size(place, opening.last)
        if not size:
            return []
        person = self._candidate(NameKind.CONTACT, place, size, opening.intent)
        found.append(person)
        after = next((i for i, token in enumerate(self._tokens) if token.start >= person.end), len(self._tokens))
        if size_of_tail := introducing("as_contact", self._keys, after):
            after += size_of_tail
        while after < len(self._keys) and is_pause(self._cued, after):
            after += 1
        if len(found) == 1 and (behind := self._behind_employer(after)) is not None:
            found += behind[0]
        return found

    def _behind_employer(self, at: int) -> tuple[list[NameCandidate], int] | None:
        """Where a person works, said at a place ("en Bar Sol"), and the token behind it; a known customer is no news."""
        if at >= len(self._keys) or not self._is_small(at) or self._keys[at] not in lexicon().works_at | lexicon().to:
            return None
        at += 1
        while at < len(self._keys) and self._keys[at] in lexicon().articles:
            at += 1
        if at >= len(self._keys):
            return None
        if known := self._customer_at(at):
            return [], known
        place = self._pieces.begins(at)
        if place is None:
            return None
        size = self._pieces.with_capitals(place)
        if not size:
            return None
        candidate = self._candidate(NameKind.CUSTOMER, place, size, None)
        return [candidate], self._pieces.all[place + size - 1].last

    def _customer_at(self, at: int) -> int:
        """The token behind a known customer that begins at a token; 0 where none does."""
        start = self._tokens[at].start
        named = next((c for c in self._known if c.kind is NameKind.CUSTOMER and c.start <= start < c.end), None)
        if named is None:
            return 0
        return next((i for i, token in enumerate(self._tokens) if token.start >= named.end), len(self._tokens))

    def _persons_size(self, place: int, last: int) -> int:
        """How many pieces a person's name takes: up to where they work, what they are, a comma, a number."""
        pieces = self._pieces.all
        end = self._end(place, last)
        size = 0
        while place + size < end:
            here = pieces[place + size]
            if size and self._ends_person(place + size, end):
                break
            size += 1
            more = self._pieces.first_names_behind(place, size, end) or self._first_name_behind(place, size, end)
            if more:
                return size + more
            if here.pause:
                break
        return self._trimmed(place, size)

    def _first_name_behind(self, place: int, size: int, end: int) -> int:
        """One for a first name nobody has heard of, behind a surname and its comma: "Quispe, Yeni en Bar Sol"."""
        pieces, here = self._pieces.all, place + size
        if pieces[here - 1].pause != "," or here >= end or not pieces[here].is_capital or self._pieces.legal_form(here):
            return 0
        roles, business = phrasebook().words("roles"), phrasebook().words("business")
        if pieces[here].key in roles | business or self._customer_at(pieces[here].first):
            return 0
        if is_first_name(pieces[place].key) or pieces[here - 1].key not in lexicon().surnames:
            return 0
        return int(here + 1 >= end or bool(pieces[here].pause) or pieces[here + 1].key in lexicon().works_at)

    def _ends_person(self, place: int, end: int) -> bool:
        piece = self._pieces.all[place]
        if piece.is_capital and piece.key not in phrasebook().words("roles"):
            return False
        if piece.key in phrasebook().words("roles"):
            return not piece.is_capital
        if piece.key in lexicon().to:
            return self._is_known_customer(place + 1)
        if piece.key not in lexicon().works_at:
            return False
        if piece.key not in lexicon().of:  # "en", "at" are no part of a name
            return True
        return self._is_employer(place + 1, end)

    def _is_known_customer(self, place: int) -> bool:
        """Whether a known customer begins there, or behind an article."""
        while place < len(self._pieces.all) and self._pieces.all[place].key in lexicon().articles:
            if self._customer_at(self._pieces.all[place].first):
                return True
            place += 1
        return place < len(self._pieces.all) and self._customer_at(self._pieces.all[place].first) > 0

    def _is_employer(self, place: int, end: int) -> bool:
        """Whether a business and no surname stands there, behind "de": a known customer, a kind of business."""
        if self._is_known_customer(place):
            return True
        while place < end and self._pieces.all[place].key in lexicon().articles:
            place += 1
        if place >= end:
            return False
        stop = place + max(self._pieces.with_capitals(place, before=end), 1)
        keys = [piece.key for piece in self._pieces.all[place:stop]]
        own = next((at for at, key in enumerate(keys) if key in lexicon().of), len(keys))  # "de los Santos de Bar Sol"
        return own > 1 and any(key in phrasebook().words("business") for key in keys[:own])

    # ------------------------------------------------------------------ the candidate
    def _candidate(self, kind: NameKind, place: int, size: int, intent: str | None) -> NameCandidate:
        start, end = self._pieces.span(place, size)
        said = self._text[start:end]
        name = turned(as_name(said)) if kind is NameKind.CONTACT else as_name(said)
        same = tuple(
            entry for known in self._known if known.kind is kind and known.start < end and start < known.end
            for entry in known.name.candidates if name_words(entry.name) == name_words(name)
        )  # fmt: skip
        standing = Standing.NEW if intent else Standing.UNKNOWN
        reason = "it is introduced" if intent else "somebody who is introduced works there"
        return NameCandidate(start, end, kind, standing, Name(name, same), _SURE, reason, introduces=intent)
