"""When the owner of the day after hears what came of a promotion: the next morning, after a week, at its end."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.calendar.calendars import Calendars
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Company
from handlers.promotions.lookup import PROMOTION
from storage.people.records import Person
from storage.promotions.briefings import Briefings
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import FAILED, SENT, TO_SEND, ToldCustomers
from storage.promotions.records import PromotionRecord
from storage.promotions.results import Results
from storage.work import Work

DAY, WEEK, END = "day", "week", "end"
"""Of what a report is; stored."""


def first_report(work: Work, company: Company, promotion: PromotionRecord) -> None:
    """The first one comes on the morning after customers began to be told."""
    owner = work.people.get(promotion.owner_id)
    today = work.now.astimezone(ZoneInfo(owner.zone)).date()
    day = max(today, promotion.content.first) + timedelta(days=1)
    work.topic(Promotions).report_next(promotion.id, DAY, morning(work, company, owner, day))


def next_report(work: Work, company: Company, promotion: PromotionRecord) -> None:
    """The one that comes next, none after the last."""
    owner = work.people.get(promotion.owner_id)
    end = promotion.content.last + timedelta(days=1)
    launched = promotion.launched_at or work.now
    week = max(launched.astimezone(ZoneInfo(owner.zone)).date(), promotion.content.first) + timedelta(days=8)
    if promotion.report == DAY and week < end:
        report, day = WEEK, week
    elif promotion.report in {DAY, WEEK}:
        report, day = END, end
    else:
        work.topic(Promotions).report_next(promotion.id, None, None)
        return
    work.topic(Promotions).report_next(promotion.id, report, morning(work, company, owner, day))


def end_moved(work: Work, company: Company, promotion: PromotionRecord) -> None:
    """Its last day is another now: the last report comes after that one."""
    if promotion.report == END:
        day = promotion.content.last + timedelta(days=1)
        work.topic(Promotions).report_next(
            promotion.id, END, morning(work, company, work.people.get(promotion.owner_id), day)
        )


def report(work: Work, promotion: PromotionRecord) -> Reply:
    """What came of it so far, and who must act now."""
    customers = work.topic(ToldCustomers)
    figures = work.topic(Results).figures(promotion)
    counts = customers.counts(promotion.id)
    title = {
        DAY: _("{name}, the day after", name=promotion.name),
        WEEK: _("{name}, after a week", name=promotion.name),
        END: _("{name} has ended", name=promotion.name),
    }
    facts: list[tuple[Words, Words | None]] = [
        (_("Customers told"), _("{told} of {all}", told=figures.told, all=figures.audience - figures.held)),
        (_("Still to tell"), str(counts[TO_SEND]) if counts.get(TO_SEND) else None),
        (_("Failed"), str(counts[FAILED]) if counts.get(FAILED) else None),
        (_("Said yes"), str(figures.answered) if figures.told else None),
        (_("Said no"), str(figures.refused) if figures.told else None),
        (_("Silent"), str(counts.get(SENT, 0)) if figures.told else None),
        (_("Want no more promotions"), str(figures.opt_outs) if figures.opt_outs else None),
    ]
    act: list[Words] = []
    if leads := customers.waiting_leads(promotion.id):
        act.append(_("Leads to attend to: {who}", who=_by_name(leads)))
    if calls := customers.pending(promotion.id):
        act.append(_("Customers still to tell: {who}", who=_by_name(calls)))
    asked = [one for one in work.topic(Briefings).questions(promotion.id) if one.answer is None]
    act += [
        _("Not answered yet: {name}: “{question}”", name=one.staff, question=clip(one.question, 120)) for one in asked
    ]
    if not act:
        act.append(_("Nobody has to act now."))
    return Reply(
        (
            Heading(title.get(promotion.report or DAY, promotion.name)),
            Facts([(label, value) for label, value in facts if value is not None]),
            *(Paragraph(words) for words in act),
        ),
        (
            Choice(_("What it brought"), Action("promotion_results", {PROMOTION: promotion.id})),
            Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id})),
        ),
        about=Target(PROMOTION, promotion.id),
    )


def _by_name(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or '–'} {count}" for name, count in counts.items())


def morning(work: Work, company: Company, person: Person, day: date) -> datetime:
    """When somebody's work begins on a day, or on the next one on which they work."""
    opens = Calendars(work, company).working_time_of(person).open_from(datetime.combine(day, time.min))
    return opens.replace(tzinfo=ZoneInfo(person.zone))
