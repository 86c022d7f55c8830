"""How the company sells: its stages, how likely each is won, how long each may go without contact. Admins change them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, FieldKind, Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Action, Choice, answer
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.pipelines import pipelines
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.turn import Sorry, Turn
from handlers.opportunities.slots import StageName, WhichPipeline, stage_called, unknown_stage
from storage.crm.opportunities.records import NewStage, PipelineRecord, StageRecord
from storage.names.folding import fold

LONGEST_NAME = 40
MOST_STAGES = 12
LONGEST_PATIENCE = 250
"""Business days: about a year."""
USUAL_PATIENCE = 7
_NUMBER = re.compile(r"-?\d+")


def _only_admins(turn: Turn, _said: Said | None = None) -> None:
    if turn.person.role != "admin":
        raise Sorry(_("Only admins can change the stages."))


# ------------------------------------------------------------------ what there is to know
class StageOfAny(StageName):
    """A stage of any pipeline; of those that are called the same, the first one's."""

    def possible(self, turn: Turn, said: Said) -> list[StageRecord]:
        """All stages that there are."""
        return [stage for pipeline in pipelines(turn) for stage in turn.work.pipelines.stages(pipeline.id)]


class NewStageName(FreeText):
    """What a stage or a pipeline is to be called: not as another one."""

    field: FieldKind = "line"

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name; one line, not too long, and nobody else's."""
        name = " ".join(super().read(turn, text, said).split()).strip(" .,;:«»\"'")
        if not any(c.isalpha() for c in name):
            raise Unclear
        if len(name) > LONGEST_NAME:
            raise Unclear(_("That is too long for a name: {most} letters at most.", most=LONGEST_NAME))
        if fold(name) in self.taken(turn, said):
            raise Unclear(_("There's already one called “{name}”.", name=name))
        return name[:1].upper() + name[1:]

    def taken(self, turn: Turn, said: Said) -> set[str]:
        """The names that there are, folded; that of the stage itself is not."""
        own = said.by_name("stage")
        pipeline_id = own.pipeline_id if isinstance(own, StageRecord) else _pipeline(turn, said).id
        stages = turn.work.pipelines.stages(pipeline_id)
        return {fold(stage.name) for stage in stages if not isinstance(own, StageRecord) or stage.id != own.id}


class NewPipelineName(NewStageName):
    """What a pipeline is to be called."""

    def taken(self, turn: Turn, said: Said) -> set[str]:
        """The names of the others."""
        return {fold(pipeline.name) for pipeline in pipelines(turn)}


