"""The one gate through which anything is said to a customer unasked: a survey's question, a promotion.

    gate = Gate(work, company, now)
    match gate.decide(customer_id, "promotions"):
        case Go() as go:
            gate.send(go, reply, about=Target("promotion", 7), key="promotion:7:customer:12")
        case Hold(until, reason):
            …  # put it off by your own time column; `reason.words` says why
        case Refuse(reason):
            …  # not to be sent to this customer at all, as things stand

It looks at consent, stops, the preferred channel, hours and frequency, quiet hours, a cap over all surveys and promotions
together, and at what holds everything back: a conversation that is going on, a complaint. What an answer of the customer
brings about is no approach: it is the reply of their own turn, and goes through no gate.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.calendar.week import Week
from handlers.kit.calendar.working_time import WorkingTime
from handlers.kit.format.texts import _, voice
from handlers.kit.messages.action import Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.holds import held
from handlers.kit.outreach.reasons import HoldReason
from handlers.kit.outreach.typed_choices import offer
from handlers.kit.turn import QUIET_HOURS, Company
from storage.crm.complaints.conditions import open_complaint
from storage.crm.outreach.records import CustomerAccount, Preferences, Purpose
from storage.work import Work

KIND = "approach"
"""The outbox's kind of what is said to a customer unasked: never sent twice, and looked at again right before it is sent."""
CUSTOMERS_WEEK = Week.parse("mon-sat 09:00-20:00")
"""When customers are written to who have not said otherwise; never in quiet hours or on public holidays, whatever they said."""
LEAST_GAP = timedelta(days=3)
"""Between two approaches to one customer who has not said how often."""
MOST = 4
"""Approaches to one customer within `CAP_OVER`: all surveys and promotions together."""
CAP_OVER = timedelta(days=30)
BY_BOT = frozenset({"telegram", "slack", "web", "console", "bot", "message"})
"""Preferred channels that the bot serves: for any other a person gets in touch."""


@dataclass(frozen=True, slots=True)
class Go:
    """It may be said now, to this person of the customer."""

    account: CustomerAccount
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Hold:
    """Not before this instant; then it is to be decided anew."""

    until: datetime
    reason: HoldReason


@dataclass(frozen=True, slots=True)
class Refuse:
    """Not to this customer, as things stand: only they can change that, or whoever notes what they said."""

    reason: HoldReason


Decision = Go | Hold | Refuse


class Gate:
    """Decides for one unit of work, at the business time `now`."""

    def __init__(self, work: Work, company: Company, now: datetime) -> None:
        self._work, self._company, self._now = work, company, now
        self._zone = ZoneInfo(company.zone)

    def decide(self, customer_id: int, purpose: Purpose) -> Decision:
        """Whether a customer may be approached now for this purpose. Until the work is done nobody else approaches them."""
        preferences = self._work.contact_preferences.of(customer_id)
        found = self._account(customer_id, purpose, preferences)
        if isinstance(found, HoldReason):
            return Refuse(found)
        if hold := held(self._work, found, self._now):
            return Hold(self._open_from(hold.until, preferences), hold.reason)
        earliest, reason = self._not_too_often(customer_id, preferences)
        at = self._open_from(max(earliest, self._now), preferences)
        if at > self._now:
            return Hold(at, reason if earliest > self._now else HoldReason.HOURS)
        return Go(found, purpose)

    def send(self, go: Go, reply: Reply, *, about: Target, key: str, expires_in: timedelta | None = None) -> int | None:
        """Says it, once for all time under its `key`; returns the approach's number, None where it was said before.

        `about` is what it is for: `work.approaches.outcomes(str(about))` counts what became of all its messages. How to hear
        nothing more is said below it.
        """
        account, work = go.account, self._work
        approach = work.approaches.keep(account.customer_id, account.id, go.purpose, str(about), key)
        if approach is None:
            return None
        speaks = voice(account.language, self._company.country, self._now.astimezone(self._zone).date())
        whole = reply + Reply((Paragraph(_("To hear nothing more from us, write STOP.")),))
        payload = whole.payload(speaks)
        expires_at = work.machine_now + expires_in if expires_in else None
        message = work.outbox.add(
            account.address, payload, kind=KIND, about=str(Target(KIND, approach)), expires_at=expires_at
        )
        if message is not None:
            work.approaches.sent_as(approach, message.id)
        offer(work, account, payload)
        return approach

    # ------------------------------------------------------------------ who
    def _account(self, customer_id: int, purpose: Purpose, preferences: Preferences) -> CustomerAccount | HoldReason:
        accounts = self._work.customer_accounts.of_customer(customer_id, lock=True)
        if not accounts:
            return HoldReason.NOT_HERE
        reachable = [account for account in accounts if account.is_open]
        if not reachable:
            return HoldReason.STOPPED if any(account.stopped_at for account in accounts) else HoldReason.UNREACHABLE
        willing = [account for account in reachable if self._work.consents.granted(account.id, purpose)]
        if not willing:
            return HoldReason.NO_CONSENT
        channel, avoided = preferences.value("channel"), preferences.value("avoided")
        willing = [account for account in willing if channel or account.platform != avoided]
        if not willing or (channel and channel not in BY_BOT):
            return HoldReason.CHANNEL
        on_it = [account for account in willing if account.platform == channel]
        return max(on_it or willing, key=lambda account: (account.wrote_at or account.joined_at, account.id))

    # ------------------------------------------------------------------ when
    def _not_too_often(self, customer_id: int, preferences: Preferences) -> tuple[datetime, HoldReason]:
        """The earliest time at which one more is not too much, and what it would be against before."""
        gap = timedelta(days=int(preferences.value("gap") or 0)) or LEAST_GAP
        since = self._now - max(gap, CAP_OVER)
        before = self._work.approaches.lately(customer_id, since)
        free = [(before[-1] + gap, HoldReason.FREQUENCY)] if before else []
        if len(before) >= MOST:
            free.append((before[-MOST] + CAP_OVER, HoldReason.CAP))
        return max(free, key=lambda one: one[0], default=(self._now, HoldReason.HOURS))

    def _open_from(self, at: datetime, preferences: Preferences) -> datetime:
        """The first instant from this one on at which this customer may be written to."""
        hours = preferences.value("hours")
        week = (Week.parse(hours) if hours else CUSTOMERS_WEEK).without(QUIET_HOURS)
        opens = WorkingTime(week, self._company.country, self._company.subdivision)
        local = at.astimezone(self._zone).replace(tzinfo=None)
        found = opens.open_from(local)
        return at if found == local else found.replace(tzinfo=self._zone)


def still_to_say(work: Work, approach_id: int) -> bool:
    """Whether a message that waits to be sent may still be: asked right before it is."""
    approach = work.approaches.get(approach_id)
    account = work.customer_accounts.get(approach.account_id) if approach else None
    if approach is None or account is None or not account.is_open:
        return False
    if open_complaint(work, account.customer_id) is not None:
        return False
    purpose: Purpose = "promotions" if approach.purpose == "promotions" else "surveys"
    return work.consents.granted(account.id, purpose)
