"""Intents learnt from the examples of the phrase data.

A linear model over what a sentence contains: its concepts, pairs of concepts, words and neighbours, with names and
moments as their kinds. It is trained with the averaged perceptron with a margin (Freund & Schapire 1999; Collins 2002),
in a fixed order, so that the same data always gives the same model.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

from handlers.language.concepts.concepts import Cued, core, find_cues
from handlers.language.concepts.phrasebook import example_words, phrasebook
from handlers.language.intents.learnt import Weights, kept_weights
from handlers.language.text.words import words
from handlers.language.tokens import KINDS, Mark, Reading, Token

HEAD = 18
"""Tokens that are looked at: an intent shows in the first line of what people write."""

CONCEPTS = 14
"""Concepts whose pairs are looked at."""

EPOCHS = 7
MARGIN = 0.35
_STRANGER = "xqzw"
"""A word that no data has: it stands for a name nobody knows."""

_WHEN = frozenset({"{past}", "{future}", "{day}", "{period}"})


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Weights of features by intent."""

    weights: Weights

    def scores(self, cued: Cued) -> dict[str, float]:
        """How much a sentence sounds like each intent; higher is more, 0 is nothing at all."""
        return _scores(self.weights, dict(features(cued)))


@cache
def intent_model() -> IntentModel:
    """The model that was learnt from the examples of all languages; it is learnt now where they have changed since."""
    return IntentModel(kept_weights() or learn())


def learn() -> Weights:
    """Learns the weights from the examples, about a second of work."""
    book = phrasebook()
    lessons = [(intent, dict(features(core(find_cues(example_reading(text)))))) for _, intent, text in book.examples]
    return _rounded(_train(_shuffled(lessons), tuple(book.rules)))


def _rounded(weights: Weights) -> Weights:
    """The weights in thousandths, without those that come to nothing."""
    rows = ((name, {intent: round(weight, 3) for intent, weight in row.items()}) for name, row in weights.items())
    kept = ((name, {intent: weight for intent, weight in row.items() if weight}) for name, row in rows)
    return {name: row for name, row in kept if row}


def example_reading(text: str) -> Reading:
    """An example as it would be read: {customer} is a customer, {new} words that nobody knows."""
    cut = words(text)
    tokens: list[Token] = []
    at = 0
    while at < len(cut):
        if cut[at].text == "{" and at + 2 < len(cut) and cut[at + 2].text == "}":
            tokens.append(_placeholder(cut[at + 1].text, cut[at].start, cut[at + 2].end))
            at += 3
        else:
            tokens.append(Token(cut[at].folded, cut[at].start, cut[at].end))
            at += 1
    return Reading(text, tokens, ())


def _placeholder(name: str, start: int, end: int) -> Token:
    if name == "today":
        name = "day"
    if name in KINDS:
        return Token("{" + name + "}", start, end, Mark(start, end, name))
    return Token(_STRANGER, start, end)


def features(cued: Cued) -> Iterator[tuple[str, float]]:
    """What a sentence contains, each with its weight; the weights' squares add up to 1."""
    found = dict(_features(cued))
    size = math.sqrt(math.fsum(value * value for value in found.values())) or 1.0  # the same in every version of Python
    return ((name, value / size) for name, value in found.items())


def _features(cued: Cued) -> Iterator[tuple[str, float]]:
    tokens = cued.reading.tokens
    keys = [
        _known_as(key, token)
        for token, key in zip(tokens[:HEAD], cued.keys, strict=False)
        if token.mark or key[0].isalnum()
    ]
    keys = [key for key, before in zip(keys, ["", *keys], strict=False) if key != before or key[0] != "<"]
    yield "·", 0.5
    yield f"n:{min(len(keys), 6)}", 0.3
    if any(key == "?" for key in cued.keys[:HEAD]):
        yield "?", 0.4
    yield from ((f"w:{key}", 0.6) for key in keys)
    steps = ["^", *("{when}" if key in _WHEN else key for key in keys), "$"]
    yield from ((f"b:{a} {b}", 0.6) for a, b in pairwise(steps))
    if any(key in _WHEN for key in keys):
        yield "w:{when}", 0.5
    yield from _concept_features(cued, [key for key in keys if key[0] == "{"])


