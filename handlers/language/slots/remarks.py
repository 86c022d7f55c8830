"""What kind of thing a message is, whatever it is about: thanks, a greeting, a wish to be reminded."""

from collections.abc import Sequence

from handlers.language.concepts.concepts import Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.intents.likeness import CONTROLS
from handlers.language.questions.reader import ASK
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import phrase_at
from handlers.language.text.words import words
from handlers.language.tokens import unmarked
from storage.names.folding import fold

MOST_WORDS = 6
"""Words of a longest remark."""
MOST_DIGITS = 3
"""A number of so many digits is no choice."""

MOST_VOCATIVE = 2
"""Words behind thanks that may be whom one thanks: "thanks a lot, old chap"."""

MOST_TALK = 12
"""Words of a longest sigh."""
LONGEST_NAME, SHORT_NAME = 7, 3
"""Words of a name, and of one in small letters."""

MOST_SETTLED = 9
"""Words and marks of a longest "done, sent it"."""

FULL_SENTENCE = 4
"""Words from which a message is a sentence that may be kept, and no mere remark."""

_TELLING = frozenset({"did", "wants", "says", "past", "task", "remind", "show", "ask", "complains"})
_WORK = frozenset({"wants", "says", "complains", "customer", "opportunity", "promo"})
"""Concepts of which one alone makes a sentence one about the work."""
_BIDS = frozenset({"undo", "cancel", "show", "move", "mark"})
_POLITE = ("thanks", "filler", "yes")


def is_thanks(text: str) -> bool:
    """Whether a text is thanks or a goodbye and nothing else."""
    if len(text) > MOST_WORDS * 20 or not 0 < len(words(text)) <= 2 * MOST_WORDS:
        return False
    cued = cues_in(text)
    said = {at for cue in cued.all(*_POLITE) for at in range(cue.first, cue.last)}
    left = [at for at, token in enumerate(cued.reading.tokens) if token.is_word and at not in said]
    begins = any(cue.first == 0 for cue in cued.all("thanks"))
    return "thanks" in cued.concepts and (
        not left or (begins and len(left) <= MOST_VOCATIVE and not _means(cued, left))
    )


def _means(cued: Cued, places: Sequence[int]) -> bool:
    """Whether any of some words means more than whom one speaks to: "gracias majo" has none."""
    return any(cue.first <= at < cue.last for cue in cued.cues for at in places) or any(
        any(c.isdigit() for c in cued.keys[at]) for at in places
    )


def is_small_talk(text: str) -> bool:
    """Whether a text is laughter, a sigh, or a word to the bot about itself: nothing anybody would want kept."""
    if not text.strip() or len(words(text)) > MOST_TALK:
        return False
    cued = cues_in(text)
    sizes = [phrase_at("small_talk", cued.keys, at) for at in range(len(cued.keys))]
    sighs = {at + n for at, size in enumerate(sizes) for n in range(size)}
    little = phrasebook().words("function") | phrasebook().words("glue") | phrasebook().words("talk_besides")
    sighs |= (
        {at for cue in cued.all("thanks", "greet", "filler") for at in range(cue.first, cue.last)} if sighs else set()
    )
    all_of_it = all(at in sighs or token.key in little for at, token in enumerate(cued.reading.tokens) if token.is_word)
    return bool(sighs) and (all_of_it or not cued.concepts & _TELLING or _is_of_own_life(cued))


def _is_of_own_life(cued: Cued) -> bool:
    """Whether a sigh or a laugh is about what somebody does for themselves, and nothing of the work: "bought meself a pasty lol"."""
    keys = cued.keys
    own = any(phrase_at("own_life", keys, at) for at in range(len(keys)))
    work = any(phrase_at("matters", keys, at) or any(c.isdigit() for c in keys[at]) for at in range(len(keys)))
    return own and not work and not cued.concepts & (_WORK - {"says"} | {"remind", "task"})


def is_goodbye(text: str) -> bool:
    """Whether talk takes leave: "have a good weekend", "hasta el lunes"."""
    keys = cues_in(text).keys
    return any(phrase_at("farewells", keys, at) for at in range(len(keys)))


def tells_something(text: str) -> bool:
    """Whether a sentence that nobody can place tells something of the work: a number, goods, money, what somebody wants.

    A sigh, a joke or sarcasm does not: what begins like one ("genial, otra vez …") is never taken for a fact.
    """
    if len(words(text)) < FULL_SENTENCE or is_small_talk(text) or asks(text):
        return False
    cued = cues_in(text)
    if "attack" in cued.concepts or phrase_at("exclaims", cued.keys, 0):
        return False
    matters = any(phrase_at("matters", cued.keys, at) for at in range(len(cued.keys)))
    counted = any(any(c.isdigit() for c in key) for key in cued.keys)
    return matters or ("chat" not in cued.concepts and (counted or bool(cued.concepts & _WORK)))


