"""The team: who works here, in which role and team, and who can be reached."""

from collections.abc import Sequence

from handlers.kit.format.labels import ROLES
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Facts, Heading
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import STAFF, colleague_named
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.people.absence_cards import until_when
from storage.people.people import ContactWays
from storage.people.records import Person

PAGE = 8
"""Colleagues that fit a phone's screen."""


def _list(turn: Turn, words: str) -> Reply:
    """Everybody, or the colleague who is named."""
    return _card(turn, colleague_named(turn, words)) if words else _page(turn)


def _page(turn: Turn, at: int = 0) -> Reply:
    page = Pager.at(at, turn.work.people.everyone(), PAGE)
    reach, today = turn.work.people.reachability(), turn.said_at.date()
    away = {a.staff_id: until_when(a) for a in turn.work.absences.everybodys(today) if a.includes(today)}
    entries: list[tuple[Words, Words]] = [(p.name, _line(p, reach.get(p.id, ()), away.get(p.id))) for p in page.items]
    choices = (Choice(clip(p.name, 30), Action("colleague", {"staff": p.id})) for p in page.items)
    return Reply((Heading(_("Who works here")), Entries(entries)), (*choices, *page.more(Action("team"))))


def _line(person: Person, reach: Sequence[ContactWays], away: Words | None) -> Words:
    """Role, team, and whether messages arrive; until when they are away, and who covers."""
    role = ROLES.get(person.role, person.role)
    if away:
        role = _("{role} · {away}", role=role, away=away)
    if person.team:
        return _("{role} · team {team} · {reach}", role=role, team=clip(person.team, 40), reach=_reached(reach))
    return _("{role} · {reach}", role=role, reach=_reached(reach))


def _reached(reach: Sequence[ContactWays]) -> Words:
    """On which platforms somebody is."""
    if not reach:
        return _("has not joined yet")
    platforms = ", ".join(dict.fromkeys(one.platform.capitalize() for one in reach if one.reachable))
    return platforms or _("can't be reached")


def _colleague(turn: Turn, staff: Person) -> Reply:
    return _card(turn, staff)


def _card(turn: Turn, person: Person) -> Reply:
    """One colleague; what can be done about them is for others to say."""
    work = turn.work
    facts: list[tuple[Words, Words]] = [
        (_("Their role"), ROLES.get(person.role, person.role)),
        (_("Team"), person.team or _("none")),
        (_("Gets messages on"), _reached(work.people.reachability().get(person.id, ()))),
        (_("Customers"), str(work.owners.has(person.id))),
        (_("Open follow-ups"), str(work.follow_ups.owned_by(person.id))),
    ]
    card = Reply((Heading(person.name), Facts(facts)), about=Target(STAFF, person.id))
    return card + turn.contributions("colleague", person)


CAPABILITY = Capability(
    "team",
    about=_("Who works here, and who can be reached"),
    commands=(
        Command(
            {"es": "equipo", "en": "team"},
            _list,
            _("Who works here: roles, teams, who can be reached"),
            phrases={
                "es": ("equipo", "el equipo", "quién trabaja aquí", "quiénes somos"),
                "en": ("team", "the team", "who works here"),
            },
            sayings="team",
        ),
    ),
    actions={"team": _page, "colleague": _colleague},
    order=700,
)
