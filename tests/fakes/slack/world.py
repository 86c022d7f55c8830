"""All that this Slack knows: one workspace, one app, the people, the conversations, what waits for the app."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.fakes.waiting import Changes

from .deliveries import Courier, Delivery, Outcome
from .errors import Refused
from .faults import Faults
from .manifest import Manifest
from .markup import Raw
from .messages import Press, StoredFile
from .rates import Pace, Rates

if TYPE_CHECKING:
    from .conversations import Conversation
    from .people import User
    from .responses import Responses
    from .sockets import Sockets
    from .uploads import Uploads
    from .views import Views

TRIGGER_SECONDS = (
    3.0  # docs.slack.dev, "Handling user interaction": a trigger_id expires in 3 seconds, and is good once
)
RESPONSES, RESPONSE_SECONDS = 5, 1800.0  # the same page: a response_url is good 5 times within 30 minutes
TEAM, BOT_USER, BOT, APP = "T0CARTERA1", "U0CARTERA1", "B0CARTERA1", "A0CARTERA1"


@dataclass(slots=True)
class Trigger:
    """What lets the app open a dialog for somebody, once and soon."""

    user: "User"
    expires: float
    used: bool = False


@dataclass(slots=True, eq=False)
class ResponseUrl:
    """Where the app can answer an interaction: to whom, and about which message."""

    user: "User"
    conversation: "Conversation"
    message: Any
    expires: float
    uses: int = 0


class World:
    """The state behind the server. `clock` counts seconds for rates and expiry; stamps are the machine's dates."""

    responses: "Responses"
    sockets: "Sockets"
    uploads: "Uploads"
    views: "Views"

    def __init__(
        self, rates: Rates, manifest: Manifest, *, seed: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.url = ""
        self.clock = clock
        self.random = random.Random(seed)
        self.manifest = manifest
        self.changes = Changes()
        self.pace = Pace(rates, clock)
        self.faults = Faults()
        self.courier = Courier(self.faults, self.random, self.changes.notify)
        self.users: dict[str, User] = {}
        self.conversations: dict[str, Conversation] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, StoredFile] = {}
        self.mistakes: list[str] = []
        self._stamps = 0
        self._ids = 0

    def next_id(self, letter: str) -> str:
        """Returns an id as Slack writes them: a letter and ten more signs."""
        self._ids += 1
        return f"{letter}0FAKE{self._ids:05d}"

    def stamp(self, at: datetime | None = None) -> str:
        """Returns a message's ts: the seconds since 1970 and a number that makes it one of its kind."""
        assert at is None or at.tzinfo is not None, "a date without a zone is no point in time"
        self._stamps = self._stamps % 999_999 + 1
        return f"{int(time.time() if at is None else at.timestamp())}.{self._stamps:06d}"

    def user(self, user_id: str, error: str = "user_not_found") -> "User":
        """Returns the person or refuses: nobody has this id."""
        user = self.users.get(user_id)
        if user is None:
            raise Refused(error)
        return user

    def conversation(self, conversation_id: str) -> "Conversation":
        """Returns the conversation or refuses: the bot knows none of this id."""
        conversation = self.conversations.get(conversation_id)
        if conversation is None or conversation.hidden:
            raise Refused("channel_not_found")
        return conversation

    def shown_name(self, some_id: str) -> str:
        """Returns how a mention of this id is shown."""
        if some_id == BOT_USER:
            return "@Cartera"
        if some_id in self.users:
            return f"@{self.users[some_id].name}"
        return f"#{self.conversations[some_id].name}" if some_id in self.conversations else some_id

    def mentions(self) -> dict[str, str]:
        """Returns the names that people can mention and their ids."""
        people = {f"@{user.name}": user.id for user in self.users.values()}
        channels = {f"#{channel.name}": channel.id for channel in self.conversations.values() if not channel.is_im}
        return {"@Cartera": BOT_USER, **people, **channels}

    # What the app is told

    def tell(self, subscription: str, event: Raw, conversation: str) -> Delivery | None:
        """Deliver an event if the app has subscribed to it."""
        if subscription not in self.manifest.events:
            return None
        return self.courier.push("events_api", self.wrapped(event), conversation)

    def wrapped(self, event: Raw) -> Raw:
        """Returns an event as the Events API sends it."""
        authorization = {
            "enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False,
        }  # fmt: skip
        return {
            "token": "verification", "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": None,
            "api_app_id": APP, "event": event, "type": "event_callback", "event_id": self.next_id("Ev"),
            "event_time": int(float(event["event_ts"])), "authorizations": [authorization],
            "is_ext_shared_channel": False, "event_context": f"4-{self.random.getrandbits(64):016x}",
        }  # fmt: skip

    def interaction(
        self,
        user: "User",
        payload: Raw,
        conversation: str = "",
        *,
        expects_answer: bool = False,
        on_result: Callable[[Outcome], None] | None = None,
    ) -> Press:
        """Returns something that somebody did with the app's buttons and dialogs, delivered."""
        assert self.manifest.interactive, "the app has no interactivity"
        whole = {
            "user": user.actor(), "api_app_id": APP, "token": "verification", "team": {"id": TEAM, "domain": "cartera"},
            "enterprise": None, "is_enterprise_install": False, "trigger_id": self.trigger(user), **payload,
        }  # fmt: skip
        delivery = self.courier.push(
            "interactive", whole, conversation, expects_answer=expects_answer, on_result=on_result
        )
        return Press(whole, delivery)

    def trigger(self, user: "User") -> str:
        """Returns a new trigger_id."""
        trigger_id = (
            f"{self.random.randrange(10**12)}.{self.random.randrange(10**12)}.{self.random.getrandbits(128):032x}"
        )
        self.triggers[trigger_id] = Trigger(user, self.clock() + TRIGGER_SECONDS)
        return trigger_id

    def exchange(self, trigger_id: str) -> "User":
        """Returns whose trigger it is and uses it up, or refuses."""
        if trigger_id.count(".") != 2:
            raise Refused("invalid_trigger_id")
        trigger = self.triggers.get(trigger_id)
        if trigger is None or trigger.expires <= self.clock():
            raise Refused("expired_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        trigger.used = True
        return trigger.user

    def response_url(self, user: "User", conversation: "Conversation", message: Any = None) -> str:
        """Returns a new address for answers to an interaction."""
        key = f"{self.random.getrandbits(96):024x}"
        self.response_urls[key] = ResponseUrl(user, conversation, message, self.clock() + RESPONSE_SECONDS)
        return f"{self.url}/actions/{TEAM}/{key}"
