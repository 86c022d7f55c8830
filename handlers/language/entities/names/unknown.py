"""Names that nobody knows, found where a sentence plainly tells of somebody: "llamé a Pepe", "ayer Bar Luna, quieren …".

A store begins empty, and a rep meets new people every day. Only what the words around make a name is one: it stands
behind what was done ("visited greggs"), behind "con", or begins the message; and it is a first name, has a title, a
kind of business beside it, or capitals.
"""

from collections.abc import Iterator
from functools import cached_property

from handlers.language.acts.clauses import clauses
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import NameCandidate, Standing
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.matching import MOST_WORDS_READ
from handlers.language.entities.names.unknown_people import UnknownPeople
from handlers.language.entities.names.unknown_words import MOST
from handlers.language.entities.names.written import TIES, as_name
from handlers.language.meaning import Name
from handlers.language.text.detection import language_of
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark
from storage.names.names import NameKind


def find_unknown(cued: Cued) -> list[NameCandidate]:
    """The unknown names of a message in which the known ones are marked: one person at most, the customers in a row."""
    search = _UnknownNames(cued)
    named = cued.concepts
    customers = list(search.customers() if "{customer}" not in named else search.beside_known())
    if customers and _told_elsewhere(cued, customers[0].start):
        customers = []
    people = search.people(customers) if "{contact}" not in named else ()
    return sorted([*customers, *list(people)[:1]], key=lambda each: each.start)


def _told_elsewhere(cued: Cued, start: int) -> bool:
    """Whether what looks like a customer's name stands in what somebody known, of one customer, says or is told of.

    "vi a Lucía, le dejé muestras del café descafeinado": it is told of hers.
    """
    tokens = cued.reading.tokens
    known = next((at for at, token in enumerate(tokens) if _is_of_one(token.mark)), None)
    here = next((at for at, token in enumerate(tokens) if token.start <= start < token.end), None)
    if known is None or here is None or here < known:
        return False
    clause = next((one for one in clauses(cued) if one.first <= known < one.last), None)
    says = any(known < cue.first < here for cue in cued.all("says")) or any(
        phrase_at("steps", cued.keys, at) for at in range(known + 1, here)
    )
    return says or (clause is not None and here >= clause.last)


def _is_of_one(mark: Mark | None) -> bool:
    of_whom = {entry.customer_id for entry in mark.name.candidates} if mark and mark.name else set()
    return mark is not None and mark.kind == "contact" and len(of_whom) == 1


_WITH_SOMEBODY = ("visit.did", "visit.vague", "call.did", "meeting.did", "message.did", "email.did")
"""Deeds that are done with somebody: what was ordered or delivered is no customer."""


