"""People's own programs: the tokens with which they ask, and what they propose."""

from handlers.kit.dialog import proposals
from handlers.kit.format.texts import ShortDay, Words, _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.people.access_tokens import MOST, AccessToken

LIST_WORDS = {
    "es": ("mis programas", "programas conectados", "mis tokens"),
    "en": ("my programs", "connected programs", "my tokens"),
}
NEW_WORDS = {
    "es": ("nuevo token", "conecta un programa", "quiero conectar un programa", "dame un token"),
    "en": ("new token", "connect a program", "i want to connect a program", "give me a token"),
}


def _in_private(turn: Turn) -> None:
    """Raises Sorry where others read along, or where no program may ask."""
    if not turn.company.mcp_url:
        raise Sorry(_("Programs can't ask here. Whoever runs this server can switch that on: MCP=on."))
    if not turn.incoming.private:
        raise Sorry(_("That is between you and me: write it to me in private."))


def _list(turn: Turn, _words: str = "") -> Reply:
    """The person's tokens, each with a button that ends it."""
    _in_private(turn)
    tokens = turn.work.access_tokens.of(turn.person.id)
    said: Block = (
        Entries([(_ending(token), _used(turn, token)) for token in tokens])
        if tokens
        else Paragraph(_("No program asks in your name."))
    )
    revoke = [
        Choice(_("Revoke …{ending}", ending=token.ending), Action("revoke_token", {"token": token.id}))
        for token in tokens
    ]
    new = Choice(_("New token"), Action("new_token"))
    return Reply((Heading(_("Programs that ask in your name")), said), (new, *revoke))


def _ending(token: AccessToken) -> Words:
    return _("Token …{ending}", ending=token.ending)


def _used(turn: Turn, token: AccessToken) -> Words:
    made = ShortDay(turn.local(token.created_at).date())
    if token.used_at is None:
        return _("made {day}, never used", day=made)
    return _("made {day}, last used {used}", day=made, used=ShortDay(turn.local(token.used_at).date()))


def _make(turn: Turn, _words: str = "") -> Reply:
    """A new token, shown once."""
    _in_private(turn)
    token = turn.work.access_tokens.make(turn.person.id)
    if token is None:
        raise Sorry(_("You have {count} tokens already. Revoke one first: /programs.", count=MOST))
    return Reply(
        (
            Heading(_("Your token")),
            Paragraph(token),
            Paragraph(_("For a program that speaks MCP, at {address}.", address=turn.company.mcp_url)),
            Paragraph(
                _(
                    "I show it only now: copy it, and delete this message. Whoever has it reads what you may read. Nothing is saved without your own yes, here."
                )
            ),
        ),
        (Choice(_("My programs"), Action("my_programs")),),
        secret=True,
    )


def _revoke(turn: Turn, token: int) -> Reply:
    if not turn.work.access_tokens.revoke(token, turn.person.id):
        raise Sorry(_("There is no such token any more."))
    return Reply.of(_("Revoked. The program that had it is out."))


def _again(turn: Turn) -> Reply:
    return _list(turn)


def _new(turn: Turn) -> Reply:
    return _make(turn)


def _do(turn: Turn, proposal: int, sentence: str) -> Reply:
    """A person says yes to what a program proposed."""
    return proposals.do(turn, proposal, sentence)


def _leave(turn: Turn, proposal: int) -> Reply:
    turn.work.proposals.take(proposal, turn.person.id)
    return Reply.of(_("All right, nothing was saved. Tell me in other words, if you like."), replaces=True)


CAPABILITY = Capability(
    "programs",
    about=_("Your own programs, which read what you may read and propose what you then save"),
    commands=(
        Command({"es": "programas", "en": "programs"}, _list, _("Programs that ask in your name"), phrases=LIST_WORDS),
        Command({"es": "clave", "en": "token"}, _make, _("A token for a program of yours"), phrases=NEW_WORDS),
    ),
    actions={
        "my_programs": _again,
        "new_token": _new,
        "revoke_token": _revoke,
        "do_proposed": _do,
        "leave_proposed": _leave,
    },
    order=655,
)
