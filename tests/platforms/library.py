"""The real python-telegram-bot, pointed at a fake."""

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.fakes.telegram import TOKEN


def library_bot(url: str, token: str = TOKEN) -> Bot:
    """Returns a bot that talks to the fake at `url`. It loads no certificates, which takes longer than a test."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    return Bot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
