"""A language model that says what a test wants: rightly, wrongly, slowly, hostilely, or nothing at all."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class FakeModel:
    """What it says next, and what it was asked. `status` other than 200 is an error; `drops` ends the connection.

    It says nothing before `may_speak` is set, which it is unless a test clears it; `was_asked` is set by each question.
    """

    url: str = ""
    says: str = "{}"
    status: int = 200
    drops: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    may_speak: Event = field(default_factory=Event)
    was_asked: Event = field(default_factory=Event)


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    """Serves `POST /v1/chat/completions` as OpenAI describes it (platform.openai.com/docs/api-reference/chat)."""
    model = FakeModel()
    model.may_speak.set()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path != "/v1/chat/completions" or self.headers.get("Authorization") != "Bearer key":
                self.send_error(404)
                return
            model.asked.append(body)
            model.was_asked.set()
            model.may_speak.wait()
            if model.drops:
                self.connection.close()
                return
            message = {"role": "assistant", "content": model.says}
            answer = {
                "id": "x",
                "object": "chat.completion",
                "created": 1,
                "model": body["model"],
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            }
            content = json.dumps(answer).encode()
            self.send_response(model.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        model.may_speak.set()
        server.shutdown()
        server.server_close()
