"""Dialogs and home pages: how they are opened, changed, filled in and sent (docs.slack.dev, "Modals")."""

import json
from typing import TYPE_CHECKING, Any

from . import checks, render
from .deliveries import Outcome
from .errors import Refused
from .inputs import filled, missing
from .markup import Raw
from .render import Screen
from .world import APP, BOT, TEAM, World

if TYPE_CHECKING:
    from .people import User

MAX_STACK = 3  # views.push: push_limit_reached
MAX_BYTES = 250_000  # views.open: view_too_large
_KEPT = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id", "external_id", "clear_on_close",
         "notify_on_close", "submit_disabled")  # fmt: skip


class View:
    """A dialog or a home page as it stands. `errors` are those that the person is shown, by block_id."""

    def __init__(
        self, world: World, user: "User", raw: Raw, root: "View | None" = None, previous: "View | None" = None
    ) -> None:
        self.world = world
        self.user = user
        self.view_id = world.next_id("V")
        self.root = root or self
        self.previous = previous
        self.history: list[Raw] = []
        self.state: dict[str, dict[str, Raw]] = {}
        self.errors: dict[str, str] = {}
        self.raw: Raw = {}
        self.hash = ""
        self.take(raw)

    def take(self, raw: Raw) -> None:
        """Become what the app says; what was filled in stays where the same field is still there."""
        if self.raw:
            self.history.append(self.raw)
        self.raw = {name: raw[name] for name in _KEPT if name in raw}
        self.hash = f"{self.world.stamp().partition('.')[0]}.{self.world.random.getrandbits(32):08x}"
        self.errors = {}
        fields = {(block["block_id"], block["element"]["action_id"]) for block in self.inputs}
        self.state = {
            block_id: {action_id: value for action_id, value in values.items() if (block_id, action_id) in fields}
            for block_id, values in self.state.items()
        }

    @property
    def blocks(self) -> list[Raw]:
        """The blocks."""
        blocks: list[Raw] = self.raw["blocks"]
        return blocks

    @property
    def inputs(self) -> list[Raw]:
        """The blocks that can be filled in."""
        return [block for block in self.blocks if block["type"] == "input"]

    @property
    def screen(self) -> Screen:
        """What a person sees of it."""
        return render.seen(self.blocks, self.world.shown_name)

    @property
    def text(self) -> str:
        """The text as a person reads it, block by block."""
        return "\n".join(self.screen.lines)

    @property
    def title(self) -> str:
        """The dialog's title."""
        return render.text_object(self.raw["title"], self.world.shown_name).text if "title" in self.raw else ""

    @property
    def labels(self) -> list[str]:
        """What is written on the buttons, in reading order."""
        return [button.text for button in self.screen.buttons]

    @property
    def fields(self) -> list[str]:
        """The labels of what can be filled in."""
        return [render.text_object(block["label"], self.world.shown_name).text for block in self.inputs]

    def described(self) -> Raw:
        """Returns the API's view."""
        return {
            "id": self.view_id, "team_id": TEAM, "private_metadata": "", "callback_id": "", "external_id": "",
            "title": None, "submit": None, "close": None, "clear_on_close": False, "notify_on_close": False,
            **self.raw, "state": {"values": self.state}, "hash": self.hash, "app_id": APP, "bot_id": BOT,
            "root_view_id": self.root.view_id, "previous_view_id": self.previous.view_id if self.previous else None,
            "app_installed_team_id": TEAM,
        }  # fmt: skip


