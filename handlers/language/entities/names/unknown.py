"""Names that nobody knows, found where a sentence plainly tells of somebody: "llamé a Pepe", "ayer Bar Luna, quieren …".

A store begins empty, and a rep meets new people every day. Only what the words around make a name is one: it stands
behind what was done ("visited greggs"), behind "con", or begins the message; and it is a first name, has a title, a
kind of business beside it, or capitals.
"""

from collections.abc import Iterator
from functools import cached_property

from handlers.language.concepts.concepts import Cued, known_words
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import NameCandidate, Standing
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.matching import MOST_WORDS_READ
from handlers.language.entities.names.places import Places
from handlers.language.entities.names.written import MOST_PIECES, TIES, Pieces, as_name, turned
from handlers.language.meaning import Name
from handlers.language.text.detection import language_of
from handlers.language.text.free_text import is_pause
from handlers.language.tokens import MOMENTS
from storage.names.folding import fold
from storage.names.names import NameKind

_MOST = 4
"""Words of a name that is not written with capitals."""

_HARMLESS = frozenset({"chat", "customer", "filler", "greet", "yes"})
"""Concepts whose words may well be part of a business's name ("Bar Luna")."""

_SHORTEST_SURNAME = 3
_TWO = 2


def find_unknown(cued: Cued) -> list[NameCandidate]:
    """The unknown names of a message in which the known ones are marked: one person at most, the customers in a row."""
    search = _Search(cued)
    named = cued.concepts
    customers = list(search.customers() if "{customer}" not in named else search.beside_known())
    people = search.people(customers) if "{contact}" not in named else ()
    return sorted([*customers, *list(people)[:1]], key=lambda each: each.start)


