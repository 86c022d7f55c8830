"""The slots of reminders: what is to be done, when, by whom; what of them is moved or done."""

from handlers.language.acts.besides import done_until
from handlers.language.acts.colleagues import colleagues_plan
from handlers.language.acts.forbidden import forbidden_step
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Moment, Name
from handlers.language.slots.draft import Draft
from handlers.language.slots.notes import WHO
from handlers.language.slots.notice import before_something, day_before, take_notice, tell_before
from handlers.language.slots.orders import asked_at_the_end, noted_down, puts_in, rearranged
from handlers.language.slots.to_be_done import put_what
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark, unmarked
from storage.names.names import NameKind

_LONGEST_NAME = 4
"""Words of a name that nobody knows, of whoever is to be reminded."""
_FEW = 2
"""Words that only lead to what is told to somebody."""
_FINISHED = ("done", "mark", "solved")


def set_reminder(draft: Draft) -> None:
    """What is to be done, when, by whom, about which customer."""
    draft.customers()
    if colleagues_plan(draft.cued):
        _colleague(draft)
    else:
        _addressee(draft)
    _due(draft)
    notice = take_notice(draft)
    if before := day_before(draft.cued):
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[before[0]].start, tokens[before[1] - 1].end))
    if (
        size := noted_down(draft.cued) or puts_in(draft.cued) or phrase_at("writes_down", draft.cued.keys, 0)
    ) and not _says_with_whom(draft, size):
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[0].start, tokens[size - 1].end))
    draft.taken.extend(draft.cued.reading.impossible)
    if (size := phrase_at("i_have", draft.cued.keys, 0)) and not set(draft.cued.keys) & WHO:
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[0].start, tokens[size - 1].end))
    if asked := asked_at_the_end(draft.cued):
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[asked.first].start, tokens[asked.last - 1].end))
    if forbidden := forbidden_step(draft.cued):
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[forbidden[0]].start, tokens[forbidden[1] - 1].end))
    put_what(draft, "remind", "must", "filler")
    if notice:
        tell_before(draft, notice)


def _due(draft: Draft) -> None:
    """When it is to be done; what somebody is to be told is no such moment."""
    if before_something(draft.cued, draft.context.locale):
        _day_of(draft)
    elif (due := draft.future("due", repeats=True)) is None:
        _over(draft)
    elif _is_told(draft, due):
        draft.taken = [extent for extent in draft.taken if extent not in {(due.start, due.end), *due.also}]


def leads_to_when(text: str) -> bool:
    """Whether words end in what leads to when something is that somebody is told: "la reunión es"."""
    keys = [token.key for token in unmarked(text).tokens]
    return phrase_before("is_when", keys, len(keys)) > 0


def _is_told(draft: Draft, due: Mark) -> bool:
    """Whether a moment is what somebody is to be told: "tell everyone the meeting is on Monday at 9"."""
    at = next(place for place, token in enumerate(draft.cued.reading.tokens) if token.mark is due)
    return "staff" in draft.slots and phrase_before("is_when", draft.cued.keys, at) > 0


def _says_with_whom(draft: Draft, at: int) -> bool:
    """Whether nothing but with whom it is stands behind a place: "book me in with Linda" is called so."""
    keys = draft.cued.keys
    return at < len(keys) and keys[at] in phrasebook().words("with_whom")


def _day_of(draft: Draft) -> None:
    """The day of what is arranged is no moment to be reminded at: it is reckoned from the hour that stands in the agenda."""
    for mark in draft.cued.reading.of(*MOMENTS):
        draft.taken.extend([(mark.start, mark.end), *mark.also])


def _over(draft: Draft) -> None:
    """A moment that is over, where the sentence ends in it: whoever asks for another one does not do that "yesterday at 10"."""
    cued = draft.cued
    for at, token in enumerate(cued.reading.tokens):
        mark, behind = token.mark, cued.reading.tokens[at + 1 :]
        if mark is None or mark.kind not in MOMENTS or any(other.is_word or other.mark for other in behind):
            continue
        led = cued.reading.text[mark.start : mark.end].casefold().split()[0]
        part_of_what = any(
            phrase_before(name, cued.keys, at) or led in phrasebook().words(name) for name in ("not_when", "about_when")
        )
        if isinstance(mark.past, Moment) and not part_of_what:
            draft.taken.extend([(mark.start, mark.end), *mark.also])


