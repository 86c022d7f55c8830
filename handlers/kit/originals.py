"""As it was said: the messages of which something becomes a record stay with it, letter by letter, for good."""

from collections.abc import Sequence

from handlers.kit.turn import Turn


def keep_originals(turn: Turn, messages: Sequence[str], *, since: int = 0) -> None:
    """Keeps the messages with the records that this turn added or changed since the one at this place of its list.

    Those records are then seen to: what a form kept is not kept again with the message that only completed it.
    """
    touched = turn.work.changes.touched
    turn.work.originals.keep(
        list(dict.fromkeys(touched[since:])), messages, said_at=turn.incoming.sent_at, source=turn.incoming.source
    )
    del touched[since:]
