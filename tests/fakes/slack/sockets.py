"""Socket Mode: the app opens connections, each thing goes to one of them (docs.slack.dev, "Using Socket Mode")."""

import asyncio
import json
import random
import uuid
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from .deliveries import Delivery, Outcome
from .errors import Refused
from .markup import Raw

MAX_CONNECTIONS = 10
OPEN_SECONDS = 18060  # what hello says of how long a connection lasts


class Connection:
    """One connection of the app."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.leaving = False
        self.waiting: dict[str, asyncio.Future[Any]] = {}

    async def send(self, message: Raw) -> None:
        """Send a message; ConnectionError when the connection is gone."""
        await self.socket.send_str(json.dumps(message, ensure_ascii=False))

    def lost(self) -> None:
        """The connection is gone: nothing it was sent will be acknowledged."""
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(ConnectionResetError())


class Sockets:
    """The connections that are open. Acknowledged is an envelope whose id comes back in time.

    `mistakes` says what the app sent that makes no sense.
    """

    def __init__(self, app_id: str, url: str, chance: random.Random, changed: Callable[[], None]) -> None:
        self.connections: list[Connection] = []
        self.mistakes: list[str] = []
        self.ack_seconds = 3.0
        self._app_id = app_id
        self._url = url
        self._chance = chance
        self._changed = changed
        self._tickets: set[str] = set()
        self._opened = asyncio.Event()

    def open_url(self) -> str:
        """Returns an address that one connection can be opened at, once."""
        ticket = f"{self._chance.getrandbits(64):016x}"
        self._tickets.add(ticket)
        return f"{self._url}/link/?ticket={ticket}&app_id={self._app_id}"

    async def serve(self, request: web.BaseRequest, ticket: str) -> web.StreamResponse:
        """Keep one connection until either side closes it."""
        if ticket not in self._tickets:
            raise Refused("invalid_ticket", 401)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket)
        if len(self.connections) >= MAX_CONNECTIONS:
            await connection.send(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        self.connections.append(connection)
        await connection.send(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": OPEN_SECONDS},
                "connection_info": {"app_id": self._app_id},
            }
        )
        self._opened.set()
        self._changed()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acknowledged(connection, message.data)
        finally:
            self.connections.remove(connection)
            connection.lost()
            self._changed()
        return socket

    async def attempt(self, delivery: Delivery) -> Outcome:
        """Returns how one envelope fared; without a connection it waits for one as long as for an acknowledgement."""
        connection = await self._connection()
        if connection is None:
            return Outcome(ok=False, reason="connection_failed")
        envelope = str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        future = connection.waiting[envelope] = asyncio.get_running_loop().create_future()
        try:
            await connection.send(self._envelope(envelope, delivery))
            async with asyncio.timeout(self.ack_seconds):
                payload = await future
        except TimeoutError:
            return Outcome(ok=False, reason="timeout")
        except ConnectionError:
            return Outcome(ok=False, reason="connection_failed")
        finally:
            del connection.waiting[envelope]
        if payload and not delivery.expects_answer:
            self.mistakes.append(f"an answer to what takes none: {delivery.payload.get('type')}")
            payload = None
        return Outcome(ok=True, answer=payload or None)

    async def disconnect(self, reason: str) -> None:
        """Tell the app that its connections end soon (`warning`) or now (`refresh_requested`, `link_disabled`)."""
        for connection in list(self.connections):
            connection.leaving = True
            await connection.send(_disconnect(reason))
            if reason != "warning":
                await connection.socket.close()

    def cut(self) -> None:
        """Break all connections without a word."""
        for connection in list(self.connections):
            transport = connection.socket._req.transport if connection.socket._req is not None else None
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        """Close all connections."""
        for connection in list(self.connections):
            await connection.socket.close()

    async def _connection(self) -> Connection | None:
        if not self.connections:
            self._opened.clear()
            try:
                async with asyncio.timeout(self.ack_seconds):
                    await self._opened.wait()
            except TimeoutError:
                return None
        staying = [connection for connection in self.connections if not connection.leaving]
        return self._chance.choice(staying or self.connections) if self.connections else None

    def _envelope(self, envelope: str, delivery: Delivery) -> Raw:
        message: Raw = {
            "envelope_id": envelope, "payload": delivery.payload, "type": delivery.kind,
            "accepts_response_payload": delivery.expects_answer,
        }  # fmt: skip
        if delivery.kind == "events_api":
            message |= {"retry_attempt": delivery.attempts, "retry_reason": delivery.reason}
        return message

    def _acknowledged(self, connection: Connection, text: str) -> None:
        try:
            message = json.loads(text)
            future = connection.waiting.get(message["envelope_id"])
        except (ValueError, KeyError, TypeError):
            self.mistakes.append(f"no acknowledgement: {text[:100]}")
            return
        if future is None or future.done():
            self.mistakes.append("an acknowledgement that came late or twice")
            return
        future.set_result(message.get("payload"))


def _disconnect(reason: str) -> Raw:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
