"""The Web API's methods, each over the world: parameters in, result out, refusals raised."""

from collections.abc import Callable

from . import checks
from .conversations import Conversation
from .errors import Refused, invalid
from .markup import Raw
from .messages import Message
from .views import View
from .wire import Params
from .world import APP, BOT, BOT_USER, TEAM, World

Method = Callable[[Params], Raw]
MAX_FILE = 50 * 1024 * 1024
MAX_ALTERNATIVE = 1000  # files.getUploadURLExternal: alt_txt_too_large
WITH_APP_TOKEN = ("apps.connections.open",)
ANY_TOKEN = ("api.test",)


class Methods:
    """Every method that this fake has, by its name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.table: dict[str, Method] = {
            "api.test": self.api_test,
            "apps.connections.open": self.apps_connections_open,
            "auth.test": self.auth_test,
            "bots.info": self.bots_info,
            "chat.delete": self.chat_delete,
            "chat.getPermalink": self.chat_get_permalink,
            "chat.postEphemeral": self.chat_post_ephemeral,
            "chat.postMessage": self.chat_post_message,
            "chat.update": self.chat_update,
            "conversations.info": self.conversations_info,
            "conversations.members": self.conversations_members,
            "conversations.open": self.conversations_open,
            "files.completeUploadExternal": self.files_complete_upload_external,
            "files.getUploadURLExternal": self.files_get_upload_url_external,
            "files.info": self.files_info,
            "users.info": self.users_info,
            "views.open": self.views_open,
            "views.publish": self.views_publish,
            "views.push": self.views_push,
            "views.update": self.views_update,
        }

    def named(self, name: str) -> Method:
        """Returns the method of this name or refuses."""
        method = self.table.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        return method

    # The app itself

    def api_test(self, params: Params) -> Raw:
        """Returns what came in; `error` is refused as it says."""
        if params.text("error"):
            raise Refused(params.text("error"), args=params.values)
        return {"args": params.values} if params.values else {}

    def auth_test(self, _: Params) -> Raw:
        """Returns who the token stands for."""
        return {
            "url": "https://cartera.slack.com/", "team": "Cartera", "user": "cartera", "team_id": TEAM, "user_id": BOT_USER,
            "bot_id": BOT, "is_enterprise_install": False,
        }  # fmt: skip

    def bots_info(self, _: Params) -> Raw:
        """Returns the app's bot."""
        return {"bot": {"id": BOT, "deleted": False, "name": "Cartera", "app_id": APP, "user_id": BOT_USER}}

    def apps_connections_open(self, _: Params) -> Raw:
        """Returns the address of a new Socket Mode connection."""
        return {"url": self.world.sockets.open_url()}

    # Messages

    def chat_post_message(self, params: Params) -> Raw:
        """Send a message, to a conversation or straight to a person."""
        conversation = self._target(params.needed("channel", "channel_not_found"))
        conversation.check_post()
        content = self._content(params, conversation)
        self.world.pace.message(conversation.id)
        message = conversation.post(content)
        message.unfurls = checks.unfurled(params, content)
        return {"channel": conversation.id, "ts": message.ts, "message": message.raw}

    def chat_post_ephemeral(self, params: Params) -> Raw:
        """Show a message to one person in a conversation."""
        conversation = self._target(params.needed("channel", "channel_not_found"))
        conversation.check_post()
        user = self.world.user(params.needed("user", "user_not_in_channel"), "user_not_in_channel")
        if user not in conversation.members:
            raise Refused("user_not_in_channel")
        content = self._content(params, conversation)
        if "thread_ts" in content and not conversation.has_replies(content["thread_ts"]):
            self.world.mistakes.append("an ephemeral message in a thread that nobody began: nobody sees it")
        message = conversation.whisper(user, content)
        return {"message_ts": message.ts}

    def chat_update(self, params: Params) -> Raw:
        """Change one of the app's messages. A text without `blocks` takes the place of those that it had."""
        conversation, message = self._own(params, "cant_update_message")
        if message.edit_window_closed:
            raise Refused("edit_window_closed")
        content: Raw = {"blocks": None, **checks.content(params, checks.MAX_UPDATE)}
        if not content["blocks"]:
            content["blocks"] = None
        conversation.changed(message, content, "" if content["blocks"] else BOT_USER)
        return {"channel": conversation.id, "ts": message.ts, "text": message.raw["text"], "message": message.raw}

    def chat_delete(self, params: Params) -> Raw:
        """Delete one of the app's messages."""
        conversation, message = self._own(params, "cant_delete_message")
        conversation.removed(message)
        return {"channel": conversation.id, "ts": message.ts}

    def chat_get_permalink(self, params: Params) -> Raw:
        """Returns a message's address."""
        conversation = self.world.conversation(params.text("channel"))
        message = conversation.find(params.text("message_ts"))
        link = f"https://cartera.slack.com/archives/{conversation.id}/p{message.ts.replace('.', '')}"
        return {"channel": conversation.id, "permalink": link}

    def _content(self, params: Params, conversation: Conversation) -> Raw:
        content = checks.content(params, checks.MAX_TEXT)
        thread = params.text("thread_ts")
        if thread:
            content["thread_ts"] = conversation.thread(thread)
            content["parent_user_id"] = conversation.messages[content["thread_ts"]].raw["user"]
        return content

    def _target(self, channel: str) -> Conversation:
        if channel[:1] in ("U", "W"):
            user = self.world.users.get(channel)
            if user is None or user.deleted:
                raise Refused("channel_not_found")
            user.dm.opened = True
            return user.dm
        if channel not in self.world.conversations:
            named = channel.removeprefix("#")
            channel = next(
                (c.id for c in self.world.conversations.values() if c.name == named and not c.is_im), channel
            )
        return self.world.conversation(channel)

    def _own(self, params: Params, refusal: str) -> tuple[Conversation, Message]:
        conversation = self.world.conversation(params.needed("channel", "channel_not_found"))
        if conversation.archived:
            raise Refused("is_archived")
        message = conversation.find(params.text("ts"))
        if not message.from_bot:
            raise Refused(refusal)
        return conversation, message

    # Conversations and people

    def conversations_open(self, params: Params) -> Raw:
        """Returns the private conversation with a person."""
        if params.text("channel"):
            conversation = self.world.conversation(params.text("channel"))
            return {"no_op": True, "already_open": True, "channel": {"id": conversation.id}}
        named = params.needed("users", "users_list_not_supplied").split(",")
        if len(named) > 1:
            raise NotImplementedError("this fake knows no conversations of several people: Cartera opens none")
        user = self.world.user(named[0])
        if user.deleted:
            raise Refused("user_disabled")
        already, user.dm.opened = user.dm.opened, True
        channel = user.dm.described() if params.flag("return_im") else {"id": user.dm.id}
        return {"no_op": already, "already_open": already, "channel": channel}

    def conversations_info(self, params: Params) -> Raw:
        """Returns a conversation."""
        return {"channel": self.world.conversation(params.text("channel")).described()}

    def conversations_members(self, params: Params) -> Raw:
        """Returns who is in a conversation."""
        conversation = self.world.conversation(params.text("channel"))
        members = [*(user.id for user in conversation.members), *([BOT_USER] if conversation.has_bot else [])]
        return {"members": members, "response_metadata": {"next_cursor": ""}}

    def users_info(self, params: Params) -> Raw:
        """Returns a person."""
        if params.text("user") == BOT_USER:
            return {
                "user": {
                    "id": BOT_USER,
                    "team_id": TEAM,
                    "name": "cartera",
                    "is_bot": True,
                    "deleted": False,
                    "profile": {},
                }
            }
        user = self.world.user(params.needed("user", "user_not_found"))
        return {"user": user.described(with_locale=params.flag("include_locale"))}

    # Views

    def views_open(self, params: Params) -> Raw:
        """Open a dialog for whoever did something within the last three seconds."""
        view = self._view(params, "modal")
        user = self.world.exchange(params.needed("trigger_id", "invalid_arguments"))
        return {"view": self.world.views.open(user, view).described()}

    def views_push(self, params: Params) -> Raw:
        """Open a dialog above another."""
        view = self._view(params, "modal")
        user = self.world.exchange(params.needed("trigger_id", "invalid_arguments"))
        return {"view": self.world.views.push(user, view).described()}

    def views_update(self, params: Params) -> Raw:
        """Change a view."""
        if not params.text("view_id") and not params.text("external_id"):
            raise Refused("invalid_arguments")
        known = self.world.views.find(params.text("view_id"), params.text("external_id"))
        view = self._view(params, known.raw["type"], known)
        return {"view": self.world.views.update(known, view, params.text("hash")).described()}

    def views_publish(self, params: Params) -> Raw:
        """Give a person a home page."""
        user = self.world.user(params.needed("user_id", "invalid_arguments"))
        view = self._view(params, "home", user.home)
        return {"view": self.world.views.publish(user, view, params.text("hash")).described()}

    def _view(self, params: Params, kind: str, known: View | None = None) -> Raw:
        given = params.data("view", "invalid_arguments")
        if given is None:
            raise invalid("invalid_arguments", ["missing required field: view [json-pointer:/view]"])
        return self.world.views.checked(given, kind, known)

    # Files

    def files_get_upload_url_external(self, params: Params) -> Raw:
        """First step: say how long a file is, get the address to send it to."""
        name, length = params.needed("filename", "invalid_arguments"), params.integer("length")
        if length <= 0 or length > MAX_FILE:
            raise Refused("invalid_arguments")
        alternative = params.text("alt_txt")
        if len(alternative) > MAX_ALTERNATIVE:
            raise Refused("alt_txt_too_large")
        return self.world.uploads.expect(name, length, alternative)

    def files_complete_upload_external(self, params: Params) -> Raw:
        """Third step: share what was sent."""
        files = params.data("files", "invalid_arguments")
        if (
            not isinstance(files, list)
            or not files
            or not all(isinstance(file, dict) and "id" in file for file in files)
        ):
            raise Refused("invalid_arguments")
        named = [name for name in (params.text("channel_id"), *params.text("channels").split(",")) if name]
        conversations = [self._upload_target(name) for name in named]
        stored = [self.world.uploads.completed(str(file["id"]), str(file.get("title", ""))) for file in files]
        described = [file.described(BOT_USER) for file in stored]
        for conversation in conversations:
            content: Raw = {"text": params.text("initial_comment"), "files": described, "upload": True}
            if params.text("thread_ts"):
                content["thread_ts"] = conversation.thread(params.text("thread_ts"))
            message = conversation.post({**content, "subtype": "file_share"})
            message.files += stored
            for file in stored:
                file.shared_in.append(conversation.id)
        return {"files": described}

    def _upload_target(self, channel: str) -> Conversation:
        if channel[:1] in ("U", "W"):
            raise Refused("channel_not_found")  # files are shared in conversations, the id of a person will not do
        conversation = self.world.conversation(channel)
        conversation.check_post()
        return conversation

    def files_info(self, params: Params) -> Raw:
        """Returns a file."""
        stored = self.world.files.get(params.text("file"))
        if stored is None:
            raise Refused("file_not_found")
        return {"file": stored.described(BOT_USER)}
