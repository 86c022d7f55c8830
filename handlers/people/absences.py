"""Days away: who is away from when to when, and who covers. Said in a sentence, listed, changed, cancelled with Undo."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.dialog.commands import do_intent
from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, Form, Said, Slot
from handlers.kit.messages.action import NO, YES, Action, Choice, Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import manages
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.registry.sayings import read_saying
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, Understanding
from handlers.people.absence_cards import cancelling, card, line, listed, named, of_my_day, who_is_away
from handlers.people.absence_slots import (
    ABSENCE,
    COVER,
    MORE,
    NEW_COVER,
    OF,
    PERIOD,
    WHO,
    MyAbsence,
    is_colleague,
    kept,
    says_who_covers,
)
from handlers.people.day_slots import is_span, shown
from storage.people.records import AbsenceRecord, Person

TAKES = ("{period:moment} {more}?", "{staff} {period:moment} {more}?")
"""What may follow the command."""


# ------------------------------------------------------------------ a new one
def _enrich(turn: Turn, said: Said, slot: Slot[Any], text: str) -> None:
    """What follows the days is who covers, where it says that; else it is a note."""
    if slot is MORE and COVER not in said and says_who_covers(turn, text):
        said.drop(MORE)
        said.put(COVER, COVER.type.read(turn, text, said))


def _confirm(turn: Turn, said: Said) -> Confirmation | None:
    """Days on which somebody is away already are replaced only where that is meant."""
    before = _overlapped(turn, said)
    if not before:
        return None
    words = _(
        "{name} already has time off: {days}. Replace it with the new dates?",
        name=said[WHO].first_name,
        days=shown((before[0].first, before[-1].last)),
    )
    name = " ".join(str(absence.id) for absence in before)
    return Confirmation(f"replace {name}", (words,), (Choice(_("Use the new dates"), YES), Choice(_("Leave it"), NO)))


def _overlapped(turn: Turn, said: Said) -> list[AbsenceRecord]:
    standing = turn.work.absences.of(said[WHO].id, min(first for first, _last in said[PERIOD]))
    return [a for a in standing if any(a.first <= last and first <= a.last for first, last in said[PERIOD])]


def _save(turn: Turn, said: Said) -> Reply:
    """Keeps it; what was said besides, and is a matter of its own, is done as well."""
    who, cover, more = said[WHO], said.get(COVER), said.get(MORE)
    _may_say_so(turn, who)
    if cover is not None and cover.id == who.id:
        raise Sorry(_("Someone else has to cover: say it again, with their name."))
    apart = _matter_of_its_own(turn, more)
    for absence in _overlapped(turn, said):
        turn.work.absences.cancel(absence.id)
    cards = Reply()
    for first, last in said[PERIOD]:
        id_ = turn.work.absences.add(
            who.id, first, last, cover_id=cover.id if cover else None, note=None if apart else more
        )
        if cover is not None and cover.id == turn.person.id:
            turn.work.absences.told(id_, cover.id)  # they say it themselves
        cards = cards + card(turn, kept(turn, Target(ABSENCE, id_)))
    cards = replace(cards, choices=(*cards.choices, *undo_choice(turn)))
    if who.id != turn.person.id:
        days = PERIOD.type.show(said[PERIOD])
        turn.tell(
            who.id, Reply.of(_("{name} noted that you are away: {days}.", name=turn.person.first_name, days=days))
        )
    return cards + do_intent(turn, apart, more or "") if apart else cards


def _may_say_so(turn: Turn, who: Person) -> None:
    if who.id != turn.person.id and not manages(turn, who):
        raise Sorry(_("Only {name} or their manager can say that they are away.", name=who.first_name))


def _matter_of_its_own(turn: Turn, more: str | None) -> Understanding | None:
    """What else was said in the same breath, where it is something to be done: "…, recuérdame llamar a Marta el 16"."""
    heard = turn.understand(more) if more else None
    return heard if heard and heard.slots and heard.intent != "unknown" else None


# ------------------------------------------------------------------ what is meant so
def _of_no_customer(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether no customer is named in what follows: what is said of one is something else."""
    more = places.get("more")
    customer = turn.read_as("log_interaction", more).slots.get("customer") if more else None
    return not (isinstance(customer, Name) and customer.candidates) or says_who_covers(turn, more or "")


