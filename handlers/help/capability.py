"""What belongs to every conversation: help, cancel, undo, fix, and the answers to the engine's own questions."""

from handlers.help import undoing, unfinished_forms
from handlers.kit.dialog.arbiter import place
from handlers.kit.dialog.commands import not_understood
from handlers.kit.format.texts import Words, _, quoted
from handlers.kit.forms import filling
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.slots.remarks import is_greeting

HELP_BEGINS, HELP_PAGE, EXAMPLES = 6, 12, 5
"""Commands below the examples, and on each further screen; examples."""


def _help(turn: Turn, words: str) -> Reply:
    """What can be said; whoever only greets is greeted, and reads no manual."""
    return _greeting(turn) if is_greeting(words) and turn.conversation.form is None else _page(turn)


def _greeting(turn: Turn) -> Reply:
    """A line for who has told something before, what can be told for who has not."""
    more = Choice(_("What I can do"), Action("help"))
    if not turn.work.interactions.told_of(turn.person.id, limit=1):
        return Reply(_examples(turn), (more,))
    words = _("Hello, {name}. What have you got for me?", name=turn.person.first_name)
    return Reply.of(words, choices=(Choice(_("My day"), Action("agenda")), more))


def _examples(turn: Turn) -> tuple[Block, ...]:
    """How one writes to the bot."""
    mine = [capability for capability in registry_of(turn).capabilities if turn.person.role in capability.roles]
    examples = [example for capability in mine for example in capability.examples.get(turn.person.language, ())[:1]]
    return (
        Heading(_("Hello, {name}. Write to me as you would to a colleague:", name=turn.person.first_name)),
        Paragraph("\n".join(turn.voice.say(quoted(turn.voice.say(example))) for example in examples[:EXAMPLES])),
    )


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
    blocks = (*_examples(turn), entries)
    waiting = (
        (Paragraph(_("We are in the middle of something: answer my last question, or /cancel.")),)
        if turn.conversation.form
        else ()
    )
    return Reply(blocks + waiting, () if turn.conversation.form else more)


def _listed(command: Command, language: str) -> tuple[Words, Words]:
    word = command.words.get(language) or next(iter(command.words.values()))
    return f"/{word}", command.about


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


def _place(turn: Turn, where: str, target: Target | None = None) -> Reply:
    return place(turn, where, target)


def _yes_or_no(turn: Turn, text: str) -> Reply:
    return not_understood(turn, turn.understand(text))


CAPABILITY = Capability(
    "basics",
    about=_("Help, cancel, undo"),
    commands=(
        Command({"es": "ayuda", "en": "help"}, _help, _("What I can do")),
        Command({"es": "deshacer", "en": "undo"}, undoing.undo, _("Undo the last thing saved")),
        Command(
            {"es": "rehacer", "en": "redo"},
            undoing.put_back,
            _("Put back what was just undone"),
            phrases={
                "es": (
                    "recupéralo",
                    "recupera eso",
                    "rehazlo",
                    "rehaz eso",
                    "vuelve a ponerlo",
                    "vuélvelo a poner",
                    "restáuralo",
                ),
                "en": (
                    "bring it back",
                    "bring that back",
                    "redo it",
                    "redo that",
                    "restore it",
                    "restore that",
                    "i want it back",
                ),
            },
        ),
        Command({"es": "cancelar", "en": "cancel"}, undoing.cancel, _("Cancel what we're doing")),
    ),
    actions={
        "help": _page,
        "undo": undoing.undo_it,
        "redo": undoing.redo_it,
        "fix": _fix,
        "place": _place,
        "go_on_form": unfinished_forms.go_on,
        "leave_form": unfinished_forms.leave,
    },
    intents={"help": _help, "cancel": undoing.cancel, "undo": undoing.undo, "yes": _yes_or_no, "no": _yes_or_no},
    order=900,
)
