"""Wordings on which no line of the tests depends: `python -m tests.safety.needless`.

A single wording (`content/nb/safety/wordings/*.yaml`) earns its place by a sentence that no composed rule hears. Listed
are those that no line of the test sets, and no sentence built of a family, is found by. That is no proof that they are
needless: look whether a composed rule hears what they say before you delete one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bot.dialogs.phrases import Compiled, compile_phrases
from bot.dialogs.reading import Reader
from tests.houses import content
from tests.safety.families import families, of_family
from tests.safety.measured import HERE, PARTS, found, phrases
from tests.yaml_files import loaded


def texts() -> Iterator[str]:
    """Every sentence that the rules are held to."""
    for part in PARTS:
        yield from (phrase.text for phrase in phrases(part))
    yield from (line["text"] for line in loaded(HERE / "earlier.yaml"))
    for family in families():
        yield from of_family(family)


def needless(compiled: Compiled) -> Iterator[tuple[str, str]]:
    """Rule id and phrase of each wording by which nothing is found."""
    reader, said = Reader(compiled), dict[str, list[str]]()
    for text in texts():
        if finding := found(text):
            said.setdefault(finding.rule, []).append(reader.read(text).said)
    for rule, patterns in compiled.rules:
        if not rule.whose:
            for phrase, pattern in zip(rule.say, patterns, strict=True):
                if not any(pattern.regex.search(one) for one in said.get(rule.id, ())):
                    yield rule.id, phrase


if __name__ == "__main__":
    for rule_id, phrase in needless(compile_phrases(content().phrases)):
        sys.stdout.write(f"{rule_id}: {phrase}\n")
