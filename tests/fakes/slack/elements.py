"""What Slack checks in the elements of blocks: buttons, menus, pickers, inputs (docs.slack.dev, "Block elements")."""

import re
from typing import Any

from .markup import Raw
from .problems import ANY_TEXT, Problems

MAX_ACTION_ID = 255
MAX_BUTTON, MAX_VALUE, MAX_URL, MAX_SPOKEN = 75, 2000, 3000, 75
MAX_OPTION, MAX_OPTION_VALUE = 75, 150
MAX_PLACEHOLDER = 150
MAX_INPUT = 3000

_SELECTS = (
    "static_select", "multi_static_select", "external_select", "multi_external_select", "users_select",
    "multi_users_select", "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select",
)  # fmt: skip
_PICKERS = ("datepicker", "timepicker", "datetimepicker")
_LISTS = ("checkboxes", "radio_buttons")
_INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input", "rich_text_input")
IN_ACTIONS = ("button", "overflow", *_SELECTS, *_PICKERS, *_LISTS)
IN_SECTION = ("button", "overflow", "image", *_SELECTS, "datepicker", "timepicker", *_LISTS)
IN_INPUT = (*_INPUTS, *_SELECTS, *_PICKERS, *_LISTS)

_COMMON = ("type", "action_id", "confirm", "focus_on_load")
_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "button": (("text",), ("url", "value", "style", "accessibility_label")),
    "overflow": (("options",), ()),
    "image": (("alt_text",), ("image_url", "slack_file")),
    "datepicker": ((), ("initial_date", "placeholder")),
    "timepicker": ((), ("initial_time", "placeholder", "timezone")),
    "datetimepicker": ((), ("initial_date_time",)),
    "checkboxes": (("options",), ("initial_options",)),
    "radio_buttons": (("options",), ("initial_option",)),
    "plain_text_input": (
        (),
        ("initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "placeholder"),
    ),
    "email_text_input": ((), ("initial_value", "dispatch_action_config", "placeholder")),
    "url_text_input": ((), ("initial_value", "dispatch_action_config", "placeholder")),
    "number_input": (
        ("is_decimal_allowed",),
        ("initial_value", "min_value", "max_value", "dispatch_action_config", "placeholder"),
    ),
    "file_input": ((), ("filetypes", "max_files")),
    "rich_text_input": ((), ("initial_value", "dispatch_action_config", "placeholder")),
}
_SELECT_FIELDS = (
    "options", "option_groups", "initial_option", "initial_options", "initial_user", "initial_users", "initial_conversation",
    "initial_conversations", "initial_channel", "initial_channels", "default_to_current_conversation", "filter",
    "response_url_enabled", "max_selected_items", "min_query_length", "placeholder",
)  # fmt: skip
_FORMATS = {"initial_date": r"\d{4}-\d\d-\d\d", "initial_time": r"\d\d:\d\d", "initial_date_time": r"\d{10}"}


def check(element: Any, path: str, allowed: tuple[str, ...], found: Problems) -> bool:
    """Check one element of a block that takes these kinds; returns whether it is one."""
    if not isinstance(element, dict) or "type" not in element:
        found.add(path, "must provide an object with a type")
        return False
    kind = str(element["type"])
    if kind not in allowed:
        found.add(f"{path}/type", f"unsupported type: {kind}")
        return False
    required, others = _FIELDS.get(kind, ((), _SELECT_FIELDS))
    if not found.object(element, path, ("type", *required), (*_COMMON, *others)):
        return False
    found.optional(element, "action_id", path, MAX_ACTION_ID, 1)
    found.text(element, "placeholder", path, MAX_PLACEHOLDER)
    if "confirm" in element:
        _confirm(element["confirm"], f"{path}/confirm", found)
    _CHECKS.get(kind, _menu)(element, path, found)
    return True


