"""The menu: each opened worksheet with its state in words, what waits, and everything that is the person's own."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogs.answering import the_sheet
from bot.dialogs.buttons import button, common
from bot.dialogs.consent import ask_first
from bot.dialogs.context import Context, Coordinator, Edition
from bot.dialogs.event import Press, Typed
from bot.dialogs.greetings import GREETINGS, bare
from bot.dialogs.places import progress
from bot.dialogs.screen import Button, Day, Line, Link, Row, Say, Screen
from bot.dialogs.share import changed_since
from bot.dialogs.talk import Here, Move, Talk
from bot.dialogs.typed import said_back

FINISHED = frozenset({"menu.state.shared", "menu.state.agreed"})  # nothing to go on with for now
DONE = "menu.state.done"
BEGUN = "menu.state.begun"
NOT_BEGUN = "menu.state.not_begun"
SOON = timedelta(days=30)  # before the period of the plan ends, the menu says so
LINKS = ("own_plan", "crisis_plan", "who_sees", "devices")


def show(here: Here) -> Screen:
    """States are words, never a percentage towards the person."""
    context = here.context
    coordinator = context.coordinator
    who: dict[str, str | int] = {"coordinator": coordinator.name}
    rows = tuple(
        Row(
            lines=(Say(id=f"{worksheet_id}.title"), state(context, worksheet_id)),
            buttons=(
                button(here, "menu.open", "open", worksheet_id, extra=Say(id=f"{worksheet_id}.title")),
                *_looking_back(here, worksheet_id),
            ),
        )
        for worksheet_id in context.opened
    )
    body: list[Line] = [] if rows else [Say(id="menu.nothing_opened", values=who)]
    given = context.consents.get("plan")
    if given is not None and given.until is not None and here.now <= given.until < here.now + SOON:
        body.append(Say(id="menu.period_ends", days={"day": Day(iso=given.until.isoformat())}))
    return Screen(
        id="menu",
        number=here.talk.number,
        heading=Say(id="menu.title"),
        body=tuple(body),
        options=_options(here),
        rows=(*rows, Row(lines=(contact(coordinator),))),
        links=tuple(Link(target=target, label=Say(id=f"menu.link.{target}")) for target in LINKS),
        nav=(
            *common(here, "explain"),
            button(here, "menu.copies", "copies"),
            button(here, "menu.choices", "choices"),
            *other_language(here),
            *_of_the_chat(here),
            button(here, "menu.stop", "stop"),
        ),
    )


def contact(coordinator: Coordinator) -> Say:
    """Who the coordinator is, and how they are reached."""
    known = "name" if not coordinator.phone else "hours" if coordinator.hours else "phone"
    values: dict[str, str | int] = {
        "coordinator": coordinator.name,
        "coordinator_phone": coordinator.phone,
        "hours": coordinator.hours,
    }
    return Say(id=f"menu.contact.{known}", values=values)


def other_language(here: Here) -> tuple[Button, ...]:
    """The way to the other language, in its own name."""
    return tuple(
        button(here, f"menu.language.{one}", "language", one) for one in ("nb", "nn") if one != here.talk.language
    )


def _of_the_chat(here: Here) -> tuple[Button, ...]:
    return (button(here, "removing.button", "remove"),) if here.context.channel == "telegram" else ()


def _looking_back(here: Here, worksheet_id: str) -> tuple[Button, ...]:
    """What was sent can be looked at, with what the coordinator wrote beside it."""
    edition = here.context.editions.get(worksheet_id)
    if edition is None or edition.state == "taken_back":
        return ()
    return (button(here, "menu.sent", "review", worksheet_id, extra=Say(id=f"{worksheet_id}.title")),)


def _options(here: Here) -> tuple[Button, ...]:
    """The one thing to go on with first, then what waits for an answer, then what could be done beside it."""
    context, options = here.context, []
    resume = here.talk.resume
    at = state(context, resume).id if resume in context.opened else ""
    under_way = bool(at) and at not in FINISHED | {DONE, NOT_BEGUN}
    if under_way or at == DONE:
        options.append(_opening(here, "go_on_with" if under_way else "see_and_send", resume))
    for worksheet_id in dict.fromkeys(
        one.worksheet for one in context.comments if one.kind == "question" and one.answered_at is None
    ):
        label = Say(id="menu.question", lines={"worksheet": Say(id=f"{worksheet_id}.title")})
        options.append(button(here, label, "question", worksheet_id))
    for worksheet_id, edition in context.editions.items():
        if _waits_for_yes(context, edition):
            label = Say(id="menu.waits_for_yes", lines={"worksheet": Say(id=f"{worksheet_id}.title")})
            options.append(button(here, label, "review", worksheet_id))
    ready = [copy for copy in context.copies if copy.state == "ready"]
    options.extend(button(here, Say(id="menu.copy_ready", values={"name": one.name}), "copies") for one in ready)
    if not under_way:
        opened = {one: state(context, one).id for one in ((resume,) if at else ()) + context.opened}
        for stage, proposal in ((BEGUN, "go_on_with"), (NOT_BEGUN, "begin_with")):
            if stage in opened.values():
                found = next(one for one, its_own in opened.items() if its_own == stage)
                options.append(_opening(here, proposal, found))
                break
    return tuple(options)


def _opening(here: Here, label: str, worksheet_id: str) -> Button:
    words = Say(id=f"menu.{label}", lines={"worksheet": Say(id=f"{worksheet_id}.title")})
    return button(here, words, "open", worksheet_id)


def _waits_for_yes(context: Context, edition: Edition) -> bool:
    needs_both = context.worksheet(edition.worksheet, edition.version).agreement
    return needs_both and edition.user_agreed_at is None and edition.state in {"shared", "asked_back"}


def state(context: Context, worksheet_id: str) -> Say:
    """How far this worksheet has come: not begun, begun, with the coordinator, asked back, agreed on a date."""
    edition, name = context.editions.get(worksheet_id), context.coordinator.name
    sheet = context.sheet(worksheet_id)
    if edition is not None and edition.state != "taken_back":
        if any(
            one.kind == "question" and one.worksheet == worksheet_id and not one.answered_at for one in context.comments
        ):
            return Say(id="menu.state.asked_back", values={"coordinator": name})
        if sheet is not None and changed_since(sheet, edition):
            return Say(id="menu.state.changed", values={"coordinator": name})
        if edition.state == "agreed" and edition.coordinator_agreed_at is not None:
            return Say(id="menu.state.agreed", days={"day": Day(iso=edition.coordinator_agreed_at.isoformat())})
        return Say(id="menu.state.shared", values={"coordinator": name})
    if sheet is None or not sheet.answers:
        return Say(id=NOT_BEGUN)
    worksheet, sheet = the_sheet(context, worksheet_id)
    done, of = progress(worksheet, sheet.answers)
    if done == of:
        return Say(id=DONE)
    return Say(id=BEGUN, values={"n": done, "of": of})


def press(here: Here, press: Press) -> Move | None:
    """Go to what was tapped."""
    talk = here.talk
    if press.verb == "open" and press.argument in here.context.opened:
        return Move(opening(here, press.argument))
    if press.verb in {"question", "review"} and press.argument in here.context.editions:
        return Move(
            talk.enter("review", "question" if press.verb == "question" else "overview", worksheet=press.argument)
        )
    if press.verb in {"copies", "choices"}:
        return Move(talk.enter(press.verb, "list", worksheet=""))
    return None


def opening(here: Here, worksheet_id: str) -> Talk:
    """Go to this worksheet, with the consents it needs asked first."""
    talk = here.talk.at("answering", worksheet=worksheet_id).model_copy(update={"resume": worksheet_id})
    return ask_first(talk, here.context, here.now, *here.context.worksheet(worksheet_id).before)


def typed(here: Here, typed: Typed) -> Move | None:
    """A greeting or a word of one's own at the menu: the menu again, with what can be done."""
    said = () if bare(typed.text) in GREETINGS else said_back(typed)
    return Move(here.talk, notices=(Say(id="menu.typed"), *said))
