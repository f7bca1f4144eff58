"""The conversation after somebody has written that a life is in danger. It never ends the talk and never judges.

`opening` is the way in, from any place. The person's place is kept underneath and «Gå videre» leads back to it.
"""

from __future__ import annotations

from datetime import datetime

from bot.dialogs.buttons import button, choice, common
from bot.dialogs.dates import OSLO
from bot.dialogs.definition import SafetyClass
from bot.dialogs.effects import Disclosed
from bot.dialogs.event import Press, Typed
from bot.dialogs.letters import collapse, fold
from bot.dialogs.numbers import TALK_LINES, Number, ladder_lines, numbers, reached
from bot.dialogs.replies import BROKEN, CHILDREN, REPLIES, YES_NO, Answer, Reply, branch, turn
from bot.dialogs.safety import Finding
from bot.dialogs.screen import Button, Field, Line, Say, Screen
from bot.dialogs.services import Services
from bot.dialogs.sheet import Person
from bot.dialogs.talk import Here, Move

SCENE = "disclosure"
FROM_PLAN = 3  # of the own plan's people in a reply; the rest stand under «Hjelp nå»
MOST_KEPT = 40  # of the replies of one day

MOST_WORDS = 8  # of a plain answer; a longer text says more than yes or no

YES = frozenset(map(collapse, ("ja", "jada", "joda", "jo", "jepp", "japp", "yes", "yep", "👍")))
NO = frozenset(map(collapse, ("nei", "neida", "nope", "no", "næ", "niks", "👎")))
DENIES = frozenset(map(collapse, ("ikke", "ikkje", "itj", "aldri", "utrygg", "utrygge")))
SAFE = frozenset(map(collapse, ("trygg", "trygge", "trygt", "utrygg", "utrygge")))
UNSURE = frozenset(map(collapse, ("vet", "veit", "usikker", "kanskje", "tja", "men", "tvil")))


def opening(here: Here, finding: Finding) -> Move:
    """Answer a disclosure: the first reply, and under the agreement (D) the coordinator is told in the same moment.

    One who then falls silent must not be left untold. Not told at once: somebody else's danger, which the agreement
    does not cover, and an item answered «bare før krise», which speaks of another time; there the person's next
    answer decides. Said again the same day it gets another, shorter reply.
    """
    agreed = _agreed(here) and finding.kind != "third_party"
    tell = agreed and finding.answer != "before_crisis"
    same_day = _same_day(here.talk.disclosed_at, here.now)
    reply = branch(finding.kind, acted=finding.acted, item=bool(finding.answer))
    earlier = (here.talk.disclosed or (reply,)) if same_day else ()
    memory = {
        "class": finding.kind,
        "acted": "yes" if finding.acted else "",
        "children": "yes" if finding.children else "",
        "item": finding.rule if finding.answer else "",
        "answer": finding.answer,
        "again": "yes" if same_day else "",
        "words": finding.words,
        "agreed": "yes" if agreed else "",
        "colleague": str(_colleague_after(here)) if agreed else "",
        "told": "yes" if tell else "",
        "says": "yes" if tell else "",
    }
    name = f"{reply}.{turn(reply, earlier)}"
    inside = here.talk.here.scene == SCENE
    talk = here.talk.at(SCENE, name, memory=memory) if inside else here.talk.enter(SCENE, name, memory=memory)
    return Move(
        talk.model_copy(update={"disclosed_at": here.now, "disclosed": (*earlier, reply)[-MOST_KEPT:]}),
        effects=(
            Disclosed(
                finding.kind,
                tell=tell,
                words=finding.words if tell else "",
                colleague=_colleague_after(here) if tell else 0,
            ),
        ),
    )


def show(here: Here) -> Screen:
    """Draw the reply for where the person is. One question, last of all."""
    reply = _reply(here)
    return Screen(
        id=f"{SCENE}.{here.spot}",
        number=here.talk.number,
        body=_body(here, reply),
        ask=_say(here, _question(here, reply)),
        field=None if _ends(here, reply) else _field(),
        options=_options(here, reply),
        nav=() if _ends(here, reply) else _ways_on(here),
    )


