"""Which open follow-ups a message means that moves something or calls it off: by whom, which day, and what it is called."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz

from handlers.kit.follow_ups.follow_up import FOLLOW_UP, covered_by_me
from handlers.kit.turn import Turn
from handlers.language.acts.clauses import clauses
from handlers.language.concepts.concepts import cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Name, NameKind
from handlers.language.slots.appointments import is_appointment, is_engagement
from handlers.language.slots.moved_moments import Day
from handlers.language.slots.pointing import only_points
from handlers.language.slots.rearranging import Rearrangement
from handlers.language.text.free_text import phrase_at
from storage.crm.records import FollowUpRecord, InteractionRecord
from storage.names.folding import fold

LATELY = timedelta(minutes=30)
"""Within this time a message that names nothing is about the reminder that was set last."""
ALIKE = 85
"""From this likeness (0–100) a word is one of a follow-up's, typed otherwise."""
_WHOSE = frozenset({NameKind.CUSTOMER, NameKind.CONTACT})
INTERACTION = "interaction"
_FORMS = (".noun", ".do")


def open_ones(turn: Turn) -> list[FollowUpRecord]:
    """What this person has open, with that of whoever they cover."""
    owners = [turn.person.id, *covered_by_me(turn)]
    return [follow_up for owner in owners for follow_up in turn.work.follow_ups.open_of(owner)]


def sought(turn: Turn, said: Rearrangement, open_: Sequence[FollowUpRecord]) -> list[FollowUpRecord]:
    """Those that fit all that is said of it; where nothing is, the one that was set just now."""
    names = _whose(said)
    open_ = _owned(said, open_)
    if said.bare or (not names and said.day is None and not said.words):
        return [p for p in _just_set(turn, open_) if _is_called(p, said.words)]
    found = [p for p in open_ if all(is_with(p, name) for name in names)]
    if said.day is not None:
        found = on_day(found, said.day, turn.said_at)
    if said.words:
        called = [p for p in found if _is_called(p, said.words)]
        deeds = {word for word in said.words if phrase_at("steps", [word], 0)}
        besides = [word for word in said.words if word not in deeds]
        loosely = bool(names and deeds) and not said.cancels  # "cancelled her order" calls nothing of ours off
        return called or ([p for p in found if _is_called(p, besides)] if loosely else [])
    if (
        said.cancels and not said.ordered and names and said.day is None
    ):  # "gemma cancelled": what was arranged with her
        return [p for p in found if is_engagement(p.what)]
    return found


def nearly(said: Rearrangement, open_: Sequence[FollowUpRecord], now: datetime) -> list[FollowUpRecord]:
    """Those that are with whoever is named and fit some of what is said of it, where none fits all: one of them may be meant."""
    names = _whose(said)
    if not names or said.bare:
        return []
    found = [p for p in _owned(said, open_) if all(is_with(p, name) for name in names)]
    there = on_day(found, said.day, now) if said.day is not None else []
    called = [p for p in there or found if any(_is_called(p, [word]) for word in said.words)]
    alone = len(found) == 1 and bool(said.told)  # an engagement with them, and there is but one thing with them
    return called or there or (found if alone or not said.words else [])


def _whose(said: Rearrangement) -> list[Name]:
    return [name for name in said.names if any(entry.kind in _WHOSE for entry in name.candidates)]


def _owned(said: Rearrangement, open_: Sequence[FollowUpRecord]) -> Sequence[FollowUpRecord]:
    """Those that a colleague who is named is to do; all where none is, or they have none: "lo de Luis con Iker"."""
    staff = {entry.id for name in said.names for entry in name.candidates if entry.kind is NameKind.STAFF}
    return [p for p in open_ if p.owner_id in staff] or open_ if staff else open_


def on_day(found: Sequence[FollowUpRecord], day: Day, now: datetime) -> list[FollowUpRecord]:
    """Those of a day, of the one to come where it may be two, or at an hour."""
    if not day.days:
        return [p for p in found if p.grain == "minute" and p.due_local.time() == day.hour]
    ahead = frozenset(one for one in day.days if one >= now.date())
    for days in (ahead, day.days):
        if there := [p for p in found if p.due_local.date() in days]:
            return there
    return []


def _just_set(turn: Turn, open_: Sequence[FollowUpRecord]) -> list[FollowUpRecord]:
    """The one that was set last, or what was promised with the record that was told last, whichever is newer."""
    newest = next((one for one in turn.conversation.newest() if one.target.kind in {FOLLOW_UP, INTERACTION}), None)
    if newest is None or turn.incoming.sent_at - newest.at > LATELY:
        return []
    if newest.target.kind == FOLLOW_UP:
        return [p for p in open_ if p.id == newest.target.id]
    promised = {one.id for one in turn.work.follow_ups.all_of_interaction(newest.target.id)}
    return [p for p in open_ if p.id in promised]