def is_settled(text: str) -> bool:
    """Whether a text says that something was done and names nothing: "done, sent it", "hecho, ya se lo mandé"."""
    cued = cues_in(text)
    if "?" in cued.keys or len(cued.keys) > MOST_SETTLED:
        return False
    begins = next((cue for cue in cued.all("done") if cue.first == 0), None)
    if begins is None and not any(
        phrase_at("settles", cued.keys, at) == len(cued.keys) - at for at in range(2) if at < len(cued.keys)
    ):
        return False
    if begins is not None and begins.last == len(cued.keys):
        return False  # "hecho" alone is a command
    deeds = {at for cue in cued.all("did", "past", "done", "yes", "thanks") for at in range(cue.first, cue.last)}
    little = phrasebook().words("function") | phrasebook().words("glue")
    return all(at in deeds or not token.is_word or token.key in little for at, token in enumerate(cued.reading.tokens))


def takes_its_place(text: str) -> bool:
    """Whether what a text says is done, or will be, takes the place of something else: "I'll ring Jo instead"."""
    keys = cues_in(text).keys
    return any(phrase_at("in_its_place", keys, at) for at in range(len(keys)))


def is_sigh(text: str) -> bool:
    """Whether a text is talk, or begins as sarcasm does: nothing of it is kept unless somebody says so."""
    return is_small_talk(text) or is_thanks(text) or phrase_at("exclaims", cues_in(text).keys, 0) > 0


def is_sentence(text: str) -> bool:
    """Whether a text is long enough to tell something, and is neither a question nor an attempt to give the bot orders."""
    return len(words(text)) >= FULL_SENTENCE and not asks(text) and "attack" not in cues_in(text).concepts


def asks(text: str) -> bool:
    """Whether a text is a question: it ends as one, or begins with a word that asks."""
    if text.rstrip().endswith("?") or text.lstrip().startswith("¿"):
        return True
    keys = [token.key for token in unmarked(text).tokens]
    return bool(keys) and phrase_at("question_words", keys, 0) > 0


def asks_who(text: str) -> bool:
    """Whether a text asks after somebody, with its mark or without: "who wants gloves", "quién pidió guantes"."""
    keys = [token.key for token in unmarked(text).tokens if token.is_word]
    return bool(keys) and phrase_at("asks_who", keys, 0) > 0


_ORDERS = ("show", "create", "remind", "agenda", "ask")
"""How a message begins that asks for something to be done."""


def begins_an_order(text: str) -> bool:
    """Whether a text of several words begins with what is to be done: "apúntame comprar tinta", "give me his number"."""
    return len(words(text)) > 1 and any(cue.first == 0 for cue in cues_in(text).all(*_ORDERS))


def may_be_a_name(text: str, *, sure: bool) -> bool:
    """Whether a text looks like a customer's or somebody's name: a few words, none of them what only sentences have.

    Where it has to be `sure`, because another answer is offered, it must also be written as a name is, or begin like one.
    """
    said = words(text)
    if not 0 < len([word for word in said if word.folded[:1].isalnum()]) <= LONGEST_NAME or is_small_talk(text):
        return False
    if "@" in text:
        return False  # an address is nobody's name
    cued = cues_in(text)
    if cued.concepts & _TELLING or "greet" in cued.concepts or "?" in cued.keys:
        return False
    written = said[0].text[:1].isupper() or said[0].folded in phrasebook().words("business")
    if begins_an_order(text) or (not written and does_something(text)):
        return False
    return written or (not sure and len(said) <= SHORT_NAME)


def does_something(text: str) -> bool:
    """Whether words begin with what is to be done or moved, as no name does: "buy batteries", "push it to wednesday"."""
    cued = cues_in(text)
    return len(cued.keys) > 1 and (begins_a_deed(text) or phrase_at("moves", cued.keys, 0) > 0)


def is_greeting(text: str) -> bool:
    """Whether a text greets, or says how things are ("todo bien"), and asks for no help."""
    concepts = cues_in(text).concepts
    return "greet" in concepts and "help" not in concepts


def asks_to_remember(text: str) -> bool:
    """Whether a text begins by asking to be reminded, "recuérdame …": a matter of its own, wherever it is said."""
    return any(cue.first == 0 for cue in cues_in(text).all("remind"))