def _known_as(key: str, token: Token) -> str:
    """A word as the model sees it: itself where several examples use it, else what sort of stranger it is."""
    if token.mark is not None or key in _common_words():
        return key
    if key in phrasebook().words("first_names"):
        return "<person>"
    if key in phrasebook().words("business"):
        return "<business>"
    return "<number>" if key[0].isdigit() else "<stranger>"


@cache
def _common_words() -> frozenset[str]:
    """The words that more than one example uses, and those of the concepts."""
    count = Counter(word for _, said in example_words() for word in said)
    return frozenset(word for word, times in count.items() if times > 1) | phrasebook().vocabulary


def _concept_features(cued: Cued, marks: Sequence[str]) -> Iterator[tuple[str, float]]:
    named: list[str] = []
    for cue in cued.cues:
        if cue.first < HEAD and cue.concept not in named:
            named.append(cue.concept)
            yield f"c:{cue.concept}", 0.5 if cue.inner else 1.0
            family = cue.concept.rpartition(".")
            if family[0]:
                yield f"c:*.{family[2]}" if family[2] in {"did", "noun", "do", "vague"} else f"c:{family[0]}.*", 0.8
    outer = [cue for cue in cued.cues if cue.first < HEAD and not cue.inner]
    if outer:
        yield f"first:{outer[0].concept}", 0.6
    paired = sorted({*dict.fromkeys(cue.concept for cue in outer[:CONCEPTS]), *marks})
    yield from ((f"p:{a} {b}", 0.5) for a, b in combinations(paired, 2))


def _scores(weights: Weights, found: Mapping[str, float]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for name, value in found.items():
        row = weights.get(name)
        if row:
            for intent, weight in row.items():
                total[intent] += weight * value
    return total


def _shuffled(lessons: Sequence[tuple[str, dict[str, float]]]) -> list[tuple[str, dict[str, float]]]:
    """The lessons in a fixed order that mixes the intents: every k-th, k sharing no divisor with their number."""
    count = len(lessons)
    step = next(k for k in range(int(count * 0.38), count + 2) if math.gcd(k, count) == 1) if count > 1 else 1
    return [lessons[at * step % count] for at in range(count)]


def _train(lessons: Sequence[tuple[str, dict[str, float]]], intents: Sequence[str]) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    sums: dict[str, dict[str, float]] = defaultdict(dict)
    clock = 1.0
    for _ in range(EPOCHS):
        for intent, found in lessons:
            scores = _scores(weights, found)
            rival = max((other for other in intents if other != intent), key=lambda other: scores.get(other, 0.0))
            short = MARGIN - (scores.get(intent, 0.0) - scores.get(rival, 0.0))
            if short > 0:
                _learn(weights, sums, found, (intent, rival), clock * (rate := min(short, 1.0)), rate)
            clock += 1.0
    return {
        name: {intent: weight - sums[name][intent] / clock for intent, weight in row.items()}
        for name, row in weights.items()
    }


def _learn(
    weights: dict[str, dict[str, float]],
    sums: dict[str, dict[str, float]],
    found: Mapping[str, float],
    pair: tuple[str, str],
    timed: float,
    rate: float,
) -> None:
    """Moves the right intent up and its rival down on what the lesson contains."""
    for name, value in found.items():
        for intent, sign in zip(pair, (1.0, -1.0), strict=True):
            weights[name][intent] = weights[name].get(intent, 0.0) + sign * rate * value
            sums[name][intent] = sums[name].get(intent, 0.0) + sign * timed * value


def words_of_intent(intent: str) -> frozenset[str]:
    """All words in the examples of an intent."""
    return _words_by_intent()[intent]


@cache
def _words_by_intent() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for intent, said in example_words():
        found[intent].update(said)
    return {intent: frozenset(words) for intent, words in found.items()}
