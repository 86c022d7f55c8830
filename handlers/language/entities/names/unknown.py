"""Names that nobody knows, marked where a sentence plainly tells of somebody: "llamé a Pepe", "ayer Bar Luna, quieren …".

A store begins empty, and a rep meets new people every day. Only what the words around make a name is one: it stands
behind what was done ("visited greggs"), behind "con", or begins the message; and it is a first name, has a title, a
kind of business beside it, or capitals.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from handlers.language.concepts.concepts import Cued, find_cues, known_words
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.names.new import as_name, written
from handlers.language.meaning import Name
from handlers.language.reading import MOMENTS, Mark, Reading, Token
from handlers.language.text.detection import language_of
from handlers.language.text.free_text import is_pause, phrase_before
from storage.names.folding import fold

_FORMS = ("did", "vague", "noun")
_SMALL = frozenset({"de", "del", "la", "las", "los", "el", "of", "the"})
_AND = frozenset({"y", "e", "and", "&", "+"})
_TO = frozenset({"a", "al", "to", "for"})
_FROM = frozenset({"from", "de", "del", "at"})
_SAYING = ("says", "wants", "did")
_MOST = 4
"""Words of a name that is not written with capitals."""
_LITTLE = 6
"""Little words that may stand between what was done and a name."""
_EARLY = 8
"""Tokens within which what was done is told."""
_HARMLESS = frozenset({"chat", "customer", "filler", "greet", "yes"})
"""Concepts whose words may well be part of a business's name ("Bar Luna")."""


def with_strangers(cued: Cued) -> Cued:
    """The message with its unknown people and customers marked, as far as no known ones are named; itself without any."""
    found = _Search(cued).found()
    if not found:
        return cued
    reading = cued.reading
    tokens = list(_replaced(reading.tokens, found))
    kept = [mark for mark in reading.marks if not any(mark.start < new.end and new.start < mark.end for new in found)]
    marks = sorted([*kept, *found], key=lambda mark: mark.start)
    return find_cues(Reading(reading.text, tokens, marks))


@cache
def little_words() -> frozenset[str]:
    """The words that may stand between what was done and with whom: "por lo de", "the guys at"."""
    said = {word for phrase in phrasebook().words("prepositions") for word in phrase.split()}
    return frozenset(said | phrasebook().words("titles") | phrasebook().words("before_stranger") | _SMALL)


def _replaced(tokens: Sequence[Token], found: Sequence[Mark]) -> Iterator[Token]:
    for token in tokens:
        inside = next((mark for mark in found if mark.start < token.end and token.start < mark.end), None)
        if inside is None:
            yield token
        elif token.start == inside.start:
            yield Token("{" + inside.kind + "}", inside.start, inside.end, inside)