def _bare_or_covered(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether nothing follows the days but who covers."""
    more, cover = places.get("more"), places.get("cover")
    return (not more or says_who_covers(turn, more)) and (cover is None or is_colleague(turn, cover))


def _leaves(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether who leaves is away: "me voy mañana" may be to a customer."""
    more = places.get("more")
    return says_who_covers(turn, more) if more else is_span(turn, places["period"])


def _of_a_colleague(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it is about somebody who works here: customers are on holiday too."""
    return is_colleague(turn, places["staff"]) and _bare_or_covered(turn, places)


# ------------------------------------------------------------------ what becomes of it
def _absence(turn: Turn, words: str) -> Reply:
    """The list; or a new one, where the words say one."""
    if words:
        answers = read_saying(words, TAKES)
        return start(turn, FORM, None, answers=answers) if answers else start(turn, FORM, None, first=words)
    return _list(turn)


def _list(turn: Turn) -> Reply:
    return listed(turn) or start(turn, FORM, None, guided=True)


def _away_today(turn: Turn, _words: str) -> Reply:
    return who_is_away(turn)


def _of(turn: Turn, staff: Person) -> Reply:
    """A new one, of the colleague whose card's button it is."""
    _may_say_so(turn, staff)
    return start(turn, FORM, None, values={WHO.name: staff.id}, guided=True)


def _cancel_in_words(turn: Turn, _words: str) -> Reply:
    """The only one that there is, or one to choose."""
    mine = turn.work.absences.of(turn.person.id, turn.said_at.date())
    if not mine:
        raise Sorry(_("You have no time off noted."))
    if len(mine) > 1:
        return Reply.of(_("Which ones?"), choices=[Choice(named(turn, a), cancelling(a)) for a in mine])
    return _cancel(turn, mine[0])


def _cancel(turn: Turn, absence: MyAbsence) -> Reply:
    turn.work.absences.cancel(absence.id)
    turn.work.follow_ups.bring_up(absence.staff_id)
    words = _("Cancelled: {what}.", what=named(turn, absence))
    return Reply.of(words, choices=undo_choice(turn), replaces=True)


def _back(turn: Turn, _words: str) -> Reply:
    """Back before the time: the rest of it is cancelled."""
    today = turn.said_at.date()
    absence = turn.work.absences.on(turn.person.id, today)
    if absence is None:
        return Reply.of(_("Welcome back."))
    if absence.first == today:
        turn.work.absences.cancel(absence.id)
    else:
        turn.work.absences.change(absence.id, last=today - timedelta(days=1))
    turn.work.follow_ups.bring_up(turn.person.id)
    return Reply.of(_("Welcome back. Your follow-ups come to you again."), choices=undo_choice(turn))


def _cover(turn: Turn, absence: MyAbsence) -> Reply:
    return start(turn, COVERING, None, values={OF.name: absence.id, WHO.name: absence.staff_id})


def _change_cover(turn: Turn, said: Said) -> Reply:
    if not turn.work.absences.change(said[OF].id, cover_id=said[NEW_COVER].id):
        return Reply.of(_("It's already like that."))
    shows = card(turn, kept(turn, Target(ABSENCE, said[OF].id)))
    return replace(shows, choices=(*shows.choices, *undo_choice(turn)))


def _on_card(turn: Turn, person: Person) -> Reply | None:
    """On a colleague's card: their days away, and for who manages them a button for more."""
    standing = turn.work.absences.of(person.id, turn.said_at.date())
    days: list[Words] = [_("Away: {days}", days=line(absence)) for absence in standing]
    may = person.id == turn.person.id or manages(turn, person)
    choices = (Choice(_("Time off…"), Action("absence_of", {"staff": person.id})),) if may else ()
    return Reply(tuple(Paragraph(words) for words in days), choices)


def _what(turn: Turn, id_: int) -> Words | None:
    absence = turn.work.absences.get(id_)
    return _("{name}'s time off", name=absence.staff) if absence else None


FORM = Form("absence", (PERIOD, WHO, MORE, COVER), save=_save, check=_confirm, enrich=_enrich)
COVERING = Form("absence_cover", (OF, WHO, NEW_COVER), save=_change_cover)

CAPABILITY = Capability(
    "absences",
    about=_("Time off, and who covers"),
    commands=(
        Command(
            {"es": "ausencia", "en": "absence"},
            _absence,
            _("Time off, and who covers: /absence from 1 to 15 December, Luis"),
            phrases={
                "es": ("ausencias", "mis ausencias", "mis vacaciones", "vacaciones"),
                "en": ("absences", "my absences", "my holidays", "my vacation", "days away"),
            },
        ),
        Command({"": "away"}, FORM, hidden=True, sayings="away", fits=_of_no_customer),
        Command({"": "away_out"}, FORM, hidden=True, sayings="out", fits=_bare_or_covered),
        Command({"": "away_leaving"}, FORM, hidden=True, sayings="leaving", fits=_leaves),
        Command({"": "away_other"}, FORM, hidden=True, sayings="away_other", fits=_of_a_colleague),
        Command({"": "away_today"}, _away_today, hidden=True, sayings="who_is_away"),
        Command({"": "absence_cancel"}, _cancel_in_words, hidden=True, sayings="cancel_absence"),
        Command({"": "back"}, _back, hidden=True, sayings="back"),
    ),
    actions={
        "absence": FORM,
        "absences": _list,
        "absence_of": _of,
        "absence_cancel": _cancel,
        "absence_cover": _cover,
    },
    forms=(COVERING,),
    records={"absences": RecordWords(_what)},
    contributes={"day": of_my_day, HOME: of_my_day, "colleague": _on_card},
    examples={
        "es": ("me voy de vacaciones del 1 al 15",),
        "en": ("I'm on holiday from the 1st to the 15th",),
    },
    order=725,
)
