"""How colleagues and their accounts are spoken of in the activity."""

from handlers.kit.format.labels import ROLES
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.people.permissions import manages
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change


def _who(turn: Turn, id_: int) -> Words:
    return turn.work.people.get(id_).name


def _told(_turn: Turn, change: Change, name: Words) -> Words:
    if change.before is None:
        return _("invited: {name}", name=name)
    if change.puts_away:
        return _("{name} left", name=name)
    if role := change.after.get("role"):
        return _("{name} is now {role}", name=name, role=ROLES.get(str(role), str(role)))
    if "team" in change.after:
        team = change.after["team"]
        return (
            _("{name} is now in the team {team}", name=name, team=clip(str(team), 60))
            if team
            else _("{name} is in no team now", name=name)
        )
    return _("settings of {name}", name=name)


def _refuses(turn: Turn, change: Change) -> Words | None:
    colleague = turn.work.people.get(change.id)
    if colleague.id != turn.person.id and not manages(turn, colleague):
        return _("You don't have permission for that.")
    if change.before is None and turn.work.people.reachability().get(colleague.id):
        return _("{name} has already joined: remove them in /team.", name=colleague.name)
    return None


def _told_of_account(_turn: Turn, change: Change, thing: Words) -> Words | None:
    return _("changed: {what}", what=thing) if change.puts_away else None


RECORDS = {
    "staff": RecordWords(_who, _told, refuses=_refuses),
    "accounts": RecordWords(lambda _turn, _id: _("an account of yours"), _told_of_account),
}
