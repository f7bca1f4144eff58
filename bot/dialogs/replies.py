"""What each reply to a disclosure is made of, and which reply follows which answer. Data; no words of any language.

The wording stands in `content/<language>/replies.yaml` and `services.yaml`. What a reply must mind stands in
`docs/safety.md`: the point most often forgotten is that nobody sits ready to answer here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from bot.dialogs.definition import SafetyClass
from bot.dialogs.numbers import Number

Answer = Literal["yes", "no", "do_not_know"]

YES_NO: tuple[Answer, ...] = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: lines, numbers, lines, a question.

    `then` leads from each answer to the next reply. A reply without `ask` ends with whether the coordinator shall be
    told (`tell`: the text of that question), or, where that is settled, with whether to go on or pause; `urgent` ones
    offer the pause first. `opens`: say after the numbers whether they are open round the clock.
    """

    before: tuple[str, ...]
    numbers: tuple[Number, ...] = ()
    opens: bool = False
    after: tuple[str, ...] = ()
    ask: str = ""
    then: dict[Answer, str] = field(default_factory=dict)
    tell: str = "tell.ask"
    urgent: bool = False

    @property
    def unclear(self) -> Answer:
        """What a text that is neither yes nor no counts as. Whoever cannot say that they have rung, has not."""
        return "do_not_know" if "do_not_know" in self.then else "no"


TO_TALK: tuple[Number, ...] = (("legevakt", "line"), ("mental_helse", "line"), ("kirkens_sos", "line"))
LIFE: tuple[Number, ...] = (("emergency", "danger"), *TO_TALK)
OTHERS: tuple[Number, ...] = (
    ("police", "line"),
    ("emergency", "injured"),
    ("legevakt", "line"),
    ("mental_helse", "line"),
)
THIRD: tuple[Number, ...] = (("emergency", "unwilling"), ("legevakt", "line"), ("mental_helse", "support"))
CHILDREN: tuple[Number, ...] = (("alarm_children", "line"),)
BROKEN: tuple[Number, ...] = (("emergency", "line"), ("legevakt", "line"), ("mental_helse", "line"))
CALL: tuple[Number, ...] = (("emergency", "now"), ("police", "instead"))
POLICE: tuple[Number, ...] = (("police", "now"), ("emergency", "injured"), ("legevakt", "line"))

AFTER_LIFE: dict[Answer, str] = {"yes": "own_life.safe", "no": "own_life.danger", "do_not_know": "own_life.unsure"}
AFTER_OTHERS: dict[Answer, str] = {
    "yes": "harm_others.safe",
    "no": "harm_others.danger",
    "do_not_know": "harm_others.unsure",
}
AFTER_THIRD: dict[Answer, str] = {
    "yes": "third_party.safe",
    "no": "third_party.danger",
    "do_not_know": "third_party.unsure",
}
RUNG: dict[Answer, str] = {"yes": "rung.yes", "no": "rung.no"}
STILL: dict[Answer, str] = {"yes": "rung.yes", "no": "still"}
# Those nearby may be the ones in danger: whoever fears harming others is not sent to them, but away.
RUNG_POLICE: dict[Answer, str] = {"yes": "rung.yes", "no": "harm_others.not_rung"}
TRUSTED: dict[Answer, str] = {"yes": "rung.yes", "no": "harm_others.trusted"}
SOMEONE: dict[Answer, str] = {"yes": "someone", "no": "no_one"}
SOMEONE_AWAY: dict[Answer, str] = {"yes": "harm_others.someone", "no": "harm_others.no_one"}

