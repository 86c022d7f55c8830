"""What a platform's own description says of a call: which parameters a method has, and what each has to be.

The servers refuse what the platforms refuse. What these let pass without a word (a parameter that the method does not have, an
object's field that does nothing) is a mistake all the same, and is found here.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Type = Any
"""A name ("string", "integer", "boolean", "float", "any", an object's), a list of one type, or {"any": [types]}."""

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "float": (int, float),
}


class Description:
    """The methods and objects of a platform; "?" after a name says that it may be left out."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.methods: Mapping[str, Mapping[str, Type]] = raw["methods"]
        self._objects: Mapping[str, Any] = raw.get("objects", {})

    def problems(self, method: str, values: Mapping[str, Any], files: Collection[str] = ()) -> list[str]:
        """What is not as described. In a form everything is text, of JSON where it is no plain text.

        A file is a parameter by its own name, or goes by any name that a parameter refers to ("attach://name").
        """
        described = self.methods.get(method)
        if described is None:
            return [f"{method} is not described: add it to the description"]
        said = " ".join(str(value) for value in values.values())
        given = {**values, **{name: "attach://" for name in files if f"attach://{name}" not in said}}
        return [f"{method}: {problem}" for problem in self._fields(described, given, from_form=True)]

    def _fields(
        self, described: Mapping[str, Type], given: Mapping[str, Any], *, from_form: bool = False
    ) -> Iterator[str]:
        kinds = {name.removesuffix("?"): kind for name, kind in described.items()}
        for name in described:
            if not name.endswith("?") and given.get(name) in (None, ""):
                yield f"{name} is missing"
        for name, value in given.items():
            if name not in kinds:
                yield f"there is no {name}"
            elif not self._is(kinds[name], value, from_form=from_form):
                yield f"{name} is no {kinds[name]}: {str(value)[:200]}"

    def _is(self, kind: Type, value: Any, *, from_form: bool = False) -> bool:
        if isinstance(kind, dict):
            return any(self._is(one, value, from_form=from_form) for one in kind["any"])
        if kind in ("any", "InputFile") or (kind == "string" and isinstance(value, str)):
            return True
        if from_form and isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return False
        if isinstance(kind, list):
            return isinstance(value, list) and all(self._is(kind[0], item) for item in value)
        if kind in _PLAIN:
            return isinstance(value, _PLAIN[kind]) and (kind == "boolean" or not isinstance(value, bool))
        fields = self._objects[kind]
        if "any" in fields:
            return self._is(fields, value)
        return isinstance(value, dict) and not any(self._fields(fields, value))


@cache
def described(path: Path) -> Description:
    """The description in a file."""
    return Description(json.loads(path.read_text()))
