"""The team: who works here, in which role and team, and who can be reached."""

from collections.abc import Sequence

from handlers.kit.format.labels import ROLES
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.slot_types import clip
from handlers.kit.messages import Choice, Entries, Facts, Heading, Reply, Target
from handlers.kit.people.colleagues import STAFF, colleague_named
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.people.absence_cards import until_when
from storage.people.people import ContactWays
from storage.records import Person

PAGE = 8
"""Colleagues that fit a phone's screen."""


def _list(turn: Turn, words: str, target: Target | None) -> Reply:
    """Everybody, or the colleague who is named."""
    if words:
        return _card(turn, colleague_named(turn, words))
    return _page(turn, 0)


def _more(turn: Turn, words: str, _target: Target | None) -> Reply:
    return _page(turn, int(words) if words.isdecimal() else 0)


def _page(turn: Turn, start: int) -> Reply:
    people = turn.work.people.everyone()
    reach = turn.work.people.reachability()
    today = turn.said_at.date()
    away = {a.staff_id: until_when(a) for a in turn.work.absences.everybodys(today) if a.includes(today)}
    shown = people[start : start + PAGE]
    entries: list[tuple[Words, Words]] = [
        (person.name, _line(person, reach.get(person.id, ()), away.get(person.id))) for person in shown
    ]
    choices = [Choice(clip(person.name, 30), "/colleague", Target(STAFF, person.id)) for person in shown]
    if len(people) > start + PAGE:
        choices.append(Choice(_("More"), f"/team_more {start + PAGE}"))
    return Reply((Heading(_("Who works here")), Entries(entries)), tuple(choices))


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


def _colleague(turn: Turn, _words: str, target: Target | None) -> Reply:
    person = turn.work.people.works_here(target.id) if target and target.kind == STAFF else None
    if person is None:
        raise Sorry(_("They don't work here any more."))
    return _card(turn, person)


def _card(turn: Turn, person: Person) -> Reply:
    """One colleague; what can be done about them is for others to say."""
    work = turn.work
    facts: list[tuple[Words, Words]] = [
        (_("Their role"), ROLES.get(person.role, person.role)),
        (_("Team"), person.team or _("none")),
        (_("Reached by"), _reached(work.people.reachability().get(person.id, ()))),
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
            said=("muéstrame|enséñame|ver|quiero ver? el|mi? equipo", "show me? the|my? team"),
        ),
        Command({"": "team_more"}, _more, hidden=True),
        Command({"": "colleague"}, _colleague, hidden=True),
    ),
    order=700,
)
