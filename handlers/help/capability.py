"""What belongs to every conversation: help, cancel, undo, fix, and the answers to the engine's own questions."""

from collections.abc import Sequence

from handlers.help import unfinished_forms
from handlers.kit import audit
from handlers.kit.dialog.arbiter import place
from handlers.kit.dialog.candidates import waiting_form
from handlers.kit.dialog.commands import not_understood
from handlers.kit.format.texts import Words, _, quoted
from handlers.kit.forms import filling
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, registry_of
from handlers.kit.turn import Sorry, Turn
from storage.audit.records import Changed, ChangedSinceError, ChangeSet

HELP_BEGINS, HELP_PAGE, EXAMPLES = 6, 12, 5
"""Commands below the examples, and on each further screen; examples."""
NAMED = 4
SHORT_ORDER = 2
"""Words of an undo that is nothing but its word: "deshaz eso"; a longer one may be said to something else."""
"""Of what was taken back at once, so many are named."""


def _help(turn: Turn, _words: str) -> Reply:
    return _page(turn)


def _page(turn: Turn, at: int = 0) -> Reply:
    """What can be said, with examples, then the commands, a screen at a time; in the middle of a form, also how to leave it."""
    mine = [capability for capability in registry_of(turn).capabilities if turn.person.role in capability.roles]
    listed = [
        _listed(command, turn.person.language)
        for capability in mine
        for command in capability.commands
        if not command.hidden
    ]
    page = Pager.at(at, listed, HELP_PAGE if at else HELP_BEGINS)
    more, entries = page.more(Action("help")), Entries(page.items)
    if at:
        return Reply((entries,), more)
    examples = [example for capability in mine for example in capability.examples.get(turn.person.language, ())[:1]]
    blocks = (
        Heading(_("Hello, {name}. Write to me as you would to a colleague:", name=turn.person.first_name)),
        Paragraph("\n".join(turn.voice.say(quoted(turn.voice.say(example))) for example in examples[:EXAMPLES])),
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


def _cancel(turn: Turn, _words: str) -> Reply:
    """Leaves the form; what is saved stays saved."""
    state, form = turn.conversation.form, waiting_form(turn)
    turn.conversation.form = None
    if any(choice.action.name == "fix" and "slot" in choice.action.args for choice in turn.conversation.choices):
        return Reply.of(_("All right, it stays as it was."))
    if state and form:
        return filling.left(turn, form, state)
    last = turn.work.changes.last_turn(turn.person.id)
    change_set = turn.work.changes.change_set(last) if last else None
    if change_set is None or change_set.undone or audit.may_not_undo(turn, change_set):
        return Reply.of(_("There's nothing to cancel. /undo reverts the last thing saved."))
    words = _("There's nothing to cancel. The last thing saved: {what}.", what=audit.told(turn, change_set.first))
    return Reply.of(words, choices=[Choice(_("Undo"), Action("undo", {"change": change_set.id}))])


def _undo(turn: Turn, words: str) -> Reply:
    """Takes back the last thing that this person did; in free words, where they have moved on since, only if they say so once more."""
    last = turn.work.changes.last_turn(turn.person.id)
    if turn.conversation.moved_on and len(words.split()) > SHORT_ORDER:
        return _cancel(turn, words)
    return _take_back(turn, turn.work.changes.change_set(last) if last else None, replaces=False)


def _undo_it(turn: Turn, change: int) -> Reply:
    """Takes back what a card is about, by the id of one of its changes."""
    return _take_back(turn, turn.work.changes.change_set_at(change), replaces=True)


def _take_back(turn: Turn, change_set: ChangeSet | None, *, replaces: bool) -> Reply:
    """Takes back a change set, within a day and if nobody changed it since."""
    if change_set is None:
        return Reply.of(_("There is nothing to undo."))
    if (whole := turn.work.changes.whole(change_set.turn)) and (undo := registry_of(turn).undoes(whole.entity)):
        return undo(turn, Target(whole.entity, whole.id))
    if why := audit.may_not_undo(turn, change_set):
        raise Sorry(why)
    named = _named(turn, change_set)
    try:
        changed = turn.work.changes.undo(change_set.turn)
    except ChangedSinceError as since:
        if since.by:
            raise Sorry(_("{name} has changed it since, so I left it as it is.", name=since.by)) from None
        raise Sorry(_("It has changed since, so I left it as it is.")) from None
    if not changed:
        return Reply.of(_("That was already undone."))
    turn.conversation.last = turn.conversation.follow_up = None
    for row in changed:
        audit.undone(turn, row.entity, row.id)
    return Reply.of(_("Undone: {what}.", what=_taken_back(turn, named, changed)), replaces=replaces)


def _named(turn: Turn, change_set: ChangeSet) -> list[tuple[Changed, Words]]:
    """The rows of a change set and what they are, while they are there to be named."""
    changes = turn.work.changes.changes_of(change_set.turn, limit=audit.MOST_LOOKED_AT)
    return [(Changed(change.entity, change.id), audit.what(turn, change.entity, change.id)) for change in changes]


def _taken_back(turn: Turn, named: Sequence[tuple[Changed, Words]], changed: Sequence[Changed]) -> Words:
    """What an undo put back, of many the first few; a customer that is still there was not taken away, only changed."""
    names: list[str] = []
    for row, name in named:
        still = turn.work.customers.get(row.id) if row.entity == "customers" else None
        words = _("the changes to {customer}", customer=still.name) if still else name
        if row in changed and (said := turn.voice.say(words)) not in names:
            names.append(said)
    if len(names) > NAMED:
        return _("{what} and {count} more", what="; ".join(names[:NAMED]), count=len(names) - NAMED)
    return "; ".join(names)


def _fix(turn: Turn, target: Target, slot: str | None = None) -> Reply:
    """Offers a card's slots, then asks for the one that is to be corrected."""
    form = registry_of(turn).form_of(target.kind)
    if form is None or form.load is None:
        raise Sorry(_("Press Fix on the card that you want to correct."))
    chosen = form.slot(slot)
    if chosen is None:
        form.load(turn, target)  # refuses what is not this person's to change
        fix = Action("fix", {"target": str(target)})
        choices = tuple(Choice(s.label, fix.with_args(slot=s.name)) for s in form.slots if s.fixable)
        return Reply.of(_("What shall I correct?"), choices=choices)
    return filling.reopen(turn, form, target, chosen)


def _place(turn: Turn, where: str) -> Reply:
    return place(turn, where)


def _yes_or_no(turn: Turn, text: str) -> Reply:
    return not_understood(turn, turn.understand(text))


CAPABILITY = Capability(
    "basics",
    about=_("Help, cancel, undo"),
    commands=(
        Command({"es": "ayuda", "en": "help"}, _help, _("What I can do")),
        Command({"es": "deshacer", "en": "undo"}, _undo, _("Undo the last thing saved")),
        Command({"es": "cancelar", "en": "cancel"}, _cancel, _("Cancel what we're doing")),
    ),
    actions={
        "help": _page,
        "undo": _undo_it,
        "fix": _fix,
        "place": _place,
        "go_on_form": unfinished_forms.go_on,
        "leave_form": unfinished_forms.leave,
    },
    intents={"help": _help, "cancel": _cancel, "undo": _undo, "yes": _yes_or_no, "no": _yes_or_no},
    order=900,
)
