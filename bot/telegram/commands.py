"""The commands beside the field of the app, in both languages. Bokmål for those whose app speaks something else."""

from __future__ import annotations

from telegram import Bot, BotCommand

from bot.actions.house import House
from bot.dialogs.context import Language
from bot.dialogs.screen import Say

NAMES = ("meny", "hjelp", "pause", "stopp", "sprak", "koordinator", "slett")  # Bot API: a-z, 0-9 and _ only
AT_THE_DOOR = {"hjelp": "hjelp", "slett": "slett_doorbell"}  # all that a doorbell can do; what each is told as
# The app's language -> ours. The empty one is for all others.
LANGUAGES: dict[str, Language] = {"": "nb", "nb": "nb", "nn": "nn"}


def commands(house: House, language: Language) -> list[BotCommand]:
    """Each command with what it does."""
    told = AT_THE_DOOR if house.settings.telegram_mode == "doorbell" else {name: name for name in NAMES}
    return [
        BotCommand(name, house.language.say(Say(id=f"telegram.commands.{text}"), language))
        for name, text in told.items()
    ]


async def publish(bot: Bot, house: House) -> None:
    """Tell Telegram which commands there are.

    Raises:
        TelegramError: it was not told.
    """
    for code, language in LANGUAGES.items():
        await bot.set_my_commands(commands(house, language), language_code=code or None)