def _colleague(draft: Draft) -> None:
    """Whose plan it is: "Hamish is calling to …"; their name and "is" are no part of what is to be done."""
    tokens = draft.cued.reading.tokens
    if (whose := tokens[0].mark) is not None:
        draft.put_mark("staff", whose, whose.name)
        draft.taken.append((tokens[0].start, tokens[phrase_at("others_auxiliaries", draft.cued.keys, 1)].end))


def _addressee(draft: Draft) -> None:
    """Who is to be reminded, where that is somebody else: whoever stands right behind "recuérdale a", "remind"; known or not."""
    cued = draft.cued
    tokens, keys = cued.reading.tokens, cued.keys
    begins = next((at for at in range(len(keys)) if phrase_at("addressing", keys, at)), None)
    if begins is None:
        return
    first = begins + phrase_at("addressing", keys, begins)
    if first < len(keys) and phrase_at("everybody", keys, first):
        _everybody(draft, begins, first)
        return
    if first >= len(keys) or keys[first] in phrasebook().words("addressed_self"):
        return
    if (mark := tokens[first].mark) is not None:
        if mark.kind == NameKind.STAFF.value:
            _told_to(draft, begins, first, mark)
        return
    deeds = {cue.first for cue in cued.all("do")}

    def ends(at: int) -> bool:
        return bool(phrase_at("addressed_ends", keys, at)) or (at > first and at in deeds)

    last = first
    while last < min(len(keys), first + _LONGEST_NAME) and tokens[last].mark is None and not ends(last):
        last += 1
    if first < last < len(keys) and ends(last):
        extent = tokens[first].start, tokens[last - 1].end
        draft.put("staff", Name(cued.reading.text[slice(*extent)]), *extent)


def _told_to(draft: Draft, begins: int, first: int, whom: Mark) -> None:
    """A colleague who is told to do it, from `begins` on: "inform Luke to" is no part of what he is to do."""
    tokens, keys = draft.cued.reading.tokens, draft.cued.keys
    draft.put_mark("staff", whom, whom.name)
    ends_at = first + 1
    if ends_at < len(keys) and not phrase_at("steps", keys, ends_at):
        ends_at += phrase_at("addressed_ends", keys, ends_at)
    start = 0 if _says_little(draft, begins) else tokens[begins].start
    draft.taken.append((start, tokens[ends_at - 1].end))


def _says_little(draft: Draft, last: int) -> bool:
    """Whether a word or two stand before a place, of nobody and nothing known: "no idea, ask Luis to …"."""
    before = [token for token in draft.cued.reading.tokens[:last] if token.is_word or token.mark]
    return 0 < len(before) <= _FEW and not any(token.mark for token in before)


def _everybody(draft: Draft, begins: int, first: int) -> None:
    """All colleagues, who are called so at a token; what leads to what they are to do or to know is no part of that."""
    tokens, keys = draft.cued.reading.tokens, draft.cued.keys
    last = first + phrase_at("everybody", keys, first)
    extent = tokens[first].start, tokens[last - 1].end
    draft.put("staff", Name(draft.cued.reading.text[slice(*extent)]), *extent)
    if last < len(keys) and (lead := phrase_at("addressed_ends", keys, last)):
        draft.taken.append((tokens[begins].start, tokens[last + lead - 1].end))


def move_reminder(draft: Draft) -> None:
    """Which follow-up, and its new moment: of two the last, or the one that is instead of the other."""
    draft.customers()
    draft.name(NameKind.CONTACT)
    instead = rearranged(draft.cued)
    for mark in [instead] if instead else reversed(draft.cued.reading.of("future", "day", "period")):
        if isinstance(mark.future, Moment) and draft.put_mark("due", mark, mark.future):
            break
    put_what(draft, "move", "onward", "task", "filler")


def finish_reminder(draft: Draft) -> None:
    """Which follow-up is done."""
    draft.customers()
    draft.name(NameKind.CONTACT)
    put_what(draft, *_FINISHED, "task", "filler", last=done_until(draft.cued, *_FINISHED))