class Views:
    """All views, by id."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by_id: dict[str, View] = {}
        self._trouble: dict[str, str] = {}

    def checked(self, given: Any, kind: str, own: View | None = None) -> Raw:
        """Returns a view that the app sent, or refuses it."""
        view: Raw = checks.view(given, kind)
        if len(json.dumps(view, ensure_ascii=False).encode()) > MAX_BYTES:
            raise Refused("view_too_large")
        external = view.get("external_id")
        if external and any(
            known.raw.get("external_id") == external and known is not own for known in self.by_id.values()
        ):
            raise Refused("duplicate_external_id")
        return view

    def open(self, user: "User", raw: Raw) -> View:
        """Show a dialog in place of any other."""
        user.modals.clear()
        return self._show(View(self.world, user, raw))

    def push(self, user: "User", raw: Raw) -> View:
        """Show a dialog above the others."""
        if len(user.modals) >= MAX_STACK:
            raise Refused("push_limit_reached")
        if not user.modals:
            raise Refused("not_found")
        return self._show(View(self.world, user, raw, user.modals[0], user.modals[-1]))

    def publish(self, user: "User", raw: Raw, given_hash: str) -> View:
        """Make this the person's home page."""
        if user.home is None:
            user.home = View(self.world, user, raw)
            self.by_id[user.home.view_id] = user.home
            return user.home
        return self.update(user.home, raw, given_hash)

    def update(self, view: View, raw: Raw, given_hash: str) -> View:
        """Change a view, unless it has changed since the app saw this hash."""
        if given_hash and given_hash != view.hash:
            raise Refused("hash_conflict")
        view.take(raw)
        return view

    def find(self, view_id: str, external_id: str) -> View:
        """Returns the view or refuses: not there, or closed since."""
        for view in self.by_id.values():
            named = view.view_id == view_id if view_id else view.raw.get("external_id") == external_id
            if named and (view.raw["type"] == "home" or view in view.user.modals):
                return view
        raise Refused("not_found")

    def _show(self, view: View) -> View:
        self.by_id[view.view_id] = view
        view.user.modals.append(view)
        return view

    # What the person does

    async def submit(self, user: "User", view: View, values: dict[str, str], timeout: float) -> dict[str, str]:  # noqa: ASYNC109
        """Fill in and send; returns the errors that are shown, by label, AssertionError when the app's answer is no use."""
        filled(view, values)
        view.errors = missing(view)
        if view.errors:
            return self._by_label(view)
        done: list[Outcome] = []

        def answered(outcome: Outcome) -> None:
            if not done:
                done.append(outcome)
                if outcome.ok:
                    self._answer(user, view, outcome.answer)

        payload = {"type": "view_submission", "view": view.described(), "response_urls": []}
        self.world.interaction(user, payload, expects_answer=True, on_result=answered)
        await self.world.changes.until(lambda: done, timeout, "the answer to a form")
        problem = done[0].reason or self._trouble.pop(view.view_id, "")
        assert not problem, f"Slack says that it had some trouble connecting: {problem}"
        return self._by_label(view)

    def close(self, user: "User", view: View, *, cleared: bool = False) -> None:
        """Close a dialog; the app hears of it if the view says so."""
        user.modals.remove(view)
        if view.raw.get("notify_on_close"):
            self.world.interaction(user, {"type": "view_closed", "view": view.described(), "is_cleared": cleared})

    def _answer(self, user: "User", view: View, answer: Any) -> None:
        """Do what the app's answer says (`response_action`)."""
        try:
            self._follow(user, view, answer)
        except Refused as refusal:
            self._trouble[view.view_id] = f"{refusal.error}: {refusal.more.get('errors', '')}"
            self.world.mistakes.append(f"the answer to a form is refused: {refusal.error}")

    def _follow(self, user: "User", view: View, answer: Any) -> None:
        if answer in (None, "", {}):
            if view in user.modals:
                user.modals.remove(view)
            return
        action = answer.get("response_action") if isinstance(answer, dict) else None
        if action == "clear":
            user.modals.clear()
        elif action == "errors":
            known = {block["block_id"] for block in view.inputs}
            errors = answer.get("errors")
            if not isinstance(errors, dict) or not errors or not set(errors) <= known:
                raise Refused("invalid_arguments", errors=[f"errors name blocks that take no input: {errors}"])
            if not all(isinstance(text, str) and text for text in errors.values()):
                raise Refused("invalid_arguments", errors=["an error is a text that is not empty"])
            view.errors = dict(errors)
        elif action == "update":
            view.take(self.checked(answer.get("view"), "modal", view))
        elif action == "push":
            self.push(user, self.checked(answer.get("view"), "modal"))
        else:
            raise Refused("invalid_arguments", errors=[f"response_action: {action}"])

    def _by_label(self, view: View) -> dict[str, str]:
        labels = {block["block_id"]: label for block, label in zip(view.inputs, view.fields, strict=True)}
        return {labels[block_id]: text for block_id, text in view.errors.items()}
