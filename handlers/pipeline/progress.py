"""How far everybody is with their targets: a rep sees their own, a manager everybody's."""

from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.format.texts import _
from handlers.kit.registry.registry import Capability, Command
from handlers.pipeline.targets import is_colleagues, month_end, more_targets, my_progress, show_targets

CAPABILITY = Capability(
    "targets",
    about=_("How far each is with the month's target"),
    commands=(
        Command(
            {"es": "objetivos", "en": "targets"},
            show_targets,
            _("How far each is with the month's target"),
            sayings="colleagues_target",
            fits=is_colleagues,
            phrases={
                "es": ("mi objetivo", "los objetivos", "objetivos", "cómo voy con mi objetivo", "cómo voy"),
                "en": ("my target", "the targets", "targets", "how am I doing against target"),
            },
        ),
        Command({"": "targets_asked"}, show_targets, hidden=True, sayings="targets_asked"),
    ),
    actions={"targets": more_targets},
    contributes={"day": my_progress, HOME: my_progress, "month": month_end},
    order=47,
)