def press(here: Here, press: Press) -> Move | None:
    """Answer a tap: yes, no, do not know; or go on where the person was. A pause is the same everywhere."""
    reply = _reply(here)
    match press.verb, press.argument:
        case "choose", "go_on":
            return Move(here.talk.leave())
        case "choose", ("yes" | "no") as told if _asks_to_tell(here, reply):
            return _settle(here, told == "yes")
        case "choose", ("yes" | "no" | "do_not_know") as answer if answer in reply.then:
            return _follow(here, reply, answer)
    return None


def typed(here: Here, typed: Typed) -> Move | None:
    """Answer free text: a further disclosure by its own reply, else as yes, no or neither, in words.

    None where nothing is asked any more: the reply has come to its end.
    """
    reply = _reply(here)
    finding = here.context.recognise(typed.text)
    if finding is not None and is_more(here, finding):
        return opening(here, finding)
    if _ends(here, reply):
        return None
    answer = in_words(typed.text)
    if _asks_to_tell(here, reply):
        if answer in YES_NO:
            return _settle(here, answer == "yes")
        return Move(here.talk, notices=(Say(id="replies.choose"),))
    if finding is not None and "do_not_know" in reply.then:
        answer = "no"  # asked whether they are safe, they write once more that they want to die
    return _follow(here, reply, answer if answer in reply.then else reply.unclear)


def is_more(here: Here, finding: Finding) -> bool:
    """Whether this says something that has not been answered here: of somebody else, that it has been done, or at all
    where the reply asks nothing any more."""
    new = finding.kind != _kind(here) or (finding.acted and not here.memory.get("acted"))
    return new or not _reply(here).then


def in_words(text: str) -> Answer | None:
    """A plain yes or no in words, else None. «Ja, men …» is neither, and so is «nei, jeg er trygg»."""
    words = [word for word in (collapse(each.strip(".,!?")) for each in fold(text).split()) if word]
    if not words or len(words) > MOST_WORDS or UNSURE & {*words}:
        return None
    if YES & {*words} and NO & {*words}:
        return None
    said: Answer | None = "yes" if words[0] in YES else "no" if words[0] in NO else None
    if DENIES & {*words}:
        meant: Answer | None = "no" if SAFE & {*words} or said == "no" else None
    else:
        meant = "yes" if SAFE & {*words} else said
    return meant if said in (None, meant) else None


def lines_for_error(services: Services, finding: Finding | None = None) -> tuple[Line, ...]:
    """What is said when nothing can be read or stored: the database is down, the content is broken.

    With a finding: the reply that its first screen would give, without what depends on a plan, an agreement or the
    next answer. Made of what is loaded when the program starts.
    """
    if finding is None:
        return (
            Say(id="replies.broken.sorry"),
            Say(id="replies.broken.lost"),
            *numbers(services, BROKEN),
            Say(id="replies.other_number"),
        )
    reply = REPLIES[f"{branch(finding.kind, acted=finding.acted, item=bool(finding.answer))}.first"]
    return (
        *_lines(services, reply, {}, children=finding.children),
        Say(id="replies.broken.not_told"),
        Say(id="replies.broken.come_back"),
    )


def _reply(here: Here) -> Reply:
    """The reply shown; one that a release took away leads to the question whether the person is safe."""
    return REPLIES.get(here.spot, REPLIES["own_life.again"])


def _follow(here: Here, reply: Reply, answer: Answer) -> Move:
    """To the next reply. Where the agreement holds and nothing was told yet, anything but a yes is told now."""
    tell = bool(here.memory.get("agreed")) and not here.memory.get("told") and answer != "yes"
    memory = {**here.memory, "says": "yes" if tell else ""}
    if tell:
        memory["told"] = "yes"
    told = (_told(here, colleague=int(here.memory.get("colleague") or 0)),) if tell else ()
    return Move(here.talk.at(SCENE, reply.then[answer], memory=memory), told)


def _settle(here: Here, tell: bool) -> Move:
    memory = {**here.memory, "told": "yes" if tell else "no", "says": ""}
    coordinator = here.context.coordinator
    colleague = coordinator.waits if coordinator.stand_in else 0  # the question named them
    told = (_told(here, colleague=colleague),) if tell else ()
    return Move(here.talk.at(SCENE, "told" if tell else "not_told", memory=memory), told)


