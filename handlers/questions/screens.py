"""An answer on the screen: the rows, the number, or a line a group; how it was read, each part a button; and the rows behind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from handlers.kit.format.labels import KINDS
from handlers.kit.format.order_lines import Count
from handlers.kit.format.texts import On, ShortDay, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Column, Entries, Heading, Paragraph, Table
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import GROUPS, STATES, in_words, label, subject, value
from handlers.kit.turn import Turn
from handlers.language.entities.moments.calendar import add_months
from handlers.questions.around import ask, changes, files, heading, how_read, total_words
from handlers.questions.comparing import comparison
from storage.questions.answers import AnswerRow, Answers, Grouped, Total, UnknownFieldError, is_measured, within_a_year
from storage.questions.question import (
    ME,
    About,
    Field,
    Filter,
    Group,
    Measure,
    Named,
    Period,
    Question,
    Value,
)
from storage.questions.sources import source

PAGE = 5
GROUPS_SHOWN = 10
MOST_COLLEAGUES = 500
LONGEST = 120
BY: dict[About, Group] = {
    About.CUSTOMERS: Group.STAFF,
    About.INTERACTIONS: Group.STAFF,
    About.FOLLOW_UPS: Group.STAFF,
    About.OPPORTUNITIES: Group.STAGE,
    About.PURCHASES: Group.CUSTOMER,
    About.LEADS: Group.SOURCE,
    About.COMPLAINTS: Group.CAUSE,
    About.PROMOTIONS: Group.STAFF,
    About.ANSWERS: Group.STAFF,
}
SHARED: Mapping[Field, Group] = {
    Field.STAFF: Group.STAFF,
    Field.CUSTOMER: Group.CUSTOMER,
    Field.SECTOR: Group.SECTOR,
    Field.CLASS: Group.CLASS,
    Field.PRODUCT: Group.PRODUCT,
    Field.SOURCE: Group.SOURCE,
    Field.CAUSE: Group.CAUSE,
}
"""By what a share is told apart, by what it is the share of."""


def answered(turn: Turn, question: Question, at: int = 0) -> Reply:
    """The answer to a question; `at` is where a further screen of its rows begins.

    Whoever answers for no customer is told of everyone's: "0" would say that they had seen all of theirs.
    """
    mine = question.filter(Field.STAFF)
    of_customers = _is_best(question) or question.about in {About.CUSTOMERS, About.PURCHASES}
    if of_customers and mine and mine.value == ME and not turn.work.owners.has(turn.person.id):
        return Reply.of(_("No customer is yours yet: these are everyone's.")) + answered(
            turn, question.without(Field.STAFF), at
        )
    if question.measure is Measure.LIST:
        return _rows(turn, question, at)
    if question.against:
        return comparison(turn, question)
    if question.group:
        return _groups(turn, question)
    return _share(turn, question) if question.measure is Measure.SHARE else _number(turn, question)


# ------------------------------------------------------------------ the rows
def _rows(turn: Turn, question: Question, at: int) -> Reply:
    answers = turn.work.topic(Answers)
    most = min(PAGE, question.limit - at) if question.limit else PAGE
    found = answers.rows(question, turn.zone, limit=most + 1, offset=at)
    page = Pager.of(found, most, next=at + most if not question.limit or at + most < question.limit else None)
    count = sum(one.count for one in answers.totals(replace(question, measure=Measure.COUNT, order=None), turn.zone))
    blocks: list[Block] = [heading(turn, question, str(min(count, question.limit or count)))]
    blocks.append(how_read(turn, question))
    if page.items:
        blocks.append(Entries([entry(turn, question, row) for row in page.items]))
    more = page.more(ask(question))
    opened = tuple(choice for row in page.items if (choice := _open(question, row))) or _history(question)
    return Reply(tuple(blocks), (*_once(opened), *more, *changes(turn, question), *files(question)))


def entry(turn: Turn, question: Question, row: AnswerRow) -> tuple[Words, Words]:
    """One row: its head, and what it says."""
    if question.about is About.CUSTOMERS:
        last = _("last: {day}", day=ShortDay(turn.local(row.at).date())) if row.at else _("nothing noted yet")
        return row.customer or "", _joined(turn, row.what, row.staff, last)
    if question.about is About.INTERACTIONS:
        kind = KINDS.get(row.kind or "", row.kind or "")
        day = ShortDay(row.day) if row.day else None
        return _joined(turn, day, kind, _first(row.staff), row.customer), clip(row.what or "", LONGEST)
    if question.about is About.FOLLOW_UPS:
        due = On(turn.local(row.at).date()) if row.at else None
        return _joined(turn, due, _first(row.staff), row.customer), clip(row.what or "", LONGEST)
    if question.about is About.PURCHASES:
        day = ShortDay(row.day) if row.day else None
        product = clip(row.what or "", LONGEST)
        what = product if row.quantity is None else _("{count} × {product}", count=Count(row.quantity), product=product)
        said = _joined(turn, what, value(row.amount, row.currency))
        return _joined(turn, day, row.customer), said
    if question.about is About.ANSWERS:
        since = ShortDay(turn.local(row.at).date()) if row.at else None
        score = str(row.quantity) if row.quantity is not None else None
        return _joined(turn, since, row.customer, row.kind, score), clip(row.what or "", LONGEST)
    if question.about is About.PROMOTIONS:
        over = row.day is not None and row.day < turn.local(turn.now).date()
        state = STATES["ended"] if over else STATES.get(row.kind or "", row.kind or "")
        ends = _("until {day}", day=ShortDay(row.day)) if row.day else None
        return _joined(turn, row.customer, state, ends, _first(row.staff)), clip(row.what or "", LONGEST)
    stage = STATES.get(row.kind or "", row.kind or "")
    if question.about in {About.LEADS, About.COMPLAINTS}:
        since = ShortDay(turn.local(row.at).date()) if row.at else None
        return _joined(turn, since, row.customer, stage, _first(row.staff)), clip(row.what or "", LONGEST)
    close = ShortDay(turn.local(row.at).date()) if row.at else ShortDay(row.day) if row.day else None
    said = _joined(turn, value(row.amount, row.currency), stage, row.reason, _first(row.staff), close)
    return _joined(turn, clip(row.what or "", LONGEST), row.customer), said


_CARDS: dict[About, str] = {About.LEADS: "lead", About.COMPLAINTS: "complaint", About.PROMOTIONS: "promotion"}
"""The action that shows a row's card, which is also what it calls its row."""


