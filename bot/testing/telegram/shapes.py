"""The JSON of the Bot API's objects, with the fields core.telegram.org/bots/api names. Times are whole seconds."""

from __future__ import annotations

import hashlib
from typing import Any

Json = dict[str, Any]


def user(user_id: int, first_name: str, *, language: str = "", username: str = "", is_bot: bool = False) -> Json:
    """User."""
    body: Json = {"id": user_id, "is_bot": is_bot, "first_name": first_name}
    return body | _filled(username=username, language_code=language)


def private_chat(person: Json) -> Json:
    """Chat with one person."""
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]} | _filled(
        username=person.get("username", "")
    )


def group_chat(chat_id: int, title: str) -> Json:
    """Chat of a group."""
    return {"id": chat_id, "type": "group", "title": title}


def message(message_id: int, sender: Json, chat: Json, date: float, content: Json) -> Json:
    """Message. `content` holds what makes its kind: `text`, `document` and `caption`, `sticker`."""
    return {"message_id": message_id, "from": sender, "chat": chat, "date": int(date), **content}


def gone_message(message_id: int, chat: Json) -> Json:
    """InaccessibleMessage: of a message that was deleted, only this is left."""
    return {"message_id": message_id, "chat": chat, "date": 0}


def callback_query(query_id: str, sender: Json, on: Json, data: str) -> Json:
    """CallbackQuery. `chat_instance` is the same for every press in one chat."""
    chat = hashlib.blake2b(str(on["chat"]["id"]).encode(), digest_size=8).digest()
    instance = str(int.from_bytes(chat, "big", signed=True))
    return {"id": query_id, "from": sender, "message": on, "chat_instance": instance, "data": data}


def my_chat_member(chat: Json, sender: Json, bot: Json, date: float, *, was: str, now: str) -> Json:
    """ChatMemberUpdated of the bot itself, from one status (`member`, `kicked`, `left`) to another."""
    return {
        "chat": chat,
        "from": sender,
        "date": int(date),
        "old_chat_member": _member(bot, was),
        "new_chat_member": _member(bot, now),
    }


def _member(who: Json, status: str) -> Json:
    return {"user": who, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def photo_size(file_id: str, size: int, width: int, height: int) -> Json:
    """PhotoSize."""
    return _file(file_id, size) | {"width": width, "height": height}


def document(file_id: str, size: int, name: str, mime: str) -> Json:
    """Document."""
    return _filled(file_name=name, mime_type=mime) | _file(file_id, size)


def voice(file_id: str, size: int, duration: int) -> Json:
    """Voice; `duration` in seconds."""
    return {"duration": duration, "mime_type": "audio/ogg"} | _file(file_id, size)


def sticker(file_id: str, size: int, emoji: str) -> Json:
    """Sticker."""
    kind = {"width": 512, "height": 512, "emoji": emoji, "is_animated": False, "is_video": False, "type": "regular"}
    return kind | _file(file_id, size)


def contact(phone: str, first_name: str) -> Json:
    """Contact."""
    return {"phone_number": phone, "first_name": first_name}


def location(latitude: float, longitude: float, live_period: int = 0) -> Json:
    """Location; `live_period` in seconds where it is shared on."""
    return {"latitude": latitude, "longitude": longitude} | ({"live_period": live_period} if live_period else {})


def forwarded_from(name: str, date: float) -> Json:
    """What a forwarded message carries: who wrote it first, here somebody who shows only a name."""
    return {"forward_origin": {"type": "hidden_user", "date": int(date), "sender_user_name": name}}


def _file(file_id: str, size: int) -> Json:
    return {"file_id": file_id, "file_unique_id": unique(file_id), "file_size": size}


def unique(file_id: str) -> str:
    """`file_unique_id`: the same for a file whoever sends it."""
    return hashlib.blake2b(file_id.encode(), digest_size=8).hexdigest()


def _filled(**fields: str) -> Json:
    return {name: value for name, value in fields.items() if value}
