"""What is sold, of a sentence that tells of a deal: the noun phrase that is wanted, quoted or sold, or that stands by the amount."""

from collections.abc import Collection, Iterator

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.retracted import counted_from
from handlers.language.acts.verbatim import Extent
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from storage.names.folding import fold

LONGEST = 8
"""Words of what is sold; more are a sentence."""
_WHO = frozenset({"{customer}", "{contact}"})
_OF_THEM = frozenset({"{product}", "{promotion}"})
"""Names that may be part of what is sold."""
_DEEDS = ("did", "past", "says", "wants", "complains")


def goods(cued: Cued, money: Extent | None) -> Extent | None:
    """Where what is sold stands, `money` being where its amount does; None where the sentence does not say it.

    It is behind a verb of wanting, quoting or selling, or next to the amount: in the clause of the amount, else in the one
    that is closest before it, else in one behind.
    """
    found = clauses(cued)
    taken = frozenset(at for at, token in enumerate(cued.reading.tokens) if money and _overlap(cued, at, money))
    own = next((n for n, clause in enumerate(found) if taken & set(range(clause.first, clause.last))), None)
    order = range(len(found)) if own is None else (own, *range(own - 1, -1, -1), *range(own + 1, len(found)))
    finder = _Finder(cued, taken)
    plain: Extent | None = None
    for n in order:
        for first, last in finder.in_clause(found[n], beside=n == own):
            extent = cued.reading.tokens[first].start, cued.reading.tokens[last - 1].end
            if not finder.is_plain(first, last):
                return extent
            plain = plain or extent
    return plain


def _overlap(cued: Cued, at: int, extent: Extent) -> bool:
    token = cued.reading.tokens[at]
    return token.start < extent[1] and extent[0] < token.end


