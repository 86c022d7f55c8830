"""What belongs to every conversation: help, cancel, undo, fix, and the answers to the engine's own questions."""

from collections.abc import Sequence

from handlers.kit import audit
from handlers.kit.dialog.engine import not_understood, place_pending
from handlers.kit.format.texts import Words, _
from handlers.kit.forms import filling
from handlers.kit.messages.action import Choice, Target
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.audit import Changed, ChangedSinceError, ChangeSet

HELP_BEGINS, HELP_PAGE, EXAMPLES = 6, 12, 5
"""Commands below the examples, and on each further screen; examples."""
NAMED = 4
"""Of what was taken back at once, so many are named."""


def _help(turn: Turn, words: str, _target: Target | None) -> Reply:
    """What can be said, with examples, then the commands, a screen at a time; in the middle of a form, also how to leave it."""
    first = int(words) if words.isascii() and words.isdigit() and len(words) < 4 else 0
    mine = [capability for capability in turn.registry.capabilities if turn.person.role in capability.roles]
    listed = [
        _listed(command, turn.person.language)
        for capability in mine
        for command in capability.commands
        if not command.hidden
    ]
    last = first + (HELP_PAGE if first else HELP_BEGINS)
    more = (Choice(_("More"), f"/help {last}"),) if last < len(listed) else ()
    entries = Entries(listed[first:last])
    if first:
        return Reply((entries,), more)
    examples = [example for capability in mine for example in capability.examples.get(turn.person.language, ())[:1]]
    blocks = (
        Heading(_("Hello, {name}. Write to me as you would to a colleague:", name=turn.person.first_name)),
        Paragraph("\n".join(f"«{turn.voice.say(example)}»" for example in examples[:EXAMPLES])),
        entries,
    )
    waiting = (
        (Paragraph(_("We are in the middle of something: answer my last question, or /cancel.")),)
        if turn.conversation.form
        else ()
    )
    return Reply(blocks + waiting, () if turn.conversation.form else more)


def _listed(command: Command, language: str) -> tuple[Words, Words]:
    word = command.words.get(language) or next(iter(command.words.values()))
    return f"/{word}", command.about


def _cancel(turn: Turn, _words: str, _target: Target | None) -> Reply:
    """Leaves the form; what is saved stays saved."""
    state = turn.conversation.form
    form = turn.registry.form(state.form) if state else None
    turn.conversation.form = None
    if any(choice.says.startswith("/fix ") for choice in turn.conversation.choices):
        return Reply.of(_("All right, it stays as it was."))
    if state and form:
        return filling.left(turn, form, state)
    return Reply.of(_("There is nothing to cancel. /undo takes back what was saved last."))


def _undo(turn: Turn, _words: str, target: Target | None) -> Reply:
    """Takes back what a card is about or, said alone, the last thing this person did: within a day, if nobody changed it since."""
    change_set = _meant(turn, target)
    if change_set is None:
        return Reply.of(_("There is nothing to undo."))
    if (whole := turn.work.changes.whole(change_set.turn)) and (undo := turn.registry.undoes(whole.entity)):
        return undo(turn, Target(whole.entity, whole.id))
    if why := audit.may_not_undo(turn, change_set):
        raise Sorry(why)
    named = _named(turn, change_set)
    try:
        changed = turn.work.changes.undo(change_set.turn)
    except ChangedSinceError as since:
        if since.by:
            raise Sorry(_("{name} changed it since, so I left it as it is.", name=since.by)) from None
        raise Sorry(_("It was changed since, so I left it as it is.")) from None
    if not changed:
        return Reply.of(_("That was undone already."))
    turn.conversation.last = turn.conversation.follow_up = None
    return Reply.of(_("Undone: {what}.", what=_taken_back(turn, named, changed)), replaces=target is not None)


def _meant(turn: Turn, target: Target | None) -> ChangeSet | None:
    """The change set that a button is about or, said alone, this person's last."""
    changes = turn.work.changes
    if target:
        return changes.change_set_at(target.id) if target.kind == audit.CHANGE else None
    last = changes.last_turn(turn.person.id)
    return changes.change_set(last) if last else None


def _named(turn: Turn, change_set: ChangeSet) -> list[tuple[Changed, Words]]:
    """The rows of a change set and what they are, while they are there to be named."""
    changes = turn.work.changes.changes_of(change_set.turn, limit=audit.MOST_LOOKED_AT)
    return [(Changed(change.entity, change.id), audit.what(turn, change.entity, change.id)) for change in changes]


def _taken_back(turn: Turn, named: Sequence[tuple[Changed, Words]], changed: Sequence[Changed]) -> Words:
    """What an undo put back, of many the first few; a customer that is still there was not taken away, only changed."""
    names: list[str] = []
    for row, name in named:
        still = turn.work.customers.get(row.id) if row.entity == "customers" else None
        words = _("what was changed about {customer}", customer=still.name) if still else name
        if row in changed and (said := turn.voice.say(words)) not in names:
            names.append(said)
    if len(names) > NAMED:
        return _("{what} and {count} more", what="; ".join(names[:NAMED]), count=len(names) - NAMED)
    return "; ".join(names)


def _fix(turn: Turn, words: str, target: Target | None) -> Reply:
    """Offers a card's slots, then asks for the one that is to be corrected."""
    form = turn.registry.form_of(target.kind) if target else None
    if form is None or target is None or form.load is None:
        raise Sorry(_("Press Fix on the card that you want to correct."))
    slot = form.slot(words)
    if slot is None:
        form.load(turn, target)  # refuses what is not this person's to change
        choices = tuple(Choice(s.label, f"/fix {s.name}", target) for s in form.slots if s.fixable)
        return Reply.of(_("What shall I correct?"), choices=choices)
    return filling.reopen(turn, form, target, slot)


def _skip(turn: Turn, _words: str, _target: Target | None) -> Reply:
    state = turn.conversation.form
    form = turn.registry.form(state.form) if state else None
    if state is None or form is None:
        raise Sorry(_("There is nothing waiting for an answer."))
    return filling.skip(turn, form, state)


def _aside(turn: Turn, words: str, _target: Target | None) -> Reply:
    return place_pending(turn, words)


def _yes_or_no(turn: Turn, text: str, _target: Target | None) -> Reply:
    return not_understood(turn, turn.understand(text))


CAPABILITY = Capability(
    "basics",
    about=_("Help, cancel, undo"),
    commands=(
        Command({"es": "ayuda", "en": "help"}, _help, _("What I can do")),
        Command({"es": "deshacer", "en": "undo"}, _undo, _("Take back what was saved last")),
        Command({"es": "cancelar", "en": "cancel"}, _cancel, _("Leave what we are doing")),
        Command({"": "fix"}, _fix, hidden=True),
        Command({"": "skip"}, _skip, hidden=True),
        Command({"": "aside"}, _aside, hidden=True),
    ),
    intents={"help": _help, "cancel": _cancel, "undo": _undo, "yes": _yes_or_no, "no": _yes_or_no},
    order=900,
)
