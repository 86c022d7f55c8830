"""What is written down of something that raised: a reference and a place, never what people wrote."""

import secrets


def new_reference() -> str:
    """What a person can tell support: short, and found where failures are listed."""
    return secrets.token_hex(2).upper()


def described(error: Exception) -> str:
    """The kind of an error and the innermost place it came from: "KeyError at card.py:12"."""
    return f"{type(error).__name__} at {where(error)}"


def where(error: Exception) -> str:
    """The innermost place, as file:line."""
    place = error.__traceback__
    found = "?"
    while place is not None:
        found = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}"
        place = place.tb_next
    return found
