"""«/slett»: removing what stands in this chat, or everything. Two different things, told apart.

Removing from the chat touches no answer; it is done with one tap. Deleting everything has its own two yeses.
"""

from __future__ import annotations

from bot.dialogs.buttons import button, common
from bot.dialogs.effects import ClearedChat
from bot.dialogs.event import Press, Typed
from bot.dialogs.screen import Say, Screen
from bot.dialogs.talk import Here, Move


def show(here: Here) -> Screen:
    """What can be removed, and what removing it means."""
    chat = here.context.channel == "telegram"
    return Screen(
        id="removing.ask",
        number=here.talk.number,
        heading=Say(id="removing.title"),
        body=(Say(id="removing.chat_text"),) if chat else (),
        ask=Say(id="removing.ask"),
        options=(
            *((button(here, "removing.chat", "choose", "chat"),) if chat else ()),
            button(here, "choices.erase.button", "choose", "all"),
        ),
        nav=common(here, "back"),
    )


def press(here: Here, press: Press) -> Move | None:
    """Remove from the chat, or go to the question whether everything is to be deleted."""
    if press.verb == "back":
        return Move(here.talk.leave())
    if press.verb != "choose":
        return None
    if press.argument == "chat" and here.context.channel == "telegram":
        return Move(here.talk.leave(), (ClearedChat(),))
    return Move(here.talk.at("choices", "erase")) if press.argument == "all" else None


def typed(here: Here, typed: Typed) -> Move | None:
    """Nothing is asked in words here."""
    return None
