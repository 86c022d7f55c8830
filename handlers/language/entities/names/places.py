"""Where in a message a name must stand, or may: behind what was done, behind what is asked to be seen, at the beginning."""

from collections.abc import Collection
from functools import cache, cached_property

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.text.detection import language_of
from handlers.language.text.free_text import is_pause, phrase_before
from handlers.language.tokens import MOMENTS

_TOLD = ("did", "vague", "noun")
_ASKED_OF = ("history", "card", "brief", "reach", "seeing", "show", "won", "lost", "opportunity", "complaint")
"""Concepts behind which a customer stands in a question or a command."""

_SAYING = ("says", "wants", "did")
_LITTLE = 6
"""Little words that may stand between what was done and a name."""
_EARLY = 8
"""Tokens within which what was done is told."""


@cache
def little_words() -> frozenset[str]:
    """The words that may stand between what was done and with whom: "por lo de", "the guys at"."""
    said = {word for phrase in phrasebook().words("prepositions") for word in phrase.split()}
    own = lexicon()
    return frozenset(
        said | phrasebook().words("titles") | phrasebook().words("before_unknown_name") | own.articles | own.of
    )


class Places:
    """The places of one message, told by the words around them; a place is the token a name would begin with."""

    def __init__(self, cued: Cued) -> None:
        self._cued = cued

    @cached_property
    def deeds(self) -> frozenset[int]:
        """The places just behind what was done."""
        return frozenset(cue.last for cue in self._cued.all(*_TOLD) if cue.first < _EARLY)

    @cached_property
    def visits(self) -> frozenset[int]:
        """The places just behind a visit that took place."""
        return frozenset(cue.last for cue in self._cued.all("visit.did") if cue.first < _EARLY)

    @cached_property
    def _questions(self) -> frozenset[int]:
        """The places just behind what is asked of a customer."""
        return frozenset(cue.last for cue in self._cued.all(*_ASKED_OF))

    def opens(self, at: int) -> bool:
        """Whether nothing but a moment and pauses stands before a place."""
        tokens = self._cued.reading.tokens
        return all(
            (t.mark is not None and t.mark.kind in MOMENTS)
            or t.key in lexicon().calendar
            or is_pause(self._cued, i)
            or self._is_polite(i)
            for i, t in enumerate(tokens[:at])
        )

    @cached_property
    def _polite(self) -> frozenset[int]:
        return frozenset(at for cue in self._cued.all("filler", "greet") for at in range(cue.first, cue.last))

    def _is_polite(self, at: int) -> bool:
        return at in self._polite

    def behind_deed(self, at: int, deeds: Collection[int] = ()) -> bool:
        """Whether what was done stands right before, at most little words between ("pasé por lo de", "met w/")."""
        return self._behind(at, deeds or self.deeds)

    def behind_question(self, at: int) -> bool:
        """Whether a name is asked about there: "la ficha de", "history of"."""
        return self._behind(at, self._questions)

    def _behind(self, at: int, ends: Collection[int]) -> bool:
        keys, little = self._cued.keys, little_words()
        furthest = max(at - _LITTLE, 0)
        while at > furthest and at not in ends:
            mark = keys[at - 1] in {",", "/", "."} and at > 1 and keys[at - 2] in little
            if not mark and keys[at - 1] not in little:
                return False
            at -= 1
        return at in ends

    def behind_preposition(self, at: int) -> bool:
        """Whether a preposition that may lead to a customer stands right before."""
        return at > 0 and bool(phrase_before("prepositions", self._cued.keys, at))

    def met(self, at: int) -> bool:
        """Whether the words right before say that somebody was met: "con", "spoke to"; an "and" alone does not."""
        keys = self._cued.keys
        return bool(phrase_before("persons_met", keys, at)) and keys[at - 1] not in lexicon().and_

    def given(self, at: int) -> bool:
        """Whether something was done to somebody there: "le dejé el catálogo a", "sent the quote to"."""
        return at > 0 and self._cued.keys[at - 1] in lexicon().to and any(deed < at for deed in self.deeds)

    def behind_own_name(self, at: int) -> bool:
        """Whether the words before may lead to the sender's own name: "me llamo"."""
        return bool(phrase_before("my_name_is", self._cued.keys, at))

    def is_thing(self, at: int) -> bool:
        """Whether the word before makes it any such one: "un bar", "my bar", "10 hostales"."""
        before = self._cued.keys[at - 1] if at else ""
        return (
            before in lexicon().indefinite - phrasebook().words("lead_in") or before.isdigit() or self._is_one(before)
        )

    def _is_one(self, key: str) -> bool:
        """Whether a word says "any one" in the message's own language: "a coffee snob", where Spanish says whom something is done to."""
        languages = phrasebook().of_language
        own = [name for name, words in languages.items() if key in words.get("any_one", ())]
        other = next((name for name in languages if name not in own), "")
        return bool(own) and language_of(self._cued, other) in own

    def is_where(self, at: int) -> bool:
        """Whether the word before says that something was in a town, or on the way there: "en Valencia"."""
        return at > 0 and self._cued.keys[at - 1] in lexicon().within

    @cached_property
    def told(self) -> frozenset[int]:
        """Where it is told what somebody says, wants or did."""
        return frozenset(cue.first for cue in self._cued.all(*_SAYING))

    def tells_of_person(self, last: int) -> bool:
        """Whether behind a name comes what a person does: "Marta me pidió", "Dave from …", "Pepe: …"."""
        keys, words = self._cued.keys, lexicon()
        if last >= len(keys):
            return False
        if (keys[last] in words.employed_at or keys[last] == ":") and last + 1 < len(keys):
            return True
        return last in self.told or (keys[last] in words.between_person_and_deed and bool({last, last + 1} & self.told))

    def opens_clause(self, at: int) -> bool:
        """Whether a pause stands right before a place."""
        return at > 0 and is_pause(self._cued, at - 1)

    def wants_something(self, last: int) -> bool:
        """Whether behind a name comes what somebody wants or says: "…, Julia quiere 20"."""
        return any(cue.first == last and not cue.inner for cue in self._cued.all("says", "wants"))

    def tells_on(self, last: int) -> bool:
        """Whether behind a name comes a pause, or what somebody says, wants or did."""
        return last < len(self._cued.keys) and (is_pause(self._cued, last) or last in self.told)

    def wants_customer(self, at: int, last: int) -> bool:
        """Whether a customer must stand there, `last` being the place behind the name."""
        if self.behind_deed(at) or self.behind_question(at):
            return True
        return self.opens(at) and self.tells_on(last)
