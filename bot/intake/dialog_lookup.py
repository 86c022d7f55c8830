"""Which dialog somebody may fill in: looked up by who they are, outside any turn."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.intake.executor import StoreExecutor, Urgency
from handlers.kit.dialog.modals import Dialog, dialog, form_of
from handlers.kit.format.texts import voice
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company
from storage.work import Store


@dataclass(frozen=True)
class DialogLookup:
    """Looks dialogs up."""

    store: Store
    executor: StoreExecutor
    registry: Registry
    company: Company
    clock: Clock

    async def __call__(self, platform: str, account: str, word: str) -> Dialog | None:
        """The dialog of a command's word or a form's name, in the person's language; None for unregistered users, other roles, other words."""
        form = form_of(self.registry, word)
        if form is None or not form.title:
            return None
        return await self.executor.run(self._for, platform, account, form.name, urgency=Urgency.TAKE_IN)

    def _for(self, platform: str, account: str, form: str) -> Dialog | None:
        with self.store.look(self.clock.now()) as work:
            person = work.people.by_account(platform, account)
        if person is None or person.role not in self.registry.roles_of(form):
            return None
        return dialog(self.registry, form, voice(person.language, self.company.country, self.clock.now().date()))
