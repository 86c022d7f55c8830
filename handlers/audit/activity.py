"""The activity: who did what, and when, with Undo for what can still be taken back."""

from heapq import merge
from itertools import islice

from handlers.kit.audit import CHANGE, may_not_undo, told, undo_choice
from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import colleague_named
from handlers.kit.people.permissions import managed, manages
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.audit.records import ChangeSet
from storage.people.records import Person

PAGE = 5
MOST_SHOWN = 6
"""Changes of one change set that its card lists."""


def _show(turn: Turn, words: str) -> Reply:
    """What this person did; for managers, what their team did; of one colleague, where one is named."""
    return _page(turn, _watched(turn, colleague_named(turn, words)) if words else None)


def _more(turn: Turn, at: int, staff: int | None = None) -> Reply:
    """The next page, after the change set `at` that the last one ended with; of one colleague, who may have left."""
    return _page(turn, None if staff is None else _watched(turn, turn.work.people.get(staff)), before=at)


def _watched(turn: Turn, person: Person) -> Person:
    if person.id != turn.person.id and not manages(turn, person):
        raise Sorry(_("{name} is not in your team.", name=person.name))
    return person


def _page(turn: Turn, who: Person | None, *, before: int | None = None) -> Reply:
    people = [who] if who else managed(turn)
    each = [turn.work.changes.change_sets(person.id, limit=PAGE + 1, before=before) for person in people]
    change_sets = list(islice(merge(*each, key=lambda change_set: change_set.id, reverse=True), PAGE + 1))
    heading = Heading(_("What {name} did", name=who.name) if who else _("Activity"))
    if not change_sets:
        return Reply((heading, Paragraph(_("Nothing yet."))))
    page = Pager.of(change_sets, PAGE, next=change_sets[:PAGE][-1].id)
    entries = [(_head(turn, change_set), _body(turn, change_set)) for change_set in page.items]
    choices = [
        Choice(
            f"{number} · {clip(turn.voice.say(told(turn, change_set.first)), 28)}",
            Action("change_set", {"change": change_set.id}),
        )
        for number, change_set in enumerate(page.items, 1)
    ]
    more = page.more(Action("activity", {"staff": who.id} if who else {}))
    return Reply((heading, Entries(entries)), (*choices, *more))


def _head(turn: Turn, change_set: ChangeSet) -> Words:
    """Who, and when on the reader's clock."""
    return _("{when} · {who}", when=On(turn.local(change_set.at)), who=(change_set.who or "").split(" ")[0])


def _body(turn: Turn, change_set: ChangeSet) -> Words:
    what = clip(turn.voice.say(told(turn, change_set.first)), 120)
    if change_set.undone_by and change_set.undone_by != change_set.who:
        return _("{what} (undone by {name})", what=what, name=change_set.undone_by)
    return _("{what} (undone)", what=what) if change_set.undone else what


def _change_set(turn: Turn, change: int) -> Reply:
    """One change set with all that it changed, by the id of one of its changes."""
    change_set = turn.work.changes.change_set_at(change)
    if change_set is None or change_set.staff_id is None:
        raise Sorry(_("That no longer exists."))
    _watched(turn, turn.work.people.get(change_set.staff_id))
    changes = turn.work.changes.changes_of(change_set.turn, limit=MOST_SHOWN)
    facts: list[tuple[Words, Words]] = [(_("When"), On(turn.local(change_set.at))), (_("Who"), change_set.who or "")]
    lines = dict.fromkeys(clip(turn.voice.say(told(turn, change)), 120) for change in changes)
    undo = (
        () if change_set.undone or may_not_undo(turn, change_set) else undo_choice(turn, Target(CHANGE, change_set.id))
    )
    return Reply(
        (
            Heading(clip(turn.voice.say(_body(turn, change_set)), 160)),
            Facts(facts),
            Paragraph("\n".join(f"· {line}" for line in lines)),
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
                "es": (
                    "actividad",
                    "la actividad",
                    "qué he hecho",
                    "qué he hecho hoy",
                    "qué he hecho esta semana",
                    "resumen de la semana",
                    "resumen del día",
                    "quién ha hecho qué",
                ),
                "en": (
                    "activity",
                    "the activity",
                    "what have I done",
                    "what have I done today",
                    "what have I done this week",
                    "summary of the week",
                    "week summary",
                    "who did what",
                ),
            },
            sayings="activity_of",
        ),
    ),
    actions={"activity": _more, "change_set": _change_set},
    order=720,
)