@dataclass(frozen=True)
class _Search:
    """A search through one message."""

    cued: Cued

    def found(self) -> list[Mark]:
        """The marks of those whom nobody knows: one person at most, the customers in a row."""
        concepts = self.cued.concepts
        customers = list(self._customers()) if "{customer}" not in concepts else list(self._in_row())
        person = self._person(customers) if "{contact}" not in concepts else None
        return sorted([*customers, *([person] if person else [])], key=lambda mark: mark.start)

    # ------------------------------------------------------------------ where names stand
    @cached_property
    def _deeds(self) -> frozenset[int]:
        """The places just behind what was done."""
        return frozenset(cue.last for cue in self.cued.all(*_FORMS) if cue.first < _EARLY)

    @cached_property
    def _visits(self) -> frozenset[int]:
        return frozenset(cue.last for cue in self.cued.all("visit.did") if cue.first < _EARLY)

    def _opens(self, at: int) -> bool:
        """Whether nothing but a moment and pauses stands before a place."""
        tokens = self.cued.reading.tokens
        return all(
            (t.mark is not None and t.mark.kind in MOMENTS) or is_pause(self.cued, i) for i, t in enumerate(tokens[:at])
        )

    def _behind_deed(self, at: int, deeds: Collection[int] = ()) -> bool:
        """Whether what was done stands right before, at most little words between ("pasé por lo de", "met w/")."""
        deeds, keys, little = deeds or self._deeds, self.cued.keys, little_words()
        furthest = max(at - _LITTLE, 0)
        while at > furthest and at not in deeds:
            mark = keys[at - 1] in {",", "/", "."} and at > 1 and keys[at - 2] in little
            if not mark and keys[at - 1] not in little:
                return False
            at -= 1
        return at in deeds

    def _is_thing(self, at: int) -> bool:
        """Whether the word before makes it any such one: "un bar", "my bar", "10 hostales"."""
        before = self.cued.keys[at - 1] if at else ""
        return before in lexicon().indefinite - {"que"} or before.isdigit()

    # ------------------------------------------------------------------ people
    def _person(self, taken: Sequence[Mark]) -> Mark | None:
        for at, token in enumerate(self.cued.reading.tokens):
            if self._is_no_day(at):
                return self._mark("contact", at, at + 1)
            if not token.is_word or any(mark.start < token.end and token.start < mark.end for mark in taken):
                continue
            title, size = self._person_at(at)
            if size and self._stands_for_person(at, at + title, at + title + size):
                return self._mark("contact", at + title, at + title + size, title)
        return None

    def _is_no_day(self, at: int) -> bool:
        """Whether what may be short for a day to come is a person met: "saw Tom"."""
        token = self.cued.reading.tokens[at]
        said = fold(self.cued.reading.text[token.start : token.end])
        return token.key == "{future}" and said in phrasebook().words("first_names") and self._behind_deed(at)

    def _person_at(self, at: int) -> tuple[int, int]:
        """How many words of title ("el señor") and of name begin at a place."""
        keys, book = self.cued.keys, phrasebook()
        title = 0
        while at + title < len(keys) and keys[at + title] in book.words("titles"):
            title += 1
            if title < len(keys) - at and keys[at + title] == ".":
                title += 1
        titled = title > 0 and keys[at + title - 1] not in _SMALL and keys[at + title - 1] != "old"
        first = at + (title if titled else 0)
        if first >= len(keys) or not self.cued.reading.tokens[first].is_word:
            return 0, 0
        if not titled and not self._is_first_name(first):
            return 0, 0
        if titled and (not self._may_be_name(first) or keys[first] in book.words("roles")):
            return 0, 0
        size = 1
        while first + size < len(keys) and size < _MOST and self._is_surname(first + size, first):
            size += 1
        return first - at, size

    def _called(self, at: int) -> str:
        return self.cued.keys[at].removesuffix("'s").removesuffix("’s")

    def _is_first_name(self, at: int) -> bool:
        called, capital = self._called(at), self._capital(at)
        if called in phrasebook().words("first_names"):
            ordinary = lexicon().is_ordinary(called) or called in phrasebook().vocabulary
            return not ordinary or capital or (called in lexicon().people_too and called not in lexicon().calendar)
        if called in phrasebook().words("places"):
            return False
        return capital and at > 0 and (called in lexicon().surnames or self._is_of_somewhere(at))

    def _is_of_somewhere(self, at: int) -> bool:
        """Whether "de", "from", "at" and another name follow a strange word: "hablé con Nerea de Aceros Norte"."""
        keys = self.cued.keys
        follows = at + 2 < len(keys) and keys[at + 1] in {"de", "del", "from", "at"} and self._capital(at + 2)
        return follows and self._is_strange(at) and keys[at] not in phrasebook().words("business")

    def _is_surname(self, at: int, first: int) -> bool:
        token = self.cued.reading.tokens[at]
        if (
            not token.is_word
            or not token.key.isalpha()
            or len(token.key) < 3
            or self._called(first) != self.cued.keys[first]
        ):
            return False
        if token.key in lexicon().surnames and not lexicon().is_ordinary(token.key):
            return True
        if self._capital(first):
            return self._capital(at) and token.key not in phrasebook().words("business")
        return self._is_strange(at)

    def _stands_for_person(self, at: int, first: int, last: int) -> bool:
        """Whether a name stands where a sentence tells whom it is about."""
        if self._is_thing(at) or self._is_sender(at, last):
            return False
        met = phrase_before("persons_met", self.cued.keys, at) and self.cued.keys[at - 1] not in _AND
        given = at > 0 and self.cued.keys[at - 1] in _TO and any(deed < at for deed in self._deeds)
        if met or given or self._behind_deed(at):
            return True
        return self._opens(at) and self._goes_on_as_person(last)

    def _is_sender(self, at: int, last: int) -> bool:
        """Whether the sender tells their own name: "me llamo Juan", where no accent makes it a call."""
        tokens = self.cued.reading.tokens
        if (
            not phrase_before("my_name_is", self.cued.keys, at)
            or not self.cued.reading.text[tokens[at - 1].end - 1].isascii()
        ):
            return False
        told = {cue.first for cue in self.cued.all(*_SAYING)}
        return not (last < len(tokens) and (tokens[last].mark or is_pause(self.cued, last) or last in told))

    def _goes_on_as_person(self, last: int) -> bool:
        """Whether behind the name comes what a person does: "Marta me pidió", "Dave from …", "Pepe: …"."""
        keys = self.cued.keys
        if last >= len(keys):
            return False
        if keys[last] in {"de", "del", "from", "at", ":"} and last + 1 < len(keys):
            return True
        says = {cue.first for cue in self.cued.all(*_SAYING)}
        return last in says or (
            keys[last] in {"me", "nos", "le", "ya", "has", "just", "ha"} and bool({last, last + 1} & says)
        )

    # ------------------------------------------------------------------ customers
    def _customers(self) -> Iterator[Mark]:
        """The first unknown customer, and those that follow it in a row."""
        for at, token in enumerate(self.cued.reading.tokens):
            if token.is_word and (size := self._customer_at(at)):
                yield self._mark("customer", at, at + size)
                yield from self._row(at + size)
                return

    def _in_row(self) -> Iterator[Mark]:
        """Unknown customers that are named beside a known one."""
        for at, token in enumerate(self.cued.reading.tokens):
            if token.key == "{customer}":
                yield from self._row(at + 1)

    def _row(self, at: int) -> Iterator[Mark]:
        """The businesses of a list that goes on at a place: ", Hostal Mar y Bar Lima"."""
        keys = self.cued.keys
        while at + 1 < len(keys) and (keys[at] in _AND or keys[at] == ","):
            at += 1 + (keys[at] == "," and keys[at + 1] in _AND)
            while at < len(keys) and keys[at] in {"a", "en", "el", "la", "los", "las", "al", "the", "at"}:
                at += 1
            size = self._business_at(at) if at < len(keys) else 0
            if not size:
                return
            yield self._mark("customer", at, at + size)
            at += size

    def _customer_at(self, at: int) -> int:
        """How many words of an unknown customer's name begin at a place; 0 where none does."""
        if self._is_thing(at) or self._is_titled(at):
            return 0
        behind, opens = self._behind_deed(at), self._opens(at)
        preposition = at > 0 and bool(phrase_before("prepositions", self.cued.keys, at))
        if not (behind or opens or preposition):
            return 0
        if (
            at > 1
            and self.cued.keys[at - 1] in _FROM
            and self.cued.keys[at - 2] == "{contact}"
            and self._is_strange(at)
        ):
            return self._run(at)
        if size := self._business_at(at):
            return size
        if at in self._people:
            return 0
        if size := self._capitals(at, behind=behind or (preposition and bool(self._deeds)), opens=opens):
            return size
        return max(self._visited(at), self._told_of(at))

    @cached_property
    def _people(self) -> frozenset[int]:
        """The places where a person's name begins, so that none is taken for a business."""
        return frozenset(
            at for at, token in enumerate(self.cued.reading.tokens) if token.is_word and self._person_at(at)[1]
        )

    def _business_at(self, at: int) -> int:
        """A kind of business and its name ("bar luna"), or the name and its kind ("joe's diner", "acme corp")."""
        business = phrasebook().words("business")
        keys = self.cued.keys
        tokens = self.cued.reading.tokens
        if not tokens[at].is_word:
            return 0
        if keys[at] in business or keys[at].removesuffix("s") in business:
            if (size := self._written(at)) > 1:
                return size
            size = self._run(at + 1) + 1
            return size if size > 1 else 0
        for size in range(1, _MOST):
            here = at + size
            if here >= len(keys) or not tokens[here].is_word:
                return 0
            if not self._may_be_name(here - 1) or self._is_told(here - 1):
                return 0
            if keys[here] in business and self._may_follow(here):
                return max(size + 1, self._written(at))
        return 0

    def _may_follow(self, at: int) -> bool:
        """Whether a kind of business may end a name, as in English: "blue moon cafe", but not "tomando café"."""
        if self._capital(at) and self._capital(at - 1):
            return True
        return self._is_english and self.cued.keys[at] in phrasebook().of_language.get("en", {}).get("business", ())

    @cached_property
    def _is_english(self) -> bool:
        return language_of(self.cued, "en") == "en"

    def _written(self, at: int) -> int:
        """Words with capitals, without a second business behind an "and"."""
        size = written(self.cued, at)
        keys, business = self.cued.keys, phrasebook().words("business")
        ands = (i for i in range(1, size - 1) if keys[at + i] in _AND - {"&"})
        return next((i for i in ands if {keys[at + i - 1], keys[at + i + 1]} & business), size)

    def _run(self, at: int) -> int:
        """How many words from a place on may be the name of a business."""
        tokens, keys = self.cued.reading.tokens, self.cued.keys
        size = 0
        while at + size < len(tokens) and size < _MOST and tokens[at + size].is_word:
            here = at + size
            if keys[here] in _SMALL and (size or keys[at - 1] in phrasebook().words("business")):
                if (
                    here + 1 < len(tokens)
                    and tokens[here + 1].is_word
                    and self._may_be_name(here + 1)
                    and not self._is_told(here + 1)
                ):
                    size += 2
                    continue
                break
            told = self._is_told(here, *(() if size else ("says", "wants")))
            if not self._may_be_name(here) or told or (size and not self._is_strange(here)):
                break
            size += 1
        return size

    def _capitals(self, at: int, *, behind: bool, opens: bool) -> int:
        """Words with capitals where a name is awaited; at the very beginning two, for every sentence begins with one."""
        if at == 0 and not opens:
            return 0
        size = self._written(at)
        called = self._called(at)
        if (
            not size
            or any(called in phrasebook().words(name) for name in ("first_names", "titles"))
            or called in lexicon().calendar
        ):
            return 0
        if size == 1 and called in phrasebook().words("places"):
            return 0
        if at == 0:
            return size if size > 1 and not self._is_told(0) and not self._deeds_begin(0) else 0
        return size if behind or opens else 0

    def _is_titled(self, at: int) -> bool:
        """Whether a title stands before ("Lic. Salgado"): a person's name, no business's."""
        before = at - 2 if at > 1 and self.cued.keys[at - 1] == "." else at - 1
        return before >= 0 and self.cued.keys[before] in phrasebook().words("titles") - _SMALL

    def _deeds_begin(self, at: int) -> bool:
        return any(cue.first == at for cue in self.cued.cues)

    def _visited(self, at: int) -> int:
        """Words of no language behind "visité", "popped into": they can only be a name."""
        if not self._visits or not self._behind_deed(at, self._visits):
            return 0
        return self._run(at) if self._is_strange(at) else 0

    def _told_of(self, at: int) -> int:
        """Any words between what was done and a pause, where what they said follows: "saw harbour lights yesterday, they want 3"."""
        done = {cue.last for cue in self.cued.all("did", "visit.vague") if cue.first <= 1}
        if not self._behind_deed(at, done):
            return 0
        tokens, last = self.cued.reading.tokens, at
        while last < len(tokens) and self._may_be_called(last, at):
            last += 1
        pause = last
        while pause < len(tokens) and tokens[pause].key in {"{past}", "{day}"}:
            pause += 1
        told = any(cue.first > pause for cue in self.cued.all("says", "wants", "did", "past"))
        return last - at if last - at <= _MOST and told and is_pause(self.cued, pause) else 0

    def _may_be_called(self, at: int, first: int) -> bool:
        """Whether a word may be of a name that nothing but its place makes one."""
        key = self.cued.keys[at]
        if at in self._chats or (key in _SMALL and at > first):
            return at not in self._chats
        return self._may_be_name(at) and not self._is_told(at) and key not in lexicon().generic

    @cached_property
    def _chats(self) -> frozenset[int]:
        return frozenset(at for cue in self.cued.all("chat") for at in range(cue.first, cue.last))

    # ------------------------------------------------------------------ words
    def _capital(self, at: int) -> bool:
        return self.cued.reading.text[self.cued.reading.tokens[at].start].isupper()

    def _may_be_name(self, at: int) -> bool:
        """Whether a word may be part of a name beside what makes it one."""
        token, book = self.cued.reading.tokens[at], phrasebook()
        if not token.is_word or not token.key[0].isalnum() or token.key.isdigit():
            return False
        if token.key in book.words("function") or token.key in book.words("edges"):
            return token.key in book.words("first_names")
        concepts = {c for phrase, names in book.phrases.get(token.key, ()) if len(phrase) == 1 for c in names}
        return concepts <= _HARMLESS or self._capital(at)

    def _is_told(self, at: int, *concepts: str) -> bool:
        """Whether a word is rather what is told of somebody: a mood, a deed (or one of some concepts), a promise."""
        book, key = phrasebook(), self.cued.keys[at]
        if self._capital(at):
            return False
        if any(key in book.words(name) for name in ("positive", "negative", "steps", "not_positive")):
            return True
        return any(
            cue.first == at and not cue.inner for cue in self.cued.all(*(concepts or ("past", "says", "wants", "did")))
        )

    def _is_strange(self, at: int) -> bool:
        """Whether a word is none of the language's own, as far as the data knows it."""
        key = self._called(at)
        if self._is_told(at) or key in phrasebook().words("function") or not key.isalpha():
            return False
        if key in phrasebook().words("first_names") or key in lexicon().surnames:
            return True
        return key not in known_words() and not lexicon().is_ordinary(key) and key not in lexicon().generic

    def _mark(self, kind: str, first: int, last: int, title: int = 0) -> Mark:
        """The mark of a name; its title and a possessive ending belong to it and are not of the name."""
        tokens, text = self.cued.reading.tokens, self.cued.reading.text
        start, end = tokens[first].start, tokens[last - 1].end
        if kind == "contact" and text[end - 2 : end] in {"'s", "’s"}:
            end -= 2
        also: Collection[tuple[int, int]] = [(tokens[first - title].start, start)] if title else []
        return Mark(start, end, kind, name=Name(as_name(text[start:end])), also=tuple(also))
