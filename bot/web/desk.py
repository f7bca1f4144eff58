"""The addresses of the coordinator's desk."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from bot.web import (
    desk_edition,
    desk_invite,
    desk_login,
    desk_overview,
    desk_paper,
    desk_together,
    desk_user,
)
from bot.web.desk_guard import at_desk

GET, POST = ["GET"], ["POST"]

ROUTES: tuple[BaseRoute, ...] = (
    Route("/desk", at_desk(desk_overview.overview), methods=GET),
    Route("/desk/inn/{token}", desk_login.link, methods=GET),
    Route("/desk/inn", desk_login.ask, methods=GET),
    Route("/desk/inn", desk_login.enter, methods=POST),
    Route("/desk/ut", at_desk(desk_login.leave), methods=POST),
    Route("/desk/spraak", at_desk(desk_overview.language), methods=POST),
    Route("/desk/meg", at_desk(desk_overview.contact), methods=GET + POST),
    Route("/desk/ny", at_desk(desk_overview.add), methods=GET + POST),
    Route("/desk/b/{user}", at_desk(desk_user.user), methods=GET),
    Route("/desk/b/{user}/ark/{worksheet}", at_desk(desk_user.worksheet), methods=POST),
    Route("/desk/b/{user}/lenke", at_desk(desk_invite.link), methods=GET),
    Route("/desk/b/{user}/lenke", at_desk(desk_invite.change), methods=POST),
    Route("/desk/b/{user}/papir/{worksheet}", at_desk(desk_paper.form), methods=GET),
    Route("/desk/b/{user}/papir/{worksheet}", at_desk(desk_paper.typed), methods=POST),
    Route("/desk/b/{user}/sammen", at_desk(desk_together.ask), methods=GET),
    Route("/desk/b/{user}/sammen", at_desk(desk_together.begin), methods=POST),
    Route("/desk/utgave/{edition}.pdf", at_desk(desk_edition.pdf), methods=GET),
    Route("/desk/utgave/{edition}", at_desk(desk_edition.edition), methods=GET),
    Route("/desk/utgave/{edition}", at_desk(desk_edition.write), methods=POST),
    Route("/desk/ark", at_desk(desk_paper.blank_sheets), methods=GET),
    Route("/desk/ark/{worksheet}.pdf", at_desk(desk_paper.blank_sheet), methods=GET),
    Route("/sammen/ferdig", desk_together.done, methods=POST),
)
