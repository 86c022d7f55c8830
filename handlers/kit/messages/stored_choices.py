"""Choices as they were stored: read back, also those from before actions had names.

Until version 0.2 a choice said a sentence about a target, `{"label", "says", "target"}`, and a slash in front of it made it a
command. Buttons are kept for sixty days and conversations for as long as they wait, so that both forms are read.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from handlers.kit.messages.action import LEAVE, NO, SKIP, YES, Action, Choice, Target, answer

TYPED: Final = "typed"
"""The action that types a text: what is left of a sentence whose parts nobody can tell any more."""
OUTDATED: Final = Action("outdated")
"""What a choice does of which nobody can tell any more what it was: no capability serves it."""

Args = dict[str, Any]
Reads = Callable[[str, Target | None], Args]
"""The arguments of an action, from the words behind the old command and what it was about."""


def choice_from_json(raw: Mapping[str, Any]) -> Choice:
    """The choice that `Choice.as_json` wrote, or an earlier version."""
    if "action" in raw:
        action, yes = Action(raw["action"], raw["args"]), raw.get("yes", False)
        return Choice(raw["label"], action, raw.get("opens"), raw.get("shown", True), yes=yes)
    return Choice(raw["label"], action_said(raw["says"], Target.parse(raw["target"])), raw.get("opens"))


def action_said(says: str, target: Target | None) -> Action:
    """The action of a choice that said this about a target."""
    word, _space, rest = says.partition(" ")
    if not says.startswith("/"):
        return _answers.get(says) or answer(says, target=target)
    if (known := _constant.get(says)) is not None:
        return known
    if word not in _commands:
        return Action(TYPED, {"text": says})
    name, read = _commands[word]
    try:
        return Action(name, {key: value for key, value in read(rest, target).items() if value is not None})
    except ValueError:
        return OUTDATED


def _of(name: str, kind: str = "") -> Reads:
    """The target's id under this name, which is what its kind is called too unless another is given."""

    def read(_rest: str, target: Target | None) -> Args:
        if target and target.kind != (kind or name):
            raise ValueError("about something else")
        return {name: target.id if target else None}

    return read


def _agenda(rest: str, target: Target | None) -> Args:
    """“/agenda_done 5 {"start": …}” about a follow-up."""
    at, _space, period = rest.partition(" ")
    return {"at": int(at), "period": json.loads(period)} | _of("follow_up")(rest, target)


def _history(rest: str, target: Target | None) -> Args:
    """“/history_more 2026-11-19T09:30:00+00:00 42 call {"start": …}”, with "-" for no kind and no period."""
    before, id_, kind, period = rest.split(" ", 3)
    return {
        **_of("customer")(rest, target),
        "at": [before, int(id_)],
        "kind": None if kind == "-" else kind,
        "period": None if period == "-" else json.loads(period),
    }


def _fix(rest: str, target: Target | None) -> Args:
    return {"target": str(target) if target else None, "slot": rest or None}


def _edit(rest: str, target: Target | None) -> Args:
    return {"subject": str(target) if target else None, "detail": rest or None}


_answers: Mapping[str, Action] = {"yes": YES, "no": NO}
_constant: Mapping[str, Action] = {
    "/skip": SKIP,
    "/cancel": LEAVE,
    "/gaps_end": Action("stop_filling_in"),
    "/merge_swap": Action("swap_merge"),
    "/visit": Action("log_visit"),
    "/today": Action("agenda"),
    "/week": Action("week"),
    "/language": Action("set_language"),
    "/zone": Action("set_zone"),
    "/hours": Action("set_working"),
    "/quiet": Action("set_quiet"),
    "/alerts": Action("set_alerts"),
}
_commands: Mapping[str, tuple[str, Reads]] = {
    "/undo": ("undo", _of("change")),
    "/fix": ("fix", _fix),
    "/help": ("help", lambda rest, _target: {"at": int(rest)}),
    "/aside": ("place", lambda rest, _target: {"where": rest}),
    "/done": ("finish", _of("follow_up")),
    "/snooze": ("snooze", lambda rest, target: {**_of("follow_up")(rest, target), "until": rest or None}),
    "/reassign": ("reassign", _of("follow_up")),
    "/agenda_more": ("agenda", _agenda),
    "/agenda_done": ("agenda_done", _agenda),
    "/agenda_move": ("agenda_move", _agenda),
    "/card_of": ("card", _of("customer")),
    "/brief_of": ("brief", _of("customer")),
    "/history_of": ("history", _of("customer")),
    "/history_more": ("history", _history),
    "/history_kind": ("history", lambda rest, target: {**_of("customer")(rest, target), "kind": rest}),
    "/visit_to": ("log_visit", _of("customer")),
    "/join": ("add_to_visit", _of("interaction")),
    "/copy": ("log_also", _of("customer")),
    "/alias": ("remember_nickname", lambda rest, target: {**_of("customer")(rest, target), "nickname": rest}),
    "/contact_at": ("add_contact", _of("customer")),
    "/contact_card": ("contact_card", _of("contact")),
    "/contact_left": ("contact_left", _of("contact")),
    "/contacts_of": ("contacts", _of("customer")),
    "/edit_of": ("edit", _edit),
    "/hand_over_of": ("hand_over", _of("customer")),
    "/referral_asked": ("asked_for_referral", _of("customer")),
    "/deed": ("change_set", _of("change")),
    "/activity_more": ("activity", lambda rest, target: {**_of("staff")(rest, target), "at": int(rest)}),
    "/team_more": ("team", lambda rest, _target: {"at": int(rest)}),
    "/colleague": ("colleague", _of("staff")),
    "/role": ("set_role", _of("who", "staff")),
    "/assign": ("set_team", _of("who", "staff")),
    "/leaver": ("let_go", _of("who", "staff")),
    "/new_link": ("invite_again", _of("staff")),
    "/unlink": ("unlink", _of("account")),
    "/import_now": ("import_now", _of("table", "import")),
    "/import_check": ("import_check", _of("table", "import")),
    "/import_cancel": ("import_cancel", _of("table", "import")),
    "/import_problems": (
        "import_problems",
        lambda rest, target: {**_of("table", "import")(rest, target), "at": int(rest)},
    ),
    "/share": ("share", lambda rest, _target: {"token": rest}),
}
