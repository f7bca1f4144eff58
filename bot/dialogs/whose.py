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

IDEA = 4  # words before what is said in which it is a thought or a wish of the writer's
OPENING = 4  # words of what is said among which its subject stands
AFTER = 6  # words after what is said in which «sier han» tells whose words they are
SPOKEN = 12  # words before a quotation, and three after it, in which stands whose it is
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
        self.sent_by, self.selves = group("sent_by"), group("selves")
        self.because, self.but = group("for_since"), group("but")
        self.mine, self.soft = group("mine"), group("soft")
        self.my_own = self.mine | group("ours")
        self.he_shortly, self.goes = group("he_shortly"), group("goes")
        self.my, self.that_one = group("my") | group("their"), group("which")
        self.fears, self.thinks = group("fears"), group("thinks")
        self.if_ = group("if")
        self.sends = group("sends")  # «sendte mamma …»: not mamma's words
        self.says = group("says") | self.sends
        self.anybody = group("to") | group("one")
        self.towards, self.lets = group("towards"), group("lets")
        self.anyone, self.present = group("anyone"), group("present")
        self.deeds = frozenset[str]().union(*map(group, ("violent", "kill", "hurt", "cut", "rope")))
        self.and_ = group("and") - {COMMA}
        self.idea, self.they = group("idea"), group("they")
        self.verbs = group("present") | group("was") | group("says") | group("may") | group("spared")
        self.own_thing, self.linking = group("own_thing"), group("linking")
        self.among, self.nobody = group("among"), group("none")
        self.not_, self.told = group("not"), self.other | group("article")
        self.possessive, self.article = group("possessive"), group("article")
        self.thing, self.speaks_for = group("thing"), group("speaks_for")
        self.edges = group("clause") | self.but | self.and_ | {COMMA}
        clause = "".join(sorted(group("clause")))
        self.boundary = re.compile(f"[{COMMA}{clause}]")

    def of(self, said: str, start: int, stop: int, *, whoever: bool, done_to_me: bool) -> Person | None:
        """Whose life the words from `start` to `stop` are about; None: of no one's.

        Args:
            whoever: «uten meg» is about the writer, whoever else is named.
            done_to_me: «drepe meg» after another's name is what the other does to the writer, and so no one's.
        """
        phrase = said[start:stop]
        if said[stop] in self.mine:  # «selvmordstankene mine»
            return "own"
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
        if phrase[-1] in self.my and not self.idea.isdisjoint(said[max(0, start - IDEA) : start]):
            return "own"  # «tankene om å ta livet mitt», whoever was named before
        if phrase[-1] in self.mine and self.alone_in_clause(said, start):
            return "own"  # «dama på biblioteket, skal ta livet mitt i kveld»
        if self.begins_clause(said, start) and self.me_in_clause(said, stop):
            return "own"  # «kona sover, selvmord er alt jeg tenker på»
        if not self.me.isdisjoint(phrase) and done_to_me:
            return None
        if whoever:
            whose = before or "own"
        else:
            within = self.people(said, start, stop)
            whose = before or (within[0][1] if within else None) or self.after(said, stop) or "own"
        return whose if whose != "unnamed" else None

    def only_other(self, said: str, start: int, stop: int) -> bool:
        """Whether what stands there is done by somebody else alone: not «han skjønte ikke hvorfor jeg ga ham nøklene»,
        and not by people in general. Who is quoted («hun skrev: jeg …») comes after a comma."""
        people = self.people(said, start, stop)
        if not people:
            return self.before(said, start) in ("other", "unnamed")
        mine = [place for place, person in people if person == "own"]
        spoken = all(said[place - 1] == COMMA and not self.says.isdisjoint(said[start:place]) for place in mine)
        return spoken and any(person == "other" for _, person in people)

    def quoted(self, said: str, place: int, quotes: tuple[tuple[int, int], ...]) -> Person | None:
        """Who says what stands at this place, where it is quoted: «Hun sa det helt rolig: «…»», ««…», skrev han»,
        «Vi har en på jobben som sier «…»». None: it is not quoted, or nobody is said to say it."""
        around = next(((first, last) for first, last in quotes if first < place < last), None)
        if around is None:
            return None
        first, last = around
        begin = max(0, first - SPOKEN, *(end for _, end in quotes if end < first))
        if any(said[place] in self.me and said[place + 1] in self.selves for place in range(begin, first)):
            return "own"  # «det ble sagt høyt, til meg selv: «…»»
        said_at = [each for each in range(first - 1, begin, -1) if said[each] in self.says]
        for verb in said_at:
            if said[verb + 1] in self.subject or said[verb - 1] in self.subject:
                return "own"
            spoken_by = said[verb + 1] in self.other and said[verb] not in self.sends
            if spoken_by or (whose := self.before(said, verb)) in ("other", "unnamed"):
                return "other"
            if whose == "own":
                return "own"
        for place in range(begin + 1, first):  # «fikk en melding fra søsteren min: «…»»
            if said[place - 1] in self.sent_by and said[place] in self.other:
                return "other"
        for verb in range(last + 1, min(last + 4, len(said) - 2)):
            if said[verb] in self.says and said[verb + 1] in self.other | self.subject:
                return "other" if said[verb + 1] in self.other else "own"
        if said[last + 1] in self.apart_from and not (self.other | self.article).isdisjoint(said[last + 2 : last + 5]):
            return "other"  # «…» fra en jente
        return None

    def names_writer(self, phrase: str, own: frozenset[str]) -> bool:
        """Whether one of these words for the writer stands in the phrase; «faren min» names another."""
        return any(
            word in own and (word in self.subject or word in self.me or phrase[place - 1 : place] not in self.other)
            for place, word in enumerate(phrase)
        )

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
            if not nearest and not people and self.begins_anew(said, begin, first, start):
                return "own"
            if not people:
                links = not nearest and said[first] in self.linking and said[first - 1] not in self.that_one
                if links and self.begins_with_me(said, clauses):
                    return "own"
                told = said[first - 1] in self.that_one and self.antecedent(said, first - 1)
                if told and not (nearest and told == "unnamed"):  # «en utvei som …, og da er det ro»
                    return told
                continue
            (_, leading), (place, closest) = people[0], people[-1]
            if nearest:  # «etter at kona gikk bort har jeg ett ønske, og det er …»
                return "own" if closest == "own" else leading
            if leading == "own" and closest != "own" and self.thinks.isdisjoint(said[first:place]):
                return "own"
            return closest
        return None

    def begins_clause(self, said: str, start: int) -> bool:
        """Whether a clause begins here: after a comma, «men», «fordi»."""
        return said[start - 1] in self.edges

    def me_in_clause(self, said: str, stop: int) -> bool:
        """Whether the writer is the first who is named in what is left of the clause."""
        end = next(self.boundary.finditer(said, stop, said.index(END, stop)), None)
        people = self.people(said, stop, end.start() if end else said.index(END, stop))
        return bool(people) and people[0][1] == "own"

    def alone_in_clause(self, said: str, start: int) -> bool:
        """Whether nobody is named between the last comma and this place."""
        comma = said.rfind(COMMA, said.rindex(END, 0, start + 1), start)
        return comma != -1 and not self.people(said, comma + 1, start)

    def begins_anew(self, said: str, begin: int, first: int, start: int) -> bool:
        """Whether a clause after a comma or a «men» leaves out who does it, as one writes of oneself: «kan noen svare,
        har svelget …», «ringte støttekontakten, vil bare dø». Not where the sentence begins with another («broren min
        er langt nede, vil ikke …»), or tells what one says or fears."""
        if first == begin or said[first - 1] not in self.but | {COMMA} or said[begin] in self.told:
            return False
        earlier = said[begin : first - 1]
        if not (self.says | self.fears | self.thinks).isdisjoint(earlier):
            return False
        verb = next((place for place in range(first, start + 1) if said[place] not in self.soft | self.not_), start)
        return said[verb] in self.verbs

    def begins_with_me(self, said: str, clauses: list[tuple[int, int]]) -> bool:
        """Whether the writer is named first in the sentence: «det jeg tenker på når mannen sover, er å …»."""
        named = next(filter(None, (self.people(said, first, last) for first, last in clauses)), [])
        return bool(named) and named[0][1] == "own"

    def antecedent(self, said: str, which: int) -> Person | None:
        """Of whom «som …» tells, by the words before it; None: of no person («det som …»). «For en som ikke vil leve»
        and «er jeg en som vil dø» speak of oneself."""
        if which > 4 and said[which - 3] in self.article and said[which - 2] in self.towards:
            which -= 2  # «en av dem som …»
        word, previous, earlier = said[which - 1], said[which - 2], said[which - 3]
        if word in self.article:
            is_me = {earlier, previous} & self.subject and {earlier, previous} & self.linking
            return "own" if previous in self.speaks_for or is_me else "other"
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
            unnamed = word not in self.other or word in self.unnamed
            if word in self.article and said[place + 1] in self.among and unnamed:
                people.append((place, "other"))
            elif (word in self.they and not {said[place + 1], previous} & self.verbs) or (
                word in self.other and previous in self.nobody  # «ingen venner, ingen jobb, bare …»
            ):
                continue
            elif word in self.other and self.acts(said, place):
                people.append((place, "unnamed" if word in self.unnamed else "other"))
            elif self.speaks_of_me(word, previous, said[place + 1]):
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

    def speaks_of_me(self, word: str, previous: str, following: str) -> bool:
        """«Lar meg …», «målet mitt …», «når en har bestemt seg …»: the writer, though no «jeg» stands there."""
        lets_me = word in self.me and previous in self.lets
        of_mine = word in self.my and previous in self.own_thing
        return lets_me or of_mine or (word in self.anyone and following in self.present)

    def acts(self, said: str, place: int) -> bool:
        """Whether the person at this place does something: not «med broren min», «om broren min», but «redd for at han
        …», «om broren min vil …», and «for dattera vår er …», where «for» means «fordi»."""
        previous = said[place - 1]
        if said[place] in self.he_shortly and previous in self.goes:  # «det går an å …»
            return False
        if previous not in self.apart_from or said[place - 2] in self.fears:
            return True
        after = said[place + 2] if said[place + 1] in self.my_own | self.soft else said[place + 1]
        if previous in self.if_ and said[place + 1] in self.my_own:
            return after in self.verbs
        joins = previous in self.because and said[place - 2] in (COMMA, END)
        return joins and after in self.present

    def turned_on_self(self, said: str, start: int, stop: int) -> bool:
        """Whether what is done is done to the writer: «skade meg med den», «dreper jeg meg», «skade seg selv»; not
        «drepe meg og ungene»."""
        end = min(said.index(END, stop), stop + AFTER, len(said) - 3)
        return any(
            self.done_to_self(said, place) and (place < stop or self.other.isdisjoint(said[stop:place]))
            for place in range(start, end)
        )

    def done_to_self(self, said: str, place: int) -> bool:
        """Whether a deed stands here, and then «meg», «jeg meg» or «seg selv»."""
        if said[place] not in self.deeds:
            return False
        following, after = said[place + 1], said[place + 2]
        if following in self.me or (following in self.subject and after in self.me):
            return (said[place + 3] if after in self.selves else after) not in self.and_
        return following in self.theirs and after in self.selves

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
