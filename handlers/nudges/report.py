"""“/recordatorios”: which nudges lead to something."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from handlers.kit.figures.shares import Share
from handlers.kit.format.shares import share
from handlers.kit.format.texts import _
from handlers.kit.messages.blocks import Column, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import managed
from handlers.kit.turn import Turn
from handlers.nudges.kinds import KINDS
from storage.nudges.history import ToldNudge

DAYS = 30


def report(turn: Turn, _words: str = "") -> Reply:
    """The last thirty days, of oneself or of those whom one manages, by kind and by colleague."""
    turn.work.told_nudges.settle_in_words()
    people = managed(turn)
    found = turn.work.told_nudges.since(turn.now - timedelta(days=DAYS), [person.id for person in people])
    if not found:
        return Reply.of(_("Nothing was brought up in the last {days} days.", days=DAYS))
    blocks = [Heading(_("Nudges, and what came of them · last {days} days", days=DAYS)), _by_kind(turn, found)]
    if len(people) > 1:
        blocks.append(_by_person(turn, found))
    how = _(
        "Answered: a button of it was used, or its thing was changed or its customer logged by whoever was told, within seven days."
    )
    return Reply((*blocks, Paragraph(how)))


def _by_kind(turn: Turn, found: Sequence[ToldNudge]) -> Table:
    grouped = defaultdict[str, list[ToldNudge]](list)
    for one in found:
        grouped[turn.voice.say(KINDS.get(one.kind, one.kind))].append(one)
    return _table(turn, Column(_("Nudge")), grouped)


def _by_person(turn: Turn, found: Sequence[ToldNudge]) -> Table:
    grouped = defaultdict[str, list[ToldNudge]](list)
    for one in found:
        grouped[one.staff].append(one)
    return _table(turn, Column(_("Colleague")), grouped)


def _table(turn: Turn, first: Column, grouped: dict[str, list[ToldNudge]]) -> Table:
    columns = (first, Column(_("Times told"), "right"), Column(_("Led to something"), "right"))
    rows = [
        (name, str(len(some)), turn.voice.say(share(Share(sum(one.outcome is not None for one in some), len(some)))))
        for name, some in sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return Table(columns, rows)
