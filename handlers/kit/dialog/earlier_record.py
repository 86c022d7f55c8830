"""The recogniser of what is put to something told earlier, which is named: it becomes no new record."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.kit.dialog.candidates import PLAIN, Candidate, WrittenMessage
from handlers.kit.dialog.latest_record import adds_to
from handlers.kit.format.texts import _, clip
from handlers.kit.messages.action import Target
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, NameKind
from handlers.language.slots.earlier import Earlier
from storage.crm.records import CustomerRecord, InteractionRecord

NAMED_WITHIN = timedelta(days=31)
"""Within this time what was told is found by what it is called: "the Fox visit"."""
MOST_TOLD = 60
"""Records of a person that are looked through for it."""
NAMED = 0.95
"""So sure a correction has to be where no order says that it is one: what is wrong stands there."""
SURE = PLAIN + 0.025
"""Surer than what is moved or called off: where it is put is said, and what."""


def put_to_earlier(message: WrittenMessage) -> Iterator[Candidate]:
    """What is put to a record of the person's own, or to whoever is named: "en la visita a Bar Sol del viernes pon que …".

    What puts something of the record right corrects it; anything else is added. Where there is no such record, it is a note.
    """
    turn = message.turn
    said = turn.earlier(message.text)
    customer = _whose(turn, said) if said else None
    if said is None or customer is None:
        return
    record = _record(turn, said, customer)
    target = Target("interaction", record.id) if record else None
    amends = message.registry.amends("interaction") if target else None
    fix = amends(turn, target, said.rest) if amends and target else None
    if fix is not None and (said.ordered or fix.score >= NAMED):
        yield Candidate("earlier", SURE, "it puts right what is named", fix.apply, writes=True, as_words=fix.as_words)
        return
    if not said.ordered:
        return
    adding = adds_to(turn, target) if target and said.record else None
    if adding is not None:
        yield Candidate(
            "earlier",
            SURE,
            "it adds to what is named",
            lambda: adding.take(said.rest),
            writes=True,
            as_words=adding.as_words,
        )
        return
    keep = message.registry.one("keeps_note")
    if keep is not None:
        yield Candidate(
            "earlier",
            SURE,
            "it is put to whoever is named",
            lambda: keep(turn, customer.id, said.rest, None),
            writes=True,
            as_words=_("a new note about {customer}", customer=clip(customer.name, 40)),
        )


def _whose(turn: Turn, said: Earlier) -> CustomerRecord | None:
    """The customer that all names are of, where it can be but one."""
    found: set[int] | None = None
    for name in said.names:
        ids = _customers(name)
        found = ids if found is None else (found & ids or found)
    return turn.work.customers.get(next(iter(found))) if found and len(found) == 1 else None


def _customers(name: Name) -> set[int]:
    ids = {entry.id if entry.kind is NameKind.CUSTOMER else entry.customer_id for entry in name.candidates}
    return {id_ for id_ in ids if id_ is not None}


def _record(turn: Turn, said: Earlier, customer: CustomerRecord) -> InteractionRecord | None:
    """What the person told of this customer that fits how it is called, the newest."""
    told = turn.work.interactions.of_author(turn.person.id, turn.incoming.sent_at - NAMED_WITHIN, limit=MOST_TOLD)
    own = [one for one in told if one.customer_id == customer.id and (not said.days or one.day in said.days)]
    of_kind = [one for one in own if one.kind == said.kind] if said.kind else own
    return next(iter(of_kind or own), None)
