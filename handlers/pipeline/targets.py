"""Targets: what a colleague is to sell in a month, and how far they are. A missing one is not 0."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import DateSpan, Percent, Price, Words, _, clip
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import MoneyAmount
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.people.permissions import MANAGERS, manages
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.entities.moments.moments import find_moments, read_moment
from handlers.language.meaning import Amount, Grain, Moment, NameKind, SlotValue
from handlers.language.text.any_of import words_of
from handlers.pipeline.sales_scope import AskedArg, SalesScope, days, read, span, today, view
from handlers.pipeline.wording import Sums, how
from storage.crm.opportunities.records import WON
from storage.crm.sales.records import SalesTarget
from storage.names.folding import fold
from storage.names.keys import name_words
from storage.people.records import Person

PAGE = 8
"""Targets that fit a phone's screen."""
AMOUNT_BEGINS = re.compile(r"[^\w\s]?\d|[A-Z]{3} ?\d|\w{1,3}\$ ?\d")


# ------------------------------------------------------------------ what is asked for
class Month(SlotType[date]):
    """A month, by its first day."""

    def read(self, turn: Turn, text: str, said: Said) -> date:
        """The month that an answer names, or lies in."""
        moment = read_moment(text, turn.said_at, "future", turn.locale)
        if not isinstance(moment, Moment):
            raise Unclear(_("I could not read a month in that."))
        return self.take(turn, moment, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> date:
        """The month of a sentence. One that is over is asked about."""
        if not isinstance(heard, Moment):
            raise Unclear
        first, last = days(heard)
        if (first.year, first.month) != (last.year, last.month):
            raise Unclear(_("A target is for one month. Which one?"))
        if last < today(turn).replace(day=1):
            raise Unclear(_("{month} has passed. Which month?", month=_month(first.replace(day=1))))
        return first.replace(day=1)

    def dump(self, value: date) -> Any:  # noqa: ANN401
        """Its first day."""
        return value.isoformat()

    def load(self, turn: Turn, raw: Any) -> date:  # noqa: ANN401
        """From its first day."""
        return date.fromisoformat(raw)

    def show(self, value: date) -> Words:
        """Its name, with the year."""
        return _month(value)


class MoreThanNothing(MoneyAmount):
    """An amount of money that there is any of."""

    def read(self, turn: Turn, text: str, said: Said) -> Amount:
        """Refuses 0: who has no target has none."""
        amount = super().read(turn, text, said)
        if amount.value <= 0:
            raise Unclear(_("A target is more than 0. To take one away, press Remove below it in /targets."))
        return amount


class Seller(Colleague):
    """Whoever this person sets targets for: those whom they manage, and themselves."""

    def read(self, turn: Turn, text: str, said: Said) -> Person:
        """Whom the text names, as whose target it is too."""
        return super().read(turn, owner_of(text), said)

    def possible(self, turn: Turn) -> list[Person]:
        """The colleagues whom they manage, and themselves."""
        return [one for one in turn.work.people.everyone() if one.id == turn.person.id or manages(turn, one)]


STAFF = Slot("staff", Seller(), _("Colleague"), _("Whose target?"))
MONTH = Slot("month", Month(), _("Month"), _("For which month?"), example=_("December"))
AMOUNT = Slot("amount", MoreThanNothing(), _("Target"), _("How much?"))


def _set(turn: Turn, said: Said) -> Reply:
    """Sets a target, or another one in its place."""
    staff, month, amount = said[STAFF], said[MONTH], said[AMOUNT]
    former = turn.work.targets.put(staff.id, month, amount.value, amount.currency)
    now = Price(amount.value, amount.currency)
    if former is None:
        words = _("{name}'s target for {month}: {amount}.", name=staff.name, month=_month(month), amount=now)
    elif former.amount == amount.value:
        words = _(
            "{name}'s target for {month} was already {amount}.",
            name=staff.name,
            month=_month(month),
            amount=now,
        )
    else:
        was = Price(former.amount, former.currency)
        words = _(
            "{name}'s target for {month}: {amount} instead of {was}.",
            name=staff.name,
            month=_month(month),
            amount=now,
            was=was,
        )
    return Reply.of(words, choices=undo_choice(turn))


TARGET = Form("target", (STAFF, MONTH, AMOUNT), save=_set, title=_("A target"))


def _command(turn: Turn, words: str) -> Reply:
    """“/objetivo Ana diciembre 20.000”, "target for Ana in December 20,000": asks for whatever is missing."""
    answers = read_target(turn, words)
    return filling.start(turn, TARGET, None, answers=answers, guided=not answers)


def read_target(turn: Turn, words: str) -> Mapping[str, str]:
    """Whose target, for when, how much: the amount ends it, the month stands before it, and a name is left.

    A day of the month is no part of a target, so that "diciembre 7k" is no seventh of December.
    """
    tokens = words.split()
    at = next((at for at in range(max(0, len(tokens) - 3), len(tokens)) if _is_amount(turn, tokens[at:])), len(tokens))
    answers = {"amount": " ".join(tokens[at:])} if tokens[at:] else {}
    little = words_of("beside_target") | {""}
    name, month = _month_apart(turn, " ".join(word for word in tokens[:at] if fold(word).strip(":,.") not in little))
    answers |= {"month": month} if month else {}
    return answers | ({"staff": name} if name else {})


def _month_apart(turn: Turn, words: str) -> tuple[str, str]:
    """A name, and the month behind it: a bare month may be the whole of a moment, but not after a name."""
    tokens = words.split()
    for at in range(len(tokens)):
        text = " ".join(tokens[at:])
        found = find_moments(text, turn.said_at, "future", turn.locale)
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
            return " ".join(tokens[:at]), text
    return words, ""


def _is_amount(turn: Turn, tokens: Sequence[str]) -> bool:
    """Whether the end of a message is money, from its first letter on."""
    text = " ".join(tokens)
    if not AMOUNT_BEGINS.match(text):
        return False
    try:
        MoneyAmount().read(turn, text, Said({}))
    except Unclear:
        return False
    return True


# ------------------------------------------------------------------ how far
def show_targets(turn: Turn, words: str) -> Reply:
    """“/objetivos”, "/targets December"."""
    asked, _slots = read(turn, "show_pipeline", words)
    month = days(asked.period)[0].replace(day=1) if asked.period else today(turn).replace(day=1)
    return _page(turn, asked, month)


def month_end(turn: Turn, _person: Person) -> Reply:
    """The month against its targets, in the digest of its end."""
    asked, _slots = read(turn, "show_pipeline", "")
    return Reply(_page(turn, asked, today(turn).replace(day=1)).blocks)


def _page(turn: Turn, asked: SalesScope, month: date, at: int = 0) -> Reply:
    found = _seen(turn, asked, month)
    page = Pager.at(at, found, PAGE)
    heading = Heading(_("Targets · {month}", month=_month(month)))
    if not found:
        return Reply((heading, Paragraph(_("Nobody has a target for that month."))))
    won = _won(turn, asked, month)
    entries: list[tuple[Words, Words]] = [
        (turn.work.people.get(one.staff_id).name, _progress(one.amount, _of(won, one), one.currency))
        for one in page.items
    ]
    remove = tuple(
        Choice(
            _("Remove {name}'s", name=clip(turn.work.people.get(one.staff_id).name, 30)),
            Action("target_remove", {"staff": one.staff_id, "month": month.isoformat(), "currency": one.currency}),
        )
        for one in page.items
        if turn.person.role in MANAGERS
    )
    more = page.more(Action("targets", {"asked": asked.as_args(), "month": month.isoformat()}))
    return Reply((heading, Entries(entries)), (*remove, *more, how("target")))


def more_targets(turn: Turn, asked: AskedArg, month: date, at: int = 0) -> Reply:
    """The next screen of a month's targets."""
    return _page(turn, asked, month, at)


def _remove(turn: Turn, staff: int, month: date, currency: str) -> Reply:
    """Takes a target away."""
    person = turn.work.people.get(staff)
    if (person.id != turn.person.id and not manages(turn, person)) or turn.person.role not in MANAGERS:
        raise Sorry(_("{name} is not in your team.", name=person.name))
    found = next((one for one in turn.work.targets.of_month(month, [staff]) if one.currency == currency), None)
    if found is None:
        raise Sorry(_("That no longer exists."))
    turn.work.targets.drop(found.id)
    words = _("{name} has no target for {month} any more.", name=person.name, month=_month(month))
    return Reply.of(words, choices=undo_choice(turn))


def progress_of(turn: Turn, asked: SalesScope) -> list[Words]:
    """How far whoever is asked about is this month, or in the month that was asked for; nothing where nobody has a target."""
    month = (days(asked.period)[0] if asked.period else today(turn)).replace(day=1)
    targets = _seen(turn, asked, month)
    if not targets:
        return []
    won = _won(turn, asked, month)
    lines: list[Words] = []
    for currency in sorted({one.currency for one in targets}):
        mine = [one for one in targets if one.currency == currency]
        goal = sum((one.amount for one in mine), Decimal(0))
        done = sum((_of(won, one) for one in mine), Decimal(0))
        lines.append(_("Target for {month}: {progress}", month=_month(month), progress=_progress(goal, done, currency)))
    return lines


def _seen(turn: Turn, asked: SalesScope, month: date) -> list[SalesTarget]:
    """The targets of whoever is asked about."""
    return turn.work.targets.of_month(month, view(turn, asked).owners)


def _won(turn: Turn, asked: SalesScope, month: date) -> dict[int, Sums]:
    """What each colleague won in a month."""
    last = last_date(Moment(month, Grain.MONTH))
    found: dict[int, Sums] = {}
    for row in turn.work.sales.closings(view(turn, asked), span(turn, month, last)):
        if row.state == WON:
            found.setdefault(row.owner_id, Sums()).add(row.currency, row.amount)
    return found


def _of(won: dict[int, Sums], target: SalesTarget) -> Decimal:
    return won.get(target.staff_id, Sums()).of(target.currency)


def _progress(goal: Decimal, done: Decimal, currency: str) -> Words:
    return _(
        "{done} of {goal} ({share})",
        done=Price(done, currency),
        goal=Price(goal, currency),
        share=Percent(float(done / goal)),
    )


def my_progress(turn: Turn, person: Person) -> Reply | None:
    """On one's day and home page: how far one is this month; nothing where there is no target."""
    month = today(turn).replace(day=1)
    if not turn.work.targets.of_month(month, [person.id]):
        return None
    return Reply.of(*progress_of(turn, SalesScope(staff=person.id)))


def _month(first: date) -> Words:
    return DateSpan(Moment(first, Grain.MONTH))


def owner_of(text: str) -> str:
    """Luis, of "Luis's" target."""
    return text.strip().removesuffix("'s").removesuffix("’s")


def is_colleagues(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it is a colleague whose target a sentence is about, customers have theirs too, and a month."""
    said = owner_of(places["staff"])
    entry = turn.match(said, {NameKind.STAFF}).known
    if "month" in places and not isinstance(read_moment(places["month"], turn.said_at, "future", turn.locale), Moment):
        return False
    return entry is not None and set(name_words(said)) <= set(name_words(entry.name))


CAPABILITY = Capability(
    "target",
    about=_("What a colleague is to sell in a month"),
    commands=(
        Command(
            {"es": "objetivo", "en": "target"},
            _command,
            _("Set a target: /target Ana December 20,000"),
            sayings="target_set",
            fits=is_colleagues,
        ),
    ),
    forms=(TARGET,),
    actions={"target_remove": _remove},
    roles=MANAGERS,
    order=46,
)
"""Setting one is for managers; `handlers.pipeline.progress` shows everybody their own."""
