"""Choices that an earlier version stored are still what they were."""

from typing import Any

import pytest

from handlers.kit.forms.form import Form
from handlers.kit.messages.action import ANSWER, LEAVE, NO, SKIP, YES, Action, Choice
from handlers.kit.messages.stored_choices import OUTDATED, TYPED, choice_from_json
from handlers.kit.registry.arguments import parameters
from handlers.kit.registry.registry import discover

REGISTRY = discover()
DAY = {"start": "2026-11-20", "grain": "day"}

OLD: list[tuple[str, str | None, Action]] = [
    # What answered a question.
    ("yes", None, YES),
    ("no", None, NO),
    ("/skip", None, SKIP),
    ("/cancel", None, LEAVE),
    ("Bar Sol", "customer:5", Action(ANSWER, {"target": "customer:5"})),
    ("Marta", "contact:7", Action(ANSWER, {"target": "contact:7"})),
    ("09:00-18:00", None, Action(ANSWER, {"value": "09:00-18:00"})),
    ("-", None, Action(ANSWER, {"value": "-"})),
    ("llamar a Marta en 1 día", None, Action(ANSWER, {"value": "llamar a Marta en 1 día"})),
    ("mejor el jueves", None, Action(ANSWER, {"value": "mejor el jueves"})),
    # What every conversation has.
    ("/undo", "change:31", Action("undo", {"change": 31})),
    ("/fix", "interaction:42", Action("fix", {"target": "interaction:42"})),
    ("/fix next_step", "interaction:42", Action("fix", {"target": "interaction:42", "slot": "next_step"})),
    ("/fix due", "follow_up:9", Action("fix", {"target": "follow_up:9", "slot": "due"})),
    ("/help 18", None, Action("help", {"at": 18})),
    *((f"/aside {where}", None, Action("place", {"where": where})) for where in ("new", "answer", "last", "nowhere")),
    ("/share CPxmvjvAygWNFm", None, Action("share", {"token": "CPxmvjvAygWNFm"})),
    # Follow-ups.
    ("/done", "follow_up:9", Action("finish", {"follow_up": 9})),
    ("/snooze", "follow_up:9", Action("snooze", {"follow_up": 9})),
    *((f"/snooze {u}", "follow_up:9", Action("snooze", {"follow_up": 9, "until": u})) for u in ("hour", "day", "week")),
    ("/reassign", "follow_up:9", Action("reassign", {"follow_up": 9})),
    ('/agenda_more 5 {"start":"2026-11-20","grain":"day"}', None, Action("agenda", {"at": 5, "period": DAY})),
    (
        '/agenda_done 0 {"start":"2026-11-20","grain":"day"}',
        "follow_up:9",
        Action("agenda_done", {"at": 0, "period": DAY, "follow_up": 9}),
    ),
    ('/agenda_move 0 {"start":"2026-11-20","grain":"day"}', None, Action("agenda_move", {"at": 0, "period": DAY})),
    ("/today", None, Action("agenda")),
    ("/week", None, Action("week")),
    # Visits.
    ("/visit", None, Action("log_visit")),
    ("/visit_to", "customer:5", Action("log_visit", {"customer": 5})),
    ("/join", "interaction:42", Action("add_to_visit", {"interaction": 42})),
    ("/copy", "customer:5", Action("log_also", {"customer": 5})),
    (
        "/alias la de la esquina",
        "customer:5",
        Action("remember_nickname", {"customer": 5, "nickname": "la de la esquina"}),
    ),
    ("/history_of", "customer:5", Action("history", {"customer": 5})),
    ("/history_kind call", "customer:5", Action("history", {"customer": 5, "kind": "call"})),
    (
        "/history_more 2026-11-19T09:30:00+00:00 42 - -",
        "customer:5",
        Action("history", {"customer": 5, "at": ["2026-11-19T09:30:00+00:00", 42]}),
    ),
    (
        '/history_more 2026-11-19T09:30:00+00:00 42 call {"start":"2026-11-20","grain":"day"}',
        "customer:5",
        Action("history", {"customer": 5, "at": ["2026-11-19T09:30:00+00:00", 42], "kind": "call", "period": DAY}),
    ),
    # Customers.
    ("/card_of", "customer:5", Action("card", {"customer": 5})),
    ("/brief_of", "customer:5", Action("brief", {"customer": 5})),
    ("/contact_at", "customer:5", Action("add_contact", {"customer": 5})),
    ("/contacts_of", "customer:5", Action("contacts", {"customer": 5})),
    ("/contact_card", "contact:7", Action("contact_card", {"contact": 7})),
    ("/contact_left", "contact:7", Action("contact_left", {"contact": 7})),
    ("/edit_of", "contact:7", Action("edit", {"subject": "contact:7"})),
    ("/edit_of email", "customer:5", Action("edit", {"subject": "customer:5", "detail": "email"})),
    ("/hand_over_of", "customer:5", Action("hand_over", {"customer": 5})),
    ("/referral_asked", "customer:5", Action("asked_for_referral", {"customer": 5})),
    ("/gaps_end", None, Action("stop_filling_in")),
    ("/merge_swap", None, Action("swap_merge")),
    ("/merge Bar Luna > Bar Sol", None, Action(TYPED, {"text": "/merge Bar Luna > Bar Sol"})),
    # People.
    ("/deed", "change:31", Action("change_set", {"change": 31})),
    ("/activity_more 31", None, Action("activity", {"at": 31})),
    ("/activity_more 31", "staff:2", Action("activity", {"at": 31, "staff": 2})),
    ("/team_more 8", None, Action("team", {"at": 8})),
    ("/colleague", "staff:2", Action("colleague", {"staff": 2})),
    ("/role", "staff:2", Action("set_role", {"who": 2})),
    ("/assign", "staff:2", Action("set_team", {"who": 2})),
    ("/leaver", "staff:2", Action("let_go", {"who": 2})),
    ("/new_link", "staff:2", Action("invite_again", {"staff": 2})),
    ("/unlink", None, Action("unlink")),
    ("/unlink", "account:3", Action("unlink", {"account": 3})),
    ("/language", None, Action("set_language")),
    ("/zone", None, Action("set_zone")),
    ("/hours", None, Action("set_working")),
    ("/quiet", None, Action("set_quiet")),
    ("/alerts", None, Action("set_alerts")),
    # Imports.
    ("/import_now", "import:4", Action("import_now", {"table": 4})),
    ("/import_check", "import:4", Action("import_check", {"table": 4})),
    ("/import_cancel", "import:4", Action("import_cancel", {"table": 4})),
    ("/import_problems 6", "import:4", Action("import_problems", {"table": 4, "at": 6})),
    # What was made up.
    ("/undo", "interaction:42", OUTDATED),
    ("/help soon", None, OUTDATED),
    ("/agenda_more 5", None, OUTDATED),
    ("/history_more", "customer:5", OUTDATED),
]


