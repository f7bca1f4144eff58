"""Coordinators and users: added, let in, handed over, listed, and given what is held about them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import segno
import typer

from bot.actions import export as exporting
from bot.actions import handover, invite, staff, standing_in
from bot.actions.actors import OPERATOR
from bot.actions.house import House
from bot.commands.answers import AsJson, answer
from bot.commands.failures import Failure
from bot.commands.installation import language_of, now, opened, the_house
from bot.settings import Settings
from bot.storage.export import Export

LanguageOption = Annotated[str, typer.Option(help="nb or nn: what this person reads.")]
QR_SCALE = 8  # pixels of an SVG without other measure; it is enlarged without loss

coordinator = typer.Typer(help="Coordinators: add, list, and part with them.")


def base_url(house: House) -> str:
    """What addresses begin with: the setting, else this machine."""
    settings = house.settings
    return settings.base_url or f"http://127.0.0.1:{settings.port}"


@coordinator.command("add")
def add(
    name: Annotated[str, typer.Option(help="As users know them.")],
    phone: Annotated[str, typer.Option(help="Shown to users, as written.")] = "",
    hours: Annotated[str, typer.Option(help="When the phone is answered, in plain words.")] = "",
    language: LanguageOption = "nb",
    as_json: AsJson = False,
) -> None:
    """Add a coordinator. Prints their id."""
    reads = language_of(language)
    with opened(Settings()) as house:
        made = staff.add_coordinator(house, OPERATOR, name, phone, hours, reads, now())
    answer(as_json, {"coordinator": made}, made)


@coordinator.command("list")
def list_coordinators(as_json: AsJson = False) -> None:
    """List the coordinators who work here."""
    with the_house() as house:
        found = exporting.list_everyone(house, OPERATOR, now()).coordinators
    told = [{"id": one.id, "name": one.name, "language": one.language} for one in found]
    answer(as_json, {"coordinators": told}, *(f"{one.id}  {one.name}" for one in found))


@coordinator.command("leave")
def leave(
    coordinator: Annotated[str, typer.Argument(help="Id of the one who no longer works here.")],
    to: Annotated[str, typer.Option(help="Id of the colleague who gets their users.")],
    as_json: AsJson = False,
) -> None:
    """A coordinator leaves: their users go to a colleague and are told so."""
    with the_house() as house:
        done = handover.leave(house, OPERATOR, coordinator, to, now())
    handed = [one.user_id for one in done]
    answer(as_json, {"coordinator": coordinator, "to": to, "users": handed}, f"{len(handed)} users handed over.")


@coordinator.command("stand-in")
def stand_in(
    coordinator: Annotated[str, typer.Argument(help="The coordinator's id.")],
    by: Annotated[str, typer.Option(help="Id of the colleague who stands in.")] = "",
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody stands in any more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Name the colleague who may read a disclosure that a coordinator has not seen in time."""
    if bool(by) == nobody:
        raise Failure("usage", "It is not clear who stands in", "command line", "say --by ID, or --nobody")
    with the_house() as house:
        standing_in.name_stand_in(house, OPERATOR, coordinator, by, now())
    told = f"{by} stands in for {coordinator}." if by else f"Nobody stands in for {coordinator}."
    answer(as_json, {"coordinator": coordinator, "stand_in": by or None}, told)


def unseen(as_json: AsJson = False) -> None:
    """Tell which coordinators have a disclosure that they have not seen in time. Exit code 1 when some have.

    Nothing of the persons: whose it is, and what it says, is for the desk alone.
    """
    with the_house() as house:
        found = standing_in.overdue(house, now())
        hours = house.settings.notice_reminder_hours
    told = [
        {
            "coordinator": one.coordinator_id,
            "stand_in": one.stand_in_id,
            "since": one.at.isoformat(timespec="seconds"),
            "seen_by_stand_in": one.stood_in_at is not None,
        }
        for one in found
    ]
    lines = [
        f"{one.coordinator_id}  since {one.at:%Y-%m-%d %H:%M} UTC, stand-in: {one.stand_in_id or 'nobody'}"
        + (", who has read it" if one.stood_in_at is not None else "")
        for one in found
    ]
    answer(as_json, {"unseen": told, "hours": hours}, *(lines or [f"Nothing unseen for {hours} hours."]))
    if found:
        raise typer.Exit(1)


