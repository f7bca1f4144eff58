"""The rules by which a disclosure is recognised, as data, and their compiled form.

A rule is a list of phrases, written almost as people say them (`content/<language>/safety.yaml`, `safety/*.yaml`):

    jeg        this word
    drep-      any word that begins so
    orker|gidder   one of these words
    <not>      one word of this group
    {intent}   one of the wordings of this part
    x?         may be left out
    ~          up to five small words in between («bare», «egentlig»: the group `soft`); in a rule with `whose` also who
               says it («nå ønsker jeg meg …»)
    ..         up to four words in between, none of which denies or brings in another person
    _          the same, and no comma
    ...        up to eight words, whatever they are; *  one word, whatever it is
    ^  ,  $    the sentence begins here, or goes on after a comma; a comma; it ends here (igjen|$: or there is a comma)
    <number>   two digits or more; <name>, also in `other` and `whom`: a capital letter within a sentence

People mix the written languages and their dialect within one sentence. So the groups, parts and contexts of all files
are joined by name, and each phrase is tried in every spelling.

A text is turned into one character for each word (`reading.py`), a phrase into a regular expression over those
characters. No repetition in them is without a limit, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.dialogs.letters import collapse, fold, spelled
from bot.dialogs.patterns import Pattern
from bot.dialogs.rules import PhraseRule, Phrases

OTHER = "\uf8ff"  # any word that no rule knows
NUMBER = "\uf8fe"  # two digits or more: `<number>`
NAME = "\uf8fd"  # a word that no rule knows, with a capital letter within a sentence: `<name>`
END = "\n"
COMMA = ","
FIRST_CODE = 0x4E00  # to the surrogates there is room for 35,328 words; within 16 bits, where sets of them are fast
LAST_CODE = 0xD7FF
GAP = 4
LONG_GAP = 8
SHORTEST_TAIL = 4  # letters of a word that is known at the end of another
SMALL = 5
ANY_ENDING = "-"  # ends a word of which only the beginning is written
SOFT_OR_SUBJECT = "~+"  # `~` in a rule with `whose`
SMALL_WORDS = frozenset({"~", SOFT_OR_SUBJECT})
READ_AS = frozenset({"number", "name"})  # written as groups are; what they stand for is seen when a text is read
PEOPLE = frozenset({"other", "whom"})  # groups that a name belongs to as well

_WORD = re.compile(r"[^\W\d_]+-?")
_UNDER_NAME = re.compile(r"\{(\w+)\}|<(\w+)>")


@dataclass(frozen=True, slots=True)
class Reading:
    """A `Homograph`, in codes. `after` and `before` are empty where nothing is asked for."""

    means: str
    after: frozenset[str]
    not_after: frozenset[str]
    before: frozenset[str]

    def fits(self, last: str, coming: str) -> bool:
        """Whether the word is read so between these two."""
        asked = ((self.after, last), (self.before, coming))
        return last not in self.not_after and all(not codes or code in codes for codes, code in asked)


@dataclass(frozen=True, slots=True)
class Compiled:
    """All phrases of a set of files. `codes` holds the character for each known word, folded and collapsed; `pieces`
    those of the words that may be run together, `beside` of those that may be with one of these; `begins` as in
    `Phrases`, folded and collapsed, as `whole` is, with `names` among it; `watched` folded only; `apart` those that are
    looked for as they stand; `homographs` the readings of a code that has several."""

    codes: dict[str, str]
    pieces: dict[str, str]
    beside: dict[str, str]
    begins: tuple[str, ...]
    watched: tuple[str, ...]
    whole: frozenset[str]
    names: frozenset[str]
    apart: frozenset[str]
    inflected: dict[str, str]
    tails: dict[str, str]
    stems: dict[str, str]
    homographs: dict[str, tuple[Reading, ...]]
    groups: dict[str, frozenset[str]]
    contexts: dict[str, tuple[Pattern, ...]]
    idioms: tuple[Pattern, ...]
    rules: tuple[tuple[PhraseRule, tuple[Pattern, ...]], ...]


def compile_phrases(phrases: Iterable[Phrases]) -> Compiled:
    """Join the files and compile them.

    Raises:
        ValueError: a phrase names a group, a part or a context that no file has; says which phrase.
    """
    return _Compiler(tuple(phrases)).compiled()


class _Compiler:
    def __init__(self, files: tuple[Phrases, ...]) -> None:
        self.files = files
        self.groups = _joined(file.groups for file in files)
        self.parts = _joined(file.parts for file in files)
        self.contexts = _joined(file.contexts for file in files)
        self.apart = frozenset(word for file in files for word in file.apart)
        self.codes: dict[str, str] = {}
        self.written: dict[str, str] = {}  # a word as it stands in a phrase -> its code
        self.forms = {
            form if form in self.apart else spelled(form): word
            for file in files
            for word, forms in file.alike.items()
            for form in forms
        }
        self.stems = self.words_begun()
        self.slots: dict[str, tuple[str, tuple[frozenset[str], ...]]] = {}
        self.coded: dict[str, str] = {}  # group -> its codes; a group stands in many phrases

    def compiled(self) -> Compiled:
        groups = {name: frozenset(self.group(name)) for name in self.groups}
        for file in self.files:
            for rule in file.rules:
                named = {*rule.unless, *rule.only, *rule.anywhere, *rule.also, *rule.others_only}
                if unknown := named - self.contexts.keys():
                    raise ValueError(f"{rule.id}: no such context: {', '.join(sorted(unknown))}")
        contexts = {name: self.patterns(said) for name, said in self.contexts.items()}
        idioms = tuple(pattern for file in self.files for pattern in self.patterns(file.idioms))
        rules = [(rule, self.patterns(rule.say, subject=rule.whose)) for file in self.files for rule in file.rules]
        self.codes |= {form: self.code(word) for form, word in self.forms.items()}
        tails = self.spelled_out(name for file in self.files for name in file.tails)
        watched = tuple(dict.fromkeys(fold(word) for file in self.files for word in self.watched(file.watched)))
        if unknown := {word for word in watched if collapse(word) not in self.codes}:
            raise ValueError(f"watched, and in no phrase: no such word: {', '.join(sorted(unknown))}")
        return Compiled(
            codes=self.codes,
            pieces=self.spelled_out(name for file in self.files for name in file.joined),
            beside=self.spelled_out(name for file in self.files for name in file.beside),
            begins=tuple(spelled(word) for file in self.files for word in file.begins),
            watched=watched,
            whole=frozenset(spelled(word) for file in self.files for word in (*file.whole, *file.names)),
            names=frozenset(spelled(word) for file in self.files for word in file.names),
            apart=self.apart & self.codes.keys(),
            inflected=self.spelled_out(name for file in self.files for name in file.inflected),
            tails={word: code for word, code in tails.items() if len(word) >= SHORTEST_TAIL},
            stems={word[:-1]: code for word, code in self.codes.items() if word.endswith(ANY_ENDING)},
            homographs=self.homographs(),
            groups=groups,
            contexts=contexts,
            idioms=idioms,
            rules=tuple(rules),
        )

    def spelled_out(self, groups: Iterable[str]) -> dict[str, str]:
        """The codes of all words of these groups, by the words as they are known. Of two that are spelled the same that
        way the one that stands `apart` is meant: «vildø» is «vil dø»."""
        words = sorted(
            {word for name in groups for word in self.groups[name]}, key=lambda word: (word in self.apart, word)
        )
        return {spelled(word): self.code(word) for word in words}

    def homographs(self) -> dict[str, tuple[Reading, ...]]:
        """The readings of each word that has several, the first that fits first."""
        found: dict[str, list[Reading]] = {}
        for each in (each for file in self.files for each in file.homographs):
            after, not_after, before = (self.around(words) for words in (each.after, each.not_after, each.before))
            reading = Reading(self.code(each.means), after, not_after, before)
            found.setdefault(self.code(each.word), []).append(reading)
        return {code: tuple(readings) for code, readings in found.items()}

    def around(self, words: tuple[str, ...]) -> frozenset[str]:
        """The codes of these words and groups; `^` is what stands where a clause begins or ends."""
        codes = self.one_of([word for word in words if word != "^"])
        return codes | {END, COMMA} if "^" in words else codes

    def watched(self, entries: Iterable[str]) -> Iterator[str]:
        """The words that are watched for, of groups those of each."""
        for entry in entries:
            if entry.startswith("<"):
                yield from (word for word in self.groups[entry.strip("<>")] if word.isalpha())
            else:
                yield entry

    def patterns(self, said: Iterable[str], *, subject: bool = False) -> tuple[Pattern, ...]:
        """The phrases, compiled. `subject`: who says it may stand among the small words, since the sentence decides
        whose it is."""
        return tuple(self.pattern(phrase, subject) for phrase in said)

    def pattern(self, phrase: str, subject: bool) -> Pattern:
        needs: list[frozenset[str]] = []
        slots = phrase.split()
        if subject:
            slots = [SOFT_OR_SUBJECT if slot == "~" else slot for slot in slots]
        try:
            return Pattern(self.source(slots, needs), tuple(needs))
        except KeyError as error:
            raise ValueError(f"{phrase!r}: no such group or part: {error.args[0]}") from None

    def source(self, slots: list[str], needs: list[frozenset[str]]) -> str:
        """The regular expression of a phrase. Words that must be there are added to `needs`.

        Raises:
            KeyError: no such group or part.
        """
        sources = list[str]()
        for place, slot in enumerate(slots):
            if slot in SMALL_WORDS and _may_be_left_out(slots, place - 1):
                continue  # stands with what may be left out
            if slot not in SMALL_WORDS and _may_be_left_out(slots, place):
                left_out = slot.removesuffix("?"), slots[place + 1]
                sources.append(f"(?:{''.join(self.known_slot(each, []) for each in left_out)})?")
            else:
                sources.append(self.known_slot(slot, needs))
        return "".join(sources)

    def known_slot(self, slot: str, needs: list[frozenset[str]]) -> str:
        """As `slot`; each is put together once, since most stand in many phrases."""
        if slot not in self.slots:
            own: list[frozenset[str]] = []
            self.slots[slot] = self.slot(slot, own), tuple(own)
        source, own_needs = self.slots[slot]
        needs.extend(own_needs)
        return source

    def slot(self, slot: str, needs: list[frozenset[str]]) -> str:
        if slot == "^":
            return f"(?<=[{END}{COMMA}])[{self.group('and')}]?" if self.groups.get("and") else f"(?<=[{END}{COMMA}])"
        if slot == "$":
            return f"(?={END})"
        if slot in {"..", "_"}:
            return f"[^{END}{self.group('not')}{self.group('other')}{COMMA if slot == '_' else ''}]{{0,{GAP}}}"
        if slot == "...":
            return f"[^{END}]{{0,{LONG_GAP}}}"
        if slot == "*":
            return f"[^{END}{COMMA}]"
        if slot in {"~", SOFT_OR_SUBJECT}:
            subject = self.set("<i>") if slot == SOFT_OR_SUBJECT else ""
            return f"(?:[{self.set('<soft>')}{subject}]{COMMA}?){{0,{SMALL}}}"
        optional = slot.endswith("?")
        name = slot.rstrip("?")
        if "{" in name and "|" in name:
            raise ValueError(f"{slot!r}: a part cannot be one of several words")
        if name == COMMA:
            return COMMA + "?" * optional
        if name.startswith("{"):
            source = self.part(self.parts[name.strip("{}")], [] if optional else needs)
        else:
            alternatives = name.split("|")
            words = self.one_of(alternatives)
            source = f"[{''.join(sorted(words))}]{COMMA}?"
            if "$" in alternatives:
                source = f"(?:{source}|(?=[{END}{COMMA}]))"
            elif not optional:
                needs.append(words)
        return f"(?:{source})?" if optional else source

    def one_of(self, alternatives: list[str]) -> frozenset[str]:
        """The codes of any of these words and groups."""
        codes = set[str]()
        for word in alternatives:
            code = self.written.get(word)
            if code is not None and not word.endswith(ANY_ENDING):
                codes.add(code)  # most words have been met before
            elif word != "$":
                codes.update(self.set(word))
        return frozenset(codes)

    def part(self, wordings: tuple[str, ...], needs: list[frozenset[str]]) -> str:
        """One of several wordings: of what each of them needs, the least common must be there for at least one."""
        sources, keys = [], []
        for wording in wordings:
            own: list[frozenset[str]] = []
            sources.append(self.source(wording.split(), own))
            keys.append(min(own, key=len))
        needs.append(frozenset().union(*keys))
        return f"(?:{'|'.join(sources)})"

    def set(self, word: str) -> str:
        """The codes of a word or of a group's words."""
        if word in {"<number>", "<name>"}:
            return NUMBER if word == "<number>" else NAME
        if word.startswith("<"):
            name = word.strip("<>")
            if name not in self.groups:
                raise KeyError(name)
            return self.group(name)
        return self.code_of(word)

    def group(self, name: str) -> str:
        if name not in self.coded:
            codes = "".join(sorted(set("".join(map(self.of_group, self.groups.get(name, ()))))))
            self.coded[name] = codes + NAME if name in PEOPLE and codes else codes
        return self.coded[name]

    def of_group(self, word: str) -> str:
        """The codes of one of a group's words; `<number>` and `<name>` may be among them."""
        return self.set(word) if word in {"<number>", "<name>"} else self.code_of(word)

    def words_begun(self) -> dict[str, frozenset[str]]:
        """For each beginning of a word («drep-»), the words of the rules that begin so, and with no longer one."""
        said: list[str] = []
        for file in self.files:
            for table in (file.groups, file.parts, file.contexts):
                said += [entry for entries in table.values() for entry in entries]
            said += [*file.idioms, *(phrase for rule in file.rules for phrase in rule.say)]
        words = {spelled(word) for entry in said for word in _WORD.findall(_UNDER_NAME.sub(" ", entry))}
        stems = {word[:-1] for word in words if word.endswith(ANY_ENDING)}
        begun: dict[str, set[str]] = {stem: set() for stem in stems}
        lengths = sorted({len(stem) for stem in stems}, reverse=True)
        for word in words:
            heads = (word[:letters] for letters in lengths if letters <= len(word))
            if (longest := next((head for head in heads if head in stems), None)) and not word.endswith(ANY_ENDING):
                begun[longest].add(word)
        return {stem: frozenset(found) for stem, found in begun.items()}

    def code_of(self, word: str) -> str:
        """The code of a word; of the beginning of one also those of the words that begin so."""
        if not word.endswith(ANY_ENDING):
            return self.code(word)
        begun = sorted(self.stems[spelled(word)[:-1]])
        return "".join([self.code(word), *map(self.code, begun)])

    def code(self, word: str) -> str:
        if word not in self.written:
            known = word if word in self.apart else spelled(self.forms.get(spelled(word), word))
            if FIRST_CODE + len(self.codes) > LAST_CODE:
                raise ValueError(f"more words than there are codes for: {word}")
            self.written[word] = self.codes.setdefault(known, chr(FIRST_CODE + len(self.codes)))
        return self.written[word]


def _may_be_left_out(slots: list[str], place: int) -> bool:
    """Whether this slot may be left out together with the small words after it: «a ~ x? ~ b» is «a ~ b» or «a ~ x ~ b».
    Else small words could be shared out between two gaps, and of a chain of such slots in very many ways."""
    if not 0 < place < len(slots) - 1 or not slots[place].endswith("?"):
        return False
    return slots[place - 1] in SMALL_WORDS and slots[place + 1] in SMALL_WORDS


def _joined(tables: Iterable[dict[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    joined: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for name, entries in table.items():
            joined[name] = (*joined.get(name, ()), *entries)
    return joined
