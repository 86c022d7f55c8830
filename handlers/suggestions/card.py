"""One suggestion as it is shown, and who hears of it."""

from typing import Annotated, Final

from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from storage.suggestions.suggestions import OPEN, SuggestionRecord, Suggestions

SUGGESTION: Final = "suggestion"
STATES: dict[str, Words] = {
    "new": _("Received"),
    "looking": _("Being looked at"),
    "done": _("Carried out"),
    "declined": _("Declined"),
}
LONGEST: Final = 2000


def sees_all(turn: Turn) -> bool:
    """Whether the person sees what all colleagues suggested, and says what becomes of it."""
    return turn.person.role in MANAGERS


def there(turn: Turn, suggestion_id: int) -> SuggestionRecord:
    """A suggestion that the person may see. Raises Sorry for any other number."""
    found = turn.work.topic(Suggestions).get(suggestion_id, all_=sees_all(turn))
    if found is None:
        raise Sorry(_("There is no suggestion {number}.", number=suggestion_id))
    return found


ASuggestion = Annotated[SuggestionRecord, lambda turn, raw: there(turn, int(raw))]
"""The suggestion of an action."""


def title(suggestion: SuggestionRecord) -> Words:
    """In a few words, with its number."""
    return _("{number}: {words}", number=str(suggestion.id), words=clip(suggestion.words, 60))


def card(turn: Turn, suggestion: SuggestionRecord, said: Words | None = None, extra: tuple[Choice, ...] = ()) -> Reply:
    """All that is known of one, with what managers can do about it."""
    facts: list[tuple[Words, Words]] = [(_("State"), STATES[suggestion.state])]
    if suggestion.reason:
        facts.append((_("Reason"), clip(suggestion.reason, 400)))
    if suggestion.customer:
        facts.append((_("Customer"), suggestion.customer))
    if suggestion.staff:
        facts.append((_("Told by"), suggestion.staff))
    facts.append((_("Date"), On(turn.local(suggestion.created_at).date())))
    blocks = (
        *((Paragraph(said),) if said else ()),
        Heading(_("Suggestion {number}", number=str(suggestion.id))),
        Paragraph(clip(suggestion.words, 700)),
        Facts(facts),
    )
    return Reply(blocks, (*extra, *decisions(suggestion, may=sees_all(turn))), about=Target(SUGGESTION, suggestion.id))


def decisions(suggestion: SuggestionRecord, *, may: bool) -> tuple[Choice, ...]:
    """What can become of it, as buttons."""
    if not may:
        return ()
    this = {SUGGESTION: suggestion.id}
    states = ("looking", "done", "declined") if suggestion.state in OPEN else ("looking",)
    return tuple(
        Choice(STATES[state], Action("decide_suggestion", {**this, "state": state}))
        for state in states
        if state != suggestion.state
    )


def announced(suggestion: SuggestionRecord) -> Reply:
    """What a manager hears of a new one."""
    who = suggestion.customer or suggestion.staff or ""
    return Reply(
        (
            Paragraph(_("{who} suggests (number {number}):", who=who, number=str(suggestion.id))),
            Paragraph(clip(suggestion.words, 700)),
        ),
        decisions(suggestion, may=True),
        about=Target(SUGGESTION, suggestion.id),
    )
