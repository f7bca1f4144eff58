"""What the people of the story write, in both languages. All of them are made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one story. `language` is the user's; `other` the one they change to and back from."""

    language: str
    other: str
    user: str
    relative: str
    usual: str
    wish: str
    private: str
    goals: tuple[str, str, str]
    today: str
    milestones: tuple[str, str]
    own_sign: str
    actions: tuple[str, str]
    friend: tuple[str, str, str]
    doctor: tuple[str, str, str]
    meet_me: str
    when: str
    comment: str
    question: str
    answer: str


BOKMAAL = Words(
    language="nb",
    other="nn",
    user="Jonas",
    relative="Mor",
    usual="Jeg sover lenge. Så går jeg en tur med bikkja, hvis jeg orker.",
    wish="Fiske mer. Aller helst sammen med far, tidlig om morgenen mens det ennå er stille på vannet.",
    private="Gjelda mi er det bare jeg som skal vite om.",
    goals=("Ha min egen leilighet", "Jobbe på et verksted", "Ringe datteren min hver søndag"),
    today="Jeg bor på sofaen hos broren min.",
    milestones=("Snakke med kommunen", "Spare til depositum"),
    own_sign="Jeg slutter å åpne posten",
    actions=("Legge meg før elleve", "Skru av telefonen"),
    friend=("Kari", "99 88 77 66", "søster"),
    doctor=("Amina", "22 11 00 99", "fastlege"),
    meet_me="Snakk rolig. Spør før du tar på meg.",
    when="om et halvt år",
    comment="Fint å lese om turen med bikkja.",
    question="Hvor ofte går dere tur?",
    answer="Hver dag når det ikke regner.",
)
NYNORSK = Words(
    language="nn",
    other="nb",
    user="Eldbjørg",
    relative="Mor",
    usual="Eg søv lenge. Så går eg ein tur med hunden, viss eg orkar.",
    wish="Fiske meir. Aller helst saman med far, tidleg om morgonen medan det enno er stilt på vatnet.",
    private="Gjelda mi er det berre eg som skal vite om.",
    goals=("Ha mi eiga leilegheit", "Jobbe på ein verkstad", "Ringje dottera mi kvar søndag"),
    today="Eg bur på sofaen hos bror min.",
    milestones=("Snakke med kommunen", "Spare til depositum"),
    own_sign="Eg sluttar å opne posten",
    actions=("Leggje meg før elleve", "Skru av telefonen"),
    friend=("Kari", "99 88 77 66", "syster"),
    doctor=("Amina", "22 11 00 99", "fastlege"),
    meet_me="Snakk roleg. Spør før du tek på meg.",
    when="om eit halvt år",
    comment="Fint å lese om turen med hunden.",
    question="Kor ofte går de tur?",
    answer="Kvar dag når det ikkje regnar.",
)
