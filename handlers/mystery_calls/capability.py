"""The mystery shopper: one calls one's own company as a customer would, and notes how long it took until somebody answered."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from handlers.kit.audit import undo_choice
from handlers.kit.figures.durations import Stint, median
from handlers.kit.figures.shares import Share
from handlers.kit.format.shares import share
from handlers.kit.format.texts import ShortDay, Words, _, clip, ngettext
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Action, Choice, answer
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import SlotValue
from handlers.language.text.any_of import any_of, words_of
from storage.mystery_calls.mystery_calls import MysteryCall, MysteryCalls
from storage.names.folding import fold

LONGEST: Final = 3600
"""Nobody waits for more than an hour: a longer time is a typing error."""
NOBODY: Final = -1
"""As a form keeps that nobody answered."""
LATELY: Final = timedelta(days=90)
MOST: Final = 500
SHOWN: Final = 6
MINUTE: Final = 60
_TIME = re.compile(
    rf"(?:(?P<m>\d{{1,3}}) ?(?:{any_of('call_minutes')}|:))?(?: ?{any_of('and')} )? ?(?:(?P<s>\d{{1,4}})(?: ?{any_of('call_seconds')})?)?"
)


class Waited(SlotType[int]):
    """How long a call rang: "45 segundos", "1 min 20", "1:20", or that nobody answered (`NOBODY`)."""

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """Seconds."""
        folded = fold(text).strip(" .!")
        if folded in words_of("call_unanswered"):
            return NOBODY
        found = _TIME.fullmatch(folded)
        seconds = int(found["m"] or 0) * MINUTE + int(found["s"] or 0) if found and folded else None
        if seconds is None or seconds > LONGEST:
            raise Unclear(
                _("How long did it take? In seconds (45) or minutes (1:20), an hour at most."),
                choices=self.offered(turn, said),
            )
        return seconds

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> int:
        """The time in a sentence."""
        return self.read(turn, str(heard), said)

    def chosen(self, turn: Turn, value: Any, said: Said) -> int:  # noqa: ANN401 - JSON
        """What was pressed."""
        return NOBODY if value == NOBODY else self.read(turn, str(value), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """That nobody answered."""
        return (Choice(_("Nobody answered"), answer(NOBODY)),)

    def show(self, value: int) -> Words:
        """In words."""
        return waited(None if value == NOBODY else value)


class TargetTime(Waited):
    """A time within which somebody is to answer."""

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """Seconds, one at least."""
        seconds = super().read(turn, text, said)
        if seconds <= 0:
            raise Unclear(_("Within how many seconds?"))
        return seconds

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Any time will do."""
        return ()


