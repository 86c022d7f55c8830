"""Digests: my morning, the team's week in a channel, the month against its targets; at their time and on demand.

What they say is contributed, on the occasions "morning", "week" and "month", whose subject is whoever gets them; their pictures on
"week_charts" and the like, whose subject they are added to.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, cast

from handlers.kit.audit import undo_choice
from handlers.kit.chart_jobs import Drawings, have_drawn
from handlers.kit.digests import JOB, first_time
from handlers.kit.format.texts import On, Words, _
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.registry.registry import Capability, Command, Job, RecordWords
from handlers.kit.turn import Sorry, Turn
from handlers.language.text.any_of import words_of
from storage.names.folding import fold
from storage.nudges.digests import DigestRecord

Kind = Literal["morning", "week", "month"]

KINDS: dict[str, Words] = {
    "morning": _("My morning"),
    "week": _("The team's week"),
    "month": _("The month against its targets"),
}
WHEN: dict[str, Words] = {
    "morning": _("each working day, when work begins"),
    "week": _("on the first working day of the week"),
    "month": _("on the last working day of the month"),
}


def _for(turn: Turn) -> list[str]:
    """The kinds that this person may have."""
    return [kind for kind in KINDS if kind != "week" or turn.person.role in MANAGERS]


def _list(turn: Turn, words: str = "") -> Reply:
    """“/resumenes”: what there is, what is on, and where; “/resumenes aquí” brings the team's week to this chat."""
    if fold(words).strip() in words_of("here"):
        return _on(turn, "week")
    mine = {one.kind: one for one in turn.work.digests.of(turn.person.id)}
    entries = [(KINDS[kind], _state(turn, kind, mine.get(kind))) for kind in _for(turn)]
    now = tuple(Choice(_("Now: {what}", what=KINDS[kind]), Action("digest_now", {"kind": kind})) for kind in _for(turn))
    switch = tuple(
        Choice(_("Turn off: {what}", what=KINDS[kind]), Action("digest_off", {"kind": kind}))
        if kind in mine
        else Choice(_("Turn on: {what}", what=KINDS[kind]), Action("digest_on", {"kind": kind}))
        for kind in _for(turn)
    )
    how = _("In a channel or a group, /digests here brings the team's week there.") if "week" in _for(turn) else None
    said = (Paragraph(how),) if how else ()
    return Reply((Heading(_("Digests")), Entries(entries), *said), (*switch, *now))


def _kind_of(words: str) -> Kind | None:
    said = {word.removesuffix("'s") for word in fold(words).replace("’", "'").split()}
    return cast("Kind | None", next((kind for kind in KINDS if said & words_of(f"digest_{kind}")), None))


def _is_kind(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a digest is named, by when it comes, that this person may have."""
    return _kind_of(places["kind"]) in _for(turn)


def _on_said(turn: Turn, words: str) -> Reply:
    """“Mándame el resumen de la mañana cada día”: from now on."""
    kind = _kind_of(words)
    return _on(turn, kind) if kind else _list(turn)


def _off_said(turn: Turn, words: str) -> Reply:
    """“No me mandes más el resumen de la mañana”: no more."""
    kind = _kind_of(words)
    return _off(turn, kind) if kind else _list(turn)


def _one_or_list(turn: Turn, words: str) -> Reply:
    """“/resumen semana”, "mándame el resumen de la mañana": that one, now; all of them where none is named."""
    kind = _kind_of(words)
    return _now(turn, kind) if kind else _list(turn, words)


def _state(turn: Turn, kind: str, digest: DigestRecord | None) -> Words:
    if digest is None:
        return _("off; it would come {when}", when=WHEN[kind])
    day = On(turn.local(digest.next_at))
    return _("next: {day}, in a shared chat", day=day) if digest.shared else _("next: {day}", day=day)


def _on(turn: Turn, kind: Kind) -> Reply:
    """It comes from now on, to this chat."""
    _may(turn, kind)
    here = turn.incoming
    if not here.private and kind != "week":
        raise Sorry(_("That is between you and me: write it to me in private."))
    at = first_time(kind, turn.calendars.working_time_of(turn.person), turn.zone, turn.now)
    turn.work.digests.put(turn.person.id, kind, here.platform, here.chat, here.account, at, shared=not here.private)
    words = _("{what}: {when}. The first one: {day}.", what=KINDS[kind], when=WHEN[kind], day=On(turn.local(at)))
    return Reply.of(words, choices=undo_choice(turn))


def _off(turn: Turn, kind: Kind) -> Reply:
    """It comes no more."""
    turn.work.digests.end(turn.person.id, kind)
    return Reply.of(_("{what} comes no more.", what=KINDS[kind]), choices=undo_choice(turn))


def _now(turn: Turn, kind: Kind) -> Reply:
    """At once, on demand."""
    _may(turn, kind)
    made = _made(turn, kind)
    _draw(turn, kind)
    return made


def _may(turn: Turn, kind: str) -> None:
    if kind not in _for(turn):
        raise Sorry(_("Only managers can do that."))


def _made(turn: Turn, kind: str) -> Reply:
    """What there is to say now; it stays as it was when it was made."""
    said = turn.contributions(kind, turn.person)
    heading = _("{what} · {day}", what=KINDS[kind], day=On(turn.local(turn.now).date()))
    return Reply((Heading(heading),)) + (said or Reply.of(_("Nothing to tell.")))


def _draw(turn: Turn, kind: str, shared: str | None = None) -> None:
    """What capabilities draw for it, as it is now; what was drawn is not drawn anew."""
    drawings = Drawings(turn.person)
    turn.contributions(f"{kind}_charts", drawings)
    if drawings.charts:
        have_drawn(turn, fold(turn.voice.say(KINDS[kind])).replace(" ", "-"), drawings.charts, shared=shared)


def _pass(_context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: nothing is slow here; it comes back as a turn of its own, in its chat."""
    return payload


def _due(turn: Turn, result: dict[str, Any]) -> Reply:
    """The digest whose time has come."""
    kind = result.get("kind")
    if kind not in _for(turn):
        return Reply()
    made = _made(turn, str(kind))
    if turn.incoming.private:
        _draw(turn, str(kind))
        return made
    key = f"digest:{result.get('digest')}:{turn.now:%Y-%m-%d}"
    _draw(turn, str(kind), f"{key}:pictures")
    return replace(made, choices=(), shared=key)


def _what(turn: Turn, id_: int) -> Words | None:
    kind = turn.work.labels.of("digests", id_)
    return _("the digest: {what}", what=KINDS[str(kind)]) if str(kind) in KINDS else None


CAPABILITY = Capability(
    "digests",
    about=_("Digests: my morning, the team's week, the month against its targets"),
    commands=(
        Command(
            {"es": "resumenes", "en": "digests"},
            _list,
            _("Digests: turn them on and off, or have one now"),
            phrases={"es": ("mis resúmenes", "resúmenes"), "en": ("my digests",)},
        ),
        Command({"es": "resumen", "en": "digest"}, _one_or_list, hidden=True, sayings="digest_now", fits=_is_kind),
        Command({"": "digest_turned_on"}, _on_said, hidden=True, sayings="digest_on", fits=_is_kind),
        Command({"": "digest_turned_off"}, _off_said, hidden=True, sayings="digest_off", fits=_is_kind),
    ),
    actions={"digest_on": _on, "digest_off": _off, "digest_now": _now},
    jobs={JOB: Job(_pass, _due)},
    records={"digests": RecordWords(_what)},
    order=62,
)
