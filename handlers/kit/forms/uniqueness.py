"""Who has a number or an address already, and whose customer they are."""

from dataclasses import dataclass

from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import NO, YES, Action, Choice, Target
from handlers.kit.turn import Turn


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has it: `words` to say so, and what can be done about it; whether this person may see them."""

    words: Words
    customer_id: int
    contact_id: int | None = None
    seen: bool = True

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All the same, not, or a look at them."""
        contact = Action("contact_card", {"contact": self.contact_id})
        card = Choice(_("Its card"), contact if self.contact_id else Action("card", {"customer": self.customer_id}))
        return (Choice(_("Yes, go ahead"), YES), Choice(_("No"), NO), *((card,) if self.seen else ()))


def who_has(turn: Turn, kind: str, reach: str, *, but: Target | None = None) -> Holder | None:
    """Who has this number (`kind` "phone") or address ("email"), whether this person may see them or not; `but` not that one.

    Of those whom the person may not see, no more is told than that they exist, and whose they are.
    """
    customer = turn.work.customers.reached_at(kind, reach)
    if customer and but != Target("customer", customer.id):
        if turn.work.customers.get(customer.id) is None:
            return Holder(_anothers(customer.owner), customer.id, seen=False)
        owned = (
            _("{name} (owned by {owner})", name=customer.name, owner=customer.owner)
            if customer.owner
            else customer.name
        )
        return Holder(owned, customer.id)
    there = turn.work.contacts.reached_at(kind, reach)
    if there is None or but in {Target("contact", there.contact.id), Target("customer", there.contact.customer_id)}:
        return None
    if turn.work.customers.get(there.contact.customer_id) is None:
        return Holder(_anothers(there.owner), there.contact.customer_id, there.contact.id, seen=False)
    if there.owner:
        words: Words = _(
            "{name}, at {customer} (owned by {owner})",
            name=there.contact.name,
            customer=there.customer,
            owner=there.owner,
        )
    else:
        words = _("{name}, at {customer}", name=there.contact.name, customer=there.customer)
    return Holder(words, there.contact.customer_id, there.contact.id)


def _anothers(owner: str | None) -> Words:
    return _("a customer of {owner}", owner=owner or "")
