"""Where leads come from, with a form and a key each; and whose leads are, by rule."""

from collections.abc import Mapping
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import FreeText, OneOf
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from storage.crm.leads.records import LeadSourceRecord
from storage.crm.leads.sources import slug_of

LONGEST_NAME = 80
LONGEST_CONSENT = 1000
RULE_FIELDS: dict[str, Words] = {
    "territory": _("area"),
    "product": _("product"),
    "language": _("language"),
    "source": _("source"),
}


def _only_managers(turn: Turn, _said: Said | None = None) -> None:
    if turn.person.role not in MANAGERS:
        raise Sorry(_("Only managers can do that."))


def _there(turn: Turn, source_id: int) -> LeadSourceRecord:
    found = turn.work.lead_sources.get(source_id)
    if found is None:
        raise Sorry(_("That no longer exists."))
    return found


# ------------------------------------------------------------------ sources
class SourceName(FreeText):
    """What a source is called; its address is made of that."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """A short name with letters or digits in it, that no other source has."""
        name = super().read(turn, text, said)
        if not slug_of(name) or len(name) > LONGEST_NAME:
            raise Unclear(_("A short name, please, such as “Web” or “Fair”."))
        if known := turn.work.lead_sources.called(name):
            raise Unclear(_("There is one of that name: {name}.", name=known.name))
        return name


class WhichSource(SlotType[LeadSourceRecord]):
    """A source that takes leads."""

    def read(self, turn: Turn, text: str, said: Said) -> LeadSourceRecord:
        """The one of this name."""
        if found := turn.work.lead_sources.called(text):
            return found
        raise Unclear(_("I don't know that source."))

    def dump(self, value: LeadSourceRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> LeadSourceRecord:  # noqa: ANN401
        """By id, as it is now."""
        return _there(turn, int(raw))

    def show(self, value: LeadSourceRecord) -> Words:
        """Its name."""
        return value.name


NAME = Slot("name", SourceName(), _("Name"), _("What is the source called?"), "Web", default=_only_managers)
SOURCE = Slot("source", WhichSource(), _("Source"), _("Which source?"))
CONSENT = Slot("consent", FreeText(), _("Consent"), _("What shall people agree to?"))


def list_sources(turn: Turn, _words: str = "") -> Reply:
    """All, each with what it has."""
    every = turn.work.lead_sources.all()
    new = (Choice(_("New source"), Action("new_lead_source")),) if turn.person.role in MANAGERS else ()
    if not every:
        return Reply((Heading(_("Lead sources")), Paragraph(_("None yet."))), new)
    opens = tuple(Choice(source.name, Action("lead_source", {"source": source.id})) for source in every)
    entries = Entries([(source.name, _address(turn, source)) for source in every])
    return Reply((Heading(_("Lead sources")), entries), (*opens, *new))


def show_source(turn: Turn, source: int) -> Reply:
    """One, with its form's address."""
    return _card(turn, _there(turn, source))


def new_key(turn: Turn, source: int) -> Reply:
    """A key for its API, shown this once."""
    _only_managers(turn)
    found = _there(turn, source)
    key = turn.work.lead_sources.new_key(found.id)
    words = _("The key of {name}, shown this once. The former one does not work any more.", name=found.name)
    how = _("Send it as “Authorization: Bearer …” to {address}.", address=f"{turn.company.public_url}/api/leads")
    return Reply.of(words, key, how, choices=undo_choice(turn))


