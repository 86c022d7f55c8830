"""A question as a button keeps it: read back, and checked, for a button may be old."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from storage.names.folding import fold
from storage.promotions.buyers import Buyers
from storage.questions.answers import Answers, alike
from storage.questions.question import ANY, Field, Filter, Group, Named, Question, any_of


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

    Raises Sorry for a customer whom the person may not see, for a sector, a source or a product that there is not, and for
    classes before they were reckoned.
    """
    customer = question.filter(Field.CUSTOMER)
    if customer and isinstance(customer.value, Named) and turn.work.customers.get(customer.value.id) is None:
        owner = turn.work.customers.anothers(customer.value.id)
        if owner:
            raise Sorry(
                _("{name} exists, owned by {owner}. I can't tell you more.", name=customer.value.name, owner=owner)
            )
        raise Sorry(_("That no longer exists."))
    if customer and isinstance(customer.value, Named) and (known := turn.work.customers.get(customer.value.id)):
        question = question.with_filter(replace(customer, value=Named(known.id, known.name)))  # said by who works there
    if _stands_somewhere(question) and not turn.work.standings.are_reckoned():
        raise Sorry(_("Who is of which class, loyal or vulnerable has not been reckoned yet: /classes does it."))
    return _with_sector(turn, _with_source(turn, _with_product(turn, _with_reason(turn, question))))


def _with_product(turn: Turn, question: Question) -> Question:
    """The products that were meant: of that name, of that family, or all that have the words in their name: "café"."""
    said = question.filter(Field.BOUGHT) or question.filter(Field.PRODUCT)
    if said is None or said.value == ANY or isinstance(said.value, Named):
        return question
    if turn.work.topic(Buyers).products(said.words):
        return question
    meant = turn.match(said.words[0], {NameKind.PRODUCT})
    every = (
        [meant.known] if meant.known else [one for one in meant.candidates if _has_the_words(one.name, said.words[0])]
    )
    if every:
        return question.with_filter(replace(said, value=any_of(one.name for one in every)))
    called = clip(said.words[0], 60)
    if meant.candidates:
        listed = ", ".join(entry.name for entry in meant.candidates[:SHOWN])
        raise Sorry(_("Several products could be “{name}”: {listed}.", name=called, listed=listed))
    raise Sorry(_("I know no product “{name}”.", name=called))


def _has_the_words(name: str, said: str) -> bool:
    return {alike(word) for word in said.split()} <= {alike(word) for word in name.split()}


def _stands_somewhere(question: Question) -> bool:
    """Whether it asks for what is reckoned by night: before the first time nobody is of any class."""
    return question.group is Group.CLASS or any(question.filter(field) for field in (Field.CLASS, Field.SEGMENT))


def _with_reason(turn: Turn, question: Question) -> Question:
    """The reason for a loss that was meant: "precio" where there is "Precio", "too expensive" where none is called so."""
    reason = question.filter(Field.REASON)
    if reason is None:
        return question
    known, said = [one.name for one in turn.work.pipelines.reasons()], fold(str(reason.value))
    if meant := [one for one in known if fold(one) == said] or [one for one in known if fold(one).startswith(said)]:
        return question.with_filter(replace(reason, value=meant[0]))
    listed = ", ".join(known[:SHOWN])
    raise Sorry(
        _("Nothing was lost for “{reason}”. The reasons there are: {listed}.", reason=str(reason.value), listed=listed)
    )


def _with_source(turn: Turn, question: Question) -> Question:
    """The source of leads that was meant: "the website" where there is one called Web."""
    source = question.filter(Field.SOURCE)
    if source is None or isinstance(source.value, Named):
        return question
    known, said = turn.work.lead_sources.all(), fold(str(source.value))
    meant = [one for one in known if fold(one.name) == said] or [
        one for one in known if said.startswith(fold(one.name)) or fold(one.name).startswith(said)
    ]
    if len(meant) == 1:
        return question.with_filter(replace(source, value=Named(meant[0].id, meant[0].name)))
    if not known:
        raise Sorry(_("Nobody has said yet where leads come from."))
    listed = ", ".join(one.name for one in known[:SHOWN])
    raise Sorry(_("No leads come from “{source}”. They come from: {listed}.", source=str(source.value), listed=listed))


def _with_sector(turn: Turn, question: Question) -> Question:
    sector = question.filter(Field.SECTOR)
    if sector is None:
        return question
    answers = turn.work.topic(Answers)
    known = {said: answers.spelled(said) for said in sector.words}
    unknown = next((said for said, spelled in known.items() if not spelled), None)
    if unknown is None:
        return question.with_filter(replace(sector, value=any_of(min(spelled) for spelled in known.values())))
    if question.filter(Field.PLACE) is None and not any(known.values()):
        elsewhere = question.without(Field.SECTOR).with_filter(Filter(Field.PLACE, sector.value))
        if answers.rows(replace(elsewhere, group=None), turn.zone, limit=1):
            return elsewhere
    raise Sorry(_no_such_sector(unknown, answers.sectors))


def _no_such_sector(sector: str, known: Sequence[str]) -> Words:
    if not known:
        return _("No customer has a sector yet, so I can't tell those of “{sector}”.", sector=sector)
    listed = ", ".join(known[:SHOWN])
    return _(
        "No customer's sector or address says “{sector}”. The sectors there are: {listed}.",
        sector=sector,
        listed=listed,
    )
