"""How far slow work is: one message in the chat, which is changed as the work goes on."""

from dataclasses import dataclass
from typing import Any

from handlers.kit.format.texts import Voice, Words, _, ngettext
from handlers.kit.messages.blocks import Block, Paragraph


@dataclass(frozen=True, slots=True)
class Progress(Block):
    """So many lines are done `of` how many; 0 where nobody knows how many there are."""

    kind = "progress"

    what: Words
    done: int
    of: int = 0

    @property
    def words(self) -> Words:
        """Progress in words."""
        lines = ngettext("{count} line", "{count} lines", self.of or self.done)
        if self.of:
            return _("{what}: {done} of {lines}", what=self.what, done=self.done, lines=lines)
        return _("{what}: {lines}", what=self.what, lines=lines)

    def as_json(self, voice: Voice) -> dict[str, Any]:
        """The words, and the numbers for whoever draws them."""
        return {"text": voice.say(self.words), "done": self.done, "of": self.of}

    @classmethod
    def from_json(cls, content: Any) -> Block:  # noqa: ANN401 - JSON
        """What was said of it: whoever says that again is not at it any more."""
        return Paragraph(content["text"])

    @classmethod
    def example(cls) -> "Progress":
        """An import in the middle of its file."""
        return cls("Importando", 1200, 5000)
