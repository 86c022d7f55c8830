"""Which lead is meant, and who may do something with it."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from handlers.kit.follow_ups.follow_up import covered_by_me
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import Action, Choice, Target, answer
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.any_of import any_of
from handlers.leads.card import LEAD, title
from storage.crm.leads.records import TAKEN, LeadRecord
from storage.names.keys import SKIPPED, name_words

MOST_CHOICES = 6
LOOKED_AT = 200
"""Open leads among which one is looked for by name."""
_SEVERAL = re.compile(rf"#?\d{{1,9}}(?:\s*[,;]?\s*(?:{any_of('and')}|{any_of('up_to')}|&|-)?\s*#?\d{{1,9}})+")
_NUMBERED = re.compile(
    rf"(?<!\w)(?:(?P<new>{any_of('new_or_one')})\s+)?{any_of('lead_word')}\s+(?:{any_of('number_word')}\s*)?#?(?P<number>\d{{1,6}})(?![\s.,]?\d|\w)",
    re.IGNORECASE,
)
STANDS_FOR_LEAD = "Qazwin"
"""No word of any language: a sentence is read with it where a lead is called by its number, as it would be with a customer's name."""
_NUMBER = re.compile(r"(?<![\d+])#?(\d{1,9})(?!\d)")


def there(turn: Turn, lead_id: int) -> LeadRecord:
    """A lead that the person may see. Raises Sorry for any other number."""
    record = turn.work.leads.get(lead_id)
    if record is None or record.archived_at:
        raise Sorry(_("There is no lead {number}.", number=lead_id))
    return record


ALead = Annotated[LeadRecord, lambda turn, raw: there(turn, int(raw))]
"""The lead of an action."""


def mine(turn: Turn, lead: LeadRecord) -> LeadRecord:
    """An open lead that nobody else took on. Raises Sorry for any other, and as `mine_or_closed` does."""
    lead = mine_or_closed(turn, lead)
    if not lead.is_open:
        raise Sorry(_("That lead is already closed."))
    return lead


def mine_or_closed(turn: Turn, lead: LeadRecord) -> LeadRecord:
    """A lead that nobody else took on. Raises Sorry for one of others; a manager may with all, and whoever covers with theirs.

    From here on nobody else changes it until this turn is done.
    """
    turn.work.leads.lock(lead.id)
    lead = there(turn, lead.id)
    others = lead.state == TAKEN and lead.owner_id not in {None, turn.person.id, *covered_by_me(turn)}
    if others and turn.person.role not in MANAGERS:
        raise Sorry(_("{owner} has taken that lead.", owner=lead.owner or ""))
    return lead


def called_so(lead: LeadRecord, names: Sequence[str]) -> bool:
    """Whether all that some names say is in a lead's own name, or its company's."""
    own = set(name_words(f"{lead.name or ''} {lead.company or ''}"))
    said = {word for name in names for word in name_words(name)} - SKIPPED
    return bool(said) and said <= own


def named(turn: Turn, text: str, *, by_number: bool = True) -> list[LeadRecord]:
    """The leads that a text names: by number, or those open ones of whose names it says most."""
    if by_number and (number := _NUMBER.search(text)):
        return [there(turn, int(number[1]))]
    little = phrasebook().words("function") | phrasebook().words("edges")
    said = set(name_words(text)) - little
    every = turn.work.leads.open(limit=LOOKED_AT)
    common = [len(said & set(name_words(f"{lead.name} {lead.company or ''}"))) for lead in every]
    most = max(common, default=0)
    return [lead for lead, count in zip(every, common, strict=True) if count == most] if most else []


def numbered(text: str) -> tuple[int, str] | None:
    """The number of the one lead that a text calls by it, "el lead 3 quiere …", and the text with `STANDS_FOR_LEAD` in its place."""
    found = [match for match in _NUMBERED.finditer(text) if not match["new"]]
    numbers = {int(match["number"]) for match in found}
    if len(numbers) != 1:
        return None
    return numbers.pop(), _NUMBERED.sub(lambda match: match[0] if match["new"] else STANDS_FOR_LEAD, text)


def to_open(leads: Sequence[LeadRecord], action: str = "lead", **args: str) -> tuple[Choice, ...]:
    """Leads to choose from, for an action with one."""
    return tuple(Choice(title(lead), Action(action, {"lead": lead.id, **args})) for lead in leads[:MOST_CHOICES])


class WhichLead(SlotType[LeadRecord]):
    """An open lead that the person may decide about, by number or name."""

    def read(self, turn: Turn, text: str, said: Said) -> LeadRecord:
        """The one that an answer names."""
        if _SEVERAL.fullmatch(text.strip()):
            raise Unclear(
                _("One lead at a time here: “/qualify_leads {numbers}” does several.", numbers=clip(text, 60))
            )
        found = named(turn, text)
        if len(found) == 1:
            return mine(turn, found[0])
        every = found or turn.work.leads.open(owner_id=turn.person.id, limit=MOST_CHOICES)
        words = _("Which lead?") if found else _("I can't find an open lead in “{text}”.", text=clip(text, 60))
        raise Unclear(words, choices=self._choices(every))

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The person's own."""
        return self._choices(turn.work.leads.open(owner_id=turn.person.id, limit=MOST_CHOICES))

    def of_target(self, turn: Turn, target: Target) -> LeadRecord | None:
        """The one that was chosen."""
        return mine(turn, there(turn, target.id)) if target.kind == LEAD else None

    def dump(self, value: LeadRecord) -> Any:  # noqa: ANN401
        """Its number."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> LeadRecord:  # noqa: ANN401
        """By number, as it is now."""
        return mine(turn, there(turn, int(raw)))

    def show(self, value: LeadRecord) -> Words:
        """In a few words."""
        return title(value)

    @staticmethod
    def _choices(leads: Sequence[LeadRecord]) -> tuple[Choice, ...]:
        return tuple(Choice(title(lead), answer(target=Target(LEAD, lead.id))) for lead in leads[:MOST_CHOICES])
