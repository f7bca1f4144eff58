"""What the user sees of a sheet that was sent: what the coordinator wrote beside it, questions to answer, yes or
not yet, and taking it back."""

from __future__ import annotations

from bot.dialogs.buttons import button, choice, common
from bot.dialogs.context import Comment, Edition
from bot.dialogs.definition import Worksheet
from bot.dialogs.effects import Agreed, AnsweredQuestion, NotYet, SawComments, TookBack
from bot.dialogs.event import Press, Typed
from bot.dialogs.places import questions, step_at
from bot.dialogs.screen import Button, Day, Field, Line, Link, Quote, Row, Say, Screen
from bot.dialogs.shown import answer_lines, repeated_for, short_name
from bot.dialogs.talk import Here, Move


def show(here: Here) -> Screen:
    """The edition with its comments, or the one question being asked about it."""
    draw = {"overview": _overview, "question": _question, "not_yet": _not_yet, "take_back": _take_back}.get(here.spot)
    worksheet_id = here.talk.here.worksheet
    drawn = draw(here) if draw else _said(here)
    return drawn.model_copy(
        update={
            "id": f"review.{here.spot}",
            "heading": Say(id=f"{worksheet_id}.title"),
            "nav": (*drawn.nav, *common(here, "back")),
        }
    )


def _edition(here: Here) -> Edition:
    return here.context.editions[here.talk.here.worksheet]


def _comments(here: Here) -> tuple[Comment, ...]:
    return tuple(one for one in here.context.comments if one.worksheet == here.talk.here.worksheet)


def _open_question(here: Here) -> Comment | None:
    return next((one for one in _comments(here) if one.kind == "question" and one.answered_at is None), None)


def _values(here: Here) -> dict[str, str | int]:
    return {"coordinator": here.context.coordinator.name}


def _blank(here: Here) -> Screen:
    return Screen(id="", number=here.talk.number)


def _said(here: Here) -> Screen:
    """A word that something has happened, and the way on."""
    return _blank(here).model_copy(
        update={"body": (Say(id=f"review.{here.spot}", values=_values(here)),), "options": common(here, "menu")}
    )


def _overview(here: Here) -> Screen:
    edition = _edition(here)
    worksheet = here.context.worksheet(edition.worksheet, edition.version)
    rows = []
    for key in questions(worksheet, edition.answers):
        if beside := [one for one in _comments(here) if one.key == key]:
            lines: list[Line] = [short_name(worksheet, key), *answer_lines(worksheet, key, edition.answers.get(key))]
            rows.append(Row(lines=(*lines, *(line for one in beside for line in _beside(one, here)))))
    for one in _comments(here):
        if not one.key:
            rows.append(Row(lines=_beside(one, here)))
    asks = any(one.wire.endswith(".agree") for one in _options(here, edition))
    facts = Say(
        id="review.edition", values={"number": edition.number}, days={"day": Day(iso=edition.shared_at.isoformat())}
    )
    nothing = () if rows else (Say(id="review.nothing_written", values=_values(here)),)
    return _blank(here).model_copy(
        update={
            "body": (facts, Say(id=f"review.state.{_state(here, edition)}", values=_values(here)), *nothing),
            "rows": tuple(rows),
            "ask": Say(id="share.agree") if asks else None,
            "options": _options(here, edition),
            "links": _links(worksheet),
        }
    )


def _links(worksheet: Worksheet) -> tuple[Link, ...]:
    """Nobody is asked for a yes to a plan without a way to read it."""
    return (Link(target="crisis_plan", label=Say(id="menu.link.crisis_plan")),) if worksheet.agreement else ()


def _state(here: Here, edition: Edition) -> str:
    if edition.state == "asked_back" and _open_question(here) is None:
        return "waits_for_them" if edition.user_agreed_at is not None else "shared"
    if edition.state == "shared" and edition.coordinator_agreed_at is not None:
        return "waits_for_you"
    if edition.state == "shared" and edition.user_agreed_at is not None:
        return "waits_for_them"
    return edition.state


def _beside(comment: Comment, here: Here) -> tuple[Line, ...]:
    """What was written, by whom, and the answer if it was a question."""
    lines: list[Line] = [
        Say(
            id=f"review.wrote.{comment.author}.{comment.kind}",
            values=_values(here),
            days={"day": Day(iso=comment.at.isoformat())},
        )
    ]
    if comment.text:
        lines.append(Quote(text=comment.text, whose=comment.author))
    if comment.answered_at is not None:
        lines.extend((Say(id="review.you_answered"), Quote(text=comment.answer)))
    return tuple(lines)


