"""Names that a message introduces, taken whole: "nuevo cliente Todo a Cien, 600 …", "new contact T. J. Oakes at Bar Sol".

Whatever ordinary words or known names such a name is made of, it is one name: what ends it is a comma that no legal form
follows, a telephone number, an e-mail address, and for a person where they work and what they are.
"""

from collections.abc import Sequence
from functools import cached_property

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import NameCandidate, Standing
from handlers.language.entities.names.introductions import Introducing, Introduction
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

_LONGEST_PLACE = 3
"""Words of a town or a quarter."""
_NINE = 9
_CALLING_CODES = frozenset({"34", "51", "56", "593"})
"""Of countries whose telephone numbers have nine digits."""


def find_introduced(message: Message, known: Sequence[NameCandidate], stops: Sequence[int] = ()) -> list[NameCandidate]:
    """The names that a message introduces at its beginning; `known` names in it tell where a person works.

    `stops` are offsets of e-mail addresses.
    """
    if (introducing_words() | lexicon().new).isdisjoint(message.keys):  # nearly all messages
        return []
    return _IntroducedNames(message, known, stops).found()


class _IntroducedNames:
    def __init__(self, message: Message, known: Sequence[NameCandidate], stops: Sequence[int]) -> None:
        self._message = message
        self._cued = message.cued
        self._keys = message.cued.keys
        self._tokens = message.cued.reading.tokens
        self._text = message.text
        self._known = known
        self._stops = stops
        self._opening = Introducing(message.cued)

    @cached_property
    def _pieces(self) -> Pieces:
        return self._message.pieces

    def found(self) -> list[NameCandidate]:
        opening = self._opening.found()
        if opening is None or not (opening.sure or self._is_a_customer(opening)):
            return []
        if opening.intent == "new_contact":
            return self._contact(opening)
        if opening.intent == "new_lead":
            return self._lead(opening)
        return self._customer(opening)

    def _is_a_customer(self, opening: Introduction) -> bool:
        """Whether what is told of any new business shows that it becomes a customer: nobody knows it, and somebody there or a number is told."""
        if self._customer_at(opening.first):
            return False
        person = any(phrase_at("introduces_person", self._keys, at) for at in range(opening.first, len(self._keys)))
        roles = phrasebook().words("roles")
        led = any(
            self._keys[at] in roles and not self._opening.is_small(at + 1)
            for at in range(opening.first, len(self._keys) - 1)
        )
        return person or led or bool(self._stops or find_phones(self._text))

    # ------------------------------------------------------------------ a customer's name
    def _customer(self, opening: Introduction) -> list[NameCandidate]:
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
            if size and (self._is_where(place, place + size, end) or self._is_street(place + size, end)):
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
        business = business or (end < len(pieces) and self._tells_of_named(pieces[end].first))
        last = next((here for here in range(at + 1, end) if pieces[here].pause), end - 1)
        where = pieces[at + 1 : last + 1]
        told = last + 1 < len(pieces) or (bool(where) and where[0].key in phrasebook().words("places"))
        return business and told and 0 < len(where) <= _LONGEST_PLACE and where[0].key not in lexicon().articles

    def _is_street(self, at: int, end: int) -> bool:
        """Whether a small "on" leads to a street: "Forge Athletics on Route 9", not "Crab on the Quay"."""
        pieces, book = self._pieces.all, phrasebook()
        if pieces[at].key not in book.words("on_a_street") or pieces[at].is_capital:
            return False
        last = next((here for here in range(at, end) if pieces[here].pause), end - 1)
        where = pieces[at + 1 : last + 1]
        named = where and (where[-1].key in book.words("street_ends") or where[0].key in book.words("streets"))
        return bool(named) and 1 < len(where) <= _LONGEST_PLACE

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
        people = (at for at in range(len(self._keys)) if self._tells_of_named(at))
        last = min([last, *(at for at in people if self._tokens[at].start > start)])
        if last < len(self._tokens):
            stop = min(stop, self._tokens[last].start)
        return next((at for at in range(place, len(pieces)) if pieces[at].end > stop), len(pieces))

    def _tells_of_named(self, at: int) -> bool:
        """Whether words begin to tell of whoever was named: "the owner is …", "contact Jo Pike", and typed small "she does the buying"."""
        keys = self._keys
        if phrase_at("introduces_person", keys, at):
            return True
        if not self._opening.is_small(at):
            return False
        if phrase_at("streets", keys, at) and any(key.isdigit() for key in keys[at + 1 : at + 1 + _LONGEST_PLACE]):
            return True
        led = keys[at] in phrasebook().words("roles") or introducing("contact_nouns", keys, at) > 0
        person = led and at + 1 < len(keys) and is_first_name(keys[at + 1])
        return person or phrase_at("tells_of_named", keys, at) > 0

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
    def _lead(self, opening: Introduction) -> list[NameCandidate]:
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
    def _contact(self, opening: Introduction) -> list[NameCandidate]:
        at, found = opening.first, []
        if (behind := self._behind_employer(at)) is not None:
            employer, at = behind
            found += employer
            while at < len(self._keys) and (
                is_pause(self._cued, at) or self._keys[at] == "-" or self._opening.size("called", at)
            ):
                at += self._opening.size("called", at) or 1
        at = self._behind_title(at)
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

    def _behind_title(self, at: int) -> int:
        """The token behind a title with its article that is typed small, where a name follows: "la señora toña"."""
        keys, titles = self._keys, phrasebook().words("titles")
        behind = at
        while behind < len(keys) and keys[behind] in titles and self._opening.is_small(behind):
            behind += 1
        led = behind - at > 1 and keys[at] in lexicon().articles and behind < len(keys)
        return behind if led else at

    def _behind_employer(self, at: int) -> tuple[list[NameCandidate], int] | None:
        """Where a person works, said at a place ("en Bar Sol"), and the token behind it; a known customer is no news."""
        if (
            at >= len(self._keys)
            or not self._opening.is_small(at)
            or self._keys[at] not in lexicon().works_at | lexicon().to
        ):
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
        size = self._pieces.with_capitals(place) or self._up_to_colon(place)
        if not size:
            return None
        candidate = self._candidate(NameKind.CUSTOMER, place, size, None)
        return [candidate], self._pieces.all[place + size - 1].last

    def _up_to_colon(self, place: int) -> int:
        """How many pieces stand before a colon, in small letters: "en el cole san marcos: Julián Ferrer"."""
        near = self._pieces.all[place : place + _LONGEST_PLACE + 1]
        first = next((size for size, piece in enumerate(near, 1) if piece.pause), 0)
        return first if first and near[first - 1].pause == ":" else 0

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
