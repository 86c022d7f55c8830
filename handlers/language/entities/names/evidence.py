"""What speaks for a known name being meant: each sign has a weight, and the sum of all is the name's score.

Most of it is the wording (how much of the name was said, how well, and whether its words are ordinary language), the
rest the place where it stands. `MEANT` is enough: the weights are such that a name said in full needs nothing more, one
misspelt word or an ordinary one needs a place where names stand, and no place helps what is plainly something else.
"""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import MEANT
from handlers.language.entities.names.contradictions import Contradictions
from handlers.language.entities.names.lexicon import NameLexicon, is_first_name, short_for
from handlers.language.entities.names.matching import EXACT, PEOPLE, PLURAL, Fit, Message
from handlers.language.entities.names.signs import CALLED_IN_PART, MISSPELT_ALONE, SHORTEST_ALONE, Sign
from handlers.language.entities.names.surroundings import Surroundings
from storage.names.keys import SKIPPED
from storage.names.names import NameKind

ENOUGH = 0.45
"""Share of a customer's name that stands for it."""

NEARLY_ALL = 0.6
"""Share of a promotion's or product's name that stands for it: there are always things called like a part of them."""

_MUST, _MAY, _BARELY = 0.4, 0.3, 0.15
"""What a place adds where a name must stand, where one often does, and where one may."""

_RECORDS = ("history", "card", "brief", "reach", "show")


class Verdict(NamedTuple):
    """How likely a name is meant, and the weightiest sign."""

    score: float
    reason: str


