"""The readiness questionnaire: an overview and seven areas, as they are now and as is wanted; it goes on where it stopped."""

from collections.abc import Sequence
from typing import Any

from babel.numbers import format_decimal

from handlers.kit.audit import undo_choice
from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row, Tone
from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.messages.action import Action, Choice, answer
from handlers.kit.messages.blocks import Column, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.surveys.answers import options_of
from handlers.kit.surveys.reading_answers import read_answer
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import SlotValue
from handlers.readiness.items import Item, items
from handlers.readiness.scores import AreaScore, scores, weakest
from storage.readiness.readiness import Readiness, ReadinessAnswer


class WhichItem(SlotType[Item]):
    """The item that is asked about: never asked for, it is simply the next one."""

    def dump(self, value: Item) -> Any:  # noqa: ANN401 - JSON
        """Its name."""
        return value.name

    def load(self, turn: Turn, raw: Any) -> Item:  # noqa: ANN401 - JSON
        """By name."""
        found = next((item for item in items() if item.name == raw), None)
        if found is None:
            raise Sorry(_("That question is not there any more."))
        return found


class Grade(SlotType[int]):
    """From 1 to 5, as surveys read it."""

    closed = True

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """The grade of an answer."""
        found = read_answer(said[ITEM].question, text)
        if found is None or found.number is None or found.words:
            raise Unclear(_("From 1, not at all, to 5, wholly."), choices=self.offered(turn, said))
        return found.number

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> int:
        """The grade in a sentence."""
        return self.read(turn, str(heard), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The five."""
        return tuple(Choice(label, answer(value)) for value, label in options_of(said[ITEM].question, "en"))


def _next(turn: Turn, _said: Said | None = None) -> Item:
    """The first that has no answer in this round. Raises Sorry where all have one."""
    readiness = turn.work.topic(Readiness)
    done = readiness.of(turn.person.id, readiness.round_of(turn.person.id))
    found = next((item for item in items() if item.name not in done), None)
    if found is None:
        raise Sorry(_("You have answered all of it. /readiness shows what came of it."))
    return found


def _ask_now(turn: Turn, said: Said) -> Words:
    item, language = said[ITEM], turn.person.language
    return _(
        "{area} ({number} of {all}): {item} How is it now, from 1, not at all, to 5, wholly?",
        area=item.heading(language),
        number=str(items().index(item) + 1),
        all=str(len(items())),
        item=item.text(language),
    )


ITEM = Slot("item", WhichItem(), _("Item"), "", default=_next, fixable=False)
NOW = Slot("now_is", Grade(), _("Now"), _ask_now, needed=True)
WANTED = Slot("wanted", Grade(), _("Wanted"), _("And how should it be, from 1 to 5?"))


def _keep(turn: Turn, said: Said) -> Reply:
    """Keeps the answer, and asks about the next item."""
    readiness, item = turn.work.topic(Readiness), said[ITEM]
    round_ = readiness.round_of(turn.person.id)
    done = readiness.of(turn.person.id, round_)
    if item.name not in done:
        readiness.answer(turn.person.id, round_, item.name, said[NOW], said[WANTED])
    following = next((one for one in items() if one.name not in done and one.name != item.name), None)
    if following is None:
        return Reply.of(_("That was the last one. Thank you!")) + _results(turn)
    asked = start(turn, FILL_IN, None, values={ITEM.name: following.name}, told="")  # what was told is kept
    return Reply(asked.blocks, (*asked.choices, *undo_choice(turn)))


def _show(turn: Turn, _words: str = "") -> Reply:
    """What came of it, and the way in: from the beginning, or on from where one stopped."""
    readiness = turn.work.topic(Readiness)
    done = len(readiness.of(turn.person.id, readiness.round_of(turn.person.id)))
    if not done:
        intro = _(
            "{count} sentences in eight areas, each as it is now and as it should be. You can stop whenever you like and go on later.",
            count=str(len(items())),
        )
        begin = Choice(_("Begin"), Action("fill_in_readiness"))
        return Reply((Heading(_("How ready we are")), Paragraph(intro)), (begin,)) + _results(turn, quiet=True)
    if done < len(items()):
        go_on = Choice(_("Go on"), Action("fill_in_readiness"))
        left = ngettext("{count} sentence to go.", "{count} sentences to go.", len(items()) - done)
        return Reply((Paragraph(left),), (go_on,)) + _results(turn)
    return _results(turn) + Reply((), (Choice(_("Once more"), Action("readiness_again")),))


def _answers(turn: Turn) -> list[ReadinessAnswer]:
    """Whose answers are shown: a manager sees the company's, everybody else their own."""
    readiness = turn.work.topic(Readiness)
    if turn.person.role in MANAGERS:
        return list(readiness.everybodys())
    return list(readiness.of(turn.person.id, readiness.round_of(turn.person.id)).values())


def _results(turn: Turn, *, quiet: bool = False) -> Reply:
    """The areas, now and wanted, and the weakest."""
    found = scores(_answers(turn))
    if not found:
        return Reply() if quiet else Reply.of(_("Nobody has answered it yet."))
    names, number = _names(turn), _number
    rows = [(names[one.area], number(turn, one.now), number(turn, one.wanted)) for one in found]
    people = max(one.people for one in found)
    heading = ngettext("Readiness, as {count} person sees it", "Readiness, as {count} people see it", people)
    columns = (Column(_("Area")), Column(_("Now"), "right"), Column(_("Wanted"), "right"))
    blocks = (Heading(heading), Table(columns, rows), Paragraph(_weakest(turn, found)))
    return Reply(blocks, (Choice(_("Chart"), Action("readiness_chart")),))


def _weakest(turn: Turn, found: Sequence[AreaScore]) -> Words:
    worst = weakest(found)
    if worst is None:
        return _("Nothing falls short of what is wanted.")
    return _(
        "Furthest from what is wanted: {area}, {gap} below.",
        area=_names(turn)[worst.area],
        gap=_number(turn, worst.gap),
    )


def _names(turn: Turn) -> dict[str, str]:
    return {item.area: item.heading(turn.person.language) for item in items()}


def _number(turn: Turn, value: float) -> str:
    return str(format_decimal(round(value, 1), locale=turn.voice.locale))


def _draw(turn: Turn, dark: bool = False) -> Reply:
    """A button: each area as a bar, what is wanted behind what is."""
    say, found = turn.voice.say, scores(_answers(turn))
    rows = tuple(
        Row(
            _names(turn)[one.area],
            say(_("{now} now, {wanted} wanted", now=_number(turn, one.now), wanted=_number(turn, one.wanted))),
            (Bar(one.wanted, "soft"), Bar(one.now)),
        )
        for one in found
    )
    legend: tuple[tuple[Tone, str], ...] = (("soft", say(_("wanted"))), ("main", say(_("now"))))
    notes = (say(_weakest(turn, found)),) if found else ()
    empty = say(_("Nobody has answered it yet."))
    chart = Chart(
        "bars", say(_("How ready we are")), say(_("from 1 to 5")), rows, empty, legend=legend, notes=notes, dark=dark
    )
    have_drawn(turn, say(_("readiness")), [chart], Action("readiness_chart"))
    return Reply.of(_("I'm drawing it…"))


def _again(turn: Turn) -> Reply:
    """A button: a new round; the former one stays, and counts no more once the new one has an answer."""
    readiness = turn.work.topic(Readiness)
    round_ = readiness.round_of(turn.person.id)
    if len(readiness.of(turn.person.id, round_)) < len(items()):
        return start(turn, FILL_IN, None)
    return start(turn, FILL_IN_AGAIN, None, values={ITEM.name: items()[0].name})


def _keep_again(turn: Turn, said: Said) -> Reply:
    """The first answer of a new round; the others go on from there."""
    readiness = turn.work.topic(Readiness)
    round_ = readiness.round_of(turn.person.id) + 1
    readiness.answer(turn.person.id, round_, said[ITEM].name, said[NOW], said[WANTED])
    return start(turn, FILL_IN, None, told="")


LEFT = _("All right. What you answered is kept: /readiness goes on from there.")
FILL_IN = Form("readiness", (ITEM, NOW, WANTED), save=_keep, left=LEFT)
FILL_IN_AGAIN = Form("readiness_again", (ITEM, NOW, WANTED), save=_keep_again, left=LEFT)

CAPABILITY = Capability(
    "readiness",
    about=_("How ready we are for our customers: a questionnaire for staff"),
    commands=(
        Command(
            {"es": "alistamiento", "en": "readiness"},
            _show,
            _("How ready we are for our customers: answer, go on, see what came of it"),
            sayings="readiness",
            phrases={
                "es": ("cuestionario de alistamiento", "alistamiento", "cómo estamos de preparados"),
                "en": ("readiness questionnaire", "how ready are we"),
            },
        ),
    ),
    actions={
        "fill_in_readiness": FILL_IN,
        "readiness_again": _again,
        "readiness_chart": _draw,
    },
    forms=(FILL_IN_AGAIN,),
    records={"readiness_answers": RecordWords(lambda _turn, _id: _("an answer about our readiness"))},
    order=65,
)
