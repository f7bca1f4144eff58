"""«Hjelp nå»: whom one can reach, on every screen, before logging in, and when the database is down.

The lines are made of the services alone, which are loaded when the program starts. The person's own plan comes on top
of them when it can be read; nothing here depends on it.
"""

from __future__ import annotations

from bot.dialogs.buttons import button
from bot.dialogs.event import Press, Typed
from bot.dialogs.numbers import ladder_lines, numbers, service_line
from bot.dialogs.screen import Line, Say, Screen
from bot.dialogs.services import Service, Services, Use
from bot.dialogs.sheet import Person
from bot.dialogs.talk import Here, Move

SCENE = "help_now"


def help_lines(services: Services, ladder: tuple[Person, ...] = ()) -> tuple[Line, ...]:
    """Everything that stands under «Hjelp nå»: the own plan's people, then the services by what they are for."""
    lines: list[Line] = [Say(id="help_now.nobody")]
    if people := ladder_lines(ladder, "help_now.from_plan"):
        lines += [Say(id="help_now.plan"), *people]
    lines += [Say(id="help_now.danger"), *numbers(services, (("emergency", "line"), ("police", "line")))]
    if services.get("police") in services.shown:
        lines.append(Say(id="help_now.police_instead"))
    lines += _block(services, "urgent", "help_now.urgent")
    lines += [*_block(services, "talk", "help_now.talk"), Say(id="replies.other_number")]
    lines += [Say(id="help_now.violence"), *numbers(services, (("police", "self"),))]
    lines += [*map(service_line, services.used_for("violence")), Say(id="help_now.sure")]
    lines += _block(services, "children", "help_now.children")
    writing = tuple(service for service in services.shown if service.kind == "write")
    lines += [Say(id="help_now.write"), Say(id="help_now.ask_someone"), *_with_hours(writing)]
    lines += _block(services, "deaf", "help_now.deaf")
    lines += _block(services, "relatives", "help_now.relatives")
    return tuple(lines)


def numbers_short(services: Services) -> tuple[Line, ...]:
    """Four lines for a page that is about something else: a wrong code, an address that leads nowhere."""
    return (
        Say(id="help_now.short"),
        service_line(services.get("emergency")),
        service_line(services.get("legevakt")),
        service_line(services.get("mental_helse")),
    )


def show(here: Here) -> Screen:
    """Draw «Hjelp nå» with one way out: back to where the person was."""
    return Screen(
        id=SCENE,
        number=here.talk.number,
        heading=Say(id="help_now.title"),
        body=help_lines(here.context.services, here.context.ladder),
        options=(button(here, "help_now.back", "back"),),
    )


def press(here: Here, press: Press) -> Move | None:
    """Go back to where the person was."""
    return Move(here.talk.leave()) if press.verb == "back" else None


def typed(here: Here, typed: Typed) -> Move | None:
    """Nothing is asked in words here. What a text discloses is answered before a scene is asked."""
    return None


def _block(services: Services, use: Use, heading: str) -> tuple[Line, ...]:
    """A heading with those one rings; those one writes to have a place of their own."""
    shown = tuple(service for service in services.shown if use in service.use and service.kind != "write")
    return (Say(id=heading), *_with_hours(shown)) if shown else ()


def _with_hours(shown: tuple[Service, ...]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for service in shown:
        lines.append(service_line(service))
        if service.hours is not None:
            lines.append(Say(id=service.hours))
    return tuple(lines)
