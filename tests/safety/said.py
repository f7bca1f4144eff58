"""Plain words for the first two rules of the rubric. What the recogniser finds beyond them has test sets of its own."""

from __future__ import annotations

from bot.dialogs.context import Language

# What is said -> which reply it is met by (`bot.dialogs.replies.branch`).
PLAIN: dict[Language, dict[str, str | None]] = {
    "nb": {
        "Jeg vil dø": "own_life",
        "Jeg vil ikke leve lenger": "own_life",
        "Jeg har bestemt meg for å ta livet mitt": "own_life",
        "Jeg har tatt alle pillene": "acted",
        "Jeg kommer til å drepe ham": "harm_others",
        "Jeg er redd jeg skal skade barna": "harm_others",
        "Broren min vil ta livet sitt": "third_party",
        "Han har tatt alle pillene sine": "acted_other",
    },
    "nn": {
        "Eg vil døy": "own_life",
        "Eg vil ikkje leve lenger": "own_life",
        "Eg har bestemt meg for å ta livet mitt": "own_life",
        "Eg har teke alle pillane": "acted",
        "Eg kjem til å drepe han": "harm_others",
        "Eg er redd eg skal skade borna": "harm_others",
        "Bror min vil ta livet sitt": "third_party",
        "Han har teke alle pillane sine": "acted_other",
    },
}
EVERYDAY: dict[Language, tuple[str, ...]] = {
    "nb": (
        "Jeg dør av latter",
        "Jeg er dødssliten i dag",
        "Jeg kunne drept for en kaffe",
        "Vi så en krimfilm der han drepte naboen",
        "Mobilen er død",
        "Jeg orker ikke å vaske i dag",
        "Jeg vil leve et rolig liv",
    ),
    "nn": (
        "Eg døyr av latter",
        "Eg er dødssliten i dag",
        "Eg kunne drepe for ein kaffi",
        "Vi såg ein krimfilm der han drap naboen",
        "Mobilen er død",
        "Eg orkar ikkje å vaske i dag",
        "Eg vil leve eit roleg liv",
    ),
}