def _first(name: str | None) -> str | None:
    return name.split()[0] if name else None


def _joined(turn: Turn, *words: Words | None) -> str:
    return " · ".join(said for one in words if one and (said := turn.voice.say(one)))


def _open(question: Question, row: AnswerRow) -> Choice | None:
    """The card behind a row: its opportunity's, else its customer's."""
    if question.about is About.OPPORTUNITIES:
        name = _("{title} · {customer}", title=clip(row.what or "", 30), customer=clip(row.customer or "", 26))
        return Choice(name, Action("opportunity", {"opportunity": row.id}))
    if question.about in _CARDS:
        name = _("{number} · {name}", number=row.id, name=clip(row.customer or "", 56))
        return Choice(name, Action(_CARDS[question.about], {_CARDS[question.about]: row.id}))
    if row.customer_id is None or not row.customer:
        return None
    return Choice(clip(row.customer, 60), Action("card", {"customer": row.customer_id}))


def _history(question: Question) -> tuple[Choice, ...]:
    """Where nothing was found of a customer: all that was noted there."""
    customer = question.filter(Field.CUSTOMER)
    if customer is None or not isinstance(customer.value, Named):
        return ()
    name = _("History of {customer}", customer=clip(customer.value.name, 50))
    return (Choice(name, Action("history", {"customer": customer.value.id})),)


