"""A desk for a test: Anne with her own Ola, Berit with her own Siv, and a life for each of the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.actions.actors import Actor
from bot.actions.house import House, new_id
from bot.dialogs.context import Consent, Edition, News
from bot.dialogs.sheet import Answer
from bot.storage import consents, editions, links, log, outbox, people, sheets
from bot.storage.hashing import code_hash, token_hash
from tests.houses import START, a_coordinator, a_house, a_user
from tests.plan.lives import Life

ANNE = Actor("coordinator", "anne")
BERIT = Actor("coordinator", "berit")
CODE = "493027"
LATER = START + timedelta(hours=1)

__all__ = ["ANNE", "BERIT", "CODE", "LATER", "START", "Life", "Two", "a_house", "bound", "edition_of", "two"]


@dataclass
class Two:
    """The house and the two lives."""

    house: House
    ola: Life
    siv: Life

    def news(self, user: str = "ola") -> list[News]:
        """What waits in the person's outbox, oldest first."""
        with self.house.reading() as tx:
            return list(outbox.waiting(tx, user))

    def logged(self, user: str = "ola") -> list[tuple[str, str, str]]:
        """What the access log says of the person's coordinator: (who, action, target), oldest first."""
        with self.house.reading() as tx:
            return [
                (one.actor_id, one.action, one.target)
                for one in log.all_of(tx, user)
                if one.actor_role in {"coordinator", "operator"}
            ]

    def answers(self, worksheet: str, user: str = "ola") -> dict[str, Answer]:
        """The answers on the person's sheet now."""
        with self.house.reading() as tx:
            sheet = sheets.load(tx, user, worksheet)
        return sheet.answers if sheet else {}

    def opens(self, *worksheets: str, user: str = "ola") -> None:
        """Worksheets that were opened some time ago, without news."""
        with self.house.writing() as tx:
            found = people.user(tx, user)
            assert found is not None
            for worksheet in worksheets:
                sheets.open_worksheet(tx, user, worksheet, found.coordinator_id, START)

    def says(self, user: str, answer: str) -> None:
        """The person's answer to the plan: `no` or `think`."""
        with self.house.writing() as tx:
            given = Consent.model_validate({"kind": "plan", "answer": answer, "at": START})
            consents.add(tx, new_id(), user, given)


def two(house: House) -> Two:
    """Anne's Ola has said yes to the plan, and so has Berit's Siv."""
    a_coordinator(house)
    a_coordinator(house, "berit", "Berit")
    ola = Life(house, a_user(house), START)
    with house.writing() as tx:
        people.add_user(tx, "siv", "berit", "Siv", "nn", START)
    siv = Life(house, "siv", START)
    ola.says_yes()
    siv.says_yes()
    return Two(house, ola, siv)


def bound(house: House, user: str = "ola", code: str = CODE) -> str:
    """A personal link that the person has bound to this code. Gives its id."""
    with house.writing() as tx:
        links.make_link(
            tx, f"link-{user}", user, token_hash(f"token-{user}"), "anne", START, START + timedelta(days=14)
        )
        links.bind(tx, f"link-{user}", code_hash(house.store.vault.pepper, code), START)
    return f"link-{user}"


def edition_of(house: House, user: str, worksheet: str) -> Edition:
    """The newest edition."""
    with house.reading() as tx:
        return editions.newest(tx, user)[worksheet]
