"""Answers in words to what was just offered: its button in other words, or a yes to what was asked above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.kit.dialog.choices import is_one
from handlers.kit.messages.action import ANSWER, Choice
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind
from handlers.language.slots.answering import ALL, Answering, Word, answering, bare
from handlers.language.slots.remarks import is_little
from storage.names.folding import fold

MOST_VERBS = 1
"""Words beside a yes that may say what is to be done: "sí, ábrela"; more tell something else."""

_OF_A_CARD = frozenset({"fix", "undo", "redo", "as_said", "place", "more"})
"""What a card offers under whatever it shows."""
_PAUSE = re.compile(r"[.;!,]+\s+")
_HEAD = re.compile(r"[:«“]")
_MARKS = ".,;:·()“”«»¿?¡!→"


@dataclass(frozen=True, slots=True)
class Answered:
    """The choices that an answer may mean, and what it says besides, which answers nothing."""

    choices: tuple[Choice, ...]
    besides: str = ""
    every: bool = False
    """All of them are meant: "yes, both"."""


@dataclass(frozen=True, slots=True)
class _Fit:
    choice: Choice
    matched: int
    besides: str


def answered(turn: Turn, text: str) -> Answered | None:
    """Of what was just offered what a text means: "si, pásalo", "create it", "yes the catalogue one is done"; None where it is no answer.

    A name presses nothing by itself: without a yes the text has to say what its button does, and nothing else.
    """
    said, choices = answering(text), turn.conversation.choices
    if said is None or not choices:
        return None
    if said.every and (all_ := _all_offered(said, choices)):
        return Answered(all_, every=True)
    found = [fit for choice in choices if (fit := _fit(turn, text, said, choice))]
    best = [fit for fit in found if fit.matched == max(fit.matched for fit in found)]
    if len(best) == 1 or len({fit.choice.action.name for fit in best}) == 1:
        return Answered(tuple(fit.choice for fit in best), best[0].besides)
    asked = tuple(choice for choice in choices if choice.yes)
    if not best and len(asked) == 1 and said.agrees and not _waits(turn) and (rest := _behind_a_yes(text)):
        return Answered(asked, besides=rest)
    if best or not asked or not said.agrees or _waits(turn) or not _only_agrees(said):
        return None
    return Answered(asked)


def _behind_a_yes(text: str) -> str:
    """What a text says behind a yes of its own clause: "yep done. put the tasting in for Thursday"; "" where nothing, or the clause says more."""
    yes, pause, rest = text.partition(next(iter(_PAUSE.findall(text)), "\n"))
    said = answering(yes) if pause else None
    return rest.strip() if said and said.agrees and _only_agrees(said) else ""


def _waits(turn: Turn) -> bool:
    """Whether a question waits that was asked later than what was just offered."""
    form = turn.conversation.form
    return form is not None and not form.overtaken


def _all_offered(said: Answering, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """What was offered, where all of it is meant: what a yes means, else the choices that do one and the same thing."""
    asked = tuple(choice for choice in choices if choice.yes)
    offered = tuple(choice for choice in choices if choice.action.name not in _OF_A_CARD)
    alike = len({choice.action.name for choice in offered}) == 1
    found = asked or (offered if len(offered) > 1 else ())
    return found if said.every == len(found) or (said.every == ALL and (asked or alike)) else ()


def _only_agrees(said: Answering) -> bool:
    """Whether nothing but a yes is said, or what is to be done with it."""
    return len(said.telling) <= MOST_VERBS and all(word.is_plain and not word.denies for word in said.telling)


def _fit(turn: Turn, text: str, said: Answering, choice: Choice) -> _Fit | None:
    label = str(choice.label)
    head = [word for word in _words(_HEAD.split(label)[0]) if not is_little(word)]
    matched, besides = _matched(text, said.words, _words(label))
    if not matched or not head:
        return None
    if _answers(turn, choice) and not besides:
        return _Fit(choice, len(matched), "")
    complete = all(any(_is_same(word.key, one) for word in matched) for one in head)
    if said.agrees and (complete or not besides):
        return _Fit(choice, len(matched), besides)
    deed = complete and not besides and ("·" not in label or _HEAD.search(label) is not None)
    is_name = bool(turn.match(" ".join(head), {NameKind.CUSTOMER, NameKind.CONTACT}).candidates)
    return _Fit(choice, len(matched), "") if deed and not is_name else None


def _answers(turn: Turn, choice: Choice) -> bool:
    """Whether a choice answers the question that waits, and is nobody's name: a part of it is enough, "el cliente"."""
    asked = turn.conversation.form is not None and choice.action.name == ANSWER
    return asked and "target" not in choice.action.args


def _matched(text: str, words: Sequence[Word], own: Sequence[str]) -> tuple[list[Word], str]:
    """The words of an answer that are of a label and tell something, and what comes behind them."""
    matched: list[Word] = []
    end = 0
    for word in words:
        is_of_it = any(_is_same(word.key, one) for one in own)
        if word.denies or (word.tells and not is_of_it):
            return matched, text[end:].strip(" .,;:-–")
        if is_of_it:
            end = word.end
        if is_of_it and not is_little(word.key):
            matched.append(word)
    return matched, ""


def _is_same(word: str, own: str) -> bool:
    """Whether a word is one of a label's, also of another gender or mood: "créala" for "Crearlo"."""
    return is_one(word, own) or is_one(bare(word), bare(own))


def _words(label: str) -> list[str]:
    return [word for one in fold(label).split() if (word := one.strip(_MARKS))]
