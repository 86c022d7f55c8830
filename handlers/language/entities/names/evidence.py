"""What speaks for and against a known name being meant: each sign has a weight, their sum is the name's score.

Most of it is the wording (how much of the name was said, how well, and whether its words are ordinary language), the
rest the place where it stands. `MEANT` is enough: the weights are such that a name said in full needs nothing more, one
misspelt word or an ordinary one needs a place where names stand, and no place helps what is plainly something else.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import MEANT
from handlers.language.entities.names.lexicon import NameLexicon, is_first_name
from handlers.language.entities.names.matching import EXACT, PEOPLE, Fit, Hit, Message
from handlers.language.entities.names.written import TIES
from storage.names.keys import SKIPPED, likeness, name_words
from storage.names.names import NameKind

MISSPELT_ALONE = 5
"""Letters of a single word that is taken for a misspelt name."""

SHORTEST_ALONE = 3
"""Letters of a word that is taken for a name wherever it stands."""

ENOUGH = 0.45
"""Share of a customer's name that stands for it."""

NEARLY_ALL = 0.6
"""Share of a promotion's or product's name that stands for it: there are always things called like a part of them."""

_MUST, _MAY, _BARELY = 0.4, 0.3, 0.15
"""What a place adds where a name must stand, where one often does, and where one may."""

_NEVER = -2.0
_RECORDS = ("history", "card", "brief", "reach", "show")

_CALLED_IN_PART = frozenset({NameKind.CUSTOMER, *PEOPLE})
"""What people call by a part of its name, or misspell, and are still understood; not so what is for sale."""


class Verdict(NamedTuple):
    """How likely a name is meant, and the weightiest sign."""

    score: float
    reason: str


class Sign(NamedTuple):
    """Something that speaks for a name, or with a negative weight against it."""

    weight: float
    reason: str


