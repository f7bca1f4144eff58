"""One event in a conversation: which scene takes it, and what always works whatever the scene says.

Two pure functions. `answer` says what an event makes of the state and what is to be done; `show` draws the screen. The
caller carries out the effects in between, so that the screen tells of things as they now are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from bot.dialogs import (
    amending,
    answering,
    choices,
    consent,
    copies,
    disclosure,
    follow_up,
    help_now,
    menu,
    onboarding,
    paused,
    removing,
    review,
    share,
)
from bot.dialogs.buttons import common
from bot.dialogs.context import Context, News
from bot.dialogs.effects import Effect, Erased, SawNews
from bot.dialogs.event import ALWAYS, Amended, Event, Noted, Opened, Press, Typed
from bot.dialogs.greetings import COMMANDS, GREETINGS, bare
from bot.dialogs.screen import Line, Say, Screen
from bot.dialogs.talk import AWAY, Here, Move, Scene, Talk
from bot.dialogs.turn import Rejected
from bot.dialogs.typed import said_back
from bot.dialogs.words import URGENT, explained, offers, words_on

SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "onboarding": onboarding,
        "consent": consent,
        "menu": menu,
        "answering": answering,
        "share": share,
        "review": review,
        "copies": copies,
        "choices": choices,
        "paused": paused,
        "removing": removing,
        "disclosure": disclosure,
        "help_now": help_now,
    }
)
BESIDE_THE_POINT = frozenset({"walk.notice.choose", "walk.notice.said_back"})
# These may be met before the plan is said yes to, and after it was taken back.
BEFORE_CONSENT = frozenset({"onboarding", "consent", "choices", "removing", "disclosure", "help_now"})


def answer(context: Context, talk: Talk, event: Event, now: datetime, draft: Typed | None = None) -> Move:
    """Take one event, whatever the state; the move always has a place to show.

    Args:
        context: what may be known of the person, as it stood before.
        talk: the state stored after the last event.
        event: what the person did.
        now: with time zone.
        draft: text that stood in the field, unsaved, when a button was pressed.
    """
    unsaved = ""
    if draft is not None:
        unsaved = "" if talk.draft(draft.key) == draft.text.strip() else draft.text.strip()
        talk = talk.keep_draft(draft.key, draft.text.strip())
    allowed = _guarded(context, talk, now)
    here = Here(allowed, context, now)
    if allowed is not talk and not isinstance(event, Opened):
        # A consent that no longer holds comes first; what was typed meanwhile is shown, not thrown away.
        move = _always(here, event) or Move(allowed, notices=_back_to(event))
    else:
        try:
            move = _answered(here, event)
        except Rejected as rejected:
            move = Move(_keeping(here, event, rejected), notices=_why(here, event, rejected))
    move = _disclosing(here, event, event.text if isinstance(event, Typed | Amended) else unsaved, move)
    return _finished(here, event, move)


def _answered(here: Here, event: Event) -> Move:
    if isinstance(event, Opened):
        return Move(here.talk)
    if (always := _always(here, event)) is not None:
        return always
    if isinstance(event, Noted):
        return Move(here.talk, notices=(event.says,))
    if isinstance(event, Amended):
        return amending.amend(here, event)
    if isinstance(event, Press):
        return _pressed(here, event)
    if (greeted := _greeted(here, event)) is not None:
        return greeted
    if not event.text.strip():
        raise Rejected(Say(id="walk.notice.empty"), keep=False)
    taken = SCENES[here.talk.here.scene].typed(here, event)
    if taken is None:
        raise Rejected(Say(id="walk.notice.choose"))
    return replace(taken, talk=taken.talk.model_copy(update={"drafts": here.talk.keep_draft(event.key, "").drafts}))


def _pressed(here: Here, press: Press) -> Move:
    talk = here.talk
    if _is_old(talk, press):
        return Move(talk, notices=(Say(id="walk.notice.old"),))
    if press.verb in {"explain", "example"}:
        return Move(talk.model_copy(update={"looking": "" if talk.looking == press.verb else press.verb}))
    if press.verb == "pause":
        return Move(talk.enter("paused", "pause"), answering.past_rest(here))
    if press.verb in {"copies", "choices"}:
        return Move(talk.enter(press.verb, "list"))
    if press.verb == "remove" and not press.argument and talk.here.scene == "menu":
        return Move(talk.enter("removing", "ask"))
    if press.verb == "question" and press.argument in here.context.editions:
        return Move(talk.enter("review", "question", worksheet=press.argument))
    taken = SCENES[talk.here.scene].press(here, press)
    if taken is None:
        raise Rejected(Say(id="walk.notice.old"), keep=False)
    return taken


def _is_old(talk: Talk, press: Press) -> bool:
    """Whether the button stands on an earlier screen and is not one of those that are good on every screen."""
    return press.screen != talk.number and press.verb not in ALWAYS


def _always(here: Here, event: Event) -> Move | None:
    """Help, menu, stop and language work in every state, on old screens too, and typed as a word of their own."""
    verb, argument = "", ""
    if isinstance(event, Press) and event.verb in ALWAYS:
        verb, argument = event.verb, event.argument
    elif isinstance(event, Typed):
        verb = COMMANDS.get(bare(event.text), "")
    talk = here.talk
    if verb and isinstance(event, Typed) and not event.text.startswith("/"):
        # It may have been meant as an answer after all: it stands in the field when the person comes back.
        field = SCENES[talk.here.scene].show(here).field
        talk = talk.keep_draft(field.key, event.text) if field is not None else talk
    if verb == "help_now":
        return Move(talk if talk.here.scene == "help_now" else talk.enter("help_now"))
    if verb == "language" and isinstance(event, Typed):
        argument = "nn" if talk.language == "nb" else "nb"
    if verb == "language" and argument in {"nb", "nn"}:
        return Move(talk.model_copy(update={"language": argument}))
    if verb == "coordinator":
        return Move(talk, notices=(menu.contact(here.context.coordinator),))
    if verb == "remove":
        return Move(talk if talk.here.scene == "removing" else talk.enter("removing", "ask"))
    if verb in {"menu", "stop", "pause"}:
        if _guarded(here.context, talk.home(), here.now).here.scene != "menu":
            return Move(_guarded(here.context, talk.home(), here.now))
        if verb == "pause":
            return Move(talk.enter("paused", verb), answering.past_rest(here))
        return Move(talk.home() if verb == "menu" else talk.enter("paused", verb))
    return None


def _greeted(here: Here, typed: Typed) -> Move | None:
    """After half a day a bare «hei» is a greeting: the question again, with a way to say that it was the answer."""
    last = here.talk.last_at
    if here.talk.here.scene != "answering" or last is None or here.now - last < AWAY:
        return None
    if bare(typed.text) not in GREETINGS:
        return None
    return Move(
        here.talk.model_copy(update={"kept": typed.text, "looking": answering.GREETED}),
        notices=(Say(id="walk.notice.welcome_back"),),
    )


def _guarded(context: Context, talk: Talk, now: datetime) -> Talk:
    """Where the person may be: the same place, or before a missing consent. A no is not asked again."""
    if talk.here.scene in BEFORE_CONSENT:
        return talk
    kind = consent.missing(context, now, *consent.FIRST)
    if kind is None:
        return talk
    given = context.consents.get(kind)
    if given is not None and consent.refused(context, given):
        return talk.at("consent", f"refused_{kind}")
    if given is not None and given.answer == "think":
        return talk.at("consent", f"thinking_{kind}")
    return talk.enter("consent", kind)


def _back_to(event: Event) -> tuple[Line, ...]:
    if isinstance(event, Noted):
        return (event.says,)
    if isinstance(event, Amended):
        return said_back(Typed(event.text))
    return said_back(event) if isinstance(event, Typed) and event.text.strip() else ()


def _keeping(here: Here, event: Event, rejected: Rejected) -> Talk:
    """The state after a refusal: the same, with what was typed back in the field where there is one."""
    kept = event.text if isinstance(event, Typed) and rejected.keep else ""
    return here.talk.model_copy(update={"kept": kept})


def _why(here: Here, event: Event, rejected: Rejected) -> tuple[Line, ...]:
    """Why it was not taken. Where no field is shown that could hold the text, it is said back."""
    if not isinstance(event, Typed) or not rejected.keep:
        return (rejected.why,)
    shown = SCENES[here.talk.here.scene].show(here)
    return (rejected.why,) if shown.field is not None else (rejected.why, *_back_to(event))


def _disclosing(here: Here, event: Event, text: str, move: Move) -> Move:
    """Put the safety reply before whatever comes next. The answer itself is stored as any other; text that was left
    unsaved for another button counts, too. What is typed at the reply itself the reply has read; what comes to it in
    another way (an edit, words under a picture, unsaved text) is answered where it says more."""
    finding, replying = move.finding, here.talk.here.scene == "disclosure"
    if finding is None and text and not (replying and isinstance(event, Typed)):
        found = here.context.recognise(text)
        finding = found if found is not None and (not replying or disclosure.is_more(here, found)) else None
    if finding is None:
        return move
    opened = disclosure.opening(Here(move.talk, here.context, here.now), finding)
    # «Trykk på en av knappene. Dette er ikke lagret:» is no answer to somebody who writes that they want to die. Their
    # words stay in sight.
    kept = tuple(line for line in move.notices if not (isinstance(line, Say) and line.id in BESIDE_THE_POINT))
    return replace(opened, effects=(*move.effects, *opened.effects), notices=(*kept, *opened.notices))


def _finished(here: Here, event: Event, move: Move) -> Move:
    """Count the screen, note the time, tell what is new where nothing else is being asked."""
    talk, effects, notices = move.talk, list[Effect](move.effects), list[Line](move.notices)
    if any(isinstance(effect, Erased) for effect in effects):
        return move
    # The line for somebody who fell silent waits for no menu; other news do.
    unseen = tuple(one for one in here.context.news if talk.here.scene == "menu" or one.kind == follow_up.KIND)
    if unseen:
        notices.extend(_told(here, one) for one in unseen)
        effects.append(SawNews(tuple(one.id for one in unseen)))
    seen = review.seen(Here(talk, here.context, here.now))
    if seen is not None:
        effects.append(seen)
    # A tap on an old screen leaves the buttons of the new one good: the second of a double tap must not spoil the next.
    same = isinstance(event, Opened | Noted) or (
        isinstance(event, Press) and (event.verb in {"language", "explain", "example"} or _is_old(here.talk, event))
    )
    number = here.talk.number + (0 if same and talk.number else 1)
    talk = talk.model_copy(update={"number": number, "last_at": here.now})
    return Move(talk, tuple(effects), tuple(notices))


def _told(here: Here, news: News) -> Say:
    """One of the news in words. `worksheet` in its values is an id, and is said as that worksheet's title."""
    values: dict[str, str | int] = {"coordinator": here.context.coordinator.name, **news.values}
    worksheet = values.pop("worksheet", "")
    lines = {"worksheet": Say(id=f"{worksheet}.title")} if worksheet else {}
    return Say(id=f"news.{news.kind}", values=values, lines=lines)


