"""Nobody is anybody until invited: a single-use link makes an account a colleague's."""

from handlers.kit.messages import Heading, Incoming, Reply, Text
from handlers.kit.registry import Capability
from handlers.kit.texts import _
from handlers.kit.turn import Company
from storage.records import Person
from storage.work import Work


def _knock(work: Work, incoming: Incoming, company: Company) -> tuple[Person | None, Reply]:
    """Lets in whoever brings a valid code; everybody else is told politely nothing."""
    word, _space, code = incoming.text.strip().partition(" ")
    if word == "/start" and code and incoming.private:
        person = work.people.accept(code.strip(), incoming.platform, incoming.account, incoming.chat)
        if person:
            return person, Reply((
                Heading(_("Welcome, {name}.", name=person.first_name)),
                Text(_("I keep what happens with the customers of {company}, for you and your colleagues.", company=company.name)),
                Text(_("Try it: tell me of a visit in one sentence, or write /help.")),
            ))
    return None, Reply.of(_("Hello. This is a private assistant: to use it you need an invitation from whoever runs it."))


CAPABILITY = Capability("joining", about=_("Invitations"), stranger=_knock, order=990)