def _options(here: Here, edition: Edition) -> tuple[Button, ...]:
    options = []
    if _open_question(here) is not None:
        options.append(button(here, "review.see_question", "choose", "question"))
    needs_both = here.context.worksheet(edition.worksheet, edition.version).agreement
    if needs_both and edition.state in {"shared", "asked_back"} and edition.user_agreed_at is None:
        options.extend(choice(here, "review.agreeing", "agree", "not_yet"))
    options.append(button(here, "review.open_sheet", "choose", "open"))
    if edition.state != "taken_back":
        options.append(button(here, "review.take_back.button", "choose", "take_back"))
    return tuple(options)


def _question(here: Here) -> Screen:
    """The question as the coordinator wrote it, beside the answer it is about."""
    waiting = _open_question(here)
    if waiting is None:
        return _blank(here).model_copy(
            update={"body": (Say(id="review.no_question"),), "options": common(here, "menu")}
        )
    edition = _edition(here)
    worksheet = here.context.worksheet(edition.worksheet, edition.version)
    body: list[Line] = []
    if waiting.key:
        shown = answer_lines(worksheet, waiting.key, edition.answers.get(waiting.key))
        goal = repeated_for(worksheet, waiting.key, dict(edition.answers))
        about = (Say(id="walk.about_goal", values={"goal": goal}),) if goal else ()
        asked = Say(id=f"{worksheet.id}.steps.{step_at(worksheet, waiting.key).id}.ask")
        body.extend((*about, asked, Say(id="review.you_wrote"), *shown))
    return _blank(here).model_copy(
        update={
            "body": (*body, Say(id="review.asks", values=_values(here)), Quote(text=waiting.text, whose="coordinator")),
            "ask": Say(id="review.answer"),
            "field": Field(key=f"question:{waiting.id}", value=here.talk.kept, submit=Say(id="review.send_answer")),
            "nav": common(here, "skip"),
        }
    )


def _not_yet(here: Here) -> Screen:
    return _blank(here).model_copy(
        update={
            "ask": Say(id="review.why_not_yet", values=_values(here)),
            "field": Field(key="not_yet", value=here.talk.kept, submit=Say(id="review.send_answer")),
            "nav": common(here, "skip"),
        }
    )


def _take_back(here: Here) -> Screen:
    current = here.context.current_crisis_plan
    agreed = current is not None and current.id == _edition(here).id
    return _blank(here).model_copy(
        update={
            "body": (Say(id="review.take_back.current" if agreed else "review.take_back.text", values=_values(here)),),
            "ask": Say(id="review.take_back.ask"),
            "options": choice(here, "review.take_back", "yes", "no"),
        }
    )


def press(here: Here, press: Press) -> Move | None:
    """Agree, not yet, take back, or look at the question."""
    talk = here.talk
    if press.verb == "back":
        return Move(talk.leave() if here.spot == "overview" else talk.at("review", "overview"))
    if press.verb == "skip" and here.spot == "not_yet":
        return Move(talk.at("review", "said_not_yet"), (NotYet(_edition(here).id),))
    if press.verb == "skip" and here.spot == "question":
        return Move(talk.leave())
    if press.verb != "choose":
        return None
    if here.spot == "take_back" and press.argument in {"yes", "no"}:
        if press.argument == "no":
            return Move(talk.at("review", "overview"))
        return Move(talk.at("review", "taken_back"), (TookBack(_edition(here).id),))
    if here.spot != "overview":
        return None
    return _from_overview(here, press.argument)


def _from_overview(here: Here, argument: str) -> Move | None:
    talk = here.talk
    if argument == "agree":
        return Move(talk.at("review", "said_yes"), (Agreed(_edition(here).id),))
    if argument in {"not_yet", "question", "take_back"}:
        return Move(talk.at("review", argument))
    if argument == "open":
        return Move(talk.at("answering"))
    return None


def typed(here: Here, typed: Typed) -> Move | None:
    """The answer to the question that was shown, or a word to go with «not yet»."""
    text = typed.text.strip()
    if here.spot == "not_yet":
        return Move(here.talk.at("review", "said_not_yet"), (NotYet(_edition(here).id, text),))
    if here.spot != "question":
        return None
    waiting = _open_question(here)
    # A page's field says which question it was shown with; an answer never lands on the next one.
    if waiting is None or (typed.key and typed.key != f"question:{waiting.id}"):
        return None
    return Move(here.talk.at("review", "answered"), (AnsweredQuestion(waiting.id, text),))


def seen(here: Here) -> SawComments | None:
    """What becomes seen by showing this place."""
    if here.talk.here.scene != "review" or here.spot not in {"overview", "question"}:
        return None
    unseen = tuple(one.id for one in _comments(here) if one.author == "coordinator" and one.seen_at is None)
    return SawComments(unseen) if unseen else None
