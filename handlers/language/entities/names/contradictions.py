"""What speaks against a known name: the words around it make it somebody else, another business, a thing or a verb."""

from collections.abc import Iterator, Sequence

from handlers.language.concepts.concepts import known_words
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import NameLexicon, is_first_name
from handlers.language.entities.names.matching import EXACT, PEOPLE, Fit, Hit, Message
from handlers.language.entities.names.signs import CALLED_IN_PART, MISSPELT_ALONE, SHORTEST_ALONE, Sign
from handlers.language.entities.names.surroundings import Surroundings
from handlers.language.entities.names.written import TIES
from handlers.language.text.free_text import phrase_before
from storage.names.keys import SKIPPED, likeness, name_words
from storage.names.names import NameKind

_NEVER = -2.0


class Contradictions:
    """What a message has against the fits that were `found` in it."""

    def __init__(self, message: Message, lexicon: NameLexicon, around: Surroundings, found: Sequence[Fit]) -> None:
        self._message = message
        self._lexicon = lexicon
        self._around = around
        self._begun = {fit.first for fit in found}
        whole = (fit for fit in found if fit.entry.kind is NameKind.CUSTOMER and fit.complete)
        self._in_customers = {at for fit in whole for at in range(fit.first, fit.last)}

    def signs(self, fit: Fit, *, ordinary: bool) -> Iterator[Sign]:
        """The signs against a fit; `ordinary`: its words are ordinary language."""
        if fit.entry.kind is NameKind.CUSTOMER and self._is_part_of_another(fit):
            yield Sign(_NEVER, "a part of another name")
        if fit.entry.kind is NameKind.CUSTOMER and self._is_denied(fit):
            yield Sign(_NEVER, "it is said not to be them")
        if len(fit.hits) == 1:
            yield from self._against_one_word(fit, fit.hits[0])
        if ordinary and self._around.is_event(fit) and not self._around.is_capital(fit.first):
            yield Sign(-0.5, "what took place is called so")

    def _is_denied(self, fit: Fit) -> bool:
        """Whether "not" stands right before it, and it ends what is said: "the nursery on mill road rang. not lakeside"."""
        denied = self._around.before(fit.first) in phrasebook().words("denies_name")
        ends = fit.last >= len(self._message.keys) or not self._message.reaches(fit.last, fit.last)
        return denied and ends and fit.first > 1 and self._message.reaches(fit.first, fit.first)

    def _against_one_word(self, fit: Fit, hit: Hit) -> Iterator[Sign]:
        if fit.entry.kind in PEOPLE:
            if self._is_of_own_people(hit.at):
                yield Sign(_NEVER, "one of the sender's own people is called so")
            if hit.length == 1 and self._is_somebody_else(fit, hit):
                yield Sign(_NEVER, "somebody else is called so")
            if self._is_verb(fit, hit):
                yield Sign(_NEVER, "it is no name there")
        if fit.entry.kind in CALLED_IN_PART:
            if self._is_other_business(fit):
                yield Sign(_NEVER, "another business is called so")
            if self._is_thing(hit.at):
                yield Sign(-0.5, "any such thing")
        if self._is_wanted(fit):
            yield Sign(-0.5, "it is what somebody wants")
        yield from self._against_a_time(hit)

    def _against_a_time(self, hit: Hit) -> Iterator[Sign]:
        """A season behind "in", "this", and what only begins a time."""
        if self._leads_to_a_time(hit):
            yield Sign(_NEVER, "it says when")
        if self._message.keys[hit.at] in self._lexicon.seasons and self._around.before(hit.at) in self._lexicon.when:
            yield Sign(-0.5, "it says when")

    def _leads_to_a_time(self, hit: Hit) -> bool:
        """Whether it only begins a time, in small letters: "visits last month" were not made to The Last Stop."""
        leads = self._message.keys[hit.at] in self._lexicon.when and not self._around.is_capital(hit.at)
        return leads and self._around.after(hit.end) in self._lexicon.times | self._lexicon.calendar

    def _is_of_own_people(self, at: int) -> bool:
        """Whether it is the name of a relative or a friend: "mi primo Iker", "mi madre se llama Pilar", "my sister Aoife"."""
        before = at - 1
        while (
            before > 0
            and self._around.before(before + 1) in self._lexicon.kin_called
            and self._message.reaches(before, before)
        ):
            before -= 1
        kin = before > 0 and self._around.before(before + 1) in self._lexicon.kin
        return kin and self._around.before(before) in self._lexicon.own

    def _is_other_business(self, fit: Fit) -> bool:
        """Whether a kind of business right before makes it another one's name: "óptica central" is not Bar Central."""
        at = fit.first
        while at and self._around.before(at) in SKIPPED and self._message.reaches(at - 1, at):
            at -= 1
        kind = self._around.before(at)
        if kind not in phrasebook().words("business") or not self._message.reaches(at, fit.first):
            return False
        named = (*name_words(fit.entry.name), *fit.words)
        return all(likeness(kind, word) == 0 for word in named)

    def _is_part_of_another(self, fit: Fit) -> bool:
        """Whether words with capitals around it make it a part of a longer name: "Red Lion Soho" is not our Red Lion."""
        if not self._around.has_capital(fit.last - 1) or self._message.text.isupper():
            return False
        return self._is_continued(fit) or self._is_preceded(fit)

    def _is_continued(self, fit: Fit) -> bool:
        behind = self._around.after(fit.last)
        tied = self._message.text[self._message.words[fit.last - 1].end :].lstrip()[:1] in TIES
        joined = behind in self._lexicon.joining or behind in self._lexicon.and_ or behind in self._lexicon.numbering
        if not (tied or joined or behind[:1].isdigit() or self._around.has_capital(fit.last)):
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
        if before < 1 or not self._message.reaches(before + 1, before + 1) or not self._around.is_capital(before):
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
            said_well = self._around.is_capital(at)
        else:
            said_well = fit.entry.kind not in PEOPLE or fit.hits[0].fit >= EXACT
        if said_well:
            return False
        if self._around.before(fit.first) not in self._lexicon.of:
            return self._around.before(fit.first) in self._lexicon.wanting
        return any(
            self._around.before(at - back) in self._lexicon.wanting or self._around.before(at - back)[:1].isdigit()
            for back in (1, 2, 3)
        )

    def _is_thing(self, at: int) -> bool:
        before = self._around.before(at)
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
        before, after = self._around.before(hit.at), self._around.after(hit.end)
        if self._is_introduced(hit) and self._is_strange(fit, hit):
            return True  # "the owner is marcus oduya" is not our Marcus Lee
        if (
            self._lexicon.is_surname(after, capital=self._around.has_capital(hit.end))
            and after not in fit.words
            and self._message.reaches(hit.end, hit.end)
        ):
            return True
        return (
            hit.word > 0 and self._message.reaches(hit.at, hit.at) and before != "" and self._may_be_first_name(before)
        )

    def _is_introduced(self, hit: Hit) -> bool:
        """Whether the words before introduce somebody new: "the owner is", "a guy called"."""
        keys, at = self._message.cued.keys, self._message.token(hit.at)
        return any(phrase_before(name, keys, at) for name in ("introduces_person", "comes", "a_certain"))

    def _is_strange(self, fit: Fit, hit: Hit) -> bool:
        """Whether a word of no language, which can only be a surname, follows a first name and is not theirs."""
        after = self._around.after(hit.end)
        if not after.isalpha() or after in fit.words or not self._message.reaches(hit.end, hit.end):
            return False
        ordinary = after in known_words() or self._lexicon.is_ordinary(after) or after in self._lexicon.generic
        return not ordinary and after not in phrasebook().words("function") and len(after) >= SHORTEST_ALONE

    def _may_be_first_name(self, key: str) -> bool:
        lexicon = self._lexicon
        if not key.isalpha() or len(key) < SHORTEST_ALONE or key in SKIPPED or lexicon.is_ordinary(key):
            return False
        return not any(key in words for words in (lexicon.generic, lexicon.before_person, lexicon.before_customer))

    def _is_within_other_name(self, at: int) -> bool:
        """Whether a neighbour with a capital makes it part of another name: Ana *Gómez* is not our Ana Ruiz."""
        return self._around.has_capital(at) and any(
            self._message.reaches(min(at, near) + 1, max(at, near)) and self._around.is_capital(near)
            and near not in self._in_customers and not self._lexicon.is_ordinary(self._message.keys[near])
            for near in (at - 1, at + 1)
            if 0 <= near < len(self._message.keys)
        )  # fmt: skip

    def _is_behind_other_name(self, fit: Fit, hit: Hit) -> bool:
        """Whether an initial that is not theirs stands before, or a longer name: "J. Ruiz", "Talleres M. Ruiz" are no Marta."""
        if (
            hit.word == 0
            or hit.at == 0
            or not self._around.has_capital(hit.at)
            or not self._around.has_capital(hit.at - 1)
        ):
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
        return self._message.keys[hit.at] in self._lexicon.units and self._around.before(hit.at).isdigit()
