"""Pictures and files in a chat: one by itself, several together as an album."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, InputMediaDocument, InputMediaPhoto, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.platforms.attachments import Attached, AttachedPicture
from bot.platforms.multipart import Part
from bot.platforms.telegram.text import MOST_CAPTION, html
from handlers.kit.messages.reply import Spoken
from storage.messaging.files import FileRecord

MOST_TOGETHER = 10
"""Pictures or files in one album; the least is two (core.telegram.org/bots/api#sendmediagroup)."""
MOST_PHOTO_BYTES = 10 * 2**20
"""Of a picture that is shown as one; a larger one goes as a file (core.telegram.org/bots/api#sendphoto)."""
NO_PHOTO = ("photo_invalid_dimensions", "image_process_failed", "photo_save_file_invalid", "photo_ext_invalid")
"""What Telegram says of a picture that it does not show as one: it is sent as a file then."""


class Album:
    """Sends pictures and files to one chat, the first of them as the answer to a message."""

    def __init__(self, bot: Bot, chat: str, reply_to: str | None) -> None:
        self._bot, self._chat = bot, chat
        self._reply = ReplyParameters(int(reply_to), allow_sending_without_reply=True) if reply_to else None

    async def only(self, attached: Attached, caption: str, markup: InlineKeyboardMarkup | None) -> str:
        """The one picture or file that there is, with what is said and can be chosen below it."""
        if attached.pictures:
            return await self._photo(attached.pictures[0].file, caption, markup)
        return await self._document(attached.files[0], caption, markup)

    def pictures(self, pictures: Sequence[AttachedPicture]) -> list[Part]:
        """The parts that show these pictures, each with what is to be seen in it below."""
        return [
            partial(self._photos, pictures[start : start + MOST_TOGETHER])
            for start in range(0, len(pictures), MOST_TOGETHER)
        ]

    def files(self, files: Sequence[FileRecord]) -> list[Part]:
        """The parts that bring these files."""
        return [
            partial(self._documents, files[start : start + MOST_TOGETHER])
            for start in range(0, len(files), MOST_TOGETHER)
        ]

    async def _photos(self, pictures: Sequence[AttachedPicture]) -> str:
        captions = [_caption(picture.alternative) for picture in pictures]
        if len(pictures) > 1 and all(len(picture.file.content) <= MOST_PHOTO_BYTES for picture in pictures):
            media = [
                InputMediaPhoto(_file(picture.file), caption=caption, parse_mode=ParseMode.HTML)
                for picture, caption in zip(pictures, captions, strict=True)
            ]
            try:
                return await self._group(media)
            except BadRequest as error:
                if not _is_no_photo(error):
                    raise
        sent = [
            await self._photo(picture.file, caption, None) for picture, caption in zip(pictures, captions, strict=True)
        ]
        return sent[-1]

    async def _documents(self, files: Sequence[FileRecord]) -> str:
        if len(files) == 1:
            return await self._document(files[0], "", None)
        return await self._group([InputMediaDocument(_file(file)) for file in files])

    async def _photo(self, file: FileRecord, caption: str, markup: InlineKeyboardMarkup | None) -> str:
        if len(file.content) > MOST_PHOTO_BYTES:
            return await self._document(file, caption, markup)
        try:
            sent = await self._bot.send_photo(self._chat, _file(file), **self._below(caption, markup))
        except BadRequest as error:
            if not _is_no_photo(error):
                raise
            return await self._document(file, caption, markup)
        return str(sent.message_id)

    async def _document(self, file: FileRecord, caption: str, markup: InlineKeyboardMarkup | None) -> str:
        sent = await self._bot.send_document(self._chat, _file(file), **self._below(caption, markup))
        return str(sent.message_id)

    async def _group(self, media: Sequence[InputMediaPhoto | InputMediaDocument]) -> str:
        sent = await self._bot.send_media_group(self._chat, media, reply_parameters=self._take_reply())
        return str(sent[-1].message_id)

    def _below(self, caption: str, markup: InlineKeyboardMarkup | None) -> dict[str, Any]:
        return {
            "caption": caption or None,
            "parse_mode": ParseMode.HTML,
            "reply_markup": markup,
            "reply_parameters": self._take_reply(),
        }

    def _take_reply(self) -> ReplyParameters | None:
        reply, self._reply = self._reply, None
        return reply


def _is_no_photo(error: BadRequest) -> bool:
    return error.message.casefold() in NO_PHOTO


def _file(file: FileRecord) -> InputFile:
    return InputFile(file.content, filename=file.name, attach=True)


def _caption(words: str) -> str:
    """What stands below a picture, escaped."""
    return html(Spoken([("text", words)]), MOST_CAPTION)
