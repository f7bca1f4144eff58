"""Whether the words around a phrase deny it.

Before it: «ikke at jeg vil dø», «verken tanker om selvmord, skade eller …», «det er uaktuelt å …», «spurte om jeg …».
After it: «tanker om å … har jeg ikke», «selvskading? nei», «mamma tror jeg kutter meg. Det gjør jeg ikke».
A «not» is no denial of all that follows: «klarer ikke å slutte å tenke på», «har ikke fortalt noen at», «ikke noe annet
enn å», «hvis det ikke blir bedre, tar jeg …». And what was denied may be taken back: «… men de kom tilbake», «joda».
"""

from __future__ import annotations

from itertools import pairwise

from bot.dialogs.patterns import Pattern
from bot.dialogs.phrases import COMMA, END, Compiled

BEFORE = 14  # words before a phrase in which «not» denies it
LIST = 24  # words before it, where it is one of a list
AFTER = 6  # words after a phrase in which it may be denied
ANSWER = 14  # words after a phrase in which somebody's question is answered with a yes
HEADING = 6  # words of a heading, with what begins it: «mål for denne uka: …»
LATER = 16  # words after it in which a denial may be taken back, or what somebody claims be refuted
CLAIMED = 8  # words before it in which somebody claims it: «legen tror at»


