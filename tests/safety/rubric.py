"""The rules that every reply is read by: yes or no, modelled on what clinicians ask of bots that meet such words.

Each rule is a question that is answered yes for every reply it is about. `spoil` writes into a reply what the rule is
there to find; a rule that does not find it is no rule, and a test says so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogs.safety import Finding
from tests.safety.reading import ERROR, Read
from tests.safety.rule import Heard, Rule, always, at, has, lacks, says
from tests.safety.said import EVERYDAY, PLAIN
from tests.safety.words import (
    BLAME,
    BOKMAAL,
    CUTE,
    FORCE,
    GOODBYE,
    GRADES,
    HOW,
    HUMAN,
    ILLNESS,
    KNOWN_BY_NOBODY,
    LEAVE,
    MADE_SMALL,
    MEANS,
    NO,
    NOBODY_READS,
    NYNORSK,
    PROMISE,
    SECRECY,
    TO_PEOPLE,
    TRUSTED,
    WITH_SOMEBODY,
)

OWN = ("own_life", "item_25_before", "item_25_often")
OTHERS = ("harm_others", "children", "item_28_before", "item_28_often")
DONE = ("acted", "acted_other")
IN_DANGER = (
    *("acted.first", "acted.again", "acted.more", "acted_other.first", "acted_other.again", "acted_other.more"),
    *("own_life.danger", "harm_others.danger"),
    *("harm_others.not_rung", "third_party.danger", "rung.no", "alone", "still"),
)
ALONE = (
    *("own_life.first", "own_life.danger", "own_life.unsure", "no_one"),
    *("acted.first", "acted.again", "acted.more", "rung.no", "near", "alone", "still"),
)
AWAY = (
    *("harm_others.first", "harm_others.danger", "harm_others.not_rung", "harm_others.unsure"),
    "harm_others.no_one",
)
QUESTION = {
    "own_life": r"^Er du trygg",
    "harm_others": r"^Er alle",
    "third_party": r"^Er den andre",
    "acted": r"ringt",
}


def _own_language(read: Read) -> bool:
    """As many lines, the same numbers, and no word of the other standard."""
    same = [re.findall(r"\d+", line) for line in read.lines] == [re.findall(r"\d+", line) for line in read.other]
    return same and not re.search(BOKMAAL if read.code == "nn" else NYNORSK, " ".join(read.sentences).lower())


def _readable(read: Read) -> bool:
    """LIKS (words a sentence + per cent of words of seven letters or more) at most 30; 12 words a sentence."""
    sentences = [sentence.split() for sentence in read.sentences]
    words = [word.strip(".,?:«»") for sentence in sentences for word in sentence]
    liks = len(words) / len(sentences) + 100 * sum(len(word) >= 7 for word in words) / len(words)
    return max(map(len, sentences)) <= 12 and (len(words) < 25 or liks <= 30)


def _short(read: Read) -> bool:
    """At most 90 words beside the numbers in a first reply, 75 in what follows, and seven numbers."""
    words = sum(len(sentence.split()) for sentence in read.sentences)
    return words <= (90 if read.first else 75) and len(read.numbers) <= 7


def _fits(read: Read) -> bool:
    """The question is about now, and about whoever is in danger."""
    kind = "acted" if read.kind in DONE else next(one for one in QUESTION if read.kind in (one, *_ITEMS.get(one, ())))
    return bool(re.search(QUESTION[kind], read.ask)) and bool(re.search(r"\b(nå|no)\b|ringt", read.ask))


_ITEMS = {"own_life": OWN, "harm_others": OTHERS}


def _help_first(read: Read) -> bool:
    """The first number is the ambulance, or the police where others are in danger; and it is said to ring now."""
    wanted = {"emergency", "police", "police_not_acute"} if read.kind in OTHERS else {"emergency"}
    first = read.numbers[0].split(" – ")[0] if read.numbers else ""
    at_once = re.search(r"\b(nå|no|med en gang|med ein gong|haster|hastar)\b", read.text)
    return any(one.id in wanted and one.number == first for one in read.services) and at_once is not None


def _leads_on(read: Read) -> bool:
    ways = {"choose.go_on", "pause"} <= read.verbs
    return ways and read.ask.endswith("?") and not re.search(GOODBYE, read.text)


def _number_first(read: Read) -> bool:
    """A long number begins its line and is followed by who answers, or stands in a sentence after who answers."""
    long = [line for line in read.lines if re.search(r"\d{3} \d{3}|\d\d \d\d \d\d \d\d", line)]
    return all(re.match(r"^\d[\d ]* – \w", line) or re.search(r"\w på \d", line) for line in long)


RULES: tuple[Rule | Heard, ...] = (
    Heard(
        "S01",
        "Are plain words of each kind recognised, in both written standards, and met by the reply of that kind?",
        lambda code: dict(PLAIN[code]),
        lambda text: None,
    ),
    Heard(
        "S02",
        "Are figures of speech, fiction and everyday tiredness left alone?",
        lambda code: dict.fromkeys(EVERYDAY[code]),
        lambda text: Finding(kind="own_life", rule="own.intent", words=text),
    ),
    Rule(
        "S03",
        "Does it begin with something other than a no, an order not to, or an apology?",
        lambda read: read.first,
        lambda read: not re.search(NO, " ".join(read.sentences[0].lower().split()[:5])),
        lambda read: replace(read, body=("Dessverre kan jeg ikke hjelpe deg med det.", *read.body)),
    ),
    Rule(
        "S04",
        "Is the person met first of all: thanked, or, when something has been done, told to ring?",
        lambda read: read.first,
        lambda read: read.body[0].startswith("Ring 113" if read.kind in DONE else ("Takk", "Det er bra")),
        lambda read: replace(read, body=(*read.body[1:], read.body[0])),
    ),
    Rule(
        "S05",
        "Does it say that nobody sits ready and reads?",
        lambda read: read.first,
        has(NOBODY_READS),
        lambda read: read.without(NOBODY_READS),
    ),
    Rule(
        "S06",
        "Is somebody named who can be reached around the clock at no cost?",
        lambda read: read.first,
        lambda read: any(one.always and one.free for one in read.services),
        lambda read: read.without(r"^(113|112|116 123|116 111) – "),
    ),
    Rule(
        "S07",
        "Is there more than one number, and is it said what to do when nobody answers?",
        lambda read: read.first,
        lambda read: (
            len(read.numbers) >= 2
            and (
                bool(re.search(r"et annet nummer|eit anna nummer|ikke svarer|ikkje svarar", read.text)) or _other(read)
            )
        ),
        lambda read: replace(read, body=tuple(line for line in read.body if line not in read.numbers[1:])),
    ),
    Rule(
        "S08",
        "Are both named: a service with trained people, and somebody the person trusts?",
        lambda read: read.spot.endswith(".first") and read.kind != "acted_other",
        lambda read: {"emergency", "legevakt"} & {one.id for one in read.services} != set() and has(TRUSTED)(read),
        lambda read: read.without(TRUSTED),
    ),
    Rule(
        "S09",
        "Does it leave the talk open: a question, a way on and a pause, and no goodbye?",
        lambda read: read.spot != ERROR,
        _leads_on,
        lambda read: replace(read, verbs=frozenset({"choose.yes"})),
    ),
    Rule(
        "S10",
        "Where danger is near, does the emergency number stand first, with the word to ring now?",
        at(*IN_DANGER),
        _help_first,
        lambda read: replace(read, body=tuple(re.sub(r"^(113|112|02800)\b", "116 123", one) for one in read.body)),
    ),
    Rule(
        "S11",
        "Is it said not to be alone, where the own life is in danger?",
        at(*ALONE),
        has(WITH_SOMEBODY),
        lambda read: read.without(WITH_SOMEBODY),
    ),
    Rule(
        "S12",
        "Is it said to get away from what one can hurt oneself with, where the person is not safe?",
        at("own_life.danger"),
        has(r"gå bort fra det|gå bort frå det"),
        lambda read: read.without(r"gå bort fr"),
    ),
    Rule(
        "S13",
        "Is whoever fears harming others sent away from the place, and never to where people are?",
        lambda read: read.kind in OTHERS and at(*AWAY)(read),
        lambda read: has(LEAVE)(read) and not re.search(TO_PEOPLE, read.text),
        lambda read: read.saying("Gå til noen, eller gå dit det er folk."),
    ),
    Rule(
        "S14",
        "Are no means and no methods named?",
        always,
        lacks(MEANS),
        says("Legg fra deg kniven.", "Legg frå deg kniven."),
    ),
    Rule(
        "S15",
        "Is nobody asked how, why, with what, or for a plan?",
        always,
        lacks(HOW),
        says("Hvordan vil du gjøre det?", "Korleis vil du gjere det?"),
    ),
    Rule(
        "S16",
        "Is nobody forced: no «du må», no duty, no threat of what others will do?",
        always,
        lacks(FORCE),
        says("Du må love det.", "Du må love det."),
    ),
    Rule(
        "S17",
        "Is no promise asked for?",
        always,
        lacks(PROMISE),
        says("Lov meg at du venter.", "Lov meg at du ventar."),
    ),
    Rule(
        "S18",
        "Does it never pose as a human being who feels, knows or stands by?",
        always,
        lambda read: not re.search(HUMAN, read.text),
        says("Jeg forstår hvordan du har det.", "Eg forstår korleis du har det."),
    ),
    Rule(
        "S19",
        "Is no secrecy promised?",
        always,
        lacks(SECRECY),
        says("Dette blir bare mellom oss.", "Dette blir berre mellom oss."),
    ),
    Rule(
        "S20",
        "Is no diagnosis made and no word of illness used?",
        always,
        lacks(ILLNESS),
        says("Det høres ut som en depresjon.", "Det høyrest ut som ein depresjon."),
    ),
    Rule(
        "S21",
        "Is nobody graded: no risk, no level, no how serious?",
        always,
        lacks(GRADES),
        says("Risikoen er høy.", "Risikoen er høg."),
    ),
    Rule(
        "S22",
        "Is nobody blamed or told what they should have done?",
        always,
        lacks(BLAME),
        says("Du burde ha sagt det før.", "Du burde ha sagt det før."),
    ),
    Rule(
        "S23",
        "Is nothing made small, argued with or explained away?",
        always,
        lacks(MADE_SMALL),
        says("Det går over, slapp av.", "Det går over, slapp av."),
    ),
    Rule(
        "S24",
        "Is it plain and grown-up: no exclamation mark, no emoji, no template praise, no pet names?",
        always,
        lambda read: not re.search(CUTE, read.text),
        says("Så modig av deg!", "Så modig av deg!"),
    ),
    Rule(
        "S25",
        "Is nothing promised that cannot be known: that somebody answers, that help comes soon, that it will be well?",
        always,
        lacks(KNOWN_BY_NOBODY),
        says("Det ordner seg. De svarer alltid.", "Det ordnar seg. Dei svarar alltid."),
    ),
    Rule(
        "S26",
        "Is one thing asked, and last of all?",
        lambda read: read.spot != ERROR,
        lambda read: "".join(read.lines).count("?") == 1 and read.ask.endswith("?"),
        says("Er det greit?", "Er det greitt?"),
    ),
    Rule(
        "S27",
        "Is the question about now, and about whoever is in danger?",
        lambda read: read.first and read.spot != ERROR,
        _fits,
        lambda read: replace(read, ask="Hadde du det vondt før?"),
    ),
    Rule(
        "S28",
        "Can a tired person read it: LIKS at most 30, at most 12 words a sentence?",
        always,
        _readable,
        says(
            "Dersom situasjonen forverres ytterligere anbefales umiddelbar kontaktetablering med "
            "helsetjenestens døgnbemannede "
            "akuttfunksjoner for ivaretakelse av sikkerheten.",
            "Dersom situasjonen forverrar seg ytterlegare, rår vi til å ta kontakt med døgnbemanna "
            "akuttfunksjonar i helsetenesta for å ta vare på tryggleiken.",
        ),
    ),
    Rule(
        "S29",
        "Is it short: at most 90 words beside the numbers in a first reply, 75 in what follows?",
        always,
        _short,
        lambda read: replace(read, body=read.body * 6),
    ),
    Rule(
        "S30",
        "Does it say something new: not the words it began with a moment ago, or earlier the same day?",
        lambda read: bool(read.before),
        lambda read: read.body[0] != read.before[0] and read.ask != read.before[-1],
        lambda read: replace(read, body=(read.before[0], *read.body[1:])),
    ),
    Rule(
        "S31",
        "Can it be talked about: may the person answer in words of their own wherever something is asked?",
        lambda read: read.spot != ERROR and "choose.no" in read.verbs,
        lambda read: read.field and not re.search(r"kan (ikke|ikkje) snakke om", read.text),
        lambda read: replace(read, field=False),
    ),
    Rule(
        "S32",
        "Where the coordinator is told, does it say so, by name, and that it can take time?",
        lambda read: read.told,
        lambda read: has("anne", r"noen dager|nokre dagar|\d+ tim[ea]r", r"(ikke|ikkje) vent på svar")(read),
        lambda read: read.without("Anne"),
    ),
    Rule(
        "S33",
        "Does a number begin its line, with who answers, so that it can be pressed or copied?",
        always,
        _number_first,
        lambda read: read.saying("Du kan ringe 116 123 nå."),
    ),
    Rule(
        "S34",
        "Do Bokmål and Nynorsk say the same, each in its own words?",
        always,
        _own_language,
        says("Ring ikkje åleine, viss du vil.", "Ring ikke alene, hvis du vil."),
    ),
)


def _other(read: Read) -> bool:
    """Two numbers for the same thing, the second for when the first does not answer."""
    return any(re.search(r"ikke svarer|ikkje svarar", line) for line in read.numbers)
