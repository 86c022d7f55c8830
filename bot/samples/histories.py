"""What happened with each customer of the sample company, told in stories, a few steps each."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from bot.samples.company import Client, Product, SampleColleague, SampleCompany, SampleStep, Story
from bot.samples.text_templates import SampleSubject, SampleTexts, subject
from bot.samples.work_days import WorkDays

PACES = {"often": (10, 22), "steady": (22, 45), "seldom": (40, 75), "quiet": (20, 42), "new": (8, 18)}
"""Working days between two stories."""
QUIET_SINCE, NEW_SINCE = 70, 45
"""Working days ago that the last story of a quiet customer and the first of a new one happened."""
COVERED = 0.12
"""How often a colleague stands in for the rep."""
FORGOTTEN, LATELY = 0.4, 6
"""How often a step of the last few working days has not been taken: its promise is overdue."""
REMEMBERED = 12
"""Notes of one customer that are not repeated. The history shows ten at most at a time."""
TRIES = 20
RETURNS = {1: 25, 2: 9}
"""After how many other stories one of this weight may be told again; the heavier ones (orders) after two."""


@dataclass(frozen=True, slots=True)
class SampleFollowUp:
    """What comes next: due on a working day; `kept` is the working day on which it was done, None while it is open.

    `time` is "12:30" where an hour was agreed.
    """

    what: str
    due: int
    kept: int | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class SampleNote:
    """One interaction on a working day, as a colleague wrote it down; `contact` is the customer's person by number."""

    day: int
    kind: str
    author: SampleColleague
    contact: int | None
    text: str
    amount: Decimal | None = None
    mood: str | None = None
    product: str | None = None
    follow_up: SampleFollowUp | None = None


class CustomerHistory:
    """Tells the history of one customer, oldest first; `until` is the first working day that it leaves alone."""

    def __init__(
        self, draw: Random, company: SampleCompany, client: Client, days: WorkDays, words: SampleTexts, until: int
    ) -> None:
        self._draw, self._company, self._client, self._days, self._words, self._until = (
            draw,
            company,
            client,
            days,
            words,
            until,
        )
        self._trade = company.trades[client.trade]
        self._rep = next(person for person in company.staff if person.first_name == client.rep)
        self._told: deque[str] = deque(maxlen=REMEMBERED)
        self._stories: list[str] = []

    def notes(self) -> Iterator[SampleNote]:
        """All notes, the last one before `until`."""
        pace = PACES[self._client.pace]
        day = self._days.first if self._client.pace != "new" else -NEW_SINCE
        end = min(self._until, -QUIET_SINCE) if self._client.pace == "quiet" else self._until
        day += self._draw.randint(1, pace[1])
        while day < end:
            for note in self._tell(self._story(day), day):
                day = max(day, note.day)
                yield note
            day += self._draw.randint(*pace)

    # -------------------------------------------------------------- which story
    def _story(self, day: int) -> Story:
        month = self._days[day].month
        fitting = [
            story
            for story in self._company.stories
            if story.name not in self._stories[-RETURNS.get(story.weight, 2) :]
            and (not story.families or {self._trade.family, self._client.trade} & set(story.families))
            and (not story.stock or set(self._trade.stock) & set(story.stock))
            and (not story.months or month in story.months)
        ]
        story = self._draw.choices(fitting, [story.weight for story in fitting])[0]
        self._stories.append(story.name)
        return story

    def _products(self, story: Story) -> list[Product]:
        groups = [group for group in self._trade.stock if not story.stock or group in story.stock]
        return [product for group in groups for product in self._company.products[group]]

    # -------------------------------------------------------------- telling it
    def _tell(self, story: Story, first: int) -> list[SampleNote]:
        """The story's steps as far as they have happened."""
        about = subject(self._draw, self._company, self._products(story))
        contact = self._draw.randrange(len(self._client.people)) if self._draw.random() < 0.4 else 0
        stand_in = self._draw.random() < COVERED
        days = self._days_of(story.steps, first)
        taken = self._taken(days)
        notes = []
        for number, step in enumerate(story.steps[:taken]):
            due = days[number + 1] if number + 1 < len(days) else None
            kept = due if number + 1 < taken else None
            author = self._author(step, covered=stand_in and number == 0)
            note = self._note(step, days[number], about, contact, author)
            notes.append(self._with_promise(note, step, about, contact, due, kept))
        return notes

    def _days_of(self, steps: Sequence[SampleStep], first: int) -> list[int]:
        days = [first]
        for step in steps[1:]:
            days.append(days[-1] + self._draw.randint(*step.after))
        return days

    def _taken(self, days: Sequence[int]) -> int:
        """How many steps have been taken: those before `until`, less one that somebody forgot."""
        taken = sum(day < self._until for day in days)
        if taken > 1 and days[taken - 1] >= -LATELY and self._draw.random() < FORGOTTEN:
            taken -= 1
        return taken

    def _author(self, step: SampleStep, *, covered: bool) -> SampleColleague:
        if step.by != "rep":
            return next(person for person in self._company.staff if person.role == step.by)
        others = [person for person in self._company.staff if person.role == "rep" and person is not self._rep]
        return self._draw.choice(others) if covered else self._rep

    def _note(
        self, step: SampleStep, day: int, about: SampleSubject, contact: int, author: SampleColleague
    ) -> SampleNote:
        pattern, text = self._new_text(step, day, about, contact)
        amount = (
            about.total(pattern, step.amount) if step.amount and ("{qty}" in pattern or "{count}" in pattern) else None
        )
        named = not step.alone and ("{contact}" in pattern or self._draw.random() < 0.7)
        return SampleNote(
            day,
            step.kind,
            author,
            contact if named else None,
            text,
            amount,
            step.mood,
            about.product_name if amount else None,
        )

    def _new_text(self, step: SampleStep, day: int, about: SampleSubject, contact: int) -> tuple[str, str]:
        """One of the step's texts, not yet among this customer's last notes; as it stands in the file, and filled in."""
        for _ in range(TRIES):
            pattern = self._draw.choice(step.texts)
            text = self._filled(pattern, day, about, contact)
            if text not in self._told:
                break
        self._told.append(text)
        return pattern, text

    def _with_promise(
        self, note: SampleNote, step: SampleStep, about: SampleSubject, contact: int, due: int | None, kept: int | None
    ) -> SampleNote:
        if not step.next or due is None or (kept is None and self._until < 0):
            return note  # what is still open where a history has a written end is in that end
        what = self._filled(self._draw.choice(step.next), note.day, about, contact)
        return replace(note, follow_up=SampleFollowUp(what, due, kept))

    def _filled(self, pattern: str, day: int, about: SampleSubject, contact: int) -> str:
        first_name = self._client.people[contact].split(",")[0].split()[0]
        return self._words.said(pattern, about, first_name, self._days[day + 2])
