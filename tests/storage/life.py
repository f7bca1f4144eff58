"""A person who has used everything: a row in each table that can hold one, with a marker in every text of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogs.context import Comment, Consent, News
from bot.dialogs.screen import Quote, Screen
from bot.dialogs.sheet import Answer, Change, Sheet
from bot.dialogs.talk import Talk
from bot.storage import (
    chat_messages,
    chats,
    comments,
    consents,
    copies,
    editions,
    links,
    log,
    notices,
    outbox,
    outgoing,
    people,
    sessions,
    sheets,
    talks,
)
from bot.storage.hashing import token_hash
from bot.storage.store import Store


def live(store: Store, user: str, marker: str, now: datetime) -> None:
    """Fill every table for this person, who has `kari` as coordinator. Ids begin with the person's id."""
    answer = Answer(status="answered", text=f"{marker} svar")
    sheet = Sheet(worksheet="crisis_plan", version=1, answers={"triggers": answer}, at="helped_before")
    later = now + timedelta(days=14)
    with store.transaction() as tx:
        people.add_user(tx, user, "kari", f"{marker} namn", "nn", now, practice=True)
        links.make_link(tx, f"{user}-link", user, token_hash(f"{user}-link"), "kari", now, later)
        sessions.start(tx, token_hash(f"{user}-session"), "user", now, later, user=user, device="Firefox på Windows")
        talk = Talk(kept=f"{marker} uferdig", number=3)
        talks.save(tx, user, talk, Screen(id="ask", number=3, body=(Quote(text=f"{marker} skjerm"),)), "web", now)
        talks.seen(tx, user, "form-1", now)
        sheets.open_worksheet(tx, user, "crisis_plan", "kari", now)
        sheets.save(tx, user, sheet, [Change(key="triggers", answer=answer, at=now)], "web", now)
        editions.make(tx, f"{user}-edition", user, "crisis_plan", 1, sheet.answers, now)
        question = Comment(
            id=f"{user}-comment",
            worksheet="crisis_plan",
            edition=f"{user}-edition",
            key="triggers",
            author="coordinator",
            kind="question",
            text=f"{marker} spørsmål",
            at=now,
        )
        comments.add(tx, user, question)
        comments.answer(tx, user, f"{user}-comment", f"{marker} svar på spørsmål", now)
        agreed = Consent(kind="sharing", answer="yes", at=now, until=later, details={"with": f"{marker} fastlegen"})
        consents.add(tx, f"{user}-consent", user, agreed)
        copies.make(tx, f"{user}-copy", user, f"{marker} mor", (f"{marker}.step2",), "nn", now)
        copies.give(tx, user, f"{user}-copy", token_hash(f"{user}-copy"), "scrypt$c2FsdA==$aGFzaA==", now)
        sessions.start(tx, token_hash(f"{user}-reader"), "relative", now, later, copy=f"{user}-copy")
        notices.add(tx, f"{user}-notice", "kari", user, "disclosure", now, safety="own_life", words=f"{marker} ord")
        outbox.add(tx, user, News(id=f"{user}-news", kind="commented", values={"name": f"{marker} nytt"}, at=now))
        chats.bind(tx, user, f"{marker} samtale", now)
        chats.make_link(tx, f"{user}-chat-link", user, token_hash(f"{user}-chat-link"), now, later)
        about = chat_messages.About(place="crisis_plan", key="triggers", text=f"{marker} skrive")
        chat_messages.note(tx, user, 7, now, about, own=True)
        shown = outgoing.Sending(how="words", language="nn", lines=(Quote(text=f"{marker} på veg"),))
        outgoing.add(tx, f"{user}-outgoing", user, shown, now)
        log.write(tx, now, "coordinator", "kari", "read_edition", user, f"{user}-edition")
