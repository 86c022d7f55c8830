"""Photos, voice notes, documents, places and business cards: kept with what they came with, and shown again."""

from typing import Annotated

from handlers.attachments import contacts, keeping, showing
from handlers.attachments.activity import RECORDS
from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Job
from handlers.kit.turn import Turn

Ids = Annotated[list[int], lambda _turn, raw: [int(id_) for id_ in raw]]


def _elsewhere(turn: Turn, attachments: Ids) -> Reply:
    return keeping.elsewhere(turn, attachments)


CAPABILITY = Capability(
    "attachments",
    about=_("Photos, voice notes, documents, places, business cards: send them, before or after you tell me"),
    actions={
        "attachments": showing.of_customer,
        "attachments_of": showing.of_interaction,
        "attachments_of_note": showing.of_loose_note,
        "attachment": showing.show,
        "attachment_elsewhere": _elsewhere,
        "propose_contact": contacts.add,
    },
    contributes={"after_log": keeping.after_log},
    media=keeping.taken,
    jobs={
        keeping.KEEP: Job(keeping.keep, keeping.kept, keeping.given_up, light=True),
        showing.SEND: Job(showing.get, showing.got, light=True),
    },
    records=RECORDS,
    order=19,
)
