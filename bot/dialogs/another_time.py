"""Whether a phrase is told of another time than these days.

«For ti år siden ville jeg dø», «da jeg var atten …» are long over; «i går», «fortsatt», «og nå er de tilbake» are not,
and «helt siden tenårene» never ended. What was long ago, and what is of these days, is data
(`safety/another_time.yaml`).
"""

from __future__ import annotations

from bot.dialogs.definition import SafetyClass
from bot.dialogs.denial import Denial
from bot.dialogs.phrases import COMMA, END, Compiled
from bot.dialogs.rules import PhraseRule
from bot.dialogs.surroundings import Spot, Surroundings, clause_before

REACH = 40  # words around a phrase that may stand in another time
TENSE = 10  # words before a phrase that tell its tense


class AnotherTime:
    """Decides for one set of words."""

    def __init__(self, compiled: Compiled, around: Surroundings, denial: Denial) -> None:
        def group(name: str) -> frozenset[str]:
            return compiled.groups.get(name, frozenset())

        self.around, self.denial = around, denial
        self.present, self.was, self.might = group("present"), group("was"), group("might")
        self.but, self.then, self.and_ = group("but"), group("then"), group("and")
        self.subject = group("i") - group("not_i")
        self.clause_end = self.but | {COMMA, END}

    def past(self, rule: PhraseRule, kind: SafetyClass, spot: Spot) -> bool:
        """Whether it is told of another time, and not of these days («i går», «fortsatt»), nor there again."""
        said, start, stop, sentence, known = spot
        begin, end = max(sentence[0], start - REACH), min(sentence[1], stop + REACH)
        near = said[start:stop] + clause_before(said, start, TENSE)
        told = not self.was.isdisjoint(near)
        if not told and (not self.present.isdisjoint(near) or self.was.isdisjoint(said[begin:start])):
            return False  # else, «da jeg var atten, med tanker om å …»: the tense stands further away
        comma = max(said.rfind(COMMA, begin, start), begin)
        clause = said[comma + 1 : stop]
        if comma > begin and self.was.isdisjoint(clause) and not self.subject.isdisjoint(clause):
            return False  # «… skilsmissen i 2016, jeg kutter meg hver kveld»
        settled = (
            not rule.acted and not (rule.faint and kind != "own_life") and self.present.isdisjoint(said[begin:end])
        )
        passed = settled and (self.begins_then(said, begin) or not (self.was - self.might).isdisjoint(near))
        if not self.dated(spot, before=passed) or (
            self.denial.follows("returned", said, stop) or self.around.stands("ever_since", said, begin, end, known)
        ):
            return False
        first = next((place for place in range(start - 1, begin, -1) if said[place] in self.clause_end), begin)
        last = next((place for place in range(stop, end) if said[place] in self.clause_end), end)
        return not self.around.stands("still", said, first, last, known)

    def goes_on(self, said: str, place: int) -> bool:
        """Whether here begins what is of these days: «… og har vært edru i 43 dager»."""
        if said[place] not in self.but | self.and_:
            return False
        verb = place + 2 if said[place + 1] in self.subject else place + 1
        return said[verb : verb + 1] in self.present

    def begins_then(self, said: str, begin: int) -> bool:
        """Whether a sentence begins with «da ville jeg …», which is of the time that the one before it names."""
        return said[begin + 1] in self.then and said[begin + 2] in self.was

    def dated(self, spot: Spot, *, before: bool) -> bool:
        """Whether its sentence names another time, or the next («det er ti år siden»), or the word after it («ville
        ikke leve da»); with `before`, also the sentence before."""
        said, start, stop, sentence, known = spot
        begin, end = max(sentence[0], start - REACH), min(sentence[1], stop + REACH)
        begin = next((place for place in range(start - 1, begin, -1) if said[place] in self.but), begin)
        end = next((place for place in range(stop, end) if self.goes_on(said, place)), end)
        if self.around.stands("past", said, begin, end, known) or self.denial.begins("dated", said, sentence[1] + 1):
            return True
        if self.denial.begins("back_then", said, stop):
            return not self.was.isdisjoint(said[begin:stop])
        previous = max(said.rfind(END, 0, sentence[0]), sentence[0] - REACH), sentence[0]
        return (
            before
            and previous[0] >= 0
            and self.around.stands("past", said, *previous, known)
            and not self.around.stands("still", said, *previous, known)
        )
