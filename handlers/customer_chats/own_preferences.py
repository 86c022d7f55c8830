"""/preferencias: what a customer agreed to and how they want to be reached, to see and to change."""

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.customer_chats.agreeing import keep
from handlers.customer_chats.preferences import preference_facts
from handlers.customer_chats.reading import channels_of, preferred
from handlers.kit.format.labels import LANGUAGE_NAMES
from handlers.kit.format.texts import On, Words, _, voice
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerTurn
from handlers.kit.outreach.stopping import stop
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.surveys.reading_answers import read_answer
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Moment, Recurrence
from handlers.language.text.any_of import any_of
from storage.crm.outreach.records import PURPOSES, Purpose
from storage.crm.records import Due
from storage.crm.surveys.surveys import Surveys
from storage.names.folding import fold

NAMES: Final[dict[Purpose, Words]] = {"surveys": _("Questions"), "promotions": _("Offers")}
MORE: Final[dict[Purpose, tuple[Words, Words]]] = {
    "surveys": (_("Ask me questions"), _("No questions")),
    "promotions": (_("Tell me of offers"), _("No offers")),
}
CHANNELS: Final[tuple[tuple[str, Words], ...]] = (
    ("", _("Here, in this chat")),
    ("phone", _("By phone")),
    ("whatsapp", _("By WhatsApp")),
    ("email", _("By e-mail")),
    ("visit", _("In person")),
)
"""Whoever wants another channel than this chat is written to there by nobody unasked: a person gets in touch."""
GAPS: Final[tuple[tuple[int, Words], ...]] = (
    (7, _("Once a week at most")),
    (14, _("Every two weeks at most")),
    (30, _("Once a month at most")),
    (0, _("As it comes")),
)
WEEKS: Final[tuple[tuple[str, Words], ...]] = (
    ("mon-sat 09:00-14:00", _("In the morning")),
    ("mon-sat 15:00-20:00", _("In the afternoon")),
    ("mon-fri 09:00-20:00", _("From Monday to Friday")),
    ("", _("At any time")),
)
LONGEST = 500
_WISHES = re.compile(rf"\b{any_of('wishes_to_be_reached')}")
ANSWERED_WITHIN = timedelta(days=7)
"""For the follow-up that a request for one's data makes; the law gives a month (GDPR, article 12)."""


def show(turn: CustomerTurn, _words: str = "") -> Reply:
    """All of it on a screen, with a button for each change."""
    agreed = turn.work.consents.of(turn.account.id)
    other = next(language for language in LANGUAGE_NAMES if language != turn.account.language)
    facts: list[tuple[Words, Words]] = []
    choices: list[Choice] = []
    for purpose in PURPOSES:
        said = agreed.get(purpose)
        on = said is not None and said.granted
        day = On(said.said_at.astimezone(turn.zone).date()) if said else None
        facts.append((NAMES[purpose], _("yes, since {day}", day=day) if on and day else _("no")))
        choices.append(
            Choice(MORE[purpose][1 if on else 0], Action("change_consent", {"purpose": purpose, "yes": not on}))
        )
    facts += preference_facts(turn.work.contact_preferences.of(turn.account.customer_id))
    facts.append((_("Language"), LANGUAGE_NAMES[turn.account.language]))
    choices += [
        Choice(_("How"), Action("choose_channel")),
        Choice(_("How often"), Action("choose_gap")),
        Choice(_("When"), Action("choose_hours")),
        Choice(LANGUAGE_NAMES[other], Action("speak", {"language": other})),
        Choice(_("My data"), Action("my_data")),
        Choice(_("Stop everything"), Action("stop_everything")),
    ]
    return Reply((Heading(_("What we may write to you")), Facts(facts)), tuple(choices))


def change_consent(turn: CustomerTurn, purpose: str, yes: bool) -> Reply:
    """A button: agrees to a purpose, or no longer."""
    known = next((one for one in PURPOSES if one == purpose), None)
    if known is None:
        return Reply()
    keep(turn, known, granted=yes)
    return show(turn)


