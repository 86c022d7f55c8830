"""/mcp, where people's own programs ask, with a token that its person made in the chat. Off unless MCP=on.

Who calls is looked at before what they say: the host and the origin (another site in somebody's browser has neither), the size,
the token, how often it asks, and how often a machine tried one that nobody has. A request is one transaction, scoped as that person's turns are; tokens are in no log.
"""

import secrets
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import structlog

from bot.clock import Clock
from bot.intake.executor import StoreExecutor, Urgency
from bot.intake.turns import TurnResult
from bot.mcp.tools import BadCallError, call
from bot.platforms.base import PlatformRoute
from bot.settings import MCP
from handlers.kit.error_reports import where
from handlers.kit.messages.incoming import Incoming
from handlers.kit.registry.registry import Registry
from handlers.kit.request_limits import Limit, seconds_to_wait
from handlers.kit.turn import Company, Turn
from handlers.kit.web import WebRequest, WebResponse
from storage.work import Store

log = structlog.get_logger()

HERE = "mcp"
"""The platform of a turn that a program asked for."""
LARGEST = 16_384
"""Bytes of a request: a sentence, and what the protocol says around it."""
PER_MINUTE = 60
"""Requests of one person's programs."""
MINUTE = 60.0
WRONG_OF_ONE_CLIENT = Limit(10, timedelta(minutes=10))
"""Tokens that nobody has, or none at all, from one address."""
LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass
class Budget:
    """How often each person's programs have asked within the last minute."""

    seconds: Callable[[], float] = time.monotonic
    _asked: dict[int, deque[float]] = field(default_factory=dict)

    def allows(self, staff_id: int) -> bool:
        """Counts one more, unless there were enough."""
        asked, now = self._asked.setdefault(staff_id, deque()), self.seconds()
        while asked and now - asked[0] >= MINUTE:
            asked.popleft()
        if len(asked) >= PER_MINUTE:
            return False
        asked.append(now)
        return True


@dataclass(frozen=True, slots=True)
class ProgramRoutes:
    """What is answered at /mcp; `on_answered` hears what a request wants sent."""

    store: Store
    executor: StoreExecutor
    registry: Registry
    company: Company
    clock: Clock
    on_answered: Callable[[TurnResult], None]
    budget: Budget = field(default_factory=Budget)

    def routes(self) -> Sequence[PlatformRoute]:
        """One route; none where it is off. It holds nothing open, so there is nothing to GET or to DELETE."""
        return (PlatformRoute("POST", MCP, self._answer),) if self.company.mcp_url else ()

    async def _answer(self, request: WebRequest) -> WebResponse:
        if not self._from_here(request.headers):
            return WebResponse("Forbidden.", 403)
        if len(request.body) > LARGEST:
            return WebResponse("Too large.", 413)
        scheme, _space, token = request.headers.get("authorization", "").partition(" ")
        staff_id, wait = await self._whose(token.strip() if scheme.lower() == "bearer" else "", request.client)
        if wait:
            return WebResponse("Too many requests.", 429, headers={"Retry-After": str(wait)})
        if staff_id is None:
            return WebResponse("A valid token is needed.", 401, headers={"WWW-Authenticate": "Bearer"})
        if not self.budget.allows(staff_id):
            return WebResponse("Too many requests.", 429, headers={"Retry-After": str(int(MINUTE))})
        from bot.mcp.server import serve  # noqa: PLC0415 - an extra, and a second of loading

        async def called(name: str, arguments: Mapping[str, object]) -> str:
            return await self._call(staff_id, name, arguments)

        kept = {name: value for name, value in request.headers.items() if name != "authorization"}
        return await serve(WebRequest(request.method, headers=kept, body=request.body), called)

    def _from_here(self, headers: Mapping[str, str]) -> bool:
        """Whether it was meant for this server, and comes from no other site's page."""
        own = urlsplit(self.company.mcp_url)
        host = headers.get("host", "")
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if host != own.netloc and name not in LOCAL:
            return False
        origin = headers.get("origin")
        return origin is None or origin in {f"{own.scheme}://{own.netloc}", f"http://{host}"}

    async def _whose(self, token: str, client: str) -> tuple[int | None, int | None]:
        """Whose token it is; for nobody's, in how many seconds that machine may try again where it did too often."""

        def look() -> tuple[int | None, int | None]:
            with self.store.work(self.clock.now()) as work:
                staff_id = work.access_tokens.whose(token) if token else None
                wrong = [(f"mcp:{client}", WRONG_OF_ONE_CLIENT)]
                return staff_id, seconds_to_wait(work, wrong) if staff_id is None else None

        return await self.executor.run(look, urgency=Urgency.TURN)

    async def _call(self, staff_id: int, name: str, arguments: Mapping[str, object]) -> str:
        """What a tool answers, once what it keeps is committed. Raises BadCallError, which what went wrong becomes too."""
        try:
            said, result = await self.executor.run(self._in_turn, staff_id, name, arguments, urgency=Urgency.TURN)
        except BadCallError:
            raise
        except Exception as error:  # noqa: BLE001 - the program is told, and nobody else suffers
            reference = secrets.token_hex(2).upper()
            # Without the values: requests hold what people wrote.
            log.error("request_failed", route=MCP, reference=reference, error=type(error).__name__, at=where(error))
            raise BadCallError(f"Something went wrong (ref {reference}).") from None
        self.on_answered(result)
        return said

    def _in_turn(self, staff_id: int, name: str, arguments: Mapping[str, object]) -> tuple[str, TurnResult]:
        now = self.clock.now()
        with self.store.work(now, turn=f"program:{secrets.token_hex(8)}") as work:
            person = work.people.works_here(staff_id)
            if person is None:
                raise BadCallError("This token is not valid any more.")
            work.person, work.sees_owners = person, work.people.owners_seen(person, self.company.visibility)
            asked = Incoming(HERE, HERE, HERE, HERE, "", now)
            said = call(Turn(work, person, asked, now, self.company, self.registry), name, arguments)
            return said, TurnResult.of(work)