class _UnknownNames(UnknownPeople):
    """The search for customers through one message, beside that for people: who has a person's name is no business."""

    def customers(self) -> Iterator[NameCandidate]:
        """The first unknown customer, and those that follow it in a row; one that is said to be called so before any other."""
        for at in range(min(len(self._tokens), MOST_WORDS_READ)):
            place = self._pieces.begins(at) if self._tokens[at].is_word else None
            if place is not None and (size := self._called_place(at, place)):
                yield self._customer(at, size, 0.85, "a place that is called so")
                return
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

    @cached_property
    def _within_deeds(self) -> frozenset[int]:
        """The tokens of deeds that are said in several words, but for the first of each."""
        deeds = self._cued.all("did", "vague", "noun")
        return frozenset(at for cue in deeds for at in range(cue.first + 1, cue.last))

    def _customer_at(self, at: int) -> tuple[int, float, str] | None:
        """How many pieces of an unknown customer's name begin at a token, how surely it is one, and why."""
        places = self._places
        place = self._pieces.begins(at)
        if place is None or places.is_thing(at) or self._is_titled(at):
            return None
        return self._led_customer_at(at, place)

    def _led_customer_at(self, at: int, place: int) -> tuple[int, float, str] | None:
        """The same of a name that stands where a customer must, or may."""
        places, first = self._places, self._pieces.all[place].first
        if first in self._within_deeds:
            return None  # "just been to see …": it ends no deed that another, longer one goes on
        behind, opens = places.behind_deed(first), places.opens(first)
        led = places.behind_preposition(first) or any(cue.last == first for cue in self._cued.all("customer"))
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
        for find, score, reason in (
            (self._somewhere, 0.65, "where it is stands behind it"),
            (self._visited, 0.6, "words of no language where somebody was visited"),
            (self._told_of, 0.5, "what was told stands behind it"),
        ):
            if size := find(at):
                return size, score, reason
        return None

    def _called_place(self, at: int, place: int) -> int:
        """The pieces of what any such business is called: "a new gym today called flex factory, …"; 0 where none is named there."""
        keys, pieces, book = self._keys, self._pieces.all, phrasebook()
        size = phrase_before("place_called", keys, at)
        if size and phrase_before("somebody", keys, at - size):
            return 0  # "a guy called Tariq runs it"
        kinds = [i for i in range(1, at - size) if self._is_kind(i)] if size else []
        some = any(self._places.is_thing(i) or keys[i - 1] in lexicon().indefinite | lexicon().new for i in kinds)
        some = some or (size > 0 and any(phrase_at("new_places", keys, i) for i in range(at - size)))
        if not some:
            return 0
        size = 0
        while place + size < len(pieces) and size < MOST and not self._pieces.is_mark(place + size):
            here = pieces[place + size]
            tells = any(phrase_at(name, keys, here.first) for name in ("introduces_person", "tells_of_named"))
            little = here.key in book.words("function") and here.key not in lexicon().joining | lexicon().articles
            if size and not here.is_capital and (tells or little):
                break
            size += 1
            if here.pause:
                break
        return size

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
        for size in range(1, MOST):
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
        while place + size < len(pieces) and size < MOST and not (size and pieces[place + size - 1].pause):
            here = place + size
            if self._pieces.is_mark(here) or pieces[here].opened:
                break
            if pieces[here].key in lexicon().joining and (size or (here and self._is_business(here - 1))):
                after = here + 1
                if after < len(pieces) and not pieces[here].pause and self._may_join(after):
                    size += 2
                    continue
                break
            if self._is_family(here):
                size += 1
                continue
            told = self._is_told(here, *(() if size else ("says", "wants")))
            if not self._may_be_all(here) or told or (size and not self._are_strange(here)):
                break
            size += 1
        return size

    def _is_family(self, place: int) -> bool:
        """Whether a surname says whose a business is, though it is an everyday word too: "taller hnos bravo"."""
        before = self._pieces.all[place - 1] if place else None
        shared = before is not None and not before.pause and before.key in lexicon().shared_with
        return shared and self._pieces.all[place].key in lexicon().surnames

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

    def _somewhere(self, at: int) -> int:
        """Any words between a visit and where that was: "visited brew lab in temple bar", "visita a cafeto lab en Malasaña"."""
        place = self._pieces.begins(at)
        begun = {cue.last for cue in self._cued.all("visit.noun") if cue.first == 0}
        if place is None or not self._places.behind_deed(at, self._places.visits | begun):
            return 0
        pieces, size = self._pieces.all, 0
        while place + size < len(pieces) and size <= MOST:
            joint = size and self._joins_names(place + size)
            if not joint and not self._may_be_called(place + size, place):
                break
            size += joint or 1
            if pieces[place + size - 1].pause:
                return 0
        where = place + size + 1
        if not 0 < size <= MOST or where >= len(pieces) or pieces[where - 1].key not in lexicon().within:
            return 0
        words = range(pieces[place].first, pieces[place + size - 1].last)
        any_ones = any(cue.first in words for cue in self._cued.all("customer"))  # "visited a few customers in Cork"
        alone = size == 1 and not pieces[place].is_capital and not self._are_strange(place)
        named = not any_ones and not alone and not self._pieces.is_mark(where) and self._may_be_all(where)
        return size if named else 0

    def _joins_names(self, place: int) -> int:
        """The pieces of "and" and the article behind it, amid a name: "el zorro y el galgo"."""
        pieces = self._pieces.all
        if pieces[place].key not in lexicon().and_ or place + 1 >= len(pieces):
            return 0
        return 1 + (pieces[place + 1].key in lexicon().articles)

    def _told_of(self, at: int) -> int:
        """Any words between what was done and a pause, where what they said follows: "saw harbour lights yesterday, they want 3"."""
        done = {cue.last for cue in self._cued.all(*_WITH_SOMEBODY) if cue.first <= 1 and self._is_own_deed(cue)}
        place = self._pieces.begins(at)
        if place is None or not done or not self._places.behind_deed(at, done) or self._is_of_any(at):
            return 0
        pieces, size = self._pieces.all, 0
        while place + size < len(pieces) and self._may_be_called(place + size, place):
            size += 1
            if pieces[place + size - 1].pause:
                break
        if not 0 < size <= MOST:
            return 0
        pause = pieces[place + size - 1].last
        while pause < len(self._tokens) and self._keys[pause] in {"{past}", "{day}"}:
            pause += 1
        told = any(cue.first > pause for cue in self._cued.all("says", "wants", "did", "past"))
        return size if told and pause < len(self._tokens) and is_pause(self._cued, pause) else 0

    def _is_own_deed(self, cue: Cue) -> bool:
        """Whether nothing stands before a deed that did it: "tasting went well" tells of no "Well", nor "Rosa cogió fin" of a "Fin"."""
        before = self._tokens[: cue.first]
        return all(token.mark is not None and token.mark.kind in MOMENTS for token in before) or (
            len(before) == 1 and before[0].key in phrasebook().words("function")
        )

    def _is_of_any(self, at: int) -> bool:
        """Whether somebody or something of any kind stands between a deed and a place: "met a lady at the trade counter"."""
        last = max((end for end in self._places.deeds if end <= at), default=at)
        return any(self._places.is_thing(between + 1) for between in range(last, at))

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
