"""The pipeline that a company begins with: made in its own language when it is needed first, so that nothing has to be set up."""

from collections.abc import Sequence

from handlers.kit.format.texts import Voice, Words, _, voice
from handlers.kit.turn import Turn
from storage.crm.opportunities.records import NewStage, PipelineRecord
from storage.work import Work

NAME = _("Sales")
STAGES: tuple[tuple[Words, int, int], ...] = (
    (_("New"), 10, 5),
    (_("Qualified"), 25, 10),
    (_("Proposal"), 50, 7),
    (_("Negotiation"), 75, 5),
)
"""Each with its probability in percent, and how many business days it may go without contact."""
REASONS: tuple[Words, ...] = (
    _("Price"),
    _("Competitor"),
    _("No need"),
    _("No budget"),
    _("Timing"),
    _("Terms"),
    _("No answer"),
)


def pipelines(turn: Turn) -> Sequence[PipelineRecord]:
    """The company's pipelines, the first one first; there is always one."""
    found = turn.work.pipelines.all()
    if not found:
        begin(turn.work, voice(turn.company.language, turn.company.country, turn.said_at.date()))
        found = turn.work.pipelines.all()
    return found


def begin(work: Work, speaks: Voice) -> None:
    """Makes the first pipeline, its stages, and the list of reasons for losing, in the company's voice."""
    stages = [NewStage(speaks.say(name), probability, patience) for name, probability, patience in STAGES]
    work.pipelines.begin(speaks.say(NAME), stages, [speaks.say(reason) for reason in REASONS])
