"""What answers a reminder that rang: it is done ("ya la llamé, …", "got him, …"), or was tried in vain, and is to be tried again then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.language.acts.absence import unanswered
from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Moment, Name
from handlers.language.slots.notes import WHO
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS

_TO_BEGIN_WITH = 2
"""Clauses within which it is said what became of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """It is `done`, or was tried `in_vain`; `to` are the words of when it is to be tried again, "" where none are.

    `names` are those whom it names.
    """

    done: bool
    to: str = ""
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """Something that is said to be done, by whom it is with and what it is called."""

    names: tuple[Name, ...]
    words: tuple[str, ...]


def closings(cued: Cued) -> Sequence[Closed]:
    """All that a message says to be done, and nothing more: "la proforma de Encarna y la llamada están hechas", "the price list is done".

    What names nobody is with whoever was named before it.
    """
    if _asks(cued) or any(key in phrasebook().words("negations") for key in cued.keys):
        return ()
    end = len(cued.keys)
    while end and not cued.reading.tokens[end - 1].is_word:
        end -= 1
    last = end - phrase_before("is_done_now", cued.keys, end)
    if not 0 < last < end or any(
        cue.first < last and not cue.inner for cue in cued.all("did", "wants", "remind", "past")
    ):
        return ()
    found, names, words = list[Closed](), list[Name](), list[str]()
    for at in [*range(last), last]:
        if at == last or is_pause(cued, at) or phrase_at("joints", cued.keys, at):
            if names or words:
                found.append(Closed(tuple(names) or (found[-1].names if found else ()), tuple(words)))
            names, words = [], []
            continue
        token = cued.reading.tokens[at]
        if token.mark is not None:
            if token.mark.name is None:
                return ()  # of a day, or a sum
            names.append(token.mark.name)
        elif phrase_at("engagements", cued.keys, at) or not _is_little(cued, at):
            words.append(token.key)
    return found if all(one.words for one in found) or len(found) == 1 else ()


def _asks(cued: Cued) -> bool:
    """Whether it is asked, with its mark or without: "what has Ana done"."""
    return not cued.keys or "?" in cued.keys or phrase_at("question_words", cued.keys, 0) > 0


def _is_little(cued: Cued, at: int) -> bool:
    """Whether a word says nothing of which one is meant."""
    book, key = phrasebook(), cued.keys[at]
    little = (
        book.words("function") | book.words("glue") | book.words("edges") | book.words("rearranging") | little_words()
    )
    return key in little or phrase_at("one_of_them", cued.keys, at) > 0


def answer(cued: Cued) -> Answer | None:
    """What a message may say of something that was to be done; None where it says nothing of the kind."""
    if _asks(cued):
        return None
    if any(cue.first == 0 for cue in cued.all("remind", "undo", "cancel")):
        return None
    names = tuple(token.mark.name for token in cued.reading.tokens if token.mark and token.mark.name)
    if _in_vain(cued):
        return Answer(done=False, to=_again(cued), names=names)
    return Answer(done=True, names=names) if _done(cued) else None


def _opening(cued: Cued) -> int:
    """Behind the words that only begin a message: "ok", "yes", "well"."""
    at = 0
    while at < len(cued.keys) and (
        is_pause(cued, at) or (cued.keys[at] in words_of("excuses") and not phrase_at("answer_reached", cued.keys, at))
    ):
        at += 1
    return at


# ------------------------------------------------------------------ in vain
def _in_vain(cued: Cued) -> bool:
    """Whether it begins with that nobody was reached: "he didnt pick up …", "le he llamado, comunica", "marta reunida"."""
    found = clauses(cued)[:_TO_BEGIN_WITH]
    nobody = unanswered(cued)
    if nobody is not None and any(clause.first <= nobody.start < clause.last for clause in found):
        return True
    return any(_not_reached(cued, clause) for clause in found)


def _not_reached(cued: Cued, clause: Clause) -> bool:
    """Whether a clause begins with that somebody, whoever it is, could not be spoken to."""
    at = clause.first
    while at < clause.last and not phrase_at("answer_not_reached", cued.keys, at):
        somebody = cued.keys[at] in WHO or phrase_at("subjects", cued.keys, at) or phrase_at("they_will", cued.keys, at)
        if not somebody and cued.keys[at] not in little_words():
            return False
        at += 1
    return at < clause.last


def _again(cued: Cued) -> str:
    """The words of when it is to be tried again: the last moment to come that is named."""
    text = cued.reading.text
    ahead = [
        token.mark
        for token in cued.reading.tokens
        if token.mark and token.mark.kind in MOMENTS - {"past", "every"} and isinstance(token.mark.future, Moment)
    ]
    if not ahead:
        return ""
    at = next(at for at, token in enumerate(cued.reading.tokens) if token.mark is ahead[-1])
    same = phrase_at("same_hour", cued.keys, at + 1) if at + 1 < len(cued.keys) else 0
    extents = sorted([(ahead[-1].start, cued.reading.tokens[at + same].end), *ahead[-1].also])
    return " ".join(text[start:end] for start, end in extents)


# ------------------------------------------------------------------ done
def _done(cued: Cued) -> int:
    """How many tokens at the beginning say that it is done: by the word ("hecho", "done") or by what was done to whom it is of."""
    at = _opening(cued)
    if at >= len(cued.keys):
        return 0
    said = at
    while more := max((cue.last for cue in cued.all("done") if cue.first == said and not cue.inner), default=0):
        said = more
    deed = max(
        (last for begins in {at, said} if begins < len(cued.keys) for last in _deeds_from(cued, begins)), default=0
    )
    if deed or said in {at, len(cued.keys)}:
        return deed  # "done" alone is a command
    return said if is_pause(cued, said) or cued.keys[said] in WHO else 0  # "done the quote" may be another thing


def _deeds_from(cued: Cued, at: int) -> Iterator[int]:
    """Where a deed ends that was done to somebody who is not named, and begins at a place: "ya la llamé", "spoke to her"."""
    book = phrasebook()
    for name in ("answer_reached", "settles"):
        if size := phrase_at(name, cued.keys, at):
            yield at + size
    first = at
    while first < len(cued.keys) and (
        cued.keys[first] in book.words("clitics") or phrase_at("answer_begins", cued.keys, first)
    ):
        first += max(1, phrase_at("answer_begins", cued.keys, first))
    pointed = any(cued.keys[place] in book.words("clitics") for place in range(at, first))
    for cue in cued.all("did"):
        if cue.inner or not at <= cue.first <= first:
            continue
        last = cue.last
        while last < len(cued.keys) and cued.keys[last] in book.words("answer_toward"):
            last += 1
        somebody = cued.keys[last - 1] in book.words("answer_whom") or pointed or _has_clitic(cued, cue.first, cue.last)
        if not somebody and last < len(cued.keys) and phrase_at("answer_whom", cued.keys, last):
            somebody, last = True, last + phrase_at("answer_whom", cued.keys, last)
        if somebody or last == len(cued.keys) or is_pause(cued, last):
            yield last


def _has_clitic(cued: Cued, first: int, last: int) -> bool:
    return any(key in phrasebook().words("clitics") for key in cued.keys[first:last])
