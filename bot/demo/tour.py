"""Seven messages to try, in the language of the sample company."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class TourStep:
    """A message: on whose phone it is said ("rep", "manager", "customer"), and what there is to see."""

    who: str
    text: str
    see: str


def tour(language: str) -> list[TourStep]:
    """The steps, in order."""
    steps = tomllib.loads(files(__package__).joinpath("tour.toml").read_text(encoding="utf-8"))
    return [TourStep(**step) for step in steps[language]]