@dataclass(frozen=True)
class WholeNumber(SlotType[int]):
    """A whole number between two others, and what is said of one that is not."""

    least: int
    most: int
    refusal: Words
    usual: tuple[int, ...] = ()

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """The one number of an answer."""
        found = _NUMBER.findall(text)
        if len(found) != 1 or not self.least <= int(found[0]) <= self.most:
            raise Unclear(self.refusal, choices=self.offered(turn, said))
        return int(found[0])

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The usual ones."""
        return tuple(Choice(str(number), answer(number)) for number in self.usual)


class StageNames(FreeText):
    """The stages of a new pipeline, in their order: "Demo, Offer, Signature"."""

    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """At least one, each another."""
        names = stage_names(text)
        if not names:
            raise Unclear(_("A pipeline needs at least one stage."))
        if len({fold(name) for name in names}) < len(names):
            raise Unclear(_("Two of them are called the same. Which stages shall it have?"))
        if len(names) > MOST_STAGES or any(len(name) > LONGEST_NAME for name in names):
            raise Unclear(
                _(
                    "{stages} stages at most, with names of {letters} letters at most.",
                    stages=MOST_STAGES,
                    letters=LONGEST_NAME,
                )
            )
        return ", ".join(names)


def stage_names(text: str) -> list[str]:
    """Names between commas or arrows."""
    parts = (part.strip(" .:«»\"'") for part in re.split(r"[,;>→\n]", text))
    return [part[:1].upper() + part[1:] for part in parts if any(c.isalpha() for c in part)]


def _pipeline(turn: Turn, said: Said) -> PipelineRecord:
    chosen = said.by_name("pipeline")
    return chosen if isinstance(chosen, PipelineRecord) else pipelines(turn)[0]


def _only_one(turn: Turn, _said: Said) -> PipelineRecord | None:
    every = pipelines(turn)
    return every[0] if len(every) == 1 else None


_ADMIN = Slot("admin", FreeText(), "", "", optional=True, default=_only_admins, fixable=False)
"""Asks nothing: whoever may not change the stages is told so before anything is asked."""
PIPELINE = Slot("pipeline", WhichPipeline(), _("Pipeline"), _("In which pipeline?"), default=_only_one)
STAGE = Slot("stage", StageOfAny(), _("Stage"), _("Which stage?"))
NAME = Slot("name", NewStageName(), _("Name"), _("What is it to be called?"), _("Sample sent"))
PERCENT = Slot(
    "percent",
    WholeNumber(0, 100, _("A probability is a whole number from 0 to 100 %."), (10, 25, 50, 75, 90)),
    _("Probability"),
    _("How likely is it to be won, in percent?"),
    "60",
)
PATIENCE = Slot(
    "days",
    WholeNumber(1, LONGEST_PATIENCE, _("A whole number of business days, from 1 to 250."), (3, 5, 7, 10, 20)),
    _("Patience"),
    _("After how many business days without contact shall I ask?"),
    "7",
)
BEFORE = Slot("before", StageOfAny(), _("Before"), _("Before which stage?"))
PIPELINE_NAME = Slot("pipeline_name", NewPipelineName(), _("Name"), _("What is it to be called?"), _("Services"))
STAGES = Slot(
    "stages", StageNames(), _("Stages"), _("Which stages shall it have, in order?"), _("Demo, Offer, Signature")
)


# ------------------------------------------------------------------ the list
def _show(turn: Turn, *notice: Words, pipeline_id: int | None = None, undo: tuple[Choice, ...] = ()) -> Reply:
    """The stages of all pipelines; for admins with what can be changed."""
    admin = turn.person.role == "admin"
    blocks: list[Block] = [Paragraph(words) for words in notice]
    buttons: list[Choice] = [*undo]
    for pipeline in pipelines(turn):
        if pipeline_id not in {None, pipeline.id}:
            continue
        stages = turn.work.pipelines.stages(pipeline.id)
        blocks += [
            Heading(_("Stages: {pipeline}", pipeline=pipeline.name)),
            Entries([_entry(number, stage) for number, stage in enumerate(stages, 1)]),
        ]
        if admin:
            buttons += [
                Choice(_("{stage}…", stage=clip(stage.name, 30)), Action("stage", {"stage": stage.id}))
                for stage in stages
            ]
            buttons.append(Choice(_("New stage"), Action("stage_add", {"pipeline": pipeline.id})))
    if admin:
        buttons.append(Choice(_("New pipeline"), Action("pipeline_add")))
    return Reply(tuple(blocks), tuple(buttons))


def _entry(number: int, stage: StageRecord) -> tuple[Words, Words]:
    patience = ngettext("{count} business day", "{count} business days", stage.patience)
    head = f"{number}. {stage.name}"
    return head, _("{probability} % · patience: {days}", probability=stage.probability, days=patience)


def _stage(turn: Turn, stage: int) -> Reply:
    """What can be changed about one stage."""
    _only_admins(turn)
    found = turn.work.pipelines.stage(stage)
    if found is None or found.archived_at:
        raise Sorry(_("That no longer exists."))
    this = {"stage": found.id}
    head, body = _entry(found.position, found)
    return Reply(
        (Heading(head), Paragraph(body)),
        (
            Choice(_("Probability"), Action("stage_percent", this)),
            Choice(_("Patience"), Action("stage_patience", this)),
            Choice(_("Rename"), Action("stage_rename", this)),
            Choice(_("Move up"), Action("stage_up", this)),
            Choice(_("Archive"), Action("stage_archive", this)),
        ),
    )


# ------------------------------------------------------------------ changes
def _done(turn: Turn, pipeline_id: int, words: Words) -> Reply:
    return _show(turn, words, pipeline_id=pipeline_id, undo=undo_choice(turn))


def _add(turn: Turn, said: Said) -> Reply:
    _only_admins(turn)
    pipeline = said[PIPELINE]
    if len(turn.work.pipelines.stages(pipeline.id)) >= MOST_STAGES:
        raise Sorry(_("{count} stages are enough: nobody reads more on a phone.", count=MOST_STAGES))
    turn.work.pipelines.add_stage(pipeline.id, NewStage(said[NAME], said[PERCENT], said[PATIENCE]))
    return _done(turn, pipeline.id, _("New stage: {name}", name=said[NAME]))


def _change(turn: Turn, stage: StageRecord, **values: object) -> Reply:
    _only_admins(turn)
    if not turn.work.pipelines.change_stage(stage.id, **values):
        return Reply.of(_("It's already like that."))
    return _done(turn, stage.pipeline_id, _("Changed: {stage}", stage=stage.name))


def _up(turn: Turn, stage: int) -> Reply:
    """One place up in its pipeline."""
    _only_admins(turn)
    found = turn.work.pipelines.stage(stage)
    stages = turn.work.pipelines.stages(found.pipeline_id) if found else []
    at = next((n for n, one in enumerate(stages) if one.id == stage), None)
    if found is None or at is None:
        raise Sorry(_("That no longer exists."))
    if at == 0:
        return Reply.of(_("It's already the first one."))
    return _put_before(turn, stages[at], stages[at - 1])


def _put_before(turn: Turn, stage: StageRecord, before: StageRecord) -> Reply:
    _only_admins(turn)
    if stage.pipeline_id != before.pipeline_id:
        raise Sorry(_("Those are stages of two pipelines."))
    others = [one for one in turn.work.pipelines.stages(stage.pipeline_id) if one.id != stage.id]
    at = next((n for n, one in enumerate(others) if one.id == before.id), len(others))
    turn.work.pipelines.reorder([*others[:at], stage, *others[at:]])
    return _done(turn, stage.pipeline_id, _("In this order now:"))


def _archive(turn: Turn, said: Said) -> Reply:
    """Puts a stage away; the last one of a pipeline stays, and so does one in which something is open."""
    _only_admins(turn)
    stage = said[STAGE]
    others = [one for one in turn.work.pipelines.stages(stage.pipeline_id) if one.id != stage.id]
    if not others:
        raise Sorry(_("A pipeline needs at least one stage: this is its last one."))
    if standing := turn.work.pipelines.standing_in(stage.id):
        raise Sorry(
            ngettext(
                "{count} open opportunity is in {stage}. Move it to another stage first.",
                "{count} open opportunities are in {stage}. Move them to another stage first.",
                standing,
                stage=stage.name,
            )
        )
    turn.work.pipelines.archive_stage(stage.id)
    return _done(turn, stage.pipeline_id, _("Archived: {stage}", stage=stage.name))


def _sure(turn: Turn, said: Said) -> Confirmation:
    _only_admins(turn)
    return Confirmation("sure", (_("Archive the stage {stage}?", stage=said[STAGE].name),))


def _add_pipeline(turn: Turn, said: Said) -> Reply:
    """Its stages grow more likely from the first to the last, until somebody says otherwise."""
    _only_admins(turn)
    names = stage_names(said[STAGES])
    steps = [NewStage(n, round(100 * at / (len(names) + 1)), USUAL_PATIENCE) for at, n in enumerate(names, 1)]
    pipeline_id = turn.work.pipelines.add(said[PIPELINE_NAME], steps)
    return _done(turn, pipeline_id, _("New pipeline: {name}", name=said[PIPELINE_NAME]))


ADD = Form("stage_add", (_ADMIN, PIPELINE, NAME, PERCENT, PATIENCE), save=_add)
RENAME = Form(
    "stage_rename", (_ADMIN, STAGE, NAME), save=lambda turn, said: _change(turn, said[STAGE], name=said[NAME])
)
SET_PERCENT = Form(
    "stage_percent",
    (_ADMIN, STAGE, PERCENT),
    save=lambda turn, said: _change(turn, said[STAGE], probability=said[PERCENT]),
)
SET_PATIENCE = Form(
    "stage_patience",
    (_ADMIN, STAGE, PATIENCE),
    save=lambda turn, said: _change(turn, said[STAGE], patience=said[PATIENCE]),
)
ARCHIVE = Form("stage_archive", (_ADMIN, STAGE), save=_archive, check=_sure)
ORDER = Form(
    "stage_order", (_ADMIN, STAGE, BEFORE), save=lambda turn, said: _put_before(turn, said[STAGE], said[BEFORE])
)
ADD_PIPELINE = Form("pipeline_add", (_ADMIN, PIPELINE_NAME, STAGES), save=_add_pipeline)


@cache
def _takes() -> tuple[tuple[Form, tuple[str, ...]], ...]:
    """What the command's words may say."""
    return (
        (ADD, ("+ {name}", *sayings("stage_add_takes"), *sayings("stage_add"))),
        (RENAME, ("{stage} > {name}", *sayings("stage_rename"))),
        (ARCHIVE, (*sayings("stage_remove_takes"), *sayings("stage_remove"))),
        (ORDER, (*sayings("stage_order_takes"), *sayings("stage_order"))),
        (SET_PATIENCE, (*sayings("stage_patience_takes"), *sayings("stage_patience"))),
        (SET_PERCENT, (*sayings("stage_percent_takes"), "{stage} {percent}")),
    )


