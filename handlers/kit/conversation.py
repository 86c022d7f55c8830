"""Where a conversation stands between two messages. What is written here is a stored format."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.kit.format.texts import Voice
from handlers.kit.messages.action import Choice, Target
from handlers.kit.messages.stored_choices import choice_from_json
from storage.messaging.records import Address
from storage.work import Work

FORGET_FORM = timedelta(hours=20)
"""A form left for so long is let go of: the next morning's first message is not its answer."""

LONGEST_STACK = 3
"""Forms that wait under another; what is deeper is forgotten."""

_ASKS = frozenset({"form", "aside"})
"""What a stored state has where an answer is waited for."""


@dataclass
class FormState:
    """A form that waits: what is filled (as JSON), what was asked, and what was offered as its answer.

    `guided` asks for optional slots too; `target` is the record being corrected; `confirmed` the checks that were
    answered with yes; `answers` what a command said for slots whose turn has not come. `told` are the messages that went
    into it so far, as they were sent; `asides` is how often something else was done meanwhile,
    and it is `overtaken` where something was made since it began.
    """

    form: str
    started: datetime
    source: str
    values: dict[str, Any] = field(default_factory=dict)
    asking: str | None = None
    offer: Any = None
    guided: bool = False
    target: str | None = None
    skipped: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    text: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    asides: int = 0
    overtaken: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {**self.__dict__, "started": self.started.isoformat()}