class Evidence:
    """Judges the fits of one message."""

    def __init__(self, message: Message, lexicon: NameLexicon, found: Sequence[Fit] = ()) -> None:
        self._message = message
        self._lexicon = lexicon
        self._around = Surroundings(message, lexicon)
        self._against = Contradictions(message, lexicon, self._around, found)

    def judge(self, fit: Fit) -> Verdict:
        """How likely a sentence with this fit means the name, and does not merely use some of its words."""
        ordinary = self.is_ordinary(fit)
        wording = self._ordinary_wording(fit) if ordinary else self._wording(fit)
        if wording.weight < MEANT - _MUST:  # no place makes up for that; nearly all that merely share a word end here
            return Verdict(*wording)
        signs = [wording, *self._against.signs(fit, ordinary=ordinary)]
        score = sum(sign.weight for sign in signs)
        if MEANT > score >= MEANT - _MUST:  # only there the place decides
            signs.append(self._place(fit))
            score += signs[-1].weight
        return Verdict(round(score, 3), max(signs, key=lambda sign: abs(sign.weight)).reason)

    def shared_kind_of_business(self, rest: Sequence[Fit], *, loose: bool = False) -> list[Fit]:
        """Customers of whom only the kind was said ("en la librería"), where that fits several: the person chooses.

        `loose`: the article may be left out.
        """
        lone = [
            fit
            for fit in rest
            if fit.entry.kind is NameKind.CUSTOMER and len(fit.hits) == 1 and fit.exact
            and self._message.keys[fit.hits[0].at] in self._lexicon.generic
            and (self._around.is_place(fit.hits[0].at) or (loose and self._around.ends_in(fit.hits[0].at)))
            and not self._around.goes_on(fit.hits[0].at)
        ]  # fmt: skip
        return [fit for fit in lone if sum(other.hits[0].at == fit.hits[0].at for other in lone) > 1]

    def is_ordinary(self, fit: Fit) -> bool:
        """Whether all that was said is ordinary language or a kind of business."""
        hit = fit.hits[0]
        if len(fit.hits) == 1 and hit.width == 1:  # most are
            key = self._message.keys[hit.at]
            return hit.length == 1 and (key in self._lexicon.generic or self._lexicon.is_ordinary(key))
        if any(hit.length > 1 for hit in fit.hits):
            return False
        keys = {self._message.keys[at] for hit in fit.hits for at in range(hit.at, hit.end)}
        return all(self._lexicon.is_ordinary(key) or key in self._lexicon.generic for key in keys)

    def is_casual(self, fit: Fit) -> bool:
        """Whether it is typed in small letters, of words that sentences use anyway, none of them a kind of business."""
        said = [self._message.keys[at] for at in range(fit.first, fit.last)]
        book = phrasebook()
        common = (book.vocabulary | book.words("function")) - book.words("business")
        return all(word in common for word in said) and not any(
            self._around.has_capital(at) for at in range(fit.first, fit.last)
        )

    def may_be_part(self, fit: Fit) -> bool:
        """Whether one everyday word of a customer's name, written right, stands where a customer must: "new deal at bright"."""
        hit = fit.hits[0]
        if fit.entry.kind is not NameKind.CUSTOMER or len(fit.hits) > 1 or not fit.exact or fit.complete:
            return False
        key = self._message.keys[hit.at]
        if any(cue.first < self._message.token(fit.first) for cue in self._message.cued.all(*_RECORDS)):
            return False  # to look something up, the nearest name is near enough
        telling = len(key) >= SHORTEST_ALONE + 1 and key not in self._lexicon.generic | self._lexicon.calendar
        placed = self.wants_customer(fit) or self._around.before(fit.first) in self._lexicon.found_at
        against = any(sign.weight < 0 for sign in self._against.signs(fit, ordinary=True))
        return telling and placed and not against and self._ends_there(fit)

    def _ends_there(self, fit: Fit) -> bool:
        """Whether no longer name may go on behind it: "met with blue door bakery" is not Blue Bay."""
        if fit.last >= len(self._message.keys) or not self._message.reaches(fit.last, fit.last):
            return True
        behind = self._message.token_behind(fit.last)
        little = self._message.keys[fit.last] in phrasebook().words("function")
        return little or any(cue.first == behind for cue in self._message.cued.cues)

    def wants_customer(self, fit: Fit) -> bool:
        """Whether a customer must stand where it does."""
        first, behind = self._message.token(fit.first), self._message.token_behind(fit.last)
        return self._message.places.wants_customer(first, behind)

    # ------------------------------------------------------------------ the wording
    def _wording(self, fit: Fit) -> Sign:
        hit = fit.hits[0]
        if len(fit.hits) == 1 and hit.fit < EXACT and hit.length == hit.width == 1:
            return self._misspelt_wording(fit)
        if fit.entry.kind in PEOPLE:
            return self._persons_wording(fit)
        if fit.complete:
            return Sign(0.9, "its name") if len(fit.hits) > 1 else Sign(0.7, "its name of one word")
        if fit.entry.kind is NameKind.CUSTOMER:
            if fit.score >= ENOUGH * fit.quality:
                if self._is_plural(fit):
                    return Sign(
                        0.15, "more than one of what its name has in part"
                    )  # "machine and beans" is no Bean There
                return Sign(0.65, "a part of its name")
            called_so = self._is_called_by(fit)
            return Sign(MEANT, "the word it is called by") if called_so else Sign(0.0, "too little of its name")
        if len(fit.hits) > 1 and fit.score >= NEARLY_ALL and fit.quality > 0.8:
            return Sign(0.7, "nearly all of its name")
        return (
            Sign(0.2, "a part of its name") if self._may_stand_for_offer(fit) else Sign(0.0, "too little of its name")
        )

    def _is_called_by(self, fit: Fit) -> bool:
        """Whether the first word that tells a long name apart was said, and no more: "el miramar" is Hotel Miramar Playa."""
        head = next((index for index, word in enumerate(fit.words) if not self._is_of_many(word)), None)
        hit = fit.hits[0]
        said = self._message.keys[hit.at]
        alone = len(fit.hits) == 1 and hit.word == head and hit.length == 1 and hit.fit == 1
        a_person = is_first_name(said) or said in self._lexicon.surnames
        return alone and len(said) > SHORTEST_ALONE and not a_person and self._ends_there(fit)

    def _is_of_many(self, word: str) -> bool:
        return word in SKIPPED or word in self._lexicon.generic or self._lexicon.is_ordinary(word)

    def _persons_wording(self, fit: Fit) -> Sign:
        if len(fit.hits) > 1 or fit.hits[0].length > 1:
            return Sign(0.9, "their name")
        key = self._message.keys[fit.hits[0].at]
        if len(key) < SHORTEST_ALONE or key in self._lexicon.generic:
            return Sign(0.1, "a short part of their name")
        if self._is_plural(fit):
            return Sign(0.0, "more than one of what they are called")  # "con ruedas" is nobody called Rueda
        return Sign(0.7, "a part of their name")

    def _is_plural(self, fit: Fit) -> bool:
        """Whether all that was said of a name is the plural of a word of it, and no capital says that it is a name."""
        hit = fit.hits[0]
        several = len(fit.hits) == hit.length == hit.width == 1 and hit.fit == PLURAL
        short = self._message.keys[hit.at] in short_for()
        return several and not short and not self._message.possessive(fit) and not self._around.is_capital(hit.at)

    def _misspelt_wording(self, fit: Fit) -> Sign:
        """One misspelt word: long enough, and no word itself."""
        hit = fit.hits[0]
        key = self._message.keys[hit.at]
        much = fit.entry.kind in PEOPLE or fit.complete or fit.score >= ENOUGH * fit.quality
        if (
            len(key) < MISSPELT_ALONE
            or key in self._lexicon.generic
            or not much
            or fit.entry.kind not in CALLED_IN_PART
        ):
            return Sign(0.0, "hardly its name")
        return Sign(0.2, "its name misspelt")

    def _ordinary_wording(self, fit: Fit) -> Sign:
        """Names of ordinary words count where they are there in full: Friday Market, La Llamada."""
        if fit.entry.kind in PEOPLE:
            return self._ordinary_persons_wording(fit)
        if len(fit.hits) > 1:
            return self._ordinary_words(fit)
        if not fit.complete or not fit.exact:
            return Sign(0.0, "an ordinary word")
        if self._message.keys[fit.hits[0].at] in self._lexicon.seasons:
            return Sign(0.5, "a season's name")
        if fit.last - fit.first < len(fit.words) or len(fit.words) == 1:
            return Sign(0.5 if self._around.is_alone(fit) else 0.1, "a name of one ordinary word")
        return Sign(0.35, "a name of ordinary words")

    def _ordinary_words(self, fit: Fit) -> Sign:
        """Several ordinary words of a name, its article too: "second visit" is not The Second Visit."""
        without_article = fit.words[0] in SKIPPED and self._message.keys[fit.first] != fit.words[0]
        if without_article and not any(word in self._lexicon.generic for word in fit.words):
            return Sign(
                0.35 if self._around.is_capital(fit.first) else 0.0, "a name of ordinary words without its article"
            )
        if fit.complete or (fit.score >= 0.7 and fit.exact):
            tells = fit.entry.kind is not NameKind.CUSTOMER or any(w in self._lexicon.generic for w in fit.words)
            return Sign(0.7 if tells else 0.35, "a name of ordinary words")
        return Sign(0.0, "some ordinary words of a name")

    def _ordinary_persons_wording(self, fit: Fit) -> Sign:
        if len(fit.hits) > 1:
            return Sign(0.7 if fit.complete and fit.exact else 0.0, "their name of ordinary words")
        key, hit = self._message.keys[fit.hits[0].at], fit.hits[0]
        if hit.fit < 1 or not (key in self._lexicon.people_too or is_first_name(key)):
            return Sign(0.0, "an ordinary word")
        return Sign(0.2, "an ordinary word that people are called")

    def _may_stand_for_offer(self, fit: Fit) -> bool:
        return len(fit.hits) == 1 and fit.entry.kind is NameKind.PROMOTION and fit.exact and fit.score >= ENOUGH

    # ------------------------------------------------------------------ the place
    def _place(self, fit: Fit) -> Sign:
        """What the place where it stands adds."""
        if fit.entry.kind in PEOPLE:
            return self._persons_place(fit)
        if fit.entry.kind is not NameKind.CUSTOMER:
            return self._offers_place(fit)
        if self._around.is_alone(fit) or self.wants_customer(fit):
            return Sign(_MUST, "a customer must stand there")
        before = self._around.before(fit.first)
        if (
            self._around.is_capital(fit.hits[0].at)
            or len(self._message.keys) <= 2
            or before in self._lexicon.before_person
        ):
            return Sign(_MAY, "names are written so")
        if before in self._lexicon.before_customer:
            return Sign(_MAY, "customers stand behind such words")
        begins = fit.first == 0 or not self._message.reaches(fit.first, fit.first)
        return Sign(_BARELY if begins else 0.0, "a clause begins there")

    def _persons_place(self, fit: Fit) -> Sign:
        at, places = self._message.token(fit.first), self._message.places
        met = places.met(at) or places.behind_deed(at) or places.given(at)
        if met or (places.opens(at) and places.tells_of_person(self._message.token_behind(fit.last))):
            return Sign(_MUST, "a person must stand there")
        key, before = self._message.keys[fit.hits[0].at], self._around.before(fit.first)
        if key in self._lexicon.calendar:
            return Sign(0.0, "it says when")
        near = (
            before in self._lexicon.before_person or before in self._lexicon.before_customer or self._owns_detail(fit)
        )
        if near or self._around.is_capital(fit.hits[0].at) or len(self._message.keys) <= 2:
            return Sign(_MAY, "people stand behind such words")
        return Sign(0.0, "no place of a person")

    def _owns_detail(self, fit: Fit) -> bool:
        """Whether a number or an address of theirs follows: "what's marco's number"."""
        details = phrasebook().words("phone_words") | phrasebook().words("email_words")
        return fit.last < len(self._message.keys) and self._message.keys[fit.last] in details

    def _offers_place(self, fit: Fit) -> Sign:
        at = fit.hits[0].at
        if any(self._around.before(near) in self._lexicon.generic for near in (at, at - 1)):
            return Sign(_MAY, "what is offered is called so")
        may = self._around.is_capital(at) or self._around.before(fit.first) in self._lexicon.before_customer
        return Sign(_MAY if may or self._around.is_alone(fit) else 0.0, "names are written so")
