"""How much is measured: enough to trust the medians, or just enough to see that it works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts. `runs` are interleaved: what is compared takes turns, so that a busy minute disturbs both."""

    runs: int = 4
    chats: int = 100
    messages: int = 1_000
    path_customers: int = 10_000
    few_interactions: int = 10_000
    many_interactions: int = 1_000_000
    turns: int = 60
    names: int = 100_000
    look_ups: int = 400
    starts: int = 4
    understood: int = 120
    imported: int = 50_000
    counted: int = 60


QUICK = Scale(
    runs=2,
    messages=200,
    path_customers=1_000,
    many_interactions=100_000,
    turns=20,
    names=10_000,
    look_ups=150,
    starts=1,
    understood=40,
    imported=5_000,
    counted=20,
)
