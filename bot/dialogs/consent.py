"""The four consents, each asked by itself, each with «think about it»: the plan (A), sharing (B), the channel (C), and
the agreement on who is told when something serious is written (D, `notice`). Source: forskrift § 19 point 8; GDPR 7.

A and C come before the first answer, D before worksheet 13 or the first sharing, B when something is first shared.
"""

from __future__ import annotations

from datetime import datetime

from bot.dialogs.buttons import button, choice, common
from bot.dialogs.context import Answered, Consent, Context
from bot.dialogs.dates import OSLO
from bot.dialogs.definition import ConsentKind
from bot.dialogs.effects import Consented
from bot.dialogs.event import Press, Typed
from bot.dialogs.screen import Button, Field, Line, Say, Screen
from bot.dialogs.talk import Here, Move, Talk

PLAN_MONTHS = 12
PERIODS = {"half": 6, "year": 12, "two_years": 24}
ANSWERS: tuple[Answered, ...] = ("yes", "no", "think")
FIRST: tuple[ConsentKind, ...] = ("plan", "channel")
SPOTS: dict[str, ConsentKind] = {
    "plan": "plan",
    "channel": "channel",
    "notice": "notice",
    "sharing": "sharing",
    "sharing_with": "sharing",
    "sharing_without": "sharing",
    "sharing_until": "sharing",
}


def months_on(now: datetime, months: int) -> datetime:
    """The same time of day some months later; the last of the month where the day does not exist."""
    local = now.astimezone(OSLO)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    for day in (local.day, 30, 29, 28):
        try:
            return local.replace(year=year, month=month + 1, day=day).astimezone(now.tzinfo)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def missing(context: Context, now: datetime, *kinds: ConsentKind) -> ConsentKind | None:
    """The first of these consents that does not stand."""
    for kind in kinds:
        given = context.consents.get(kind)
        if given is None or not given.holds(now):
            return kind
        if kind == "channel" and context.channel not in _named(given, "channel", context):
            return kind
    return None


def _elsewhere(context: Context, given: Consent) -> bool:
    """Whether this says nothing about the channel the event came on: each is asked about by itself, once."""
    return given.kind == "channel" and context.channel not in _named(given, "channel", context) | _named(given, "not")


def refused(context: Context, given: Consent) -> bool:
    """Whether this was taken back, or is a no (on this channel, where it is about channels)."""
    if given.withdrawn_at is not None or given.kind != "channel":
        return given.withdrawn_at is not None or given.answer == "no"
    return context.channel in _named(given, "not") if given.details else given.answer == "no"


def _named(given: Consent, side: str, default: Context | None = None) -> frozenset[str]:
    """The channels that were said yes to (`channel`) or no to (`not`). The first stood alone, without a list."""
    written = given.details.get(side, default.channel if default and not given.details else "")
    return frozenset(written.split())


def _of_channel(here: Here, said: Answered) -> Consented:
    """The answer to the question about this channel, with what was said about the others before."""
    given = here.context.consents.get("channel")
    earlier = given if given is not None and given.withdrawn_at is None and given.details else None
    wanted = _named(earlier, "channel") if earlier and earlier.answer == "yes" else frozenset()
    unwanted = _named(earlier, "not") if earlier else frozenset()
    one = {here.context.channel}
    wanted = wanted | one if said == "yes" else wanted - one
    unwanted = unwanted | one if said == "no" else unwanted - one
    sides = {"channel": " ".join(sorted(wanted)), "not": " ".join(sorted(unwanted))}
    details = {side: names for side, names in sides.items() if names}
    return Consented("channel", "yes" if wanted else said, details=details)


def undecided(context: Context, kind: ConsentKind, now: datetime) -> bool:
    """Whether this has to be asked: never answered, still being thought about, taken back, or its period is over."""
    given = context.consents.get(kind)
    if given is None or given.answer == "think" or given.withdrawn_at is not None:
        return True
    return (given.until is not None and now >= given.until) or _elsewhere(context, given)


