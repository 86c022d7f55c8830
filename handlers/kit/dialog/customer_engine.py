"""What a customer did, and who of the capabilities answers it. None of a colleague's commands, buttons or names is here."""

from collections.abc import Mapping
from typing import Any

from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.messages.stored_choices import choice_from_json
from handlers.kit.outreach.customer_turn import CustomerTurn
from handlers.kit.outreach.passing_on import pass_on
from handlers.kit.outreach.stopping import stop
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Sorry
from handlers.language.slots.remarks import ordinal
from handlers.language.stop_words import means_stop
from storage.names.folding import fold

TOO_OLD = _("That button is too old. Write to us what you need.")


def answer_customer(turn: CustomerTurn, registry: Registry) -> Reply:
    """Takes one message's turn and returns the answer; what was offered last can be typed next."""
    reply = _answered(turn, registry)
    if reply.choices:
        turn.choices = [choice.said(turn.voice) for choice in reply.choices]
    return reply


def joined(turn: CustomerTurn, registry: Registry) -> Reply:
    """What somebody is told who has just come, or come back."""
    reply = Reply()
    for service in registry.customer_services():
        if service.joined:
            reply = reply + service.joined(turn)
    turn.choices = [choice.said(turn.voice) for choice in reply.choices]
    return reply


def _answered(turn: CustomerTurn, registry: Registry) -> Reply:
    match turn.incoming.kind:
        case "press":
            return _pressed(turn, registry)
        case "text" | "edit":
            return _written(turn, registry, turn.incoming.text.strip())
        case "other":
            return Reply.of(_("We can only read text here. Write to us in a few words, please."))
        case _:
            return Reply()


def _pressed(turn: CustomerTurn, registry: Registry) -> Reply:
    """A button: only in the chat where it was given, and never one that was a colleague's."""
    incoming = turn.incoming
    sent = turn.work.outbox.by_token(incoming.token or "")
    if sent is None or sent.staff_id is not None or sent.chat != incoming.chat:
        return Reply()
    choices = (sent.payload or {}).get("choices", [])
    if incoming.choice >= len(choices):
        return Reply.of(TOO_OLD)
    return _do(turn, registry, choice_from_json(choices[incoming.choice]).action)


def _do(turn: CustomerTurn, registry: Registry, action: Action) -> Reply:
    serves = registry.customer_action(action.name)
    if serves is None or not _plain(action.args):
        return Reply.of(TOO_OLD)
    try:
        return serves(turn, **action.args)
    except TypeError:
        raise Sorry(TOO_OLD) from None


def _plain(args: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str | int | bool | None) for value in args.values())


def _written(turn: CustomerTurn, registry: Registry, text: str) -> Reply:
    if means_stop(text):
        return stop(turn)
    word, _space, rest = text.removeprefix("/").partition(" ")
    command = registry.customer_command(fold(word.partition("@")[0]))
    if command is not None and (text.startswith("/") or not rest):
        return command(turn, rest.strip())
    if text.startswith("/"):
        return help_for_customers(turn, registry)
    if choice := _typed(turn, text):
        return _do(turn, registry, choice.action)
    services = registry.customer_services()
    for hears in (*(one.replies for one in services), *(one.hears for one in services)):
        if hears and (reply := hears(turn, text)):
            return reply
    return pass_on(turn, text)


def _typed(turn: CustomerTurn, text: str) -> Choice | None:
    """The choice whose whole label was typed, or its number, unless labels are numbers themselves: "3" of ten is a three."""
    folded = fold(text)
    whole = next((choice for choice in turn.choices if fold(str(choice.label)) == folded), None)
    if whole or any(str(choice.label).isdecimal() for choice in turn.choices):
        return whole
    number = ordinal(text)
    return turn.choices[number - 1] if number and number <= len(turn.choices) else None


def help_for_customers(turn: CustomerTurn, registry: Registry) -> Reply:
    """What a customer can write."""
    language = turn.account.language
    lines: list[tuple[Words, Words]] = [
        (words[language], what) for service in registry.customer_services() for words, what in service.help_lines
    ]
    return Reply(
        (Paragraph(_("This is {company}'s assistant. You can write:", company=turn.company.name)), Entries(lines))
    )
