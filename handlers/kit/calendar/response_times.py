"""What is promised to whoever enquires, and what happens where nobody answers: in minutes of business time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """After `remind` minutes its owner is reminded; `target` is what was promised, and then their manager hears of it; after
    `reassign` it goes to somebody else.
    """

    remind: int = 30
    target: int = 60
    reassign: int = 120

    @classmethod
    def parse(cls, text: str) -> "ResponseTimes":
        """From "30,60,120". Raises ValueError for what is no such thing, or makes no sense."""
        try:
            remind, target, reassign = (int(part) for part in text.split(","))
        except ValueError:
            raise ValueError(f"“{text}” is not three numbers of minutes such as 30,60,120") from None
        if not 0 < remind < target < reassign <= 100_000:
            raise ValueError(
                f"“{text}” makes no sense: its owner is reminded first, then their manager hears of it, then it is reassigned"
            )
        return cls(remind, target, reassign)

    def __str__(self) -> str:
        return f"{self.remind},{self.target},{self.reassign}"
