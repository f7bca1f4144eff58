"""A stored crisis plan made ready for a reader: found, cut to the reader's parts, and set as a paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.actions.house import House
from bot.dialogs.context import Coordinator, Edition, Language
from bot.dialogs.dates import OSLO
from bot.dialogs.places import questions
from bot.dialogs.screen import Say
from bot.dialogs.services import Service, Services, Use
from bot.dialogs.share import changed_since
from bot.dialogs.sheet import Answer, Item
from bot.documents import Paper, ServiceLine, crisis_plan_pdf
from bot.documents.paper import Reader
from bot.plan.crisis_plan import STEPS, CrisisPlan, crisis_plan
from bot.plan.own_plan import agreed_at
from bot.storage import editions, people, sheets
from bot.storage.store import Transaction

# What stands on every paper, round the clock or not at all: help for the life, what cannot wait, somebody to talk to.
ON_PAPER: frozenset[Use] = frozenset({"danger", "urgent", "talk"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose plan it is, and who plans with them."""

    name: str
    language: Language
    coordinator: Coordinator
    practice: bool


@dataclass(frozen=True, slots=True)
class ShownCrisisPlan:
    """A crisis plan ready to be shown on a page or set as a paper.

    `edition` None: what the person has written and not shared. `agreed_on` None: a draft, shared or not.
    `held_back`: something in the draft is private, and so is not here.
    """

    owner: Owner
    plan: CrisisPlan
    edition: int | None = None
    agreed_on: date | None = None
    held_back: bool = False


def owner(tx: Transaction, user: str) -> Owner | None:
    """The person with this id; None when there is none."""
    found = people.user(tx, user)
    if found is None:
        return None
    with_whom = people.coordinator(tx, found.coordinator_id)
    named = (
        Coordinator(name=with_whom.name, phone=with_whom.phone, hours=with_whom.hours)
        if with_whom
        else Coordinator(name="")
    )
    return Owner(found.name, found.language, named, found.practice)


def current_plan(
    house: House, tx: Transaction, user: str, whose: Owner, *, only: tuple[str, ...] | None = None
) -> ShownCrisisPlan | None:
    """The crisis plan that counts now; None while none does.

    Args:
        house: holds the worksheets.
        tx: a view of the store.
        user: the person's id.
        whose: the person.
        only: step ids of worksheet 14 that this reader gets, beside the date to look at the plan again; None: all.
    """
    edition = editions.current_crisis_plan(tx, user)
    if edition is None:
        return None
    return ShownCrisisPlan(
        whose,
        _read(house, edition, only),
        edition=edition.number,
        agreed_on=_day(edition),
    )


def _read(house: House, edition: Edition, only: tuple[str, ...] | None) -> CrisisPlan:
    worksheet = house.content.worksheet(edition.worksheet, edition.version)
    left_out: frozenset[str] = frozenset()
    if only is not None:
        # Named is what goes in: a step that comes with a later version of the worksheet stays out until it is chosen.
        left_out = frozenset(step.id for step in worksheet.steps()) - {*only, "look_again"}
    return worded(crisis_plan(worksheet, edition.answers, leave_out=left_out))


def _day(edition: Edition) -> date | None:
    at = agreed_at(edition)
    return at.astimezone(OSLO).date() if at else None


def draft_plan(house: House, tx: Transaction, user: str, whose: Owner) -> ShownCrisisPlan | None:
    """The person's own sheet as its readers would see it, so without what is private; None while nothing is written.

    When it says the same as what was shared last, it carries the number of that edition.
    """
    sheet = sheets.load(tx, user, editions.CRISIS_PLAN)
    if sheet is None or not sheet.answers:
        return None
    worksheet = house.content.worksheet(sheet.worksheet, sheet.version)
    asked = {key: sheet.answers[key] for key in questions(worksheet, sheet.answers) if key in sheet.answers}
    open_ones: Mapping[str, Answer] = {key: answer for key, answer in asked.items() if not answer.private}
    shared = editions.newest(tx, user).get(editions.CRISIS_PLAN)
    same = shared is not None and shared.state != "taken_back" and not changed_since(sheet, shared)
    return ShownCrisisPlan(
        whose,
        worded(crisis_plan(worksheet, open_ones)),
        edition=shared.number if shared and same else None,
        agreed_on=_day(shared) if shared and same else None,
        held_back=len(open_ones) < len(asked),
    )


def worded(plan: CrisisPlan) -> CrisisPlan:
    """The same plan, where a sign of a step follows what the person worded anew among the signs after it was picked."""

    def followed(item: Item) -> Item:
        if item.text:
            return item
        return next((sign for sign in plan.signs if item.ref in (sign.id, sign.ref)), item)

    rungs = {
        name: rung.model_copy(update={"signs": tuple(followed(item) for item in rung.signs)})
        for name, rung in zip(STEPS, plan.rungs, strict=True)
    }
    return plan.model_copy(update=rungs)


def paper(
    house: House,
    whose: Owner,
    language: Language,
    *,
    reader: Reader = "user",
    edition: int | None = None,
    agreed_on: date | None = None,
    address: str = "",
    large: bool = False,
) -> Paper:
    """A paper about this person, for one reader, with the numbers that are open round the clock."""

    def say(line: Say) -> str:
        return house.language.say(line, language)

    def sign(ref: str) -> str:
        worksheet, _, step = ref.partition(":")
        return say(Say(id=f"{worksheet}.steps.{step}.ask")) if step else ""

    return Paper(
        whose=whose.name,
        language=language,
        say=say,
        edition=edition,
        agreed_on=agreed_on,
        address=address,
        reader=reader,
        services=tuple(
            ServiceLine(number=one.number, who=say(Say(id=f"services.{one.id}.name")), tel=f"tel:{one.tel}")
            for one in open_always(house.content.services)
        ),
        also=tuple(
            ServiceLine(number=one.number, who=_with_hours(say, one), tel=f"tel:{one.tel}")
            for one in house.content.services.used_for("relatives")
            if reader == "relative" and one.kind == "phone" and not one.always
        ),
        coordinator=whose.coordinator.name,
        coordinator_phone=whose.coordinator.phone,
        large=large,
        signs_text=sign,
        practice=whose.practice,
    )


def _with_hours(say: Callable[[Say], str], service: Service) -> str:
    """Who answers, and when, where it is not round the clock."""
    name = say(Say(id=f"services.{service.id}.name"))
    return f"{name}. {say(Say(id=service.hours))}" if service.hours else name


def open_always(services: Services) -> tuple[Service, ...]:
    """The numbers that stand under every plan: open round the clock, to be rung by anyone."""
    return tuple(one for one in services.always if one.kind == "phone" and not ON_PAPER.isdisjoint(one.use))


def crisis_paper(
    house: House,
    shown: ShownCrisisPlan,
    language: Language,
    *,
    reader: Reader = "user",
    address: str = "",
    large: bool = False,
) -> bytes:
    """The crisis plan as a tagged PDF. Takes some tenths of a second: do it outside any transaction."""
    return crisis_plan_pdf(
        shown.plan,
        paper(
            house,
            shown.owner,
            language,
            reader=reader,
            edition=shown.edition,
            agreed_on=shown.agreed_on,
            address=address,
            large=large,
        ),
    )
