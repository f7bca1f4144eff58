"""How a text is read: one character for each word that the rules know, however it is written.

Written plainly, each word is one token. People also write without spaces («vildø»), with a slip («selmord»), with æ, ø
and å spelled out («doe», «aa do»), with digits for letters («s3lvmord»), letter by letter («v i l d ø»), with emoji,
stars and invisible signs in between. What is read so is only ever a word of the rules, never a guess at another: a word
that is none of these stays unknown. Everything is a rule over letters; nothing is weighed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from bot.dialogs.letters import collapse, fold, spelled
from bot.dialogs.phrases import COMMA, END, NAME, NUMBER, OTHER, Compiled

LONGEST = 60  # letters of a word that may be several run together
BEGINS_SENTENCE = "jeg"
SENTENCE = 12  # letters of one that may be a whole sentence without spaces
SHORTEST_WITH_SINGLE = 8  # letters of one in which single letters («e» for «jeg») count as words
SINGLE = frozenset("eæia")
BEFORE_ME = ("before_me", "kill", "hurt", "cut", "rope", "violent")  # groups after which «me» is «meg», not «med»
BEFORE_I = ("clause", "and", "but")  # groups after which a clause begins
FIRST_SINGLE = frozenset("æa")  # at the beginning of a shorter one, too: «ævil», «åleve»
ENDINGS = ("ene", "ane", "en", "er", "ar", "et", "n", "a")
SHORTEST_IN_DIALECT = 4  # letters
SPOKEN = (  # an ending as it is said, and how it may stand in the rules
    ("ar", ("er",)),
    ("an", ("ene", "ane", "er", "en")),
    ("a", ("e", "en", "er")),
    ("jer", ("je", "e")),
    ("er", ("e", "ar")),
    ("æ", ("e", "a")),
    ("e", ("er", "a")),
    ("n", ("en", "ene")),
    ("", ("e", "er", "")),
)
QUOTES = frozenset('«»“”"')
FREE_SLIP = 5  # letters from which any one letter may be wrong; below, one may be missing or two be swapped

_UNSEEN = "\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufe0f\ufeff"
_TOKEN = re.compile(
    r"</?\w{1,10}>|&\w{2,6};"  # marks of HTML: read over
    r"|(?<![^\W_])[^\W_](?:[ .*]{1,2}[^\W_](?![^\W_])){3,40}"  # v i l d ø
    rf"|[^\W_]+(?:[{_UNSEEN}]+[^\W_]+)*"
    r"|\.(?!\.)(?<!\.\.)(?=\s|$)|[!?]+|\n\s*\n|[,;:–—«»“”\"()]"
)
_NOT_A_LETTER = re.compile(rf"[ .*{_UNSEEN}]+")
_FOR_LETTERS = str.maketrans("013457", "oieast")


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the rules see it.

    `said` has one character for each word or stop, with an END before and after. `at` holds, for each of them but the
    first and the last, where it stands in the text: more than one may stand at the same place. `questions` holds the
    places in `said` of stops that are question marks, `quoted` those of the marks around what is quoted, in their
    order.
    """

    said: str
    at: tuple[tuple[int, int], ...]
    questions: frozenset[int] = frozenset()
    quoted: tuple[tuple[int, int], ...] = ()


