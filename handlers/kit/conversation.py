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

MOST_ASIDES = 3
"""Answers to something else after which nobody says any more which one was meant."""

MOST_SPOKEN_OF = 8
"""Things that are remembered to have been spoken of."""

_OWN_LINE = frozenset({"follow_up", "opportunity"})
"""Kinds of which the newest is told from the newest record of any other kind."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that was spoken of, and when: `made` where a message made or changed it, else it was shown, chosen or named."""

    target: Target
    at: datetime
    made: bool = False

    @property
    def line(self) -> str:
        """Reminders, opportunities, and whatever else was logged: the newest of each is known."""
        return self.target.kind if self.target.kind in _OWN_LINE else ""


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

    `choices` are those of the latest message that offered any, and it `asks_which` of them is meant where it says so; what was
    `asked` so before it can still be answered by saying which one, so many `asides` later;
    `spoken_of` is what the talk was of, the newest first: the first is its subject, whatever is said without naming it is about
    that. `pending_message` is a sentence said in the middle of a form, waiting for its place; `form_stack` the forms that wait until another one, begun in their
    middle, is done, the last of them next; `queue` the further records of a message that told of several customers. It has
    `moved_on` where something else was said since anything was made. `taken_back` is the turn that was undone just now, and
    `spoken_before` what was spoken of then.
    """

    form: FormState | None = None
    form_stack: list[FormState] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    asks_which: bool = False
    asked: list[Choice] = field(default_factory=list)
    asides: int = 0
    spoken_of: list[Mention] = field(default_factory=list)
    taken_back: str | None = None
    spoken_before: list[Mention] = field(default_factory=list)
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
            asks_which=bool(state.get("asks_which")),
            asked=[choice_from_json(raw) for raw in state.get("asked", [])],
            asides=int(state.get("asides", 0)),
            spoken_of=_mentions(state.get("spoken_of", [])) or _of_older_version(state),
            taken_back=state.get("taken_back"),
            spoken_before=_mentions(state.get("spoken_before", [])),
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
        state |= self._choices_as_json()
        if self.spoken_of:
            state["spoken_of"] = _as_json(self.spoken_of)
        if self.taken_back:
            state |= {"taken_back": self.taken_back, "spoken_before": _as_json(self.spoken_before)}
        if self.pending_message:
            state["aside"] = self.pending_message
        if self.queue:
            state["queue"] = self.queue
        if self.moved_on and (self.spoken_of or self.taken_back):
            state["moved_on"] = True
        return state

    def _choices_as_json(self) -> dict[str, Any]:
        state: dict[str, Any] = {}
        if self.choices:
            state["choices"] = [choice.as_json() for choice in self.choices]
        if self.choices and self.asks_which:
            state["asks_which"] = True
        if self.asked:
            state |= {"asked": [choice.as_json() for choice in self.asked], "asides": self.asides}
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

    def offers(self, choices: Sequence[Choice], voice: Voice, *, asks_which: bool = False) -> None:
        """Lets the next message type one of these, or say which of them is meant."""
        if self.asks_which and not asks_which:
            self.asked, self.asides = self.choices, 0
        self.asides += 1
        if asks_which or self.asides > MOST_ASIDES:
            self.asked = []
        self.choices, self.asks_which = [choice.said(voice) for choice in choices], asks_which

    def push_form(self) -> None:
        """Lets the form that waits wait on while something else is begun; one that knows nothing yet, or only corrects, is let go of."""
        waiting, self.form = self.form, None
        if waiting and not waiting.target and (waiting.values or waiting.text):
            self.form_stack = [*self.form_stack, waiting][-LONGEST_STACK:]

    def leave(self) -> None:
        """Lets go of all that waits."""
        self.form, self.form_stack = None, []

    # ------------------------------------------------------------------ what is spoken of
    def made(self, target: Target, at: datetime) -> None:
        """The message at hand made this, or changed it: a record, a reminder, an opportunity."""
        self._speak_of(Mention(target, at, made=True))
        for waiting in (self.form, *self.form_stack):  # by their order, for a press and a message have two clocks
            if waiting is not None:
                waiting.overtaken = True

    def speaks_of(self, target: Target, at: datetime) -> None:
        """This was shown, chosen or named; what was made stays known as made."""
        if self.subject is None or self.subject.target != target:
            self._speak_of(Mention(target, at))

    def _speak_of(self, mention: Mention) -> None:
        others = [one for one in self.spoken_of if (one.target, one.made) != (mention.target, mention.made)]
        self.spoken_of = [mention, *others][:MOST_SPOKEN_OF]

    @property
    def subject(self) -> Mention | None:
        """What is spoken of: whatever was shown, chosen, saved or named last."""
        return self.spoken_of[0] if self.spoken_of else None

    @property
    def last(self) -> Target | None:
        """The record that was made last, of any kind but reminders and opportunities."""
        made = self._made("")
        return made.target if made else None

    @property
    def last_at(self) -> datetime | None:
        """When that was."""
        made = self._made("")
        return made.at if made else None

    @property
    def follow_up(self) -> Mention | None:
        """The reminder that was set or moved last."""
        return self._made("follow_up")

    def _made(self, line: str) -> Mention | None:
        return next((one for one in self.spoken_of if one.made and one.line == line), None)

    def newest(self) -> list[Mention]:
        """Of records, reminders and opportunities what was made last, the newest first."""
        lines = list(dict.fromkeys(one.line for one in self.spoken_of if one.made))
        return [made for line in lines if (made := self._made(line))]

    def took_back(self, turn: str) -> None:
        """What this turn did is undone: nothing said from here on is about it, or about what was made before."""
        self.taken_back, self.spoken_before = turn, self.spoken_of
        self.spoken_of = [one for one in self.spoken_of if not one.made]

    def answered(self, *, wrote: bool) -> None:
        """A message was answered; where anything was written, what was undone before is not put back in passing any more."""
        self.moved_on = not wrote
        if wrote:
            self.taken_back, self.spoken_before = None, []

    def put_back(self) -> None:
        """It stands again, and is spoken of as before."""
        self.spoken_of, self.spoken_before, self.taken_back = self.spoken_before, [], None


def _mentions(raw: Sequence[Sequence[Any]]) -> list[Mention]:
    found = [(Target.parse(target), datetime.fromisoformat(at), bool(made)) for target, at, made in raw]
    return [Mention(target, at, made) for target, at, made in found if target]


def _as_json(mentions: Sequence[Mention]) -> list[list[Any]]:
    return [[str(one.target), one.at.isoformat(), one.made] for one in mentions]


def _of_older_version(state: dict[str, Any]) -> list[Mention]:
    """What a state of an earlier version says was made last."""
    raw = [[state[name], state[f"{name}_at"], True] for name in ("last", "promise", "deal") if state.get(f"{name}_at")]
    return sorted(_mentions(raw), key=lambda one: one.at, reverse=True)


def _form(raw: dict[str, Any]) -> FormState:
    known = {name: raw[name] for name in FormState.__dataclass_fields__ if name in raw}
    return FormState(**{**known, "started": datetime.fromisoformat(raw["started"])})


def _is_fresh(form: FormState, now: datetime) -> bool:
    return now - form.started <= FORGET_FORM
