"""Turns the sample company into rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.samples.company import Client, ClosingNote, SampleColleague, SampleCompany, SampleTask
from bot.samples.complaints import SampleComplaints
from bot.samples.histories import NEW_SINCE, CustomerHistory, SampleFollowUp, SampleNote
from bot.samples.leads import SampleLeads
from bot.samples.phones import invented_phones
from bot.samples.promotions import SamplePromotions
from bot.samples.purchases import SamplePurchases
from bot.samples.sales import SampleSales
from bot.samples.surveys import SampleSurveys
from bot.samples.text_templates import SampleTexts
from bot.samples.work_days import WorkDays
from handlers.kit.format.locales import locale_parts
from handlers.kit.format.texts import voice
from handlers.kit.pipelines import begin
from storage.crm.bulk import (
    NewContact,
    NewCustomer,
    PastFollowUp,
    PastInteraction,
    add_contacts,
    add_customers,
    add_follow_ups,
    add_interactions,
)
from storage.crm.complaints.bulk import add_complaints
from storage.crm.interactions import InteractionInput
from storage.crm.leads.bulk import add_leads
from storage.crm.opportunities.bulk import add_opportunities
from storage.crm.records import Due, PersonMet
from storage.crm.surveys.bulk import add_answers
from storage.names.folding import fold
from storage.work import Work

OPENS = time(9, 0)
NOON = time(12, 0)
"""Where only the day is known, the history is ordered as if it had been noon."""
TIMED = {"visit": 0.4, "meeting": 0.7, "call": 0.3}
"""How often people say at what time it was, by kind."""
HAS_PHONE, HAS_EMAIL = 0.8, 0.5
AGREED_HOUR = 0.35
"""How often a promise is for an hour, not for a day."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A note with whom it is about; `written_at` orders the whole history."""

    client: Client
    note: SampleNote
    at: datetime
    grain: str
    written_at: datetime
    due: Due | None
    done_at: datetime | None


