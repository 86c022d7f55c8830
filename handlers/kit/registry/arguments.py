"""The arguments of actions: JSON that was stored with a button, read as what the function that serves it asks for."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from inspect import Parameter, signature
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from handlers.kit.format.texts import _
from handlers.kit.forms.stored_values import moment_from_json
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Moment
from storage.crm.records import ContactRecord, CustomerRecord
from storage.people.records import Person

T = TypeVar("T")

Serves = Callable[..., Reply]
"""What an action does: the turn, and the action's arguments by name. Its annotations say how each is read."""

Reader = Callable[[Turn, Any], Any]
"""An argument from its JSON. Raises ValueError, TypeError or LookupError for what is none, Sorry for what is gone or not for this person."""


class BadArgumentsError(Exception):
    """A button's arguments are not, or are not any more, what its action takes."""


def bound(turn: Turn, serves: Serves, args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments to call an action's function with, besides the turn. Raises BadArgumentsError, or Sorry for what is gone."""
    takes = parameters(serves)
    missing = [name for name, (_reader, needed) in takes.items() if needed and name not in args]
    if missing or not set(args) <= set(takes):
        raise BadArgumentsError
    try:
        return {name: takes[name][0](turn, raw) for name, raw in args.items()}
    except (ValueError, TypeError, LookupError):
        raise BadArgumentsError from None


@cache
def parameters(serves: Serves) -> Mapping[str, tuple[Reader, bool]]:
    """What an action's function takes: how each argument is read, and whether it must be there.

    Raises TypeError for an annotation that nobody can read from JSON: a capability that has one is not found at all.
    """
    hints = get_type_hints(serves, include_extras=True)
    _turn, *rest = signature(serves).parameters.values()
    return {one.name: (reader(hints[one.name]), one.default is Parameter.empty) for one in rest}


def reader(annotation: Any) -> Reader:  # noqa: ANN401 - any annotation
    """How an argument of this type is read. `Annotated[T, read]` brings its own."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        own: Reader = inner[1]
        return own
    if origin in {Union, UnionType} and NoneType in inner:
        [only] = [reader(one) for one in inner if one is not NoneType]
        return lambda turn, raw: None if raw is None else only(turn, raw)
    if origin is Literal:
        return lambda _turn, raw: _one_of(inner, raw)
    if annotation in _READERS:
        return _READERS[annotation]
    raise TypeError(f"an action cannot take {annotation}")


def _exactly(kind: type[T], raw: Any) -> T:  # noqa: ANN401 - JSON
    if type(raw) is not kind:  # True is no number
        raise ValueError("another kind of value")
    return raw


def _one_of(values: tuple[Any, ...], raw: Any) -> Any:  # noqa: ANN401 - JSON
    if raw not in values:
        raise ValueError("none of these")
    return raw


def _target(_turn: Turn, raw: Any) -> Target:  # noqa: ANN401 - JSON
    target = Target.parse(raw) if isinstance(raw, str) else None
    if target is None:
        raise ValueError("no target")
    return target


def _customer(turn: Turn, raw: Any) -> CustomerRecord:  # noqa: ANN401 - JSON
    return _there(turn.work.customers.get(_exactly(int, raw)))


def _contact(turn: Turn, raw: Any) -> ContactRecord:  # noqa: ANN401 - JSON
    return _there(turn.work.customers.contact(_exactly(int, raw)))


def _colleague(turn: Turn, raw: Any) -> Person:  # noqa: ANN401 - JSON
    found = turn.work.people.works_here(_exactly(int, raw))
    if found is None:
        raise Sorry(_("They don't work here any more."))
    return found


def _there(found: T | None) -> T:
    if found is None:
        raise Sorry(_("That no longer exists."))
    return found


_READERS: Mapping[Any, Reader] = {
    int: lambda _turn, raw: _exactly(int, raw),
    str: lambda _turn, raw: _exactly(str, raw),
    bool: lambda _turn, raw: _exactly(bool, raw),
    Target: _target,
    date: lambda _turn, raw: date.fromisoformat(raw),
    datetime: lambda _turn, raw: datetime.fromisoformat(raw),
    Moment: lambda _turn, raw: moment_from_json(raw),
    CustomerRecord: _customer,
    ContactRecord: _contact,
    Person: _colleague,
}
