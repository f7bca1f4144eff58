"""Whose life a sentence is about: the writer's own, or somebody else's.

«Kjæresten min har skåret seg», «ei jeg kjenner vil dø», «vil ikke leve, sier han» are about another; «jeg savner mamma
og vil dø», «broren min vet at jeg vil dø» about the writer. Read by the order of the words alone: who is named nearest
before what is said, in its own clause, else in the clause before; what stands after it only if nobody stands before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from bot.dialogs.phrases import COMMA, END, NAME

Person = Literal["own", "other", "unnamed"]

OPENING = 3  # words of what is said among which its subject stands
AFTER = 6  # words after what is said in which «sier han» tells whose words they are
REACH = 24  # words before it that are looked at: people write on without a stop


class Whose:
    """Decides for one set of words."""

    def __init__(self, groups: Mapping[str, frozenset[str]]) -> None:
        def group(name: str) -> frozenset[str]:
            return groups.get(name, frozenset())

        self.subject = group("i") - group("not_i")
        self.own = self.subject | group("me") | group("mine")
        self.me = group("me")
        self.english_i, self.english_verb = group("english_i"), group("english_verb")
        self.english_he, self.english_third = group("english_he"), group("english_third")
        self.other = (group("other") | group("whom") | group("person") | {NAME}) - group("nobody_named")
        self.unnamed = group("unnamed")
        self.other -= group("clause") | group("soft") | group("not") | group("prep")  # «menn» reads as «men»
        self.other |= self.unnamed
        self.theirs = group("them") | group("own_their")
        self.apart_from = group("prep") | self.english_i  # «i morra» names nobody
        self.my, self.that_one = group("my") | group("their"), group("which")
        self.fears, self.thinks, self.says = group("fears"), group("thinks"), group("says")
        self.anybody = group("to") | group("one")
        self.towards, self.lets = group("towards"), group("lets")
        self.among = group("among")
        self.not_, self.told = group("not"), self.other | group("article")
        self.possessive, self.article = group("possessive"), group("article")
        self.thing, self.speaks_for = group("thing"), group("speaks_for")
        clause = "".join(sorted(group("clause")))
        self.boundary = re.compile(f"[{COMMA}{clause}]")

    def of(self, said: str, start: int, stop: int, *, whoever: bool, done_to_me: bool) -> Person | None:
        """Whose life the words from `start` to `stop` are about; None: of no one's.

        Args:
            whoever: «uten meg» is about the writer, whoever else is named.
            done_to_me: «drepe meg» after another's name is what the other does to the writer, and so no one's.
        """
        phrase = said[start:stop]
        before = self.before(said, start)
        opening = next(
            (place for place in range(start, min(stop, start + OPENING)) if said[place] in self.subject), None
        )
        if opening is not None and (self.theirs.isdisjoint(phrase) or self.told_of(said, opening) is None):
            return "own"
        if not self.theirs.isdisjoint(phrase):  # «å ta livet sitt» of nobody in particular is the writer's
            word = said[start - 2] if said[start - 1] in self.not_ else said[start - 1]
            anybody = not self.anybody.isdisjoint((word, phrase[0])) and before in ("own", None)
            return "own" if anybody else "other"
        if not self.me.isdisjoint(phrase) and (whoever or before in ("own", None)):
            return "own"
        if not self.me.isdisjoint(phrase) and done_to_me:
            return None
        if whoever:
            whose = before or "own"
        else:
            within = self.people(said, start, stop)
            whose = before or (within[0][1] if within else None) or self.after(said, stop) or "own"
        return whose if whose != "unnamed" else None

    def speaker(self, said: str, start: int, stop: int) -> Person | None:
        """Who is named before it, or says it: «orker ikke leve, sier han»."""
        end = min(said.index(END, stop), stop + AFTER)
        said_by = any(said[place] in self.other and said[place - 1] in self.says for place in range(stop, end))
        return self.before(said, start) or ("other" if said_by else None)

    def actor(self, said: str, start: int, stop: int) -> Person:
        """Who does what stands from `start` to `stop` to another: the writer, unless somebody else is named before."""
        if not self.subject.isdisjoint(said[start:stop]):
            return "own"
        return self.before(said, start) or "own"

    def before(self, said: str, start: int) -> Person | None:
        """Who is named before this place, in this sentence."""
        begin = max(said.rindex(END, 0, start + 1) + 1, start - REACH)
        edges = [begin, *(found.end() for found in self.boundary.finditer(said, begin, start)), start]
        clauses = list(pairwise(edges))
        for nearest, (first, last) in enumerate(reversed(clauses)):
            people = self.people(said, first, last)
            if not people:
                if said[first - 1] in self.that_one and (whose := self.antecedent(said[first - 3], said[first - 2])):
                    return whose
                continue
            (_, leading), (place, closest) = people[0], people[-1]
            if nearest:  # «etter at kona gikk bort har jeg ett ønske, og det er …»
                return "own" if closest == "own" else leading
            if leading == "own" and closest != "own" and self.thinks.isdisjoint(said[first:place]):
                return "own"
            return closest
        return None

    def antecedent(self, previous: str, word: str) -> Person | None:
        """Of whom «som …» tells, by the words before it; None: of no person («det som …»). «For en som ikke vil leve»
        speaks of oneself."""
        if word in self.article:
            return "own" if previous in self.speaks_for else "other"
        if word in self.own:
            return "own"
        if word in self.other:
            return "unnamed" if word in self.unnamed else "other"
        return None if word in self.thing else "unnamed"

    def people(self, said: str, first: int, last: int) -> list[tuple[int, Person]]:
        """Those named between two places who do something themselves: not «med broren min», not «ei jeg kjenner»."""
        people: list[tuple[int, Person]] = []
        for place in range(first, last):
            word, previous = said[place], said[place - 1]
            if word in self.article and said[place + 1] in self.among and word not in self.other:
                people.append((place, "other"))
            elif word in self.other and (previous not in self.apart_from or said[place - 2] in self.fears):
                people.append((place, "unnamed" if word in self.unnamed else "other"))
            elif word in self.me and previous in self.lets:
                people.append((place, "own"))
            elif word in self.english_he and said[place + 1] in self.english_third:
                people.append((place, "other"))
            elif word in self.subject or (word in self.english_i and said[place + 1] in self.english_verb):
                back = self.told_of(said, place)
                if back is None or back < first - 2:
                    people.append((place, "own"))
                elif not people:
                    people.append((back, "other"))
        return people

    def told_of(self, said: str, place: int) -> int | None:
        """Where the person stands of whom «jeg» at this place only tells something: «ei jeg kjenner», «broren min som
        jeg bor med»; None: the writer speaks of themselves."""
        back = place - 1
        while back > 0 and (said[back] in self.my or said[back] in self.that_one):
            back -= 1
        return back if said[back] in self.told else None

    def after(self, said: str, stop: int) -> Person | None:
        """Who is named after it: «vil dø, sier han», «selvmordstankene til søsteren min»."""
        end = min(said.index(END, stop), stop + AFTER)
        for place in range(stop, end):
            if said[place] in self.subject:
                return "own"
            previous = said[place - 1]
            if said[place] in self.possessive and place == stop:
                return "other"
            belongs = previous in self.towards and place <= stop + 2
            if said[place] in self.other and (belongs or previous in self.says):
                return "other"
        return None
