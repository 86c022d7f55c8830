"""Requests in, responses out: every way in which a call's parameters may come, and the API's envelope."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from .checks import Params, Upload
from .errors import Refused, bad_request

MAX_UPLOAD = 50 * 1024 * 1024  # sendDocument: "Bots can currently send files of any type of up to 50 MB in size"
_BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    b"<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


async def read_params(request: web.BaseRequest, query: str) -> Params:
    """Returns the call's parameters from the query string and the body (JSON, form or multipart)."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if request.method == "GET" or not request.body_exists:
        return Params(values)
    content_type = request.headers.get("Content-Type", "")
    if content_type.startswith("multipart/form-data"):
        return await _multipart(request, values)
    body = await request.read()
    if content_type.startswith("application/json"):
        values.update(_json_object(body))
    else:
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body) if body else {}
    except ValueError:
        raise bad_request("failed to parse JSON request body") from None
    return given if isinstance(given, dict) else {}


async def _multipart(request: web.BaseRequest, values: dict[str, Any]) -> Params:
    files = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            content_type = value.content_type or "application/octet-stream"
            files[name] = Upload(value.filename, value.file.read(), content_type)
            value.file.close()
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")
    return Params(values, files)


def dumps(value: object) -> bytes:
    """Returns the value as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def ok(result: bytes) -> web.Response:
    """Returns the answer of a call that went well."""
    return web.Response(body=b'{"ok":true,"result":' + result + b"}", content_type="application/json")


def failed(refusal: Refused) -> web.Response:
    """Returns the answer of a call that was refused; 502 comes as the page of the server in front, as it really does."""
    if refusal.code == 502:
        return web.Response(status=502, body=_BAD_GATEWAY, content_type="text/html")
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    after = refusal.parameters.get("retry_after")
    headers = {"Retry-After": str(after)} if after is not None else None
    return web.Response(status=refusal.code, body=dumps(body), content_type="application/json", headers=headers)
