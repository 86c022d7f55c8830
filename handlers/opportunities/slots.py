"""What there is to know of an opportunity: which stage, until when, for how much, and why it was lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz

from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.forms.form import FieldKind, Said, SlotType, Unclear
from handlers.kit.forms.moment_slots import refuse_impossible
from handlers.kit.forms.slot_types import FreeText, MoneyAmount
from handlers.kit.messages.action import NO, YES, Choice, Target, answer
from handlers.kit.pipelines import pipelines
from handlers.kit.turn import Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.moments.calendar import last_date
from handlers.language.entities.moments.moments import find_moments, read_moment
from handlers.language.intents.likeness import TOLD, UNKNOWN
from handlers.language.meaning import Amount, Moment, Name, SlotValue
from handlers.language.slots.deals import is_undecided
from handlers.language.slots.remarks import asks
from handlers.language.text.any_of import any_of, framed
from handlers.opportunities.lookup import Deal
from storage.crm.opportunities.records import LostReasonRecord, PipelineRecord, StageRecord
from storage.names.folding import fold

ALIKE = 85
"""From this likeness (0–100) a name typed wrong is taken for a stage's."""
LONGEST_TITLE = 200
LONGEST_SOLD = 10
"""Words of what was sold."""
LONGEST_STAGE = 4
"""Words of a stage's name."""
LONGEST_REASON = 60
REASON_WORDS = (
    "lost_price",
    "lost_competitor",
    "lost_need",
    "lost_budget",
    "lost_timing",
    "lost_terms",
    "lost_answer",
)
"""Lists of `data/<language>/words/deals.toml`: what is said in many ways is one reason."""