class Reader:
    """Reads texts for one set of phrases."""

    def __init__(self, compiled: Compiled) -> None:
        self.codes = compiled.codes
        self.pieces = compiled.pieces
        self.whole = compiled.whole
        self.apart = {word: compiled.codes[word] for word in compiled.apart}
        self.unaccented = {compiled.codes.get(spelled(word), OTHER) for word in compiled.apart}
        self.known_with_ending, self.tails, self.stems = compiled.inflected, compiled.tails, compiled.stems
        self.tail_lengths = sorted({len(tail) for tail in compiled.tails}, reverse=True)
        self.stem_lengths = sorted({len(stem) for stem in compiled.stems}, reverse=True)
        self.longest = max(map(len, compiled.pieces), default=0)
        self.longest_watched = max(map(len, compiled.watched), default=0) + 1
        self.e, self.er = compiled.codes.get("e"), compiled.codes.get("er", OTHER)
        self.me, self.med = compiled.codes.get("me"), compiled.codes.get("med", OTHER)
        self.before_me = frozenset().union(*(compiled.groups.get(name, frozenset()) for name in BEFORE_ME))
        self.sit, self.sits = compiled.codes.get("sit"), compiled.codes.get("siter", OTHER)  # «sitt» and «sitter»
        self.before_sits = compiled.groups.get("before_sits", frozenset())
        self.before_is = compiled.groups.get("before_is", frozenset())
        self.i, self.jeg = compiled.codes.get("i"), compiled.codes.get("jeg", OTHER)
        self.after_i = compiled.groups.get("after_i", frozenset())
        self.before_i = frozenset({END, COMMA}).union(*(compiled.groups.get(name, frozenset()) for name in BEFORE_I))
        self.slips: dict[str, list[str]] = {}  # a watched word, or one with a letter left out -> the watched words
        self.swapped: dict[str, str] = {}  # one with two letters swapped before doubles are taken for one («hopep»)
        for written in sorted(compiled.watched):
            word = collapse(written)
            self.swapped |= {collapse(each): word for each in _swaps(written)}
            for shorter in (word, *_one_less(word)):
                self.slips.setdefault(shorter, []).append(word)

    def read(self, plain: str) -> Read:
        """The text in codes. `plain` is normalised (NFC)."""
        folded = fold(plain)
        known: dict[str, str] = {}
        said, at, questions = [END], list[tuple[int, int]](), list[int]()
        quotes = _Quotes()
        for match in _TOKEN.finditer(folded):
            sign = match[0]
            if sign[0] in "<&":
                continue
            codes = known.get(sign)
            if codes is None:
                codes = known[sign] = self.sign(sign)
            if codes in self.unaccented:
                written = plain[slice(*match.span())].lower()
                codes = self.apart.get(written, self.apart.get(collapse(written), codes))
            if codes == self.e and said[-1] in self.before_is:
                codes = self.er
            if codes == self.me and said[-1] not in self.before_me:
                codes = self.med
            if codes == self.sit and (said[-1] in self.before_sits or said[-1] in "\n,"):
                codes = self.sits
            if codes == OTHER and said[-1] != END and _capital(plain, match.start()):
                codes = NAME
            if "?" in sign:
                questions.append(len(at) + 1)
            if sign in QUOTES:
                quotes.meet(sign, len(at) + 1)
            said.append(codes)
            at.extend([match.span()] * len(codes))
        said.append(END)
        self.dialect_i(said)
        _one_word_sentences(said)
        return Read("".join(said), tuple(at), frozenset(questions), tuple(quotes.closed))

    def dialect_i(self, said: list[str]) -> None:
        """«I vil ikkje meir», «so i ha bestemt me»: where a clause begins and a verb follows, «i» is «jeg»."""
        for place in range(1, len(said) - 1):
            if said[place] == self.i and said[place + 1] in self.after_i and said[place - 1] in self.before_i:
                said[place] = self.jeg

    def sign(self, sign: str) -> str:
        """The codes of one token: several where words are run together."""
        if not sign[0].isalnum():
            return COMMA if sign[0] in ',;:–—«»“”"()' else END
        word = _NOT_A_LETTER.sub("", sign)
        if not word.isascii():
            word = fold(unicodedata.normalize("NFKC", word))
        word = collapse(word)
        if word in self.codes:
            return self.codes[word]
        if word.isdecimal():
            return NUMBER if len(word) > 1 else OTHER
        if word in self.whole:
            return OTHER
        word = _spelled_out(word, self.codes)
        if word in self.codes:
            return self.codes[word]
        return (
            self.slipped(word)
            or self.inflected(word)
            or self.dialect(word)
            or self.begun(word)
            or self.run_together(word)
            or OTHER
        )

    def begun(self, word: str) -> str:
        """The code of the longest beginning of a word («drep-») that this one begins with, else nothing."""
        heads = (word[:letters] for letters in self.stem_lengths if letters <= len(word))
        return next((self.stems[head] for head in heads if head in self.stems), "")

    def dialect(self, word: str) -> str:
        """The code of a word that is known in another form of speech («skad», «skada», «skadar»; «dræp»; «heim»), else
        nothing."""
        if len(word) < SHORTEST_IN_DIALECT:
            return ""
        for sounds in (word, word.replace("æ", "e"), word.replace("oy", "o"), word.replace("ei", "e")):
            for ending, others in SPOKEN:
                if sounds.endswith(ending):
                    stem = sounds[: len(sounds) - len(ending)]
                    for other in others:
                        if stem + other in self.codes and len(stem + other) >= SHORTEST_IN_DIALECT:
                            return self.codes[stem + other]
        return ""

    def slipped(self, word: str) -> str:
        """The code of a watched word with one slip in it, else nothing. The first letter is always right."""
        if len(word) <= self.longest_watched:
            for shorter in (word, *_one_less(word)):
                for meant in self.slips.get(shorter, ()):
                    if meant[0] == word[0] and _one_slip(word, meant):
                        return self.codes[meant]
        return self.codes[self.swapped[word]] if word in self.swapped else ""

    def inflected(self, word: str) -> str:
        """The code of a word that is known without this ending, or without what stands before it, else nothing."""
        stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))
        known = self.known_with_ending
        found = next((known[stem] for stem in stems if stem in known), "")
        tails = (word[-letters:] for letters in self.tail_lengths)
        return found or next((self.tails[tail] for tail in tails if tail in self.tails), "")

    def run_together(self, word: str) -> str:
        """The codes of the fewest words that make up this one, else nothing. A long one that begins with «jeg» may be
        made of any words of the rules."""
        if not 4 <= len(word) <= LONGEST:
            return ""
        found = _made_of(word, self.pieces, self.longest)
        if not found and len(word) >= SENTENCE and word.startswith(BEGINS_SENTENCE):
            found = _made_of(word, self.codes, SENTENCE)
        return found


