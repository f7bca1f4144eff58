"""What a text discloses: danger to the person's own life, to others, or somebody else's life that they fear for.

Plain words are recognised by rules that a person can read (`phrases.py`; `safety.yaml` and `safety/*.yaml` of each
language), nothing is guessed, and there is no score: the national guideline (2024) says that no model predicts suicide.
Rather a reply too many than one too few; a reply too many costs two taps. What was missed is met by «Hjelp nå» on every
screen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from bot.dialogs.another_time import AnotherTime
from bot.dialogs.definition import Part, SafetyClass, Step
from bot.dialogs.denial import BEFORE, Denial
from bot.dialogs.patterns import Tried
from bot.dialogs.phrases import COMMA, END, OTHER, Compiled, compile_phrases
from bot.dialogs.reading import Read, Reader
from bot.dialogs.rules import PhraseRule, Phrases
from bot.dialogs.surroundings import Known, Spot, Surroundings, clause_before
from bot.dialogs.whose import Person, Whose

__all__ = ["Finding", "PhraseRule", "Phrases", "from_item", "prepare", "recognise"]

ABOUT_SOME_TIME = frozenset({"before_crisis", "often"})  # answers to items 25 and 28 that are met by a reply
WORDS_KEPT = 40  # of the person's own words on either side of what was recognised
CLAUSE = 4  # words before a phrase in which its subject is looked for
QUOTED = 12  # words before a phrase within which a quotation may have begun
NEAR = 16  # words on either side of a phrase in which a context silences it: people write on without a stop
UNLESS = ("as_topic", "fiction")  # contexts that silence every rule but hints
OF_THE_WHOLE = frozenset({"embarrassed", "hidden_from_another"})  # that silence over the edge of a clause, as those do
OF_THE_TEXT = frozenset({"moves_house"})  # that silence wherever in the text they stand
FIGURATIVE = frozenset({*UNLESS, "game", "jest", "laughing", "of_fear"})  # that silence nothing said in earnest

A_CHILD = "a_child"  # the context of a child that is told of and not called one
MIGHT_HAVE = "might_have"  # the context of what could have been done
CARED_FOR = "cared_for"  # the context of another who has done something and is cared for by now
WORRIED = ("worried", "said_so")  # contexts of which one makes a hint about another a worry
MEANS_ME = ("means_me",)  # the context of «jeg spør for min egen del»: whoever is named, it is the writer
EVERYDAY = "everyday"  # the context of what ordinary answers are about: it silences hints
ASKED = "asked"  # the context of what was somebody's question


class Finding(Part):
    """What was disclosed, and why we think so.

    `rule` is the id of the rule, or of the item that was answered. `words` is the person's own sentence, to the
    letter, `matched` that part of it which the rule took, with whose it is; both are empty for an item. `acted`:
    something has already been done, by the person or (third party) the other. `children`: children are mentioned with
    harm to others. `answer`: what was chosen at an item.
    """

    kind: SafetyClass
    rule: str
    words: str = ""
    matched: str = ""
    acted: bool = False
    children: bool = False
    answer: str = ""


def recognise(text: str, phrases: tuple[Phrases, ...]) -> Finding | None:
    """What the text discloses, the most urgent if there is more than one thing. All languages are always tried."""
    return _Recogniser.of(phrases).recognise(text)


def prepare(phrases: tuple[Phrases, ...]) -> None:
    """Put together what `recognise` would else put together for the first text. What a pattern needs is compiled when
    a text first has the words for it: a millisecond now and then, where all of them would take seconds."""
    _Recogniser.of(phrases)


def from_item(step: Step, option: str) -> Finding | None:
    """What an answer to a step that is marked `safety` discloses: items 25 and 28 of worksheet 13."""
    if step.safety is None or option not in ABOUT_SOME_TIME:
        return None
    return Finding(kind=step.safety, rule=step.id, answer=option)


def _urgency(rule: PhraseRule) -> int:
    """Something done comes first. Harm to others comes before the own life, since its reply asks whether all are
    safe and holds the numbers for both. Hints come last: those of others before one's own, since their rules ask for
    somebody who worries."""
    order: tuple[SafetyClass, ...] = ("harm_others", "own_life", "third_party")
    if rule.acted:
        order = ("own_life", "harm_others", "third_party")
    elif rule.faint:
        order = ("harm_others", "third_party", "own_life")
    return order.index(rule.class_) + (0 if rule.acted else 2 * len(order) if rule.faint else len(order))


def _is_own_hint(rule: PhraseRule) -> bool:
    return rule.faint and rule.class_ == "own_life"


class _Recogniser:
    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.reader = Reader(compiled)
        self.whose = Whose(compiled.groups)
        self.denial = Denial(compiled)
        in_order = sorted(compiled.rules, key=lambda each: _urgency(each[0]))
        self.rules = [rule for rule, patterns in in_order for _ in patterns]  # of each pattern that is tried
        self.tried = Tried(pattern for _, patterns in in_order for pattern in patterns)
        self.idioms = Tried(compiled.idioms)
        self.around = Surroundings(compiled)
        self.another_time = AnotherTime(compiled, self.around, self.denial)
        self.subject, self.children = self.group("i"), self.group("child")
        self.and_, self.but = self.group("and"), self.group("but")
        self.clause_end = self.but | {COMMA, END}
        self.because = self.group("for_since")

    def group(self, name: str) -> frozenset[str]:
        return self.compiled.groups.get(name, frozenset())

    @staticmethod
    @lru_cache(maxsize=8)
    def of(phrases: tuple[Phrases, ...]) -> _Recogniser:
        return _Recogniser(compile_phrases(phrases))

    def recognise(self, text: str) -> Finding | None:
        plain = unicodedata.normalize("NFC", text)
        read = self.reader.read(plain)
        said = self.without_idioms(read.said)
        present = frozenset(said)
        known: Known = {}
        whole: dict[str, bool] = {}  # whether a context stands in the text at all
        other: tuple[int, Finding] | None = None  # what a rule finds of others, or acted only in thought: less urgent
        for place in self.tried.possible(present):
            rule = self.rules[place]
            if other is not None and other[0] <= _urgency(rule):
                break
            if not all(
                self.around.stand_anywhere(contexts, read.said, whole) for contexts in (rule.anywhere, rule.also)
            ):
                continue
            for match in self.tried.patterns[place].regex.finditer(said):
                start, stop = match.start(), match.end() - (said[match.end() - 1] == COMMA)
                if self.denial.of(said, start, stop, frozenset() if rule.faint else read.questions):
                    continue
                sentence = said.rindex(END, 0, start + 1), said.index(END, stop)
                kind = self.kind(rule, said, start, stop, self.whose.quoted(said, start, read.quoted))
                if kind == "third_party" != rule.class_ and self.around.stand_anywhere(MEANS_ME, said, whole):
                    kind = "own_life"
                if kind == "third_party" and _is_own_hint(rule) and self.of_the_writer(rule, said, whole):
                    kind = "own_life"
                if kind is None or self.silent(rule, kind, Spot(said, start, stop, sentence, known), whole):
                    continue
                done = rule.acted and not (
                    self.only_thought_of(said, start, stop) or (kind == "third_party" and self.cared_for(said, whole))
                )
                shown = self.with_subject(said, start) if rule.whose else start
                finding = Finding(
                    kind=kind,
                    rule=rule.id,
                    words=_own_words(plain, read, start - WORDS_KEPT, stop + WORDS_KEPT, *sentence),
                    matched=_own_words(plain, read, shown, stop, *sentence),
                    acted=done,
                    children=kind == "harm_others" and self.names_children(said, whole),
                )
                if kind == rule.class_ and done == rule.acted:
                    return finding
                urgency = _urgency(rule.model_copy(update={"class_": kind, "acted": done}))
                if other is None or urgency < other[0]:
                    other = urgency, finding
        return other and other[1]

    def of_the_writer(self, rule: PhraseRule, said: str, whole: dict[str, bool]) -> bool:
        """Whether a hint that stands after another's name is the writer's all the same: nobody is worried for the
        other, and the writer speaks of themselves («bror min gjekk fyrst, no er det min tur»)."""
        worried = self.around.stand_anywhere(rule.others_only or WORRIED, said, whole)
        return not worried and not (self.whose.subject | self.whose.me).isdisjoint(said)

    def names_children(self, said: str, whole: dict[str, bool]) -> bool:
        """Whether children are named, or told of: «hun er fire måneder», «jenta mi»."""
        return not self.children.isdisjoint(said) or self.around.stand_anywhere((A_CHILD,), said, whole)

    def silent(self, rule: PhraseRule, kind: SafetyClass, spot: Spot, whole: dict[str, bool]) -> bool:
        """Whether something around the phrase makes it say something else."""
        if self.another_time.past(rule, kind, spot):
            return True
        said, start, stop, sentence, known = spot
        begin, end = sentence
        near = max(begin, start - NEAR), min(end, stop + NEAR)
        unless = (
            {*rule.unless, *(() if rule.outright else UNLESS)}
            - ({"as_topic"} if rule.faint else set())
            - ({MIGHT_HAVE} if rule.acted else set())
        )
        if rule.faint:
            unless.add(EVERYDAY)
        if self.denial.affirmed(said, stop) or self.denial.follows("taken_back", said, stop):
            unless.discard(ASKED)
        if self.around.stands("earnest", said, *near, known):
            unless -= FIGURATIVE
        in_text = tuple(unless & OF_THE_TEXT)
        if in_text and self.around.stand_anywhere(in_text, said, whole):
            return True
        clause = near if rule.faint else self.own_clause(said, start, stop, *near)
        turned = self.after_but(said, start, stop, near[0]), near[1]
        places = (
            (context, turned if context in FIGURATIVE else near if context in OF_THE_WHOLE else clause)
            for context in unless
        )
        if any(self.around.stands(context, said, *place, known) for context, place in places):
            return True
        if rule.only and not any(self.around.stands(each, said, *sentence, known) for each in rule.only):
            return True
        worried = rule.others_only or (WORRIED if rule.faint and rule.class_ == "own_life" else ())
        return kind == "third_party" and not self.around.stand_anywhere(worried, said, whole)

    def after_but(self, said: str, start: int, stop: int, begin: int) -> int:
        """Where a «men» stands before the phrase, after which the writer speaks of themselves: what is told before it
        is another matter («leser krim hele natta, men jeg vil …»). Else where these words begin."""
        but = next((place for place in range(start - 1, begin, -1) if said[place] in self.but), begin)
        return begin if self.subject.isdisjoint(said[but:stop]) else but

    def own_clause(self, said: str, start: int, stop: int, begin: int, end: int) -> tuple[int, int]:
        """The part of these words that belongs to the phrase: «hunden er min beste venn, men jeg skulle ønske …» begins
        with «men jeg»."""
        opens = (
            place
            for place in range(start, begin, -1)
            if said[place] in self.subject
            and said[place - 1] in self.clause_end | self.and_
            and said[place + 1] not in self.whose.thinks
        )
        last = next((place for place in range(stop, end) if said[place] in self.but), end)
        return next(opens, begin), last

    def without_idioms(self, said: str) -> str:
        for place in self.idioms.possible(frozenset(said)):
            said = self.idioms.patterns[place].regex.sub(self.masked, said)
        return said

    def masked(self, idiom: re.Match[str]) -> str:
        """The words of an idiom as if no rule knew them; as they are where they are said in earnest after all."""
        over_an_edge = any(  # «vil dø, for det er …», «leser om det, men jeg …»
            (word == COMMA and following in self.because) or (word in self.but and following in self.subject)
            for word, following in pairwise(idiom[0])
        )
        meant = over_an_edge or self.denial.follows("earnest", idiom.string, idiom.end())
        return idiom[0] if meant else OTHER * len(idiom[0])

    def kind(
        self, rule: PhraseRule, said: str, start: int, stop: int, quoted: Person | None = None
    ) -> SafetyClass | None:
        """Whose life it is about: what stands in the mouth of another is theirs, «Mamma sier: jeg vil dø»; and so is
        what is said after their name, «Broren min … orker ikke leve». None where no rule is for that. `quoted`: who
        says it, where it stands between the marks of a quotation."""
        if self.turned_round(rule, said, start, stop):
            return None
        if rule.class_ == "third_party":
            return rule.class_
        if quoted != "other" and self.sung_or_written(said, start):
            return None
        if quoted == "other" or self.said_by_another(rule, said, start):
            return "third_party" if rule.class_ == "own_life" else None
        if rule.whose and rule.class_ == "harm_others":
            return rule.class_ if self.whose.actor(said, start, stop) == "own" else None
        if rule.whose:
            whose = self.whose.of(said, start, stop, whoever=rule.whoever, done_to_me=not rule.others_only)
            if whose == "other" and not rule.alone:
                return "third_party"
            if whose is None and _is_own_hint(rule):  # «de hadde grått en uke, og så hadde alt vært enklere»
                return rule.class_
            return rule.class_ if whose == "own" else None
        if rule.whoever:
            return rule.class_
        mine = self.whose.subject if rule.alone or rule.class_ == "harm_others" else self.whose.own
        if self.whose.names_writer(said[start:stop], mine):
            return rule.class_
        before = self.whose.speaker(said, start, stop)
        if before == "other" and rule.class_ == "own_life" and not (rule.alone or rule.faint):
            return "third_party"
        return rule.class_ if before in ("own", None) else None

    def said_by_another(self, rule: PhraseRule, said: str, start: int) -> bool:
        """Whether a quotation was begun before it: «mamma sier: …». What a rule names may stand anywhere in that."""
        spoken = start
        if rule.whose:
            clause = clause_before(said, start, QUOTED)
            spoken = 0 if clause[:1] and clause[0] in self.but else start - len(clause)
        return self.around.introduced("quoting", said, spoken)

    def turned_round(self, rule: PhraseRule, said: str, start: int, stop: int) -> bool:
        """Whether it is about somebody else than the rule means: harm done to oneself, a worry in which the writer does
        it."""
        if rule.class_ == "harm_others":
            return self.whose.turned_on_self(said, start, stop)
        return rule.class_ == "third_party" and rule.whose and not self.whose.only_other(said, start, stop)

    def with_subject(self, said: str, start: int) -> int:
        """Where the words begin that tell whose it is: what an idea takes is often no more than a word or two."""
        before = clause_before(said, start, CLAUSE)
        return start - len(before) + max(0, *(before.rfind(each) for each in self.subject), 0)

    def only_thought_of(self, said: str, start: int, stop: int) -> bool:
        """Whether the phrase is no more than what could have been done: «bedre om jeg hengte meg», «kunne hengt meg».
        «Skulle ønske jeg ikke hadde tatt dem» and «vet ikke om jeg tok for mange» tell of something done."""
        begin = max(said.rindex(END, 0, start + 1), start - BEFORE)
        end = min(said.index(END, stop), stop + BEFORE)
        return any(
            begin + found.start() < stop
            and begin + found.end() > start
            and not self.denial.denies(said, begin + found.start() - 1)
            for each in self.compiled.contexts.get(MIGHT_HAVE, ())
            for found in each.regex.finditer(said[begin:end])
        )

    def cared_for(self, said: str, whole: dict[str, bool]) -> bool:
        """Whether the other, who has done something, is in good hands by now: nobody must ring for them."""
        return self.around.stand_anywhere((CARED_FOR,), said, whole)

    def sung_or_written(self, said: str, start: int) -> bool:
        """Whether it stands in a work of art: «sangen heter «…»», «the song says “I want to …”»."""
        clause = start - len(clause_before(said, start, QUOTED))
        return any(self.around.introduced("as_quoted", said, place) for place in (clause, start))


def _own_words(plain: str, read: Read, first: int, last: int, begin: int, end: int) -> str:
    """The text between two places of what was read, as it was written, within the sentence from `begin` to `end`.

    What was read has one sign more in front than there are places in the text.
    """
    start = read.at[max(begin, first - 1)][0]
    stop = read.at[min(end, last - 1, len(read.at)) - 1][1]
    return plain[start:stop].strip(" ,;:–—")
