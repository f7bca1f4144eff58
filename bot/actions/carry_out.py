"""Carrying out what a conversation wants done (`dialogs/effects.py`), in the event's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.actions.house import House, new_id
from bot.dialogs import effects as wanted
from bot.dialogs.context import Channel, Comment, Consent, Language, News
from bot.dialogs.definition import ConsentKind, SafetyClass
from bot.dialogs.places import questions
from bot.storage import comments, consents, copies, editions, log, notices, outbox, outgoing, people, sheets
from bot.storage.erasing import erase_user
from bot.storage.hashing import code_hash, token_hash
from bot.storage.store import Transaction

CRISIS_PLAN = "crisis_plan"


@dataclass(frozen=True, slots=True)
class Doing:
    """One person's event being carried out."""

    house: House
    tx: Transaction
    user: people.UserRow
    channel: Channel
    language: Language
    now: datetime

    def tell_desk(
        self,
        kind: str,
        *,
        worksheet: str = "",
        safety: SafetyClass | None = None,
        words: str = "",
        colleague: int = 0,
    ) -> None:
        """Put a notice on the coordinator's desk. `worksheet`: which one of those that were shared it is about."""
        notices.add(
            self.tx,
            new_id(),
            self.user.coordinator_id,
            self.user.id,
            kind,
            self.now,
            safety=safety or "",
            words=words,
            colleague=colleague,
            worksheet=worksheet,
        )

    def tell_user(self, kind: str, values: Mapping[str, str] | None = None) -> None:
        """Put news into the person's outbox."""
        outbox.add(self.tx, self.user.id, News(id=new_id(), kind=kind, values=dict(values or {}), at=self.now))

    def log(self, action: str, target: str = "") -> None:
        """Write a line in the access log, in the person's own name."""
        log.write(self.tx, self.now, "user", self.user.id, action, self.user.id, target)


def carry_out(doing: Doing, effects: tuple[wanted.Effect, ...]) -> None:
    """Do each of these, in order."""
    for effect in effects:
        _DO[type(effect)](doing, effect)


def _save_sheet(doing: Doing, effect: wanted.SaveSheet) -> None:
    sheets.save(doing.tx, doing.user.id, effect.sheet, effect.changes, doing.channel, doing.now)


def _consented(doing: Doing, effect: wanted.Consented) -> None:
    given = Consent(
        kind=effect.kind, answer=effect.answer, at=doing.now, until=effect.until, details=dict(effect.details)
    )
    consents.add(doing.tx, new_id(), doing.user.id, given)
    doing.log("consented", effect.kind)
    if effect.kind == "plan" and effect.answer in {"yes", "no"}:
        doing.tell_desk(f"plan_{effect.answer}")


def _withdrew(doing: Doing, effect: wanted.Withdrew) -> None:
    """Without the plan nothing is shared and nobody has a copy, from this transaction on."""
    _end(doing, effect.kind)
    doing.log("withdrew", effect.kind)


def _end(doing: Doing, kind: ConsentKind) -> None:
    consents.withdraw(doing.tx, doing.user.id, kind, doing.now)
    if kind == "plan":
        for edition in editions.all_of(doing.tx, doing.user.id):
            editions.take_back(doing.tx, edition.id, doing.now)
        copies.withdraw_all(doing.tx, doing.user.id, doing.now)
    if kind in {"plan", "sharing"}:
        doing.tell_desk(f"withdrew_{kind}")


def _shared(doing: Doing, effect: wanted.Shared) -> None:
    sheet = sheets.load(doing.tx, doing.user.id, effect.worksheet)
    if sheet is None:
        return
    worksheet = doing.house.content.worksheet(sheet.worksheet, sheet.version)
    asked = questions(worksheet, sheet.answers)
    answers = {key: sheet.answers[key] for key in asked if key in sheet.answers}
    editions.make(doing.tx, new_id(), doing.user.id, sheet.worksheet, sheet.version, answers, doing.now)
    doing.tell_desk("shared", worksheet=effect.worksheet)
    doing.log("shared", effect.worksheet)


def _took_back(doing: Doing, effect: wanted.TookBack) -> None:
    worksheet = _own_edition(doing, effect.edition)
    if worksheet and editions.take_back(doing.tx, effect.edition, doing.now):
        doing.tell_desk("took_back", worksheet=worksheet)
        doing.log("took_back", effect.edition)


def _own_edition(doing: Doing, edition: str) -> str:
    """The worksheet that this is an edition of; empty when it is not the person's."""
    found = editions.by_id(doing.tx, edition)
    return found[1].worksheet if found is not None and found[0] == doing.user.id else ""


