"""Requests to the routes of capabilities: one transaction each, on the store's threads, as a turn has."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.intake.executor import StoreExecutor, Urgency
from bot.intake.turns import TurnResult
from handlers.kit.error_reports import where
from handlers.kit.format.texts import voice
from handlers.kit.turn import Company, Sorry
from handlers.kit.web import BadRequestError, Route, RouteContext, WebRequest, WebResponse
from storage.session.troubles import is_passing
from storage.work import Store

log = structlog.get_logger()


@dataclass(frozen=True)
class RouteRequests:
    """Has requests answered; `on_answered` hears what each of them wants sent and done."""

    store: Store
    executor: StoreExecutor
    company: Company
    clock: Clock
    on_answered: Callable[[TurnResult], None]

    async def answer(self, route: Route, request: WebRequest) -> WebResponse:
        """What the route's function answers, once its transaction is committed; what went wrong where it was not."""
        try:
            response, result = await self.executor.run(self._answer, route, request, urgency=Urgency.TURN)
        except BadRequestError:
            raise  # the web server's to answer, whoever raises it
        except Sorry as sorry:
            speaks = voice(self.company.language, self.company.country, self.clock.now().date())
            return WebResponse(speaks.say(sorry.words), 422)
        except Exception as error:  # noqa: BLE001 - whoever asked is told, and nobody else's request suffers
            reference = secrets.token_hex(2).upper()
            # Without the values: requests hold what people wrote.
            log.error(
                "request_failed", route=route.path, reference=reference, error=type(error).__name__, at=where(error)
            )
            return WebResponse(f"Something went wrong (ref {reference}).", 503 if is_passing(error) else 500)
        self.on_answered(result)
        return response

    def _answer(self, route: Route, request: WebRequest) -> tuple[WebResponse, TurnResult]:
        now = self.clock.now()
        with self.store.work(now, turn=f"request:{secrets.token_hex(8)}") as work:
            response = route.respond(RouteContext(work, now, self.company), request)
            return response, TurnResult.of(work)
