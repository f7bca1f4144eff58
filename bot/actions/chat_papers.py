"""What a chat gets of what is a page elsewhere: papers as files, the drawn road; as messages, who can see what and
where the person is logged in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.devices import Device, devices_of
from bot.actions.house import House
from bot.actions.own_plan import doctor_paper, own_crisis_paper, own_plan_paper
from bot.actions.papers import owner
from bot.actions.who_saw import WhoSaw, consent_line, copy_line, read_who_saw, seen_lines
from bot.dialogs.context import Language
from bot.dialogs.event import Press, encode
from bot.dialogs.screen import Button, Day, Line, Quote, Road, Row, Say, Screen
from bot.documents.road import road_in_words
from bot.documents.road_png import road_png

# Names that tell nothing of a person.
FILES = {"own_plan": "min-plan.pdf", "crisis_plan": "kriseplan.pdf", "doctor": "kriseplan.pdf"}
_MAKE: Mapping[str, Callable[..., bytes]] = {
    "own_plan": own_plan_paper,
    "crisis_plan": own_crisis_paper,
    "doctor": doctor_paper,
}
WHO_SEES, DEVICES = "who_sees", "devices"  # shown as messages
LOG_OUT = "log_out"  # the button below the devices


def paper_in_chat(house: House, actor: Actor, name: str, now: datetime) -> bytes | Say:
    """The paper that was asked for, as a PDF; while there is nothing to put on it, what to say of that.

    Args:
        house: the installation.
        actor: the person.
        name: one of `FILES`.
        now: with time zone.
    """
    permit(actor, "get_paper_in_chat")
    try:
        return _MAKE[name](house, actor, now=now)
    except NotThere:
        with house.reading() as tx:
            whose = owner(tx, actor.id)
        coordinator = whose.coordinator.name if whose is not None else ""
        return Say(id=f"papers.not_yet.{name}", values={"coordinator": coordinator})


def who_sees_in_chat(house: House, actor: Actor, number: int, now: datetime) -> Screen:
    """Who can see what, and who has seen it, as on the page.

    Args:
        house: the installation.
        actor: the person.
        number: of the screen that is shown now: the conversation stays where it is.
        now: with time zone.

    Raises:
        NotThere: no such person.
    """
    read = read_who_saw(house, actor, now)
    who: dict[str, str | int] = {"coordinator": read.owner.coordinator.name}
    return Screen(
        id=WHO_SEES,
        number=number,
        heading=_our("title"),
        body=(Say(id="papers.who_sees.text", values=who), _our("change")),
        rows=(*_of_sheets(read), *_of_copies(read), *_of_consents(read), *_of_log(read)),
        nav=_onward(number),
    )


def devices_in_chat(house: House, actor: Actor, number: int, now: datetime) -> Screen:
    """Where the person is logged in on the pages, and one way to log out there: whoever has lost a phone has the chat.

    Args:
        house: the installation.
        actor: the person.
        number: of the screen that is shown now: the conversation stays where it is.
        now: with time zone.
    """
    listed = devices_of(house, actor, now)
    out = Button(wire=encode(Press(number, "paper", LOG_OUT)), label=Say(id="telegram.devices.log_out"))
    return Screen(
        id=DEVICES,
        number=number,
        heading=Say(id="pages.devices.title"),
        body=(Say(id="telegram.devices.text" if listed else "telegram.devices.none"),),
        rows=tuple(Row(lines=_device(one)) for one in listed),
        options=(out,) if listed else (),
        nav=_onward(number),
    )


def _device(one: Device) -> tuple[Line, ...]:
    moments = (("since", one.since), ("seen", one.seen))
    return (
        Quote(text=one.name) if one.name else Say(id="pages.devices.unknown"),
        *(Say(id=f"pages.devices.{name}", days={"day": Day(iso=at.isoformat())}) for name, at in moments),
    )


def _onward(number: int) -> tuple[Button, ...]:
    return tuple(
        Button(wire=encode(Press(number, verb)), label=Say(id=f"walk.{verb}")) for verb in ("menu", "help_now")
    )


def _our(path: str) -> Say:
    return Say(id=f"papers.who_sees.{path}")


def _listed(heading: str, nothing: str, rows: list[tuple[Line, ...]]) -> tuple[Row, ...]:
    """A heading with the first of its rows, so that they are never parted."""
    first, *rest = rows or [(_our(nothing),)]
    return (Row(lines=(_our(heading), *first)), *(Row(lines=one) for one in rest))


def _of_sheets(read: WhoSaw) -> tuple[Row, ...]:
    return _listed("sheets", "no_sheets", [(one.title, *seen_lines(one, read)) for one in read.sheets])


def _of_copies(read: WhoSaw) -> tuple[Row, ...]:
    return _listed("copies_title", "no_copies", [(Quote(text=one.name), copy_line(one, read)) for one in read.copies])


def _of_consents(read: WhoSaw) -> tuple[Row, ...]:
    return _listed(
        "consents", "no_log", [(Say(id=f"consent.title.{one.kind}"), consent_line(one)) for one in read.consents]
    )


def _of_log(read: WhoSaw) -> tuple[Row, ...]:
    rows: list[tuple[Line, ...]] = []
    for one in read.lines:
        when = Say(id="papers.log.when", days={"day": Day(iso=one.at.isoformat(), clock=True)})
        times = (Say(id="papers.log.times", values={"n": one.times}),) if one.times > 1 else ()
        rows.append((one.said, when, *times))
    return _listed("log", "no_log", rows)


def road_words(house: House, road: Road, language: Language) -> str:
    """The road for those who do not see it, a line for each place."""
    return "\n".join(road_in_words(road, lambda say: house.language.say(say, language)))


def road_picture(house: House, road: Road, language: Language) -> bytes:
    """The road as a PNG, as wide as a phone."""
    return road_png(road, lambda say: house.language.say(say, language), language)
