"""What a text discloses: danger to the person's own life, to others, or somebody else's life that they fear for.

Plain words are recognised by rules that a person can read (`phrases.py`, `content/<language>/safety.yaml`), nothing
is guessed, and there is no score: the national guideline (2024) says that no model predicts suicide. Rather a reply
too many than one too few; a reply too many costs two taps. What was missed is met by «Hjelp nå» on every screen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.dialogs.definition import Part, SafetyClass, Step
from bot.dialogs.phrases import (
    COMMA,
    END,
    NUMBER,
    OTHER,
    Compiled,
    Pattern,
    PhraseRule,
    Phrases,
    collapse,
    compile_phrases,
    fold,
)

__all__ = ["Finding", "PhraseRule", "Phrases", "from_item", "recognise"]

ABOUT_SOME_TIME = frozenset({"before_crisis", "often"})  # answers to items 25 and 28 that are met by a reply
WORDS_KEPT = 40  # of the person's own words on either side of what was recognised
CLAUSE = 4  # words before a phrase that tell whether it is denied, and whose it is

_TOKEN = re.compile(r"[^\W_]+|(?<!\.)\.(?!\.)|[!?]+|\n\s*\n|[,;:–]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")


class Finding(Part):
    """What was disclosed, and why we think so.

    `rule` is the id of the rule, or of the item that was answered. `words` is the person's own sentence, to the
    letter; empty for an item. `acted`: something has already been done, by the person or (third party) the other.
    `children`: children are mentioned with harm to others. `answer`: what was chosen at an item.
    """

    kind: SafetyClass
    rule: str
    words: str = ""
    acted: bool = False
    children: bool = False
    answer: str = ""


def recognise(text: str, phrases: tuple[Phrases, ...]) -> Finding | None:
    """What the text discloses, the most urgent if there is more than one thing. All languages are always tried."""
    return _Recogniser.of(phrases).recognise(text)


def from_item(step: Step, option: str) -> Finding | None:
    """What an answer to a step that is marked `safety` discloses: items 25 and 28 of worksheet 13."""
    if step.safety is None or option not in ABOUT_SOME_TIME:
        return None
    return Finding(kind=step.safety, rule=step.id, answer=option)


def _urgency(rule: PhraseRule) -> int:
    """Something done comes first. Harm to others comes before the own life, since its reply asks whether all are
    safe and holds the numbers for both."""
    order = ("own_life", "harm_others", "third_party") if rule.acted else ("harm_others", "own_life", "third_party")
    return order.index(rule.class_) + (0 if rule.acted else len(order))


class _Recogniser:
    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.rules = sorted(compiled.rules, key=lambda each: _urgency(each[0]))
        self.not_ = self.group("not") | self.group("none")
        self.enough, self.that = self.group("endure"), self.group("that")
        self.subject, self.me, self.other = self.group("i"), self.group("me"), self.group("other")
        self.children = self.group("child")

    def group(self, name: str) -> frozenset[str]:
        return self.compiled.groups.get(name, frozenset())

    @staticmethod
    @lru_cache(maxsize=8)
    def of(phrases: tuple[Phrases, ...]) -> _Recogniser:
        return _Recogniser(compile_phrases(phrases))

    def recognise(self, text: str) -> Finding | None:
        plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        folded = fold(plain)
        said = self.without_idioms(END + "".join(map(self.code, _TOKEN.findall(collapse(folded)))) + END)
        present = frozenset(said)
        silenced: dict[tuple[str, int], bool] = {}
        for rule, patterns in self.rules:
            for pattern in patterns:
                if not pattern.possible(present):
                    continue
                for match in pattern.regex.finditer(said):
                    begin, end = said.rindex(END, 0, match.start() + 1), said.index(END, match.end())
                    if self.denied(said, match.start()) or self.of_another(rule, said, match):
                        continue
                    if self.silent(rule, said, begin, end, silenced):
                        continue
                    return Finding(
                        kind=rule.class_,
                        rule=rule.id,
                        words=_own_words(plain, folded, match.start(), match.end(), begin, end),
                        acted=rule.acted,
                        children=rule.class_ == "harm_others" and not self.children.isdisjoint(said[begin:end]),
                    )
        return None

    def code(self, sign: str) -> str:
        known = self.compiled.codes.get(sign)
        if known is not None:
            return known
        if sign[0].isalnum():
            return NUMBER if len(sign) > 1 and sign.isdecimal() else OTHER
        return COMMA if sign in ",;:–" else END

    def without_idioms(self, said: str) -> str:
        present = frozenset(said)
        for idiom in self.compiled.idioms:
            if idiom.possible(present):
                said = idiom.regex.sub(lambda match: OTHER * len(match[0]), said)
        return said

    def denied(self, said: str, start: int) -> bool:
        """Whether the words before deny the phrase: «ikke at jeg vil dø», «har aldri hatt tanker om å …». «Orker ikke
        mer, skal …» denies nothing, and neither does «sover ikke, jeg vil …»."""
        before = _clause_before(said, start)
        begins = said[start] in self.subject or said[start + 1] in self.subject
        if begins and not (before and before[-1] in self.that):
            return False
        for place, code in enumerate(before):
            if code in self.not_ and not (place and before[place - 1] in self.enough):
                return not any(later in self.subject for later in before[place + 1 :])
        return False

    def of_another(self, rule: PhraseRule, said: str, match: re.Match[str]) -> bool:
        """Whether what is said without a subject belongs to somebody else: «Broren min … orker ikke leve»."""
        if rule.class_ != "own_life" or not self.subject.isdisjoint(match[0]) or not self.me.isdisjoint(match[0]):
            return False
        people = [code for code in _clause_before(said, match.start()) if code in self.subject or code in self.other]
        return bool(people) and people[-1] in self.other

    def silent(self, rule: PhraseRule, said: str, begin: int, end: int, known: dict[tuple[str, int], bool]) -> bool:
        """Whether a context of the rule stands in the sentence. Looked up once for each sentence."""
        for context in rule.unless:
            if (context, begin) not in known:
                known[context, begin] = _anywhere(self.compiled.contexts[context], said[begin : end + 1])
            if known[context, begin]:
                return True
        return False


def _clause_before(said: str, start: int) -> str:
    before = said[max(0, start - CLAUSE) : start]
    return before[max(before.rfind(END), before.rfind(COMMA)) + 1 :]


def _anywhere(patterns: tuple[Pattern, ...], sentence: str) -> bool:
    present = frozenset(sentence)
    return any(pattern.possible(present) and pattern.regex.search(sentence) for pattern in patterns)


def _own_words(plain: str, folded: str, start: int, end: int, begin: int, stop: int) -> str:
    """The sentence as it was written, or that part of a long one that stands around what was recognised.

    Places are those of the coded text, which has one sign more in front than there are tokens.
    """
    spans = [match.span() for match in _TOKEN.finditer(folded)]
    first = max(begin, start - 1 - WORDS_KEPT)
    last = min(stop, end - 1 + WORDS_KEPT) - 1
    return plain[spans[first][0] : spans[min(last, len(spans) - 1)][1]].strip()
