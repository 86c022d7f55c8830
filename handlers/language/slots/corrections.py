"""Corrections of what was just told: "no, perdón, era ayer", "12 boxes, not 10", "I meant Café Luna"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.any_of import any_of, words_of
from handlers.language.text.free_text import is_pause, phrase_at
from handlers.language.tokens import unmarked
from storage.names.folding import fold

MOST_WORDS = 14
"""Words of a longest correction: what is longer is told anew."""

MOST_BARE = 4
"""Words of what is right where only what is wrong behind it tells a correction: "12 boxes, not 10"."""

MOST_BEFORE_ERROR = 4
"""Words that say who was wrong: "el de la tienda se ha equivocado"."""

_SAID = r"(?:[^,;\n]|(?<=\d),(?=\d))"
"""A letter of what is said up to a pause; the comma of a number is none."""
_EXCUSED = rf"(?:\W*{any_of('excuses')}\b[\s,.;:]*)*"
_DENIED = re.compile(
    rf"{_EXCUSED}{any_of('it_was_not')}\s+(?P<wrong>[^,;.\n]+?)(?:\s*[,;.])?\s+{any_of('but_it_was')}\s+"
    rf"(?:{any_of('but_it_was')}\s+)?(?P<right>[^\n]+)",
    re.IGNORECASE,
)
"""What was wrong and then what is right: "no era Bar Sol, era Bar Luna", "it wasn't Monday, it was Tuesday"."""

_NUMBERS = re.compile(
    rf"{_EXCUSED}\b{any_of('not_this')}\s+(?P<wrong>\d[\d.,]*)\W+{any_of('but_it_was')}\s+(?P<right>\d[\d.,]*.{{0,20}})",
    re.IGNORECASE,
)
"""A number for another, without a pause: "perdón no 3450 son 3540"."""

_NOT_BUT = re.compile(
    rf"{any_of('not_this')}\s+(?P<wrong>[^,;\n]{{1,60}}?)\s*[,;]\s*(?:{any_of('but_it_was')}\s+|{any_of('but_yes')}\s+)?(?P<right>[^,;\n]+)",
    re.IGNORECASE,
)
"""What was wrong and then what is right, in so many words."""

_IN_PLACE_OF = re.compile(
    rf"{_EXCUSED}(?:{any_of('in_place_of')}\s+(?P<wrong>{_SAID}{{1,60}}?)\s*[,;]?\s+{any_of('put_this')}"
    rf"|{any_of('change')}\s+(?P<changed>{_SAID}{{1,60}}?)\s*[,;]?\s+{any_of('change_to')}"
    rf"|(?P<before>{_SAID}{{1,40}}?)\s+{any_of('not_that')}\s*[,;])\s+(?P<right>[^\n]+)",
    re.IGNORECASE,
)
"""One for another, both said: "en vez de 10 pon 12", "change Monday to Tuesday", "el miércoles no, el jueves"."""

_ABOUT = re.compile(
    rf"{_EXCUSED}(?:(?P<last>{any_of('about_last')})|{any_of('about_it')}\s+(?P<about>{_SAID}{{1,40}}?)|{any_of('about_the')}\s+(?P<whose>{_SAID}{{1,30}}?)\s+{any_of('about_one')}"
    rf"|(?P<owner>[^\W\d]{{2,20}}?)['’]?s\s+{any_of('about_one')})\s+(?P<verb>{any_of('it_is_so')})\s+(?P<right>{_SAID}+?)"
    rf"(?:\s*,?\s*{any_of('not_this')}\s+(?P<wrong>{_SAID}+))?[ .!]*",
    re.IGNORECASE,
)
"""What is right of something that is named: "lo de Óscar fue ayer, no hoy", "the Gwen one is 45, not 40"."""

_CANNOT = re.compile(
    rf"(?P<said>[^\n]{{0,60}}?)\b{any_of('cannot_do')}\s+(?P<wrong>{_SAID}{{1,40}}?)\s*[,;]?\s+{any_of('it_is_now')}\s+(?P<right>[^\n]+)",
    re.IGNORECASE,
)
"""A moment that does not suit, and the one in its place: "Magda can't do Tuesday, it's Thursday"."""

_AGAIN_NO = re.compile(rf"\s+{any_of('not_that')}$", re.IGNORECASE)
"""What denies once more: "no huesca no, …"."""

_WHY = re.compile(rf"\s*,?\s+{any_of('because_it_is')}\s+.+$", re.IGNORECASE)
_WHY_FIRST = re.compile(rf"^{any_of('because_it_is')}\s+[^,;]+[,;]\s*", re.IGNORECASE)
"""Why it was wrong: "not tomorrow, it's Saturday, Monday"."""

_WHOM = re.compile(rf"\s+{any_of('whom_one_met')}\s.*", re.IGNORECASE | re.DOTALL)
"""What only says who is meant: "it wasn't Owen I was talking to"."""

_DETAILS = ("amount", "when", "kind", "contact", "customer")

_CUES = ("corrections", "taken_back", "rather", "corrected", "it_was", "instead_of", "takes_back")

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right, and what was wrong where that was said; `detail` the slot that is named ("the amount is …"); `plain` where the words can be nothing but a correction.

    `rather` where it is about what is still to come ("no, mejor el jueves"), `was` where it is about what has been ("era ayer").
    `loose` where it is one only if what is right is a moment; `about` whom it names, so that it is of no other record. `whole` is
    what is right with the little words before it: "su marido, Paco".
    """

    right: str
    wrong: str = ""
    detail: str = ""
    plain: bool = False
    rather: bool = False
    was: bool = False
    loose: bool = False
    led: str = ""
    about: str = ""
    whole: str = ""

    @property
    def value(self) -> str:
        """What is right with the word that leads to it: "at 11" is an hour, "11" need not be one."""
        return f"{self.led} {self.right}".strip()