class Evidence:
    """Judges the fits of one message."""

    def __init__(self, message: Message, lexicon: NameLexicon, found: Sequence[Fit] = ()) -> None:
        self._message = message
        self._lexicon = lexicon
        self._begun = {fit.first for fit in found}
        whole = (fit for fit in found if fit.entry.kind is NameKind.CUSTOMER and fit.complete)
        self._in_customers = {at for fit in whole for at in range(fit.first, fit.last)}

    def judge(self, fit: Fit) -> Verdict:
        """How likely a sentence with this fit means the name, and does not merely use some of its words."""
        ordinary = self.is_ordinary(fit)
        wording = self._ordinary_wording(fit) if ordinary else self._wording(fit)
        if wording.weight < MEANT - _MUST:  # no place makes up for that; nearly all that merely share a word end here
            return Verdict(*wording)
        signs = [wording, *self._against(fit, ordinary=ordinary)]
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
            and (self._is_place(fit.hits[0].at) or (loose and self._ends_in(fit.hits[0].at)))
            and not self._goes_on(fit.hits[0].at)
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
            self._is_written(at) for at in range(fit.first, fit.last)
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
        placed = self.wants_customer(fit) or self._before(fit.first) in self._lexicon.found_at
        against = any(sign.weight < 0 for sign in self._against(fit, ordinary=True))
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
            enough = fit.score >= ENOUGH * fit.quality
            return Sign(0.65, "a part of its name") if enough else Sign(0.0, "too little of its name")
        if len(fit.hits) > 1 and fit.score >= NEARLY_ALL and fit.quality > 0.8:
            return Sign(0.7, "nearly all of its name")
        return (
            Sign(0.2, "a part of its name") if self._may_stand_for_offer(fit) else Sign(0.0, "too little of its name")
        )

    def _persons_wording(self, fit: Fit) -> Sign:
        if len(fit.hits) > 1 or fit.hits[0].length > 1:
            return Sign(0.9, "their name")
        key = self._message.keys[fit.hits[0].at]
        if len(key) < SHORTEST_ALONE or key in self._lexicon.generic:
            return Sign(0.1, "a short part of their name")
        return Sign(0.7, "a part of their name")

    def _misspelt_wording(self, fit: Fit) -> Sign:
        """One misspelt word: long enough, and no word itself."""
        hit = fit.hits[0]
        key = self._message.keys[hit.at]
        much = fit.entry.kind in PEOPLE or fit.complete or fit.score >= ENOUGH * fit.quality
        if (
            len(key) < MISSPELT_ALONE
            or key in self._lexicon.generic
            or not much
            or fit.entry.kind not in _CALLED_IN_PART
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
            return Sign(0.5 if self._is_alone(fit) else 0.1, "a name of one ordinary word")
        return Sign(0.35, "a name of ordinary words")

    def _ordinary_words(self, fit: Fit) -> Sign:
        """Several ordinary words of a name, its article too: "second visit" is not The Second Visit."""
        without_article = fit.words[0] in SKIPPED and self._message.keys[fit.first] != fit.words[0]
        if without_article and not any(word in self._lexicon.generic for word in fit.words):
            return Sign(0.35 if self._is_capital(fit.first) else 0.0, "a name of ordinary words without its article")
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

    # ------------------------------------------------------------------ against
    def _against(self, fit: Fit, *, ordinary: bool) -> Iterator[Sign]:
        if fit.entry.kind is NameKind.CUSTOMER and self._is_part_of_another(fit):
            yield Sign(_NEVER, "a part of another name")
        if len(fit.hits) == 1:
            yield from self._against_one_word(fit, fit.hits[0])
        if ordinary and self._is_event(fit) and not self._is_capital(fit.first):
            yield Sign(-0.5, "what took place is called so")

    def _against_one_word(self, fit: Fit, hit: Hit) -> Iterator[Sign]:
        if fit.entry.kind in PEOPLE:
            if self._is_of_own_people(hit.at):
                yield Sign(_NEVER, "one of the sender's own people is called so")
            if hit.length == 1 and self._is_somebody_else(fit, hit):
                yield Sign(_NEVER, "somebody else is called so")
            if self._is_verb(fit, hit):
                yield Sign(_NEVER, "it is no name there")
        if fit.entry.kind in _CALLED_IN_PART:
            if self._is_other_business(fit):
                yield Sign(_NEVER, "another business is called so")
            if self._is_thing(hit.at):
                yield Sign(-0.5, "any such thing")
        if self._is_wanted(fit):
            yield Sign(-0.5, "it is what somebody wants")
        if self._message.keys[hit.at] in self._lexicon.seasons and self._before(hit.at) in self._lexicon.when:
            yield Sign(-0.5, "it says when")

    def _is_of_own_people(self, at: int) -> bool:
        """Whether it is the name of a relative or a friend: "mi primo Iker", "mi madre se llama Pilar", "my sister Aoife"."""
        before = at - 1
        while (
            before > 0
            and self._before(before + 1) in self._lexicon.kin_called
            and self._message.reaches(before, before)
        ):
            before -= 1
        kin = before > 0 and self._before(before + 1) in self._lexicon.kin
        return kin and self._before(before) in self._lexicon.own

    def _is_other_business(self, fit: Fit) -> bool:
        """Whether a kind of business right before makes it another one's name: "óptica central" is not Bar Central."""
        at = fit.first
        while at and self._before(at) in SKIPPED and self._message.reaches(at - 1, at):
            at -= 1
        kind = self._before(at)
        if kind not in phrasebook().words("business") or not self._message.reaches(at, fit.first):
            return False
        named = (*name_words(fit.entry.name), *fit.words)
        return all(likeness(kind, word) == 0 for word in named)

    def _is_part_of_another(self, fit: Fit) -> bool:
        """Whether words with capitals around it make it a part of a longer name: "Red Lion Soho" is not our Red Lion."""
        if not self._is_written(fit.last - 1) or self._message.text.isupper():
            return False
        return self._is_continued(fit) or self._is_preceded(fit)

    def _is_continued(self, fit: Fit) -> bool:
        behind = self._after(fit.last)
        tied = self._message.text[self._message.words[fit.last - 1].end :].lstrip()[:1] in TIES
        joined = behind in self._lexicon.joining or behind in self._lexicon.and_ or behind in self._lexicon.numbering
        if not (tied or joined or behind[:1].isdigit() or self._is_written(fit.last)):
            return False
        pieces = self._message.pieces
        place = pieces.at(self._message.token(fit.last - 1))
        if place is None or pieces.all[place].end > self._message.words[fit.last - 1].end + 2:
            return False
        size = pieces.with_capitals(place)
        after = place + 1
        if size < 2 or pieces.legal_form(after) or self._joins_another(after):
            return False
        if fit.last < len(self._message.words) and fit.last in self._begun:
            return False
        return not any(
            is_first_name(pieces.all[at].key)
            or (pieces.all[at].text.isupper() and len(pieces.all[at].text) < MISSPELT_ALONE)
            for at in range(after, place + size)
            if pieces.all[at].is_capital
        )

    def _joins_another(self, place: int) -> bool:
        """Whether an "and" joins the name with another one, and not with whom a business is shared ("e Hijos", "& Sons")."""
        pieces = self._message.pieces.all
        if pieces[place].key not in self._lexicon.and_ or pieces[place].text in TIES:
            return False
        return pieces[place + 1].key not in self._lexicon.shared_with

    def _is_preceded(self, fit: Fit) -> bool:
        """Whether a word with a capital before makes it another name: "Gran Hotel Miramar"; the first word has one anyway."""
        before = fit.first - 1
        if before < 1 or not self._message.reaches(before + 1, before + 1) or not self._is_capital(before):
            return False
        key = self._message.keys[before]
        book = phrasebook()
        little = self._lexicon.articles | self._lexicon.joining | book.words("titles") | self._lexicon.generic
        if key in little or is_first_name(key) or before in self._begun:
            return False
        common = key in book.vocabulary or key in book.words("function")
        return not common or self._message.places.behind_deed(self._message.token(before))

    def _is_wanted(self, fit: Fit) -> bool:
        """Whether it is what somebody wants: "piden tornillos" does not mean El Tornillo, "5 kg of tea" no Tea Shop."""
        at = fit.hits[0].at
        if fit.entry.kind is NameKind.CUSTOMER:
            said_well = self._is_capital(at)
        else:
            said_well = fit.entry.kind not in PEOPLE or fit.hits[0].fit >= EXACT
        if said_well:
            return False
        if self._before(fit.first) not in self._lexicon.of:
            return self._before(fit.first) in self._lexicon.wanting
        return any(
            self._before(at - back) in self._lexicon.wanting or self._before(at - back)[:1].isdigit()
            for back in (1, 2, 3)
        )

    def _is_thing(self, at: int) -> bool:
        before = self._before(at)
        if before.isdigit():
            return True
        whole = at > 0 and self._message.text[self._message.words[at - 1].end :][:1] not in {"'", "’"}  # not "what's"
        return whole and before in self._lexicon.indefinite

    def _is_somebody_else(self, fit: Fit, hit: Hit) -> bool:
        """Whether a neighbour makes it another person's name: "ana gómez", "laura ruiz" are not our Ana Ruiz."""
        if self._message.is_another_first_name(fit):
            return True
        if self._is_within_other_name(hit.at) or self._is_behind_other_name(fit, hit):
            return True
        before, after = self._before(hit.at), self._after(hit.end)
        if (
            self._lexicon.is_surname(after, capital=self._is_written(hit.end))
            and after not in fit.words
            and self._message.reaches(hit.end, hit.end)
        ):
            return True
        return (
            hit.word > 0 and self._message.reaches(hit.at, hit.at) and before != "" and self._may_be_first_name(before)
        )

    def _may_be_first_name(self, key: str) -> bool:
        lexicon = self._lexicon
        if not key.isalpha() or len(key) < SHORTEST_ALONE or key in SKIPPED or lexicon.is_ordinary(key):
            return False
        return not any(key in words for words in (lexicon.generic, lexicon.before_person, lexicon.before_customer))

    def _is_within_other_name(self, at: int) -> bool:
        """Whether a neighbour with a capital makes it part of another name: Ana *Gómez* is not our Ana Ruiz."""
        return self._is_written(at) and any(
            self._message.reaches(min(at, near) + 1, max(at, near)) and self._is_capital(near)
            and near not in self._in_customers and not self._lexicon.is_ordinary(self._message.keys[near])
            for near in (at - 1, at + 1)
            if 0 <= near < len(self._message.keys)
        )  # fmt: skip

    def _is_behind_other_name(self, fit: Fit, hit: Hit) -> bool:
        """Whether an initial that is not theirs stands before, or a longer name: "J. Ruiz", "Talleres M. Ruiz" are no Marta."""
        if hit.word == 0 or hit.at == 0 or not self._is_written(hit.at) or not self._is_written(hit.at - 1):
            return False
        pieces = self._message.pieces
        place = pieces.at(self._message.token(hit.at))
        if place is None:
            return False
        before = place - 1
        while before >= 0 and not pieces.all[before].pause and pieces.all[before].is_initial:
            if pieces.all[before].key[:1] != fit.words[0][:1]:
                return True
            before -= 1
        if before == place - 1 or before < 1 or pieces.all[before].pause:
            return False
        return pieces.all[before].is_capital and pieces.all[before].key not in phrasebook().words("titles")

    def _is_verb(self, fit: Fit, hit: Hit) -> bool:
        """Whether it is a past tense ("me marcó" does not mean Marco) or counts money ("20 lucas" does not mean Lucas)."""
        if self._message.written(hit.at).casefold().endswith("ó"):
            return "ó" not in fit.entry.name.casefold()
        return self._message.keys[hit.at] in self._lexicon.units and self._before(hit.at).isdigit()

    # ------------------------------------------------------------------ the place
    def _place(self, fit: Fit) -> Sign:
        """What the place where it stands adds."""
        if fit.entry.kind in PEOPLE:
            return self._persons_place(fit)
        if fit.entry.kind is not NameKind.CUSTOMER:
            return self._offers_place(fit)
        if self._is_alone(fit) or self.wants_customer(fit):
            return Sign(_MUST, "a customer must stand there")
        before = self._before(fit.first)
        if self._is_capital(fit.hits[0].at) or len(self._message.keys) <= 2 or before in self._lexicon.before_person:
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
        key, before = self._message.keys[fit.hits[0].at], self._before(fit.first)
        if key in self._lexicon.calendar:
            return Sign(0.0, "it says when")
        near = before in self._lexicon.before_person or before in self._lexicon.before_customer
        if near or self._is_capital(fit.hits[0].at) or len(self._message.keys) <= 2:
            return Sign(_MAY, "people stand behind such words")
        return Sign(0.0, "no place of a person")

    def _offers_place(self, fit: Fit) -> Sign:
        at = fit.hits[0].at
        if any(self._before(near) in self._lexicon.generic for near in (at, at - 1)):
            return Sign(_MAY, "what is offered is called so")
        may = self._is_capital(at) or self._before(fit.first) in self._lexicon.before_customer
        return Sign(_MAY if may or self._is_alone(fit) else 0.0, "names are written so")

    # ------------------------------------------------------------------ the words around
    def _before(self, at: int) -> str:
        return self._message.keys[at - 1] if at > 0 else ""

    def _after(self, at: int) -> str:
        return self._message.keys[at] if at < len(self._message.keys) else ""

    def _is_written(self, at: int) -> bool:
        """Whether the word begins with a capital."""
        return at < len(self._message.keys) and self._message.written(at)[:1].isupper()

    def _is_capital(self, at: int) -> bool:
        """Whether the word has a capital that a sentence's beginning or a shouted message does not explain."""
        return at > 0 and self._is_written(at) and not self._message.text.isupper()

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
        return not self._lexicon.is_ordinary(key) if after == at + 1 else self._after(at + 1) in self._lexicon.of

    def _is_event(self, fit: Fit) -> bool:
        """Whether the call, the visit itself is meant: "durante la visita", "la llamada con Ana"."""
        before, after = self._before(fit.first), self._after(fit.last)
        if before in self._lexicon.of:
            return self._before(fit.first - 1) in self._lexicon.happening
        return before in self._lexicon.happening or after in self._lexicon.with_

    def _is_alone(self, fit: Fit) -> bool:
        return all(key in SKIPPED for at, key in enumerate(self._message.keys) if not fit.first <= at < fit.last)