def stored(says: str, target: str | None) -> dict[str, Any]:
    """A choice as it was stored until version 0.2."""
    return {"label": "…", "says": says, "target": target}


@pytest.mark.parametrize(("says", "target", "action"), OLD, ids=[f"{says} {target}" for says, target, _action in OLD])
def test_what_was_said_is_the_action_it_was(says: str, target: str | None, action: Action) -> None:
    assert choice_from_json(stored(says, target)).action == action


@pytest.mark.parametrize(("says", "target", "action"), OLD, ids=[f"{says} {target}" for says, target, _action in OLD])
def test_somebody_serves_it(says: str, target: str | None, action: Action) -> None:
    del says, target
    if action.name in {ANSWER, TYPED, OUTDATED.name}:
        return
    found = REGISTRY.action(action.name)
    assert found, f"nobody serves {action}"
    if isinstance(found[1], Form):
        assert all(found[1].slot(name) for name in action.args)
    else:
        takes = parameters(found[1])
        assert set(action.args) <= set(takes)
        assert {name for name, (_reader, needed) in takes.items() if needed} <= set(action.args)


def test_what_opened_a_dialog_still_does() -> None:
    assert choice_from_json(stored("/visit", None) | {"opens": "visit"}).opens == "visit"


def test_what_is_stored_now_is_read_back_as_it_was() -> None:
    choice = Choice("Hecho", Action("finish", {"follow_up": 9}), opens="visit")
    assert choice_from_json(choice.as_json()) == choice
