"""The user's part of the story: coming in, the five worksheets, sharing, agreeing, copies."""

from __future__ import annotations

import re

from tests.browser.window import Window
from tests.browser.words import Words

CODE = "493027"
SAFETY_ITEM = 25
OFTEN = frozenset({3, 10, 20})


def comes_in(phone: Window, address: str, *, remember: bool = False) -> None:
    """Open a new personal link, choose the language and a code."""
    phone.goes(address)
    phone.taps(phone.language)
    phone.page.fill("#code", CODE)
    phone.page.fill("#again", CODE)
    if remember:
        phone.page.check("[name=remember]")
    phone.taps("go_on")


def says_yes(phone: Window) -> None:
    """The welcome, and the two consents that come before the first question."""
    phone.shows("onboarding.welcome")
    phone.taps("explain")
    phone.taps("go_on")
    phone.shows("consent.plan")
    phone.taps("yes")
    phone.shows("consent.channel")
    phone.taps("here")
    phone.shows("menu")


def comes_back(phone: Window, address: str) -> None:
    """Open the link that is in use already, on a device that nobody knows."""
    phone.goes(address)
    phone.page.fill("#code", CODE)
    phone.taps("go_in")


def short_term_goals(phone: Window, words: Words) -> None:
    """Worksheet 3: typed answers, help and an example beside one, back to change one, the language changed midway."""
    phone.taps("open", "short_term_goals")
    phone.shows("short_term_goals.activities.usual")
    phone.taps("explain")
    phone.taps("example")
    phone.types(words.usual, words.private)
    phone.shows("short_term_goals.activities.obstacle")
    phone.taps("back")
    assert phone.typed == words.private
    phone.types(words.private)
    phone.presses(".help")
    phone.taps("back")
    changes_language(phone, words.other)
    phone.taps("short_term_goals")
    phone.shows("short_term_goals.activities.obstacle")
    phone.types(words.today)
    changes_language(phone, words.language)
    phone.taps("short_term_goals")
    phone.types(words.wish)
    for _ in range(13):
        phone.taps("skip")
    phone.shows("short_term_goals.summary")
    phone.taps("menu")


def changes_language(phone: Window, language: str) -> None:
    """Go to the menu and on in the other language."""
    phone.taps("menu")
    phone.language = language
    phone.taps("language", language)
    phone.shows("menu")


def long_term_goals(phone: Window, words: Words) -> None:
    """Worksheet 4 with three goals."""
    phone.taps("open", "long_term_goals")
    phone.types(*words.goals)
    phone.taps("done")
    for _ in range(4):
        phone.taps("skip")
    phone.shows("long_term_goals.summary")
    phone.taps("menu")


def sub_goals(phone: Window, words: Words) -> None:
    """Worksheet 5: one of the goals, and the road to it drawn."""
    phone.taps("open", "sub_goals")
    phone.taps("long_term_goals:i1")
    phone.taps("done")
    phone.types(words.today, *words.milestones)
    phone.taps("done")
    phone.shows("sub_goals.first_goal")
    phone.taps("use")
    for _ in range(4):
        phone.taps("skip")
    phone.shows("sub_goals.drawing.i1")
    road = phone.page.locator("svg.road")
    assert road.is_visible()
    phone.keeps("road", 600)
    assert phone.page.get_by_role("img", name=re.compile(r"\w")).count() == 1, "the drawing has a name"
    heard = road.locator("desc").text_content() or ""
    assert all(text in heard for text in (words.today, words.goals[0], *words.milestones))
    phone.taps("done")
    phone.shows("sub_goals.summary")
    phone.taps("menu")


def warning_signs(phone: Window, words: Words) -> None:
    """Worksheet 13: all forty with two rests; item 25 is answered in a way that brings the reply about one's life."""
    phone.taps("open", "warning_signs")
    phone.shows("consent.notice")
    phone.taps("think")
    for item in range(1, 41):
        phone.shows(f"warning_signs.item.{item}")
        if item == 4:
            phone.keeps("conversation", 640)
            phone.taps("explain")
        phone.taps("before_crisis" if item in {2, SAFETY_ITEM} else "often" if item in OFTEN else "rarely")
        if item == SAFETY_ITEM:
            safety(phone)
        if item in {10, 20, 30}:
            phone.taps("done")
    phone.types(words.own_sign)
    phone.shows("warning_signs.picked")
    phone.taps("warning_signs:item.2")
    phone.taps("warning_signs:item.10")
    phone.taps("add")
    phone.types(words.own_sign)
    phone.taps("done")
    phone.shows("warning_signs.summary")
    phone.taps("menu")


def safety(phone: Window) -> None:
    """The reply that comes at once, and the way on to the next item."""
    phone.shows("disclosure.own_life_item.first")
    assert phone.page.locator("a[href='tel:113'], a[href='tel:116117']").count() >= 2
    phone.taps("yes")
    phone.taps("no")
    phone.taps("go_on")


