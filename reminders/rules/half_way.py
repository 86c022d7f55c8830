"""A form left half-way: asked about once, some hours later, where it waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from handlers.help.unfinished_forms import left_open
from handlers.kit.conversation import FORGET_FORM
from handlers.kit.format.texts import _
from handlers.kit.forms.form import Form
from handlers.kit.registry.registry import Registry, discover
from reminders.rule import Look, Nudge, Rule
from storage.nudges.candidates import OpenQuestion

PATIENCE = timedelta(hours=2)
KIND = "half_way"


def _due(look: Look) -> Iterable[OpenQuestion]:
    """Those in the chat where their owner is told things; each is asked about once."""
    found = look.work.looks.open_questions(look.now - FORGET_FORM, look.now - PATIENCE)
    waiting = look.work.nudge_marks.waiting(KIND, [one.staff_id for one in found])
    for one in found:
        address = look.work.people.address(one.staff_id)
        if one.staff_id not in waiting and address and (address.platform, address.chat) == (one.platform, one.chat):
            yield one


def _nudge(_look: Look, one: OpenQuestion) -> Nudge | None:
    form = _form(one)
    if form is None or not (one.form.get("values") or one.form.get("text")):
        return None  # nothing was said yet that could be lost
    return Nudge(
        f"half_way:{one.staff_id}:{one.form['started']}", one.staff_id, left_open(form.title or _("a question"))
    )


def _form(one: OpenQuestion) -> Form | None:
    return _registry().form(str(one.form.get("form")))


@cache
def _registry() -> Registry:
    return discover()


def _told(look: Look, one: OpenQuestion) -> None:
    look.work.nudge_marks.put(KIND, one.staff_id, look.now + FORGET_FORM)


def _later(look: Look, one: OpenQuestion, at: datetime) -> None:
    look.work.nudge_marks.put(KIND, one.staff_id, at)


RULE = Rule(_due, _nudge, _told, _later)
