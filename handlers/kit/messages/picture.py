"""Pictures: made by a job, kept in the store, and sent natively by every platform that shows any."""

from dataclasses import dataclass
from typing import Any

from handlers.kit.format.texts import Voice, Words
from handlers.kit.messages.blocks import Block


@dataclass(frozen=True, slots=True)
class Picture(Block):
    """A picture, by its id and name among the store's files.

    `alternative` says in a sentence what is to be seen in it, for whoever does not see it: a screen reader, a terminal,
    a notification, and everybody once the file is forgotten.
    """

    kind = "picture"

    file: int
    name: str
    alternative: Words

    def as_json(self, voice: Voice) -> dict[str, Any]:
        """The file, its name and what is to be seen."""
        return {"file": self.file, "name": self.name, "alternative": voice.say(self.alternative)}

    @classmethod
    def from_json(cls, content: Any) -> "Picture":  # noqa: ANN401 - JSON
        """From what `as_json` wrote."""
        return cls(content["file"], content["name"], content["alternative"])

    @classmethod
    def example(cls) -> "Picture":
        """A chart."""
        return cls(1, "ventas.png", "Ventas por mes: de 3.200 € en agosto a 8.450 € en noviembre, siempre creciendo.")