def mentions_reminding(text: str) -> bool:
    """Whether a text asks to be reminded anywhere in it."""
    return "remind" in cues_in(text).concepts


def calls_off(text: str) -> bool:
    """Whether a text has words that take something back, wherever in it."""
    cued = cues_in(text)
    took = any(phrase_at("takes_back", cued.keys, at) for at in range(len(cued.keys)))
    return took or bool({"undo", "cancel"} & cued.concepts)


def wants_as_it_was(text: str) -> bool:
    """Whether a text wants something to be as it was: "put it back", "déjalo como estaba". Of an undo it is the contrary."""
    keys = [token.key for token in unmarked(text).tokens]
    return any(phrase_at("as_it_was", keys, at) for at in range(len(keys)))


def wanted_back(text: str, *, offered: bool) -> str | None:
    """What a text tells besides wanting back what was undone, "" where nothing; None where it does not want that.

    Plain words for it are as it was wherever they stand, else how it begins: "recupera la visita", "put beth back". Where that was
    just `offered`, "no, leave it, I need it" is enough.
    """
    cued = cues_in(text)
    keys, tokens = cued.keys, cued.reading.tokens
    end = next((at + size for at in range(len(keys)) if (size := phrase_at("as_it_was", keys, at))), 0)
    end = end or _brought_back(cued, offered=offered)
    if not end:
        return None
    besides = text[tokens[end - 1].end :].lstrip(" ,.;:")
    return besides if tells_something(besides) else ""


def _brought_back(cued: Cued, *, offered: bool) -> int:
    """Where the words end with which a reply begins that wants something back; 0 where it begins otherwise."""
    keys, at = cued.keys, 0
    wanted = ("brings_back", "keeps_it") if offered else ("brings_back",)
    while at < len(keys) and not any(phrase_at(words, keys, at) for words in wanted):
        size = max(phrase_at("corrections", keys, at), _opening(cued, at))
        if not size:
            break
        at += size
    left = len(keys) - at
    if not left:
        return 0
    if phrase_at("puts", keys, at) and any(at + 1 < last for last in _ends(keys)) and left <= MOST_WORDS:
        return len(keys)
    if size := phrase_at("brings_back", keys, at):
        return len(keys) if left <= MOST_WORDS else at + size
    end = at
    while offered and end < len(keys) and (size := max(phrase_at("keeps_it", keys, end), _opening(cued, end))):
        end += size
    told = sum(token.is_word for token in cued.reading.tokens[end:])
    return end if end > at and told <= MOST_VOCATIVE else 0


def _ends(keys: Sequence[str]) -> list[int]:
    """Where a phrase begins that ends a text and says that something comes back."""
    return [at for at in range(len(keys)) if phrase_at("back", keys, at) == len(keys) - at]


def _opening(cued: Cued, at: int) -> int:
    """How many words of a place only begin a reply: "no", "actually", "que", or a mark."""
    if not cued.reading.tokens[at].is_word or cued.keys[at] in phrasebook().words("glue"):
        return 1
    said = [cue for cue in cued.all("no", "filler", "yes") if cue.first == at and not cue.inner]
    return max((cue.last - at for cue in said), default=0)


def _addresses_all(cued: Cued) -> bool:
    """Whether it begins by having everybody told something: "diles a todos que …", "tell the team …"."""
    size = phrase_at("addressing", cued.keys, 0)
    return 0 < size < len(cued.keys) and phrase_at("everybody", cued.keys, size) > 0


def bids(text: str) -> bool:
    """Whether a text begins by ordering the bot to show, change or take back something: it tells nothing."""
    cued = cues_in(text)
    if phrase_at("takes_back", cued.keys, 0) or _addresses_all(cued):
        return True
    cues = [cue for cue in cued.cues if cue.first == 0 and not cue.inner]
    return any(cue.concept in _BIDS for cue in cues) and not any(
        cue.concept in _TELLING - {"show", "task"} for cue in cues
    )


def begins_a_step(text: str) -> bool:
    """Whether a text begins like something that is to be done: "pasarle el teléfono de Marta", "need to …"."""
    keys = [token.key for token in unmarked(text).tokens]
    return bool(keys) and phrase_at("steps", keys, 0) > 0


def is_own_errand(text: str) -> bool:
    """Whether a text begins by saying that it is for the sender alone: "note to self: …", "anota para mí …"."""
    keys = [token.key for token in unmarked(text).tokens]
    return bool(keys) and phrase_at("own_errand", keys, 0) > 0