def _agreed(doing: Doing, effect: wanted.Agreed) -> None:
    worksheet = _own_edition(doing, effect.edition)
    if not worksheet:
        return
    if editions.agree(doing.tx, effect.edition, "user", doing.now, needs_both=True):
        plan_became_current(doing.tx, doing.user, doing.now)
    doing.tell_desk("agreed", worksheet=worksheet)
    doing.log("agreed", effect.edition)


def plan_became_current(tx: Transaction, user: people.UserRow, now: datetime) -> None:
    """Both have said yes: tell the person, once, that the crisis plan counts and that copies can be given."""
    coordinator = people.coordinator(tx, user.coordinator_id)
    values = {"coordinator": coordinator.name if coordinator else ""}
    outbox.add(tx, user.id, News(id=new_id(), kind="current", values=values, at=now))


def _not_yet(doing: Doing, effect: wanted.NotYet) -> None:
    found = editions.by_id(doing.tx, effect.edition)
    if found is None or found[0] != doing.user.id:
        return
    editions.not_yet(doing.tx, effect.edition)
    word = Comment(
        id=new_id(),
        worksheet=found[1].worksheet,
        edition=effect.edition,
        key="",
        author="user",
        kind="not_yet",
        text=effect.text,
        at=doing.now,
    )
    comments.add(doing.tx, doing.user.id, word)
    doing.tell_desk("not_yet", worksheet=found[1].worksheet)
    doing.log("not_yet", effect.edition)


def _answered_question(doing: Doing, effect: wanted.AnsweredQuestion) -> None:
    if comments.answer(doing.tx, doing.user.id, effect.comment, effect.text, doing.now):
        asked = comments.by_id(doing.tx, effect.comment)
        doing.tell_desk("answered", worksheet=asked[1].worksheet if asked is not None else "")
        doing.log("answered_question", effect.comment)


def _saw_comments(doing: Doing, effect: wanted.SawComments) -> None:
    comments.mark_seen(doing.tx, doing.user.id, effect.comments, doing.now)


def _saw_news(doing: Doing, effect: wanted.SawNews) -> None:
    outbox.delivered(doing.tx, doing.user.id, effect.news, doing.channel, doing.now)


def _made_copy(doing: Doing, effect: wanted.MadeCopy) -> None:
    copies.make(doing.tx, effect.id, doing.user.id, effect.name, effect.parts, doing.language, doing.now)
    doing.log("made_copy", effect.id)


def _gave_copy(doing: Doing, effect: wanted.GaveCopy) -> None:
    pepper = doing.tx.vault.pepper
    copies.give(
        doing.tx,
        doing.user.id,
        effect.copy,
        token_hash(effect.token),
        code_hash(pepper, effect.code),
        doing.now,
    )
    doing.log("gave_copy", effect.copy)


def _withdrew_copy(doing: Doing, effect: wanted.WithdrewCopy) -> None:
    if copies.withdraw(doing.tx, doing.user.id, effect.copy, doing.now):
        doing.log("withdrew_copy", effect.copy)


def _disclosed(doing: Doing, effect: wanted.Disclosed) -> None:
    """The coordinator is told only where the person agreed. That something was answered stands in the log without
    class or words."""
    if effect.tell:
        doing.tell_desk("disclosure", safety=effect.kind, words=effect.words, colleague=effect.colleague)


def _cleared_chat(doing: Doing, _: wanted.ClearedChat) -> None:
    sending = outgoing.Sending(how="clear", language=doing.language)
    outgoing.add(doing.tx, new_id(), doing.user.id, sending, doing.now)
    doing.log("cleared_chat")


def _erased(doing: Doing, _: wanted.Erased) -> None:
    erase_user(doing.tx, doing.user.id, doing.now)


_DO: Mapping[type, Callable[[Doing, Any], None]] = {
    wanted.SaveSheet: _save_sheet,
    wanted.Consented: _consented,
    wanted.Withdrew: _withdrew,
    wanted.Shared: _shared,
    wanted.TookBack: _took_back,
    wanted.Agreed: _agreed,
    wanted.NotYet: _not_yet,
    wanted.AnsweredQuestion: _answered_question,
    wanted.SawComments: _saw_comments,
    wanted.SawNews: _saw_news,
    wanted.MadeCopy: _made_copy,
    wanted.GaveCopy: _gave_copy,
    wanted.WithdrewCopy: _withdrew_copy,
    wanted.Disclosed: _disclosed,
    wanted.ClearedChat: _cleared_chat,
    wanted.Erased: _erased,
}
