"""People: invitations, roles, teams, and what happens when somebody leaves."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.labels import LANGUAGE_NAMES, ROLES
from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_slots import LONGEST_NAME, tidy_name
from handlers.kit.forms.slot_types import OneOf, tidy
from handlers.kit.messages.action import NO, YES, Action, Choice, Target, answer
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import STAFF, Colleague, Managed, colleague_named
from handlers.kit.people.permissions import MANAGERS, manages
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import SlotValue
from handlers.language.text.any_of import meaning_of
from handlers.people.activity import RECORDS
from storage.crm.records import HandedOver
from storage.names.folding import fold
from storage.people.records import Person

LONGEST_TEAM = 80
NO_TEAM = "-"
NOTHING = HandedOver(0, 0, 0)


class NewColleague(SlotType[str]):
    """The name of somebody to invite, new or known."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name as typed."""
        name = tidy_name(text)
        if not name:
            raise Unclear
        if len(text.strip()) > LONGEST_NAME:
            raise Unclear(_("That is too long for a name: {limit} characters at most.", limit=LONGEST_NAME))
        return name

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The name in a sentence."""
        return self.read(turn, str(heard), said)


class StaffRole(OneOf):
    """A role; managers cannot make admins."""

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Those that this person may give."""
        return tuple(
            choice
            for choice in super().offered(turn, said)
            if choice.action != answer("admin") or turn.person.role == "admin"
        )

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The role of this name."""
        role = super().read(turn, meaning_of("staff_role", text), said)
        if role == "admin" and turn.person.role != "admin":
            raise Unclear(_("Only an admin can make somebody an admin."), choices=self.offered(turn, said))
        return role


class Language(OneOf):
    """A language that the bot speaks."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The language of this name, in either."""
        return super().read(turn, meaning_of("language_name", text), said)


class Team(SlotType[str | None]):
    """A team's name; "-" for none. One that exists keeps its spelling."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str | None:
        """The team of this name."""
        if text.strip() == NO_TEAM:
            return None
        name = tidy(text)
        if not name or len(name) > LONGEST_TEAM:
            raise Unclear(_("A team's name has 1 to {limit} characters.", limit=LONGEST_TEAM))
        return next((team for team in turn.work.people.teams() if fold(team) == fold(name)), name)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The teams there are, and none."""
        teams = (turn.person.team,) if turn.person.team and turn.person.role != "admin" else turn.work.people.teams()
        return (
            *(Choice(clip(team, 30), answer(team)) for team in teams if team),
            Choice(_("No team"), answer(NO_TEAM)),
        )

    def show(self, value: str | None) -> Words:
        """Its name."""
        return value or _("none")


