"""Rules over what stands between braces in a text: names, and nothing that computes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from bot.content.parsed import LANGUAGES, Parsed, Text
from bot.content.placeholders import AT_A_PERSON, IN_REPEATED_SECTION, PHONE, PLACEHOLDERS
from bot.content.problems import Problem, problem
from bot.dialogs.context import Language

_READER = Environment(autoescape=False)  # noqa: S701 - it only reads the texts; nothing is rendered here
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TAG_OR_COMMENT = re.compile(r"\{[%#].*?(?:[%#]\}|$)", re.DOTALL)


@lru_cache(maxsize=4096)  # each text is asked about by several rules
def expressions(words: str) -> tuple[nodes.Expr, ...]:
    """What stands in `{{ }}`, in order, as Jinja2 reads it.

    Raises:
        TemplateSyntaxError: it cannot be read.
    """
    if "{" not in words:
        return ()
    outputs = _READER.parse(words).find_all(nodes.Output)
    return tuple(one for output in outputs for one in output.nodes if not isinstance(one, nodes.TemplateData))


def placeholders(words: str) -> set[str]:
    """The names that must be filled before the text can be shown; telephone numbers are not among them."""
    found = expressions(words)
    names = [one for one in found if isinstance(one, nodes.Name)]
    inner = [name for one in found for name in one.find_all(nodes.Name)]
    return {name.name for name in (*names, *inner)} - {PHONE}


def service_of(one: nodes.Expr) -> str | None:
    """The service id in `phone.<service id>`; None for any other expression."""
    if isinstance(one, nodes.Getattr) and isinstance(one.node, nodes.Name) and one.node.name == PHONE:
        return one.attr
    return None


def readable(parsed: Parsed) -> Iterator[Problem]:
    """Jinja2 can read the text."""
    for id_, text, words in _texts(parsed):
        try:
            expressions(words)
        except TemplateSyntaxError as error:
            yield problem("broken_template", text.file, id_, reason=error.message)


def only_names(parsed: Parsed) -> Iterator[Problem]:
    """No tags, no comments, no filters, no arithmetic: a translator needs no programming."""
    for id_, text, words in _readable(parsed):
        if tags := _TAG_OR_COMMENT.findall(words):
            yield problem("not_plain", text.file, id_, found=tags[0])
            continue
        for found, one in zip(_EXPRESSION.findall(words), expressions(words), strict=False):
            is_name = isinstance(one, nodes.Name) and one.name != PHONE
            if not is_name and service_of(one) is None:
                yield problem("not_plain", text.file, id_, found=found)


def no_lone_braces(parsed: Parsed) -> Iterator[Problem]:
    """`{coordinator}` is a placeholder somewhere else, not here."""
    for id_, text, words in _readable(parsed):
        rest = _EXPRESSION.sub("", _TAG_OR_COMMENT.sub("", words))
        if "{" in rest or "}" in rest:
            yield problem("lone_brace", text.file, id_)


def known_placeholders(parsed: Parsed) -> Iterator[Problem]:
    """Something fills every name."""
    for id_, text, words in _readable(parsed):
        for name in placeholders(words) - PLACEHOLDERS.keys():
            yield problem("unknown_placeholder", text.file, id_, name=name)


def filled_by_walk(parsed: Parsed) -> Iterator[Problem]:
    """A worksheet's text holds only what the walk can fill in that place."""
    worksheets = {worksheet.id for worksheet in parsed.worksheets.values()}
    fillable = _fillable(parsed)
    for id_, text, words in _readable(parsed):
        if id_.partition(".")[0] not in worksheets:
            continue
        for name in placeholders(words) & PLACEHOLDERS.keys() - fillable.get(id_, set()):
            yield problem("unfilled_placeholder", text.file, id_, name=name)


def _fillable(parsed: Parsed) -> dict[str, set[str]]:
    """Text id -> what the walk fills there, over all versions of the worksheet."""
    fillable: dict[str, set[str]] = {}
    for _, worksheet, step in parsed.steps():
        known = IN_REPEATED_SECTION if worksheet.section_of(step.id).repeat is not None else {}
        for name, parts in (known | (AT_A_PERSON if step.kind == "person" else {})).items():
            for part in parts:
                fillable.setdefault(f"{worksheet.id}.steps.{step.id}.{part}", set()).add(name)
    return fillable


def known_services(parsed: Parsed) -> Iterator[Problem]:
    """A telephone number in a text is one of the list."""
    known = parsed.service_ids()
    for id_, text, words in _readable(parsed):
        for service in map(service_of, expressions(words)):
            if service is not None and service not in known:
                yield problem("unknown_service", text.file, id_, service=service, services=", ".join(known))


def same_placeholders(parsed: Parsed) -> Iterator[Problem]:
    """Both languages say the same, so they are filled with the same. Told of Nynorsk, which is written after."""
    bokmaal, nynorsk = (_names(parsed, language) for language in LANGUAGES)
    for id_ in bokmaal.keys() & nynorsk.keys():
        if different := bokmaal[id_] ^ nynorsk[id_]:
            file = parsed.texts[LANGUAGES[1]][id_].file
            yield problem("different_placeholders", file, id_, names=", ".join(sorted(different)))


def _texts(parsed: Parsed) -> Iterator[tuple[str, Text, str]]:
    """Each form of each text in both languages."""
    for language in LANGUAGES:
        for id_, text in parsed.texts[language].items():
            for words in text.forms.values():
                yield id_, text, words


def _readable(parsed: Parsed) -> Iterator[tuple[str, Text, str]]:
    return ((id_, text, words) for id_, text, words in _texts(parsed) if _can_be_read(words))


def _can_be_read(words: str) -> bool:
    try:
        expressions(words)
    except TemplateSyntaxError:
        return False
    return True


def _names(parsed: Parsed, language: Language) -> dict[str, set[str]]:
    """The placeholders of each text, all its plural forms together (a form may leave the number out: «ett svar»)."""
    return {
        id_: set().union(*(placeholders(words) for words in text.forms.values()))
        for id_, text in parsed.texts[language].items()
        if all(_can_be_read(words) for words in text.forms.values())
    }