class _Finder:
    """Finds noun phrases in the clauses of one message; `taken` are the tokens of the amount."""

    def __init__(self, cued: Cued, taken: Collection[int]) -> None:
        self._cued = cued
        self._taken = taken
        book = phrasebook()
        self._little = book.words("function") | book.words("edges") | book.words("goods_skips")
        self._plain = book.words("goods_plain")

    def is_plain(self, first: int, last: int) -> bool:
        """Whether it says no more than that something was ordered: "pedido"."""
        return all(self._cued.keys[at] in self._plain for at in range(first, last))

    def in_clause(self, clause: Clause, *, beside: bool) -> Iterator[tuple[int, int]]:
        """The phrases of a clause, the likeliest first; with `beside` also those beside the amount in it."""
        yield from self._nearest_first(self._led(clause)) if beside else self._led(clause)
        yield from self._tailed(clause)
        yield from self._counted(clause)
        if beside:
            yield from self._before(clause)
            yield from self._behind(clause)

    def _nearest_first(self, phrases: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The phrases of the amount's clause, those before it first, the nearest first: "2 drums and a quote for a press around 1800"."""
        found = list(phrases)
        before = [phrase for phrase in found if phrase[1] <= min(self._taken)]
        yield from reversed(before)
        yield from (phrase for phrase in found if phrase not in before)

    def _led(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """Behind the words that lead to what is sold: "wants …", "quote for …", "Marta about …"."""
        at, stands = clause.first, counted_from(self._cued.keys, clause.first, clause.last)
        while at < clause.last:
            size = self._lead(at)
            at += size or 1
            if not size:
                continue
            while at < clause.last and (size := self._lead(at) or self._skipped(at) or self._named(at)):
                at += size
            at = max(at, stands)  # "took 6 kegs, no, 8 kegs"
            last = self._until(at, clause.last)
            done = last < clause.last and self._cued.keys[last] in phrasebook().words("goods_objects")  # "to halve it"
            if not done and (phrase := self._trimmed(at, last)):
                yield phrase
            at = max(at, last)

    def _tailed(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """Before the words that speak of a matter: "the hampers thing"."""
        for at in range(clause.first + 1, clause.last):
            if phrase_at("goods_tails", self._cued.keys, at) and (phrase := self._back(at, clause.first)):
                yield phrase

    def _counted(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """A clause that does nothing but count things: "…, 12 botellas de Pinot, 90 €"."""
        first, last = clause.first, clause.last
        alone = self._is_number(first) and last - first > 1 and self._until(first, last) == last
        if alone and self._cued.keys[first + 1][0].isalpha() and (phrase := self._trimmed(first, last)):
            yield phrase

    def _before(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """Right before the amount: "pedido de 3.000 €", "hampers at 35 euro"."""
        at = next(at for at in range(clause.first, clause.last) if at in self._taken)
        if phrase := self._back(at, clause.first):
            yield phrase

    def _behind(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """Right behind the amount, where a word leads to it or an article stands before it: "8.400 € para la barra", "a €2,500 order"."""
        money = [at for at in range(clause.first, clause.last) if at in self._taken]
        at = money[-1] + 1
        linked = at < clause.last and self._cued.keys[at] in phrasebook().words("goods_links")
        if not linked and not self._is_one(money[0], clause.first):
            return
        at += linked
        while at < clause.last and self._skipped(at):
            at += 1
        if phrase := self._trimmed(at, self._until(at, clause.last)):
            yield phrase

    def _is_one(self, at: int, floor: int) -> bool:
        """Whether an article stands before an amount, or is part of it: "a €2,500 order"."""
        token = self._cued.reading.tokens[at]
        first = fold(self._cued.reading.text[token.start : token.end].split()[0])
        before = self._cued.keys[at - 1] if at > floor else ""
        return bool({first, before} & phrasebook().words("goods_articles"))

    def _back(self, last: int, floor: int) -> tuple[int, int] | None:
        """The phrase that ends before a place, the words that only lead to the amount left out."""
        while last > floor and self._is_little(last - 1):
            last -= 1
        first = last
        while first > floor and not self._begins(first) and not self._stops(first - 1):
            first -= 1
        if any(first <= cue.first < last and not cue.inner for cue in self._cued.all(*_DEEDS)):
            return None
        told = first < last and self._cued.keys[first].endswith(tuple(phrasebook().words("telling_endings")))
        alone = first > floor and phrase_before("subjects", self._cued.keys, first)
        if told and alone:
            return None
        return self._trimmed(first, last) or (self._whole(first, last, floor))

    def _whole(self, first: int, last: int, floor: int) -> tuple[int, int] | None:
        """The one word that leads and names at once what is sold: "(un) pedido (de) 3.000 €"."""
        if first == last and last > floor and self._cued.keys[last - 1] in self._plain:
            return last - 1, last
        return None

    def _begins(self, at: int) -> bool:
        """Whether what is sold begins at a place: behind an article, behind what leads to it, with a count."""
        keys, book = self._cued.keys, phrasebook()
        if at < len(keys) and self._is_number(at) and self._counts_on(at):
            return True
        article = keys[at - 1] in book.words("goods_articles") and keys[at - 2] not in book.words("goods_of")
        return article or phrase_before("goods_leads", keys, at) > 0

    # ------------------------------------------------------------------ words
    def _lead(self, at: int) -> int:
        """How many words that lead to what is sold begin at a place; behind a name also those that say what it is about."""
        if at >= len(self._cued.keys):
            return 0
        size = phrase_at("goods_leads", self._cued.keys, at)
        topic = at > 0 and self._cued.keys[at - 1] in _WHO
        return size or (phrase_at("goods_topics", self._cued.keys, at) if topic else 0)

    def _skipped(self, at: int) -> int:
        return int(at < len(self._cued.keys) and self._cued.keys[at] in phrasebook().words("goods_skips"))

    def _named(self, at: int) -> int:
        """How many tokens name whom it is sold to, "sold Bell Inn two ovens"; 0 where that is who does something: "wants Joe to …"."""
        keys = self._cued.keys
        if keys[at] not in _WHO:
            return 0
        size = 3 if keys[at + 1 : at + 3] == ["'", "s"] else 1
        return size if at + size < len(keys) and not self._stops(at + size) else 0

    def _until(self, first: int, last: int) -> int:
        """Where a phrase that begins at a place ends."""
        at = first
        while at < last and not self._stops(at) and not (at > first and self._counts_on(at)):
            at += 1
        return at

    def _stops(self, at: int) -> bool:
        """Whether a token is no part of what is sold: a name, a date, a pause, a preposition of time or place, a doubt."""
        cued = self._cued
        token = cued.reading.tokens[at]
        if at in self._taken or is_pause(cued, at) or (token.mark is not None and token.key not in _OF_THEM):
            return True
        ends = phrase_at("goods_ends", cued.keys, at) or phrase_at("hedges", cued.keys, at)
        return bool(ends) or cued.keys[at] in phrasebook().words("goods_whiles") or self._is_while(at)

    def _is_while(self, at: int) -> bool:
        """Whether it is a length of time, or a number of nothing: "3 yrs", "2 al año"."""
        keys = self._cued.keys
        return self._is_number(at) and at + 1 < len(keys) and keys[at + 1] in phrasebook().words("goods_whiles")

    def _counts_on(self, at: int) -> bool:
        """Whether a number within a phrase counts something else: "hampers 40 of em", but not "máquina de 2 grupos"."""
        return self._is_number(at) and self._cued.keys[at - 1] not in phrasebook().words("goods_of")

    def _is_number(self, at: int) -> bool:
        return self._cued.reading.tokens[at].mark is None and self._cued.keys[at][0].isdigit()

    def _is_little(self, at: int) -> bool:
        key = self._cued.keys[at]
        return key in self._little or bool(phrase_at("hedges", self._cued.keys, at)) or not key[0].isalnum()

    def _trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """A phrase without the little words at its edges; None for one that says nothing, or is a sentence."""
        while first < last and not self._cued.reading.tokens[first].mark and self._is_little(first):
            first += 1
        while last > first and not self._cued.reading.tokens[last - 1].mark and self._is_little(last - 1):
            last -= 1
        said = (
            self._cued.reading.text[self._cued.reading.tokens[first].start : self._cued.reading.tokens[last - 1].end]
            if first < last
            else ""
        )
        return (first, last) if last - first <= LONGEST and sum(c.isalpha() for c in said) > 2 else None
