"""What is answered over HTTP: health here, all else where it belongs, in platforms and capabilities, which declare it as data."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from starlette.requests import ClientDisconnect
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from bot.app import App
from bot.platforms.base import PlatformRoute, PlatformSocket
from bot.web.sockets import socket_endpoint
from handlers.kit.web import BadRequestError, WebRequest, WebResponse, openapi

log = structlog.get_logger()

LARGEST_BODY = 1 << 20
"""Bytes of a request, for every route. What a platform sends is a few kilobytes, and so is a form; files come by chat."""
BODY_SECONDS = 10.0
"""In which a body has to arrive: whoever sends it drop by drop holds a connection for nothing."""

Respond = Callable[[WebRequest], Awaitable[WebResponse]]


def web_app(app: App, *, body_seconds: float = BODY_SECONDS) -> FastAPI:
    """The routes of the platforms that run and of the capabilities. Raises ValueError where two are the same."""
    web = FastAPI(title="Cartera", docs_url=None, redoc_url=None, openapi_url=None, max_body_size=LARGEST_BODY)
    routes: dict[tuple[str, str], Respond] = {}

    def add(method: str, path: str, respond: Respond) -> None:
        if (method, path) in routes:
            raise ValueError(f"two routes answer {method} {path}")
        routes[method, path] = respond

    add("GET", "/health", partial(_health, app))
    for platform in app.platforms.values():
        for route in platform.routes(app.inbox):
            if isinstance(route, PlatformSocket):
                web.add_api_websocket_route(route.path, socket_endpoint(route))
            else:
                add(route.method, route.path, route.respond)
    add("GET", "/openapi.json", partial(_openapi, openapi(app.registry.routes())))
    for route in (*app.panel.routes(), *app.programs.routes()):
        add(route.method, route.path, route.respond)
    for declared in app.registry.routes():
        add(declared.method, declared.path, partial(app.requests.answer, declared))
    for (method, path), respond in routes.items():
        web.add_api_route(path, _endpoint(respond, body_seconds), methods=[method])
    return web


def served_first(routes: Iterable[PlatformRoute], otherwise: ASGIApp) -> ASGIApp:
    """Some routes by themselves, answered whether an application runs or not; all else that is asked for goes to `otherwise`."""
    found = [Route(one.path, _endpoint(one.respond, BODY_SECONDS), methods=[one.method]) for one in routes]
    return Router(found, redirect_slashes=False, default=otherwise)


def _endpoint(respond: Respond, body_seconds: float) -> Callable[[Request], Awaitable[Response]]:
    """A route as the web framework wants it: plain values in and out, and no body beyond the limits."""

    async def endpoint(request: Request) -> Response:
        try:
            async with asyncio.timeout(body_seconds):
                body = await request.body()
        except TimeoutError:
            return Response("The request took too long to arrive.", 408)
        except ClientDisconnect:
            return Response(status_code=400)
        asked = WebRequest(
            request.method,
            {name: str(value) for name, value in request.path_params.items()},
            dict(request.query_params),
            dict(request.headers),
            body,
            request.client.host if request.client else "",
        )
        try:
            answer = await respond(asked)
        except BadRequestError as error:
            answer = WebResponse(str(error), 400)
        except Exception as error:  # noqa: BLE001 - the framework would log the traceback, and what it was asked with it
            log.error("request_failed", route=request.scope["route"].path, error=type(error).__name__)
            answer = WebResponse("Something went wrong.", 500)
        return Response(answer.body, answer.status, dict(answer.headers), answer.media_type)

    return endpoint


async def _openapi(document: Mapping[str, Any], request: WebRequest) -> WebResponse:
    """What others may call, for their tools."""
    del request
    return WebResponse.of_json(document)


async def _health(app: App, request: WebRequest) -> WebResponse:
    """200 where the store takes in what comes."""
    del request
    problem = await app.health.problem()
    return WebResponse(problem, 503) if problem else WebResponse("ok")
