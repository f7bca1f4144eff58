"""What a text discloses: danger to the person's own life, to others, or somebody else's life that they fear for.

Plain words are recognised by rules that a person can read (`phrases.py`; `safety.yaml` and `safety/*.yaml` of each
language), nothing is guessed, and there is no score: the national guideline (2024) says that no model predicts suicide.
Rather a reply too many than one too few; a reply too many costs two taps. What was missed is met by «Hjelp nå» on every
screen.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bot.dialogs.definition import Part, SafetyClass, Step
from bot.dialogs.phrases import (
    COMMA,
    END,
    OTHER,
    Compiled,
    Pattern,
    PhraseRule,
    Phrases,
    Tried,
    compile_phrases,
)
from bot.dialogs.reading import Read, Reader
from bot.dialogs.whose import Whose

__all__ = ["Finding", "PhraseRule", "Phrases", "from_item", "prepare", "recognise"]

ABOUT_SOME_TIME = frozenset({"before_crisis", "often"})  # answers to items 25 and 28 that are met by a reply
WORDS_KEPT = 40  # of the person's own words on either side of what was recognised
CLAUSE = 4  # words before a phrase that tell whether it is denied, and whose it is
ASKING = 8  # words before a phrase in which «spurte» makes it somebody's question
REACH = 40  # words around a phrase that tell its tense
QUOTED = 12  # words before a phrase within which a quotation may have begun
DENIAL = 10  # words before a phrase in which «not» denies it, where the whole sentence is read
AFTER = 6  # words after a phrase in which it may be denied
NEAR = 16  # words on either side of a phrase in which a context silences it: people write on without a stop

Known = dict[tuple[str, str], bool]  # whether a context stands in a piece of what was read


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


class _Recogniser:
    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.reader = Reader(compiled)
        self.whose = Whose(compiled.groups)
        in_order = sorted(compiled.rules, key=lambda each: _urgency(each[0]))
        self.rules = [rule for rule, patterns in in_order for _ in patterns]  # of each pattern that is tried
        self.tried = Tried(pattern for _, patterns in in_order for pattern in patterns)
        self.idioms = Tried(compiled.idioms)
        self.not_ = self.group("not") | self.group("none")
        self.enough = self.group("endure") | self.group("dare")
        self.that, self.if_ = self.group("that"), self.group("if")
        self.subject, self.me, self.may = self.group("i"), self.group("me"), self.group("may")
        self.unaware, self.undoes = self.group("unaware"), self.group("undoes")
        self.new_clause = self.group("but") | self.group("and") | {COMMA, END}
        self.bears = self.group("bear") | self.group("dare")
        self.present = self.group("present")
        self.asks_why, self.struggles, self.to = self.group("asks_why"), self.group("struggles"), self.group("to")
        self.children, self.was, self.asks = self.group("child"), self.group("was"), self.group("asks")
        self.clause_end = self.group("but") | {COMMA, END}

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
        worry: tuple[int, Finding] | None = None  # what the own-life rules find of others
        for place in self.tried.possible(present):
            rule = self.rules[place]
            if worry is not None and worry[0] <= _urgency(rule):
                break
            for match in self.tried.patterns[place].regex.finditer(said):
                start, stop = match.start(), match.end() - (said[match.end() - 1] == COMMA)
                denied = self.denied_anywhere if rule.whose else self.denied
                if denied(said, start, stop):
                    continue
                sentence = said.rindex(END, 0, start + 1), said.index(END, stop)
                kind = self.kind(rule, said, start, stop)
                if kind is None or self.silent(rule, kind, said, start, stop, sentence, known):
                    continue
                shown = self.with_subject(said, start) if rule.whose else start
                finding = Finding(
                    kind=kind,
                    rule=rule.id,
                    words=_own_words(plain, read, start - WORDS_KEPT, stop + WORDS_KEPT, *sentence),
                    matched=_own_words(plain, read, shown, stop, *sentence),
                    acted=rule.acted,
                    children=kind == "harm_others" and not self.children.isdisjoint(said),
                )
                if kind == rule.class_:
                    return finding
                urgency = _urgency(rule.model_copy(update={"class_": kind}))
                if worry is None or urgency < worry[0]:
                    worry = urgency, finding
        return worry and worry[1]

    def silent(
        self,
        rule: PhraseRule,
        kind: SafetyClass,
        said: str,
        start: int,
        stop: int,
        sentence: tuple[int, int],
        known: Known,
    ) -> bool:
        """Whether something around the phrase makes it say something else."""
        if self.past(said, start, stop, sentence, known):
            return True
        begin, end = sentence
        near = max(begin, start - NEAR), min(end, stop + NEAR)
        if any(self.stands(context, said, *near, known) for context in rule.unless):
            return True
        whole = 0, len(said) - 1
        worried = rule.others_only if kind == "third_party" else ()
        needed = (rule.only, sentence), (rule.anywhere, whole), (worried, whole)
        return any(
            contexts and not any(self.stands(each, said, *place, known) for each in contexts)
            for contexts, place in needed
        )

    def without_idioms(self, said: str) -> str:
        for place in self.idioms.possible(frozenset(said)):
            said = self.idioms.patterns[place].regex.sub(lambda match: OTHER * len(match[0]), said)
        return said

    def kind(self, rule: PhraseRule, said: str, start: int, stop: int) -> SafetyClass | None:
        """Whose life it is about: what stands in the mouth of another is theirs, «Mamma sier: jeg vil dø»; and so is
        what is said after their name, «Broren min … orker ikke leve». None where no rule is for that."""
        if rule.class_ == "third_party":
            return rule.class_
        spoken = start
        if rule.whose:  # what it names may stand anywhere in what was quoted
            spoken -= len(_clause_before(said, start, QUOTED))
        if self.starts(self.compiled.contexts.get("quoting", ()), said[:spoken], at_end=True):
            return "third_party" if rule.class_ == "own_life" else None
        if rule.whose and rule.class_ == "harm_others":
            return rule.class_ if self.whose.actor(said, start, stop) == "own" else None
        if rule.whose:
            whose = self.whose.of(said, start, stop, whoever=rule.whoever, done_to_me=not rule.others_only)
            if whose == "other" and not rule.alone:
                return "third_party"
            return rule.class_ if whose == "own" else None
        if rule.whoever:
            return rule.class_
        mine = self.whose.subject if rule.alone or rule.class_ == "harm_others" else self.whose.own
        if not mine.isdisjoint(said[start:stop]):
            return rule.class_
        before = self.whose.speaker(said, start, stop)
        if before == "other" and rule.class_ == "own_life" and not (rule.alone or rule.faint):
            return "third_party"
        return rule.class_ if before in ("own", None) else None

    def with_subject(self, said: str, start: int) -> int:
        """Where the words begin that tell whose it is: what an idea takes is often no more than a word or two."""
        before = _clause_before(said, start, CLAUSE)
        return start - len(before) + max(0, *(before.rfind(each) for each in self.subject), 0)

    def denied(self, said: str, start: int, stop: int) -> bool:
        """Whether the words around the phrase deny it: «ikke at jeg vil dø», «har aldri hatt tanker om å …», «tanker om
        å … har jeg ikke»; or make it somebody's question: «spurte om jeg …». «Orker ikke mer, skal …» denies nothing,
        and neither does «sover ikke, jeg vil …»."""
        if self.denied_after(said, start, stop):
            return True
        before = _clause_before(said, start, CLAUSE)
        asking = _clause_before(said, start, ASKING)
        if not self.asks.isdisjoint(asking) and not self.if_.isdisjoint(asking) and self.me.isdisjoint(asking):
            return True
        begins = said[start] in self.subject or said[start + 1] in self.subject
        if begins and not (before and before[-1] in self.that):
            return False
        for place in range(start - len(before), start):
            if said[place] in self.not_ and said[place - 1] not in self.enough:
                if said[place - 1] in self.unaware:  # «hun vet ikke at jeg vil dø»
                    continue
                if said[place - 1] in self.subject and said[place - 2] in self.may:  # «kan jeg ikke få …»
                    continue
                return self.subject.isdisjoint(said[place + 1 : start])
        return False

    def denied_anywhere(self, said: str, start: int, stop: int) -> bool:
        """Whether the clause denies what is said, wherever the «not» stands before it: «har aldri hatt planer om å …».
        «Klarer ikke å slutte å tenke på», «har ikke fortalt noen at», «vet ikke om» deny nothing."""
        if self.denied_after(said, start, stop):
            return True
        asking = said[max(0, start - DENIAL) : start]
        if not self.asks.isdisjoint(asking) and not self.if_.isdisjoint(asking) and self.me.isdisjoint(asking):
            return True
        first = start
        while said[first - 1] not in self.new_clause and first > max(0, start - DENIAL):
            first -= 1
        denials = [place for place in range(first, start) if said[place] in self.not_]
        if not denials:
            return False
        place = denials[0]
        if len(denials) > 1 or not self.undoes.isdisjoint(said[place + 1 : start]):
            return False
        if said[place - 1] in self.unaware | self.bears or said[place + 1] in self.unaware:
            return False
        before = said[first:place]
        if not self.asks_why.isdisjoint(before):
            return False
        if said[place - 1] in self.to and not self.struggles.isdisjoint(before):
            return False
        begun = next((each for each in range(start - 1, place + 1, -1) if said[each] in self.subject), None)
        if begun is not None and said[begun - 1] not in self.that:
            return False
        asks_for_it = said[place - 1] in self.subject and said[place - 2] in self.may
        return not (asks_for_it or said[place + 1] in self.whose.subject)

    def denied_after(self, said: str, start: int, stop: int) -> bool:
        """Whether what follows the phrase denies it: «… har jeg ikke», «jeg skader meg ikke lenger»."""
        after, contexts = said[stop : stop + AFTER], self.compiled.contexts
        doing = self.not_.isdisjoint(said[start:stop]) and self.starts(contexts.get("not_done", ()), after)
        return doing or self.starts(contexts.get("denied_after", ()), after)

    def past(self, said: str, start: int, stop: int, sentence: tuple[int, int], known: Known) -> bool:
        """Whether it is told of another time: the sentence names one, and the phrase is in the past tense and not of
        these days («i går», «fortsatt»)."""
        near = said[start:stop] + _clause_before(said, start, DENIAL)
        if self.was.isdisjoint(near):  # «da jeg var atten, med tanker om å …»: the tense stands further away
            before = said[max(sentence[0], start - REACH) : start]
            if not self.present.isdisjoint(near) or self.was.isdisjoint(before):
                return False
        if not self.stands("past", said, *sentence, known):
            return False
        begin, end = max(sentence[0], start - REACH), min(sentence[1], stop + REACH)
        first = next((place for place in range(start - 1, begin, -1) if said[place] in self.clause_end), begin)
        last = next((place for place in range(stop, end) if said[place] in self.clause_end), end)
        return not self.stands("still", said, first, last, known)

    def stands(self, context: str, said: str, begin: int, end: int, known: Known) -> bool:
        """Whether a context stands between these places. Looked up once for each piece that reads the same."""
        part = said[begin : end + 1]
        if (context, part) not in known:
            present = frozenset(part)
            known[context, part] = any(
                pattern.possible(present) and pattern.regex.search(part)
                for pattern in self.compiled.contexts.get(context, ())
            )
        return known[context, part]

    @staticmethod
    def starts(patterns: tuple[Pattern, ...], part: str, *, at_end: bool = False) -> bool:
        """Whether one of the patterns begins this part, or ends it."""
        if at_end:
            part = part[-ASKING:]
            return any(found.end() == len(part) for each in patterns for found in each.regex.finditer(part))
        return any(each.regex.match(part) for each in patterns)


def _clause_before(said: str, start: int, words: int) -> str:
    before = said[max(0, start - words) : start]
    return before[max(before.rfind(END), before.rfind(COMMA)) + 1 :]


def _own_words(plain: str, read: Read, first: int, last: int, begin: int, end: int) -> str:
    """The text between two places of what was read, as it was written, within the sentence from `begin` to `end`.

    What was read has one sign more in front than there are places in the text.
    """
    start = read.at[max(begin, first - 1)][0]
    stop = read.at[min(end, last - 1, len(read.at)) - 1][1]
    return plain[start:stop].strip(" ,;:–—")
