"""Whoever plans something with a customer hears at once what of it is not as the customer wants it: the plan stands all the same."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.customer_chats.preferences import CHANNELS
from handlers.customer_chats.reading import place_in
from handlers.kit.calendar.week import Week
from handlers.kit.format.hours import WeekHours
from handlers.kit.format.texts import On, Words, _, ngettext
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.slots.channels import channels_in
from storage.crm.interactions import IN_TOUCH
from storage.crm.outreach.records import Preferences
from storage.crm.records import FollowUpRecord
from storage.names.folding import fold

LOOKED_BACK = 10
"""Of what was logged of a customer, as far as the latest contact is looked for."""
MOST = 3
"""Of many things planned at once the first that are against a preference are told of."""


def against_preferences(turn: Turn, planned: Sequence[int]) -> Reply | None:
    """What of the follow-ups that got a time in this turn is against what their customers prefer."""
    told: list[Words] = []
    for id_ in planned:
        step = turn.work.follow_ups.get(id_)
        if step is None or step.archived_at or step.customer_id is None or not step.is_open:
            continue
        for words in _against(turn, step, turn.work.contact_preferences.of(step.customer_id)):
            if words not in told:
                told.append(words)
    return Reply(tuple(Paragraph(words) for words in told[:MOST])) if told else None


def _against(turn: Turn, step: FollowUpRecord, preferences: Preferences) -> list[Words]:
    """Each thing that is against a preference, in a sentence."""
    customer, found = step.customer or "", list[Words]()
    if (hours := preferences.value("hours")) and not _is_within(step, Week.parse(hours)):
        when = WeekHours(Week.parse(hours))
        found.append(_("{customer} prefers another time: {when}.", customer=customer, when=when))
    channels, wanted = channels_in(step.what), preferences.value("channel")
    if wanted and channels and wanted not in channels:
        how = CHANNELS.get(wanted, wanted)
        found.append(_("{customer} prefers to be reached another way: {how}.", customer=customer, how=how))
    elif not wanted and (avoided := preferences.value("avoided")) in channels:
        how = CHANNELS.get(avoided or "", avoided or "")
        found.append(_("{customer} does not want that: {how}.", customer=customer, how=how))
    there, place = preferences.value("place"), place_in(step.what)
    if there and place and fold(there) != fold(place):
        found.append(_("{customer} prefers to meet elsewhere: {place}.", customer=customer, place=there))
    if (gap := preferences.value("gap")) and (last := _last_contact(turn, step)) is not None:
        days = int(gap)
        if step.due_local.date() - last < timedelta(days=days):
            often = ngettext("every {count} day at most", "every {count} days at most", days)
            found.append(
                _(
                    "{customer} prefers to hear from us less often: {often}, and the last contact was {day}.",
                    customer=customer,
                    often=often,
                    day=On(last),
                )
            )
    return found


def _is_within(step: FollowUpRecord, week: Week) -> bool:
    """Whether it is at a time that suits; what has no hour, on a day that does. A deadline is no time at which anybody is reached."""
    if step.deadline:
        return True
    local = step.due_local
    if step.grain != "minute":
        return bool(week.days[local.weekday()])
    return week.has(local.weekday(), local.hour * 60 + local.minute)


def _last_contact(turn: Turn, step: FollowUpRecord) -> date | None:
    """The day on which one of us was last in touch with the customer."""
    if step.customer_id is None:
        return None
    latest = turn.work.interactions.timeline(step.customer_id, limit=LOOKED_BACK).items
    return next((one.day for one in latest if one.kind in IN_TOUCH), None)