def _button(element: Raw, path: str, found: Problems) -> None:
    found.text(element, "text", path, MAX_BUTTON)
    found.optional(element, "value", path, MAX_VALUE)
    found.optional(element, "url", path, MAX_URL)
    found.optional(element, "accessibility_label", path, MAX_SPOKEN)
    found.choice(element, "style", path, ("primary", "danger"))
    if "url" in element and not str(element["url"]).startswith(("http://", "https://", "mailto:", "tel:", "slack:")):
        found.add(f"{path}/url", "must be a valid URL")


def _image(element: Raw, path: str, found: Problems) -> None:
    found.optional(element, "alt_text", path, 2000, 1)
    found.optional(element, "image_url", path, MAX_URL, 1)
    if ("image_url" in element) == ("slack_file" in element):
        found.add(path, "must provide either image_url or slack_file")


def _input(element: Raw, path: str, found: Problems) -> None:
    low, high = element.get("min_length", 0), element.get("max_length", MAX_INPUT)
    if not (isinstance(low, int) and 0 <= low <= MAX_INPUT):
        found.add(f"{path}/min_length", f"must be between 0 and {MAX_INPUT}")
    if not (isinstance(high, int) and 1 <= high <= MAX_INPUT and high >= low):
        found.add(f"{path}/max_length", f"must be between 1 and {MAX_INPUT}")
    found.optional(element, "initial_value", path, high)


def _picker(element: Raw, path: str, found: Problems) -> None:
    for name, pattern in _FORMATS.items():
        if name in element and not re.fullmatch(pattern, str(element[name])):
            found.add(f"{path}/{name}", "has an invalid format")


def _anything(_element: Raw, _path: str, _found: Problems) -> None:
    """Nothing more to check."""


def _menu(element: Raw, path: str, found: Problems) -> None:
    kind = element["type"]
    highest = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}.get(kind, 100)
    rich = ANY_TEXT if kind in _LISTS else ("plain_text",)
    if kind in ("static_select", "multi_static_select") and ("options" in element) == ("option_groups" in element):
        found.add(path, "must provide either options or option_groups")
    options = list(_options(element, "options", path, highest, rich, found))
    if "option_groups" in element and found.items(element["option_groups"], f"{path}/option_groups", 100):
        for number, group in enumerate(element["option_groups"]):
            here = f"{path}/option_groups/{number}"
            if found.object(group, here, ("label", "options"), ()):
                found.text(group, "label", here, MAX_OPTION)
                options += _options(group, "options", here, 100, rich, found)
    initial = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    for option in initial:
        if kind in ("static_select", "radio_buttons", "checkboxes", "multi_static_select") and option not in options:
            found.add(path, "initial_option must exactly match one of the options")


def _options(raw: Raw, name: str, path: str, high: int, kinds: tuple[str, ...], found: Problems) -> list[Raw]:
    if name not in raw or not found.items(raw[name], f"{path}/{name}", high):
        return []
    for number, option in enumerate(raw[name]):
        here = f"{path}/{name}/{number}"
        if found.object(option, here, ("text", "value"), ("description", "url")):
            found.text(option, "text", here, MAX_OPTION, kinds)
            found.text(option, "description", here, MAX_OPTION, kinds)
            found.length(option["value"], f"{here}/value", MAX_OPTION_VALUE)
    options: list[Raw] = raw[name]
    return options


def _confirm(value: Any, path: str, found: Problems) -> None:
    if found.object(value, path, ("title", "text", "confirm", "deny"), ("style",)):
        found.text(value, "title", path, 100)
        found.text(value, "text", path, 300, ANY_TEXT)
        found.text(value, "confirm", path, 30)
        found.text(value, "deny", path, 30)
        found.choice(value, "style", path, ("primary", "danger"))


_CHECKS = {
    "button": _button, "image": _image, "plain_text_input": _input, **dict.fromkeys(_PICKERS, _picker),
    **dict.fromkeys(_INPUTS[1:], _anything),
}  # fmt: skip
