"""Copies of the crisis plan for the people the user chooses: who, what goes in, what to mind, link and code."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs.buttons import button, choice, common
from bot.dialogs.context import CopyInfo
from bot.dialogs.effects import GaveCopy, MadeCopy, WithdrewCopy
from bot.dialogs.event import Press, Typed
from bot.dialogs.screen import Day, Field, Link, Quote, Row, Say, Screen
from bot.dialogs.sheet import Answer
from bot.dialogs.talk import Here, Move
from bot.dialogs.turn import Rejected
from bot.dialogs.typed import LINE_LIMIT

PLAN = "crisis_plan"
NOT_COPIED = frozenset({"look_again", "ready"})  # the date always stands on the copy, the yes is ours


def parts_of(here: Here) -> tuple[str, ...]:
    """The step ids of worksheet 14 that may go into a copy, in order."""
    return tuple(step.id for step in here.context.worksheet(PLAN).steps() if step.id not in NOT_COPIED)


def _left_out(here: Here) -> frozenset[str]:
    return frozenset(filter(None, here.memory.get("left_out", "").split(",")))


def _chosen(here: Here) -> tuple[str, ...]:
    return tuple(part for part in parts_of(here) if part not in _left_out(here))


def _answers(here: Here) -> Mapping[str, Answer]:
    """What the next copy would hold: the current plan, or while there is none the person's own sheet."""
    current = here.context.current_crisis_plan
    if current is not None:
        return current.answers
    sheet = here.context.sheet(PLAN)
    return {key: answer for key, answer in sheet.answers.items() if not answer.private} if sheet else {}


def to_be_told(here: Here) -> tuple[bool, tuple[str, ...]]:
    """What the person is told first: whether it holds a sign such as items 25 and 28, and whom it names."""
    grave = False
    named: dict[str, None] = {}
    for part in _chosen(here):
        answer = _answers(here).get(part)
        if answer is None or answer.status == "skipped":
            continue
        named.update(dict.fromkeys(person.name for person in answer.people))
        for item in answer.items:
            worksheet_id, colon, step_id = item.ref.partition(":")
            step = here.context.worksheet(worksheet_id).step(step_id) if colon else None
            grave = grave or (step is not None and step.safety is not None)
    named.pop(here.memory.get("name", ""), None)
    return grave, tuple(named)


def _copy(here: Here) -> CopyInfo | None:
    return next((one for one in here.context.copies if one.id == here.memory.get("copy")), None)


def show(here: Here) -> Screen:
    """The copies there are, or one step of making, giving or ending one."""
    draw = {
        "list": _list,
        "name": _name,
        "parts": _parts,
        "told": _told,
        "give": _give,
        "withdraw": _withdraw,
    }.get(here.spot, _said)
    drawn = draw(here)
    return drawn.model_copy(
        update={
            "id": f"copies.{here.spot}",
            "heading": Say(id="copies.title"),
            "nav": (*drawn.nav, *common(here, "back")),
        }
    )


def _blank(here: Here) -> Screen:
    return Screen(id="", number=here.talk.number)


def _values(here: Here) -> dict[str, str | int]:
    copy = _copy(here)
    name = copy.name if copy else here.memory.get("name", "")
    return {"name": name, "coordinator": here.context.coordinator.name}


def _said(here: Here) -> Screen:
    give = (button(here, "copies.give", "give", here.memory["copy"]),) if here.spot == "made_ready" else ()
    return _blank(here).model_copy(
        update={
            "body": (Say(id=f"copies.{here.spot}", values=_values(here)),),
            "options": (*give, *common(here, "menu")),
        }
    )


def _list(here: Here) -> Screen:
    rows = []
    for copy in here.context.copies:
        if copy.state == "withdrawn":
            continue
        when = {"day": Day(iso=copy.opened_at.isoformat())} if copy.opened_at else {}
        state = "opened" if copy.state == "accepted" else copy.state
        buttons = [button(here, "copies.end", "withdraw", copy.id, extra=Quote(text=copy.name))]
        if copy.state != "waiting":
            label = "copies.give" if copy.state == "ready" else "copies.give_again"
            buttons.insert(0, button(here, label, "give", copy.id, extra=Quote(text=copy.name)))
        rows.append(
            Row(lines=(Quote(text=copy.name), Say(id=f"copies.state.{state}", days=when)), buttons=tuple(buttons))
        )
    return _blank(here).model_copy(
        update={
            "body": (Say(id="copies.text" if rows else "copies.none", values=_values(here)),),
            "rows": tuple(rows),
            "options": (button(here, "copies.new", "choose", "new"),),
            "links": (Link(target="doctor", label=Say(id="copies.doctor")),),
        }
    )


def _name(here: Here) -> Screen:
    return _blank(here).model_copy(
        update={
            "ask": Say(id="copies.who"),
            "field": Field(kind="line", key="copy_name", value=here.talk.kept, submit=Say(id="walk.save")),
        }
    )


