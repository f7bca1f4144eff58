"""Free text at a question: what each kind of step makes of it. Nothing typed is ever lost: what cannot be taken is
rejected with a reason and stands in the field again, or is shown with the words that it was not stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs.dates import UNKNOWN, read_date
from bot.dialogs.event import Typed
from bot.dialogs.offers import mark
from bot.dialogs.places import is_question, questions
from bot.dialogs.screen import Line, Quote, Say
from bot.dialogs.sheet import Answer
from bot.dialogs.turn import Asked, Rejected, Turn, changed, new_item, numbered, person_turn, with_items

TEXT_LIMIT = 20_000  # UTF-16 units; some eight typed pages, and five Telegram messages
LINE_LIMIT = 1_000


def said_back(typed: Typed) -> tuple[Line, ...]:
    """What to show where no field can hold a text that was not taken: that it was not stored, and the text."""
    return (Say(id="walk.notice.said_back"), Quote(text=typed.text.strip()))


def take_text(asked: Asked, typed: Typed) -> Turn:
    text = typed.text.strip()
    key = typed.key.partition("#")[0]
    if not text:
        raise Rejected(Say(id="walk.notice.empty"), keep=False)
    limit = LINE_LIMIT if is_question(asked.key) and asked.step.kind not in {"text", "list", "pick"} else TEXT_LIMIT
    if len(text.encode("utf-16-le")) // 2 > limit:
        raise Rejected(Say(id="walk.notice.too_long", values={"limit": limit}))
    if key and key != asked.key:
        return _typed_elsewhere(replace(asked, key=key), replace(typed, text=text, key=key))
    if not is_question(asked.key):
        raise Rejected(Say(id="walk.notice.choose"))
    act = TEXTS.get(asked.step.kind)
    if act is None:
        raise Rejected(Say(id="walk.notice.choose"))
    if typed.key and typed.key.partition("#")[2] != asked.sheet.part.partition(":")[0]:
        raise Rejected(Say(id="walk.notice.not_taken"))
    if typed.key and _met_a_change(asked, typed):
        return Turn(asked.sheet, notices=(Say(id="walk.notice.changed_meanwhile"),), kept=text)
    return act(asked, text)


def _met_a_change(asked: Asked, typed: Typed) -> bool:
    """Whether somebody answered this question after its field was shown. Adding to a list meets nothing."""
    revision = asked.answer.revision if asked.answer else 0
    return asked.step.kind in {"text", "phone", "date"} and typed.revision != revision


def _typed_elsewhere(asked: Asked, typed: Typed) -> Turn:
    """Text that was typed at a question which is no longer the one shown: stored there if nobody touched it since."""
    shown = questions(asked.worksheet, asked.sheet.answers)
    if asked.key not in shown or asked.step.kind not in {"text", "list", "phone", "date"}:
        raise Rejected(Say(id="walk.notice.not_taken"))
    if _met_a_change(asked, typed):
        sheet = asked.sheet.model_copy(update={"at": asked.key, "part": "", "pending": {}, "editing": False})
        return Turn(sheet, notices=(Say(id="walk.notice.changed_meanwhile"),), kept=typed.text)
    turn = TEXTS[asked.step.kind](asked, typed.text)
    here = {"at": asked.sheet.at, "part": asked.sheet.part, "pending": asked.sheet.pending}
    sheet = turn.sheet.model_copy(update={**here, "editing": asked.sheet.editing})
    where = Say(id=f"{asked.worksheet.id}.steps.{asked.step.id}.short")
    return replace(turn, sheet=sheet, notices=(Say(id="walk.notice.kept_elsewhere", lines={"question": where}),))


def _text(asked: Asked, text: str) -> Turn:
    turn = changed(asked, Answer(status="answered", text=text))
    if read_date(text, asked.now) == UNKNOWN:
        return replace(turn, notices=(Say(id="walk.notice.do_not_know"),))
    return turn


def _phone(asked: Asked, text: str) -> Turn:
    if sum(character.isdigit() for character in text) < 3:
        raise Rejected(Say(id="walk.notice.not_a_phone"))
    return changed(asked, Answer(status="answered", text=text))


def _date(asked: Asked, text: str) -> Turn:
    meant = read_date(text, asked.now)
    if meant is None:
        raise Rejected(Say(id="walk.notice.not_a_date"))
    return changed(asked, Answer(status="answered", text=text, option=meant))


def _list(asked: Asked, text: str) -> Turn:
    items = asked.answer.items if asked.answer else ()
    if not items and read_date(text, asked.now) == UNKNOWN:
        return _nothing_for_the_list(asked, text)
    return with_items(asked, (*items, new_item(asked, text)), part="")


def _nothing_for_the_list(asked: Asked, text: str) -> Turn:
    """«Vet ikke» is an answer and no entry: nobody is to find steps towards it. Asked a second way if there is one."""
    answer = Answer(status="answered", text=text)
    if asked.step.again and asked.sheet.part != "again":
        return changed(asked, answer, stay=True, part="again")
    return replace(changed(asked, answer), notices=(Say(id="walk.notice.do_not_know"),))


def _own(asked: Asked, text: str) -> Turn:
    """Text at a pick: a sign or goal in the person's own words, or one of those picked worded anew."""
    if not asked.step.own:
        raise Rejected(Say(id="walk.notice.choose"))
    part, _, target = asked.sheet.part.partition(":")
    items = numbered(asked)
    if part == "reword":
        items = tuple(item.model_copy(update={"text": text}) if mark(item) == target else item for item in items)
        return with_items(asked, items, part="")
    return with_items(asked, (*items, new_item(asked, text, beside=items)), part="")


def _person(asked: Asked, text: str) -> Turn:
    most, people = asked.step.most or 1, asked.answer.people if asked.answer else ()
    if len(people) >= most:
        raise Rejected(Say(id="walk.notice.full", values={"most": most}))
    return person_turn(asked, text)


TEXTS: dict[str, Callable[[Asked, str], Turn]] = {
    "text": _text,
    "phone": _phone,
    "date": _date,
    "list": _list,
    "pick": _own,
    "person": _person,
}