def corrections(text: str) -> Sequence[Correction]:
    """Every way in which a message may correct something, the likeliest first; a record takes the first that fits it."""
    found = [
        _of_a_detail(text),
        _not_this_but(text),
        _in_place_of(text),
        _of_something(text),
        _instead_of_what_cannot_be(text),
        _granted(text),
        correction(text),
    ]
    return [fix for fix in found if fix is not None and not _denies_only(fix.wrong)] or _loosely(text)


def _denies_only(wrong: str) -> bool:
    """Whether what is said to be wrong is a no said once more, and nothing: "no no, it's Fermín"."""
    return bool(wrong) and all(fold(word).strip(" .,!") in words_of("light_correction") for word in wrong.split())


def _loosely(text: str) -> Sequence[Correction]:
    """A "no" with a few words right behind it, "no friday 10:30": a correction only where they are a moment and nothing else."""
    reading = unmarked(text)
    keys = [token.key for token in reading.tokens]
    light = phrase_at("corrections", keys, 0) if keys else 0
    ends = phrase_at("in_the_end", keys, 0) if keys else 0
    size = ends or (light if " ".join(keys[:light]) in words_of("light_correction") else 0)
    if not size or size == len(keys) or len(keys) > size + MOST_BARE:
        return ()
    return (Correction(text[reading.tokens[size].start :].strip(" .!"), loose=True),)


def _granted(text: str) -> Correction | None:
    """“eso era de el Güero sí, pero fue el martes”: one thing is granted, and another put right."""
    reading = unmarked(text)
    keys = [token.key for token in reading.tokens]
    if not keys or not phrase_at("granted", keys, 0) or len(keys) > MOST_WORDS:
        return None
    at = next((at for at in range(1, len(keys)) if phrase_at("granted_but", keys, at)), len(keys))
    size = phrase_at("granted_but", keys, at) if at < len(keys) else 0
    if not size or at + size >= len(keys):
        return None
    granted = " ".join(keys[phrase_at("granted", keys, 0) : at])
    return Correction(text[reading.tokens[at + size].start :].strip(" .!"), was=True, loose=True, about=granted)