def crisis_plan(phone: Window, words: Words) -> None:
    """Worksheet 14, whole, with somebody to ring and the number of the clinic. Who is told is asked once more first."""
    phone.taps("open", "crisis_plan")
    phone.shows("consent.notice")
    phone.taps("yes")
    phone.shows("crisis_plan.signs")
    phone.taps("done")
    phone.taps("skip")
    _first_sign(phone)
    phone.shows("crisis_plan.step1.actions")
    phone.types(*words.actions)
    phone.taps("done")
    _first_sign(phone)
    phone.shows("crisis_plan.step2.contacts")
    phone.types(*words.friend)
    phone.taps("done")
    _first_sign(phone)
    phone.shows("crisis_plan.step3.contacts")
    phone.types(*words.doctor)
    phone.taps("done")
    phone.shows("crisis_plan.step3.emergency_clinic")
    phone.taps("use")
    phone.taps("skip")
    phone.types(words.meet_me)
    phone.taps("skip")
    phone.taps("skip")
    phone.shows("crisis_plan.look_again")
    phone.types(words.when)
    phone.shows("crisis_plan.ready")
    phone.taps("yes")
    phone.shows("crisis_plan.summary")


def _first_sign(phone: Window) -> None:
    """The first of the signs that are offered for this step."""
    phone.presses("[data-option]:not([data-option=done]):not([data-option=add]) >> nth=0")
    phone.taps("done")


def shares_the_crisis_plan(phone: Window) -> None:
    """Send it; before that is asked who may talk together. The own yes to the plan waits."""
    phone.taps("crisis_plan")
    phone.shows("consent.sharing")
    phone.taps("yes")
    phone.types("Fastlegen og mor", "Broren min")
    phone.taps("half")
    phone.shows("share.choose")
    phone.taps("go_on")
    phone.shows("share.confirm")
    phone.taps("yes")
    phone.shows("share.agree")
    phone.taps("not_yet")
    phone.taps("menu")


def shares_the_goals(phone: Window) -> None:
    """Send worksheet 3, but not the one answer."""
    phone.taps("open", "short_term_goals")
    phone.shows("short_term_goals.summary")
    phone.taps("short_term_goals")
    phone.shows("share.choose")
    phone.taps("hold", "activities.wish")
    phone.taps("go_on")
    phone.taps("yes")
    phone.shows("share.sent")
    phone.taps("menu")


def answers_the_question(phone: Window, words: Words) -> None:
    """The coordinator's question waits in the menu, beside the answer it is about."""
    phone.goes("/")
    phone.taps("menu") if phone.screen != "menu" else None
    phone.presses("[data-option=short_term_goals][value*='.question.']")
    phone.shows("review.question")
    assert words.question in phone.text
    phone.types(words.answer)
    phone.shows("review.answered")
    phone.taps("menu")
    phone.taps("review", "short_term_goals")
    assert words.comment in phone.text
    phone.taps("menu")


def agrees(phone: Window) -> None:
    """Say yes to the crisis plan after the coordinator did."""
    phone.taps("review", "crisis_plan")
    phone.taps("agree")
    phone.shows("review.said_yes")
    phone.taps("menu")


def gives_a_copy(phone: Window, words: Words) -> tuple[str, str]:
    """Name a relative, leave one part out, be told what to mind; get the link and the code, which are shown once."""
    phone.taps("copies")
    phone.taps("new")
    phone.types(words.relative)
    phone.shows("copies.parts")
    phone.taps("hold", "triggers")
    phone.taps("go_on")
    phone.shows("copies.told")
    phone.taps("yes")
    phone.shows("copies.made_ready")
    phone.taps("menu")
    phone.taps("copies")
    phone.taps("give")
    phone.shows("copies.give")
    address = phone.page.locator("[data-link=copy]").get_attribute("href") or ""
    code = re.search(r"\b(\d{3})\s(\d{3})\b", phone.page.locator("main").inner_text())
    assert address.startswith(f"{phone.address}/k/")
    assert code is not None
    phone.taps("menu")
    return address, code[1] + code[2]


def takes_the_copy_back(phone: Window) -> None:
    """End the copy."""
    phone.goes("/")
    phone.taps("copies")
    phone.taps("withdraw")
    phone.taps("yes")
    phone.shows("copies.withdrawn")
    phone.taps("menu")


def reads_own_pages(phone: Window) -> None:
    """What the menu leads to: the whole plan, the crisis plan, who can see what, the own devices, own choices."""
    for link in ("own_plan", "crisis_plan", "who_sees", "devices"):
        phone.goes("/")
        phone.taps(link)
    phone.goes("/")
    phone.taps("choices")
    phone.taps("menu")
