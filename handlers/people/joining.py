"""Nobody is anybody until invited: a single-use code makes an account a colleague's, on one platform or on several."""

from handlers.kit.format.texts import _
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Reply
from handlers.kit.people.codes import brought_code
from handlers.kit.registry.registry import Capability, Command, registry_of
from handlers.kit.turn import Company, Sorry, Turn
from storage.people.records import Person
from storage.work import Work


def _greet(work: Work, incoming: Incoming, company: Company) -> tuple[Person | None, Reply]:
    """Lets in whoever brings a valid code; everybody else is told politely nothing."""
    code = brought_code(incoming.text)
    if code and incoming.private:
        person = work.people.accept(code, incoming.platform, incoming.account, incoming.chat)
        if person:
            return person, Reply(
                (
                    Heading(_("Welcome, {name}.", name=person.first_name)),
                    Paragraph(
                        _(
                            "I keep what happens with the customers of {company}, for you and your colleagues.",
                            company=company.name,
                        )
                    ),
                    Paragraph(_("Try it: tell me of a visit in one sentence, or write /help.")),
                )
            )
    return None, Reply.of(
        _("Hello. This is a private assistant: to use it you need an invitation from whoever runs it.")
    )


def _link(turn: Turn, words: str) -> Reply:
    """Without a code, one to be known by on another platform too; with a code, what there is to say of it."""
    if words:
        return _brought(turn, words)
    if not turn.incoming.private:
        raise Sorry(_("That is between you and me: write it to me in private."))
    code = turn.work.people.invite(turn.person)
    links = "\n".join(link for platform, link in turn.join_links(code).items() if platform != turn.incoming.platform)
    return Reply(
        (
            Heading(_("Linking another app")),
            Paragraph(
                _(
                    "Send me this there within 24 hours. It is single use and makes that account yours: don't show it to anyone."
                )
            ),
            Paragraph(f"link {code}"),
            *((Paragraph(links),) if links else ()),
        ),
        secret=True,
    )


def _brought(turn: Turn, code: str) -> Reply:
    """An account that is somebody's already stays theirs, and the code is not used up."""
    whose = turn.work.people.invited(code)
    if whose is None:
        raise Sorry(_("I don't know that code."))
    if whose == turn.person.id:
        return Reply.of(_("This account is already yours, {name}.", name=turn.person.first_name))
    raise Sorry(_("That code is not for you: this account is {name}'s, and nobody else's.", name=turn.person.name))


def _start(turn: Turn, words: str) -> Reply:
    """How a chat begins: for who is known already with help, or with a code that says nothing new."""
    if words:
        return _brought(turn, words)
    helps = registry_of(turn).intent("help")
    if helps is None or not callable(helps[1]):
        raise Sorry(_("Tell me what you need."))
    return helps[1](turn, "")


CAPABILITY = Capability(
    "joining",
    about=_("Invitations, and being on two platforms"),
    commands=(
        Command(
            {"es": "vincular", "en": "link"},
            _link,
            _("Link another app"),
            phrases={"es": ("vincular",), "en": ("link",)},
        ),
        Command({"": "start"}, _start, hidden=True),
    ),
    unregistered=_greet,
    order=735,
)