@dataclass
class Conversation:
    """One person's conversation in one chat.

    `choices` are those of the latest message that offered any; `last` is what the latest message made, and when, for
    what comes in a burst; `follow_up` the reminder that was set last, and `deal` the opportunity that was changed last, and when; `pending_message` is a sentence said
    in the middle of a form, waiting for its place; `form_stack` the forms that wait until another one, begun in their
    middle, is done, the last of them next; `queue` the further records of a message that told of several customers. It has
    `moved_on` where something else was said since anything was made.
    """

    form: FormState | None = None
    form_stack: list[FormState] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    last: Target | None = None
    last_at: datetime | None = None
    follow_up: Target | None = None
    follow_up_at: datetime | None = None
    deal: Target | None = None
    deal_at: datetime | None = None
    pending_message: str | None = None
    queue: list[dict[str, Any]] = field(default_factory=list)
    moved_on: bool = False
    forgotten: list[FormState] = field(default_factory=list)
    """Forms that were let go of since: what was told in their words is kept by the turn that finds them."""

    @classmethod
    def from_json(cls, state: dict[str, Any], now: datetime) -> "Conversation":
        """Reads a stored state; what it does not understand it drops politely."""
        waiting = _form(state["form"]) if state.get("form") else None
        under = [_form(raw) for raw in state.get("under", [])]
        return cls(
            form=waiting if waiting and _is_fresh(waiting, now) else None,
            form_stack=[form for form in under if _is_fresh(form, now)],
            forgotten=[form for form in (*under, waiting) if form and not _is_fresh(form, now)],
            choices=[choice_from_json(raw) for raw in state.get("choices", [])],
            last=Target.parse(state.get("last")),
            last_at=datetime.fromisoformat(state["last_at"]) if state.get("last_at") else None,
            follow_up=Target.parse(state.get("promise")),
            follow_up_at=datetime.fromisoformat(state["promise_at"]) if state.get("promise_at") else None,
            deal=Target.parse(state.get("deal")),
            deal_at=datetime.fromisoformat(state["deal_at"]) if state.get("deal_at") else None,
            pending_message=state.get("aside"),
            queue=list(state.get("queue", [])),
            moved_on=bool(state.get("moved_on")),
        )

    def as_json(self) -> dict[str, Any]:
        """The state to store, empty where nothing is going on."""
        state: dict[str, Any] = {}
        if self.form:
            state["form"] = self.form.as_json()
        if self.forgotten or self.form_stack:
            state["under"] = [form.as_json() for form in (*self.forgotten, *self.form_stack)]
        if self.choices:
            state["choices"] = [choice.as_json() for choice in self.choices]
        if self.last and self.last_at:
            state |= {"last": str(self.last), "last_at": self.last_at.isoformat()}
        if self.follow_up and self.follow_up_at:
            state |= {"promise": str(self.follow_up), "promise_at": self.follow_up_at.isoformat()}
        if self.deal and self.deal_at:
            state |= {"deal": str(self.deal), "deal_at": self.deal_at.isoformat()}
        if self.pending_message:
            state["aside"] = self.pending_message
        if self.queue:
            state["queue"] = self.queue
        if self.moved_on and (self.last or self.follow_up):
            state["moved_on"] = True
        return state

    @staticmethod
    def offer(work: Work, staff_id: int, address: Address, payload: dict[str, Any]) -> None:
        """Lets a colleague type what a message offers that they did not ask for: before the choices of a question that waits."""
        account = work.people.account_at(staff_id, address)
        if account is None or not payload["choices"]:
            return
        state = work.conversations.locked(address.platform, address.chat, account)
        waiting = state.get("choices", []) if _ASKS & state.keys() else []
        offered = {"choices": [*payload["choices"], *waiting]}
        work.conversations.keep(address.platform, address.chat, account, state | offered)

    @staticmethod
    def goes_on(work: Work, address: Address, account: str, *, chat: str) -> None:
        """What is going on with somebody goes on in another chat of theirs, unless something is asked there and nothing here."""
        here = work.conversations.locked(address.platform, address.chat, account)
        there = work.conversations.locked(address.platform, chat, account)
        if here and (_ASKS & here.keys() or not _ASKS & there.keys()):
            work.conversations.keep(address.platform, chat, account, here)
            work.conversations.keep(address.platform, address.chat, account, {})

    def offers(self, choices: Sequence[Choice], voice: Voice) -> None:
        """Lets the next message type one of these."""
        self.choices = [choice.said(voice) for choice in choices]

    def push_form(self) -> None:
        """Lets the form that waits wait on while something else is begun; one that knows nothing yet, or only corrects, is let go of."""
        waiting, self.form = self.form, None
        if waiting and not waiting.target and (waiting.values or waiting.text):
            self.form_stack = [*self.form_stack, waiting][-LONGEST_STACK:]

    def leave(self) -> None:
        """Lets go of all that waits."""
        self.form, self.form_stack = None, []

    def made(self, target: Target, at: datetime) -> None:
        """The message at hand made this."""
        self.last, self.last_at = target, at
        self._overtake()

    def set_follow_up(self, target: Target, at: datetime) -> None:
        """The message at hand set this reminder."""
        self.follow_up, self.follow_up_at = target, at
        self._overtake()

    def dealt(self, target: Target, at: datetime) -> None:
        """The message at hand made this opportunity, or changed it."""
        self.deal, self.deal_at = target, at
        self._overtake()

    def _overtake(self) -> None:
        """What was made is newer than every question that waits: said by their order, for a press and a message have two clocks."""
        for waiting in (self.form, *self.form_stack):
            if waiting is not None:
                waiting.overtaken = True

    def newest(self) -> list[tuple[Target, datetime]]:
        """What was made, promised and dealt last, the newest first."""
        made = ((self.follow_up, self.follow_up_at), (self.deal, self.deal_at), (self.last, self.last_at))
        found = [(target, at) for target, at in made if target and at]
        return sorted(found, key=lambda made: made[1], reverse=True)


def _form(raw: dict[str, Any]) -> FormState:
    known = {name: raw[name] for name in FormState.__dataclass_fields__ if name in raw}
    return FormState(**{**known, "started": datetime.fromisoformat(raw["started"])})


def _is_fresh(form: FormState, now: datetime) -> bool:
    return now - form.started <= FORGET_FORM
