"""What an app may do and is told, as its manifest says (docs.slack.dev, "App manifest reference", and each method's scopes)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import Refused

EVENTS = ("app_home_opened", "app_mention", "message.channels", "message.groups", "message.im")
_EVENT_SCOPES = {
    "app_home_opened": "", "app_mention": "app_mentions:read", "member_joined_channel": "channels:read",
    "message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history",
}  # fmt: skip
METHOD_SCOPES = {
    "bots.info": "users:read", "chat.delete": "chat:write", "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write", "chat.update": "chat:write", "conversations.info": "channels:read",
    "conversations.members": "channels:read", "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write", "files.getUploadURLExternal": "files:write", "files.info": "files:read",
    "users.info": "users:read",
}  # fmt: skip
_LENGTHS = {
    ("display_information", "name"): 35, ("display_information", "description"): 140, ("bot_user", "display_name"): 80,
    ("slash_commands", "command"): 32, ("slash_commands", "description"): 2000, ("slash_commands", "usage_hint"): 1000,
    ("shortcuts", "name"): 24, ("shortcuts", "callback_id"): 255, ("shortcuts", "description"): 150,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is set up for the app. None stands for everything: the app of a test that says nothing of it."""

    events: Sequence[str] = EVENTS
    scopes: frozenset[str] | None = None
    commands: Mapping[str, bool] | None = None  # and whether what is typed after them is escaped
    shortcuts: frozenset[str] | None = None
    home_tab: bool = True
    messages_tab: bool = True
    interactive: bool = True

    def check(self, method: str) -> None:
        """Refuse a call that the app has no scope for."""
        needed = METHOD_SCOPES.get(method, "")
        if needed and not self.has(needed):
            raise Refused("missing_scope", needed=needed, provided=",".join(sorted(self.scopes or ())))

    def has(self, scope: str) -> bool:
        """Returns whether the app has a scope."""
        return self.scopes is None or scope in self.scopes

    def escapes(self, command: str) -> bool:
        """Returns whether a command's text is escaped; AssertionError when there is no such command."""
        if self.commands is None:
            return True
        assert command in self.commands, f"{command} is not a command, only {list(self.commands)}"
        return self.commands[command]


def read(raw: Mapping[str, Any]) -> Manifest:
    """Returns what a manifest sets up; AssertionError where Slack would not take it."""
    features, settings = raw.get("features", {}), raw.get("settings", {})
    _check_lengths(raw, features)
    scopes = frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", []))
    events = settings.get("event_subscriptions", {}).get("bot_events", [])
    for event in events:
        assert event in _EVENT_SCOPES, f"this fake does not know the event {event}"
        scope = _EVENT_SCOPES[event]
        assert not scope or scope in scopes, f"{event} needs the scope {scope}"
    commands = {
        command["command"]: bool(command.get("should_escape")) for command in features.get("slash_commands", [])
    }
    shortcuts = frozenset(shortcut["callback_id"] for shortcut in features.get("shortcuts", []))
    assert "commands" in scopes or not (commands or shortcuts), "commands and shortcuts need the scope commands"
    home = features.get("app_home", {})
    writable = bool(home.get("messages_tab_enabled")) and not home.get("messages_tab_read_only_enabled")
    interactive = bool(settings.get("interactivity", {}).get("is_enabled"))
    return Manifest(events, scopes, commands, shortcuts, bool(home.get("home_tab_enabled")), writable, interactive)


def _check_lengths(raw: Mapping[str, Any], features: Mapping[str, Any]) -> None:
    assert raw.get("display_information", {}).get("name"), "an app has a name"
    for (part, name), longest in _LENGTHS.items():
        found = raw.get(part, features.get(part, []))
        for entry in found if isinstance(found, list) else [found]:
            said = str(entry.get(name, ""))
            assert len(said) <= longest, f"{part}: {name} has more than {longest} characters: {said}"
    for command in features.get("slash_commands", []):
        assert str(command["command"]).startswith("/"), "a command begins with a slash"
        assert command.get("description"), "a command has a description"