def _command(turn: Turn, words: str) -> Reply:
    """The stages; with words, a change of one of them."""
    if not words:
        return _show(turn)
    _only_admins(turn)
    for form, templates in _takes():
        if answers := read_saying(words, templates):
            return start(turn, form, None, answers=answers)
    stages = StageOfAny().possible(turn, Said({}))
    if found := stage_called(turn, stages, words):
        return _stage(turn, found.id)
    raise Sorry(unknown_stage(words, stages).words[0])


def _is_stage(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it is of a stage that there is: "pon la probabilidad de lluvia en 40" is not."""
    return stage_called(turn, StageOfAny().possible(turn, Said({})), places["stage"]) is not None


def _about_stages(name: str, form: Form) -> Command:
    """A change of the stages, said in a sentence."""
    return Command({"": name}, form, hidden=True, sayings=name, fits=_is_stage if STAGE in form.slots else None)


CAPABILITY = Capability(
    "stages",
    about=_("The stages of selling, their probability and patience"),
    commands=(
        Command(
            {"es": "etapas", "en": "stages"},
            _command,
            _("The stages; for admins: /stages Proposal 60 %"),
            phrases={
                "es": ("etapas", "las etapas", "qué etapas hay"),
                "en": ("stages", "the stages", "which stages are there"),
            },
        ),
        _about_stages("stage_add", ADD),
        _about_stages("stage_rename", RENAME),
        _about_stages("stage_percent", SET_PERCENT),
        _about_stages("stage_patience", SET_PATIENCE),
        _about_stages("stage_remove", ARCHIVE),
        _about_stages("stage_order", ORDER),
        _about_stages("pipeline_add", ADD_PIPELINE),
    ),
    actions={
        "stage": _stage,
        "stage_add": ADD,
        "stage_rename": RENAME,
        "stage_percent": SET_PERCENT,
        "stage_patience": SET_PATIENCE,
        "stage_archive": ARCHIVE,
        "stage_up": _up,
        "pipeline_add": ADD_PIPELINE,
    },
    order=730,
)
