"""«Hva betyr dette?» on pages that are no conversation: papers, copies, the way in. Which words a page holds is known
once it is drawn, so they are explained at its foot."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.content import Content
from bot.dialogs.screen import Line, Say


@dataclass(slots=True)
class Words:
    """The field words on one page. `relative`: it is read by somebody who got a copy, and the plan is another's."""

    content: Content
    relative: bool = False
    _keys: dict[str, None] = field(default_factory=dict)

    def met(self, line: Line) -> None:
        """Note the words of a line of ours; a person's own words are not explained to them."""
        if isinstance(line, Say):
            for said in (line, *line.lines.values()):
                self._keys |= dict.fromkeys(self.content.words_in(said.id))

    def explained(self) -> tuple[tuple[Say, Say], ...]:
        """Each word that was met, with its meaning, in the order they were met."""
        return tuple((Say(id=f"words.{key}.word"), self._meaning(key)) for key in self._keys)

    def _meaning(self, key: str) -> Say:
        otherwise = f"words.{key}.relative"
        if self.relative and otherwise in self.content.texts["nb"]:
            return Say(id=otherwise)
        return Say(id=f"words.{key}.meaning")
