"""Reading what a person shared, and writing beside it: a comment, a question, a yes, a «not yet».

Nobody can change the person's words: no function here takes an answer and stores it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.actors import Actor, NotThere, permit
from bot.actions.carry_out import plan_became_current
from bot.actions.house import House, new_id
from bot.actions.noting import Seen, noted
from bot.actions.own_user import planning_user, tell
from bot.actions.papers import ShownCrisisPlan, crisis_paper, owner
from bot.actions.twice import twice
from bot.actions.waiting import Waiting, waiting
from bot.dialogs.context import Comment, Edition, Language
from bot.dialogs.dates import OSLO
from bot.dialogs.definition import Worksheet
from bot.dialogs.places import questions
from bot.dialogs.screen import Say
from bot.dialogs.turn import Rejected
from bot.plan.crisis_plan import crisis_plan
from bot.plan.own_plan import agreed_at
from bot.storage import comments, editions, log, people
from bot.storage.store import Transaction

TEXT_LIMIT = 4_000  # UTF-16 units: what is written beside an answer is shown whole, in one message (Bot API: 4,096)


@dataclass(frozen=True, slots=True)
class EditionPage:
    """A shared edition with all that is written beside it.

    `comments` stand beside this edition, oldest first. `earlier` are the other editions of the same worksheet that can
    be read, newest first, without answers. `newest`: no later edition was shared, so that it can be worked on.
    """

    user: people.UserRow
    worksheet: Worksheet
    edition: Edition
    comments: tuple[Comment, ...]
    earlier: tuple[Edition, ...]
    newest: bool
    waits: Waiting


def read_edition(house: House, actor: Actor, edition: str, now: datetime) -> EditionPage:
    """Read what the person shared. The person can see in the log that it was read.

    Raises:
        NotThere: no such edition, not of an own user, taken back, or there is no plan with the person now.
    """
    permit(actor, "read_edition")

    def look(tx: Transaction) -> Seen[EditionPage]:
        user, found = _readable(tx, actor, edition, now)
        all_beside = comments.all_of(tx, user.id)
        same = [one for one in editions.all_of(tx, user.id) if one.worksheet == found.worksheet]
        others = [one.model_copy(update={"answers": {}}) for one in same if one.id != edition]

        def note(tx: Transaction) -> None:
            log.write(tx, now, actor.role, actor.id, "read_edition", user.id, edition)

        shown = EditionPage(
            user=user,
            worksheet=house.content.worksheet(found.worksheet, found.version),
            edition=found,
            comments=tuple(one for one in all_beside if _stands_beside(one, found)),
            earlier=tuple(one for one in reversed(others) if one.state != "taken_back"),
            newest=found.number == max(one.number for one in same),
            waits=waiting(found, all_beside),
        )
        return Seen(shown, user.id, f"{actor.role} {actor.id} read_edition {edition}", note)

    return noted(house, look, now)


def edition_paper(house: House, actor: Actor, edition: str, language: Language, now: datetime) -> bytes:
    """A shared crisis plan as its readers will see it, as a PDF in this language.

    Raises:
        NotThere: as for `read_edition`; or it is no crisis plan.
    """
    permit(actor, "read_edition")
    with house.writing() as tx:
        user, found = _readable(tx, actor, edition, now)
        whose = owner(tx, user.id)
        if found.worksheet != editions.CRISIS_PLAN or whose is None:
            raise NotThere(edition)
        log.write(tx, now, actor.role, actor.id, "read_edition", user.id, edition)
    worksheet = house.content.worksheet(found.worksheet, found.version)
    at = agreed_at(found)
    shown = ShownCrisisPlan(
        whose,
        crisis_plan(worksheet, found.answers),
        edition=found.number,
        agreed_on=at.astimezone(OSLO).date() if at else None,
    )
    return crisis_paper(house, shown, language, reader="doctor")


def write_comment(house: House, actor: Actor, edition: str, key: str, text: str, now: datetime) -> Comment:
    """Write something beside an answer, or with an empty key beside the whole edition. The person always sees it.

    Raises:
        NotThere: as for `read_edition`; or no such question is asked there.
        Rejected: nothing was written, or too much.
    """
    permit(actor, "write_comment")
    with house.writing() as tx:
        user, found = _answerable(house, tx, actor, edition, key, now)
        written = _beside(found, key, "comment", _taken(text), now)
        if twice(tx, user.id, now, actor.id, "comment", edition, key, written.text):
            return written
        comments.add(tx, user.id, written)
        tell(tx, user, "comment", now, worksheet=found.worksheet)
        log.write(tx, now, actor.role, actor.id, "write_comment", user.id, edition)
    return written


def ask_back(house: House, actor: Actor, edition: str, key: str, question: str, now: datetime) -> Comment:
    """Ask the person something about an answer. It waits in their menu and is answered there.

    Raises:
        NotThere: as for `write_comment`.
        Rejected: nothing was written, or too much; or it is agreed on already, and takes comments only.
    """
    permit(actor, "ask_back")
    with house.writing() as tx:
        user, found = _answerable(house, tx, actor, edition, key, now)
        asked = _beside(found, key, "question", _taken(question), now)
        if twice(tx, user.id, now, actor.id, "question", edition, key, asked.text):
            return asked
        if not editions.ask_back(tx, edition, now):
            raise Rejected(Say(id="desk.refused.agreed"))
        comments.add(tx, user.id, asked)
        tell(tx, user, "question", now, worksheet=found.worksheet)
        log.write(tx, now, actor.role, actor.id, "ask_back", user.id, edition)
    return asked


def agree(house: House, actor: Actor, edition: str, now: datetime) -> bool:
    """The coordinator says yes to this edition, and to no other. Twice is the same as once.

    Returns:
        Whether it is agreed on now. A worksheet with `agreement` needs both: it becomes current with the second yes.

    Raises:
        NotThere: as for `read_edition`.
        Rejected: the person has shared a later edition.
    """
    permit(actor, "agree")
    with house.writing() as tx:
        user, found = _newest(tx, actor, edition, now)
        needs_both = house.content.worksheet(found.worksheet, found.version).agreement
        agreed = editions.agree(tx, edition, "coordinator", now, needs_both=needs_both)
        if found.coordinator_agreed_at is not None:
            return agreed
        if agreed and needs_both:
            plan_became_current(tx, user, now)
        else:
            tell(tx, user, "agreed", now, worksheet=found.worksheet)
        log.write(tx, now, actor.role, actor.id, "agree", user.id, edition)
    return agreed


def not_yet(house: House, actor: Actor, edition: str, word: str, now: datetime) -> Comment:
    """The coordinator does not say yes yet, and may say why. A yes of theirs that was not met is taken away.

    Raises:
        NotThere: as for `read_edition`.
        Rejected: the word is too long; a later edition was shared; it is agreed on already.
    """
    permit(actor, "not_yet")
    with house.writing() as tx:
        user, found = _newest(tx, actor, edition, now)
        said = _beside(found, "", "not_yet", _taken(word, needed=False), now)
        if not editions.not_yet(tx, edition, "coordinator"):
            raise Rejected(Say(id="desk.refused.agreed"))
        if twice(tx, user.id, now, actor.id, "not_yet", edition, said.text):
            return said
        comments.add(tx, user.id, said)
        tell(tx, user, "not_yet", now, worksheet=found.worksheet)
        log.write(tx, now, actor.role, actor.id, "not_yet", user.id, edition)
    return said


def _readable(tx: Transaction, actor: Actor, edition: str, now: datetime) -> tuple[people.UserRow, Edition]:
    """Find it, lock its person, and look again: it may have been taken back while we waited."""
    found = editions.by_id(tx, edition)
    if found is None:
        raise NotThere(edition)
    user = planning_user(tx, actor, found[0], now)
    found = editions.by_id(tx, edition)
    if found is None or found[1].state == "taken_back":
        raise NotThere(edition)
    return user, found[1]


def _newest(tx: Transaction, actor: Actor, edition: str, now: datetime) -> tuple[people.UserRow, Edition]:
    """A yes to an edition that the person has replaced would be a yes to something they no longer mean."""
    user, found = _readable(tx, actor, edition, now)
    if editions.newest(tx, user.id)[found.worksheet].id != edition:
        raise Rejected(Say(id="desk.refused.newer", values={"user": user.name}))
    return user, found


def _answerable(
    house: House, tx: Transaction, actor: Actor, edition: str, key: str, now: datetime
) -> tuple[people.UserRow, Edition]:
    user, found = _readable(tx, actor, edition, now)
    worksheet = house.content.worksheet(found.worksheet, found.version)
    if key and key not in questions(worksheet, found.answers):
        raise NotThere(key)
    return user, found


def _stands_beside(comment: Comment, edition: Edition) -> bool:
    """What was read from paper is for the person alone: it would tell that they had an answer which is not shared."""
    return comment.edition == edition.id and comment.kind != "paper"


def _beside(edition: Edition, key: str, kind: str, text: str, now: datetime) -> Comment:
    return Comment.model_validate(
        {
            "id": new_id(),
            "worksheet": edition.worksheet,
            "edition": edition.id,
            "key": key,
            "author": "coordinator",
            "kind": kind,
            "text": text,
            "at": now,
        }
    )


def _taken(text: str, *, needed: bool = True) -> str:
    text = text.strip()
    if needed and not text:
        raise Rejected(Say(id="desk.refused.empty"))
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > TEXT_LIMIT:
        raise Rejected(Say(id="desk.refused.too_long", values={"limit": TEXT_LIMIT}))
    return text
