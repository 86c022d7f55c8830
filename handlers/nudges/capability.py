"""What is brought up unasked: muted for a time, and what came of it."""

from handlers.kit.format.texts import Words, _
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.turn import Turn
from handlers.nudges import report, silence
from handlers.nudges.kinds import KINDS


def _mute(turn: Turn, id_: int) -> Words | None:
    kind = turn.work.labels.of("nudge_mutes", id_)
    return _("silence about: {what}", what=KINDS.get(str(kind), str(kind))) if kind else None


CAPABILITY = Capability(
    "nudges",
    about=_("What I bring up unasked: mute it for a time, see what came of it"),
    commands=(
        Command(
            {"es": "silencio", "en": "silence"},
            silence.silence,
            _("Mute a kind of reminder for a time"),
            phrases={
                "es": ("no me avises de", "no me avises más de", "silencia", "silenciar"),
                "en": ("mute", "stop nudging me about", "stop telling me about"),
            },
            sayings="mute",
            fits=silence.is_kind,
        ),
        Command({"": "speak_again"}, silence.speak_said, hidden=True, sayings="unmute", fits=silence.is_kind),
        Command({"": "tell_again"}, silence.speak_said, hidden=True, sayings="unmute_muted", fits=silence.is_muted),
        Command(
            {"es": "recordatorios", "en": "nudges"},
            report.report,
            _("What I brought up unasked, and what came of it"),
            phrases={"es": ("qué avisos sirven",), "en": ("which nudges work",)},
        ),
    ),
    actions={"silence": silence.ask, "speak": silence.speak},
    records={"nudge_mutes": RecordWords(_mute)},
    order=60,
)
