"""The copy of the crisis plan, from the side of whoever got the link: find it, open it with the code, answer, read.

A copy is only the right to see the plan that counts at this moment. So every step asks anew whether it still stands:
not withdrawn, the consent to the plan in force, a plan agreed. If not, there is no such copy and never was one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.house import House, new_id, new_token
from bot.actions.noting import Seen, noted
from bot.actions.papers import Owner, ShownCrisisPlan, crisis_paper, current_plan, owner
from bot.actions.tries import count_try, count_unwritten, forget_tries
from bot.actions.unwritten import CANNOT_WRITE
from bot.actions.unwritten_readings import copy_of, is_pass, let_in
from bot.dialogs.context import Language, News
from bot.storage import consents, copies, log, outbox, sessions
from bot.storage.context import COPY_PATH
from bot.storage.copies import Copy
from bot.storage.hashing import code_fits, token_hash
from bot.storage.store import Transaction

LASTS = timedelta(hours=12)  # of one reading, counted from the code

Outcome = Literal["open", "wrong", "wait"]
Reply = Literal["", "accepted", "declined"]


@dataclass(frozen=True, slots=True)
class Opening:
    """What became of a code. `open`: `session` is the reader's secret, good for `LASTS`. `wait`: too many tries."""

    outcome: Outcome
    session: str = ""


@dataclass(frozen=True, slots=True)
class CopyRead:
    """What the reader sees: the question whether they want the copy, and after a yes the plan as it is now.

    `name` is what the person calls the reader.
    """

    whose: Owner
    name: str
    answer: Reply
    shown: ShownCrisisPlan | None = None


def find_copy(house: House, actor: Actor, token: str, now: datetime) -> Language:
    """Whether the link leads anywhere, and the language the person gave the copy in. Changes nothing.

    Raises:
        NotThere: there is no such copy, or not any more.
    """
    permit(actor, "find_copy")
    with house.reading() as tx:
        copy, _, _ = _standing(house, tx, copies.by_hash(tx, token_hash(token)), now)
        return copy.language


def open_copy(house: House, actor: Actor, token: str, code: str, *, address: str, now: datetime) -> Opening:
    """Try the code that goes with a link.

    The try is counted and committed before the code is looked at, so that many at once count as many; the slow hash
    is made between two transactions, where nobody waits for it. If nothing can be written it is counted in memory, and
    the reading lasts an hour (`unwritten_readings.py`).

    Args:
        house: the installation.
        actor: a visitor.
        token: of the link.
        code: as typed; everything but its digits is passed over.
        address: the visitor's network address, to count by. It is blinded before it is stored.
        now: with time zone.

    Raises:
        NotThere: there is no such copy, or not any more.
    """
    permit(actor, "open_copy")
    with house.reading() as tx:
        copy, _, _ = _standing(house, tx, copies.by_hash(tx, token_hash(token)), now)
    failed: BaseException | None = None
    try:
        with house.writing() as tx:
            often = count_try(tx, "copy", copy.id, address, now)
    except CANNOT_WRITE as why:
        failed = why
        with house.reading() as tx:
            often = count_unwritten(tx, house.unwritten, "copy", copy.id, address, now)
    if often:
        return Opening("wait")
    digits = "".join(filter(str.isdecimal, code))
    if copy.code_hash is None or not code_fits(house.store.vault.pepper, digits, copy.code_hash):
        return Opening("wrong")
    if failed is None:
        try:
            with house.writing() as tx:
                again, _, _ = _standing(house, tx, copies.by_hash(tx, token_hash(token)), now)
                forget_tries(tx, "copy", again.id)
                session = new_token()
                sessions.start(tx, token_hash(session), "relative", now, now + LASTS, copy=again.id)
                log.write(tx, now, "relative", again.id, "opened_copy", again.user_id, again.id)
            return Opening("open", session)
        except CANNOT_WRITE as why:
            failed = why
    return Opening("open", let_in(house, copy, now, failed))


def reader_of(house: House, session: str, now: datetime) -> Actor:
    """Who reads with this secret.

    Raises:
        NotThere: nobody: it is unknown, over, or of another role.
    """
    if is_pass(session):
        return Actor("relative", copy_of(house, session, now))
    with house.reading() as tx:
        found = sessions.by_hash(tx, token_hash(session), now)
    if found is None or found.role != "relative" or found.copy_id is None:
        raise NotThere
    return Actor("relative", found.copy_id)


def read_copy(house: House, actor: Actor, now: datetime) -> CopyRead:
    """What the reader sees now. Reading the plan is written in the access log, where the person finds it.

    Raises:
        NotThere: there is no such copy, or not any more.
    """
    permit(actor, "read_copy")

    def note(tx: Transaction, copy: Copy) -> None:
        log.write(tx, now, "relative", copy.id, "read_copy", copy.user_id, copy.id)

    copy, whose, plan = _noted(house, actor, now, "read_copy", note)
    answer = _answer(copy)
    return CopyRead(whose, copy.name, answer, plan if answer == "accepted" else None)