def waited(seconds: int | None) -> Words:
    """A wait in words."""
    if seconds is None:
        return _("nobody answered")
    if seconds < MINUTE:
        return _("{seconds} s", seconds=str(seconds))
    return _("{minutes} min {seconds} s", minutes=str(seconds // MINUTE), seconds=str(seconds % MINUTE))


WAITED = Slot("waited", Waited(), _("Until answered"), _("How long until somebody answered?"), "45")
NOTE = Slot(
    "note",
    FreeText(),
    _("Note"),
    _("What was it like?"),
    _("kind, but did not know the price"),
    optional=True,
    guided=True,
)
TARGET = Slot("within", TargetTime(), _("Target"), _("Within how many seconds is a call to be answered?"), "20")


def _log(turn: Turn, said: Said) -> Reply:
    seconds = None if said[WAITED] == NOBODY else said[WAITED]
    calls = turn.work.topic(MysteryCalls)
    calls.log(turn.incoming.sent_at, seconds, said.get(NOTE) or "", staff_id=turn.person.id)
    target = calls.target()
    if seconds is None:
        words = _("Kept: nobody answered.")
    elif seconds <= target:
        words = _("Kept: {time}, within the target of {target}.", time=waited(seconds), target=waited(target))
    else:
        words = _("Kept: {time}, beyond the target of {target}.", time=waited(seconds), target=waited(target))
    every = Choice(_("All calls"), Action("mystery_calls"))
    said_so = (Paragraph(clip(said[NOTE], 400)),) if said.get(NOTE) else ()
    return Reply((Paragraph(words), *said_so), (*undo_choice(turn), every))


def _list(turn: Turn, _words: str = "") -> Reply:
    return _shown(turn)


def _shown(turn: Turn) -> Reply:
    """The figures of three months, those that nobody answered among them, and the latest calls."""
    calls = turn.work.topic(MysteryCalls)
    found, target = calls.since(turn.now - LATELY, limit=MOST), calls.target()
    new = Choice(_("Log a call"), Action("log_mystery_call"), opens=LOG.name)
    aim = (Choice(_("Change the target"), Action("mystery_target")),) if turn.person.role in MANAGERS else ()
    if not found:
        return Reply((Paragraph(_("No calls to ourselves in three months.")),), (new, *aim))
    middle = median([Stint(LONGEST if one.seconds is None else one.seconds, one.seconds is not None) for one in found])
    within = Share(sum(one.seconds is not None and one.seconds <= target for one in found), len(found))
    facts: list[tuple[Words, Words]] = [
        (_("Median until answered"), waited(round(middle)) if middle is not None else _("not reached")),
        (_("Within {target}", target=turn.voice.say(waited(target))), share(within)),
        (_("Nobody answered"), str(sum(one.seconds is None for one in found))),
    ]
    heading = ngettext(
        "{count} call to ourselves in three months", "{count} calls to ourselves in three months", len(found)
    )
    entries = Entries([(_head(turn, one), clip(one.note, 120)) for one in found[:SHOWN]])
    return Reply((Heading(heading), Facts(facts), entries), (new, *aim))


def _head(turn: Turn, call: MysteryCall) -> Words:
    day = ShortDay(turn.local(call.at).date())
    return _(
        "{day} · {time} · {name}", day=day, time=waited(call.seconds), name=(call.staff or "").split(maxsplit=1)[0]
    )


def _aim(turn: Turn, said: Said) -> Reply:
    if turn.person.role not in MANAGERS:
        raise Sorry(_("Only managers can do that."))
    calls = turn.work.topic(MysteryCalls)
    if calls.target() == said[TARGET]:
        return Reply.of(_("It's already like that."))
    calls.aim_at(said[TARGET])
    return Reply.of(
        _("A call is to be answered within {target}.", target=waited(said[TARGET])), choices=undo_choice(turn)
    )


def _is_a_time(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence says how long it took, or that nobody answered."""
    said = places.get("waited") or places.get("within") or ""
    try:
        Waited().read(turn, said, Said({}))
    except Unclear:
        return False
    return True


LOG = Form("mystery_call", (WAITED, NOTE), save=_log, title=_("A call to ourselves"))
AIM = Form("mystery_target", (TARGET,), save=_aim, title=_("Target for calls"))

CAPABILITY = Capability(
    "mystery_calls",
    about=_("Mystery shopper: call ourselves, and note how long it takes"),
    commands=(
        Command(
            {"es": "incognito", "en": "mystery"},
            LOG,
            _("I called us as a customer would: /mystery 45"),
            takes=("{waited} > {note}", "{waited}"),
            sayings="mystery_call",
            fits=_is_a_time,
        ),
        Command(
            {"es": "incognitos", "en": "mystery_calls"},
            _list,
            _("Calls to ourselves: median, and how many in time"),
            phrases={
                "es": ("llamadas de incógnito", "cliente misterioso"),
                "en": ("mystery calls", "mystery shopper"),
            },
            sayings="mystery_calls",
        ),
        Command(
            {"es": "objetivo_incognito", "en": "mystery_target"},
            AIM,
            _("Within how many seconds a call is to be answered: /mystery_target 20"),
            takes=("{within}",),
            sayings="mystery_target",
            fits=_is_a_time,
        ),
    ),
    actions={"log_mystery_call": LOG, "mystery_calls": _shown, "mystery_target": AIM},
    records={
        "mystery_calls": RecordWords(lambda _turn, _id: _("a call to ourselves")),
        "mystery_targets": RecordWords(lambda _turn, _id: _("the target for calls to ourselves")),
    },
    examples={
        "es": ("llamé de incógnito y tardaron 45 segundos",),
        "en": ("mystery call answered after 45 seconds",),
    },
    order=64,
)