def _of_a_detail(text: str) -> Correction | None:
    """“el importe es 47500”, "amount should be $468.75"."""
    reading = unmarked(text)
    keys = [token.key for token in reading.tokens]
    at = next(
        (i for i in range(len(keys)) if not phrase_at("corrections", keys, i) and keys[i] not in ",.;:"), len(keys)
    )
    for slot in _DETAILS:
        size = phrase_at(f"detail_{slot}", keys, at) if at < len(keys) else 0
        verb = phrase_at("detail_is", keys, at + size) if size and at + size < len(keys) else 0
        if verb and at + size + verb < len(keys) and len(keys) <= MOST_WORDS:
            right = text[reading.tokens[at + size + verb].start :].strip(" .!")
            return Correction(right, detail=slot, plain=True, was=True)
    return None


def _not_this_but(text: str) -> Correction | None:
    """“no a las 10, a las 12”, "not Luke, Carmen": what was wrong comes first."""
    found = _NOT_BUT.fullmatch(text.strip()) or _NUMBERS.fullmatch(text.strip())
    if found is None or len(text.split()) > MOST_WORDS:
        return None
    return _of_same_words(found["right"].strip(" .!"), found["wrong"].strip(), plain=True)


def _of_same_words(right: str, wrong: str, *, plain: bool, was: bool = False) -> Correction:
    """What is right as it can stand where what is wrong does: "monzón" of "huesca no, en la de monzón"."""
    wrong = _WHY.sub("", wrong) or wrong
    wrong, right = _AGAIN_NO.sub("", wrong) or wrong, _WHY_FIRST.sub("", right) or right
    little, whole = phrasebook().words("function") | phrasebook().words("glue"), behind_it_was(right)
    if fold(wrong.split()[0]) not in little:
        words = right.split()
        first = next((at for at, word in enumerate(words) if fold(word) not in little), 0)
        right = " ".join(words[first:])
    return Correction(right, wrong, plain=plain, was=was, whole=whole)


def behind_it_was(words: str) -> str:
    """What stands behind the first words that say what it was: "su marido" of "era su marido", "Bright" of "that lunch was Bright"."""
    tokens = unmarked(words).tokens
    keys = [token.key for token in tokens]
    for at in range(min(len(keys), MOST_BEFORE_ERROR)):
        size = phrase_at("it_was", keys, at)
        if size and at + size < len(keys):
            return words[tokens[at + size].start :]
    return words


def is_a_cue(word: str) -> bool:
    """Whether a folded word is one in which people correct, and says nothing of what they correct."""
    return any(word in phrase.split() for name in _CUES for phrase in map(fold, phrasebook().words(name)))


def whose_kin(words: str) -> tuple[str, str] | None:
    """Whom words call by what they are to somebody, and that: "marido, Paco" is Paco; None for a name alone."""
    kin, pause, name = words.partition(",")
    told = [fold(word) for word in kin.split()]
    is_kin = bool(told) and told[-1] in phrasebook().words("kin") | phrasebook().words("roles")
    return (name.strip(" ."), kin.strip()) if pause and is_kin and name.strip(" .") else None


def _of_something(text: str) -> Correction | None:
    """“lo de Óscar fue ayer, no hoy”, "the call with Tom was on Monday"."""
    found = _ABOUT.fullmatch(text.strip()) if len(text.split()) <= MOST_WORDS else None
    if found is None:
        return None
    about = found["about"] or found["whose"] or found["owner"] or ""
    plain = found["last"] is not None  # "lo de antes era Bodega Sol" is about whatever was told last
    was = fold(found["verb"]) in phrasebook().words("it_was")  # "la visita a Mora es el 11" is to come
    return Correction(found["right"].strip(), (found["wrong"] or "").strip(), plain=plain, was=was, about=about.strip())


def _instead_of_what_cannot_be(text: str) -> Correction | None:
    """“Magda can't do Tuesday, it's Thursday same time”: what was agreed is wrong by now."""
    found = _CANNOT.fullmatch(text.strip()) if len(text.split()) <= MOST_WORDS else None
    if found is None:
        return None
    return Correction(found["right"].strip(" .!"), found["wrong"].strip(), rather=True)


