"""The pipeline that a company begins with: made in its own language when it is needed first, so that nothing has to be set up."""

from handlers.kit.format.texts import Words, _, voice
from handlers.kit.turn import Turn
from storage.crm.opportunities.records import NewStage, PipelineRecord

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


def pipelines(turn: Turn) -> list[PipelineRecord]:
    """The company's pipelines, the first one first; there is always one."""
    found = turn.work.pipelines.all()
    if not found:
        say = voice(turn.company.language, turn.company.country, turn.said_at.date()).say
        stages = [NewStage(say(name), probability, patience) for name, probability, patience in STAGES]
        turn.work.pipelines.begin(say(NAME), stages, [say(reason) for reason in REASONS])
        found = turn.work.pipelines.all()
    return found
