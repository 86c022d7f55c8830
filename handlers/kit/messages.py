"""What comes in and what goes out, on every platform: values without markup."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from handlers.kit.format.texts import Voice, Words


@dataclass(frozen=True, slots=True)
class Target:
    """What a button, a card or a reply is about: a row, by its kind and id. Written "interaction:42"."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Target | None":
        """The target that `str()` wrote; None for anything else."""
        kind, _, id_ = (text or "").partition(":")
        return cls(kind, int(id_)) if kind and id_.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: `reference` is how its platform gives it out. `size` is in bytes, 0 where unknown."""

    name: str
    size: int
    reference: str
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes out with a reply: its id among the store's files, and its name."""

    file: int
    name: str


IncomingKind = Literal["text", "edit", "deleted", "press", "submit", "home", "other", "job"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. `sent_at` is when they did it, aware, however late it arrives.

    A press has the `token` of the message it stands on and the `choice`'s place in it; "other" is something that has no
    words to read (`media` says what: photo, voice, location …; of a file there is an `attachment` to fetch); "job" is slow
    work that came back with its `result`. "deleted" is a `message` that its author took back. "submit" is a dialog that was
    filled in: `text` is its form's stored name, `fields` what was written or chosen, by slot. "home" is the person's home
    page, opened; `chat` is the private chat with them.

    `thread` is where it is answered, on platforms that have threads; `mentions` are colleagues named in the text, the
    account that each marker stands for.
    """

    platform: str
    bot: str
    chat: str
    account: str
    message: str
    sent_at: datetime
    kind: IncomingKind = "text"
    text: str = ""
    token: str | None = None
    choice: int = 0
    replies_to: str | None = None
    forwarded_from: str | None = None
    media: str | None = None
    attachment: Attachment | None = None
    private: bool = True
    language: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    thread: str | None = None
    mentions: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The message itself, as a record remembers it."""
        return f"{self.platform}:{self.chat}:{self.message}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A shorter way to type: pressing it is saying `says` about `target`.

    Where a platform has dialogs, it may show the one that `opens` names instead: a form's stored name.
    """

    label: Words
    says: str
    target: Target | None = None
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a card."""

    text: Words


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: Words


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and a value, a line each."""

    pairs: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class Entries:
    """A list: each entry has a head ("19 nov · Ana · visita") and what it says."""

    items: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header."""

    header: Sequence[Words]
    rows: Sequence[Sequence[Words]]


Block = Heading | Text | Facts | Entries | Table


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: what it shows, what can be chosen, and what it is about.

    `replaces` asks that the message whose button was pressed be changed into this one, where the platform can;
    `enclosed` is a file that goes with it. One that is `shared`, under a key of its own, is shown once to all who read the chat.
    """

    blocks: tuple[Block, ...] = ()
    choices: tuple[Choice, ...] = ()
    about: Target | None = None
    replaces: bool = False
    enclosed: Enclosed | None = None
    shared: str | None = None

    @classmethod
    def of(
        cls, *words: Words, choices: Sequence[Choice] = (), about: Target | None = None, replaces: bool = False
    ) -> "Reply":
        """A reply of plain paragraphs."""
        return cls(tuple(Text(text) for text in words), tuple(choices), about, replaces)

    def __add__(self, other: "Reply | None") -> "Reply":
        if other is None:
            return self
        return replace(
            self,
            blocks=self.blocks + other.blocks,
            choices=self.choices + other.choices,
            about=self.about or other.about,
            replaces=self.replaces or other.replaces,
            enclosed=self.enclosed or other.enclosed,
            shared=self.shared or other.shared,
        )

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def payload(self, voice: Voice) -> dict[str, Any]:
        """The reply as the outbox keeps it: JSON, every text in the person's language."""
        say = voice.say
        return {
            "blocks": [_block(block, voice) for block in self.blocks],
            "choices": [
                {"label": say(c.label), "says": c.says, "target": str(c.target) if c.target else None}
                | ({"opens": c.opens} if c.opens else {})
                for c in self.choices
            ],
        } | ({"enclosed": asdict(self.enclosed)} if self.enclosed else {})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply as platforms render it, read back from the outbox. Blocks are ("kind", content) with plain strings."""

    blocks: Sequence[tuple[str, Any]]
    choices: Sequence[dict[str, Any]] = field(default=())

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Spoken":
        """From `Reply.payload`'s JSON."""
        return cls([(kind, content) for kind, content in payload["blocks"]], payload["choices"])


def blocks_of(spoken: Spoken) -> tuple[Block, ...]:
    """The blocks of something that was said already, to say it again."""
    return tuple(_again(kind, content) for kind, content in spoken.blocks)


def _again(kind: str, content: Any) -> Block:  # noqa: ANN401 - JSON
    match kind:
        case "heading":
            return Heading(content)
        case "facts":
            return Facts([(name, value) for name, value in content])
        case "entries":
            return Entries([(head, body) for head, body in content])
        case "table":
            return Table(content[0], content[1:])
        case _:
            return Text(content)


def _block(block: Block, voice: Voice) -> tuple[str, Any]:
    say = voice.say
    match block:
        case Heading(text):
            return "heading", say(text)
        case Text(text):
            return "text", say(text)
        case Facts(pairs):
            return "facts", [[say(name), say(value)] for name, value in pairs]
        case Entries(items):
            return "entries", [[say(head), say(body)] for head, body in items]
        case Table(header, rows):
            return "table", [[say(cell) for cell in row] for row in (header, *rows)]