# ------------------------------------------------------------------ stages
class StageName(SlotType[StageRecord]):
    """A stage of the opportunity's pipeline, or of the first one, by its name or by what such a stage is usually called."""

    closed = True

    def read(self, turn: Turn, text: str, said: Said) -> StageRecord:
        """The stage of an answer; one that does not exist is answered with those that do."""
        stages = self.possible(turn, said)
        name = without_lead(text)
        found = stage_called(turn, stages, name)
        if found is None:
            raise unknown_stage(name, stages)
        return found

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> StageRecord:
        """Understanding knows the kinds of stages that there usually are."""
        stages = self.possible(turn, said)
        found = next((stage for stage in stages if kind_of_stage(turn, stage.name) == heard), None)
        if found is None:
            raise unknown_stage(None, stages)
        return found

    def possible(self, turn: Turn, said: Said) -> list[StageRecord]:
        """The stages that may be meant."""
        deal = said.by_name("opportunity")
        if isinstance(deal, Deal):
            return turn.work.pipelines.stages(deal.record.pipeline_id)
        pipeline = said.by_name("pipeline")
        first = pipeline if isinstance(pipeline, PipelineRecord) else pipelines(turn)[0]
        return turn.work.pipelines.stages(first.id)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """All of them, but the one that the opportunity is in."""
        deal = said.by_name("opportunity")
        now = deal.record.stage_id if isinstance(deal, Deal) else None
        return stage_choices([stage for stage in self.possible(turn, said) if stage.id != now])

    def of_target(self, turn: Turn, target: Target) -> StageRecord | None:
        """The one that was chosen."""
        found = turn.work.pipelines.stage(target.id) if target.kind == "stage" else None
        return found if found and found.archived_at is None else None

    def dump(self, value: StageRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> StageRecord:  # noqa: ANN401
        """By id; one that was put away meanwhile is asked for again."""
        found = turn.work.pipelines.stage(int(raw))
        if found is None or found.archived_at:
            raise Unclear(_("That stage no longer exists. Which one?"))
        return found

    def show(self, value: StageRecord) -> Words:
        """Its name."""
        return value.name


def stage_choices(stages: Sequence[StageRecord]) -> tuple[Choice, ...]:
    """Stages to choose from."""
    return tuple(Choice(clip(stage.name, 40), answer(target=Target("stage", stage.id))) for stage in stages)


def unknown_stage(name: str | None, stages: Sequence[StageRecord]) -> Unclear:
    """What is said of a stage that there is not."""
    names = ", ".join(stage.name for stage in stages)
    words = (
        _("There is no stage “{name}”. There are: {stages}.", name=clip(name, 40), stages=names)
        if name
        else _("There is no such stage. There are: {stages}.", stages=names)
    )
    return Unclear(words, choices=stage_choices(stages))


def stage_called(turn: Turn, stages: Sequence[StageRecord], text: str) -> StageRecord | None:
    """The one stage that a text names: by its name, a part or a misspelling of it, or by its kind."""
    wanted = fold(text)
    if not wanted:
        return None
    found = [stage for stage in stages if wanted in {fold(stage.name), *fold(stage.name).split()}]
    found = found or [stage for stage in stages if fold(stage.name).startswith(wanted)]
    found = found or [stage for stage in stages if fuzz.ratio(fold(stage.name), wanted) >= ALIKE]
    if len(found) == 1:
        return found[0]
    kind = kind_of_stage(turn, text)
    return next((stage for stage in stages if kind and kind_of_stage(turn, stage.name) == kind), None)


def kind_of_stage(turn: Turn, text: str) -> str | None:
    """What kind of stage a name is usually of ("propuesta", "proposal", "oferta enviada" are one); None for one of its own."""
    if len(text.split()) > LONGEST_STAGE:
        return None  # it is a sentence
    for said in framed("stage_said", text):
        found = turn.read_as("move_opportunity", said).slots.get("stage")
        if isinstance(found, str):
            return found
    return None


_LEADS = re.compile(rf"^(?:{any_of('before_stage')}\s+)+(?=\S)", re.IGNORECASE)


def without_lead(text: str) -> str:
    """A stage as it is named, without the words that lead to it."""
    return re.sub(rf"\s+{any_of('behind_stage')}$", "", _LEADS.sub("", text.strip(" .,;:«»\"'")), flags=re.IGNORECASE)


class WhichPipeline(SlotType[PipelineRecord]):
    """One of the company's pipelines."""

    def read(self, turn: Turn, text: str, said: Said) -> PipelineRecord:
        """By its name."""
        every = pipelines(turn)
        found = [one for one in every if fold(one.name) == fold(text)]
        if not found:
            names = ", ".join(one.name for one in every)
            raise Unclear(
                _("There is no pipeline “{name}”. There are: {pipelines}.", name=clip(text, 40), pipelines=names),
                choices=self.offered(turn, said),
            )
        return found[0]

    def of_target(self, turn: Turn, target: Target) -> PipelineRecord | None:
        """The one that was chosen."""
        return next((one for one in pipelines(turn) if target.kind == "pipeline" and one.id == target.id), None)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """All of them."""
        return tuple(Choice(one.name, answer(target=Target("pipeline", one.id))) for one in pipelines(turn))

    def dump(self, value: PipelineRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> PipelineRecord:  # noqa: ANN401
        """By id."""
        found = next((one for one in pipelines(turn) if one.id == raw), None)
        if found is None:
            raise Unclear(_("That pipeline no longer exists. Which one?"))
        return found

    def show(self, value: PipelineRecord) -> Words:
        """Its name."""
        return value.name


# ------------------------------------------------------------------ what, how much, until when
class Title(FreeText):
    """What is to be sold, in the sender's words; on one line, as it stands in lists."""

    field: FieldKind = "line"

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The words as given."""
        title = " ".join(super().read(turn, text, said).split())
        if not any(c.isalnum() for c in title):
            raise Unclear
        return clip(title, LONGEST_TITLE)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The words of a sentence."""
        return clip(" ".join(str(heard).split()), LONGEST_TITLE)


class SoldTitle(Title):
    """What was sold, asked for right behind what told of it: a few words, and no news of somebody."""

    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The words as given. Raises Unclear for a sentence: it is no answer."""
        heard = turn.read_as(TOLD, text).slots
        names = (heard.get("customer"), heard.get("contact"))
        named = any(isinstance(name, Name) and name.candidates for name in names)
        means = turn.understand(text).intent not in {UNKNOWN, TOLD, "new_opportunity"}
        if len(text.split()) > LONGEST_SOLD or named or means or asks(text) or "next_step" in heard:
            raise Unclear
        return super().read(turn, text, said)


class WonFor(MoneyAmount):
    """For how much something was sold; what it was estimated at is offered."""

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The opportunity's own amount."""
        deal = said.by_name("opportunity")
        if not isinstance(deal, Deal) or deal.record.amount is None:
            return ()
        amount = Amount(deal.record.amount, deal.record.currency)
        return (Choice(self.show(amount), answer(self.dump(amount))),)

    def chosen(self, turn: Turn, value: Any, said: Said) -> Amount:  # noqa: ANN401
        """What was offered."""
        return self.load(turn, value) if isinstance(value, dict) else self.read(turn, str(value), said)


class CloseDay(SlotType[date]):
    """The day on which something is expected to be decided: of a month, or a week, its last one. Not one that is over."""

    field: FieldKind = "date"

    def read(self, turn: Turn, text: str, said: Said) -> date:
        """The day of an answer."""
        moment = read_moment(text, turn.said_at, "future", turn.locale)
        if moment is None:
            refuse_impossible(turn, text)
            moment = read_moment(text, turn.said_at, "past", turn.locale)
        if not isinstance(moment, Moment):
            raise Unclear(_("I could not read a date in that. When do you expect it to close?"))
        return self._ahead(turn, moment)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> date:
        """The day of a sentence."""
        if not isinstance(heard, Moment):
            raise Unclear(_("When do you expect it to close?"))
        return self._ahead(turn, heard)

    @staticmethod
    def _ahead(turn: Turn, moment: Moment) -> date:
        day = last_date(moment)
        if day < turn.said_at.date():
            raise Unclear(_("{day} has already passed. When do you expect it to close?", day=On(day)))
        return day

    def dump(self, value: date) -> Any:  # noqa: ANN401
        """As ISO."""
        return value.isoformat()

    def load(self, turn: Turn, raw: Any) -> date:  # noqa: ANN401
        """From ISO."""
        return date.fromisoformat(raw)

    def show(self, value: date) -> Words:
        """The absolute date."""
        return On(value)


def over_in(turn: Turn, said: Said) -> date | None:
    """Refuses a date in the sentence that is over, where none to come is in it: the default of a `CloseDay`."""
    refuse_impossible(turn, said.text)
    ahead = find_moments(said.text, turn.said_at, "future", turn.locale)
    for one in find_moments(said.text, turn.said_at, "past", turn.locale):
        if isinstance(one.moment, Moment) and one.moment in [other.moment for other in ahead]:
            start = one.moment.start
            day = start.date() if isinstance(start, datetime) else start
            if day < turn.said_at.date():  # a year was said with it, or "last Monday"
                raise Unclear(_("{day} has already passed. When do you expect it to close?", day=On(day)))
    return None


# ------------------------------------------------------------------ why it was lost
@dataclass(frozen=True, slots=True)
class Why:
    """A reason of the list, or a new one, and what was said of it, letter by letter."""

    name: str
    known: int | None = None
    note: str | None = None


class LostReason(SlotType[Why]):
    """Why something was lost: one of a list that grows. What is said in other words is kept beside it."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> Why:
        """The reason of an answer; one that nobody gave before is asked about once, and is in the list from then on."""
        words = text.strip()
        if not any(c.isalpha() for c in words):
            raise Unclear
        if is_undecided(words):
            raise Unclear(
                _("Not decided yet? Then it stays open."),
                choices=(Choice(_("It stays open"), NO), *self.offered(turn, said)),
            )
        reasons = self._reasons(turn)
        if found := reason_in(words, reasons):
            return Why(found.name, found.id, None if fold(found.name) == fold(words) else words)
        if len(words) > LONGEST_REASON:
            raise Unclear(
                _("Which of these reasons is it? Or tell me a new one in a few words."),
                choices=self.offered(turn, said),
            )
        raise Unclear(
            _("That is a new reason: “{reason}”. Shall I add it to the list?", reason=words),
            choices=(Choice(_("Add it"), YES), *self.offered(turn, said)),
            offer={"name": words[:1].upper() + words[1:]},
        )

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Why:
        """The reason in a sentence."""
        return self.read(turn, str(heard), said)

    def chosen(self, turn: Turn, value: Any, said: Said) -> Why:  # noqa: ANN401
        """One of the list."""
        return self.load(turn, value) if isinstance(value, dict) else self.read(turn, str(value), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The list, those given most often lately first."""
        return tuple(
            Choice(clip(reason.name, 40), answer({"name": reason.name, "known": reason.id}))
            for reason in self._reasons(turn)
        )

    def dump(self, value: Why) -> Any:  # noqa: ANN401
        """As JSON."""
        return {"name": value.name, "known": value.known, "note": value.note}

    def load(self, turn: Turn, raw: Any) -> Why:  # noqa: ANN401
        """From what `dump` kept, or from an offered one."""
        return Why(raw["name"], raw.get("known"), raw.get("note"))

    def show(self, value: Why) -> Words:
        """The reason."""
        return value.name

    @staticmethod
    def _reasons(turn: Turn) -> list[LostReasonRecord]:
        pipelines(turn)  # the list begins with the first pipeline
        return turn.work.pipelines.reasons()


def reason_in(text: str, reasons: Sequence[LostReasonRecord]) -> LostReasonRecord | None:
    """The one reason that a text gives: it says its name, or is of the same words for it. None where it may be several."""
    words = f" {fold(text)} "
    named = [reason for reason in reasons if f" {fold(reason.name)} " in words]
    if len(named) == 1:
        return named[0]
    alike = [reason for reason in reasons if _groups(fold(text)) & _groups(fold(reason.name))]
    return alike[0] if len(alike) == 1 else None


def _groups(folded: str) -> set[str]:
    padded = f" {folded.replace(',', ' ').replace('.', ' ')} "
    return {name for name in REASON_WORDS if any(f" {word} " in padded for word in phrasebook().words(name))}