class Denial:
    """Decides for one set of words."""

    def __init__(self, compiled: Compiled) -> None:
        def group(name: str) -> frozenset[str]:
            return compiled.groups.get(name, frozenset())

        self.contexts = compiled.contexts
        self.not_, self.never, self.none = group("not"), group("never"), group("none")
        self.without = group("without")
        self.words = self.not_ | self.none | group("rules_out")
        self.english_no, self.english_thoughts = group("english_no"), group("english_thoughts")
        self.nor, self.posture, self.and_ = group("nor"), group("posture"), group("and")
        self.such = group("such")
        self.of_lists, self.or_ = self.none | group("neither"), group("or")
        self.subject, self.me, self.may = group("i") - group("not_i"), group("me"), group("may")
        self.english_i, self.english_verb = group("english_i"), group("english_verb")
        self.merely = group("merely")
        self.even, self.to_whom = group("even"), group("to_whom")
        self.kept = group("told_not")
        self.named, self.theirs = group("i"), group("them") | group("own_their")
        self.that, self.if_, self.whether = group("at_that"), group("if"), group("whether")
        self.conditions = group("conditions")
        self.but = group("but")
        self.clause = group("but") | group("and") | group("english_and") | {COMMA, END}
        self.finite = (group("present") | group("was") | group("will") | self.named) - group("wish") - group("think")
        self.undoes, self.only_so = group("undoes"), group("only_so")
        self.from_ = group("from_me")
        self.else_, self.than = group("else"), group("than")
        self.unaware, self.bears = group("unaware"), group("bear") | group("dare")
        self.when, self.who_knows = group("when"), group("who_knows")
        self.up_to, self.says_no, self.at_question = group("up_to"), group("says_no"), group("at_question")
        self.promises, self.wish_known = group("promises"), group("wish_known")
        self.asks, self.asks_why = group("asks"), group("asks_why")
        self.gets_through, self.the_worst = group("gets_through"), group("the_worst")
        self.ends_life = group("life") | group("kill") | group("dying") | group("suicide_any")
        self.struggles, self.to = group("struggles"), group("to")
        self.unfinished, self.another = group("unfinished"), group("other") | group("person")
        self.living = group("live") | group("livelong")
        self.which, self.article, self.speaks_for = group("which"), group("article"), group("speaks_for")
        self.about = group("about")
        self.it, self.is_ = group("it"), group("is")
        self.keeps_from, self.regrets = group("keeps_from"), group("regrets")
        self.linking = group("linking")
        self.deeds = group("life").union(*map(group, ("kill", "hurt", "cut", "rope")))
        self.where, self.days = group("where"), group("days")
        self.because, self.things = group("because"), group("things_asked_for")

    def of(self, said: str, start: int, stop: int, questions: frozenset[int]) -> bool:
        """Whether what stands from `start` to `stop` is denied. `questions`: the places of question marks."""
        before, answered = self.before(said, start, stop), self.answered_no(said, start, stop, questions)
        if before and answered:  # «kan jeg love at jeg ikke tar livet mitt? nei»
            return False
        denied = before or self.after(said, start, stop) or (answered and not self.unknown(said, start))
        if denied and self.begins("denial_undone", said, stop, within=LATER):
            return False
        if denied and self.promised(said, start) and self.follows("promise_fails", said, stop):
            return False
        if denied and any(self.follows(context, said, stop) for context in ("taken_back", "returned")):
            return False
        return denied != (self.claimed(said, start) and self.follows("refuted", said, stop))

    def before(self, said: str, start: int, stop: int) -> bool:
        """Whether the clause denies it, wherever the «not» stands before it."""
        if self.asked(said, start):
            return not self.affirmed(said, stop)
        first = self.clause_begin(said, start, stop)
        places = [place for place in range(first, start) if self.denies(said, place)]
        if not places:
            return False
        place, between, before = places[0], said[places[0] + 1 : start], said[first : places[0]]
        phrase = said[start:stop]
        if said[place] in self.none and not self.theirs.isdisjoint(phrase):  # «ingen av dem har tatt livet sitt»
            return self.unaware.isdisjoint(between)
        if said[place] in self.none and not self.unaware.isdisjoint(between):  # «ingen av dem vet at …»
            return False
        if said[place] in self.without and not self.not_.isdisjoint(said[max(0, place - BEFORE) : place]):
            return False  # «kan ikke se meg i speilet uten å få lyst til å …»
        if sum(said[each] not in self.nor for each in places) > 1 or self.undone(said, place, between, start):
            return False
        if self.of_telling(said, place) or not self.asks_why.isdisjoint(before):
            return False
        kept_or_regretted = self.keeps_from | self.regrets
        if said[place - 2] in self.that and not kept_or_regretted.isdisjoint(said[place - 4 : place - 2]):
            return False  # «som gjør at jeg ikke har …», «passer på at jeg ikke …», «angrer på at jeg ikke har …»
        if self.of_days(said, place):
            return False
        if self.fought(said, place, start, phrase, before):
            return False
        if self.begins_anew(said, place, start, stop, before):
            return False
        asks_for_it = said[place - 1] in self.named and said[place - 2] in self.may and said[place] not in self.never
        return not (asks_for_it or self.is_subject(said, place + 1))

    def asked(self, said: str, start: int) -> bool:
        """Whether somebody asks if it is so: «spurte om jeg …»; not «spurte meg selv om …», «spurte om mål, når …»."""
        begin = max(said.rindex(END, 0, start + 1), start - BEFORE)
        place = next((each for each in range(start - 1, begin, -1) if said[each] in self.asks), None)
        if place is None or not (self.me | self.but).isdisjoint(said[begin:start]):
            return False
        joints = [each for each in range(place, start) if said[each] in self.if_]
        if not joints or said[joints[-1]] in self.when | self.that:  # «spørsmål 4: at jeg …»
            return False
        if any(said[each] == COMMA and said[each + 1] in self.and_ | self.but for each in range(joints[-1], start)):
            return False  # «ingen spør om selvmord, og det er det jeg …»
        if any(said[each] == COMMA and said[each + 1] in self.subject for each in range(joints[-1] + 2, start)):
            return False  # «siden dere spør om varselstegn: jeg begynner å …»
        return said[joints[-1] + 1] not in self.things  # «spør ikke om mål jeg vil dø»

    def fought(self, said: str, place: int, start: int, phrase: str, before: str) -> bool:
        """Whether it is what somebody strives not to do: «prøver å ikke …», «komme gjennom uka uten å ta livet mitt»,
        and so what they are near."""
        if said[place - 1] in self.to and not self.struggles.isdisjoint(before):
            return True
        if start == place + 1 and self.of_goals(said, place, phrase):
            return True
        if self.ends_life.isdisjoint(phrase) or not (said[place - 1] in self.to or said[place] in self.without):
            return False
        sentence = said[max(said.rindex(END, 0, place), place - BEFORE) : place]
        return not self.gets_through.isdisjoint(sentence)

    def of_days(self, said: str, place: int) -> bool:
        """Whether it is told of a day without it, and so of others with it: «en god dag er en der jeg ikke …»."""
        if said[place - 1] not in self.subject:
            return False
        day = place - 3 if said[place - 2] in self.where else place - 2
        return said[day] in self.days or (day == place - 3 and said[day] in self.article)

    def of_goals(self, said: str, place: int, phrase: str) -> bool:
        """Whether a «not» begins what stands alone, or after a heading, as goals are written: «å ikke ta livet av meg»,
        «mål for uka: ikke skade meg»."""
        begins = place - 1
        while said[begins] in self.to | self.up_to:
            begins -= 1
        if said[place] in self.none or said[begins] not in {END, COMMA}:
            return False
        if self.deeds.isdisjoint(phrase) or not self.subject.isdisjoint(phrase):
            return False
        heading = said[max(0, begins - HEADING) : begins]
        alone = (self.finite | self.subject | self.says_no | self.not_).isdisjoint(heading)
        return said[begins] == END or (alone and END in heading)

    def of_telling(self, said: str, place: int) -> bool:
        """Whether what this «not» denies is that it was told or is known: «sa ikke at jeg vil dø», «vet ikke om jeg …»,
        «fortalte legen om søvnen, men ikke at jeg …»."""
        if said[place - 1] in self.kept and said[place] not in self.never:
            return True
        if said[place - 1] in self.but and not self.kept.isdisjoint(said[max(0, place - BEFORE) : place]):
            return True
        if said[place - 1] in self.but and said[place + 1] in self.wish_known:  # «…, men ikke ønsket om å dø»
            return True
        if not self.the_worst.isdisjoint(said[max(0, place - 4) : place]):  # «det verste er ikke at jeg …»
            return True
        return said[place - 1] in self.unaware | self.bears or said[place + 1] in self.unaware | self.whether

    def promised(self, said: str, start: int) -> bool:
        """Whether it is what the writer promised not to do: «jeg har lovet mamma å ikke …»."""
        begin = max(said.rindex(END, 0, start + 1), start - BEFORE)
        return not self.promises.isdisjoint(said[begin:start])

    def affirmed(self, said: str, stop: int) -> bool:
        """Whether what was asked is then answered with a yes: «… og jeg sa ja», «… og det vil jeg»."""
        return self.begins("affirmed", said, stop, within=ANSWER)

    def denies(self, said: str, place: int) -> bool:
        """«No thoughts of»: «no» is else the Nynorsk «nå»."""
        if said[place] in self.english_no:
            return said[place + 1] in self.english_thoughts
        if said[place] in self.says_no and said[place + 1] in self.at_question:  # «krysset nei på det om å …»
            return True
        if said[place] in self.none and said[place + 1] in self.up_to:  # «på en skala fra null til ti»
            return False
        return said[place] in self.words

    def undone(self, said: str, place: int, between: str, start: int) -> bool:
        """Whether something between the «not» and the phrase takes the force from it: «aldri så gjerne», «ingen tvil
        om»; but «ikke så trist at jeg vil dø» denies."""
        if self.begins("no_such_thing", said, place):
            return False
        if said[place + 1] in self.merely:  # «ikke bare tull at»
            return True
        if any(word in self.else_ and after in self.than for word, after in pairwise(between)):
            return True  # «ikke hatt et eneste ønske annet enn å …»
        if any(word in self.from_ and after in self.me for word, after in pairwise(between)):
            return True  # «ingen greier å ta fra meg lysten til å …»
        if not self.undoes.isdisjoint(between):
            # «Sønnen min har aldri sagt at», but «har ikke sagt til noen at»
            return self.another.isdisjoint(said[max(0, place - 6) : place]) or not self.to_whom.isdisjoint(between)
        return not self.only_so.isdisjoint(between) and self.that.isdisjoint(between)

    def begins_anew(self, said: str, place: int, start: int, stop: int, before: str) -> bool:
        """Whether the phrase belongs to another clause than the «not» at this place: «orker ikke jeg skal dø», «hvis
        det ikke blir bedre tar jeg livet mitt», «ikke noe om jeg døde». «At jeg vil dø» is denied with its clause."""
        if (said[start] in self.whether and said[start + 1] not in self.to) or not self.conditions.isdisjoint(
            said[place:start]
        ):
            return True
        if said[start + 1] in self.named and said[start] not in self.named and not self.if_.isdisjoint(before):
            return True
        if not (self.not_ - self.nor).isdisjoint(said[start:stop]) and self.that.isdisjoint(said[place + 1 : start]):
            return True
        if not self.because.isdisjoint(said[place + 2 : start]):  # «får ikke sove fordi …»; not «ikke fordi …»
            return True
        if said[place + 1] in self.even:  # «ikke engang da hadde jeg lyst til å …»
            return False
        begun = next((each for each in range(start, place + 1, -1) if self.is_subject(said, each)), None)
        if begun is not None and place < begun - 2 and said[begun - 2] in self.linking:  # «… er at jeg»
            return True
        if begun is not None and said[begun - 1] not in self.that:
            return True
        return any(
            (said[each] in self.it and said[each + 1] in self.is_ and said[each - 1] not in self.that)
            or (said[each] in self.which and said[each - 1] in self.article and said[each - 2] in self.speaks_for)
            for each in range(place + 2, start - 1)
        )

    def is_subject(self, said: str, place: int) -> bool:
        """Whether the writer is named here: «i nærheten» is no «I»."""
        english = said[place] in self.english_i and said[place + 1] in self.english_verb
        return english or said[place] in self.subject

    def clause_begin(self, said: str, start: int, stop: int) -> int:
        """Where the clause begins, as far as a «not» in it is looked for. Over a comma where the phrase is one of a
        list: «ingen planer, tanker eller ønsker om å …»."""
        first = self.clause_edge(said, start, BEFORE)
        listed = said[stop] in self.or_ or not self.or_.isdisjoint(said[first:start])
        while listed and said[first - 1] == COMMA and self.finite.isdisjoint(said[first:start]):
            comma = first - 1
            first = self.clause_edge(said, comma, LIST)
            if not self.of_lists.isdisjoint(said[first:comma]):
                break
            if not self.finite.isdisjoint(said[first:comma]):
                return comma + 1
        neither = next(
            (place for place in range(start - 1, max(0, start - LIST), -1) if self.begins_list(said, place, start)),
            None,
        )
        if neither is not None:
            return neither
        if said[first - 1] == COMMA and said[first - 2] in self.unfinished:  # «har aldri hatt, lyst til å …»
            first = self.clause_edge(said, first - 1, BEFORE)
        return first

    def begins_list(self, said: str, place: int, start: int) -> bool:
        """Whether «verken» stands here, and its «eller» before the phrase: «verken i dag, i går eller i vår har jeg»;
        not «verken mat eller søvn, bare …»."""
        between = said[place:start]
        if said[place] not in self.nor - self.or_ or END in between or not self.merely.isdisjoint(between):
            return False
        return not self.or_.isdisjoint(between)

    def clause_edge(self, said: str, place: int, words: int) -> int:
        """The beginning of the clause that reaches to this place, no more than so many words before it."""
        first, limit = place, max(0, place - words)
        while first > limit and (said[first - 1] not in self.clause or self.goes_on(said, first - 1)):
            first -= 1
        return first

    def goes_on(self, said: str, place: int) -> bool:
        """Whether what looks like the edge of a clause is none: «ikke så trist at», «så ille at», «ikke rundt og»."""
        if said[place] in self.only_so:
            return said[place - 1] in self.not_ or not self.that.isdisjoint(said[place + 1 : place + 4])
        if said[place] in self.and_ and said[place - 1] in self.posture:  # «ikke slik at jeg går og tenker på»
            return said[place - 3] in self.that and said[place - 4] in self.such
        return said[place] in self.to and said[place - 1] in self.about

    def after(self, said: str, start: int, stop: int) -> bool:
        """Whether what follows denies it: «… har jeg ikke», «jeg skader meg ikke lenger», «… Det gjør jeg ikke»."""
        if self.begins("denied_after", said, stop):
            return True
        if self.not_.isdisjoint(said[start:stop]) and self.begins("not_done", said, stop):
            return True
        return self.begins("denied_next", said, said.index(END, stop) + 1)

    def answered_no(self, said: str, start: int, stop: int, questions: frozenset[int]) -> bool:
        """Whether it is asked and answered: «vil jeg dø? nei»."""
        end = said.index(END, stop)
        if end not in questions or not self.living.isdisjoint(said[start:stop]):  # «vil jeg leve? nei»
            return False
        return self.begins("answers_no", said, end + 1)

    def unknown(self, said: str, start: int) -> bool:
        """Whether what is asked is who knows it: «merker noen at jeg vil dø?»"""
        return not (self.who_knows | self.unaware).isdisjoint(said[said.rindex(END, 0, start + 1) : start])

    def claimed(self, said: str, start: int) -> bool:
        """Whether somebody else says so, or it stands somewhere: «legen tror at», «det står i papirene at»."""
        part = said[max(0, start - CLAIMED) : start]
        claims = (found for each in self.of_context("claimed") for found in each.regex.finditer(part))
        return any(found.end() == len(part) for found in claims)

    def begins(self, context: str, said: str, place: int, within: int = AFTER) -> bool:
        """Whether a context stands right at this place, no longer than so many words."""
        end = place + within + 1
        present = frozenset(said[place:end])
        patterns = (each for each in self.of_context(context) if each.possible(present))
        return any(each.regex.match(said, place, end) for each in patterns)

    def follows(self, context: str, said: str, place: int) -> bool:
        """Whether a context stands within the words after this place, in this sentence or the next."""
        end = place + LATER + 1
        present = frozenset(said[place:end])
        patterns = (each for each in self.of_context(context) if each.possible(present))
        return any(each.regex.search(said, place, end) for each in patterns)

    def of_context(self, name: str) -> tuple[Pattern, ...]:
        return self.contexts.get(name, ())
