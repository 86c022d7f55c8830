"""A message as its question's words: what each means, and which were made use of. What is left nobody understood."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from handlers.language.meaning import Context, NameKind
from handlers.language.questions.phrases import Part, is_phrase, means, parts, small_number
from handlers.language.tokens import MOMENTS, Mark, Reading, Token
from storage.names.folding import fold

_THOUSANDS = 3
"""Digits between the points of a number."""
PERSONS = frozenset({"me", "us"})


@dataclass
class Words:
    """The words of one message; `taken` are the tokens that the question has accounted for.

    `understood` are meanings that go without saying: "about customers" where only customers can be meant.
    """

    reading: Reading
    context: Context
    taken: set[int] = field(default_factory=set)
    understood: frozenset[str] = frozenset()

    @cached_property
    def tokens(self) -> list[Token]:
        """All tokens but punctuation around the sentence; a moment that begins with the end of a phrase is cut: "clase A este mes"."""
        found: list[Token] = []
        for said in self.reading.tokens:
            token = _trade(self.reading.text, said)
            if token.mark and token.mark.kind in MOMENTS and found:
                found += _apart(self.reading.text, found[-1], token)
            elif token.is_word or token.mark or token.key in "'-%":
                found.append(token)
        return found

    @cached_property
    def parts(self) -> list[Part]:
        """The phrases that mean something in a question, or nothing at all."""
        return parts(self.tokens)

    @cached_property
    def means(self) -> dict[str, list[Part]]:
        """The phrases by their meaning, without who it was: "deed visit me" is also under "deed visit"."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            for meaning in part.meanings:
                found.setdefault(meaning, []).append(part)
                stem, _space, person = meaning.rpartition(" ")
                if person in PERSONS and stem != "who":
                    found.setdefault(stem, []).append(part)
        return found

    def has(self, *meanings: str) -> bool:
        """Whether the message has one of these meanings, or any meaning of these slots."""
        return not self._slots.isdisjoint(meanings)

    @cached_property
    def _slots(self) -> frozenset[str]:
        said = self.understood.union(self.means)
        return said.union(meaning.split()[0] for meaning in said)

    def of(self, slot: str, *, free: bool = False) -> list[str]:
        """The values that a slot has in the message: "visit" of "kind visit"; in order, each once; `free` where no word is taken yet."""
        found = [
            (part.first, meaning.split()[1])
            for meaning, places in self.means.items()
            if meaning.startswith(f"{slot} ")
            for part in places
            if not free or self.taken.isdisjoint(range(part.first, part.last))
        ]
        return list(dict.fromkeys(value for _first, value in sorted(found)))

    def take(self, *meanings: str) -> bool:
        """Accounts for the phrases of some meanings, or of a whole slot ("group"); False where there are none."""
        found = [
            part
            for meaning, places in self.means.items()
            if meaning in meanings or meaning.split()[0] in meanings
            for part in places
        ]
        for part in found:
            self.taken.update(range(part.first, part.last))
        return bool(found)

    def first_of(self, *slots: str) -> int:
        """Where the first phrase of any meaning of some slots begins, "deed visit" of "deed"; behind the end where there is none."""
        return self.first(*(meaning for meaning in self.means if meaning.split()[0] in slots))

    def first(self, *meanings: str) -> int:
        """Where the first phrase of some meanings begins; behind the end where there is none."""
        return min(
            (part.first for meaning in meanings for part in self.means.get(meaning, ())), default=len(self.tokens)
        )

    @cached_property
    def persons(self) -> frozenset[str]:
        """Who is asked for: "me", whoever asks; "us", all."""
        said = {meaning.split()[-1] for part in self.parts for meaning in part.meanings}
        return frozenset(said & PERSONS)

    @cached_property
    def asks_by_its_mark(self) -> bool:
        """Whether only its mark makes it a question: "llamé a Raquel?"."""
        return self.first_of("deed") == 0 and self.reading.text.rstrip().endswith("?")

    def marks(self, *kinds: str) -> list[tuple[int, Mark]]:
        """The marks of some kinds, with their places."""
        return [(at, token.mark) for at, token in enumerate(self.tokens) if token.mark and token.mark.kind in kinds]

    @property
    def moments(self) -> list[tuple[int, Mark]]:
        """The moments that are named."""
        return self.marks(*MOMENTS)

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """Small numbers, in digits or as a word, with their places."""
        found = [(at, int(digits)) for at, digits, _last in self.figures if _is_number(digits)]
        said = ((at, small_number(token.key)) for at, token in enumerate(self.tokens) if token.is_word)
        times = ((part.first, int(each)) for each in self.of("number") for part in self.means[f"number {each}"])
        return sorted({**{at: number for at, number in said if number}, **dict(found), **dict(times)}.items())

    @cached_property
    def figures(self) -> list[tuple[int, str, int]]:
        """Numbers of any size in digits, "5.000" and "5,000" too: where each begins, its digits, where it ends."""
        found, at = [], 0
        while at < len(self.tokens):
            last = at + 1
            if _is_digits(self.tokens[at]):
                while last < len(self.tokens) and self._goes_on(last):
                    last += 1
                found.append((at, "".join(token.key for token in self.tokens[at:last]), last))
            at = last
        return found

    def _goes_on(self, at: int) -> bool:
        """Whether these digits are the next thousands of the number before."""
        token, before = self.tokens[at], self.tokens[at - 1]
        between = self.reading.text[before.end : token.start]
        return _is_digits(token) and len(token.key) == _THOUSANDS and between in {".", ","}

    def is_before(self, at: int, *meanings: str) -> bool:
        """Whether a phrase of one of these meanings ends where a token stands."""
        return any(part.last == at for meaning in meanings for part in self.means.get(meaning, ()))

    def is_first(self, at: int) -> bool:
        """Whether only words that say nothing stand before a token."""
        idle = {place for part in self.parts if part.idle for place in range(part.first, part.last)}
        return idle.issuperset(range(at))

    def is_one(self, meaning: str) -> bool:
        """Whether one of it is asked for, not several: "deal", "oportunidad"."""
        found = self.means.get(meaning, [])
        return bool(found) and not self.tokens[found[0].last - 1].key.endswith("s")

    def is_behind(self, at: int, *meanings: str) -> bool:
        """Whether a phrase of one of these meanings begins right behind a token."""
        return any(part.first == at + 1 for said in self.means if _is(said, meanings) for part in self.means[said])

    def are_joined(self, first: int, second: int) -> bool:
        """Whether between two tokens there is nothing but "and", "or", a comma."""
        between = range(first + 1, second)
        return all(any(part.first <= at < part.last for part in self.means.get("join", ())) for at in between)

    def is_led_by(self, at: int, *meanings: str) -> bool:
        """Whether a phrase of one of these meanings ends where a token stands, words that say nothing left out: "from the"."""
        while True:
            before = [part for part in self.parts if part.last == at]
            if any(not part.meanings.isdisjoint(meanings) for part in before):
                return True
            idle = next((part for part in before if part.idle), None)
            if idle is None:
                return False
            at = idle.first

    def unknown(self) -> Iterator[list[int]]:
        """The words that are no phrase and no mark, those beside each other together."""
        covered = {at for part in self.parts for at in range(part.first, part.last)}
        run: list[int] = []
        for at, token in enumerate(self.tokens):
            if at in covered or at in self.taken or token.mark or not token.is_word or _is_number(token.key):
                if run:
                    yield run
                run = []
            else:
                run.append(at)
        if run:
            yield run

    def text(self, places: Iterable[int]) -> str:
        """The sender's own words at some places beside each other."""
        found = sorted(places)
        return self.reading.text[self.tokens[found[0]].start : self.tokens[found[-1]].end]

    @property
    def strange(self) -> list[str]:
        """The words, no marks, that nobody understood."""
        return [self.tokens[at].key for at in self.left if self.tokens[at].mark is None]

    @property
    def leaves_moments(self) -> bool:
        """Whether moments, and nothing else, are left that nobody understood."""
        when = {at for at, _mark in self.moments}
        return bool(self.left) and when.issuperset(self.left)

    @property
    def unread(self) -> str:
        """What nobody understood, in the sender's words: neither taken nor a word that says nothing."""
        runs: list[list[int]] = []
        for at in self.left:
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        return " ".join(self.text(run) for run in runs)

    @property
    def how_long(self) -> str:
        """The words for a length of time, "más de un mes"; nothing where none is named."""
        length = [part for part in self.parts if any(one.split()[0] in {"unit", "one"} for one in part.meanings)]
        if not length:
            return ""
        led = [part for part in self.parts if part.last <= length[0].first and "over" in part.meanings]
        first = min(part.first for part in (*led[-1:], length[0]))
        return self.text(range(first, length[0].last))

    @property
    def left(self) -> list[int]:
        """Where the words stand that nobody understood."""
        idle = {at for part in self.parts if part.idle or _only_leads(part) for at in range(part.first, part.last)}
        return [
            at
            for at, token in enumerate(self.tokens)
            if at not in self.taken | idle and (token.is_word or token.mark or token.key == "%")
        ]


