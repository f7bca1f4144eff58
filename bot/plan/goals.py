"""What the goal worksheets become: near goals, long-term goals with their roads, in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs.definition import Harvest, Worksheet
from bot.dialogs.sheet import Answer, Kept


class Goal(Kept):
    """A goal as the person wrote it. `source` is `<worksheet>/<key>[/<item>]`, stable over edits."""

    kind: Harvest
    text: str
    source: str


def goals(worksheet: Worksheet, answers: Mapping[str, Answer]) -> tuple[Goal, ...]:
    """Harvest the goals of one sheet: one for each answered text step that says so, one for each item of a list.

    Args:
        worksheet: the definition the answers belong to.
        answers: key -> answer; keys of a repeated section are `<item>/<step>`.
    """
    found: list[Goal] = []
    for key, answer in answers.items():
        step = worksheet.step(key.rpartition("/")[2])
        if step is None or step.harvest is None or answer.status == "skipped":
            continue
        source = f"{worksheet.id}/{key}"
        if answer.items:
            found.extend(Goal(kind=step.harvest, text=item.text, source=f"{source}/{item.id}") for item in answer.items)
        elif answer.text:
            found.append(Goal(kind=step.harvest, text=answer.text, source=source))
    return tuple(found)
