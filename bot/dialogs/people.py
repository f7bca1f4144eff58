"""A person to contact, asked for in three small questions: name, phone, relation. Only the name is needed."""

from __future__ import annotations

from bot.dialogs.sheet import Person, Sheet

PARTS = ("name", "phone", "relation")


class NotAPhone(ValueError):
    """Fewer than three digits."""


def typed_person(sheet: Sheet, text: str) -> tuple[str, dict[str, str], Person | None]:
    """Take what was typed for the part being asked; empty text leaves that part out.

    Returns:
        The next part, what is known so far, and the person once all three have been asked.

    Raises:
        NotAPhone: a phone number without digits helps nobody.
    """
    part = sheet.part or "name"
    if part == "phone" and text and sum(character.isdigit() for character in text) < 3:
        raise NotAPhone(text)
    known = {**sheet.pending, part: text}
    index = PARTS.index(part) + 1
    if index < len(PARTS):
        return PARTS[index], known, None
    return "", {}, Person(id=f"i{sheet.counter + 1}", **known)
