"""Who does something, and what each role may do. What one may not see does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Role = Literal["visitor", "user", "coordinator", "relative", "operator"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone with a role. `id` is of that role's table (a copy's for a relative; empty for visitors and operators).
    `together`: the user, at the coordinator's screen."""

    role: Role
    id: str = ""
    together: bool = False


VISITOR = Actor("visitor")
OPERATOR = Actor("operator")


class NotThere(Exception):
    """There is no such thing, or not for this actor. The two are never told apart."""


# Role x action. An action that is not listed may be done by nobody; a test holds this against the code.
MATRIX: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        # the person's own conversation
        "converse": frozenset({"user"}),
        "see_last_turn": frozenset({"user"}),
        "read_own_plan": frozenset({"user"}),
        "read_own_crisis_plan": frozenset({"user"}),
        "print_for_doctor": frozenset({"user"}),
        "read_who_saw": frozenset({"user"}),
        "list_devices": frozenset({"user"}),
        "forget_devices": frozenset({"user"}),
        # coming in and going out
        "open_link": frozenset({"visitor"}),
        "bind_link": frozenset({"visitor"}),
        "come_back": frozenset({"visitor"}),
        "log_in": frozenset({"visitor"}),
        # the person's chat
        "make_chat_link": frozenset({"user"}),
        "make_page_link": frozenset({"user"}),
        "bind_chat": frozenset({"visitor"}),
        "find_chat": frozenset({"visitor"}),
        "get_paper_in_chat": frozenset({"user"}),
        "deliver": frozenset({"operator"}),
        "log_out": frozenset({"user", "coordinator", "relative"}),
        # the desk
        "list_users": frozenset({"coordinator"}),
        "see_user": frozenset({"coordinator"}),
        "add_user": frozenset({"coordinator", "operator"}),
        "invite": frozenset({"coordinator", "operator"}),
        "revoke_link": frozenset({"coordinator"}),
        "undo_binding": frozenset({"coordinator"}),
        "open_worksheet": frozenset({"coordinator"}),
        "close_worksheet": frozenset({"coordinator"}),
        "read_edition": frozenset({"coordinator"}),
        "write_comment": frozenset({"coordinator"}),
        "ask_back": frozenset({"coordinator"}),
        "agree": frozenset({"coordinator"}),
        "not_yet": frozenset({"coordinator"}),
        "see_notice": frozenset({"coordinator"}),
        "read_for_colleague": frozenset({"coordinator"}),
        "saw_for_colleague": frozenset({"coordinator"}),
        "name_stand_in": frozenset({"coordinator", "operator"}),
        "list_colleagues": frozenset({"coordinator"}),
        "sit_together": frozenset({"coordinator"}),
        "type_from_paper": frozenset({"coordinator"}),
        "change_own_contact": frozenset({"coordinator"}),
        # the copy
        "find_copy": frozenset({"visitor"}),
        "open_copy": frozenset({"visitor"}),
        "read_copy": frozenset({"relative"}),
        "answer_copy": frozenset({"relative"}),
        "print_copy": frozenset({"relative"}),
        # those who run the service
        "add_coordinator": frozenset({"operator"}),
        "login_link": frozenset({"operator"}),
        "hand_over": frozenset({"operator"}),
        "list_everyone": frozenset({"operator"}),
        "export": frozenset({"operator"}),
        "list_overdue": frozenset({"operator"}),
        # by the clock
        "follow_up": frozenset({"operator"}),
    }
)


def permit(actor: Actor, action: str) -> None:
    """Check the matrix. Whose data it is, is checked where the data is found.

    Raises:
        NotThere: this role does not do that.
    """
    if actor.role not in MATRIX.get(action, frozenset()):
        raise NotThere(action)