def ask_first(talk: Talk, context: Context, now: datetime, *kinds: ConsentKind) -> Talk:
    """The same talk with these consents put in front, in this order, each only if it has to be asked."""
    for kind in reversed(kinds):
        if undecided(context, kind, now):
            talk = talk.enter("consent", kind)
    return talk


def show(here: Here) -> Screen:
    """The question, or after a no or «think about it» the way back to it."""
    if here.spot.startswith(("refused_", "thinking_")):
        return _parked(here)
    if here.spot in {"sharing_with", "sharing_without"}:
        return _in_words(here)
    name = here.context.coordinator.name
    values: dict[str, str | int] = {"coordinator": name}
    body: list[Line] = []
    if here.spot == "notice":
        body.append(Say(id="consent.secrecy", values=values))
    earlier = here.context.consents.get(SPOTS[here.spot])
    if earlier is not None and earlier.answer == "yes" and earlier.until is not None and here.now >= earlier.until:
        body.append(Say(id="consent.period_over"))
    asked = f"channel.{here.context.channel}" if here.spot == "channel" else here.spot
    body.append(Say(id=f"consent.{asked}.text", values=values))
    if here.spot == "notice":
        body += _colleague(here)
    return Screen(
        id=f"consent.{here.spot}",
        number=here.talk.number,
        heading=Say(id=f"consent.title.{SPOTS[here.spot]}"),
        body=tuple(body),
        ask=Say(id=f"consent.{asked}.ask", values=values),
        options=_options(here),
        nav=common(here, "explain", *(("back",) if here.talk.stack else ())),
    )


def _colleague(here: Here) -> list[Line]:
    """That somebody else may come to read it, and who that is now. The yes is a yes to this, too."""
    coordinator = here.context.coordinator
    values: dict[str, str | int] = {
        "coordinator": coordinator.name,
        "stand_in": coordinator.stand_in,
        "n": coordinator.waits,
    }
    named = (Say(id="consent.notice.stand_in", values=values),) if coordinator.stand_in else ()
    return [Say(id="consent.notice.colleague", values=values), *named]


def _options(here: Here) -> tuple[Button, ...]:
    if here.spot == "sharing_until":
        return choice(here, "consent.period", *PERIODS)
    if here.spot == "channel":
        return choice(here, f"consent.channel.{here.context.channel}", "here", "elsewhere", "think")
    return choice(here, "consent", *ANSWERS)


def _in_words(here: Here) -> Screen:
    return Screen(
        id=f"consent.{here.spot}",
        number=here.talk.number,
        heading=Say(id="consent.title.sharing"),
        ask=Say(id=f"consent.{here.spot}.ask"),
        field=Field(key=here.spot, value=here.talk.kept, submit=Say(id="walk.save")),
        options=(button(here, f"consent.{here.spot}.nobody", "choose", "nobody"),),
        nav=common(here, "back"),
    )


def _parked(here: Here) -> Screen:
    """After a no, or while thinking: what was understood, whom to ask, and the question again when wanted."""
    answer, _, kind = here.spot.partition("_")
    coordinator = here.context.coordinator
    values: dict[str, str | int] = {"coordinator": coordinator.name, "coordinator_phone": coordinator.phone}
    body: list[Line] = [Say(id=f"consent.{answer}.{kind}", values=values)]
    if coordinator.phone:
        body.append(Say(id="consent.ask_them", values=values))
    return Screen(
        id=f"consent.{here.spot}",
        number=here.talk.number,
        heading=Say(id=f"consent.title.{kind}"),
        body=tuple(body),
        options=(button(here, f"consent.again.{answer}", "choose", "again"),),
        nav=common(here, "explain"),
    )


