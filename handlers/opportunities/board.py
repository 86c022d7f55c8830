"""The pipeline as a board: a column a stage, with what is in it and what that comes to."""

from decimal import Decimal

from handlers.kit.format.texts import _, clip, ngettext
from handlers.kit.messages.blocks import Block, Entries, Paragraph
from handlers.kit.pipelines import pipelines
from handlers.kit.turn import Turn
from handlers.kit.views import ViewColumn, shares
from handlers.opportunities.card import amount_of, close_of
from handlers.opportunities.listing import totals
from storage.crm.opportunities.records import OpportunityRecord, StageRecord

IN_A_COLUMN = 12
"""Cards of a stage that are shown, what is worth most first."""


def board(turn: Turn, _field: str) -> list[ViewColumn]:
    """All that the person may see and that is open, of every pipeline."""
    every = pipelines(turn)
    stages = [(one, stage) for one in every for stage in turn.work.pipelines.stages(one.id)]
    found = turn.work.opportunities.totals_of_stages()
    worth = [float(found.get(stage.id, {}).get(turn.company.currency, (0, Decimal()))[1]) for _one, stage in stages]
    columns = []
    for (pipeline, stage), share in zip(stages, shares(worth), strict=True):
        title = stage.name if len(every) == 1 else _("{pipeline}: {stage}", pipeline=pipeline.name, stage=stage.name)
        here = found.get(stage.id, {})
        note = totals(turn, here) if here else _("None is open.")
        columns.append(ViewColumn(title, _cards(turn, stage, sum(count for count, _sum in here.values())), note, share))
    return columns


def _cards(turn: Turn, stage: StageRecord, count: int) -> tuple[Block, ...]:
    cards = turn.work.opportunities.in_stage(stage, limit=IN_A_COLUMN)
    if not cards:
        return ()
    rest = count - len(cards)
    more = (Paragraph(ngettext("… and {count} more", "… and {count} more", rest)),) if rest > 0 else ()
    return (Entries([_card(turn, one) for one in cards]), *more)


def _card(turn: Turn, one: OpportunityRecord) -> tuple[str, str]:
    head = f"{clip(one.title, 60)} · {clip(one.customer, 50)}"
    parts = [
        amount_of(one.amount, one.currency),
        close_of(turn, one, short=True) if one.expected_close else "",
        one.owner.split()[0],
    ]
    return head, " · ".join(filter(None, (turn.voice.say(part) for part in parts)))
