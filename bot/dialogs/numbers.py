"""Lines with a number: one service or person a line, the number first, so that it can be pressed or copied.

Telegram does not always make short numbers tappable, and a button there cannot ring.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogs.screen import Line, Say
from bot.dialogs.services import Service, Services
from bot.dialogs.sheet import Person

Number = tuple[str, str]  # a service's id, and which of its wordings fits here

TALK_LINES = frozenset({"mental_helse", "kirkens_sos"})  # the own plan's people and the local services go before these


def service_line(service: Service, wording: str = "line") -> Say:
    """One service. `wording` is one of those under its id in `content/<language>/services.yaml`."""
    return Say(id=f"services.{service.id}.{wording}")


def ladder_lines(ladder: tuple[Person, ...], text: str) -> tuple[Say, ...]:
    """The people whom the person's own plan names, those who can be rung."""
    return tuple(
        Say(id=text, values={"text": person.phone.strip(), "name": person.name})
        for person in ladder
        if person.phone.strip()
    )


def reached(services: Services, wanted: tuple[Number, ...]) -> tuple[tuple[Service, str], ...]:
    """The services behind these numbers, as they are today, with the municipality's own before the national lines.

    While the police's emergency line is down their other number stands in for it, but not as a way to an ambulance.
    """
    return tuple(_reached(services, wanted))


def numbers(services: Services, wanted: tuple[Number, ...], people: tuple[Line, ...] = ()) -> tuple[Line, ...]:
    """The lines of these numbers, the own plan's people before those one rings to talk."""
    lines: list[Line] = []
    for service, wording in reached(services, wanted):
        if people and (service.local or service.id in TALK_LINES):
            lines += people
            people = ()
        lines.append(service_line(service, wording))
    return tuple(lines)


def _reached(services: Services, wanted: tuple[Number, ...]) -> Iterator[tuple[Service, str]]:
    shown = {service.id: service for service in services.shown}
    local = [service for service in services.shown if service.local and {"talk", "urgent"} & {*service.use}]
    for id_, wording in wanted:
        if id_ in TALK_LINES:
            yield from ((service, "line") for service in local)
            local = []
        if id_ in shown:
            yield shown[id_], wording
        elif id_ == "police" and wording != "instead":
            yield from ((service, "line") for service in services.used_for("police"))
        elif id_ == "police" and "legevakt" in shown and ("legevakt", "line") not in wanted:
            yield shown["legevakt"], "instead"  # one number alone is none, when nobody answers it
