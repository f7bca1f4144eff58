"""An opened edition at the desk: the person's words untouched, ours beside, and nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.actions.desk import see_user
from bot.actions.house import House
from bot.dialogs import effects
from bot.storage import comments
from tests.actions.desks import ANNE, edition_of, two
from tests.plan.lives import CRISIS, answered, items
from tests.web.conftest import Browser, Clock
from tests.web.desks import Desk, at_work

WORDS = "Æ vil ha det SÅNN <script>alert(1)</script> {{ user }}\nog sånn"


@pytest.fixture
async def desk(house: House, clock: Clock, browse: Callable[..., Browser]) -> Desk:
    people = two(house)
    people.ola.writes("long_term_goals", {"goals": answered(items=items("Få hund")), "progress": answered(WORDS)})
    return Desk(await at_work(browse(), house, clock), people, clock)


@pytest.fixture
async def goals(desk: Desk) -> str:
    edition = desk.people.ola.shares("long_term_goals", agreed=False)
    await desk.opens(f"/desk/utgave/{edition}")
    return f"/desk/utgave/{edition}"


@pytest.fixture
async def plan(desk: Desk) -> str:
    desk.people.ola.writes("crisis_plan", CRISIS)
    edition = desk.people.ola.shares("crisis_plan", agreed=False)
    await desk.opens(f"/desk/utgave/{edition}")
    return f"/desk/utgave/{edition}"


async def test_the_words_stand_to_the_letter(desk: Desk, goals: str) -> None:
    source = desk.browser.seen.response.text
    assert "Æ vil ha det SÅNN &lt;script&gt;alert(1)&lt;/script&gt; {{ user }}\nog sånn</blockquote>" in source
    assert "Få hund" in desk.browser.seen.text
    assert "Ola har ikke sendt noe svar her" in desk.browser.seen.text


async def test_no_field_holds_the_persons_words(desk: Desk, goals: str) -> None:
    """Nothing at the desk can be sent back as theirs."""
    source = desk.browser.seen.response.text
    for field in source.split("<textarea")[1:]:
        assert field.split("</textarea>")[0].rstrip().endswith(">")
    assert 'name="answer"' not in source


async def test_a_comment_is_shown_where_it_was_written(desk: Desk, goals: str) -> None:
    seen = await desk.sends(goals, do="comment", key="progress", place="2", text="Bra <b>sagt</b>")
    assert seen.status == 200
    assert "Lagret. Ola ser det ved neste besøk." in seen.text
    answer = seen.response.text.split('data-key="progress"')[1].split('data-key="problems_expected"')[0]
    assert "Bra &lt;b&gt;sagt&lt;/b&gt;" in answer
    assert "Du skrev i dag:" in seen.text
    assert answer.count("Lagret.") == seen.response.text.count("Lagret.") == 1
    assert str(seen.response.url) == f"http://planprat.test{goals}#s2", "a server hears nothing of what follows #"


async def test_a_question_waits_and_the_answer_comes_beside(desk: Desk, goals: str) -> None:
    seen = await desk.sends(goals, do="ask", key="progress", place="2", text="Hva mener du?")
    assert "Ola har ikke svart ennå" in seen.text
    assert "Venter på svar fra Ola" in (await desk.opens("/desk/b/ola")).text
    (question,) = (one for one in desk.people.news() if one.kind == "question")
    assert question.values["worksheet"] == "long_term_goals"
    with desk.house.reading() as tx:
        (comment,) = comments.all_of(tx, "ola")
    desk.people.ola.does(effects.AnsweredQuestion(comment.id, "akkurat det"))
    seen = await desk.opens(goals)
    assert "akkurat det" in seen.text
    assert see_user(desk.house, ANNE, "ola", desk.clock()).user.waits_for_me


@pytest.mark.parametrize(("act", "text"), [("comment", "x" * 4001), ("ask", "y" * 4001), ("not_yet", "z" * 4001)])
async def test_what_is_refused_stands_in_its_field(desk: Desk, plan: str, act: str, text: str) -> None:
    seen = await desk.sends(plan, do=act, key="" if act == "not_yet" else "triggers", place="2", text=text)
    assert seen.status == 422
    assert text in seen.response.text
    assert "Teksten er for lang" in seen.text
    assert desk.people.news() == []


async def test_an_empty_field_is_told(desk: Desk, goals: str) -> None:
    seen = await desk.sends(goals, do="comment", key="progress", place="2", text=" ")
    assert seen.status == 422
    assert "Feltet er tomt" in seen.text


async def test_a_stale_page_keeps_what_was_typed(desk: Desk, goals: str) -> None:
    desk.browser.seen.fields.hidden["token"] = "0" * 64
    seen = await desk.sends(goals, do="comment", key="progress", place="2", text="Lang og god tekst")
    assert "stått åpen for lenge" in seen.text
    assert "Lang og god tekst" in seen.response.text
    assert desk.people.news() == []
    seen = await desk.sends(goals, do="comment", key="progress", place="2", text="Lang og god tekst")
    assert "Lagret." in seen.text


async def test_both_say_yes(desk: Desk, plan: str) -> None:
    assert "Ola har ikke sagt ja ennå" in desk.browser.seen.text
    seen = await desk.sends(plan, do="agree")
    assert "Du sa ja i dag" in seen.text
    assert "Jeg sier ja" not in seen.text
    desk.people.ola.does(effects.Agreed(plan.rpartition("/")[2]))
    seen = await desk.opens(plan)
    assert "Dere er enige om denne utgaven" in seen.text
    assert "Ikke ennå" not in seen.text
    assert "Kriseplanen som gjelder" in (await desk.opens("/desk/b/ola")).text


async def test_not_yet_with_a_word(desk: Desk, plan: str) -> None:
    seen = await desk.sends(plan, do="not_yet", text="Vi må snakke om trinn to")
    assert "Du sa «ikke ennå» i dag" in seen.text
    assert "Vi må snakke om trinn to" in seen.text
    assert [one.kind for one in desk.people.news()] == ["not_yet"]


async def test_an_older_edition_is_marked_and_not_agreed_to(desk: Desk, plan: str, clock: Clock) -> None:
    desk.people.ola.passes(minutes=5)
    desk.people.ola.shares("crisis_plan", agreed=False)
    seen = await desk.opens(plan)
    assert "Dette er en eldre utgave" in seen.text
    assert "Jeg sier ja" not in seen.text
    seen = await desk.sends(plan, do="agree")
    assert "Ola har sendt en nyere utgave" in seen.text
    assert edition_of(desk.house, "ola", "crisis_plan").coordinator_agreed_at is None


async def test_the_earlier_editions_stand_under_a_fold(desk: Desk, plan: str) -> None:
    desk.people.ola.passes(minutes=5)
    newer = desk.people.ola.shares("crisis_plan", agreed=False)
    seen = await desk.opens(f"/desk/utgave/{newer}")
    assert f'<a href="{plan}">Utgave 1' in seen.response.text


async def test_goals_of_a_repeated_section_head_their_questions(desk: Desk) -> None:
    desk.people.ola.writes(
        "sub_goals",
        {
            "long_term_goal": answered(items=items("Få hund", "Bo selv")),
            "i1/today": answered("Har ingen"),
            "i2/today": answered("Bor hos mor"),
        },
    )
    edition = desk.people.ola.shares("sub_goals", agreed=False)
    text = (await desk.opens(f"/desk/utgave/{edition}")).text
    assert text.rindex("Få hund") < text.index("Har ingen") < text.rindex("Bo selv") < text.index("Bor hos mor")


async def test_the_crisis_plan_as_a_paper(desk: Desk, plan: str) -> None:
    response = await desk.browser.client.get(f"{plan}.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "no-store"
    assert 'filename="kriseplan.pdf"' in response.headers["content-disposition"]
    assert "Snakk rolig" in "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


async def test_what_was_written_together_or_on_paper_is_marked(desk: Desk) -> None:
    desk.people.ola.writes(
        "long_term_goals",
        {"progress": answered("a", by="paper"), "problems_expected": answered("b", by="together")},
    )
    edition = desk.people.ola.shares("long_term_goals", agreed=False)
    text = (await desk.opens(f"/desk/utgave/{edition}")).text
    assert "Skrevet inn fra papir" in text
    assert "Svart sammen med deg" in text


async def test_what_was_written_beside_something_taken_back_is_given_back(desk: Desk, goals: str) -> None:
    """On the same page for what is gone, foreign, or never was."""
    desk.people.ola.does(effects.TookBack(goals.rpartition("/")[2]))
    pages = set()
    for address in (goals, "/desk/utgave/no-such-edition"):
        seen = await desk.sends(address, do="comment", key="progress", place="2", text="En halv times arbeid")
        assert seen.status == 404
        assert "En halv times arbeid" in seen.response.text
        pages.add(seen.response.text.replace(address, "").replace(address.replace("/", "%2F"), ""))
    assert len(pages) == 1
    assert desk.people.news() == []


@pytest.mark.parametrize("act", ["comment", "ask", "not_yet"])
async def test_two_clicks_are_one(desk: Desk, plan: str, act: str) -> None:
    """A coordinator who waits for a slow page presses once more; the person must not be asked the same twice."""
    await desk.opens(plan)
    for _ in range(2):
        await desk.sends(plan, do=act, key="", text="Er dette nok?")
        desk.clock.passes(seconds=20)
    with desk.house.reading() as tx:
        assert [one.text for one in comments.all_of(tx, "ola")] == ["Er dette nok?"]
    assert len(desk.people.news()) == 1
    desk.clock.passes(minutes=2)
    await desk.sends(plan, do=act, key="", text="Er dette nok?")
    assert len(desk.people.news()) == 2, "said once more, and meant so"
