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
from bot.dialogs.slips import Slips

SHORTEST_TOGETHER = 3  # letters of two words that are run together: «ådø»
LONGEST = 60  # letters of a word that may be several run together
SENTENCE = 12  # letters of one that may be a whole sentence without spaces
SHORTEST_WITH_SINGLE = 8  # letters of one in which single letters («e» for «jeg») count as words
SINGLE = frozenset("eæia")
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
        self.pieces, self.beside, self.begins = compiled.pieces, compiled.beside, compiled.begins
        self.whole, self.names = compiled.whole, compiled.names
        self.apart = {word: compiled.codes[word] for word in compiled.apart}
        self.unaccented = {compiled.codes.get(spelled(word), OTHER) for word in compiled.apart}
        self.known_with_ending, self.tails, self.stems = compiled.inflected, compiled.tails, compiled.stems
        self.tail_lengths = sorted({len(tail) for tail in compiled.tails}, reverse=True)
        self.stem_lengths = sorted({len(stem) for stem in compiled.stems}, reverse=True)
        self.longest = max(map(len, compiled.pieces), default=0)
        self.slips = Slips(compiled.watched)
        self.homographs = compiled.homographs

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
                spelled_out = written.replace("aa", "å")
                known_so = (each for each in (written, spelled_out, collapse(written)) if each in self.apart)
                codes = next((self.apart[each] for each in known_so), codes)
            if codes == OTHER and _capital(plain, match.start()) and (said[-1] != END or collapse(sign) in self.names):
                codes = NAME
            if "?" in sign:
                questions.append(len(at) + 1)
            if sign in QUOTES:
                quotes.meet(sign, len(at) + 1)
            said.append(codes)
            at.extend([match.span()] * len(codes))
        said.append(END)
        self.read_in_place(said)
        _one_word_sentences(said)
        return Read("".join(said), tuple(at), frozenset(questions), tuple(quotes.closed))

    def read_in_place(self, said: list[str]) -> None:
        """Read anew the words that are another after or before these: «ta livet mett», «i» where a clause begins."""
        for place in range(1, len(said) - 1):
            for reading in self.homographs.get(said[place], ()):
                if reading.fits(said[place - 1], said[place + 1]):
                    said[place] = reading.means
                    break

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
            self.sentence(word)
            or self.slipped(word)
            or self.inflected(word)
            or self.dialect(word)
            or self.run_together(word)
            or self.slipped(word, any_letter=True)
            or self.begun(word)
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

    def slipped(self, word: str, *, any_letter: bool = False) -> str:
        """The code of a watched word with one slip in it, of the likely kinds or of any, else nothing."""
        meant = self.slips.meant(word, any_letter=any_letter)
        return self.codes[meant] if meant else ""

    def inflected(self, word: str) -> str:
        """The code of a word that is known without this ending, or without what stands before it, else nothing."""
        stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))
        known = self.known_with_ending
        found = next((known[stem] for stem in stems if stem in known), "")
        tails = (word[-letters:] for letters in self.tail_lengths)
        return found or next((self.tails[tail] for tail in tails if tail in self.tails), "")

    def run_together(self, word: str) -> str:
        """The codes of the fewest words that make up this one, else nothing."""
        if not SHORTEST_TOGETHER <= len(word) <= LONGEST:
            return ""
        return _pair(word, self.pieces, self.beside) or _made_of(word, self.pieces, self.longest)

    def sentence(self, word: str) -> str:
        """The codes of the words of a whole sentence without spaces; any words of the rules. Else nothing."""
        if SENTENCE <= len(word) <= LONGEST and word.startswith(self.begins):
            return _made_of(word, self.pieces, self.longest) or _made_of(word, self.codes, SENTENCE)
        return ""


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


def _pair(word: str, pieces: dict[str, str], beside: dict[str, str]) -> str:
    """The codes of two words that make up this one, one of them at least of the first kind. They may share a letter
    («tattalle»). Of several such pairs the one that begins with «å» or «æ», then the one without a very short word."""
    found = [
        (word[:place] in FIRST_SINGLE, min(place, len(word) - place), before + after)
        for first, second in ((pieces, beside), (beside, pieces))
        for place in range(1, len(word))
        if (before := first.get(word[:place])) and (after := second.get(word[place:]) or second.get(word[place - 1 :]))
    ]
    return max(found)[2] if found else ""


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