def is_source(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a source is named that takes leads."""
    return turn.work.lead_sources.called(places["source"]) is not None


def key_said(turn: Turn, name: str) -> Reply:
    """“Crea una clave para la web”: a new key of that source."""
    found = turn.work.lead_sources.called(name)
    if found is None:
        raise Sorry(_("I don't know that source."))
    return new_key(turn, found.id)


def put_away(turn: Turn, source: int) -> Reply:
    """It takes no more leads."""
    _only_managers(turn)
    found = _there(turn, source)
    turn.work.lead_sources.put_away(found.id)
    return Reply.of(_("{name} takes no more leads.", name=found.name), choices=undo_choice(turn))


def _add(turn: Turn, said: Said) -> Reply:
    _only_managers(turn)
    id_ = turn.work.lead_sources.add(said[NAME])
    return _card(turn, _there(turn, id_), _("Saved: new source."), undo=undo_choice(turn))


def _consent(turn: Turn, said: Said) -> Reply:
    _only_managers(turn)
    source = said[SOURCE]
    turn.work.lead_sources.change_consent(source, clip(said[CONSENT], LONGEST_CONSENT))
    return _card(turn, _there(turn, source.id), _("Saved."), undo=undo_choice(turn))


def _card(turn: Turn, source: LeadSourceRecord, *notice: Words, undo: tuple[Choice, ...] = ()) -> Reply:
    facts: list[tuple[Words, Words]] = [
        (_("Form"), _address(turn, source)),
        (_("API key"), _("yes") if source.has_key else _("no")),
        (_("Consent"), source.consent or _("the usual words")),
        (_("Version"), str(source.consent_version)),
    ]
    this = {"source": source.id}
    managers = (
        Choice(_("New key"), Action("lead_source_key", this)),
        Choice(_("Consent text"), Action("lead_source_consent", this)),
        Choice(_("Take no more leads"), Action("lead_source_away", this)),
    )
    blocks = (*(Paragraph(words) for words in notice), Heading(source.name), Facts(facts))
    return Reply(blocks, (*undo, *(managers if turn.person.role in MANAGERS else ())))


def _address(turn: Turn, source: LeadSourceRecord) -> str:
    return f"{turn.company.public_url}/form/{source.slug}"


# ------------------------------------------------------------------ rules
class RuleValue(FreeText):
    """What a rule looks for."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """A short text with letters in it."""
        value = super().read(turn, text, said)
        if len(value) > LONGEST_NAME or not any(c.isalnum() for c in value):
            raise Unclear(_("A word or two, please."))
        return value


FIELD = Slot("field", OneOf(RULE_FIELDS), _("What it goes by"), _("What shall it go by?"), default=_only_managers)
VALUE = Slot("value", RuleValue(), _("Which"), _("Which one?"), "Lugo")
WHOSE = Slot("staff", Colleague(), _("Whose"), _("Whose are they?"))


def list_rules(turn: Turn, words: str = "") -> Reply:
    """All rules; whoever is named by none takes turns."""
    return _listed(turn, _("Who gets which leads"))


def remove_rule(turn: Turn, rule: int) -> Reply:
    """Those leads go round from now on."""
    _only_managers(turn)
    if rule not in {one.id for one in turn.work.lead_rules.all()}:
        raise Sorry(_("That no longer exists."))
    turn.work.lead_rules.remove(rule)
    return _listed(turn, _("Removed."), undo=undo_choice(turn))


def _add_rule(turn: Turn, said: Said) -> Reply:
    _only_managers(turn)
    if turn.work.lead_rules.add(said[FIELD], said[VALUE], said[WHOSE].id) is None:
        return _listed(turn, _("It's already like that."))
    return _listed(turn, _("Saved."), undo=undo_choice(turn))


def _listed(turn: Turn, heading: Words, *, undo: tuple[Choice, ...] = ()) -> Reply:
    rules = turn.work.lead_rules.all()
    managers = turn.person.role in MANAGERS
    entries = [(_("{field}: {value}", field=RULE_FIELDS[rule.field], value=rule.value), rule.staff) for rule in rules]
    rest = _("All others go round among the reps on duty.")
    new = (Choice(_("New rule"), Action("new_lead_rule")),) if managers else ()
    remove = tuple(
        Choice(_("Remove: {what}", what=clip(rule.value, 30)), Action("remove_lead_rule", {"rule": rule.id}))
        for rule in (rules if managers else ())
    )
    return Reply((Heading(heading), *((Entries(entries),) if entries else ()), Paragraph(rest)), (*undo, *new, *remove))


ADD_SOURCE = Form("lead_source", (NAME,), save=_add)
CHANGE_CONSENT = Form("lead_consent", (SOURCE, CONSENT), save=_consent)
ADD_RULE = Form("lead_rule", (FIELD, VALUE, WHOSE), save=_add_rule)
