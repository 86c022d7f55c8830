"""The activity: who did what, and when, with Undo for what can still be taken back."""

from heapq import merge
from itertools import islice

from handlers.kit.audit import DEED, may_not_undo, told, undo_choice
from handlers.kit.format.texts import On, Words, _
from handlers.kit.forms.slot_types import clip
from handlers.kit.messages import Choice, Entries, Facts, Heading, Reply, Target, Text
from handlers.kit.people.colleagues import STAFF, colleague_named
from handlers.kit.people.permissions import managed, manages
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.audit import Deed
from storage.records import Person

PAGE = 5
MOST_SHOWN = 6
"""Changes of one deed that its card lists."""


def _show(turn: Turn, words: str, target: Target | None) -> Reply:
    """What this person did; for managers, what their team did; of one colleague, where one is named."""
    if words:
        return _page(turn, _watched(turn, colleague_named(turn, words)))
    if target and target.kind == STAFF:
        return _page(turn, _watched(turn, turn.work.people.get(target.id)))
    return _page(turn, None)


def _more(turn: Turn, words: str, target: Target | None) -> Reply:
    """The next page: `words` is the deed that the last one ended with."""
    if not words.isdecimal():
        raise Sorry(_("That is not there any more."))
    who = _watched(turn, turn.work.people.get(target.id)) if target and target.kind == STAFF else None
    return _page(turn, who, before=int(words))


def _watched(turn: Turn, person: Person) -> Person:
    if person.id != turn.person.id and not manages(turn, person):
        raise Sorry(_("{name} is not in your team.", name=person.name))
    return person


def _page(turn: Turn, who: Person | None, *, before: int | None = None) -> Reply:
    people = [who] if who else managed(turn)
    each = [turn.work.changes.deeds(person.id, limit=PAGE + 1, before=before) for person in people]
    deeds = list(islice(merge(*each, key=lambda deed: deed.id, reverse=True), PAGE + 1))
    heading = Heading(_("What {name} did", name=who.name) if who else _("Activity"))
    if not deeds:
        return Reply((heading, Text(_("Nothing yet."))))
    shown = deeds[:PAGE]
    entries = [(_head(turn, deed), _body(turn, deed)) for deed in shown]
    choices = [
        Choice(f"{number} · {clip(turn.voice.say(told(turn, deed.first)), 28)}", "/deed", Target(DEED, deed.id))
        for number, deed in enumerate(shown, 1)
    ]
    if len(deeds) > PAGE:
        choices.append(Choice(_("More"), f"/activity_more {shown[-1].id}", Target(STAFF, who.id) if who else None))
    return Reply((heading, Entries(entries)), tuple(choices))


def _head(turn: Turn, deed: Deed) -> Words:
    """Who, and when on the reader's clock."""
    return _("{when} · {who}", when=On(turn.local(deed.at)), who=(deed.who or "").split(" ")[0])


def _body(turn: Turn, deed: Deed) -> Words:
    what = clip(turn.voice.say(told(turn, deed.first)), 120)
    if deed.undone_by and deed.undone_by != deed.who:
        return _("{what} (undone by {name})", what=what, name=deed.undone_by)
    return _("{what} (undone)", what=what) if deed.undone else what


def _deed(turn: Turn, _words: str, target: Target | None) -> Reply:
    """One deed with all that it changed."""
    deed = turn.work.changes.deed_at(target.id) if target and target.kind == DEED else None
    if deed is None or deed.staff_id is None:
        raise Sorry(_("That is not there any more."))
    _watched(turn, turn.work.people.get(deed.staff_id))
    changes = turn.work.changes.of_deed(deed.turn, limit=MOST_SHOWN)
    facts: list[tuple[Words, Words]] = [(_("When"), On(turn.local(deed.at))), (_("Who"), deed.who or "")]
    lines = dict.fromkeys(clip(turn.voice.say(told(turn, change)), 120) for change in changes)
    undo = () if deed.undone or may_not_undo(turn, deed) else undo_choice(turn, Target(DEED, deed.id))
    return Reply(
        (
            Heading(clip(turn.voice.say(_body(turn, deed)), 160)),
            Facts(facts),
            Text("\n".join(f"· {line}" for line in lines)),
        ),
        undo,
    )


CAPABILITY = Capability(
    "activity",
    about=_("Who did what, and when; undo"),
    commands=(
        Command(
            {"es": "actividad", "en": "activity"},
            _show,
            _("Who did what, and when"),
            phrases={
                "es": ("actividad", "la actividad", "qué he hecho", "quién ha hecho qué"),
                "en": ("activity", "the activity", "what have I done", "who did what"),
            },
            said=(
                "qué ha hecho|hizo {who} hoy|ayer?",
                "actividad de {who}",
                "what has {who} done today?",
                "what did {who} do today|yesterday?",
                "activity of {who}",
            ),
        ),
        Command({"": "activity_more"}, _more, hidden=True),
        Command({"": "deed"}, _deed, hidden=True),
    ),
    order=720,
)
