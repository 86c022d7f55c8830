"""The pipeline as a board: a column a stage, with what is in it and what that comes to."""

from collections.abc import Sequence
from decimal import Decimal

from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.messages.blocks import Block, Entries, Paragraph
from handlers.kit.pipelines import pipelines
from handlers.kit.turn import Turn
from handlers.kit.views import PanelColumn, shares
from handlers.opportunities.card import amount_of, close_of
from handlers.opportunities.listing import totals
from storage.crm.opportunities.records import OpportunityRecord, StageRecord
from storage.crm.sales.records import StageStanding, View

IN_A_COLUMN = 12
"""Cards of a stage that are shown, what is worth most first."""


def board(turn: Turn, _field: str) -> list[PanelColumn]:
    """All that the person may see and that is open, of every pipeline."""
    every = pipelines(turn)
    named = [(one, stage) for one in every for stage in turn.work.pipelines.stages(one.id)]
    standing = turn.work.sales.standing(View(), turn.said_at.date())
    here = [[row for row in standing if row.stage_id == stage.id] for _one, stage in named]
    worth = [float(sum(row.amount for row in rows if row.currency == turn.company.currency)) for rows in here]
    return [
        PanelColumn(
            stage.name if len(every) == 1 else _("{pipeline}: {stage}", pipeline=pipeline.name, stage=stage.name),
            _cards(turn, stage, sum(row.count for row in rows)),
            _note(turn, rows),
            share,
        )
        for (pipeline, stage), rows, share in zip(named, here, shares(worth), strict=True)
    ]


def _note(turn: Turn, rows: Sequence[StageStanding]) -> Words:
    """How many, and what they come to; close dates that are over are among them."""
    found: dict[str, tuple[int, Decimal]] = {}
    for row in rows:
        count, amount = found.get(row.currency, (0, Decimal()))
        found[row.currency] = (count + row.count, amount + row.amount)
    return totals(turn, found) if found else _("None are open.")


def _cards(turn: Turn, stage: StageRecord, count: int) -> tuple[Block, ...]:
    cards = turn.work.opportunities.in_stage(stage, limit=IN_A_COLUMN)
    if not cards:
        return ()
    rest = count - len(cards)
    more = (Paragraph(ngettext("… and {count} more", "… and {count} more", rest)),) if rest > 0 else ()
    return (Entries([_card(turn, one) for one in cards]), *more)


def _card(turn: Turn, one: OpportunityRecord) -> tuple[str, str]:
    parts: list[Words] = [amount_of(one.amount, one.currency)]
    if one.expected_close:
        parts.append(close_of(turn, one, short=True))
    parts.append(one.owner.split()[0])
    return f"{clip(one.title, 60)} · {clip(one.customer, 50)}", " · ".join(turn.voice.say(part) for part in parts)