def is_with(follow_up: FollowUpRecord, name: Name) -> bool:
    """Whether it is about somebody: about their customer, where nobody in particular is meant; else with them or named so."""
    customers = {entry.id for entry in name.candidates if entry.kind is NameKind.CUSTOMER}
    contacts = [entry for entry in name.candidates if entry.kind is NameKind.CONTACT]
    if follow_up.customer_id in customers or fold(name.text) in fold(follow_up.what):
        return True
    if follow_up.contact_id is not None:
        return follow_up.contact_id in {entry.id for entry in contacts}
    return follow_up.customer_id is not None and follow_up.customer_id in {entry.customer_id for entry in contacts}


def called_so(names: Sequence[Name], words: Sequence[str], open_: Sequence[FollowUpRecord]) -> list[FollowUpRecord]:
    """Those that are about somebody and called by some words."""
    theirs = [name for name in names if any(entry.kind in _WHOSE for entry in name.candidates)]
    return [p for p in open_ if all(is_with(p, name) for name in theirs) and _is_called(p, words)]


def _is_called(follow_up: FollowUpRecord, words: Sequence[str]) -> bool:
    """Whether it is called so, in all words that are said of it."""
    own = fold(f"{follow_up.what} {follow_up.customer or ''}").split()
    kinds = kinds_of(follow_up.what)
    return all(any(_is_alike(word, one) for one in own) or kinds & kinds_of(word) for word in words)


def _is_alike(word: str, own: str) -> bool:
    """Whether a word is one of a follow-up's: typed otherwise, or the beginning of another form ("luigi" of "Luigi's", "packing" of "pack")."""
    shorter, longer = sorted((word, own), key=len)
    return fuzz.ratio(word, own) >= ALIKE or (len(shorter) >= _LONG_ENOUGH and longer.startswith(shorter))


def kinds_of(words: str) -> frozenset[str]:
    """Of which kinds something is that words name: a "mtg" is a meeting, and so is a "lunch with" somebody."""
    return frozenset(c.partition(".")[0] for c in cues_in(words).concepts if c.endswith(_FORMS))


# ------------------------------------------------------------------ settled by what was told
def is_settled_by(
    follow_up: FollowUpRecord, logged: InteractionRecord, today: date, told: str, *, about: str = ""
) -> bool:
    """Whether what was logged may have settled a follow-up: it is of that kind, or told in the same words.

    `about` is what the follow-up was told with: one that only points, "get that over to her", is about something of it.

    What is arranged for a day to come is not over, and of what has neither a kind nor words of its own only what is due is.
    """
    ahead = follow_up.due_local.date() > today
    if _is_left_open(follow_up, logged, told):
        return False
    if is_appointment(follow_up.what) and follow_up.due_local.date() == today == logged.day and logged.kind in _THERE:
        return True
    if is_engagement(follow_up.what) and ahead and not _is_call(follow_up.what):
        return False
    kinds = kinds_of(follow_up.what) - {"other"}
    if logged.kind in kinds or (kinds & _IN_PERSON and logged.kind in _IN_PERSON):
        return True
    own = _own_words(follow_up, logged)
    if about and only_points(follow_up.what):
        own |= frozenset(word for word in fold(about).split() if len(word) >= _LONG_ENOUGH and word not in _little())
    said = fold(f"{logged.summary} {told}").split()
    if any(fuzz.ratio(word, one) >= ALIKE for word in own for one in said):
        return True
    return not kinds and not own and not ahead


def _is_left_open(follow_up: FollowUpRecord, logged: InteractionRecord, told: str) -> bool:
    """Whether a clause says that it is still to be done, or asked for: "sent the sheet, the references not yet"."""
    own, cued = _own_words(follow_up, logged), cues_in(told or logged.summary)
    for clause in clauses(cued):
        within = range(clause.first, clause.last)
        if any(phrase_at("not_settled", cued.keys, at) for at in within) and any(
            fuzz.ratio(word, cued.keys[at]) >= ALIKE for word in own for at in within
        ):
            return True
    return False


_IN_PERSON = frozenset({"visit", "meeting", "event"})
_THERE = _IN_PERSON | {"note"}
"""Of which kind a record may be of somebody who was there: in a hurry "got there at 9" is but a note."""
_LONG_ENOUGH = 4
"""Letters of a word by which one thing is known from another."""


def _little() -> frozenset[str]:
    return phrasebook().words("function") | phrasebook().words("glue")


def _is_call(what: str) -> bool:
    return "call" in kinds_of(what)


def _own_words(follow_up: FollowUpRecord, logged: InteractionRecord) -> frozenset[str]:
    """What a follow-up is about: its words without names, little words, and those that say what is done."""
    cued = cues_in(follow_up.what)
    engaged = {at for at in range(len(cued.keys)) if phrase_at("engagements", cued.keys, at)}
    deeds = {at for cue in cued.all("do", "noun") for at in range(cue.first, cue.last)} - engaged
    named = set(fold(f"{follow_up.customer or ''} {logged.names_met}").split())
    little = _little()
    words = [t.key for at, t in enumerate(cued.reading.tokens) if t.is_word and at not in deeds]
    return frozenset(word for word in words if len(word) >= _LONG_ENOUGH and word not in little | named)
