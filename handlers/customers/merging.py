"""Two cards that are one customer become one: looked at first, and undone with one tap."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.filling import current, go_on
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, Unclear
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.messages.action import NO, YES, Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, registry_of
from handlers.kit.turn import Sorry, Turn
from storage.crm.records import CustomerRecord


class Existing(CustomerName):
    """A customer that exists: nobody is created to be merged, and an exact name is never a question."""

    def read(self, turn: Turn, text: str, said: Said) -> CustomerRecord:
        """Whom the text names."""
        exact = turn.work.customers.exactly(text)
        if exact and (found := turn.work.customers.get(exact.id)):
            return found
        try:
            return super().read(turn, text, said)
        except Unclear as unclear:
            if unclear.offer is None:
                raise
            raise Unclear(_("I don't know “{name}”.", name=clip(text.strip(), 60))) from None


class Another(Existing):
    """A customer other than the one that stays."""

    def read(self, turn: Turn, text: str, said: Said) -> CustomerRecord:
        """Whom the text names; the same one is refused."""
        return _not_itself(super().read(turn, text, said), said)

    def of_target(self, turn: Turn, target: Target) -> CustomerRecord | None:
        """The one that was chosen; the same one is refused."""
        found = super().of_target(turn, target)
        return _not_itself(found, said=current(turn, MERGE)) if found else None


def _not_itself(other: CustomerRecord, said: Said) -> CustomerRecord:
    if other.id == said[KEPT].id:
        raise Unclear(_("That's {name} twice. Which is the other one?", name=other.name))
    return other


KEPT = Slot("kept", Existing(), _("Customer"), _("Which customer stays?"))
GONE = Slot(
    "gone",
    Another(),
    _("The other one"),
    lambda _turn, said: _("Which one is the same as {name}, and goes into it?", name=said[KEPT].name),
    "Bar La Luna",
)


def _preview(turn: Turn, said: Said) -> Confirmation:
    """What would happen, before it does."""
    kept, gone = said[KEPT], said[GONE]
    if kept.id == gone.id:
        raise Sorry(_("That's {name} twice. Which is the other one?", name=kept.name))
    moved = turn.work.merging.preview(gone.id)
    goes = ", ".join(
        turn.voice.say(words.counted(moved[entity]))
        for entity, words in registry_of(turn).records.items()
        if words.counted and moved.get(entity)
    )
    words = [_("{gone} goes into {kept}: {goes}.", gone=gone.name, kept=kept.name, goes=goes)]
    if gone.owner_id and kept.owner_id != gone.owner_id and kept.owner:
        words.append(_("{kept} stays with {owner}.", kept=kept.name, owner=kept.owner))
    words.append(_("“{gone}” stays as another name. Shall I?", gone=gone.name))
    swap = Choice(_("The other way round"), Action("swap_merge", {"kept": gone.id, "gone": kept.id}))
    return Confirmation(
        f"merge {kept.id} {gone.id}", tuple(words), (Choice(_("Merge"), YES), swap, Choice(_("Leave it"), NO))
    )


def _merge(turn: Turn, said: Said) -> Reply:
    kept, gone = said[KEPT], said[GONE]
    turn.work.merging.merge(kept, gone)
    target = Target("customer", kept.id)
    return Reply.of(
        _("Merged: {gone} is {kept} now.", gone=gone.name, kept=kept.name),
        choices=(*undo_choice(turn), Choice(_("Card"), Action("card", {"customer": kept.id}))),
        about=target,
    )


def _swap(turn: Turn, kept: int | None = None, gone: int | None = None) -> Reply:
    """The other one stays, of the two that are asked about. A button of an earlier version does not tell which."""
    state = turn.conversation.form
    if state is None or state.form != MERGE.name or not {"kept", "gone"} <= set(state.values):
        raise Sorry(_("There is nothing waiting for an answer."))
    both = (state.values["gone"], state.values["kept"])
    if (kept, gone) not in {both, (None, None)}:
        raise Sorry(_("That question is no longer open. Tell me what you need."))
    state.values["kept"], state.values["gone"] = both
    return go_on(turn, MERGE, state, current(turn, MERGE))


MERGE = Form("merge", (KEPT, GONE), save=_merge, check=_preview, title=_("Merge two customers"))

CAPABILITY = Capability(
    "merging",
    about=_("Two cards of one customer become one"),
    commands=(
        Command(
            {"es": "unir", "en": "merge"},
            MERGE,
            _("Merge two cards of one customer"),
            takes=("{kept} > {gone}", "@merge_with_takes", "@merge_and_takes", "{kept}, {gone}"),
            sayings="merge",
        ),
    ),
    actions={"merge": MERGE, "swap_merge": _swap},
    order=33,
)
