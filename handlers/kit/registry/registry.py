"""What the bot can do: every capability found in `handlers/`, by what is said and what is pressed."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any, cast

from handlers.kit.format.lists import Milestone
from handlers.kit.format.texts import Words
from handlers.kit.forms.form import Form
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Target
from handlers.kit.messages.incoming import Attachment, Incoming
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerRun, CustomerService
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.arguments import Serves, parameters
from handlers.kit.registry.sayings import CUSTOMER, Templates, openness, sayings
from handlers.kit.turn import Company, Contribution, Turn
from handlers.kit.views import PanelView
from handlers.kit.web import Route
from handlers.language.meaning import Understanding
from handlers.language.questions.phrases import means_them_all
from storage.audit.records import Change
from storage.names.folding import fold
from storage.people.records import Person
from storage.questions.question import Question
from storage.work import Work

SHARED = frozenset({"handlers.kit", "handlers.language"})
"""The packages of `handlers/` that are no domain."""

STAFF = frozenset({"rep", "manager", "marketing", "support", "admin"})

Run = Callable[[Turn, str], Reply]
"""What a command does: the turn, and the words after the command."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its word in each language that has one, and what it does.

    A form reads the words after it by the templates `takes` ("{customer} > {other}"; those with words of a language are a list, of
    which "@name" is the name), or as the sentence `reads_as` says ("historial de {}"). `sayings` names the list of sentences that
    mean the command, templates too. These lists are data (`handlers.kit.registry.sayings`). Where `fits` is given, it is asked
    whether a sentence that a template takes is really meant so, by the words of its places; `doubts` whether it may not be, and is no surer without. A hidden command is not listed; a form that is `guided` asks, behind a sentence too, for what may be left out. `phrases` are plain words for it, by language, where understanding has no intent of it: the
    whole message, or, where nothing else is understood, its beginning ("invita a …"). A `shortcut` may stand in a
    platform's own menus.
    """

    words: Mapping[str, str]
    does: Form | Run
    about: Words = ""
    reads_as: str = "{}"
    hidden: bool = False
    takes: tuple[str, ...] = ()
    sayings: str = ""
    fits: Callable[[Turn, Mapping[str, str]], bool] | None = None
    doubts: Callable[[Turn, Mapping[str, str]], bool] | None = None
    shortcut: bool = False
    guided: bool = False
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """Slow work: `does` runs in a process of its own, JSON in and JSON out; `finished` is the turn it comes back with.

    `does` is a function at the top of its module: only its name travels. A payload's "attachment" is fetched from its
    platform first, and "file" is then its id among the store's files. `gave_up` is said, where there is more to say than that it
    went wrong, by the payload with "failed": "fetch", or the error's name. A `light` one does little but wait for the disk or for what is drawn: it needs no
    process of its own, which takes seconds to start.
    """

    does: Callable[[JobContext, dict[str, Any]], dict[str, Any]]
    finished: Callable[[Turn, dict[str, Any]], Reply]
    gave_up: Callable[[Turn, dict[str, Any]], Reply] | None = None
    light: bool = False


@dataclass(frozen=True, slots=True)
class RecordWords:
    """How the rows of one table are spoken of: in the activity, after an undo, before a merge.

    `what` names one in a few words, None where that cannot be said; where it is not given, the store's own label does.
    `told` tells a change of one, given those words, where that is more than new, changed or put away. `counted` says how
    many go along in a merge. `refuses` says why a change may not be taken back; `undone` tells whoever had heard of the change
    that it was.
    """

    what: Callable[["Turn", int], Words | None] | None = None
    told: Callable[["Turn", "Change", Words], Words | None] | None = None
    counted: Callable[[int], Words] | None = None
    refuses: Callable[["Turn", "Change"], Words | None] | None = None
    undone: Callable[["Turn", int], object] | None = None


@dataclass(frozen=True)
class Capability:
    """One thing the bot can do.

    `actions` are what buttons do, by the name that is stored with them: a form that is begun with its arguments filled in,
    or a function whose typed arguments are read from what is stored (`handlers.kit.registry.arguments`). A role that may
    not use the capability may not press its buttons either, however it came by them.

    `examples` are sentences to try, by language. `contributes` says something on other capabilities' occasions;
    `amends` a message that puts right what was just made; `continues` takes a message that came in a burst after, or in reply to, something this capability made;
    `records` are the words for the rows of its tables, by their name in the audit; `corrects` an edited message;
    `forwarded` a forwarded one; `keeps_note` what is told of a customer that no intent fits, told at another time than now if need be; `keeps_loose` what nobody can place; `told_of` what is told of somebody who is no customer yet, by number, or by name where the last argument says that one is told of; `open_matters` finds the customers of whose open matters a text names one; `rearranges` what moves or calls off something that is agreed; `answers` a question to the store, None where nothing is there; `unregistered` whoever is not known yet; `document` a file
    that was sent; `media` whatever else came without words, or came with them (then the reply to them is given); `jobs` slow work; `undoes` takes back records of a kind that are more than a few audited rows; `forms`
    are those that no command or intent is, but that buttons begin; `routes` what it answers over HTTP; `views` what it shows on pages to look at;
    `for_customers` what it does for customers themselves, who have none of the rest; `milestones` what a customer's history shows
    of its records, in any order.
    """

    name: str
    about: Words
    commands: tuple[Command, ...] = ()
    intents: Mapping[str, Form | Run] = field(default_factory=dict)
    actions: Mapping[str, Form | Serves] = field(default_factory=dict)
    forms: tuple[Form, ...] = ()
    roles: frozenset[str] = STAFF
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contributes: Mapping[str, Contribution] = field(default_factory=dict)
    continues: Mapping[str, Callable[[Turn, Target, str], Reply | None]] = field(default_factory=dict)
    amends: Mapping[str, Callable[[Turn, Target, str], Amendment | None]] = field(default_factory=dict)
    records: Mapping[str, RecordWords] = field(default_factory=dict)
    corrects: Callable[[Turn], Reply | None] | None = None
    forwarded: Callable[[Turn, Understanding], Reply] | None = None
    keeps_note: Callable[[Turn, int, str, datetime | None], Reply] | None = None
    keeps_loose: Callable[[Turn, str, datetime], Reply] | None = None
    told_of: Callable[[Turn, str, bool], Amendment | None] | None = None
    open_matters: Callable[[Turn, str], Iterable[int]] | None = None
    rearranges: Callable[[Turn, str], Amendment | None] | None = None
    answers: Callable[[Turn, Question], Reply | None] | None = None
    unregistered: Callable[[Work, Incoming, Company], tuple[Person | None, Reply]] | None = None
    document: Callable[[Turn, Attachment], Reply | None] | None = None
    media: Callable[[Turn, Reply | None], Reply | None] | None = None
    jobs: Mapping[str, Job] = field(default_factory=dict)
    undoes: Mapping[str, Callable[[Turn, Target], Reply]] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    views: tuple[PanelView, ...] = ()
    for_customers: CustomerService | None = None
    milestones: Callable[[Turn, int], Sequence[Milestone]] | None = None
    order: int = 100


class Registry:
    """The capabilities, looked up by command word, intent, action, form, or occasion."""

    def __init__(self, capabilities: Iterable[Capability]) -> None:
        self.capabilities = sorted(capabilities, key=lambda c: (c.order, c.name))
        self._commands: dict[str, tuple[Capability, Command]] = {}
        self._intents: dict[str, tuple[Capability, Form | Run]] = {}
        self._actions: dict[str, tuple[Capability, Form | Serves]] = {}
        self._forms: dict[str, Form] = {}
        self._forms_of: dict[str, Capability] = {}
        self._phrases: dict[tuple[str, ...], tuple[Capability, Command]] = {}
        self._said: list[tuple[str, Capability, Command]] = []
        for capability in self.capabilities:
            for command in capability.commands:
                for word in command.words.values():
                    other = self._commands.get(word)
                    if other and other[1] is not command:
                        raise ValueError(f"two commands are called /{word}")
                    self._commands[word] = (capability, command)
                said = [phrase for phrases in command.phrases.values() for phrase in phrases]
                self._phrases |= {_words(phrase): (capability, command) for phrase in said}
                self._said += [(template, capability, command) for template in sayings(command.sayings)]
            self._intents |= {intent: (capability, does) for intent, does in capability.intents.items()}
            self._add_actions(capability)
            does_all = (
                *(command.does for command in capability.commands),
                *capability.intents.values(),
                *capability.actions.values(),
                *capability.forms,
            )
            forms = {does.name: does for does in does_all if isinstance(does, Form)}
            self._forms |= forms
            self._forms_of |= dict.fromkeys(forms, capability)
        self._templates = Templates(template for template, _capability, _command in self._said)

    def _add_actions(self, capability: Capability) -> None:
        for name, serves in capability.actions.items():
            if name in self._actions:
                raise ValueError(f"two actions are called {name}")
            if not isinstance(serves, Form):
                parameters(serves)  # what it takes can be read, or the capability is not one
            self._actions[name] = (capability, serves)

    def command(self, word: str) -> tuple[Capability, Command] | None:
        """The command of this word, in whatever language it is."""
        return self._commands.get(fold(word))

    def shortcuts(self) -> list[Command]:
        """The commands that a platform may put into menus of its own."""
        return [command for capability in self.capabilities for command in capability.commands if command.shortcut]

    def knows(self, word: str) -> bool:
        """Whether there is a command of this word."""
        return fold(word) in self._commands

    def phrase(self, text: str) -> tuple[Capability, Command, str] | None:
        """The command that a text says in plain words, and the words that follow; the longest phrase that fits."""
        words = text.split()
        folded = _words(text)
        for length in range(len(folded), 0, -1):
            if found := self._phrases.get(folded[:length]):
                return (*found, " ".join(words[length:]))
        return None

    def intent(self, name: str) -> tuple[Capability, Form | Run] | None:
        """Who answers this intent."""
        return self._intents.get(name)

    def saying(self, turn: Turn, text: str) -> tuple[Capability, Command, Mapping[str, str]] | None:
        """The command that a sentence is, by the templates, and what it says for the form's slots.

        Of several the one whose template leaves least open: "cambia el rol de Luis a soporte" is about a colleague. Of those one
        that was looked at whether it is meant.
        """
        named = turn.names_in(text)
        return (self._saying(turn, text, named) if named else None) or self._saying(turn, text, ())

    def _saying(
        self, turn: Turn, text: str, named: Sequence[tuple[int, int]]
    ) -> tuple[Capability, Command, Mapping[str, str]] | None:
        found: dict[str, tuple[int, Capability, Command, Mapping[str, str]]] = {}
        for at, places in self._templates.fitting(text, named):
            template, capability, command = self._said[at]
            word = next(iter(command.words.values()))
            if means_them_all(places.get(CUSTOMER, "")):
                continue  # "cada cliente" is nobody's name
            doubted = command.doubts is not None and command.doubts(turn, places)
            if word not in found and not doubted and (command.fits is None or command.fits(turn, places)):
                found[word] = (openness(template), capability, command, places)
        return min(found.values(), key=lambda one: (one[0], one[2].fits is None))[1:] if found else None

    def action(self, name: str) -> tuple[Capability, Form | Serves] | None:
        """Who serves this action."""
        return self._actions.get(name)

    def form(self, name: str) -> Form | None:
        """The form of this stored name; None for one that is no more."""
        return self._forms.get(name)

    def roles_of(self, form: str) -> frozenset[str]:
        """Who may fill in the form of this stored name."""
        return self._forms_of[form].roles

    def form_of(self, kind: str) -> Form | None:
        """The form that made records of this kind, to correct them with."""
        return next((form for form in self._forms.values() if form.makes == kind), None)

    def contributors(self, occasion: str) -> list[Contribution]:
        """Who has something to say on this occasion, in order."""
        return [c.contributes[occasion] for c in self.capabilities if occasion in c.contributes]

    def milestones(self, turn: Turn, customer_id: int) -> list[Milestone]:
        """What became of a customer beside what was logged, newest first."""
        found = [one for c in self.capabilities if c.milestones for one in c.milestones(turn, customer_id)]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def continues(self, kind: str) -> Callable[[Turn, Target, str], Reply | None] | None:
        """Who takes further words about a record of this kind."""
        return next((c.continues[kind] for c in self.capabilities if kind in c.continues), None)

    def amends(self, kind: str) -> Callable[[Turn, Target, str], Amendment | None] | None:
        """Who puts a record of this kind right."""
        return next((c.amends[kind] for c in self.capabilities if kind in c.amends), None)

    def undoes(self, kind: str) -> Callable[[Turn, Target], Reply] | None:
        """Who takes back a record of this kind, where that is not a matter of its audited rows."""
        return next((c.undoes[kind] for c in self.capabilities if kind in c.undoes), None)

    @cached_property
    def records(self) -> Mapping[str, RecordWords]:
        """The words for the rows of tables, by the tables' names in the audit, in order."""
        return {entity: words for c in self.capabilities for entity, words in c.records.items()}

    def finished(self, job: str) -> Callable[[Turn, dict[str, Any]], Reply]:
        """Who takes a job's result."""
        return next(c.jobs[job].finished for c in self.capabilities if job in c.jobs)

    def gave_up(self, job: str) -> Callable[[Turn, dict[str, Any]], Reply] | None:
        """Who says that a job was given up, where somebody says more than that."""
        return next((c.jobs[job].gave_up for c in self.capabilities if job in c.jobs), None)

    def routes(self) -> list[Route]:
        """What the capabilities answer over HTTP."""
        return [route for capability in self.capabilities for route in capability.routes]

    def customer_services(self) -> list[CustomerService]:
        """What is done for customers themselves, in order."""
        return [c.for_customers for c in self.capabilities if c.for_customers]

    def customer_command(self, word: str) -> CustomerRun | None:
        """What a command of a customer's does, in whatever language it is."""
        return next((s.commands[word] for s in self.customer_services() if word in s.commands), None)

    def customer_action(self, name: str) -> Callable[..., Reply] | None:
        """What a button on a message to a customer does."""
        return next((s.actions[name] for s in self.customer_services() if name in s.actions), None)

    def views(self, role: str) -> list[PanelView]:
        """The pages to look at for a role, in order."""
        found = (view for c in self.capabilities if role in c.roles for view in c.views)
        return sorted(found, key=lambda view: (view.order, view.name))

    def one(self, hook: str) -> Any:  # noqa: ANN401 - the hooks have different signatures
        """The one capability's function for a hook (`corrects`, `forwarded`, `unregistered`, `document`)."""
        return next((found for c in self.capabilities if (found := getattr(c, hook))), None)

    def open_matters(self, turn: Turn, text: str) -> set[int]:
        """The customers of whose open matters a text names one."""
        return {id_ for c in self.capabilities if c.open_matters for id_ in c.open_matters(turn, text)}


def registry_of(turn: Turn) -> Registry:
    """The capabilities behind a turn: whoever takes turns gives them all."""
    return cast("Registry", turn.registry)


def _words(text: str) -> tuple[str, ...]:
    """The words of a text as phrases are compared."""
    return tuple(fold(word).strip("¿?¡!.,;:") for word in text.split())


@cache
def discover() -> Registry:
    """Every `CAPABILITY` in the packages of `handlers/`: adding one is adding its package, or a module to one."""
    import handlers  # noqa: PLC0415 - looked at when called: importing this module must not import them all

    domains = (m.name for m in pkgutil.iter_modules(handlers.__path__, "handlers.") if m.ispkg and m.name not in SHARED)
    modules = (
        importlib.import_module(found.name)
        for domain in domains
        for found in pkgutil.iter_modules(importlib.import_module(domain).__path__, f"{domain}.")
    )
    return Registry(module.CAPABILITY for module in modules if hasattr(module, "CAPABILITY"))
