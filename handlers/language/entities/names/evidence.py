"""What in a sentence speaks for and against a name: how much of it is there, and the words around it."""

from collections.abc import Sequence

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import NameLexicon
from handlers.language.entities.names.matching import EXACT, PEOPLE, RUN_TOGETHER, Fit, Hit, Message
from storage.names.keys import SKIPPED, likeness, name_words
from storage.names.names import NameKind

MISSPELT_ALONE = 5
"""Letters of a single word that is taken for a misspelt name."""

SHORTEST_ALONE = 3
"""Letters of a first name that is taken for one."""

ENOUGH = 0.45
"""Share of a customer's name that stands for it."""


class Evidence:
    """Judges the fits of one message."""

    def __init__(self, message: Message, lexicon: NameLexicon) -> None:
        self._message = message
        self._lexicon = lexicon

    def speaks_for(self, fit: Fit) -> bool:
        """Whether a sentence with this fit means the name, or merely uses some of its words."""
        if self._is_other_business(fit):
            return False
        if fit.entry.kind in PEOPLE:
            return self._means_person(fit)
        if self._is_ordinary(fit):
            return self._means_ordinary_name(fit)
        if self._is_wanted(fit):
            return False
        if fit.complete:
            return len(fit.hits) > 1 or fit.exact or self._stands_as_misspelt(fit.hits[0])
        if fit.entry.kind is NameKind.CUSTOMER:
            return self._means_part_of_customer(fit)
        return self._means_part_of_offer(fit)

    def shared_kind_of_business(self, rest: Sequence[Fit], *, loose: bool = False) -> list[Fit]:
        """Customers of whom only the kind was said ("en la librería"), where that fits several: the person chooses.

        `loose`: the article may be left out.
        """
        lone = [
            fit
            for fit in rest
            if fit.entry.kind is NameKind.CUSTOMER and len(fit.hits) == 1 and fit.exact
            and self._message.keys[fit.hits[0].at] in self._lexicon.generic
            and (self._is_place(fit.hits[0].at) or (loose and self._ends_in(fit.hits[0].at)))
            and not self._goes_on(fit.hits[0].at)
        ]  # fmt: skip
        return [fit for fit in lone if sum(other.hits[0].at == fit.hits[0].at for other in lone) > 1]

    def _is_other_business(self, fit: Fit) -> bool:
        """Whether a kind of business right before makes it another one's name: "óptica central" is not Bar Central."""
        if fit.entry.kind not in {NameKind.CUSTOMER, *PEOPLE} or len(fit.hits) > 1:
            return False
        at = fit.first
        while at and self._before(at) in SKIPPED and self._message.reaches(at - 1, at):
            at -= 1
        kind = self._before(at)
        if kind not in phrasebook().words("business") or not self._message.reaches(at, fit.first):
            return False
        named = (*name_words(fit.entry.name), *fit.words)
        return all(likeness(kind, word) == 0 for word in named)

    def _is_wanted(self, fit: Fit) -> bool:
        """Whether one small word of a customer's name is what somebody wants: "piden tornillos" does not mean El Tornillo."""
        lone = fit.entry.kind is NameKind.CUSTOMER and len(fit.hits) == 1 and not self._is_capital(fit.hits[0].at)
        return lone and self._before(fit.first) in self._lexicon.wanting

    # ------------------------------------------------------------------ people
    def _means_person(self, fit: Fit) -> bool:
        if len(fit.hits) > 1:
            return not self._is_ordinary(fit) or (fit.complete and fit.exact)
        hit = fit.hits[0]
        if hit.length > 1:
            return True
        if self._is_somebody_else(fit, hit) or self._is_thing(hit.at) or self._is_verb(fit, hit):
            return False
        key = self._message.keys[hit.at]
        if self._lexicon.is_ordinary(key):
            return hit.fit == 1 and self._is_called(key, hit.at)
        if len(key) < SHORTEST_ALONE or key in self._lexicon.generic:
            return False
        return hit.fit == 1 or self._stands_as_misspelt(hit)

    def _is_somebody_else(self, fit: Fit, hit: Hit) -> bool:
        """Whether a neighbour makes it another person's name: "ana gómez", "laura ruiz" are not our Ana Ruiz."""
        if self._is_within_other_name(hit.at):
            return True
        before, after = self._before(hit.at), self._after(hit.end)
        if after in self._lexicon.surnames and after not in fit.words and self._message.reaches(hit.end, hit.end):
            return True
        return (
            hit.word > 0 and self._message.reaches(hit.at, hit.at) and before != "" and self._may_be_first_name(before)
        )

    def _may_be_first_name(self, key: str) -> bool:
        lexicon = self._lexicon
        if not key.isalpha() or len(key) < SHORTEST_ALONE or key in SKIPPED or lexicon.is_ordinary(key):
            return False
        return not any(key in words for words in (lexicon.generic, lexicon.before_person, lexicon.before_customer))

    def _is_called(self, key: str, at: int) -> bool:
        """Whether an ordinary word that is also a name (Mark, Rosa, Abril) is used as a name."""
        if key in self._lexicon.calendar:
            return self._before(at) in self._lexicon.with_
        return key in self._lexicon.people_too and (
            self._before(at) in self._lexicon.before_person or self._is_capital(at)
        )

    def _is_verb(self, fit: Fit, hit: Hit) -> bool:
        """Whether it is a past tense ("me marcó" does not mean Marco) or counts money ("20 lucas" does not mean Lucas)."""
        if self._message.written(hit.at).casefold().endswith("ó"):
            return "ó" not in fit.entry.name.casefold()
        return self._message.keys[hit.at] in self._lexicon.units and self._before(hit.at).isdigit()

    # ------------------------------------------------------------------ customers, promotions, products
    def _is_ordinary(self, fit: Fit) -> bool:
        """Whether all that was said is ordinary language or a kind of business."""
        keys = {self._message.keys[at] for hit in fit.hits for at in range(hit.at, hit.end)}
        if any(hit.length > 1 for hit in fit.hits):
            return False
        return all(self._lexicon.is_ordinary(key) or key in self._lexicon.generic for key in keys)

    def _means_ordinary_name(self, fit: Fit) -> bool:
        """Names of ordinary words count where they are there in full: Friday Market, La Llamada."""
        if len(fit.hits) > 1:
            return self._is_said_in_full(fit)
        if not fit.complete or not fit.exact:
            return False
        at = fit.hits[0].at
        key = self._message.keys[at]
        if key in self._lexicon.seasons:
            return self._before(at) not in self._lexicon.when
        if fit.last - fit.first < len(fit.words) or len(fit.words) == 1:
            return self._is_alone(fit)
        return self._is_capital(fit.first) or not self._is_event(fit)

    def _is_said_in_full(self, fit: Fit) -> bool:
        """Whether a name of several ordinary words is there, its article too: "second visit" is not The Second Visit."""
        without_article = fit.words[0] in SKIPPED and self._message.keys[fit.first] != fit.words[0]
        if without_article and not any(word in self._lexicon.generic for word in fit.words):
            return self._is_capital(fit.first)
        return fit.complete or (fit.score >= 0.7 and fit.exact)

    def _means_part_of_customer(self, fit: Fit) -> bool:
        if fit.score < ENOUGH * fit.quality:
            return False
        if len(fit.hits) > 1:
            return True
        hit = fit.hits[0]
        return not self._is_thing(hit.at) and (hit.fit >= EXACT or self._stands_as_misspelt(hit))

    def _means_part_of_offer(self, fit: Fit) -> bool:
        """Of promotions and products nearly all must be said: there are always things called like a part of them."""
        if len(fit.hits) > 1:
            return fit.score >= 0.6 and fit.quality > 0.8
        at = fit.hits[0].at
        return (
            fit.entry.kind is NameKind.PROMOTION and fit.exact and fit.score >= ENOUGH
            and any(self._before(near) in self._lexicon.generic for near in (at, at - 1))
        )  # fmt: skip

    # ------------------------------------------------------------------ the words around
    def _before(self, at: int) -> str:
        return self._message.keys[at - 1] if at > 0 else ""

    def _after(self, at: int) -> str:
        return self._message.keys[at] if at < len(self._message.keys) else ""

    def _stands_as_misspelt(self, hit: Hit) -> bool:
        """Whether one misspelt word may be a name: long enough, not a word itself, and where names stand."""
        key, before = self._message.keys[hit.at], self._before(hit.at)
        if hit.length > 1 or hit.width > 1:
            return hit.fit >= RUN_TOGETHER
        if (
            len(key) < MISSPELT_ALONE
            or self._lexicon.is_ordinary(key)
            or key in self._lexicon.generic
            or self._is_asked_for(hit.at)
        ):
            return False
        return (
            len(self._message.keys) <= 2
            or before in self._lexicon.before_person or before in self._lexicon.before_customer
            or self._is_capital(hit.at)
        )  # fmt: skip

    def _is_asked_for(self, at: int) -> bool:
        """Whether it is what somebody wants: "quieren tónica", "5 cajas de tónica" mean no Mónica."""
        if self._before(at) not in {"de", "of"}:
            return self._before(at) in self._lexicon.wanting
        return any(
            self._before(at - back) in self._lexicon.wanting or self._before(at - back).isdigit() for back in (1, 2, 3)
        )

    def _is_thing(self, at: int) -> bool:
        before = self._before(at)
        return before in self._lexicon.indefinite or before.isdigit()

    def _is_capital(self, at: int) -> bool:
        """Whether the word has a capital that a sentence's beginning or a shouted message does not explain."""
        written = self._message.written(at)
        return written[:1].isupper() and at > 0 and not self._message.text.isupper()

    def _is_within_other_name(self, at: int) -> bool:
        """Whether a neighbour with a capital makes it part of another name: Ana *Gómez* is not our Ana Ruiz."""
        return any(
            self._message.reaches(min(at, near) + 1, max(at, near)) and self._is_capital(near)
            and not self._lexicon.is_ordinary(self._message.keys[near])
            for near in (at - 1, at + 1)
            if 0 <= near < len(self._message.keys)
        ) and self._message.written(at)[:1].isupper()  # fmt: skip

    def _is_place(self, at: int) -> bool:
        """Whether a definite place is meant: "en la librería", "at the gym"."""
        return self._before(at) in SKIPPED and self._before(at - 1) in self._lexicon.before_customer

    def _ends_in(self, at: int) -> bool:
        """Whether the message ends in a word behind a preposition."""
        return at == len(self._message.keys) - 1 and self._before(at) in self._lexicon.before_customer

    def _goes_on(self, at: int) -> bool:
        """Whether a name follows a kind of business: "panadería lópez", "panadería del puerto"."""
        after = at + 1
        while self._after(after) in SKIPPED:
            after += 1
        key = self._after(after)
        if not key.isalpha() or not self._message.reaches(at + 1, after) or key in self._lexicon.calendar:
            return False
        return not self._lexicon.is_ordinary(key) if after == at + 1 else self._after(at + 1) in {"de", "del", "of"}

    def _is_event(self, fit: Fit) -> bool:
        """Whether the call, the visit itself is meant: "durante la visita", "la llamada con Ana"."""
        before, after = self._before(fit.first), self._after(fit.last)
        if before == "de":
            before = self._before(fit.first - 1)
            return before in self._lexicon.happening
        return before in self._lexicon.happening or after in self._lexicon.with_

    def _is_alone(self, fit: Fit) -> bool:
        return all(key in SKIPPED for at, key in enumerate(self._message.keys) if not fit.first <= at < fit.last)
