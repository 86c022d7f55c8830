"""Somebody leaves, with all that hangs on it."""

from dataclasses import replace

from storage.crm.follow_ups import FollowUps
from storage.crm.owners import Owners
from storage.crm.records import HandedOver
from storage.messaging.outbox import Outbox
from storage.people.people import People


class Leaving:
    """Letting colleagues go. One turn does it, and one undo takes it back."""

    def __init__(self, people: People, owners: Owners, follow_ups: FollowUps, outbox: Outbox) -> None:
        self._people = people
        self._owners = owners
        self._follow_ups = follow_ups
        self._outbox = outbox

    def leave(self, staff_id: int, heir_id: int | None = None) -> HandedOver:
        """Their accounts are nobody's from now on, and their customers, open follow-ups and open opportunities are the heir's.

        Returns how many of each the heir has got. What was on its way to them is withdrawn; a reminder among it comes to
        whoever has its follow-up now.
        """
        self._people.leave(staff_id)  # first: it is what the activity tells of this change set
        self._follow_ups.nudge_again(self._outbox.withdraw(staff_id))
        if heir_id is None:
            return HandedOver(0, 0, 0)
        gone = self._owners.hand_over_all(staff_id, heir_id)
        return replace(gone, follow_ups=gone.follow_ups + self._follow_ups.hand_over(staff_id, heir_id))
