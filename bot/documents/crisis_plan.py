"""The crisis plan on paper: a ladder for a frightened reader. Nothing is left out for being empty."""

from __future__ import annotations

from bot.dialogs.sheet import Item, Person
from bot.documents.paper import Paper, code, frame, label, look_again, phone
from bot.documents.press import press
from bot.plan.crisis_plan import CrisisPlan, Rung

# In the order in which a reader needs them: first how to be with the person, last what can wait.
WISHES = ("how_to_meet_me", "helped_before", "does_not_help", "arrange")


def crisis_plan_pdf(plan: CrisisPlan, paper: Paper) -> bytes:
    """The crisis plan as a tagged PDF, A4; one side for an ordinary plan.

    Any text gives a paper: what cannot be drawn is shown as a box. The same plan and paper give the same bytes.
    """
    return press("crisis_plan", crisis_plan_words(plan, paper), dated=paper.agreed_on, as_is=code(paper))


def crisis_plan_words(plan: CrisisPlan, paper: Paper) -> dict[str, object]:
    """The words of the paper in order, as `typst/crisis_plan.typ` takes them."""
    # The person's own paper speaks as the person; every other reader is told about the person.
    voice = "own" if paper.reader == "user" else "about"

    def heading(name: str) -> str:
        return label(paper, f"crisis_plan.{voice}.{name}")

    return {
        **frame(paper),
        "heading": label(paper, "crisis_plan.title"),
        "look_again": look_again(paper, plan.look_again),
        "intro": "" if voice == "own" else label(paper, "crisis_plan.i_means"),
        # A relative's own limits count, and they may ring too.
        "limit": label(paper, "relative.limit") if paper.reader == "relative" else "",
        "ring": label(paper, "relative.ring") if paper.reader == "relative" else "",
        # A reader of a copy is not told what was left empty and what was left out for them.
        "empty": label(paper, "empty" if paper.reader == "user" else "empty_in_copy"),
        "signs": {"heading": heading("signs"), "items": signs(plan.signs, plan, paper)},
        "triggers": {"heading": heading("triggers"), "text": plan.triggers},
        "steps": [
            step(number, heading(f"step{number}"), rung, plan, paper) for number, rung in enumerate(plan.rungs, start=1)
        ],
        "wishes": [{"heading": heading(name), "text": getattr(plan, name)} for name in WISHES],
    }


def step(number: int, heading: str, rung: Rung, plan: CrisisPlan, paper: Paper) -> dict[str, object]:
    """One step of the ladder, with its big numeral."""
    people = [contact(person) for person in rung.contacts]
    if rung.clinic:
        people.append({"name": label(paper, "crisis_plan.clinic"), "relation": "", "phone": phone(rung.clinic)})
    return {
        "numeral": str(number),
        "heading": f"{label(paper, 'crisis_plan.step', number=number)}: {heading}",
        "signs_label": label(paper, "crisis_plan.signs_of_step"),
        "signs": signs(rung.signs, plan, paper),
        "actions": [item.text for item in rung.actions],
        "people": people,
        "empty": rung.empty,
    }


def contact(person: Person) -> dict[str, object]:
    """Somebody to ring: name, who it is, number."""
    return {"name": person.name, "relation": person.relation, "phone": phone(person.phone)}


def signs(items: tuple[Item, ...], plan: CrisisPlan, paper: Paper) -> list[str]:
    """The signs in words. A sign of a step points to one of the plan, and so takes over what was reworded there."""
    words = (sign_text(item, plan, paper) for item in items)
    return [text for text in words if text.strip()]


def sign_text(item: Item, plan: CrisisPlan, paper: Paper) -> str:
    """The person's own wording if there is one, else the sentence of worksheet 13 in the language of the paper."""
    if item.text:
        return item.text
    for sign in plan.signs:
        if item.ref == sign.id and item is not sign:
            return sign.text or paper.signs_text(sign.ref)
    return paper.signs_text(item.ref)
