"""Everybody at once on PostgreSQL, through connections of three processes: nobody waits for ever, nothing fails, and
every sheet is still the replay of its history."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from bot.actions import desk
from bot.actions.actors import OPERATOR, Actor
from bot.actions.converse import converse
from bot.actions.handover import hand_over
from bot.actions.house import House, new_id
from bot.actions.tries import count_try, forget_tries
from bot.dialogs.consent import FIRST
from bot.dialogs.context import Consent
from bot.dialogs.event import Event, Opened, Press, Typed
from bot.dialogs.screen import Screen
from bot.dialogs.sheet import replay
from bot.dialogs.talk import Place, Talk
from bot.storage import consents, notices, people, sheets, talks, throttle
from bot.testing.person import Person
from tests.houses import START, a_coordinator, a_house, a_user

COORDINATORS = ("anne", "berit")
USERS = ("ola", "siv", "tor", "liv")
WORKSHEET = "short_term_goals"
THREADS, EACH = 9, 40


def someone(house: House, chosen: random.Random) -> None:
    """One thing that somebody does, whoever it is."""
    user, coordinator = chosen.choice(USERS), Actor("coordinator", chosen.choice(COORDINATORS))
    match chosen.choice(("talk", "talk", "talk", "tell", "see", "look", "hand over", "try", "tidy")):
        case "talk":
            events: tuple[Event, ...] = (Opened(), Typed("Går tur"), Press(chosen.randrange(30), "skip", ""))
            converse(house, Actor("user", user), chosen.choice(events), channel="web", key=new_id(), now=START)
        case "tell":
            with house.writing() as tx:
                tx.lock_user(user)
                row = people.user(tx, user)
                assert row is not None
                notices.add(tx, new_id(), row.coordinator_id, user, "link_opened", START)
        case "see":
            with house.reading() as tx:
                unseen = [notice.id for notice in notices.unseen(tx, coordinator.id)]
            desk.see_notice(house, coordinator, chosen.sample(unseen, len(unseen)), START)
        case "look":
            desk.list_users(house, coordinator, START)
        case "hand over":
            hand_over(house, OPERATOR, user, coordinator.id, START)
        case "try":
            with house.writing() as tx:
                count_try(tx, "link", chosen.choice("ab"), chosen.choice("xy"), START)
            with house.writing() as tx:
                forget_tries(tx, "link", chosen.choice("ab"))
        case "tidy":
            with house.writing() as tx:
                talks.prune(tx, START + timedelta(days=8))
                throttle.prune(tx, START + timedelta(hours=1), timedelta(minutes=15))


def test_nobody_waits_for_ever_and_nothing_fails(tmp_path: Path, postgres_url: str) -> None:
    houses = [a_house(tmp_path, database_url=postgres_url) for _ in range(3)]
    for coordinator in COORDINATORS:
        a_coordinator(houses[0], coordinator, coordinator.title())
    for user in USERS:
        a_user(houses[0], user, "anne")
        with houses[0].writing() as tx:
            sheets.open_worksheet(tx, user, WORKSHEET, "anne", START)
            for kind in FIRST:
                consents.add(tx, f"{user}-{kind}", user, Consent(kind=kind, answer="yes", at=START))
            talks.save(tx, user, Talk(here=Place(scene="menu")), Screen(id="menu", number=0), "web", START)
        person = Person(houses[0], user, START)
        person.opens()
        person.taps(f"open.{WORKSHEET}")

    def lives(number: int) -> None:
        chosen = random.Random(number)  # noqa: S311 - a test that runs the same each time
        for _ in range(EACH):
            someone(houses[number % len(houses)], chosen)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lives, range(THREADS)))
    with houses[0].reading() as tx:
        for user in USERS:
            sheet = sheets.load(tx, user, WORKSHEET)
            assert sheet is not None
            assert sheet.answers, "nobody was kept from answering"
            assert sheet.answers == replay(sheets.history(tx, user, WORKSHEET))
    for house in houses:
        house.close()