def _is(meaning: str, wanted: Collection[str]) -> bool:
    return meaning in wanted or meaning.partition(" ")[0] in wanted


def _apart(text: str, before: Token, token: Token) -> list[Token]:
    """A moment, without the word at its beginning that ends a phrase which the word before begins: "a" of "clase a"."""
    first = text[token.start : token.end].split(maxsplit=1)[0]
    size = len(first)
    if not is_phrase(before.key, first.casefold()) or text[token.start : token.start + size] != first:
        return [token]
    behind = next(at for at in range(token.start + size, token.end) if not text[at].isspace())
    return [Token(first.casefold(), token.start, token.start + size), replace(token, start=behind)]


def _only_leads(part: Part) -> bool:
    """Whether a phrase only leads to what is behind it: "in", "since"."""
    return part.meanings <= {"sector before", "place before", "since", "over", "under", "has", "join", "because"}


def _trade(text: str, token: Token) -> Token:
    """What looks like a name that nobody knows, as the word that it is, where it is called no more than a trade: "hoteles que no vemos"."""
    name = token.mark.name if token.mark and token.mark.kind == NameKind.CUSTOMER.value else None
    said = text[token.start : token.end]
    if name is None or name.known or not said.isalpha() or not means(said, "sector"):
        return token
    return Token(fold(said), token.start, token.end)


def _is_digits(token: Token) -> bool:
    return token.mark is None and token.key.isascii() and token.key.isdigit()


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 4