def login_link(
    coordinator: Annotated[str, typer.Argument(help="The coordinator's id.")], as_json: AsJson = False
) -> None:
    """Print a link that logs a coordinator in, once, within an hour."""
    with the_house() as house:
        link = staff.login_link(house, OPERATOR, coordinator, now(), base_url(house))
    told = {"address": link.address, "expires_at": link.expires_at.isoformat(timespec="seconds")}
    answer(as_json, told, link.address, f"Works once, until {link.expires_at:%Y-%m-%d %H:%M} UTC.")


@contextmanager
def _file_for_code(path: Path | None) -> Iterator[BinaryIO | None]:
    """A new file, taken before the link is made: a link that could not be shown would be lost."""
    if path is None:
        yield None
        return
    try:
        file = open(path, "xb", opener=_private)  # noqa: SIM115 - closed below, or removed
    except FileExistsError as error:
        raise Failure("file_exists", "There is a file of this name", path, "name another file") from error
    with file:
        try:
            yield file
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _private(path: str, flags: int) -> int:
    """Open for the owner alone: the code is a way in."""
    return os.open(path, flags, 0o600)


def invite_user(
    user: Annotated[str, typer.Argument(help="Id of somebody who is here already.")] = "",
    new: Annotated[str, typer.Option(help="Add somebody; a first name is enough.")] = "",
    coordinator: Annotated[str, typer.Option(help="Whose they are. With --new.")] = "",
    language: LanguageOption = "nb",
    qr: Annotated[Path | None, typer.Option(help="Also write the address as a QR code into this SVG file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a personal link for a user, or for a new one. Prints the address, this once."""
    if bool(user) == bool(new):
        raise Failure("usage", "It is not clear who is invited", "command line", "give an id, or --new NAME")
    if new and not coordinator:
        raise Failure("usage", "A new user needs a coordinator", "--coordinator", "see `planprat coordinator list`")
    reads = language_of(language)
    with the_house() as house, _file_for_code(qr) as file:
        if new:
            user = invite.add_user(house, OPERATOR, new, reads, now(), coordinator=coordinator).user_id
        made = invite.invite(house, OPERATOR, user, now(), base_url(house))
        told = {
            "user": made.user_id,
            "address": made.address,
            "expires_at": made.expires_at.isoformat(timespec="seconds"),
            "qr": str(qr) if qr else None,
        }
        lines = (f"User {made.user_id}", made.address, f"Can be taken into use until {made.expires_at:%Y-%m-%d}.")
        answer(as_json, told, *lines)  # first of all: nothing that fails after this can lose the address
        if file is not None:
            segno.make(made.address, micro=False).save(file, kind="svg", scale=QR_SCALE)


def hand_over(
    user: Annotated[str, typer.Argument(help="The user's id.")],
    to: Annotated[str, typer.Option(help="Id of the new coordinator.")],
    as_json: AsJson = False,
) -> None:
    """Give a user another coordinator. The user is told so."""
    with the_house() as house:
        done = handover.hand_over(house, OPERATOR, user, to, now())
    told = {"user": done.user_id, "before": done.before, "after": done.after}
    answer(as_json, told, f"{done.user_id} now has coordinator {done.after}.")


def users(
    names: Annotated[bool, typer.Option("--names", help="Show names too.")] = False, as_json: AsJson = False
) -> None:
    """List the users: id, since when, whose. Names only when asked for."""
    with the_house() as house:
        found = exporting.list_everyone(house, OPERATOR, now(), names=names).users
    told = [
        {
            "id": one.id,
            "created_at": one.created_at.isoformat(timespec="seconds"),
            "coordinator": one.coordinator_id,
            **({"name": one.name} if names else {}),
        }
        for one in found
    ]
    lines = (f"{one.id}  {one.created_at:%Y-%m-%d}" + (f"  {_name(one)}" if names else "") for one in found)
    answer(as_json, {"users": told}, *lines)


def _name(one: exporting.Listed) -> str:
    return "(cannot be read: the key is lost or the row has come to harm)" if one.unreadable else one.name or ""


def export(
    user: Annotated[str, typer.Argument(help="The user's id.")] = "",
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of an export instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print everything held about a user, as JSON (with or without --json)."""
    if schema:
        print(json.dumps(Export.model_json_schema(mode="serialization"), ensure_ascii=False))
        return
    if not user:
        raise Failure("usage", "It is not clear whose data are exported", "command line", "give a user's id")
    with the_house() as house:
        held = exporting.export(house, OPERATOR, user, now())
    print(held.model_dump_json(indent=None if as_json else 2))
