"""What somebody did, in a few words, and whether it can be taken back."""

from datetime import timedelta

from handlers.kit.format.labels import KINDS, ROLES
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.slot_types import clip
from handlers.kit.messages import Choice, Target
from handlers.kit.people.permissions import manages
from handlers.kit.turn import Turn
from storage.audit import Change, ChangeSet
from storage.crm.imports import KIND as IMPORTS

CHANGE = "change"
"""What a button calls a change set: the id is that of one of its changes."""
UNDO_WITHIN = timedelta(hours=24)
MOST_LOOKED_AT = 50
"""Changes of one change set that are looked at before it is undone: colleagues are changed one by one."""

TABLES = {"interaction": "interactions", "follow_up": "follow_ups", IMPORTS: IMPORTS}
"""How the audit calls the records whose cards offer Undo again and again."""


NAMELESS: dict[str, Words] = {
    "nicknames": _("the other name"),
    "referrals": _("the recommendation"),
    "accounts": _("an account of yours"),
    "closing_days": _("the closing days"),
}
"""What rows are called that have no name of their own."""


def undo_choice(turn: Turn, made: Target | None = None, *, label: Words | None = None) -> tuple[Choice, ...]:
    """The button that takes back what this turn has changed or, with `made`, the change set that made that record.

    None where there is nothing to take back. Every such button names a change, never a record: what a message did is
    undone as one, whatever it touched.
    """
    changes = turn.work.changes
    if made is None:
        change = changes.of_this_turn()
    else:
        change = made.id if made.kind == CHANGE else changes.made_by(TABLES[made.kind], made.id)
    return (Choice(label or _("Undo"), "/undo", Target(CHANGE, change)),) if change else ()


def may_not_undo(turn: Turn, change_set: ChangeSet) -> Words | None:
    """Why this person may not take a change set back, None where they may: their own, or one of those whom they manage."""
    if change_set.staff_id != turn.person.id:
        author = turn.work.people.get(change_set.staff_id) if change_set.staff_id else None
        if author is None or not manages(turn, author):
            return _("Only the one who did it can undo it, or their manager.")
    if turn.now - change_set.at > UNDO_WITHIN:
        return _("That was more than a day ago: it can't be undone any more.")
    for change in turn.work.changes.changes_of(change_set.turn, limit=MOST_LOOKED_AT):
        if change.entity == "staff" and (why := _may_not_change_back(turn, change)):
            return why
    return None


def _may_not_change_back(turn: Turn, change: Change) -> Words | None:
    colleague = turn.work.people.get(change.id)
    if colleague.id != turn.person.id and not manages(turn, colleague):
        return _("That is not for your role.")
    if change.before is None and turn.work.people.reachability().get(colleague.id):
        return _("{name} has joined already: /team lets them go.", name=colleague.name)
    return None


def what(turn: Turn, entity: str, id_: int) -> Words:
    """What a row is, in a few words."""
    if entity == "interactions" and (record := turn.work.interactions.get(id_)):
        return _("what happened with {customer}", customer=record.customer)
    if entity == "follow_ups" and (follow_up := turn.work.follow_ups.get(id_)):
        return f"«{follow_up.what}»"
    if entity == "customers":
        customer = turn.work.customers.get(id_)
        return customer.name if customer else _("the customer")
    if entity == "contacts":
        contact = turn.work.customers.contact(id_)
        return contact.name if contact else _("the contact")
    if entity == IMPORTS and (table := turn.work.imports.get(id_)):
        return clip(table.name, 60)
    if entity == "absences" and (absence := turn.work.absences.get(id_)):
        return _("the days away of {name}", name=absence.staff)
    if entity == "staff":
        return turn.work.people.get(id_).name
    return NAMELESS.get(entity, _("the last change"))


def told(turn: Turn, change: Change) -> Words:
    """One change as the activity tells it."""
    thing = what(turn, change.entity, change.id)
    if change.entity == "staff":
        return _told_of_colleague(change, thing)
    if change.entity == IMPORTS:
        return _("imported: {what}", what=thing)
    if change.entity == "interactions" and change.before is None and (record := turn.work.interactions.get(change.id)):
        return _("{kind} · {customer}", kind=KINDS.get(record.kind, record.kind), customer=record.customer)
    if change.before is None:
        return _("new: {what}", what=thing)
    if change.entity == "follow_ups" and change.after.get("state") == "done":
        return _("done: {what}", what=thing)
    if "owner_id" in change.after:
        return _("handed over: {what}", what=thing)
    if change.after.get("archived_at"):
        return _("put away: {what}", what=thing)
    return _("changed: {what}", what=thing)


def _told_of_colleague(change: Change, name: Words) -> Words:
    if change.before is None:
        return _("invited: {name}", name=name)
    if change.after.get("left_at"):
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
