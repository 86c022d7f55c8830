"""The web server: it listens at HOST and PORT while the application runs."""

import uvicorn

from bot.app import App
from bot.settings import Settings
from bot.web.routes import web_app

GOODBYE_SECONDS = 5


class Web:
    """Serves until cancelled."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._server = uvicorn.Server(
            uvicorn.Config(
                web_app(app),
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=GOODBYE_SECONDS,
            )
        )

    async def serve(self) -> None:
        """Listens at HOST and PORT."""
        try:
            await self._server.serve()
        finally:
            if self._server.started and self._server.servers:  # cancelled, it leaves its sockets open
                await self._server.shutdown()