def _told(here: Here, *, colleague: int) -> Disclosed:
    return Disclosed(_kind(here), tell=True, words=here.memory.get("words", ""), colleague=colleague)


def _kind(here: Here) -> SafetyClass:
    match here.memory.get("class"):
        case "harm_others":
            return "harm_others"
        case "third_party":
            return "third_party"
    return "own_life"


def _asks_to_tell(here: Here, reply: Reply) -> bool:
    return not reply.ask and not here.memory.get("told")


def _ends(here: Here, reply: Reply) -> bool:
    return not reply.ask and bool(here.memory.get("told"))


def _body(here: Here, reply: Reply) -> tuple[Line, ...]:
    ladder = () if _kind(here) == "third_party" else here.context.ladder[:FROM_PLAN]
    values = _values(here)
    lines = _lines(here.context.services, reply, values, ladder, children=bool(here.memory.get("children")))
    if here.memory.get("says"):
        again = bool(here.memory.get("again"))
        stands_in = int(here.memory.get("colleague") or 0) > 0 and bool(here.context.coordinator.stand_in)
        first = "told.agreed_stand_in" if stands_in else "told.agreed"
        return (*lines, _say(here, "told.agreed_again" if again else first))
    if _asks_to_tell(here, reply):
        return (*lines, _say(here, "tell.unknown_stand_in" if here.context.coordinator.stand_in else "tell.unknown"))
    return lines


def _lines(
    services: Services,
    reply: Reply,
    values: dict[str, str | int],
    ladder: tuple[Person, ...] = (),
    *,
    children: bool = False,
) -> tuple[Line, ...]:
    def say(ids: tuple[str, ...]) -> tuple[Line, ...]:
        return tuple(Say(id=f"replies.{id_}", values=values) for id_ in ids)

    wanted = (*reply.numbers, *CHILDREN) if children and reply.numbers else reply.numbers
    people = ladder_lines(ladder, "replies.from_plan") if any(id_ in TALK_LINES for id_, _ in wanted) else ()
    opens = say((_opens(services, wanted, bool(people)),)) if reply.opens else ()
    return (*say(reply.before), *numbers(services, wanted, people), *opens, *say(reply.after))


def _opens(services: Services, wanted: tuple[Number, ...], people: bool) -> str:
    """Whether all that is shown is open round the clock: computed, so that an overlay cannot make it a lie."""
    if not services.all_always(tuple(service.id for service, _ in reached(services, wanted))):
        return "open.some" if services.get("legevakt").always else "open.one"
    return "open.services" if people else "open.all"


def _question(here: Here, reply: Reply) -> str:
    if reply.ask:
        return reply.ask
    if _asks_to_tell(here, reply):
        return reply.tell
    return "end.ask_pause" if reply.urgent else "end.ask"


def _options(here: Here, reply: Reply) -> tuple[Button, ...]:
    if _ends(here, reply):
        return _ways_on(here)[::-1] if reply.urgent else _ways_on(here)
    return choice(here, "walk", *(reply.then if reply.ask else YES_NO))


def _ways_on(here: Here) -> tuple[Button, ...]:
    return (button(here, "walk.go_on", "choose", "go_on"), *common(here, "pause"))


def _field() -> Field:
    return Field(kind="line", label=Say(id="replies.write"), submit=Say(id="replies.send"))


def _say(here: Here, text: str) -> Say:
    return Say(id=f"replies.{text}", values=_values(here))


def _values(here: Here) -> dict[str, str | int]:
    coordinator = here.context.coordinator
    hours = max(coordinator.waits, int(here.memory.get("colleague") or 0))  # never earlier than was said
    return {"coordinator": coordinator.name, "stand_in": coordinator.stand_in, "n": hours}


def _colleague_after(here: Here) -> int:
    """After how many hours a colleague may read it by the agreement; 0 where that was not said when it was asked."""
    consent = here.context.consents.get("notice")
    return consent.colleague if consent is not None else 0


def _agreed(here: Here) -> bool:
    consent = here.context.consents.get("notice")
    return consent is not None and consent.holds(here.now)


def _same_day(earlier: datetime | None, now: datetime) -> bool:
    return earlier is not None and earlier.astimezone(OSLO).date() == now.astimezone(OSLO).date()
