"""What a conversation is told of its person, and that nothing is read which it did not ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Connection, event

from bot.dialogs.context import Consent, Context, Coordinator, Fresh, News
from bot.dialogs.definition import Worksheet
from bot.dialogs.rules import Phrases
from bot.dialogs.services import Services
from bot.dialogs.sheet import Answer, Person, Sheet
from bot.storage import consents, copies, editions, outbox, sheets
from bot.storage.context import StoredContext
from bot.storage.store import Store, Transaction
from tests import houses
from tests.postgres import on_both

pytestmark = on_both

CONTENT = Path(__file__).parents[2] / "content"
FRESH = Fresh(id="id", token="token", code="123456")


@dataclass(frozen=True)
class Some:
    """The worksheets, services and phrases that are shipped."""

    worksheets: Mapping[str, Worksheet]
    services: Services
    phrases: tuple[Phrases, ...]

    def worksheet(self, worksheet: str, version: int | None = None) -> Worksheet:
        """There is one version of each."""
        found = self.worksheets[worksheet]
        if version not in (None, found.version):
            raise KeyError(worksheet)
        return found

    def words_in(self, text_id: str) -> tuple[str, ...]:
        """No texts are read here, so no word stands in one."""
        return ()


@pytest.fixture(scope="module")
def content() -> Some:
    files = sorted((CONTENT / "worksheets").glob("*.yaml"))
    worksheets = [Worksheet.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in files]
    return Some(
        {worksheet.id: worksheet for worksheet in worksheets},
        Services.model_validate(yaml.safe_load((CONTENT / "services.yaml").read_text("utf-8"))),
        houses.content().phrases,
    )


def of_ola(tx: Transaction, content: Some) -> StoredContext:
    return StoredContext(tx, "ola", "web", content, FRESH, "https://planprat.example")


def test_it_is_what_a_conversation_asks_for(peopled: Store, content: Some) -> None:
    with peopled.reading() as tx:
        context: Context = of_ola(tx, content)
        assert context.user_name == "Ola"
        assert context.coordinator == Coordinator(name="Kari", phone="55 00 00 00", hours="mandag til torsdag")
        assert (context.channel, context.by, context.fresh) == ("web", "user", FRESH)
        assert context.services is content.services
        assert context.copy_address("token") == "https://planprat.example/k/token"
        assert context.worksheet("crisis_plan", 1) is context.worksheet("crisis_plan")
        assert context.current_crisis_plan is None
        assert (context.editions, context.consents) == ({}, {})
        assert (context.comments, context.copies, context.news, context.ladder, context.opened) == ((), (), (), (), ())
        assert context.sheet("crisis_plan") is None


def test_what_a_text_discloses(peopled: Store, content: Some) -> None:
    with peopled.reading() as tx:
        found = of_ola(tx, content).recognise("Jeg vil dø.")
        assert found is not None
        assert found.kind == "own_life"
        assert of_ola(tx, content).recognise("Jeg vil hjem.") is None


def test_worksheets_are_in_the_order_of_the_paper_sheets(peopled: Store, content: Some, now: datetime) -> None:
    with peopled.transaction() as tx:
        for worksheet in ("crisis_plan", "sub_goals", "warning_signs", "long_term_goals", "short_term_goals"):
            sheets.open_worksheet(tx, "ola", worksheet, "kari", now)
        numbers = [content.worksheet(worksheet).number for worksheet in of_ola(tx, content).opened]
    assert len(numbers) == 5
    assert numbers == sorted(numbers)


def test_what_is_stored_is_told(peopled: Store, content: Some, now: datetime) -> None:
    with peopled.transaction() as tx:
        editions.make(tx, "e1", "ola", "crisis_plan", 1, {}, now)
        editions.agree(tx, "e1", "coordinator", now, needs_both=True)
        copies.make(tx, "copy", "ola", "Mor", (), "nn", now)
        assert of_ola(tx, content).copies[0].state == "waiting"
        editions.agree(tx, "e1", "user", now, needs_both=True)
        consents.add(tx, "c1", "ola", Consent(kind="plan", answer="yes", at=now))
        outbox.add(tx, "ola", News(id="n1", kind="current", at=now))
    with peopled.reading() as tx:
        context = of_ola(tx, content)
        assert context.current_crisis_plan == context.editions["crisis_plan"]
        assert context.copies[0].state == "ready"
        assert context.consents["plan"].holds(now + timedelta(days=1))
        assert [news.kind for news in context.news] == ["current"]


def contacts(*people: Person) -> Answer:
    return Answer(status="answered", people=people)


MOR, BROR = Person(id="i1", name="Mor", phone="55 00 00 01"), Person(id="i2", name="Bror")
LEGE, NABO = Person(id="i3", name="Legen", phone="55 00 00 03"), Person(id="i4", name="Nabo", phone="55 00 00 04")


def test_the_ladder_is_the_persons_own_last_words(peopled: Store, content: Some, now: datetime) -> None:
    agreed = {
        "step2.contacts": contacts(MOR, BROR),
        "step3.contacts": contacts(LEGE, MOR.model_copy(update={"id": "x"})),
    }
    with peopled.transaction() as tx:
        editions.make(tx, "e1", "ola", "crisis_plan", 1, agreed, now)
        for who in ("user", "coordinator"):
            editions.agree(tx, "e1", "user" if who == "user" else "coordinator", now, needs_both=True)
        assert [person.name for person in of_ola(tx, content).ladder] == ["Mor", "Legen"]
        begun = Sheet(worksheet="crisis_plan", version=1, answers={"step2.contacts": contacts(BROR)})
        sheets.save(tx, "ola", begun, [], "web", now)
        assert [person.name for person in of_ola(tx, content).ladder] == ["Mor", "Legen"]
        private = contacts(NABO).model_copy(update={"private": True})
        sheets.save(tx, "ola", begun.model_copy(update={"answers": {"step3.contacts": private}}), [], "web", now)
        assert of_ola(tx, content).ladder == (NABO,)
        skipped = private.model_copy(update={"status": "skipped"})
        sheets.save(tx, "ola", begun.model_copy(update={"answers": {"step3.contacts": skipped}}), [], "web", now)
        assert [person.name for person in of_ola(tx, content).ladder] == ["Mor", "Legen"]


def test_nothing_is_read_that_was_not_asked_for(peopled: Store, content: Some, now: datetime) -> None:
    asked: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with peopled.transaction() as tx:
        sheets.save(tx, "ola", Sheet(worksheet="crisis_plan", version=1), [], "web", now)
    with peopled.reading() as tx:
        event.listen(tx.connection, "before_cursor_execute", note)
        context = of_ola(tx, content)
        assert context.services
        assert asked == []
        for _ in range(2):
            assert context.sheet("crisis_plan")
            assert context.user_name
        assert len(asked) == 2


def test_it_stays_as_it_stood_when_the_event_began(peopled: Store, content: Some, now: datetime) -> None:
    with peopled.transaction() as tx:
        context = of_ola(tx, content)
        assert context.sheet("crisis_plan") is None
        sheets.save(tx, "ola", Sheet(worksheet="crisis_plan", version=1), [], "web", now)
        assert context.sheet("crisis_plan") is None


def test_a_person_who_is_not_there(peopled: Store, content: Some) -> None:
    with peopled.reading() as tx, pytest.raises(LookupError):
        StoredContext(tx, "nobody", "web", content, FRESH, "").user_name  # noqa: B018