def show(context: Context, talk: Talk, now: datetime, notices: tuple[Line, ...] = ()) -> Screen:
    """Draw the screen for this state, with what just happened on top and the buttons that are everywhere below."""
    here = Here(talk, context, now)
    drawn = SCENES[talk.here.scene].show(here)
    words = words_on(drawn, (talk.here.scene, talk.here.spot), context.words_in)
    if words and not offers(drawn):
        drawn = drawn.model_copy(update={"nav": (*drawn.nav, *common(here, "explain"))})
    if talk.looking == "explain":
        drawn = explained(drawn, words, urgent=talk.here.scene in URGENT)
    if drawn.field is not None and not talk.kept and (draft := talk.draft(drawn.field.key)):
        drawn = drawn.model_copy(update={"field": drawn.field.model_copy(update={"value": draft})})
    everywhere = [] if talk.here.scene in {"menu", "onboarding", "consent"} else ["menu"]
    if talk.here.scene != "help_now":
        everywhere.append("help_now")
    here_already = {button.wire.split(".")[1] for button in (*drawn.nav, *drawn.options)}
    # While the menu cannot be reached yet, the other language must be.
    language = menu.other_language(here) if talk.here.scene in {"onboarding", "consent"} else ()
    nav = (*drawn.nav, *language, *common(here, *(verb for verb in everywhere if verb not in here_already)))
    return drawn.model_copy(update={"nav": nav, "notices": (*notices, *drawn.notices)})