def heard(turn: CustomerTurn, text: str) -> Reply | None:
    """How they want to be reached, or that they want to see or have their data, said in their own words.

    None for anything else, and for what answers our question.
    """
    if read_saying(text, sayings("own_data")) is not None:
        return my_data(turn)
    if read_saying(text, sayings("own_preferences")) is not None:
        return show(turn, "")
    if not _WISHES.search(fold(text)):
        return None
    surveys = turn.work.topic(Surveys)
    asked = surveys.waiting(turn.account.id)
    question = surveys.question(asked.question_id) if asked else None
    if question is not None and read_answer(question, text) is not None:
        return None
    locale = turn.voice.locale
    moments = find_moments(text, turn.now.astimezone(turn.zone).replace(tzinfo=None), "future", str(locale))
    if any(isinstance(one.moment, Moment) and not isinstance(one.moment.start, datetime) for one in moments):
        return None  # "prefiero el jueves" is of one day
    repeats = [one.moment for one in moments if isinstance(one.moment, Recurrence)]
    found = preferred(text, {**channels_of(text), "when": next(iter(repeats), None)}, repeats)
    if not found:
        return None
    for kind, value in found.items():
        turn.work.contact_preferences.note(turn.account.customer_id, kind, value, text.strip()[:LONGEST])
    return Reply.of(_("Noted. This is how we will keep to it:")) + show(turn)


def choose_channel(_turn: CustomerTurn) -> Reply:
    """A button: how they are best reached."""
    choices = tuple(Choice(label, Action("set_channel", {"channel": value})) for value, label in CHANNELS)
    return Reply.of(_("How do you prefer us to get in touch?"), choices=choices)


def set_channel(turn: CustomerTurn, channel: str) -> Reply:
    """How they are best reached; in this chat where nothing else was said."""
    if channel in {value for value, _label in CHANNELS if value}:
        turn.work.contact_preferences.note(turn.account.customer_id, "channel", channel)
    else:
        turn.work.contact_preferences.forget(turn.account.customer_id, "channel")
        turn.work.contact_preferences.forget(turn.account.customer_id, "avoided")
    return show(turn)


def choose_gap(_turn: CustomerTurn) -> Reply:
    """A button: how often."""
    choices = tuple(Choice(label, Action("set_gap", {"days": days})) for days, label in GAPS)
    return Reply.of(_("How often may we write to you?"), choices=choices)


def set_gap(turn: CustomerTurn, days: int) -> Reply:
    """How often they may be written to, at most."""
    if days in {gap for gap, _label in GAPS if gap}:
        turn.work.contact_preferences.note(turn.account.customer_id, "gap", str(days))
    else:
        turn.work.contact_preferences.forget(turn.account.customer_id, "gap")
    return show(turn)


def choose_hours(_turn: CustomerTurn) -> Reply:
    """A button: at which hours."""
    choices = tuple(Choice(label, Action("set_hours", {"week": week})) for week, label in WEEKS)
    return Reply.of(_("When may we write to you?"), choices=choices)


def set_hours(turn: CustomerTurn, week: str) -> Reply:
    """At which hours they may be written to."""
    if week in {known for known, _label in WEEKS if known}:
        turn.work.contact_preferences.note(turn.account.customer_id, "hours", week)
    else:
        turn.work.contact_preferences.forget(turn.account.customer_id, "hours")
    return show(turn)


def speak(turn: CustomerTurn, language: str) -> Reply:
    """In which language they are spoken to."""
    if language in LANGUAGE_NAMES:
        turn.work.customer_accounts.speaks(turn.account.id, language)
        account = turn.work.customer_accounts.get(turn.account.id)
        if account:
            turn.becomes(account)
    return show(turn)


def stop_everything(turn: CustomerTurn) -> Reply:
    """A button: as if they had written STOP."""
    return stop(turn)


def my_data(turn: CustomerTurn, _words: str = "") -> Reply:
    """What can be asked for about one's data."""
    return Reply.of(
        _(
            "You can have a copy of what we keep about you, or have it erased. A person at {company} does it.",
            company=turn.company.name,
        ),
        choices=(
            Choice(_("Send me a copy"), Action("ask_for_data", {"erase": False})),
            Choice(_("Erase my data"), Action("ask_for_data", {"erase": True})),
        ),
    )


def ask_for_data(turn: CustomerTurn, erase: bool) -> Reply:
    """The request is somebody's follow-up from now on: the owner's, or a manager's where there is none."""
    what = (
        _("{customer} asks us to erase their data", customer=turn.customer.name)
        if erase
        else _("{customer} asks for a copy of their data", customer=turn.customer.name)
    )
    owner = turn.customer.owner_id
    person = turn.work.people.works_here(owner) if owner else next(iter(turn.work.people.to_tell_about(0)), None)
    if person is not None:
        speaks = voice(person.language, turn.company.country, turn.now.astimezone(ZoneInfo(person.zone)).date())
        due = Due.of(turn.now + ANSWERED_WITHIN, person.zone, "day")
        turn.work.follow_ups.add(speaks.say(what), due, owner_id=person.id, customer_id=turn.customer.id)
        turn.tell(person.id, Reply.of(what))
    return Reply.of(_("We have noted it, and answer within a month, usually much sooner."))
