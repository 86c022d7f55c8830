"""A pause holds what was made out for customers already; it goes out when the promotion runs again."""

from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ToldCustomers
from storage.promotions.records import RUNNING
from storage.work import Work


def hold(work: Work, promotion_id: int) -> int:
    """What waits to be sent is held; returns how many messages that are. What is under way just now still arrives."""
    return work.outbox.hold_these(work.topic(ToldCustomers).messages(promotion_id))


def release(work: Work) -> int:
    """What is held of promotions that run waits to be sent again; returns how many messages that are."""
    if not work.outbox.any_held():
        return 0
    run = [one for one in work.topic(Promotions).all() if one.state == RUNNING]
    return sum(work.outbox.release_these(work.topic(ToldCustomers).messages(one.id)) for one in run)