def _in_place_of(text: str) -> Correction | None:
    """“en vez de 13,50 pon 14”, "change the delivery to Thursday"."""
    found = _IN_PLACE_OF.fullmatch(text.strip()) if len(text.split()) <= MOST_WORDS else None
    if found is None:
        return None
    wrong = found["wrong"] or found["changed"] or found["before"]
    return _of_same_words(found["right"].strip(" .!"), wrong.strip(), plain=True)


def correction(text: str) -> Correction | None:
    """The correction that a message is; None for one that does not begin, or end, like one."""
    if (denied := _DENIED.match(text)) and len(text.split()) <= MOST_WORDS:
        right, wrong = (_WHOM.sub("", denied[part].strip(" .!")) for part in ("right", "wrong"))
        return _of_same_words(right, wrong, plain=True, was=True)
    cued = Cued(unmarked(text), (), ())  # nothing but its words is looked at
    tokens = cued.reading.tokens
    if not tokens or len(cued.reading.words) > MOST_WORDS or text.rstrip().endswith("?"):
        return None
    keys = [token.key for token in tokens]  # as written: a misspelt cue begins no correction
    while keys and is_pause(cued, len(keys) - 1):
        keys.pop()
    at, plain, said = _joint_before(keys), False, False
    while at < len(keys) and (is_pause(cued, at) or (size := _lead(keys, at))):
        if is_pause(cued, at):
            at += 1
            continue
        plain = plain or " ".join(keys[at : at + size]) not in words_of("light_correction")
        said = True
        at += size
    rather = phrase_at("rather", keys, at) if at < len(keys) else 0
    was = phrase_at("it_was", keys, at) if at < len(keys) else 0
    led = phrase_at("corrected", keys, at + rather) if at + rather < len(keys) else 0
    first = at + rather + led
    end = _closed_at(cued, keys, at)
    if end < len(keys):  # "era con Lucía, perdón", "96.50 sorry"
        said = plain = True
        keys = keys[:end]
    wrong_at = next((i for i in range(first + 1, len(keys)) if phrase_at("instead_of", keys, i)), len(keys))
    if _told(keys[first:wrong_at]) > MOST_BARE and not said and not rather and not was:
        return None
    parted = (
        said
        and at
        and (is_pause(cued, at - 1) or (at < len(keys) and keys[at][0].isdigit() and " ".join(keys[:at]) == "no"))
    )
    if not plain and not led and not rather and wrong_at == len(keys) and not parted:
        return None
    reach = tokens[end].start if end < len(tokens) else len(text)
    right = (
        _between(text, tokens[first].start, tokens[wrong_at].start if wrong_at < len(keys) else reach)
        if first < len(keys)
        else ""
    )
    wrong = ""
    if wrong_at < len(keys):
        after = wrong_at + phrase_at("instead_of", keys, wrong_at)
        wrong = _between(text, tokens[after].start, reach) if after < len(keys) else ""
    right = _WHOM.sub("", right) if was else right  # "it was helen i spoke to"
    right = _without_cue(right)
    lead = _between(text, tokens[first - led].start, tokens[first].start) if led and first < len(keys) else ""
    return Correction(right, wrong, plain=plain, rather=bool(rather), was=bool(was), led=lead)


def _without_cue(words: str) -> str:
    """Words without what only says that they are a correction, at their end: "call Lynne, I mean"."""
    tokens = unmarked(words).tokens
    keys = [token.key for token in tokens]
    for at in range(1, len(keys)):
        if phrase_at("corrections", keys, at) == len(keys) - at and " ".join(keys[at:]) not in words_of(
            "light_correction"
        ):
            return words[: tokens[at].start].strip(" ,.;:-–—")
    return words


def _told(keys: Sequence[str]) -> int:
    """How many of some words say more than little ones do."""
    little = phrasebook().words("function") | phrasebook().words("glue")
    return sum(1 for key in keys if key[0].isalnum() and key not in little)