def press(here: Here, press: Press) -> Move | None:
    """Take the answer; each of the three has its own way on."""
    if press.verb == "back":
        return _back(here)
    if press.verb != "choose":
        return None
    if press.argument == "again" and "_" in here.spot:
        return Move(here.talk.at("consent", here.spot.partition("_")[2]))
    if here.spot in {"sharing_with", "sharing_without"} and press.argument == "nobody":
        return _noted(here, "")
    if here.spot == "sharing_until" and press.argument in PERIODS:
        return _sharing_given(here, press.argument)
    act = {"plan": _plan, "channel": _channel, "notice": _notice, "sharing": _sharing}.get(here.spot)
    return act(here, press.argument) if act else None


def typed(here: Here, typed: Typed) -> Move | None:
    """Names of those who may talk together, or may not, in the person's own words."""
    if here.spot not in {"sharing_with", "sharing_without"}:
        return None
    return _noted(here, typed.text.strip())


def _back(here: Here) -> Move | None:
    earlier = {"sharing_with": "sharing", "sharing_without": "sharing_with", "sharing_until": "sharing_without"}
    if here.spot in earlier:
        return Move(here.talk.at("consent", earlier[here.spot], memory=here.memory))
    if here.talk.stack:
        return Move(here.talk.home())
    return None


def _answered(argument: str) -> Answered | None:
    return next((answer for answer in ANSWERS if answer == argument), None)


def _plan(here: Here, argument: str) -> Move | None:
    answer = _answered(argument)
    if answer is None:
        return None
    if answer != "yes":
        return _park(here, "plan", answer)
    given = Consented("plan", "yes", months_on(here.now, PLAN_MONTHS))
    if missing(here.context, here.now, "channel"):
        return Move(here.talk.at("consent", "channel"), (given,))
    return Move(_begin(here), (given,))


def _channel(here: Here, argument: str) -> Move | None:
    if argument == "here":
        return Move(_begin(here), (_of_channel(here, "yes"),))
    if argument == "elsewhere":
        return Move(here.talk.at("consent", "refused_channel"), (_of_channel(here, "no"),))
    if argument == "think":
        return Move(here.talk.at("consent", "thinking_channel"), (_of_channel(here, "think"),))
    return None


def _park(here: Here, kind: ConsentKind, answer: Answered) -> Move:
    spot = "refused" if answer == "no" else "thinking"
    return Move(here.talk.at("consent", f"{spot}_{kind}"), (Consented(kind, answer),))


def _begin(here: Here) -> Talk:
    """After the first two: back to what waited, straight to the only worksheet that is open, or to the menu."""
    if here.talk.stack:
        return here.talk.leave()
    opened = here.context.opened
    if len(opened) == 1 and here.context.sheet(opened[0]) is None:
        return ask_first(
            here.talk.at("answering", worksheet=opened[0]),
            here.context,
            here.now,
            *here.context.worksheet(opened[0]).before,
        )
    return here.talk.home()


def _notice(here: Here, argument: str) -> Move | None:
    """Yes, no and «think about it» all lead on; while it is being thought about nobody is told."""
    answer = _answered(argument)
    if answer is None:
        return None
    until = months_on(here.now, PLAN_MONTHS) if answer == "yes" else None
    details = {"colleague": str(here.context.coordinator.waits)} if answer == "yes" else {}
    given = Consented("notice", answer, until, details)
    return Move(here.talk.leave(), (given,), (Say(id=f"consent.noted.{answer}"),))


def _sharing(here: Here, argument: str) -> Move | None:
    answer = _answered(argument)
    if answer is None:
        return None
    if answer == "yes":
        return Move(here.talk.at("consent", "sharing_with"))
    return Move(here.talk.leave(), (Consented("sharing", answer),), (Say(id=f"consent.noted.{answer}"),))


def _noted(here: Here, text: str) -> Move:
    side, following = {"sharing_with": ("with", "sharing_without"), "sharing_without": ("without", "sharing_until")}[
        here.spot
    ]
    return Move(here.talk.at("consent", following, memory={**here.memory, side: text}))


def _sharing_given(here: Here, period: str) -> Move:
    until = months_on(here.now, PERIODS[period])
    return Move(
        here.talk.leave(), (Consented("sharing", "yes", until, dict(here.memory)),), (Say(id="consent.noted.yes"),)
    )
