"""A stranger's own page, on a port of its own, that shows a form of ours; and a visitor who fills it in there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import httpx

STRANGERS_PAGE = """<!doctype html><html lang="es"><title>Toldos</title><h1>Toldos</h1>
<iframe title="Escríbenos" src="{form}?utm_campaign=oto%C3%B1o"></iframe></html>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and writes nothing to the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
        pass


@contextmanager
def strangers_page(form: str, folder: Path) -> Iterator[str]:
    """The address of a page in this folder that embeds the form at that address."""
    (folder / "index.html").write_text(STRANGERS_PAGE.format(form=form), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


async def fill_in_on(page_at: str, **fields: str) -> str:
    """A visitor opens a page and sends what it embeds, without JavaScript, as a browser does; returns what they are shown."""
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=20)) as visitor:
        page = await visitor.get(page_at)
        framed = re.search(r'<iframe[^>]* src="([^"]+)"', page.text)
        assert framed
        form = await visitor.get(framed[1], headers={"Referer": page_at, "Sec-Fetch-Site": "cross-site"})
        assert "frame-ancestors *" in form.headers["content-security-policy"]
        assert "x-frame-options" not in form.headers
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.text))
        hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
        served = urlsplit(framed[1])
        sent = await visitor.post(
            f"http://{served.netloc}{served.path}",
            data={**hidden, "consent": "1", **fields},
            headers={"Origin": f"http://{served.netloc}"},
        )
        return sent.text