class SampleSeeder:
    """The company's rows, relative to `today`; `opening` is when it began to use the CRM."""

    def __init__(
        self, company: SampleCompany, zone: str, today: date, currency: str, country: str, platform: str
    ) -> None:
        self._company, self._zone, self._currency, self._platform = company, ZoneInfo(zone), currency, platform
        self._voice = voice(locale_parts(company.locale)[0], country, today)
        self._phones = invented_phones(country, company.locale)
        self._days = WorkDays(today)
        self._draw = Random(company.locale)
        self.opening = self._at(self._days.first, OPENS)

    def into(self, work: Work) -> None:
        """Writes all of it."""
        staff = self._hire(work)
        customers = dict(
            zip(
                (client.name for client in self._company.customers),
                add_customers(work, [self._customer(client, staff) for client in self._company.customers]),
                strict=True,
            )
        )
        contacts = self._meet(work, staff, customers)
        self._tell(work, staff, customers, contacts)
        add_follow_ups(work, [self._task(task, staff, customers) for task in self._company.tasks])
        begin(work, self._voice)
        add_opportunities(
            work, SampleSales(self._company, self._currency, self._at, staff, customers).opportunities(work)
        )
        add_leads(work, SampleLeads(self._company, self._at, staff, self._phones).leads(work))
        add_complaints(work, SampleComplaints(self._company, self._at, staff, customers).complaints())
        SamplePurchases(self._company, self._currency, self._at, customers).into(work)
        SamplePromotions(self._company, self._currency, self._at, staff, self._zone).into(work)
        surveys = SampleSurveys(self._company, self._at, staff, customers, self._voice)
        add_answers(work, surveys.answers(work))
        surveys.join(work, self._platform)

    # -------------------------------------------------------------- who
    def _hire(self, work: Work) -> dict[str, int]:
        """The colleagues' ids by first name."""
        ids = {}
        for colleague in self._company.staff:
            person = work.people.add(colleague.name, colleague.role, colleague.language, self._zone.key)
            work.people.link(person.id, self._platform, person.first_name.lower(), person.first_name.lower())
            ids[colleague.first_name] = person.id
        return ids

    def _customer(self, client: Client, staff: dict[str, int]) -> NewCustomer:
        return NewCustomer(
            client.name,
            self._since(client),
            staff[client.rep],
            next(self._phones),
            nicknames=client.also,
            sector=self._company.sectors[self._company.trades[client.trade].family],
        )

    def _meet(self, work: Work, staff: dict[str, int], customers: dict[str, int]) -> dict[tuple[str, int], int]:
        """The contacts' ids by customer's name and number."""
        keys = [(client, number) for client in self._company.customers for number in range(len(client.people))]
        ids = add_contacts(
            work, [self._contact(client, number, customers[client.name], staff[client.rep]) for client, number in keys]
        )
        return {(client.name, number): id_ for (client, number), id_ in zip(keys, ids, strict=True)}

    def _contact(self, client: Client, number: int, customer_id: int, by: int) -> NewContact:
        name, _comma, role = client.people[number].partition(", ")
        phone = next(self._phones) if number == 0 or self._draw.random() < HAS_PHONE else None
        mailbox, domain = fold(name.split()[0]), "".join(letter for letter in fold(client.name) if letter.isalnum())
        email = f"{mailbox}@{domain}.example" if self._draw.random() < HAS_EMAIL else None
        return NewContact(customer_id, name, self._since(client), by, role, phone, email)

    def _since(self, client: Client) -> datetime:
        return self._at(-NEW_SINCE, OPENS) if client.pace == "new" else self.opening

    # -------------------------------------------------------------- what happened
    def _tell(
        self, work: Work, staff: dict[str, int], customers: dict[str, int], contacts: dict[tuple[str, int], int]
    ) -> None:
        words = SampleTexts(self._company, self._currency, self._voice)
        entries = sorted(
            (entry for client in self._company.customers for entry in self._entries(client, words)),
            key=lambda entry: entry.written_at,
        )
        ids = add_interactions(work, [self._interaction(entry, staff, customers, contacts) for entry in entries])
        add_follow_ups(
            work,
            [
                PastFollowUp(
                    entry.note.follow_up.what,
                    entry.due,
                    staff[entry.note.author.first_name],
                    entry.written_at,
                    customers[entry.client.name],
                    _contact_of(entry, contacts),
                    id_,
                    entry.done_at,
                    self._nudge(entry.due, entry.done_at),
                )
                for entry, id_ in zip(entries, ids, strict=True)
                if entry.note.follow_up and entry.due
            ],
        )

    def _entries(self, client: Client, words: SampleTexts) -> Iterator[_Entry]:
        draw = Random(f"{self._company.locale} {client.name}")
        closings = [closing for closing in self._company.closings if closing.customer == client.name]
        until = min((-closing.ago for closing in closings), default=0)
        for note in CustomerHistory(draw, self._company, client, self._days, words, until).notes():
            yield self._dated(draw, client, note)
        for closing in closings:
            yield self._dated(draw, client, self._closing_note(closing, client))

    def _closing_note(self, closing: ClosingNote, client: Client) -> SampleNote:
        follow_up = SampleFollowUp(closing.next, closing.due, time=closing.time) if closing.next else None
        number = next(n for n, person in enumerate(client.people) if person.split()[0] == closing.contact)
        return SampleNote(
            -closing.ago,
            closing.kind,
            _named(closing.by, self._company.staff),
            number,
            closing.text,
            closing.amount,
            closing.mood,
            follow_up=follow_up,
        )

    def _dated(self, draw: Random, client: Client, note: SampleNote) -> _Entry:
        timed = draw.random() < TIMED.get(note.kind, 0.1)
        at = self._at(note.day, self._hour(draw) if timed else NOON)
        written_at = at + timedelta(minutes=draw.randint(5, 50) if timed else draw.randint(20, 400))
        due = done_at = None
        if follow_up := note.follow_up:
            hour = follow_up.time or (
                f"{self._hour(draw):%H:%M}" if follow_up.due and draw.random() < AGREED_HOUR else None
            )
            due = self._due(follow_up.due, hour)
            done_at = None if follow_up.kept is None else self._at(follow_up.kept, self._hour(draw))
        return _Entry(client, note, at, "minute" if timed else "day", written_at, due, done_at)

    def _interaction(
        self, entry: _Entry, staff: dict[str, int], customers: dict[str, int], contacts: dict[tuple[str, int], int]
    ) -> PastInteraction:
        note = entry.note
        told = InteractionInput(
            customers[entry.client.name],
            note.kind,
            entry.at,
            self._days[note.day],
            entry.grain,
            note.text,
            met=_met(entry, contacts),
            amount=note.amount,
            currency=self._currency if note.amount is not None else None,
            sentiment=note.mood,
            product=note.product,
        )
        return PastInteraction(told, staff[note.author.first_name], entry.written_at)

    # -------------------------------------------------------------- what is to be done
    def _task(self, task: SampleTask, staff: dict[str, int], customers: dict[str, int]) -> PastFollowUp:
        due = self._due(task.due, task.time)
        promised_at = self._at(min(task.due, 0) - 4, OPENS) + timedelta(hours=3)
        return PastFollowUp(
            task.what,
            due,
            staff[task.staff],
            promised_at,
            customers[task.customer] if task.customer else None,
            nudge_at=self._nudge(due, None),
        )

    def _due(self, day: int, hour: str | None) -> Due:
        wall = datetime.combine(self._days[day], time.fromisoformat(hour) if hour else OPENS)
        return Due(wall, self._zone.key, "minute" if hour else "day")

    def _nudge(self, due: Due, done_at: datetime | None) -> datetime | None:
        """What was due before today has been brought up already: the demo does not begin with a flood."""
        return due.at if done_at is None and due.local.date() >= self._days[0] else None

    # -------------------------------------------------------------- when
    def _at(self, day: int, wall: time) -> datetime:
        return datetime.combine(self._days[day], wall, self._zone)

    def _hour(self, draw: Random) -> time:
        return time(draw.choice(self._company.hours), draw.choice((0, 15, 30, 45)))


def _contact_of(entry: _Entry, contacts: dict[tuple[str, int], int]) -> int | None:
    return None if entry.note.contact is None else contacts[entry.client.name, entry.note.contact]


def _met(entry: _Entry, contacts: dict[tuple[str, int], int]) -> tuple[PersonMet, ...]:
    number = entry.note.contact
    return () if number is None else (PersonMet(contacts[entry.client.name, number], entry.client.people[number]),)


def _named(first_name: str, staff: Sequence[SampleColleague]) -> SampleColleague:
    return next(person for person in staff if person.first_name == first_name)
