"""How a person fills in a form, and what Slack's own client does not let through."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .markup import Raw, escaped
from .render import text_object

if TYPE_CHECKING:
    from .views import View

REQUIRED = "Please complete this required field."
_DATE, _TIME = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d")
_TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")


def filled(view: "View", values: dict[str, str]) -> None:
    """Fill in by label, action_id or block_id. What is not named keeps what it had: before, or from the start."""
    left = dict(values)
    for block, label in zip(view.inputs, view.fields, strict=True):
        element = block["element"]
        names = [name for name in (label, element["action_id"], block["block_id"]) if name in left]
        kept = view.state.get(block["block_id"], {}).get(element["action_id"])
        value = _value(element, left.pop(names[0])) if names else kept or _initial(element)
        view.state.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **value}
    assert not left, f"no field {list(left)}, only {view.fields}"


def missing(view: "View") -> dict[str, str]:
    """Returns what Slack's client finds wrong before anything is sent, by block_id."""
    found = {}
    for block in view.inputs:
        element = block["element"]
        value = _said(view.state[block["block_id"]][element["action_id"]])
        if not value:
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
        elif element["type"] == "plain_text_input":
            if len(value) < element.get("min_length", 0):
                found[block["block_id"]] = f"Please enter at least {element['min_length']} characters."
            if len(value) > element.get("max_length", 3000):
                found[block["block_id"]] = f"Please enter no more than {element.get('max_length', 3000)} characters."
    return found


def _said(state: Raw) -> str:
    for name in ("value", "selected_date", "selected_time", "selected_date_time", "selected_option", "selected_options",
                 "selected_user", "selected_conversation"):  # fmt: skip
        if state.get(name):
            return str(state[name])
    return ""


def _value(element: Raw, said: str) -> Raw:
    kind = element["type"]
    if kind in _TEXTS:
        return {"value": said or None}
    if kind == "datepicker":
        assert not said or _DATE.fullmatch(said), f"a date is chosen as 2026-11-24, not {said!r}"
        return {"selected_date": said or None}
    if kind == "timepicker":
        assert not said or _TIME.fullmatch(said), f"a time is chosen as 10:30, not {said!r}"
        return {"selected_time": said or None}
    if kind == "datetimepicker":
        return {"selected_date_time": int(datetime.fromisoformat(said).timestamp()) if said else None}
    if kind in ("static_select", "radio_buttons"):
        return {"selected_option": _option(element, said) if said else None}
    if kind in ("multi_static_select", "checkboxes"):
        return {"selected_options": [_option(element, part) for part in said.split("|") if part]}
    name = {"users_select": "selected_user", "conversations_select": "selected_conversation"}[kind]
    return {name: said or None}


def _initial(element: Raw) -> Raw:
    kind = element["type"]
    if kind in _TEXTS:
        return {"value": element.get("initial_value") or None}
    names: dict[str, tuple[str, Any]] = {
        "datepicker": ("selected_date", element.get("initial_date")),
        "timepicker": ("selected_time", element.get("initial_time")),
        "datetimepicker": ("selected_date_time", element.get("initial_date_time")),
        "static_select": ("selected_option", element.get("initial_option")),
        "radio_buttons": ("selected_option", element.get("initial_option")),
        "multi_static_select": ("selected_options", element.get("initial_options", [])),
        "checkboxes": ("selected_options", element.get("initial_options", [])),
        "users_select": ("selected_user", element.get("initial_user")),
        "conversations_select": ("selected_conversation", element.get("initial_conversation")),
    }
    name, value = names[kind]
    return {name: value}


def _option(element: Raw, said: str) -> Raw:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options = [option for group in groups for option in group["options"]]
    for option in options:
        if said in (text_object(option["text"], str).text, option["value"]) or option["text"]["text"] == escaped(said):
            return dict(option)
    raise AssertionError(f"no option {said!r}, only {[text_object(option['text'], str).text for option in options]}")
