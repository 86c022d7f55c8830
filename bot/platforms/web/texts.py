"""The texts of the page itself. What the bot says comes as it says it everywhere."""

from collections.abc import Mapping

from handlers.kit.format.texts import Voice, Words, _

TEXTS: Mapping[str, Words] = {
    "title": _("Cartera: try it"),
    "skip": _("Skip to the chats"),
    "rep": _("Rep"),
    "manager": _("Manager"),
    "customer": _("Customer"),
    "rep_phone": _("The rep's phone"),
    "manager_phone": _("The manager's phone"),
    "customer_phone": _("The customer's phone"),
    "rep_style": _("as in Telegram"),
    "manager_style": _("as in Slack"),
    "who": _("Chat as"),
    "clock": _("The company's clock"),
    "hour": _("+1 hour"),
    "day": _("+1 day"),
    "week": _("+1 week"),
    "reset": _("Start over"),
    "reset_sure": _("Forget everything and start over with a new sample company?"),
    "cancel": _("Cancel"),
    "look": _("View"),
    "look_title": _("The panel: what you can look at"),
    "look_as": _("View as"),
    "tour": _("Seven messages to try"),
    "tour_short": _("Tour"),
    "tour_hint": _("One click sends each. Or write whatever you like, as on a phone."),
    "panes": _("What to see"),
    "message": _("Message"),
    "send": _("Send"),
    "attach": _("Send a file"),
    "edit": _("Edit"),
    "editing": _("You are editing your message. Esc leaves it as it was."),
    "edited": _("edited"),
    "reply": _("Reply"),
    "replying": _("You are replying to a message. Esc lets go of it."),
    "waiting": _("waiting to be sent"),
    "choices": _("Choices"),
    "table": _("Table"),
    "empty": _("Nothing yet. Write something, or try the tour."),
    "empty_customer": _("Nothing for a customer yet. When the bot asks one something, it appears here."),
    "connecting": _("Connecting…"),
    "offline": _("No connection. What you write is kept, and sent when it is back."),
    "refused": _("That could not be sent: it is empty, or too long."),
    "too_far": _("The clock does not go that far."),
    "too_big": _("That file is too big: one megabyte at most."),
    "new": _("new"),
    "done": _("done"),
    "conversation": _("Conversation with Cartera"),
    "sample": _("Sample company: nothing here is real."),
}


def said(voice: Voice) -> dict[str, str]:
    """All of them, in one language."""
    return {name: voice.say(words) for name, words in TEXTS.items()}
