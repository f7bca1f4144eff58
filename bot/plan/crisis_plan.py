"""The crisis plan as its readers need it: signs, three steps, how I want to be met. Made from one sheet or edition.

No section is dropped for being empty: an empty step is shown as empty (worksheet 14, «empty steps are allowed»).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs.definition import Worksheet
from bot.dialogs.sheet import Answer, Item, Kept, Person

STEPS = ("step1", "step2", "step3")
WISHES = ("helped_before", "how_to_meet_me", "does_not_help", "arrange")


class Rung(Kept):
    """One of the three steps. `signs` are those of the plan that belong to it; `clinic` is a number, step 3 only."""

    signs: tuple[Item, ...] = ()
    actions: tuple[Item, ...] = ()
    contacts: tuple[Person, ...] = ()
    clinic: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is written on this step."""
        return not (self.signs or self.actions or self.contacts or self.clinic)


class CrisisPlan(Kept):
    """Worksheet 14, ready to be shown. Items without a text are signs of worksheet 13 (`warning_signs:item.25`)."""

    signs: tuple[Item, ...] = ()
    triggers: str = ""
    step1: Rung = Rung()
    step2: Rung = Rung()
    step3: Rung = Rung()
    helped_before: str = ""
    how_to_meet_me: str = ""
    does_not_help: str = ""
    arrange: str = ""
    look_again: str = ""

    @property
    def rungs(self) -> tuple[Rung, Rung, Rung]:
        """The three steps in order."""
        return (self.step1, self.step2, self.step3)


def crisis_plan(
    worksheet: Worksheet, answers: Mapping[str, Answer], *, leave_out: frozenset[str] = frozenset()
) -> CrisisPlan:
    """Read the crisis plan out of the answers to worksheet 14.

    Args:
        worksheet: the version of worksheet 14 that the answers belong to.
        answers: key -> answer, of a sheet or of an edition; skipped answers read as empty.
        leave_out: step ids that this reader does not get.
    """

    def given(key: str) -> Answer | None:
        answer = answers.get(key)
        if key in leave_out or worksheet.step(key) is None or answer is None or answer.status == "skipped":
            return None
        return answer

    def text(key: str) -> str:
        answer = given(key)
        return answer.text if answer else ""

    def items(key: str) -> tuple[Item, ...]:
        answer = given(key)
        return answer.items if answer else ()

    def people(key: str) -> tuple[Person, ...]:
        answer = given(key)
        return answer.people if answer else ()

    return CrisisPlan(
        signs=items("signs"),
        triggers=text("triggers"),
        step1=Rung(signs=items("step1.sign"), actions=items("step1.actions")),
        step2=Rung(signs=items("step2.sign"), contacts=people("step2.contacts")),
        step3=Rung(signs=items("step3.sign"), contacts=people("step3.contacts"), clinic=text("step3.emergency_clinic")),
        helped_before=text("helped_before"),
        how_to_meet_me=text("how_to_meet_me"),
        does_not_help=text("does_not_help"),
        arrange=text("arrange"),
        look_again=text("look_again"),
    )