REPLIES: dict[str, Reply] = {
    # The first replies, and those to one who has written of it earlier the same day.
    "own_life.first": Reply(
        before=("own_life.thanks", "machine", "ring"),
        numbers=LIFE,
        opens=True,
        after=("other_number", "company"),
        ask="own_life.ask",
        then=AFTER_LIFE,
    ),
    "own_life.again": Reply(
        before=("own_life.again",),
        numbers=LIFE,
        after=("other_number",),
        ask="own_life.ask_again",
        then=AFTER_LIFE,
    ),
    "own_life_item.first": Reply(
        before=("own_life_item.thanks", "machine", "own_life_item.talk"),
        numbers=LIFE,
        opens=True,
        after=("other_number", "trusted"),
        ask="own_life.ask",
        then=AFTER_LIFE,
    ),
    "own_life_item.again": Reply(
        before=("own_life_item.again", "machine"),
        numbers=LIFE,
        after=("other_number",),
        ask="own_life.ask_again",
        then=AFTER_LIFE,
    ),
    "acted.first": Reply(
        before=("acted.call", "acted.door"), numbers=CALL, after=("acted.machine",), ask="rung.ask", then=RUNG
    ),
    "acted.again": Reply(
        before=("acted.again", "acted.again_door"),
        numbers=CALL,
        after=("acted.machine",),
        ask="rung.ask_now",
        then=RUNG,
    ),
    "acted_other.first": Reply(
        before=("acted_other.call", "acted_other.stay"),
        numbers=CALL,
        after=("acted.machine",),
        ask="rung.ask",
        then=RUNG,
    ),
    "acted_other.again": Reply(
        before=("acted_other.again",), numbers=CALL, after=("acted.machine",), ask="rung.ask_now", then=RUNG
    ),
    "harm_others.first": Reply(
        before=("harm_others.thanks", "machine", "ring"),
        numbers=OTHERS,
        opens=True,
        after=("other_number", "harm_others.away"),
        ask="harm_others.ask",
        then=AFTER_OTHERS,
    ),
    "harm_others.again": Reply(
        before=("harm_others.again",),
        numbers=OTHERS,
        after=("other_number",),
        ask="harm_others.ask_again",
        then=AFTER_OTHERS,
    ),
    "harm_others_item.first": Reply(
        before=("harm_others_item.thanks", "machine", "harm_others_item.talk"),
        numbers=OTHERS,
        opens=True,
        after=("other_number", "trusted"),
        ask="harm_others.ask",
        then=AFTER_OTHERS,
    ),
    "harm_others_item.again": Reply(
        before=("harm_others_item.again", "machine"),
        numbers=OTHERS,
        after=("other_number",),
        ask="harm_others.ask_again",
        then=AFTER_OTHERS,
    ),
    "third_party.first": Reply(
        before=("third_party.thanks", "machine"),
        numbers=THIRD,
        opens=True,
        after=("other_number", "trusted", "third_party.straight", "third_party.stay"),
        ask="third_party.ask",
        then=AFTER_THIRD,
    ),
    "third_party.again": Reply(
        before=("third_party.again",),
        numbers=THIRD,
        after=("other_number",),
        ask="third_party.ask_again",
        then=AFTER_THIRD,
    ),
    # What follows on the answer.
    "own_life.safe": Reply(before=("own_life.safe",)),
    "own_life.danger": Reply(
        before=("own_life.danger.call", "own_life.danger.others", "own_life.danger.away"),
        numbers=CALL,
        ask="rung.ask",
        then=RUNG,
    ),
    "own_life.unsure": Reply(
        before=("own_life.unsure.fine", "own_life.unsure.call"),
        numbers=(("mental_helse", "line"), ("kirkens_sos", "line")),
        after=("own_life.unsure.worse",),
        ask="own_life.unsure.ask",
        then=SOMEONE,
    ),
    "harm_others.safe": Reply(before=("harm_others.safe",)),
    "harm_others.danger": Reply(
        before=("harm_others.danger.leave", "harm_others.danger.call", "harm_others.danger.others"),
        numbers=POLICE,
        ask="rung.ask_police",
        then=RUNG_POLICE,
    ),
    "harm_others.not_rung": Reply(
        before=("harm_others.not_rung",), numbers=POLICE, after=("other_number",), ask="rung.ask_now", then=TRUSTED
    ),
    "harm_others.trusted": Reply(before=("harm_others.trusted",), numbers=POLICE, urgent=True),
    "harm_others.unsure": Reply(
        before=("harm_others.unsure.fine", "harm_others.unsure.call"),
        numbers=(("legevakt", "line"), ("mental_helse", "line"), ("police", "line")),
        ask="harm_others.unsure.ask",
        then=SOMEONE_AWAY,
    ),
    "third_party.safe": Reply(
        before=("third_party.safe",),
        numbers=(("mental_helse", "support"), ("kirkens_sos", "line")),
        tell="tell.ask_other",
    ),
    "third_party.danger": Reply(
        before=("third_party.danger.call", "third_party.danger.stay"), numbers=CALL, ask="rung.ask", then=RUNG
    ),
    "third_party.unsure": Reply(
        before=("third_party.unsure.fine", "third_party.straight"),
        numbers=THIRD,
        ask="third_party.unsure.ask",
        then={"yes": "third_party.reached", "no": "third_party.lost"},
    ),
    "third_party.reached": Reply(before=("third_party.reached",), tell="tell.ask_other"),
    "third_party.lost": Reply(before=("third_party.lost.call", "third_party.lost.doubt"), tell="tell.ask_other"),
    "someone": Reply(before=("own_life.someone",)),
    "no_one": Reply(
        before=("own_life.no_one.call",), numbers=TO_TALK, opens=True, after=("other_number", "own_life.no_one.worse")
    ),
    # Whoever fears what they may do to others is never sent to where people are.
    "harm_others.someone": Reply(before=("harm_others.someone",), numbers=POLICE),
    "harm_others.no_one": Reply(
        before=("own_life.no_one.call",), numbers=TO_TALK, opens=True, after=("other_number", "harm_others.no_one")
    ),
    "rung.yes": Reply(before=("rung.yes",), urgent=True),
    "rung.no": Reply(
        before=("rung.no.others",),
        numbers=(*CALL, ("legevakt", "line")),
        after=("other_number",),
        ask="rung.no.ask",
        then={"yes": "near", "no": "alone"},
    ),
    "near": Reply(before=("rung.near",), urgent=True),
    "alone": Reply(
        before=("rung.alone.again",), numbers=CALL, after=("rung.alone.out",), ask="rung.ask_now", then=STILL
    ),
    "still": Reply(
        before=("rung.still",),
        numbers=(*CALL, ("legevakt", "line")),
        after=("other_number",),
        ask="rung.ask",
        then=RUNG,
    ),
    "told": Reply(before=("told.yes",)),
    "not_told": Reply(before=("told.no",)),
}
# What is said the third time takes turns with what is said the second: the same help, opened in other words.
MORE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("own_life", "harm_others", "third_party"), ("more.written",)),
    **dict.fromkeys(("own_life_item", "harm_others_item"), ("more.chosen", "machine")),
    "acted": ("more.acted", "acted.door"),
    "acted_other": ("more.acted", "acted_other.stay"),
}
REPLIES |= {
    f"{name}.more": replace(REPLIES[f"{name}.again"], before=before, ask=REPLIES[f"{name}.first"].ask)
    for name, before in MORE.items()
}


def branch(kind: SafetyClass, *, acted: bool, item: bool) -> str:
    """Which first reply answers this disclosure: the part of its name before the dot."""
    if kind == "third_party":
        return "acted_other" if acted else "third_party"
    if acted and kind == "own_life":
        return "acted"
    return f"{kind}_item" if item else kind


def turn(name: str, earlier: tuple[str, ...]) -> Literal["first", "again", "more"]:
    """Whether this has been answered before today, and so how: nobody is met with the same words twice in a row, nor
    told that they say again what they have not said.

    Args:
        name: of the reply that is due, as `branch` gives it.
        earlier: those that were given the same day.
    """
    if name.endswith("_item"):
        times = sum(one.endswith("_item") for one in earlier)
    else:
        times = sum(one in {name, f"{name}_item"} for one in earlier)
    return "first" if times == 0 else "again" if times % 2 else "more"