class Heir(Colleague):
    """Whoever takes over, which is never the one who leaves."""

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Everybody else."""
        leaver = answer(target=Target(STAFF, said[WHO].id)) if WHO in said else None
        return tuple(choice for choice in super().offered(turn, said) if choice.action != leaver)


def _nobody_needed(turn: Turn, said: Said) -> Person | None:
    """Where the leaver answers for nothing, nobody is asked for: their manager is written down, for what is to come."""
    return turn.person if WHO in said and _left_behind(turn, said[WHO]) == NOTHING else None


def _left_behind(turn: Turn, person: Person) -> HandedOver:
    """What somebody answers for."""
    work = turn.work
    return HandedOver(
        work.owners.has(person.id), work.follow_ups.owned_by(person.id), work.opportunities.owned_by(person.id)
    )


NAME = Slot("colleague", NewColleague(), _("Name"), _("What is your colleague's name?"), "Ana Ruiz")
ROLE = Slot(
    "role",
    StaffRole(ROLES),
    _("Their role"),
    _("In which role?"),
    default=lambda turn, said: _of_known(turn, said, "role"),
    needed=True,
)
LANGUAGE = Slot(
    "language",
    Language(LANGUAGE_NAMES),
    _("Language"),
    _("In which language?"),
    default=lambda turn, said: _of_known(turn, said, "language"),
    optional=True,
    guided=True,
)
WHO = Slot("who", Managed(), _("Colleague"), _("Which colleague?"))
TEAM = Slot("team", Team(), _("Team"), _("In which team? Choose one, or write the name of a new one."), "Norte")
HEIR = Slot(
    "heir", Heir(), _("Goes to"), _("Who takes over their customers and open follow-ups?"), default=_nobody_needed
)


# ------------------------------------------------------------------ inviting
def _namesake(turn: Turn, said: Said) -> Person | None:
    """Who works here under the name that is to be invited."""
    if NAME not in said:
        return None
    return next((person for person in turn.work.people.everyone() if fold(person.name) == fold(said[NAME])), None)


def _of_known(turn: Turn, said: Said, field: str) -> str | None:
    """What is known of somebody who works here already is not asked for."""
    known = _namesake(turn, said)
    return str(getattr(known, field)) if known else None


def _invite(turn: Turn, said: Said) -> Reply:
    """A link and a code for somebody new, or one more for somebody who is here already: another phone, another platform."""
    if known := _namesake(turn, said):
        return _invite_again(turn, known)
    language = said.get(LANGUAGE) or turn.company.language
    person = turn.work.people.add(said[NAME], said[ROLE], language, turn.company.zone, team=turn.person.team)
    facts = Facts([(_("Their role"), ROLES[person.role]), (_("Language"), LANGUAGE.type.show(person.language))])
    return _invitation(turn, person, facts)


def _known(turn: Turn, said: Said) -> Confirmation | None:
    """Somebody of this name works here: one more link, for another phone or platform."""
    person = _namesake(turn, said)
    if person is None:
        return None
    words = _(
        "{name} already works here ({role}). Shall I make another link, for another phone?",
        name=person.name,
        role=ROLES[person.role],
    )
    return Confirmation("again", (words,))


def _invite_again(turn: Turn, person: Person) -> Reply:
    if person.id != turn.person.id and not manages(turn, person):
        raise Sorry(_("{name} is not in your team.", name=person.name))
    return _invitation(turn, person, Facts([(_("Their role"), ROLES[person.role])]))


def _again(turn: Turn, staff: Person) -> Reply:
    return _invite_again(turn, staff)


def _invitation(turn: Turn, person: Person, facts: Facts) -> Reply:
    code = turn.work.people.invite(person)
    links = "\n".join(turn.join_links(code).values())
    how = (
        _("or by writing to me: {command}", command=f"link {code}")
        if links
        else _("They join by writing to me: {command}", command=f"link {code}")
    )
    return Reply(
        (
            Heading(_("Invitation for {name}", name=person.name)),
            facts,
            Paragraph(_("Single use, expires in 24 hours. Send it only to them:")),
            *((Paragraph(links),) if links else ()),
            Paragraph(how),
        ),
        undo_choice(turn),
        about=Target(STAFF, person.id),
        secret=True,
    )


def _link(turn: Turn, words: str) -> Reply:
    """One more link for a colleague."""
    return _invite_again(turn, colleague_named(turn, words) if words else turn.person)


# ------------------------------------------------------------------ role and team
def _set_role(turn: Turn, said: Said) -> Reply:
    person = said[WHO]
    if person.role == "admin" and said[ROLE] != "admin" and _last_admin(turn, person):
        raise Sorry(_("{name} is the only admin: make somebody else one first.", name=person.name))
    if not turn.work.people.change(person.id, role=said[ROLE]):
        return Reply.of(_("It's already like that."))
    changed = _("{name} is now {role}", name=person.name, role=ROLES[said[ROLE]])
    return Reply((Paragraph(changed),), undo_choice(turn), about=Target(STAFF, person.id))


def _set_team(turn: Turn, said: Said) -> Reply:
    person, team = said[WHO], said[TEAM]
    if turn.person.role != "admin" and team not in {turn.person.team, None}:
        raise Sorry(_("Only an admin can put somebody in another team than yours."))
    if not turn.work.people.change(person.id, team=team):
        return Reply.of(_("It's already like that."))
    changed = (
        _("{name} is now in the team {team}", name=person.name, team=team)
        if team
        else _("{name} is in no team now", name=person.name)
    )
    return Reply((Paragraph(changed),), undo_choice(turn), about=Target(STAFF, person.id))


# ------------------------------------------------------------------ leaving
def _sure(turn: Turn, said: Said) -> Confirmation:
    if said[WHO].id == said[HEIR].id:
        raise Sorry(_("It can't go to the person who is leaving."))
    left = _left_behind(turn, said[WHO])
    if left == NOTHING:
        words: Words = _("Remove {name} from the team? They won't be able to write to me.", name=said[WHO].name)
    else:
        words = _(
            "Remove {name} from the team? They won't be able to write to me, and {what} go to {heir}.",
            name=said[WHO].name,
            what=_counted(left),
            heir=said[HEIR].name,
        )
    return Confirmation("sure", (words,), (Choice(_("Yes, remove them"), YES), Choice(_("No"), NO)))


def _counted(gone: HandedOver) -> Words:
    customers = ngettext("{count} customer", "{count} customers", gone.customers)
    follow_ups = ngettext("{count} open follow-up", "{count} open follow-ups", gone.follow_ups)
    if not gone.opportunities:
        return _("{customers} and {follow_ups}", customers=customers, follow_ups=follow_ups)
    return _(
        "{customers}, {follow_ups} and {opportunities}",
        customers=customers,
        follow_ups=follow_ups,
        opportunities=ngettext("{count} open opportunity", "{count} open opportunities", gone.opportunities),
    )


def _leave(turn: Turn, said: Said) -> Reply:
    """Their accounts are strangers' from now on; what they answered for is the heir's. Undo brings all of it back."""
    person, heir = said[WHO], said[HEIR]
    gone = turn.work.leaving.leave(person.id, heir.id)
    if gone == NOTHING:
        return Reply.of(_("{name} has left.", name=person.name), choices=undo_choice(turn))
    what = _counted(gone)
    if heir.id != turn.person.id:
        turn.tell(heir.id, Reply.of(_("{name} has left: {what} are yours now.", name=person.name, what=what)))
    return Reply.of(
        _("{name} has left. {what} are now {heir}'s.", name=person.name, what=what, heir=heir.name),
        choices=undo_choice(turn),
    )


def _last_admin(turn: Turn, person: Person) -> bool:
    return [p.id for p in turn.work.people.everyone() if p.role == "admin"] == [person.id]


# ------------------------------------------------------------------ buttons
def _buttons(turn: Turn, person: Person) -> Reply | None:
    """What a manager can do with a colleague, on their card."""
    if turn.person.role not in MANAGERS or (person.id != turn.person.id and not manages(turn, person)):
        return None
    again = Choice(_("New link"), Action("invite_again", {"staff": person.id}))
    if person.id == turn.person.id:
        return Reply((), (again,))
    return Reply(
        (),
        (
            Choice(_("Their role"), Action("set_role", {"who": person.id})),
            Choice(_("Team"), Action("set_team", {"who": person.id})),
            again,
            Choice(_("Remove from team"), Action("let_go", {"who": person.id})),
        ),
    )


INVITE = Form("invite", (NAME, ROLE, LANGUAGE), save=_invite, check=_known, title=_("Invite a colleague"))
SET_ROLE = Form("staff_role", (WHO, ROLE), save=_set_role)
SET_TEAM = Form("staff_team", (WHO, TEAM), save=_set_team)
LEAVE = Form("staff_leaves", (WHO, HEIR), save=_leave, check=_sure)

CAPABILITY = Capability(
    "people",
    about=_("Invite colleagues, change roles and teams, remove people"),
    commands=(
        Command(
            {"es": "invitar", "en": "invite"},
            INVITE,
            _("Invite a colleague"),
            takes=("@invite_takes",),
            phrases={"es": ("invita a", "invitar a", "invitar", "da de alta a"), "en": ("invite",)},
            sayings="invite",
        ),
        Command(
            {"es": "rol", "en": "role"},
            SET_ROLE,
            hidden=True,
            sayings="staff_role",
        ),
        Command(
            {"es": "asignar", "en": "assign"},
            SET_TEAM,
            hidden=True,
            sayings="staff_team",
        ),
        Command(
            {"es": "baja", "en": "leaver"},
            LEAVE,
            hidden=True,
            phrases={"es": ("da de baja a",)},
            sayings="staff_leaves",
        ),
        Command({"es": "nuevo_enlace", "en": "new_link"}, _link, hidden=True),
    ),
    actions={"set_role": SET_ROLE, "set_team": SET_TEAM, "let_go": LEAVE, "invite_again": _again},
    roles=MANAGERS,
    contributes={"colleague": _buttons},
    records=RECORDS,
    order=710,
)