def _made_of(word: str, pieces: dict[str, str], longest: int) -> str:
    """The codes of the fewest pieces that make up a word. Two may share a letter («lystil»: double letters count
    once)."""
    single = SINGLE if len(word) >= SHORTEST_WITH_SINGLE else frozenset[str]()
    reached = {0: ""}
    for begin in range(len(word)):
        before = reached.get(begin)
        if before is None:
            continue
        for end in range(begin + 1, min(len(word), begin + longest) + 1):
            code = pieces.get(word[begin:end])
            alone = end == begin + 1
            if code is None or (alone and word[begin] not in (single if begin else single | FIRST_SINGLE)):
                continue
            for place in {end, end - 1} - {len(word) - 1} if end - begin > 2 else {end}:
                if place not in reached or len(reached[place]) > len(before) + 1:
                    reached[place] = before + code
    return reached.get(len(word), "")


class _Quotes:
    """Pairs the marks of quotations. One that is never closed is none, and quotations within one are part of it."""

    def __init__(self) -> None:
        self.open: int | None = None
        self.closed: list[tuple[int, int]] = []

    def meet(self, mark: str, place: int) -> None:
        """A mark at this place of what is read. The straight one opens and closes, and so does “, which ends „…“."""
        if self.open is None:
            self.open = place if mark not in "»”" else None
        elif mark != "«":
            self.closed.append((self.open, place))
            self.open = None


def _one_word_sentences(said: list[str]) -> None:
    """«Jeg. Vil. Dø.» is one sentence: a stop between two words that each stand alone becomes a comma."""
    alone = [
        place
        for place in range(1, len(said) - 1)
        if said[place - 1] == END == said[place + 1] and said[place] not in (END, COMMA)
    ]
    for first, second in pairwise(alone):
        if second - first == 2:
            said[first + 1] = COMMA


def _capital(plain: str, start: int) -> bool:
    """Whether a name may begin here: a capital letter, and small ones after it."""
    return plain[start].isupper() and plain[start + 1 : start + 2].islower()


def _spelled_out(word: str, codes: dict[str, str]) -> str:
    """The word with digits for letters, or ae, oe for æ, ø, as it is known; else as it is."""
    if not word.isalpha():
        word = collapse(word.translate(_FOR_LETTERS))
    if word not in codes and ("ae" in word or "oe" in word):
        respelled = collapse(word.replace("ae", "æ").replace("oe", "o"))
        return respelled if respelled in codes else word
    return word


def _one_less(word: str) -> list[str]:
    """The word with one letter left out, for each letter but the first."""
    return [word[:place] + word[place + 1 :] for place in range(1, len(word))]


def _swaps(written: str) -> list[str]:
    """The word with two neighbouring letters swapped, for each two but the first."""
    return [
        written[:place] + written[place + 1] + written[place] + written[place + 2 :]
        for place in range(1, len(written) - 1)
    ]


def _one_slip(word: str, meant: str) -> bool:
    """Whether `word` is `meant` with two letters swapped or one missing; in a long one also one too many or wrong."""
    if len(word) == len(meant):
        differ = [place for place in range(len(word)) if word[place] != meant[place]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            return word[differ[0]] == meant[differ[1]] and word[differ[1]] == meant[differ[0]]
        return len(differ) == 1 and len(meant) >= FREE_SLIP
    if len(word) == len(meant) - 1:
        return word in _one_less(meant)
    return len(word) == len(meant) + 1 and len(meant) >= FREE_SLIP and meant in _one_less(word)