class _Search:
    """A search through one message."""

    def __init__(self, cued: Cued) -> None:
        self._cued = cued
        self._keys = cued.keys
        self._tokens = cued.reading.tokens
        self._text = cued.reading.text
        self._places = Places(cued)

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self._cued.reading)

    # ------------------------------------------------------------------ people
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

    def _person_at(self, at: int) -> tuple[int, int]:
        """How many tokens of title ("el señor") and how many pieces of name begin at a token."""
        keys, titles = self._keys, phrasebook().words("titles")
        title = 0
        while at + title < len(keys) and keys[at + title] in titles:
            title += 1
            if title < len(keys) - at and keys[at + title] == ".":
                title += 1
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
        while size < _MOST and place + size < len(pieces.all) and not pieces.all[place + size - 1].pause:
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

    def _called(self, at: int) -> str:
        """A word as it was typed, for a name is no misspelt word of the language, without a possessive ending."""
        return self._tokens[at].key.removesuffix("'s").removesuffix("’s")

    def _is_possessive(self, at: int) -> bool:
        return self._called(at) != self._tokens[at].key

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
        if places.is_thing(at) or self._is_sender(at, last):
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

    def _is_sender(self, at: int, last: int) -> bool:
        """Whether the sender tells their own name: "me llamo Juan", where no accent makes it a call."""
        tokens = self._tokens
        if not self._places.behind_own_name(at) or not self._text[tokens[at - 1].end - 1].isascii():
            return False
        goes_on = last < len(tokens) and (tokens[last].mark or is_pause(self._cued, last) or last in self._places.told)
        return not goes_on

    # ------------------------------------------------------------------ customers
    def customers(self) -> Iterator[NameCandidate]:
        """The first unknown customer, and those that follow it in a row."""
        for at, token in enumerate(self._tokens[:MOST_WORDS_READ]):
            day = token.mark is not None and token.mark.kind in MOMENTS and self._places.behind_deed(at)
            if (token.is_word or day) and (found := self._customer_at(at)):
                size, score, reason = found
                yield self._customer(at, size, score, reason)
                yield from self._row(self._behind(at, size))
                return

    def beside_known(self) -> Iterator[NameCandidate]:
        """Unknown customers that are named in a row with a known one."""
        for at, token in enumerate(self._tokens[:MOST_WORDS_READ]):
            if token.key == "{customer}":
                yield from self._row(at + 1)

    def _row(self, at: int) -> Iterator[NameCandidate]:
        """The businesses of a list that goes on behind a name: ", Hostal Mar y Bar Lima"."""
        keys, words = self._keys, lexicon()
        while at + 1 < len(keys) and (keys[at] in words.and_ or keys[at] == ","):
            at += 1 + (keys[at] == "," and keys[at + 1] in words.and_)
            while at < len(keys) and keys[at] in words.articles | words.to | words.within:
                at += 1
            size = self._business_at(at) if at < len(keys) else 0
            if not size:
                return
            yield self._customer(at, size, 0.8, "one more of a list")
            at = self._behind(at, size)

    def _behind(self, at: int, size: int) -> int:
        """The token behind the pieces of a name."""
        place = self._pieces.at(at)
        return self._pieces.all[place + size - 1].last if place is not None else at + 1

    def _customer(self, at: int, size: int, score: float, reason: str) -> NameCandidate:
        place = self._pieces.at(at)
        assert place is not None  # noqa: S101  # every word is in a piece
        start, end = self._pieces.span(place, size)
        name = Name(as_name(self._text[start:end]))
        return NameCandidate(start, end, NameKind.CUSTOMER, Standing.UNKNOWN, name, score, reason)

    def _customer_at(self, at: int) -> tuple[int, float, str] | None:
        """How many pieces of an unknown customer's name begin at a token, how surely it is one, and why."""
        places = self._places
        place = self._pieces.begins(at)
        if place is None or places.is_thing(at) or self._is_titled(at):
            return None
        first = self._pieces.all[place].first
        if any(cue.first < first < cue.last for cue in self._cued.all("did", "vague", "noun")):
            return None  # "just been to see …": it ends no deed that another, longer one goes on
        behind, opens, led = places.behind_deed(first), places.opens(first), places.behind_preposition(first)
        if not (behind or opens or led):
            return None
        if self._is_employer(at) and (size := self._run(place)):
            return size, 0.7, "where somebody known works"
        if size := self._business_at(at):
            return size, 0.9, "a kind of business"
        if self._person_at(at)[1]:
            return None
        if size := self._capitals(at, behind=behind or (led and bool(places.deeds)), opens=opens):
            return size, 0.8, "capitals where a customer must stand"
        if size := self._visited(at):
            return size, 0.6, "words of no language where somebody was visited"
        if size := self._told_of(at):
            return size, 0.5, "what was told stands behind it"
        return None

    def _is_employer(self, at: int) -> bool:
        keys = self._keys
        return at > 1 and keys[at - 1] in lexicon().employed_at and keys[at - 2] == "{contact}" and self._is_strange(at)

    def _business_at(self, at: int) -> int:
        """A kind of business and its name ("bar luna"), or the name and its kind ("joe's diner", "acme corp"), in pieces."""
        place = self._pieces.begins(at)
        pieces = self._pieces
        if place is None or not self._tokens[at].is_word:
            return 0
        if self._is_business(place):
            return self._kind_first(place)
        if self._may_be_all(place) and not pieces.all[place].pause and pieces.legal_form(place + 1):
            return self._written(place) or pieces.with_legal_form(place, 1)
        visited = self._places.behind_deed(at, self._places.visits)  # there even "bell" and "call" are but names
        for size in range(1, _MOST):
            here = place + size
            if here >= len(pieces.all) or pieces.all[here - 1].pause or pieces.is_mark(here):
                return 0
            named = (
                self._has_content(here - 1) if visited else self._may_be_all(here - 1) and not self._is_told(here - 1)
            )
            if not named:
                return 0
            if self._is_business(here) and self._may_follow(here):
                return max(pieces.with_legal_form(place, size + 1), self._written(place))
        return 0

    def _kind_first(self, place: int) -> int:
        """The size of a name that begins with its kind: "bar luna", "Taller 3 Hermanos", "Bar_Luz"."""
        kind = self._pieces.all[place]
        size = self._written(place)
        more = any(self._tokens[at].is_word and not self._is_kind(at) for at in range(kind.first, kind.last))
        if size > 1 or (size and more):
            return size
        run = 0 if kind.pause else self._run(place + 1)
        return self._pieces.with_legal_form(place, run + 1) if run else 0

    def _is_kind(self, at: int) -> bool:
        business = phrasebook().words("business")
        return self._keys[at] in business or self._keys[at].removesuffix("s") in business

    def _is_business(self, place: int) -> bool:
        """Whether a piece is a kind of business: "bar", "Café-Bar"."""
        piece = self._pieces.all[place]
        return not self._pieces.is_mark(place) and self._is_kind(piece.first)

    def _may_follow(self, place: int) -> bool:
        """Whether a kind of business may end a name, as in English: "blue moon cafe", but not "tomando café"."""
        if self._pieces.all[place].is_capital and self._pieces.all[place - 1].is_capital:
            return True
        return self._is_english and self._pieces.all[place].key in phrasebook().of_language.get("en", {}).get(
            "business", ()
        )

    @cached_property
    def _is_english(self) -> bool:
        return language_of(self._cued, "en") == "en"

    def _written(self, place: int) -> int:
        """Pieces with capitals, without a second business or a person behind an "and"."""
        pieces = self._pieces
        size = pieces.with_capitals(place)
        for at in range(place + 1, place + size - 1):
            if pieces.all[at].key not in lexicon().and_ or pieces.all[at].is_capital or pieces.all[at].text in TIES:
                continue
            if at > place + 1 and (self._is_business(at - 1) or self._is_business(at + 1)):
                return at - place
        return size

    def _run(self, place: int) -> int:
        """How many pieces from a place on may be the name of a business."""
        pieces = self._pieces.all
        size = 0
        while place + size < len(pieces) and size < _MOST and not (size and pieces[place + size - 1].pause):
            here = place + size
            if self._pieces.is_mark(here) or pieces[here].opened:
                break
            if pieces[here].key in lexicon().joining and (size or (here and self._is_business(here - 1))):
                after = here + 1
                if after < len(pieces) and not pieces[here].pause and self._may_join(after):
                    size += 2
                    continue
                break
            told = self._is_told(here, *(() if size else ("says", "wants")))
            if not self._may_be_all(here) or told or (size and not self._are_strange(here)):
                break
            size += 1
        return size

    def _may_join(self, place: int) -> bool:
        """Whether a piece may go on a name behind a little word: "panadería del puerto"."""
        return not self._pieces.is_mark(place) and self._may_be_all(place) and not self._is_told(place)

    def _capitals(self, at: int, *, behind: bool, opens: bool) -> int:
        """Pieces with capitals where a name is awaited; at the very beginning two, for every sentence begins with one."""
        place = self._pieces.begins(at)
        if place is None or (at == 0 and not opens):
            return 0
        size = self._written(place)
        called = self._called(at)
        titled = called in phrasebook().words("titles") - lexicon().articles
        person = is_first_name(called) and not self._is_owners_business(place)
        if not size or person or titled:
            return 0
        alone = phrasebook().words("places") | lexicon().calendar | lexicon().joining | lexicon().articles
        if size == 1 and called in alone:
            return 0
        if at == 0:
            return size if size > 1 and not self._is_told(place) and not self._begins_cue(0) else 0
        return size if behind or opens else 0

    def _is_titled(self, at: int) -> bool:
        """Whether a title stands before ("Lic. Salgado"): a person's name, no business's."""
        before = at - 2 if at > 1 and self._keys[at - 1] == "." else at - 1
        return before >= 0 and self._keys[before] in phrasebook().words("titles") - lexicon().articles

    def _begins_cue(self, at: int) -> bool:
        return any(cue.first == at for cue in self._cued.cues)

    def _visited(self, at: int) -> int:
        """Pieces of no language behind "visité", "popped into": they can only be a name."""
        if not self._places.visits or not self._places.behind_deed(at, self._places.visits):
            return 0
        place = self._pieces.begins(at)
        return self._run(place) if place is not None and self._are_strange(place) else 0

    def _told_of(self, at: int) -> int:
        """Any words between what was done and a pause, where what they said follows: "saw harbour lights yesterday, they want 3"."""
        done = {cue.last for cue in self._cued.all("did", "visit.vague") if cue.first <= 1}
        place = self._pieces.begins(at)
        if place is None or not self._places.behind_deed(at, done):
            return 0
        pieces, size = self._pieces.all, 0
        while place + size < len(pieces) and self._may_be_called(place + size, place):
            size += 1
            if pieces[place + size - 1].pause:
                break
        if not 0 < size <= _MOST:
            return 0
        pause = pieces[place + size - 1].last
        while pause < len(self._tokens) and self._keys[pause] in {"{past}", "{day}"}:
            pause += 1
        told = any(cue.first > pause for cue in self._cued.all("says", "wants", "did", "past"))
        return size if told and pause < len(self._tokens) and is_pause(self._cued, pause) else 0

    def _may_be_called(self, place: int, first: int) -> bool:
        """Whether a piece may be of a name that nothing but its place makes one."""
        piece = self._pieces.all[place]
        if self._pieces.is_mark(place):
            return False
        if piece.first in self._chats or (piece.key in lexicon().joining and place > first):
            return piece.first not in self._chats
        called = lexicon().generic | phrasebook().words("before_unknown_name")  # "a new client", and no name yet
        return self._has_content(place) and not self._is_told(place) and piece.key not in called

    @cached_property
    def _chats(self) -> frozenset[int]:
        """The words of small talk, and those that say what took place: "went to the meeting" names nobody."""
        return frozenset(at for cue in self._cued.all("chat", "noun") for at in range(cue.first, cue.last))

    # ------------------------------------------------------------------ words
    def _capital(self, at: int) -> bool:
        return self._text[self._tokens[at].start].isupper()

    def _words_of(self, place: int) -> list[int]:
        """The tokens of a piece that are words."""
        piece = self._pieces.all[place]
        return [at for at in range(piece.first, piece.last) if self._tokens[at].is_word]

    def _may_be_all(self, place: int) -> bool:
        words = self._words_of(place)
        return bool(words) and all(self._may_be_name(at) for at in words)

    def _has_content(self, place: int) -> bool:
        """Whether a piece is of words that say something, whatever else they may say: "bell", "call", no "for" nor "2"."""
        little = phrasebook().words("function") | phrasebook().words("edges")
        return all(self._keys[at] not in little and self._keys[at][0].isalpha() for at in self._words_of(place))

    def _may_be_name(self, at: int) -> bool:
        """Whether a word may be part of a name beside what makes it one."""
        token, book = self._tokens[at], phrasebook()
        if not token.is_word or not token.key[0].isalnum() or token.key.isdigit():
            return False
        if token.key in book.words("function") or token.key in book.words("edges"):
            return is_first_name(token.key)
        concepts = {c for phrase, names in book.phrases.get(token.key, ()) if len(phrase) == 1 for c in names}
        return concepts <= _HARMLESS or self._capital(at)

    def _is_told(self, place: int, *concepts: str) -> bool:
        """Whether a word is rather what is told of somebody: a mood, a deed (or one of some concepts), a promise."""
        book, at = phrasebook(), self._pieces.all[place].first
        key = self._keys[at]
        if self._capital(at):
            return False
        if any(key in book.words(name) for name in ("positive", "negative", "steps", "not_positive")):
            return True
        return any(
            cue.first == at and not cue.inner for cue in self._cued.all(*(concepts or ("past", "says", "wants", "did")))
        )

    def _are_strange(self, place: int) -> bool:
        words = self._words_of(place)
        return bool(words) and not self._is_told(place) and all(self._is_strange(at) for at in words)

    def _is_strange(self, at: int) -> bool:
        """Whether a word is none of the language's own, as far as the data knows it."""
        key = self._called(at)
        if key in phrasebook().words("function") or not key.isalpha():
            return False
        if is_first_name(key) or key in lexicon().surnames:
            return True
        return key not in known_words() and not lexicon().is_ordinary(key) and key not in lexicon().generic
