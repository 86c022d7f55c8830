"""The Bot API's methods, each over the world: parameters in, result out, refusals raised."""

import json
from collections.abc import Callable
from typing import Any

from . import checks
from .checks import Params, Upload
from .errors import NOT_MODIFIED, TO_BOT, WEBHOOK_ACTIVE, Refused, bad_request, forbidden
from .groups import Group
from .messages import MAX_DOWNLOAD, Message, StoredFile, image_size, is_image
from .people import User
from .webhook import Webhook, checked_webhook_url, is_token
from .world import Access, Chat, Raw, World

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
}  # fmt: skip
MAX_PHOTO_BYTES = 10 * 1024 * 1024  # sendPhoto: "at most 10 MB in size"
MAX_PHOTO_SIDES, MAX_PHOTO_RATIO = (
    10_000,
    20,
)  # sendPhoto: "width and height must not exceed 10000 in total", "ratio … at most 20"
DELETABLE_SECONDS = 48 * 3600  # deleteMessage: "sent less than 48 hours ago"
DEFAULT_CONNECTIONS = 40  # setWebhook, max_connections


class Encoded(str):
    """A result that is JSON already."""

    __slots__ = ()


class Methods:
    """Every method that this fake has, by its name in small letters, as Telegram looks them up."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhook: Webhook | None = None
        self.table: dict[str, tuple[str, Callable[[Params], Any]]] = {}
        for name in vars(Methods):
            if not name.startswith("_"):
                head, *rest = name.split("_")
                api_name = head + "".join(word.title() for word in rest)
                self.table[api_name.lower()] = (api_name, getattr(self, name))

    # Getting updates

    def get_me(self, _: Params) -> Raw:
        """Returns the bot."""
        abilities = {"can_join_groups": True, "can_read_all_group_messages": self.world.reads_all_groups}
        return {**self.world.bot, **abilities, "supports_inline_queries": False}

    async def get_updates(self, params: Params) -> Encoded:
        """Returns what waits from `offset` on, or waits for it."""
        if self.webhook is not None:
            raise Refused(409, WEBHOOK_ACTIVE)
        updates = self.world.updates
        updates.allow(params.data("allowed_updates", "can't parse allowed_updates JSON object"))
        offset, limit = params.integer("offset"), params.integer("limit", 100, 1, 100)
        return Encoded(await updates.poll(offset, limit, params.integer("timeout", 0, 0, 50)))

    async def set_webhook(self, params: Params) -> bool:
        """Have updates delivered to a URL; an empty one removes the webhook."""
        url, secret = params.text("url"), params.text("secret_token")
        if url:
            checked_webhook_url(url)
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not is_token(secret):
            raise bad_request("secret token contains unallowed characters")
        await self.delete_webhook(params)
        if url:
            updates = self.world.updates
            updates.allow(params.data("allowed_updates", "can't parse allowed_updates JSON object"))
            updates.terminate_poller()
            connections = params.integer("max_connections", DEFAULT_CONNECTIONS, 1, 100)
            self.webhook = Webhook(self.world, url, secret, connections, self._answer_of_webhook)
        return True

    async def delete_webhook(self, params: Params) -> bool:
        """Go back to getUpdates."""
        if self.webhook is not None:
            webhook, self.webhook = self.webhook, None
            await webhook.close()
        if params.flag("drop_pending_updates"):
            self.world.updates.clear()
        return True

    def get_webhook_info(self, _: Params) -> Raw:
        """Returns how the deliveries go."""
        updates = self.world.updates
        info: Raw = {"url": "", "has_custom_certificate": False, "pending_update_count": len(updates)}
        if updates.allowed:
            info["allowed_updates"] = updates.allowed
        return {**info, **(self.webhook.described() if self.webhook else {})}

    def _answer_of_webhook(self, method: str, params: Params) -> None:
        """Do what the bot asked for in its answer to a webhook; Telegram reports no result of it."""
        _, function = self.table[method.lower()]
        function(params)

    # Messages

    def send_message(self, params: Params) -> Raw:
        """Send a text."""
        text, entities = checks.message_text(params)
        entities = self._known(entities)
        return self._send(params, {"text": text, **({"entities": entities} if entities else {})}).raw

    def send_photo(self, params: Params) -> Raw:
        """Send a picture, uploaded or by its file_id."""
        caption = self._caption(params)
        stored = self._photo(params, "photo")
        return self._send(params, {"photo": stored.as_photo(), **caption}, stored.content).raw

    def send_document(self, params: Params) -> Raw:
        """Send a file, uploaded or by its file_id."""
        caption = self._caption(params)
        stored = self._file(params, "document")
        return self._send(params, {"document": stored.as_document(), **caption}, stored.content).raw

    def send_media_group(self, params: Params) -> list[Raw]:
        """Send pictures or files as an album: each is a message of its own, and counts as one. There is no keyboard."""
        media = checks.album(params)
        contents = []
        for item in media:
            of_item = Params({**item.values, item.text("type"): item.text("media")}, params.files)
            kind = of_item.text("type")
            stored = self._photo(of_item, kind) if kind == "photo" else self._file(of_item, kind)
            described = stored.as_photo() if kind == "photo" else stored.as_document()
            contents.append(({kind: described, **self._caption(of_item)}, stored.content))
        group = {"media_group_id": f"{13_000_000_000 + len(self.world.files.by_id)}"} if len(contents) > 1 else {}
        without_keyboard = Params({name: value for name, value in params.values.items() if name != "reply_markup"})
        return [self._send(without_keyboard, {**content, **group}, file).raw for content, file in contents]

    def edit_message_text(self, params: Params) -> Raw:
        """Change a text and its keyboard; without reply_markup the keyboard goes."""
        text, entities = checks.message_text(params)
        message = self._to_edit(params, "text")
        return self._edit(message, params, {"text": text, "entities": self._known(entities) or None})

    def edit_message_caption(self, params: Params) -> Raw:
        """Change what stands under a picture or a file."""
        caption = {"caption": None, "caption_entities": None, **self._caption(params)}
        return self._edit(self._to_edit(params, "caption"), params, caption)

    def edit_message_reply_markup(self, params: Params) -> Raw:
        """Change the keyboard only."""
        return self._edit(self._to_edit(params, None), params, {})

    def delete_message(self, params: Params) -> bool:
        """Delete a message for everyone."""
        if not params.text("chat_id"):
            raise bad_request("chat identifier is not specified")
        if not params.integer("message_id"):
            raise bad_request("message identifier is not specified")
        chat = self._chat(params, "write")
        message = chat.find(params.integer("message_id"), "message to delete")
        too_old = message.raw["date"] < self.world.now() - DELETABLE_SECONDS
        if too_old or (chat.id < 0 and not message.from_bot):
            raise bad_request("message can't be deleted for everyone")
        chat.remove(message)
        return True

    def answer_callback_query(self, params: Params) -> bool:
        """End the spinning of a pressed button, with a note if there is text."""
        press = self.world.press(params.text("callback_query_id"))
        if len(params.text("text")) > checks.MAX_CALLBACK_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        press.answers.append({"text": params.text("text"), "show_alert": params.flag("show_alert")})
        return True

    def send_chat_action(self, params: Params) -> bool:
        """Show that the bot is writing."""
        if params.text("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        chat = self._chat(params, "write")
        chat.check_send()
        chat.actions.append(params.text("action"))
        return True

    # Files and chats

    def get_file(self, params: Params) -> Raw:
        """Returns where a file can be downloaded."""
        if not params.text("file_id"):
            raise bad_request("file_id not specified")
        stored = self.world.files.by_id.get(params.text("file_id"))
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.content) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return {**stored.described(), "file_path": stored.path}

    def get_chat(self, params: Params) -> Raw:
        """Returns a chat."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        accepted = dict.fromkeys(gifts, False)
        described = self._chat(params, "read").described()
        return {**described, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}

    def leave_chat(self, params: Params) -> bool:
        """Leave a group."""
        chat = self._chat(params, "read")
        if not isinstance(chat, Group):
            raise bad_request("chat member status can't be changed in private chats")
        chat.leave()
        return True

    # What the bot says of itself

    def set_my_commands(self, params: Params) -> bool:
        """Set the commands of one scope and language."""
        self.world.commands[self._scope(params)] = checks.commands(params)
        return True

    def get_my_commands(self, params: Params) -> list[Raw]:
        """Returns the commands of exactly this scope and language."""
        return self.world.commands.get(self._scope(params), [])

    def delete_my_commands(self, params: Params) -> bool:
        """Forget the commands of one scope and language."""
        self.world.commands.pop(self._scope(params), None)
        return True

    def set_my_description(self, params: Params) -> bool:
        """Set what an empty chat with the bot shows."""
        self.world.texts["description", params.text("language_code")] = params.text("description")
        return True

    def get_my_description(self, params: Params) -> Raw:
        """Returns what an empty chat with the bot shows."""
        return {"description": self.world.texts.get(("description", params.text("language_code")), "")}

    def set_my_short_description(self, params: Params) -> bool:
        """Set what the bot's profile shows."""
        self.world.texts["short", params.text("language_code")] = params.text("short_description")
        return True

    def get_my_short_description(self, params: Params) -> Raw:
        """Returns what the bot's profile shows."""
        return {"short_description": self.world.texts.get(("short", params.text("language_code")), "")}

    # What they share

    def _chat(self, params: Params, access: Access) -> Chat:
        if not params.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat_id = params.integer("chat_id")
        if chat_id == self.world.bot["id"]:
            raise forbidden(TO_BOT)
        chat = self.world.chat(chat_id)
        chat.check_access(access)
        return chat

    def _send(self, params: Params, content: Raw, file: bytes = b"") -> Message:
        markup = checks.reply_markup(params)
        chat = self._chat(params, "write")
        reply = self._reply(params, chat)
        chat.check_send()
        self.world.pace.message(chat.id)
        inline = markup is not None and "inline_keyboard" in markup  # the API gives back no other markup
        content = {**content, **reply, **({"reply_markup": markup} if inline else {})}
        message = chat.add(self.world.bot, content, from_bot=True)
        message.content = file
        message.markup = None if inline else markup
        return message

    def _reply(self, params: Params, chat: Chat) -> Raw:
        reply = params.data("reply_parameters", "can't parse reply parameters JSON object")
        if reply is None:
            return {}
        message = chat.messages.get(int(reply.get("message_id", 0)))
        if message is None:
            if reply.get("allow_sending_without_reply"):
                return {}
            raise bad_request("message to be replied not found")
        return {"reply_to_message": {name: value for name, value in message.raw.items() if name != "reply_to_message"}}

    def _caption(self, params: Params) -> Raw:
        text, entities = checks.caption(params)
        entities = self._known(entities)
        return {**({"caption": text} if text else {}), **({"caption_entities": entities} if entities else {})}

    def _known(self, entities: list[Raw]) -> list[Raw]:
        """Mentions of people by id stay for those whom the bot knows; the others are plain text."""
        if not any(entity["type"] == "text_mention" for entity in entities):
            return entities
        kept = []
        for entity in entities:
            user = self.world.chats.get(entity.get("user", {}).get("id", 0))
            if entity["type"] != "text_mention":
                kept.append(entity)
            elif isinstance(user, User):
                kept.append({**entity, "user": user.person})
        return kept

    def _file(self, params: Params, name: str) -> StoredFile:
        reference = params.text(name)
        upload: Upload | None = params.files.get(name) or params.files.get(reference.removeprefix("attach://"))
        if upload is not None:
            if not upload.content:
                raise bad_request("file must be non-empty")
            return self.world.keep(upload, f"{name}s")
        if not reference:
            raise bad_request(f"there is no {name} in the request")
        stored = self.world.files.by_id.get(reference)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def _photo(self, params: Params, name: str) -> StoredFile:
        """A picture that Telegram shows as one (sendPhoto: up to 10 MB, 10,000 for width and height together, 20 for their ratio)."""
        stored = self._file(params, name)
        if not is_image(stored.content):
            raise bad_request("IMAGE_PROCESS_FAILED")
        if len(stored.content) > MAX_PHOTO_BYTES:
            raise bad_request("PHOTO_SAVE_FILE_INVALID")
        if size := image_size(stored.content):
            width, height = size
            if width + height > MAX_PHOTO_SIDES or max(size) > MAX_PHOTO_RATIO * max(min(size), 1):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return stored

    def _to_edit(self, params: Params, part: str | None) -> Message:
        if not params.text("chat_id"):
            raise bad_request("message identifier is not specified")
        chat = self._chat(params, "edit")
        message = chat.find(params.integer("message_id"), "message to edit")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        if part and (part == "text") != ("text" in message.raw):
            raise bad_request(f"there is no {part} in the message to edit")
        return message

    def _edit(self, message: Message, params: Params, changes: Raw) -> Raw:
        markup = checks.reply_markup(params)
        if markup is not None and "inline_keyboard" not in markup:
            raise bad_request("inline keyboard expected")
        changes = {**changes, "reply_markup": markup}
        if all(message.raw.get(name) == value for name, value in changes.items()):
            raise bad_request(NOT_MODIFIED)
        message.replace({**changes, "edit_date": self.world.now()})
        return message.raw

    def _scope(self, params: Params) -> tuple[str, str]:
        language = params.text("language_code")
        if language and not (len(language) == 2 and language.isalpha() and language.islower()):
            raise bad_request("invalid language code specified")
        scope = params.data("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
        if scope.get("type") not in SCOPES:
            raise bad_request("can't parse BotCommandScope: Unsupported type specified")
        if "chat_id" in scope:
            self.world.chat(int(scope["chat_id"]))
        return json.dumps(scope, sort_keys=True), language