def answer_copy(house: House, actor: Actor, *, accepts: bool, now: datetime) -> None:
    """The reader wants the copy, or does not. Either can be changed later. The person is told, each thing once.

    A yes opens the plan, so it counts as opened from here.

    Raises:
        NotThere: there is no such copy, or not any more.
    """
    permit(actor, "answer_copy")
    with house.writing() as tx:
        copy, _, _ = _of(house, tx, actor, now)
        if accepts:
            copies.accept(tx, copy.id, now)
            news = "copy_opened" if copies.mark_opened(tx, copy.id, now) else ""
        else:
            news = "copy_declined" if copies.decline(tx, copy.id, now) else ""
        if news:
            outbox.add(tx, copy.user_id, News(id=new_id(), kind=news, values={"name": copy.name}, at=now))
        log.write(tx, now, "relative", copy.id, "accepted_copy" if accepts else "declined_copy", copy.user_id, copy.id)


def copy_paper(
    house: House,
    actor: Actor,
    language: Language,
    *,
    token: str = "",
    base_url: str = "",
    large: bool = False,
    now: datetime,
) -> bytes:
    """The copy as a PDF.

    Args:
        house: the installation.
        actor: the reader.
        language: of our words on the paper.
        token: of the link, if the reader's browser still has it: then the paper carries the address of the copy.
        base_url: where the pages are reached, without a slash at the end.
        large: large print.
        now: with time zone.

    Raises:
        NotThere: there is no such copy, not any more, or the reader has not said yes to it.
    """
    permit(actor, "print_copy")

    def note(tx: Transaction, copy: Copy) -> None:
        log.write(tx, now, "relative", copy.id, "printed_copy", copy.user_id, copy.id)

    copy, _, plan = _noted(house, actor, now, "printed_copy", note)
    if _answer(copy) != "accepted":
        raise NotThere
    with house.reading() as tx:
        linked = copies.by_hash(tx, token_hash(token)) if token else None
    known = linked is not None and linked.id == copy.id
    address = f"{base_url}{COPY_PATH}{token}" if known else ""
    return crisis_paper(house, plan, language, reader="relative", address=address, large=large)


def leave_copy(house: House, actor: Actor, session: str, now: datetime) -> None:
    """The reader closes the copy in this browser, which others may use too."""
    permit(actor, "log_out")
    with house.writing() as tx:
        found = sessions.by_hash(tx, token_hash(session), now)
        if found is not None and found.copy_id == actor.id:
            sessions.end(tx, token_hash(session), now)


def _noted(
    house: House, actor: Actor, now: datetime, action: str, note: Callable[[Transaction, Copy], None]
) -> tuple[Copy, Owner, ShownCrisisPlan]:
    """What `_of` gives, with a line in the access log if the reader has said yes and so gets to see it."""

    def look(tx: Transaction) -> Seen[tuple[Copy, Owner, ShownCrisisPlan]]:
        found = _of(house, tx, actor, now)
        copy = found[0]
        due = (lambda tx: note(tx, copy)) if _answer(copy) == "accepted" else None
        return Seen(found, copy.user_id, f"relative {copy.id} {action}", due)

    return noted(house, look, now)


def _answer(copy: Copy) -> Reply:
    if copy.accepted_at is not None:
        return "accepted"
    return "declined" if copy.declined_at is not None else ""


def _of(house: House, tx: Transaction, actor: Actor, now: datetime) -> tuple[Copy, Owner, ShownCrisisPlan]:
    """The reader's copy, with the person locked: the plan that is shown cannot change before the log says so."""
    found = copies.by_id(tx, actor.id)
    if found is None or not tx.lock_user(found.user_id):
        raise NotThere
    return _standing(house, tx, copies.by_id(tx, actor.id), now)


def _standing(house: House, tx: Transaction, copy: Copy | None, now: datetime) -> tuple[Copy, Owner, ShownCrisisPlan]:
    """The copy if it can be read at this moment, whose plan it is, and the parts of the plan that are in it."""
    if copy is None or copy.withdrawn_at is not None or copy.given_at is None:
        raise NotThere
    agreed = consents.newest(tx, copy.user_id).get("plan")
    whose = owner(tx, copy.user_id)
    if agreed is None or not agreed.holds(now) or whose is None:
        raise NotThere
    plan = current_plan(house, tx, copy.user_id, whose, only=copy.parts)
    if plan is None:
        raise NotThere
    return copy, whose, plan
