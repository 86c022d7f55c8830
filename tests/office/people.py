"""The people of the office, and what they do with their phones."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from bot.platforms.base import DialogResult
    from handlers.kit.dialog.modals import Dialog

    from .doors import Door
    from .office import Office


class Someone:
    """A person with a phone. What they hear is what appeared on it since they last did something."""

    def __init__(self, office: "Office", name: str, account: str, door: "Door") -> None:
        self.name = name
        self.account = account
        self.door = door
        self._office = office
        self._before: list[str] = []
        self._done = 0

    # ------------------------------------------------------------------ doing
    def says(self, text: str) -> None:
        """Writes a message and waits for whatever it causes."""
        self._do("says", text)

    def says_at(self, when: str, text: str) -> None:
        """Writes a message that arrives only now, though it was sent then."""
        self._do("says", text, sent_at=self._office.time(when))

    def presses(self, label: str) -> None:
        """Presses the button with this label, the latest one there is."""
        self._do("presses", label)

    def edits(self, text: str) -> None:
        """Changes their own last message."""
        self._do("edits", text)

    def replies(self, fragment: str, text: str) -> None:
        """Answers the bot's message that contains `fragment`."""
        self._do("replies", fragment, text)

    def forwards(self, text: str, from_name: str) -> None:
        """Forwards what somebody else wrote."""
        self._do("forwards", text, from_name)

    def sends(self, media: str) -> None:
        """Sends something without words: "photo", "voice", "location"."""
        self._do("sends", media)

    def shows(self, media: str, words: str) -> None:
        """Sends a "photo" with words below it."""
        self._do("shows", media, words)

    def passes_on(self, name: str, phone: str) -> None:
        """Passes on somebody's number, as telephones do."""
        self._do("passes_on", name, phone)

    def sends_file(self, name: str, content: bytes | str) -> None:
        """Sends a file; a text as UTF-8."""
        self._do("sends_file", name, content.encode() if isinstance(content, str) else content)

    # ------------------------------------------------------------------ where there is more than a chat
    def says_in(self, channel: str, text: str, **more: Any) -> None:
        """Writes in a shared chat; `thread` and `mentions` as the platform gives them."""
        self._do("says_in", channel, text, **more)

    def presses_in(self, channel: str, label: str, **more: Any) -> None:
        """Presses a button on what they see of a shared chat."""
        self._do("presses_in", channel, label, **more)

    def sees_in(self, channel: str) -> str:
        """What a shared chat shows them."""
        return "\n\n".join(seen.text for seen in self._office.desk.seen_in(channel, self.account))

    def opens_home(self) -> str:
        """Opens their home page, and reads it."""
        self._do("opens_home")
        return self.home()

    def presses_at_home(self, label: str) -> None:
        """Presses a button on their home page."""
        self._do("presses_at_home", label)

    def home(self) -> str:
        """Their home page as it was shown last."""
        return self._office.desk.home(self.account).text

    def dialog(self, word: str) -> "Dialog":
        """Opens the dialog of a command's word."""
        found = self._office.dialog(self, word)
        assert found, f"{self.name} has no dialog for {word}"
        return found

    def fills_in(self, form: str, *, wait: float = 5.0, **fields: str) -> "DialogResult | None":
        """Sends a dialog that was filled in; what it says of it, None where that takes longer than `wait` seconds."""
        self._remember()
        return self._office.fill_in(self, form, fields, wait=wait)

    def deletes(self) -> None:
        """Takes back their own last message."""
        self._do("deletes")

    # ------------------------------------------------------------------ seeing
    def hears(self, *parts: str) -> str:
        """Everything here is on the screen since they last did something."""
        heard = self.heard()
        for part in parts:
            assert part.casefold() in heard.casefold(), f"{self.name} did not hear «{part}» but:\n{heard}"
        return heard

    def hears_not(self, *parts: str) -> None:
        """None of this is, and something else is: a bot that says nothing does not pass."""
        assert self._office.done() > self._done, f"nothing happened since {self.name} last did something"
        heard = self.heard()
        assert heard, f"{self.name} heard nothing at all"
        for part in parts:
            assert part.casefold() not in heard.casefold(), f"{self.name} heard «{part}»:\n{heard}"

    def hears_nothing(self) -> None:
        """The bot kept quiet, though it dealt with what happened."""
        assert self._office.done() > self._done, f"nothing happened since {self.name} last did something"
        assert not self.heard(), f"{self.name} heard:\n{self.heard()}"

    def heard(self) -> str:
        """What is new or different on the screen."""
        now, before = self._office.texts(self), self._before
        return "\n\n".join(text for index, text in enumerate(now) if index >= len(before) or text != before[index])

    def received(self) -> list[tuple[str, bytes]]:
        """The files that the bot sent: their names and contents."""
        return self.door.received(self.account)

    def choices(self) -> list[str]:
        """The labels of the latest message that has any."""
        return self._office.labels(self)

    def _do(self, what: str, *args: Any, sent_at: "datetime | None" = None, **more: Any) -> None:
        self._remember()
        self._office.do(self, what, *args, sent_at=sent_at, **more)

    def _remember(self) -> None:
        """What the screen shows, and how much the bot has done, before something is done."""
        self._before = self._office.texts(self)
        self._done = self._office.done()
