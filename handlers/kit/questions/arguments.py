"""A question as a button keeps it: read back, and checked, for a button may be old."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from handlers.kit.format.texts import Words, _
from handlers.kit.turn import Sorry, Turn
from storage.questions.answers import Answers
from storage.questions.question import Field, Filter, Named, Question


def question_from(_turn: Turn, raw: Any) -> Question:  # noqa: ANN401 - JSON
    """What `Question.as_json` wrote. Raises ValueError, LookupError or TypeError for anything else."""
    if not isinstance(raw, Mapping):
        raise TypeError("no question")
    return Question.from_json(raw)


SHOWN = 8
"""Sectors that are named to whoever asked for one that there is not."""

QuestionArg = Annotated[Question, question_from]


def settled(turn: Turn, question: Question) -> Question:
    """A question whose names are those of the store: a sector that nobody is in may be a place.

    Raises Sorry for a customer whom the person may not see, and for a sector that there is not.
    """
    customer = question.filter(Field.CUSTOMER)
    if customer and isinstance(customer.value, Named) and turn.work.customers.get(customer.value.id) is None:
        owner = turn.work.customers.anothers(customer.value.id)
        if owner:
            raise Sorry(
                _("{name} exists, owned by {owner}. I can't tell you more.", name=customer.value.name, owner=owner)
            )
        raise Sorry(_("That no longer exists."))
    sector = question.filter(Field.SECTOR)
    if sector is None:
        return question
    answers = turn.work.topic(Answers)
    spelled = answers.spelled(str(sector.value))
    if spelled:
        return question.with_filter(replace(sector, value=min(spelled)))
    if question.filter(Field.PLACE) is None:
        elsewhere = question.without(Field.SECTOR).with_filter(Filter(Field.PLACE, str(sector.value)))
        if answers.rows(replace(elsewhere, group=None), turn.zone, limit=1):
            return elsewhere
    raise Sorry(_no_such_sector(str(sector.value), answers.sectors))


def _no_such_sector(sector: str, known: Sequence[str]) -> Words:
    if not known:
        return _("No customer has a sector yet, so I can't tell those of “{sector}”.", sector=sector)
    listed = ", ".join(known[:SHOWN])
    return _(
        "No customer's sector or address says “{sector}”. The sectors there are: {listed}.",
        sector=sector,
        listed=listed,
    )