def _once(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    return tuple({str(choice.action): choice for choice in choices}.values())


# ------------------------------------------------------------------ a number
def _number(turn: Turn, question: Question) -> Reply:
    found = turn.work.topic(Answers).totals(question, turn.zone)
    blocks: list[Block] = [heading(turn, question, total_words(turn, question, found)), how_read(turn, question)]
    if without := sum(one.count - one.with_amount for one in found) if is_measured(question) else 0:
        said = ngettext("{count} has no amount and is not in it.", "{count} have no amount and are not in it.", without)
        blocks.append(Paragraph(said))
    which = Choice(_("Which?"), ask(replace(question, measure=Measure.LIST)))
    by = Choice(GROUPS[BY[question.about]], ask(replace(question, group=BY[question.about])))
    return Reply(tuple(blocks), (which, by, *changes(turn, question), *files(question)))


def _share(turn: Turn, question: Question) -> Reply:
    """What part of the whole it is, in per cent, with both figures. Raises UnknownFieldError where no whole was said."""
    if question.of is None:
        raise UnknownFieldError("share")
    answers = turn.work.topic(Answers)
    part, whole = answers.totals(_plain(question), turn.zone), answers.totals(_plain(question.whole), turn.zone)
    shares = [
        said
        for total in whole
        if (said := per_cent(next((one for one in part if one.currency == total.currency), Total(0)), total, question))
    ]
    of_how_many = _(
        "{part} of {whole}: {question}.",
        part=total_words(turn, question, part),
        whole=total_words(turn, question, whole),
        question=in_words(turn, replace(_plain(question.whole), measure=Measure.COUNT)),
    )
    head = heading(turn, question, " + ".join(shares) or turn.voice.say(_("none so far")))
    which = Choice(_("Which?"), ask(replace(question, measure=Measure.LIST, of=None)))
    group = SHARED.get(question.of) if question.of else None
    grouped = replace(question.whole, group=group, of=None)
    by = (Choice(GROUPS[group], ask(grouped)),) if group and group in source(question.about).groups else ()
    return Reply(
        (head, Paragraph(of_how_many), how_read(turn, question)),
        (which, *by, *changes(turn, question), *files(question)),
    )


def per_cent(part: Total, whole: Total, question: Question) -> str:
    """How much of the whole a part is: "62 %"; nothing where the whole is nothing."""
    of, all_ = (part.amount, whole.amount) if is_measured(question) else (Decimal(part.count), Decimal(whole.count))
    return f"{(of or Decimal(0)) * 100 / all_:.0f} %" if all_ else ""


# ------------------------------------------------------------------ groups
def _groups(turn: Turn, question: Question) -> Reply:
    question = within_a_year(question, turn.local(turn.now).date())
    most = min(question.limit or GROUPS_SHOWN, GROUPS_SHOWN)
    found = with_nothing(turn, question, turn.work.topic(Answers).groups(question, turn.zone, limit=most + 1), most)
    fallen = _by_visits(question) if not found and _is_best(question) else None
    if fallen is not None and turn.work.topic(Answers).groups(fallen, turn.zone, limit=1):
        nothing = _("Nothing is noted as won there, so I went by visits instead.")
        return Reply((Paragraph(nothing),)) + _groups(turn, fallen)
    shown = found[:most]
    blocks: list[Block] = [_groups_heading(turn, question, len(shown))]
    blocks.append(how_read(turn, question))
    if shown:
        of = _("Score") if question.about is About.ANSWERS else _("Value")
        columns = [
            Column(GROUPS[question.group] if question.group else ""),
            Column(of if is_measured(question) else _("How many"), "right"),
        ]
        whole = _whole(turn, question)
        rows = [(label(one.label, question.group), _size(question, one.total, whole)) for one in shown]
        blocks.append(Table(columns, rows))
    if len(found) > most and not question.limit:
        blocks.append(Paragraph(_("There are more; the file has all of them.")))
    which = tuple(
        Choice(_("Which? {group}", group=label(one.label, question.group)), ask(behind))
        for one in shown
        if (behind := narrowed(question, one)) is not None
    )
    other = (Choice(_("By visits instead"), ask(_by_visits(question))),) if _is_best(question) else ()
    return Reply(tuple(blocks), (*_once(which), *other, *changes(turn, question), *files(question)))


def with_nothing(turn: Turn, question: Question, found: list[Grouped], most: int) -> list[Grouped]:
    """Who has the least includes the reps who have none: they stand in no row."""
    if not question.least or question.group is not Group.STAFF:
        return found
    every = turn.work.topic(Answers).groups(question, turn.zone, limit=MOST_COLLEAGUES)
    there, known = {one.key for one in every}, turn.work.sees_owners
    none = [
        Grouped(person.id, person.name, Total(0))
        for person in turn.work.people.everyone()
        if person.role == "rep" and person.id not in there and (known is None or person.id in known)
    ]
    return [*none, *found][: most + 1]


def _whole(turn: Turn, question: Question) -> Sequence[Total]:
    """What groups are a share of; nothing where no share is asked for."""
    if question.measure is not Measure.SHARE:
        return ()
    return turn.work.topic(Answers).totals(_plain(question), turn.zone)


def _plain(question: Question) -> Question:
    """All that a share, or groups, are of: what it is worth, or how many there are."""
    kept = question.measure
    if kept is Measure.SHARE:
        kept = Measure.SUM if is_measured(question) else Measure.COUNT
    return replace(question, measure=kept, group=None, limit=None, order=None, of=None)


def _groups_heading(turn: Turn, question: Question, shown: int) -> Heading:
    """What all groups come to; where only the largest are wanted, how many of those there are."""
    if question.limit:
        of = turn.voice.say(subject(question))
        by = turn.voice.say(GROUPS[question.group]) if question.group else ""
        return Heading(_("{what} {by}: {number}", what=of[:1].upper() + of[1:], by=by, number=shown))
    whole = _plain(question)
    return heading(turn, question, total_words(turn, whole, turn.work.topic(Answers).totals(whole, turn.zone)))


def _size(question: Question, total: Total, whole: Sequence[Total]) -> Words:
    of = next((per_cent(total, one, question) for one in whole if one.currency == total.currency), "")
    if not is_measured(question):
        return f"{of} ({total.count})" if of else str(total.count)
    if of:
        return _("{share} ({amount})", share=of, amount=value(total.amount, total.currency))
    return _("{amount} ({count})", amount=value(total.amount, total.currency), count=total.count)


def narrowed(question: Question, one: Grouped) -> Question | None:
    """The rows behind a group; None for a group of what nobody said."""
    alone = replace(question, measure=Measure.LIST, group=None, limit=None, order=None)
    if question.group is Group.MONTH and not isinstance(one.key, (str, int, type(None))) and question.period:
        after = add_months(one.key, 1)
        first, last = max(one.key, question.period.first), min(after - timedelta(days=1), question.period.last)
        return replace(alone, period=Period(first, last, question.period.of))
    if one.key is None or question.group is None:
        return None
    field = Field(question.group.value)
    is_row = question.group in {Group.STAFF, Group.CUSTOMER, Group.STAGE, Group.PRODUCT, Group.SOURCE, Group.SURVEY}
    key: Value = Named(int(str(one.key)), str(one.label)) if is_row else str(one.key)
    return alone.with_filter(Filter(field, key))


def _is_best(question: Question) -> bool:
    """Whether it asks for the best customers, by what they were worth."""
    return (
        question.about is About.OPPORTUNITIES and question.group is Group.CUSTOMER and question.measure is Measure.SUM
    )


def _by_visits(question: Question) -> Question:
    """The best customers by how often they were visited in the same time."""
    kept = tuple(one for one in question.filters if one.field in {Field.STAFF, Field.SECTOR, Field.PLACE})
    period = question.period and Period(question.period.first, question.period.last)
    visits = (Filter(Field.KIND, "visit"), *kept)
    return Question(About.INTERACTIONS, visits, Measure.COUNT, Group.CUSTOMER, period, question.limit)