def _parts(here: Here) -> Screen:
    """Each part with a button that leaves it out, or takes it in again."""
    rows = []
    left_out = _left_out(here)
    for part in parts_of(here):
        name = Say(id=f"{PLAN}.steps.{part}.short")
        out = part in left_out
        label, verb = ("copies.include", "include") if out else ("copies.leave_out", "hold")
        mark = (Say(id="copies.is_left_out"),) if out else ()
        rows.append(Row(lines=(name, *mark), buttons=(button(here, label, verb, part, extra=name),)))
    return _blank(here).model_copy(
        update={
            "body": (Say(id="copies.parts", values=_values(here)),),
            "rows": tuple(rows),
            "options": (button(here, "walk.go_on", "choose", "go_on"),),
        }
    )


def _told(here: Here) -> Screen:
    grave, named = to_be_told(here)
    body = [Say(id="copies.about", values=_values(here))]
    if grave:
        body.append(Say(id="copies.grave", values=_values(here)))
    if named:
        body.append(Say(id="copies.names", values={"people": ", ".join(named)}))
    return _blank(here).model_copy(
        update={
            "body": tuple(body),
            "ask": Say(id="copies.ask", values=_values(here)),
            "options": choice(here, "copies.answer", "yes", "no"),
        }
    )


def _give(here: Here) -> Screen:
    """Link and code, shown once: the link goes one way, the code another."""
    address = here.context.copy_address(here.memory.get("token", ""))
    code = here.memory.get("code", "")
    return _blank(here).model_copy(
        update={
            "body": (
                Say(id="copies.pass_on", values=_values(here)),
                Say(id="copies.code", values={"code": f"{code[:3]} {code[3:]}"}),
                Say(id="copies.shown_once"),
            ),
            "links": (Link(target="copy", label=Say(id="copies.link", values=_values(here)), address=address),),
            "options": common(here, "menu"),
        }
    )


def _withdraw(here: Here) -> Screen:
    return _blank(here).model_copy(
        update={
            "ask": Say(id="copies.withdraw", values=_values(here)),
            "options": choice(here, "copies.withdrawing", "yes", "no"),
        }
    )


def press(here: Here, press: Press) -> Move | None:
    """One step of making, giving or ending a copy."""
    talk = here.talk
    if press.verb == "back":
        return _back(here)
    if here.spot in {"list", "made_ready"} and press.verb in {"give", "withdraw"}:
        return _with_copy(here, press.verb, press.argument)
    if here.spot == "parts" and press.verb in {"hold", "include"} and press.argument in parts_of(here):
        left_out = _left_out(here) | {press.argument} if press.verb == "hold" else _left_out(here) - {press.argument}
        return Move(talk.at("copies", "parts", memory={**here.memory, "left_out": ",".join(sorted(left_out))}))
    if press.verb != "choose":
        return None
    return _chose(here, press.argument)


def _chose(here: Here, argument: str) -> Move | None:
    talk, memory = here.talk, here.memory
    match here.spot, argument:
        case "list", "new":
            return Move(talk.at("copies", "name"))
        case "parts", "go_on":
            return Move(talk.at("copies", "told", memory=memory))
        case "told", "yes":
            made = MadeCopy(here.context.fresh.id, memory["name"], _chosen(here))
            ready = here.context.current_crisis_plan is not None
            spot = "made_ready" if ready else "made_waiting"
            return Move(talk.at("copies", spot, memory={"name": memory["name"], "copy": made.id}), (made,))
        case "told" | "withdraw", "no":
            return Move(talk.at("copies", "list"))
        case "withdraw", "yes":
            return Move(talk.at("copies", "withdrawn", memory=memory), (WithdrewCopy(memory["copy"]),))
    return None


def _with_copy(here: Here, verb: str, copy_id: str) -> Move | None:
    copy = next((one for one in here.context.copies if one.id == copy_id), None)
    if copy is None or copy.state == "withdrawn" or (verb == "give" and copy.state == "waiting"):
        return None
    if verb == "withdraw":
        return Move(here.talk.at("copies", "withdraw", memory={"copy": copy_id}))
    fresh = here.context.fresh
    memory = {"copy": copy_id, "token": fresh.token, "code": fresh.code}
    return Move(here.talk.at("copies", "give", memory=memory), (GaveCopy(copy_id, fresh.token, fresh.code),))


def _back(here: Here) -> Move:
    earlier = {"name": "list", "parts": "name", "told": "parts"}
    if here.spot == "list":
        return Move(here.talk.leave())
    return Move(here.talk.at("copies", earlier.get(here.spot, "list"), memory=here.memory))


def typed(here: Here, typed: Typed) -> Move | None:
    """The name of the one who gets the copy."""
    if here.spot != "name":
        return None
    name = typed.text.strip()
    if len(name) > LINE_LIMIT:
        raise Rejected(Say(id="walk.notice.too_long", values={"limit": LINE_LIMIT}))
    return Move(here.talk.at("copies", "parts", memory={**here.memory, "name": name}))
