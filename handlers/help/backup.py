"""Looking after what is kept: backups are made where the bot runs, and this says how."""

from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn


def _backup(_turn: Turn, _words: str) -> Reply:
    """All that customers told does not go through a chat: it stays in the house."""
    return Reply.of(
        _(
            "A backup holds everything, so I don't send it through a chat. Where I run, this makes one while I go on working: {command}",
            command="cartera backup FILE",
        ),
        _("To bring it back: {command}. A list of the customers alone is /export.", command="cartera restore FILE"),
    )


CAPABILITY = Capability(
    "care",
    about=_("How a backup is made and brought back"),
    commands=(
        Command(
            {"es": "copia", "en": "backup"},
            _backup,
            _("How a backup is made and brought back"),
            hidden=True,
            phrases={
                "es": (
                    "copia de seguridad",
                    "backup",
                    "haz una copia de seguridad",
                    "hacer una copia de seguridad",
                    "restaurar una copia",
                    "restaurar la copia de seguridad",
                ),
                "en": ("backup", "back up", "make a backup", "restore a backup", "restore the backup"),
            },
        ),
    ),
    roles=frozenset({"admin"}),
    order=730,
)
