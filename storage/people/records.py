"""What the store hands out about colleagues: frozen values, with nothing loaded behind their back."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of every day, its end excluded; one that begins after it ends goes over midnight, an empty one is never."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> "Hours":
        """From "09:00-18:00". Raises ValueError for anything else."""
        start, dash, end = text.partition("-")
        if not dash:
            raise ValueError(f"«{text}» is not a stretch of the day such as 09:00-18:00")
        return cls(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))

    def __contains__(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague as a turn knows them. `zone` is an IANA name, `language` "es" or "en".

    `working` (a week's hours) and `quiet` are the person's own as stored, None where the company's hold. `wrote_on` is the
    platform where they wrote last, `alerts_on` the one that they chose to be told on.
    """

    id: int
    name: str
    role: str
    language: str
    zone: str
    team: str | None = None
    working: str | None = None
    quiet: str | None = None
    wrote_on: str | None = None
    alerts_on: str | None = None

    @property
    def quiet_hours(self) -> Hours | None:
        """When the person wants no message unasked, None where the company's quiet hours hold."""
        return Hours.parse(self.quiet) if self.quiet else None

    @property
    def first_name(self) -> str:
        """How colleagues call them."""
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class AbsenceRecord:
    """Who is away, from when to when (both included), and who covers: nobody, where the one who did has left."""

    id: int
    staff_id: int
    staff: str
    first: date
    last: date
    cover_id: int | None
    cover: str | None
    told_id: int | None
    note: str | None
    archived_at: datetime | None
    changed_at: datetime

    def includes(self, day: date) -> bool:
        """Whether they are away that day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class ClosingDaysRecord:
    """Days on which the company is closed, both included."""

    id: int
    first: date
    last: date
    name: str | None