def _lead(keys: Sequence[str], at: int) -> int:
    """How many words from a place on lead to a correction; to take something back is one where something else is said instead."""
    size = phrase_at("corrections", keys, at)
    taken_back = phrase_at("taken_back", keys, at)
    if not taken_back and at and phrase_at("taken_back_too", keys, at):
        taken_back = 1  # "nada de eso, borra": behind another word of that kind
    return max(size, taken_back if at + taken_back < len(keys) else 0, _error(keys, at))


def _error(keys: Sequence[str], at: int) -> int:
    """How many words from a place on say who was wrong, "Damián se ha equivocado", where what is right comes behind them."""
    for place in range(at, min(at + MOST_BEFORE_ERROR, len(keys))):
        if keys[place] in ",.;:?!":
            return 0
        if (size := phrase_at("erred", keys, place)) and place + size < len(keys):
            return place + size - at
    return 0


def _joint_before(keys: Sequence[str]) -> int:
    """The words that only join a second thought to what was said: "y mejor el miércoles", "and it was Helen"."""
    size = phrase_at("joints", keys, 0) if keys else 0
    thinks_again = 0 < size < len(keys) and (phrase_at("rather", keys, size) or phrase_at("it_was", keys, size) > 1)
    return size if thinks_again else 0


def replaced_number(text: str, place: tuple[int, int], right: str) -> str:
    """A text with the number at a place as it is said now: "pedido de 45000 pesos" with "47500"."""
    start, end = place
    number = _NUMBER.search(right)
    return text[:start] + _NUMBER.sub(number[0], text[start:end], count=1) + text[end:] if number else text


def _closed_at(cued: Cued, keys: Sequence[str], at: int) -> int:
    """Where what is right ends, for the words behind it only close a correction; the end of all where none do."""
    figures = next((i for i in range(at, len(keys)) if not keys[i][0].isdigit() and keys[i] not in ".,"), len(keys))
    if at < figures and _closes(keys, figures):
        return figures
    return next((i for i in range(at + 1, len(keys)) if is_pause(cued, i) and _closes(keys, i + 1)), len(keys))


def _closes(keys: Sequence[str], at: int) -> bool:
    """Whether all words from a place on close a correction: "perdón", "sorry"; not those that begin other messages as well."""
    size = phrase_at("corrections", keys, at) if at < len(keys) else 0
    return size > 0 and at + size == len(keys) and " ".join(keys[at:]) not in words_of("light_correction")


def _between(text: str, start: int, end: int) -> str:
    return text[start:end].strip(" ,.;:-–—!¡\n")


def correct(text: str, fix: Correction) -> str | None:
    """A text with what was wrong in it replaced, as the correction says both; None where it does not, or it is not there.

    A number that is wrong may be pointed at with a word that was not in the text: "en vez de los 16".
    """
    wrong = fix.wrong
    pattern = _whole(wrong, text) if wrong else None
    right = fix.value if fix.led and fold(wrong).startswith(f"{fold(fix.led)} ") else fix.right
    if wrong and pattern is None:
        wrong = _number_behind_little(wrong)
        pattern = _whole(wrong, text) if wrong else None
    if pattern is None:
        return None
    number = re.search(r"\d[\d.,]*", right)
    new = number[0] if number and re.fullmatch(r"\d[\d.,]*", wrong) else right
    return pattern.sub(new.replace("\\", r"\\"), text, count=1)


def _number_behind_little(words: str) -> str:
    """The number alone of what is said to be wrong, "16" of "los 16"; "" where there is more than little words before it, or none."""
    little, said = phrasebook().words("function") | phrasebook().words("glue"), words.split()
    return said[-1] if said and said[-1][0].isdigit() and all(fold(word) in little for word in said[:-1]) else ""


def _whole(words: str, text: str) -> "re.Pattern[str] | None":
    end = r"(?![\d]|[.,:]\d)" if words[-1:].isdigit() else r"(?!\w)"  # the 6 of "6kg"
    pattern = re.compile(rf"(?<!\w)(?<!\d[.,:]){re.escape(words)}{end}", re.IGNORECASE)
    return pattern if pattern.search(text) else None
