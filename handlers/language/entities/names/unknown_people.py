"""People whom nobody knows: a first name, or somebody with a title, where a sentence tells whom it is about."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import NameCandidate, Standing
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.matching import MOST_WORDS_READ
from handlers.language.entities.names.unknown_words import MOST, NameWords
from handlers.language.entities.names.written import MOST_PIECES, TIES, as_name, turned
from handlers.language.meaning import Name
from handlers.language.text.free_text import is_pause
from storage.names.folding import fold
from storage.names.names import NameKind

_SHORTEST_SURNAME = 3
_TWO = 2


class UnknownPeople(NameWords):
    """The search for people through one message."""

    def people(self, taken: list[NameCandidate]) -> Iterator[NameCandidate]:
        """The people who stand where a sentence tells whom it is about, in order."""
        for at, token in enumerate(self._tokens[:MOST_WORDS_READ]):
            if self._is_no_day(at):
                yield self._person(at, 0, token.start, token.end, 0.8, "a person met, and no day")
            if not token.is_word or any(each.start < token.end and token.start < each.end for each in taken):
                continue
            title, size = self._person_at(at)
            if not size:
                continue
            first = at + title
            place = self._pieces.at(first)
            last = self._pieces.all[place + size - 1].last if place is not None else first + 1
            if place is not None and (reason := self._stands_for_person(at, first, last)):
                start, end = self._pieces.span(place, size)
                more = self._pieces.first_names_behind(place, size, len(self._pieces.all))
                if more and not is_first_name(self._keys[first]):
                    end = self._pieces.span(place, size + more)[1]
                yield self._person(at, title, start, end, reason[0], reason[1])

    def _person(self, at: int, title: int, start: int, end: int, score: float, reason: str) -> NameCandidate:
        if self._text[end - 2 : end] in {"'s", "’s"}:
            end -= 2
        name = Name(turned(as_name(self._text[start:end])))
        beside = ((self._tokens[at].start, start),) if title else ()
        return NameCandidate(start, end, NameKind.CONTACT, Standing.UNKNOWN, name, score, reason, beside=beside)

    def _is_no_day(self, at: int) -> bool:
        """Whether what may be short for a day to come is a person met: "saw Tom"."""
        token = self._tokens[at]
        if token.key != "{future}" or not self._places.behind_deed(at):
            return False
        if not is_first_name(fold(self._text[token.start : token.end])):
            return False
        place = self._pieces.begins(at)
        return place is None or self._pieces.with_capitals(place) < _TWO  # "April Showers"

    @cached_property
    def _behind_titles(self) -> Sequence[int]:
        """Of each token, the one behind all titles ("el señor", "Dr.") that begin there: itself where none does."""
        keys, titles = self._keys, phrasebook().words("titles")
        behind = list(range(len(keys) + 1))
        for at in range(len(keys) - 1, -1, -1):
            if keys[at] in titles:
                dotted = at + 1 < len(keys) and keys[at + 1] == "."
                behind[at] = behind[at + 2 if dotted else at + 1]
        return behind

    def _person_at(self, at: int) -> tuple[int, int]:
        """How many tokens of title ("el señor") and how many pieces of name begin at a token."""
        keys, title = self._keys, self._behind_titles[at] - at
        titled = title > 0 and keys[at + title - 1] not in lexicon().articles
        first = at + (title if titled else 0)
        place = self._pieces.begins(first) if first < len(keys) else None
        if place is None or not self._tokens[first].is_word:
            return 0, 0
        if not titled and (not self._is_first_name(first) or self._is_owners_business(place)):
            return 0, 0
        if titled and (not self._may_be_name(first) or keys[first] in phrasebook().words("roles")):
            return 0, 0
        return first - at, self._persons_size(place)

    def _is_owners_business(self, place: int) -> bool:
        """Whether a business is called after somebody: "Frank's Hot Dogs", "Wendy's", "Will & Grace Salon"."""
        pieces = self._pieces
        size = pieces.with_capitals(place)
        first = pieces.all[place]
        if self._is_possessive(first.first) and first.is_capital:
            ends = bool(first.pause) or place + 1 == len(pieces.all) or pieces.is_mark(place + 1)
            return size > 1 or (ends and self._places.behind_deed(first.first))
        if self._called(first.first) in phrasebook().words("places") and size > 1:  # "Paris Baguette"
            return not self._is_surname(place + 1)
        for at in range(place + 1, place + size):
            if pieces.all[at].key in lexicon().of:  # "Nerea de Aceros Norte"
                return False
            if pieces.all[at].text in TIES or self._is_business(at) or pieces.legal_form(at):
                return True
        return False

    def _persons_size(self, place: int) -> int:
        """How many pieces a person's name takes that begins at a place."""
        pieces = self._pieces
        first = pieces.all[place]
        if self._is_possessive(first.first):  # "dave's"
            return 1
        if first.is_capital:
            end = min(len(pieces.all), place + MOST_PIECES)
            business = (at for at in range(place + 1, end) if self._is_business(at) or self._joins(at))
            return max(pieces.with_capitals(place, before=next(business, None)), 1)
        size = 1
        while size < MOST and place + size < len(pieces.all) and not pieces.all[place + size - 1].pause:
            here = pieces.all[place + size]
            if pieces.is_mark(place + size) or here.opened or not self._is_surname(place + size):
                break
            size += 1
        return size

    def _joins(self, place: int) -> bool:
        """Whether a piece joins two names: "and", "&"."""
        piece = self._pieces.all[place]
        return piece.key in lexicon().and_ or piece.text in TIES

    def _is_surname(self, place: int) -> bool:
        piece = self._pieces.all[place]
        if not piece.key.isalpha() or len(piece.key) < _SHORTEST_SURNAME:
            return False
        return lexicon().is_surname(piece.key, capital=piece.is_capital) or self._are_strange(place)

    def _is_first_name(self, at: int) -> bool:
        called, capital = self._called(at), self._capital(at)
        if not capital and called in phrasebook().words("before_unknown_name"):
            return False  # "a guy called Ray"
        if is_first_name(called):
            ordinary = lexicon().is_ordinary(called) or called in phrasebook().vocabulary
            return not ordinary or capital or (called in lexicon().people_too and called not in lexicon().calendar)
        if called in phrasebook().words("places") or not capital or at == 0:
            return False
        return self._is_by_surname(at) or self._is_of_somewhere(at)

    def _is_by_surname(self, at: int) -> bool:
        """Whether somebody is called by nothing but surnames: "García", "García López"; no "Castillo Real"."""
        place = self._pieces.begins(at)
        if place is None:
            return False
        size = max(self._pieces.with_capitals(place), 1)
        return all(self._pieces.all[here].key in lexicon().surnames for here in range(place, place + size))

    def _is_of_somewhere(self, at: int) -> bool:
        """Whether "de", "from", "at" and another name follow a strange word: "hablé con Nerea de Aceros Norte"."""
        keys = self._keys
        follows = at + 2 < len(keys) and keys[at + 1] in lexicon().employed_at and self._capital(at + 2)
        if self._places.visits and self._places.behind_deed(at, self._places.visits):
            return False
        return follows and self._is_strange(at) and keys[at] not in phrasebook().words("business")

    def _stands_for_person(self, at: int, first: int, last: int) -> tuple[float, str] | None:
        """How surely, and why, a name stands where a sentence tells whom it is about; None where it does not."""
        places = self._places
        if places.is_thing(at) or self._is_sender(at, last) or self._owns_detail(at, last):
            return None
        if self._called(first) in phrasebook().words("places") and places.is_where(at):
            return None
        if places.met(at):
            return 0.9, "somebody who was met"
        if places.given(at) or places.behind_deed(at):
            return 0.8, "somebody to whom something was done"
        if places.opens(at) and places.tells_of_person(last):
            return 0.6, "somebody of whom it is told"
        if places.opens_clause(at) and places.wants_something(last):
            return 0.55, "somebody who wants something"
        return None

    def _owns_detail(self, at: int, last: int) -> bool:
        """Whether only a number or an address of somebody is told: "el correo de Rosa es rosa@…" tells of nobody met."""
        keys, book = self._keys, phrasebook()
        if at < _TWO or keys[at - 1] not in lexicon().of:
            return False
        called = book.words("phone_words") | book.words("email_words")
        return keys[at - 2] in called and bool({"{phone}", "{email}"} & set(keys[last : last + _TWO]))

    def _is_sender(self, at: int, last: int) -> bool:
        """Whether the sender tells their own name: "me llamo Juan", where no accent makes it a call."""
        tokens = self._tokens
        if not self._places.behind_own_name(at) or not self._text[tokens[at - 1].end - 1].isascii():
            return False
        goes_on = last < len(tokens) and (tokens[last].mark or is_pause(self._cued, last) or last in self._places.told)
        return not goes_on
