"""The panel: a page to look at, behind a link that works once."""

from handlers.kit.format.texts import _
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn


def _link(turn: Turn, _words: str) -> Reply:
    """A new link, in private: whoever opens it sees what this person may see."""
    if not turn.company.panel_url:
        raise Sorry(_("The panel is not switched on here. Whoever runs this server can do that: WEB_VIEW=on."))
    if not turn.incoming.private:
        raise Sorry(_("That is between you and me: write it to me in private."))
    code = turn.work.panel_links.make(turn.person.id)
    return Reply(
        (
            Heading(_("Your panel")),
            Paragraph(f"{turn.company.panel_url}/{code}"),
            Paragraph(
                _(
                    "Open it within 10 minutes. The link works once, and the page stays open for 12 hours. Show it to nobody: it shows what you may see."
                )
            ),
        )
    )


CAPABILITY = Capability(
    "panel",
    about=_("A page to look at: my day, the pipeline, a customer, the team's week"),
    commands=(
        Command(
            {"es": "panel", "en": "dashboard"},
            _link,
            _("A page to look at"),
            phrases={
                "es": ("el panel", "abre el panel", "enséñame el panel", "panel"),
                "en": ("the panel", "open the panel", "show me the panel", "panel", "the dashboard"),
            },
        ),
    ),
    order=650,
)