def begins_a_deed(text: str) -> bool:
    """Whether a text begins with what somebody may do: "book the van", "llamar a Rosa"."""
    cued = cues_in(text)
    return any(cue.first == 0 and cue.last < len(cued.keys) for cue in cued.all("do")) or begins_a_step(text)


def looks_up(intent: str) -> bool:
    """Whether an intent only shows something, and keeps nothing."""
    rule = phrasebook().rules.get(intent)
    return intent == ASK or (rule is not None and not rule.writes and intent not in CONTROLS)


def added(text: str) -> str:
    """What a text adds to what was told before, "añade que …", "also note …"; "" where it does not begin so."""
    return behind("additions", text)


def without_ending(words: str, text: str) -> str:
    """A text without the words of a list that end it: "el viernes a la misma hora"."""
    tokens = unmarked(text).tokens
    keys = [token.key for token in tokens]
    at = next((at for at in range(len(keys)) if at + phrase_at(words, keys, at) == len(keys) > at > 0), None)
    return text[: tokens[at].start].strip(" ,") if at is not None else text


def without_beginning(words: str, text: str) -> str:
    """A text without the words of a list that begin it: "a new customer Flex Factory"."""
    return behind(words, text) or text


def goes_on(text: str) -> bool:
    """Whether a text goes on telling of whoever was spoken of: what else they want, or "y también …"."""
    cued = cues_in(text)
    said = [token.key for token in cued.reading.tokens]  # as written: "too" is drawn out of no other word
    further = any(phrase_at("further", said, at) for at in range(len(said)))
    joint = phrase_at("joints", said, 0) if said else 0
    at = joint + phrase_at("subjects", said, joint) if joint < len(said) else joint
    reported = joint > 0 and at < len(said) and phrase_at("reported", said, at) > 0  # "y pregunta si …"
    return further or reported or reports(text) or "wants" in cued.concepts


def thinks_again(text: str) -> bool:
    """Whether a text qualifies what was just told: it begins by taking it back, or grants one thing and not another ("eso sí, …")."""
    keys = [token.key for token in unmarked(text).tokens]
    if not keys:
        return False
    size = max(phrase_at("corrections", keys, 0), phrase_at("taken_back", keys, 0))
    tells = sum(token.is_word for token in unmarked(text).tokens[size:]) >= FULL_SENTENCE
    plain = size > 0 and tells and " ".join(keys[:size]) not in words_of("light_correction")
    return plain or any(phrase_at("qualifies", keys, at) for at in range(len(keys)))


def reports(text: str) -> bool:
    """Whether a text goes on with what somebody said: "y que pagan esta semana", "and that they pay on Friday"."""
    keys = [token.key for token in unmarked(text).tokens]
    return bool(keys) and phrase_at("goes_on_saying", keys, 0) > 0


def introduces_somebody(text: str) -> bool:
    """Whether a text begins with what somebody is at the place that was spoken of: "the owner is Jo Mills"."""
    keys = [token.key for token in unmarked(text).tokens]
    return bool(keys) and any(phrase_at(name, keys, 0) for name in ("introduces_person", "comes"))


def behind(phrases: str, text: str) -> str:
    """What comes behind the phrase of a list that a text begins with; "" where it begins with none, or nothing comes."""
    reading = unmarked(text)
    keys = [token.key for token in reading.tokens]
    size = phrase_at(phrases, keys, 0) if keys else 0
    return text[reading.tokens[size].start :].strip() if 0 < size < len(keys) else ""


def is_little(word: str) -> bool:
    """Whether a folded word says nothing by itself: an article, a preposition, a word of politeness."""
    book = phrasebook()
    return word.strip(",.;:!¡¿?") in book.words("function") | book.words("glue") | {""} or bool(
        cues_in(word).concepts & {"filler", "yes", "no"}
    )


def is_everybody(text: str) -> bool:
    """Whether a text means all colleagues: "todos", "the team"."""
    keys = [token.key for token in unmarked(text).tokens]
    return bool(keys) and phrase_at("everybody", keys, 0) == len(keys)


def ordinal(text: str) -> int:
    """The number that a text is and nothing else: "2", "la 2", "la segunda", "the second one"; 0 where it is none."""
    said = [word for word in fold(text).strip(" .!)").split() if word not in phrasebook().words("before_ordinals")]
    if len(said) != 1:
        return 0
    [word] = said
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < MOST_DIGITS else 0
    return next(
        (
            int(number)
            for number, _, name in (entry.partition(" ") for entry in phrasebook().words("ordinals"))
            if name == word
        ),
        0,
    )
